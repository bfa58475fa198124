"""Reads an encrypted SQLite file page by page, free pages and its log too: what a thief with the
key would find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
RESERVED = 80
SALT = 16
IV = 16
LOG_HEAD = 32
FRAME_HEAD = 24


def plain(path: Path, key: bytes) -> bytes:
    """Give every page of a database and of its log, decrypted, whether they are in use or not."""
    found = [_open(page, key, is_first=n == 0) for n, page in enumerate(_pages(path.read_bytes()))]
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raw = log.read_bytes()[LOG_HEAD:]
        size = FRAME_HEAD + PAGE
        for start in range(0, len(raw) - size + 1, size):
            is_first = int.from_bytes(raw[start : start + 4], "big") == 1
            page = raw[start + FRAME_HEAD : start + size]
            found.append(_open(page, key, is_first=is_first))
    return b"".join(found)


def _pages(raw: bytes) -> Iterator[bytes]:
    for start in range(0, len(raw), PAGE):
        yield raw[start : start + PAGE]


def _open(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    """Decrypt one page; SQLCipher keeps 16 bytes of salt before the first and an IV behind each."""
    if not any(page):
        return page
    begin, end = (SALT if is_first else 0), PAGE - RESERVED
    opener = Cipher(algorithms.AES(key), modes.CBC(page[end : end + IV])).decryptor()
    return opener.update(page[begin:end]) + opener.finalize()
