"""Draws a line of letters in dots, with whatever font of the machine has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from cards.drawing.font_files import FontFile, found

if TYPE_CHECKING:
    from PIL.Image import Image

UNPRINTED: Final = "(?)"
"""Stands where letters were that no font of the machine has: a box would look like a fault."""
# Fonts of one width come first: their columns are the printer's own.
_FIRST: Final = (
    *("DejaVu Sans Mono", "Consolas", "Menlo", "Liberation Mono", "Noto Sans Mono"),
    *("DejaVu Sans", "Segoe UI", "Arial", "Noto Sans"),
)
_USUAL_WEIGHT: Final = 400
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_GREY: Final = 128


class Fonts:
    """The fonts of the machine, looked for and opened when a line first needs them."""

    def __init__(self, files: Iterable[FontFile] | None = None) -> None:
        """Take font files, or look for the machine's own."""
        self._given = files
        self._files: list[FontFile] | None = None
        self._letters: dict[FontFile, frozenset[int]] = {}
        self._opened: dict[tuple[FontFile, int], Any] = {}
        self.missing = False

    def draw(self, text: str, size: int, *, strong: bool = False) -> Image:
        """Draw a text black on white, cut to its own width; `missing` stays True after a gap."""
        from PIL import Image, ImageDraw

        parts = [(part, self._open(part, size)) for part in self._parts(text)]
        wide = sum(_width(part, face) for part, face in parts) + int(strong)
        picture = Image.new("L", (max(wide, 1), size + size // 2), 255)
        pen = ImageDraw.Draw(picture)
        left, base = 0, size + size // 10
        for part, face in parts:
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
            # A machine without any font: the library brings one for plain letters.
            return ImageFont.load_default(size)
        key = (file, size)
        if key not in self._opened:
            self._opened[key] = ImageFont.truetype(file.path, size, index=file.index)
        return self._opened[key]

    def _file_for(self, text: str) -> FontFile | None:
        wanted = {ord(letter) for letter in text if _is_drawn(letter)}
        if _joins(text) and not _can_join():
            return None
        return next((file for file in self._listed() if wanted <= self._covered(file)), None)

    def _listed(self) -> list[FontFile]:
        if self._files is None:
            files = found() if self._given is None else self._given
            self._files = sorted((file for file in files if not file.slanted), key=_rank)
        return self._files

    def _covered(self, file: FontFile) -> frozenset[int]:
        if file not in self._letters:
            self._letters[file] = _letters_of(file)
        return self._letters[file]


def _rank(file: FontFile) -> tuple[int, bool, int, str, int]:
    place = next((at for at, name in enumerate(_FIRST) if name in file.families), len(_FIRST))
    return place, file.narrow, abs(file.weight - _USUAL_WEIGHT), file.path, file.index


def _letters_of(file: FontFile) -> frozenset[int]:
    import uharfbuzz

    try:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file.path), file.index)
        return frozenset(face.unicodes)
    except (OSError, ValueError, RuntimeError):
        return frozenset()


def _is_drawn(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) != "Cf"


def _joins(text: str) -> bool:
    """Say whether letters join, or run from the right."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _can_join() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


def _width(text: str, face: Any) -> int:
    wide: float = face.getlength(text)
    return round(wide)
