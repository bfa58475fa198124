"""The owner's slides for tablets: no larger than a screen, and without what a camera wrote."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path
from typing import Final

from loyalty.errors import Refusal

LONGEST_PX: Final = 1920
QUALITY: Final = 85
KEPT_MOST: Final = 20
FILE_MAX: Final = 40 * 1024 * 1024
Key = tuple[str, str, int]


class Pictures:
    """What may be asked for: the pictures that the welcome names, of one folder.

    `know` comes from the till's thread, `read` from any.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder = ""
        self._names: frozenset[str] = frozenset()
        self._kept: dict[Key, bytes] = {}

    def know(self, folder: str, names: frozenset[str]) -> None:
        """Let these be shown from now on, and no others."""
        with self._lock:
            self._folder, self._names = folder, names

    def read(self, name: str) -> bytes:
        """Give a picture as JPEG. Raises Refusal `tablet_page` for what is none of them."""
        with self._lock:
            folder, is_known = self._folder, bool(self._folder) and name in self._names
        # A name of the list has no folder in it; this holds also when the list is wrong one day.
        if not is_known or Path(name).name != name:
            raise Refusal("tablet_page", "there is no such slide")
        path = Path(folder) / name
        try:
            state = path.stat()
            if state.st_size > FILE_MAX:
                raise Refusal("tablet_page", "this slide is too large")
            key = (folder, name, state.st_mtime_ns)
            with self._lock:
                kept = self._kept.get(key)
            return kept if kept is not None else self._keep(key, _drawn(path))
        except OSError:
            raise Refusal("tablet_page", "this slide cannot be read") from None

    def _keep(self, key: Key, drawn: bytes) -> bytes:
        with self._lock:
            while len(self._kept) >= KEPT_MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = drawn
        return drawn


def _drawn(path: Path) -> bytes:
    """Draw a picture anew: turned as its camera says, and with nothing else of what it wrote."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((LONGEST_PX, LONGEST_PX))
            ground = Image.new("RGB", turned.size)
            lit = turned.convert("RGBA")
            ground.paste(lit, mask=lit)
    except (Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise OSError("no picture") from error
    written = BytesIO()
    ground.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
