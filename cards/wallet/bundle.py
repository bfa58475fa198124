"""Packs an Apple pass: the manifest with the digest of every file, and the package itself.

https://developer.apple.com/library/archive/documentation/UserExperience/Reference/PassKit_Bundle/Chapters/PackageStructure.html
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

import msgspec

MANIFEST = "manifest.json"
SIGNATURE = "signature"
KIND = "application/vnd.apple.pkpass"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Give the manifest: each path with its SHA-1, which is what the format asks for."""
    digests = {
        path: hashlib.sha1(data, usedforsecurity=False).hexdigest()
        for path, data in sorted(files.items())
    }
    return msgspec.json.encode(digests)


def packed(files: Mapping[str, bytes], listed: bytes, signature: bytes) -> bytes:
    """Give the .pkpass; the same files and signature give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, data in (*sorted(files.items()), (MANIFEST, listed), (SIGNATURE, signature)):
            # A date of now would tell when the card was taken, and change the bytes.
            package.writestr(zipfile.ZipInfo(path, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
