"""Fonts of the machine: which there are, which has a letter, and the outline of a glyph.

No font ships with the program and none is embedded: glyphs are drawn as outlines. Inter comes
first where it is installed, then the sans serif that the platform brings, then DejaVu; a letter
that none of these has is looked for in every upright font of the machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path as File
from typing import Any

import msgspec

from cards.drawing.font_files import FontFile, found
from cards.drawing.paths import cubic
from cards.drawing.shapes import Path, Step, Weight
from loyalty.errors import Refusal

FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    ".SF NS",
    "Helvetica Neue",
    "Roboto",
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "DejaVu Sans",
)
WEIGHTS: dict[Weight, int] = {"regular": 400, "medium": 500, "semibold": 600, "bold": 700}
_RUNS_KEPT = 4096
# Joiners, variation selectors and direction marks: they steer others and are not seen.
_UNSEEN = {"Cf", "Mn", "Me", "Zs", "Cc"}


class Glyph(msgspec.Struct, frozen=True, kw_only=True):
    """One glyph of a shaped run: of which face, and where, in ems from the run's start."""

    face: int
    number: int
    x_em: float
    y_em: float


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Glyphs of one font and one direction, from left to right, and how far they reach in ems."""

    glyphs: tuple[Glyph, ...]
    width_em: float


class Fonts:
    """The fonts of one machine, opened when a text first needs them."""

    def __init__(self, files: Iterable[FontFile] | None = None) -> None:
        """Take font files, or look for the machine's own. Raises Refusal `no_fonts`."""
        listed = tuple(found() if files is None else files)
        self._upright = tuple(file for file in listed if not file.slanted)
        if not self._upright:
            raise Refusal("no_fonts", "this machine has no font that texts could be drawn with")
        self._faces: list[_Face] = []
        self._opened: dict[tuple[FontFile, int], int | None] = {}
        self._chains: dict[Weight, tuple[FontFile, ...]] = {}
        self._with_letter = lru_cache(_RUNS_KEPT)(self._search)
        self.shaped = lru_cache(_RUNS_KEPT)(self._shape)

    def face_for(self, letter: str, weight: Weight) -> int | None:
        """Give the first face that has a letter; None where no font of the machine has it."""
        return self._with_letter(letter, weight)

    def faces_of(self, text: str, weight: Weight) -> list[int]:
        """Give a face for every letter of a text.

        Marks and joiners stay in their letter's face. Raises Refusal `letters_without_font`.
        """
        faces, missing = list[int](), set[str]()
        first = self._first(weight)
        for letter in text:
            before = faces[-1] if faces else first
            if unicodedata.category(letter) in _UNSEEN and (
                self._faces[before].has(letter) or not letter.isprintable() or letter.isspace()
            ):
                faces.append(before)
                continue
            face = self.face_for(letter, weight)
            if face is None:
                missing.add(letter)
            faces.append(first if face is None else face)
        if missing:
            letters = " ".join(sorted(missing))
            raise Refusal(
                "letters_without_font",
                f"no font of this machine has {letters}: install one that does (Noto, for most)",
                letters=letters,
            )
        return faces

    def outline(self, face: int, number: int) -> Path:
        """Give a glyph's outline in ems, y downwards, its origin on the baseline."""
        return self._faces[face].outline(number)

    def _shape(self, text: str, face: int, *, leftward: bool, tabular: bool) -> Run:
        """Give the glyphs of a run; `shaped` remembers the last few thousand."""
        return self._faces[face].shape(text, face, leftward=leftward, tabular=tabular)

    def _first(self, weight: Weight) -> int:
        for file in self._chain(weight):
            face = self._open(file, weight)
            if face is not None:
                return face
        raise Refusal("no_fonts", "this machine has no font that texts could be drawn with")

    def _search(self, letter: str, weight: Weight) -> int | None:
        for file in self._chain(weight):
            face = self._open(file, weight)
            if face is not None and self._faces[face].has(letter):
                return face
        return None

    def _chain(self, weight: Weight) -> tuple[FontFile, ...]:
        """Give the files in the order in which they are asked: family first, then weight."""
        if weight not in self._chains:

            def rank(file: FontFile) -> tuple[int, int, int, str, int]:
                family = next(
                    (at for at, name in enumerate(FAMILIES) if name in file.families), len(FAMILIES)
                )
                apart = 0 if file.variable else abs(file.weight - WEIGHTS[weight])
                return family, file.narrow, apart, file.path, file.index

            self._chains[weight] = tuple(sorted(self._upright, key=rank))
        return self._chains[weight]

    def _open(self, file: FontFile, weight: Weight) -> int | None:
        key = (file, WEIGHTS[weight] if file.variable else 0)
        if key not in self._opened:
            try:
                self._faces.append(_Face(file, WEIGHTS[weight]))
            except (OSError, ValueError, RuntimeError):
                self._opened[key] = None
            else:
                self._opened[key] = len(self._faces) - 1
        return self._opened[key]


