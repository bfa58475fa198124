"""Bodies on the wire: JSON through msgspec, zstd when it pays, and a cap against bombs."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import zstandard

from loyalty.errors import Refusal
from sync.wire import BODY_MAX, ENCODING

LEVEL = 3
SMALL_BYTES = 1_024
ANSWER_MAX = 16 * 1024 * 1024
WINDOW_MAX_BYTES = 8 * 1024 * 1024
T = TypeVar("T")


def pack(value: Any) -> tuple[bytes, str]:
    """Give a body and its content-encoding (empty for a small one, which stays as it is)."""
    plain = msgspec.json.encode(value)
    if len(plain) < SMALL_BYTES:
        return plain, ""
    return zstandard.ZstdCompressor(level=LEVEL).compress(plain), ENCODING


def unpack(body: bytes, encoding: str, kind: type[T], limit: int = BODY_MAX) -> T:
    """Read a body of at most `limit` bytes, before and after decompression.

    Raises Refusal `body_too_large` and `body_broken` (with the path that does not fit).
    """
    plain = inflate(body, encoding, limit)
    try:
        return msgspec.json.decode(plain, type=kind)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        raise Refusal("body_broken", message, path=path.strip("`") or None) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("body_broken", "the body is not JSON of this shape") from error


def inflate(body: bytes, encoding: str, limit: int = BODY_MAX) -> bytes:
    """Undo the content-encoding. Raises Refusal `body_too_large` or `body_broken`."""
    if len(body) > limit:
        raise too_large(limit)
    if encoding in ("", "identity"):
        return body
    if encoding != ENCODING:
        raise Refusal(
            "body_broken", "this content-encoding is not known", expected=ENCODING, got=encoding
        )
    reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_MAX_BYTES).stream_reader(body)
    try:
        plain = reader.read(limit + 1)  # never more than this in memory, whatever it claims
    except (zstandard.ZstdError, MemoryError) as error:
        raise Refusal("body_broken", "the body does not decompress") from error
    if len(plain) > limit:
        raise too_large(limit)
    return plain


def too_large(limit: int) -> Refusal:
    """Say that a body is too large."""
    return Refusal("body_too_large", f"a body has at most {limit} bytes", expected=limit)
