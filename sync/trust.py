"""Whom a till believes on the wire: the identity that it was paired with, or nobody yet."""

from __future__ import annotations

import contextlib
import os
import ssl
import tempfile
from pathlib import Path

from sync.certificates import Leaf, anchor

# X509_V_FLAG_NO_CHECK_TIME: Python has no name for it.
NO_CHECK_TIME = 0x200000


def pinned(server_key: bytes) -> ssl.SSLContext:
    """Believe only leaves that this Ed25519 identity signed, under any name and at any clock.

    A server's address may change and a till's clock may be years off; the key is who it is.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_flags |= NO_CHECK_TIME
    context.load_verify_locations(cadata=anchor(server_key).decode())
    return context


def public() -> ssl.SSLContext:
    """Believe what the certificate authorities of the system say about a name."""
    return ssl.create_default_context()


def unseen() -> ssl.SSLContext:
    """Believe nobody, and encrypt all the same.

    For the one question before pairing, who somebody is: its answer is signed and compared with
    the fingerprint in the pairing string, and nothing secret is said before.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def serving() -> ssl.SSLContext:
    """Give a server's context, which has no certificate yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def show(context: ssl.SSLContext, made: Leaf) -> None:
    """Let a server show this leaf from the next handshake on; connections that stand go on."""
    with tempfile.TemporaryDirectory(prefix="regulars-") as folder:
        # OpenSSL reads keys from files only; this one is its user's alone and gone at once.
        path = Path(folder) / "leaf.pem"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with contextlib.closing(os.fdopen(handle, "wb")) as file:
            file.write(made.private_key + made.certificate)
        context.load_cert_chain(path)