class _Face:
    """One opened font."""

    def __init__(self, file: FontFile, weight: int) -> None:
        import uharfbuzz

        if not File(file.path).is_file():
            raise OSError("the font is gone")
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file.path), file.index)
        self._font = uharfbuzz.Font(face)
        self._em = face.upem
        if file.variable:
            self._font.set_variations({"wght": weight})
        self._pen = _pen()
        self._outlines: dict[int, Path] = {}

    def has(self, letter: str) -> bool:
        """Whether it draws a letter: a font of pictures has letters, but no outlines of them."""
        glyph = self._font.get_nominal_glyph(ord(letter))
        if not glyph:
            return False
        return unicodedata.category(letter) in _UNSEEN or bool(self.outline(glyph))

    def outline(self, number: int) -> Path:
        if number not in self._outlines:
            steps: list[Step] = []
            self._font.draw_glyph(number, self._pen, _Drawn(steps, 1 / self._em))
            self._outlines[number] = tuple(steps)
        return self._outlines[number]

    def shape(self, text: str, face: int, *, leftward: bool, tabular: bool) -> Run:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if leftward else "ltr"
        uharfbuzz.shape(self._font, buffer, {"kern": True, "liga": True, "tnum": tabular})
        at, glyphs = 0, list[Glyph]()
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(
                Glyph(
                    face=face,
                    number=info.codepoint,
                    x_em=(at + place.x_offset) / self._em,
                    y_em=-place.y_offset / self._em,
                )
            )
            at += place.x_advance
        return Run(glyphs=tuple(glyphs), width_em=at / self._em)


class _Drawn:
    """What the pen of the shaper drew, in ems and with y downwards."""

    def __init__(self, steps: list[Step], scale: float) -> None:
        self.steps = steps
        self.scale = scale
        self.at = (0.0, 0.0)

    def add(self, letter: str, *points: float) -> None:
        scaled = [part * (-self.scale if at % 2 else self.scale) for at, part in enumerate(points)]
        self.at = (points[-2], points[-1])
        self.steps.append((letter, tuple(scaled)))


def _pen() -> Any:
    import uharfbuzz

    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, drawn: drawn.add("M", x, y))
    pen.set_line_to_func(lambda x, y, drawn: drawn.add("L", x, y))
    pen.set_quadratic_to_func(
        lambda x1, y1, x, y, drawn: drawn.add("C", *cubic(drawn.at, (x1, y1), (x, y)))
    )
    pen.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, drawn: drawn.add("C", x1, y1, x2, y2, x, y))
    pen.set_close_path_func(lambda _: None)
    return pen


def letters_missing(text: str, fonts: Fonts, weight: Weight) -> Iterator[str]:
    """Name the letters of a text that no font of the machine has."""
    for letter in sorted(set(text)):
        if unicodedata.category(letter) not in _UNSEEN and fonts.face_for(letter, weight) is None:
            yield letter
