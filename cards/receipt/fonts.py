"""Finds fonts on the machine that have the letters of a line, and draws a line with them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

UNPRINTED: Final = "(?)"
"""Stands where letters were that no font of the machine has: a box would look like a fault."""
_ENDINGS: Final = (".ttf", ".otf", ".ttc")
# Fonts of one width come first: their columns are the printer's own.
_FIRST: Final = ("dejavusansmono", "consola", "menlo", "liberationmono", "dejavusans", "arial")
_HEAVY: Final = ("bold", "semibold", "black", "heavy", "italic", "oblique", "thin", "light")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_GREY: Final = 128


def places() -> tuple[Path, ...]:
    """Name the folders that systems keep fonts in."""
    windows = os.environ.get("WINDIR", "")
    named = (
        Path.home() / ".local/share/fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path.home() / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        *((Path(windows) / "Fonts",) if windows else ()),
    )
    return tuple(each for each in named if each.is_dir())


class Fonts:
    """The fonts of some folders, looked at once and opened as they are needed."""

    def __init__(self, folders: tuple[Path, ...] | None = None) -> None:
        """Take the folders; those of the system where none are named."""
        self._folders = folders
        self._files: list[Path] | None = None
        self._faces: dict[Path, frozenset[int]] = {}
        self._opened: dict[tuple[Path, int], Any] = {}
        self.missing = False

    def draw(self, text: str, size: int, *, strong: bool = False) -> Image:
        """Draw a text black on white, cut to its own width; `missing` stays True after a gap."""
        from PIL import Image, ImageDraw

        font = [(part, self._open(part, size)) for part in self._parts(text)]
        wide = sum(_width(part, face) for part, face in font) + int(strong)
        picture = Image.new("L", (max(wide, 1), size + size // 2), 255)
        pen = ImageDraw.Draw(picture)
        left, base = 0, size + size // 10
        for part, face in font:
            # A stroke of a dot more is bold on paper, whatever weights the font has.
            for by in range(1 + int(strong)):
                pen.text((left + by, base), part, fill=0, font=face, anchor="ls")
            left += _width(part, face)
        return picture.point(lambda grey: 255 if grey > _GREY else 0)

    def _parts(self, text: str) -> list[str]:
        """Split a text into what one font has; letters that none has become UNPRINTED."""
        if self._file_for(text) is not None:
            return [text]
        parts: list[str] = []
        for letter in text:
            if self._file_for(letter) is None:
                self.missing = True
                if not parts or parts[-1] != UNPRINTED:
                    parts.append(UNPRINTED)
            elif parts and parts[-1] != UNPRINTED and self._file_for(parts[-1] + letter):
                parts[-1] += letter
            else:
                parts.append(letter)
        return parts

    def _open(self, text: str, size: int) -> Any:
        from PIL import ImageFont

        file = self._file_for(text)
        if file is None:
            return ImageFont.load_default(size)
        key = (file, size)
        if key not in self._opened:
            self._opened[key] = ImageFont.truetype(str(file), size)
        return self._opened[key]

    def _file_for(self, text: str) -> Path | None:
        wanted = {ord(letter) for letter in text if _is_drawn(letter)}
        if _is_shaped(text) and not _shapes():
            return None
        return next((file for file in self._listed() if wanted <= self._letters(file)), None)

    def _listed(self) -> list[Path]:
        if self._files is None:
            folders = places() if self._folders is None else self._folders
            found = {file for folder in folders for file in _files(folder)}
            self._files = sorted(found, key=_rank)
        return self._files

    def _letters(self, file: Path) -> frozenset[int]:
        if file not in self._faces:
            self._faces[file] = _covered(file)
        return self._faces[file]


def _files(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root) / name for name in names if name.lower().endswith(_ENDINGS))


def _rank(file: Path) -> tuple[bool, int, str]:
    name = file.stem.lower().replace("-", "").replace("regular", "")
    place = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return any(word in name for word in _HEAVY), place, str(file)


def _covered(file: Path) -> frozenset[int]:
    import uharfbuzz

    try:
        return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)
    except (OSError, uharfbuzz.HarfBuzzError):
        return frozenset()


def _is_drawn(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) != "Cf"


def _is_shaped(text: str) -> bool:
    """Say whether letters join, or run from the right."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _shapes() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


def _width(text: str, face: Any) -> int:
    wide: float = face.getlength(text)
    return round(wide)
