"""Splits a line into runs of one font and one direction, and puts them in the order seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

import msgspec

from cards.drawing.fonts import Fonts, Glyph, Run
from cards.drawing.shapes import Weight

# Below this no letter runs to the left: Latin, Greek, Cyrillic, Armenian.
_FIRST_LEFTWARD = "\u0590"


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a line and where it begins, in ems from the line's left end."""

    run: Run
    x_em: float


def pieces(
    text: str, fonts: Fonts, weight: Weight, *, tracking_em: float = 0.0, tabular: bool = False
) -> Iterator[Piece]:
    """Shape a line's runs from left to right. Raises Refusal `letters_without_font`."""
    x_em = 0.0
    for part, leftward in ordered(text):
        faces = fonts.faces_of(part, weight)
        groups = [
            (face, "".join(part[at] for at, _ in group))
            for face, group in groupby(enumerate(faces), key=lambda pair: pair[1])
        ]
        for face, letters in reversed(groups) if leftward else groups:
            run = fonts.shaped(letters, face, leftward=leftward, tabular=tabular)
            if tracking_em:
                run = _tracked(run, tracking_em)
            yield Piece(run=run, x_em=x_em)
            x_em += run.width_em


def ordered(text: str) -> list[tuple[str, bool]]:
    """Give a line's parts of one direction in the order seen, and whether they run leftward."""
    if all(letter < _FIRST_LEFTWARD for letter in text):
        return [(text, False)] if text else []
    runs = [
        (level, "".join(text[at] for at, _ in group))
        for level, group in groupby(enumerate(_levels(text)), key=lambda pair: pair[1])
    ]
    # Rule L2: from the highest level down to the lowest odd one, what is at it is turned over.
    odd = [level for level, _ in runs if level % 2]
    for level in range(max(at for at, _ in runs), min(odd, default=1) - 1, -1):
        turned = list[tuple[int, str]]()
        for high, group in groupby(runs, key=partial(_reaches, level)):
            found = list(group)
            turned += found[::-1] if high else found
        runs = turned
    return [(part, bool(level % 2)) for level, part in runs]


def _reaches(level: int, run: tuple[int, str]) -> bool:
    return run[0] >= level


def _levels(text: str) -> list[int]:
    """Give each letter's level by the Unicode bidirectional algorithm."""
    from bidi import algorithm

    # The rules take marks and joiners out of the text; here each stays at its letter's level.
    judged = [
        letter for letter in text if algorithm.bidirectional(letter) not in algorithm.X9_REMOVED
    ]
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    algorithm.get_embedding_levels("".join(judged), storage)
    for resolve in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
    ):
        resolve(storage, False)  # noqa: FBT003 - the library's own flag for printing its steps
    found = iter(letter["level"] for letter in storage["chars"])
    levels, level = list[int](), int(storage["base_level"])
    for letter in text:
        if algorithm.bidirectional(letter) not in algorithm.X9_REMOVED:
            level = next(found)
        levels.append(level)
    return levels


def _tracked(run: Run, tracking_em: float) -> Run:
    """Spread a run's glyphs; what stands on another's place (a mark) stays with it."""
    moved, before = list[Glyph](), -1.0
    steps = -1
    for glyph in run.glyphs:
        steps += glyph.x_em > before
        before = max(before, glyph.x_em)
        moved.append(
            Glyph(
                face=glyph.face,
                number=glyph.number,
                x_em=glyph.x_em + max(0, steps) * tracking_em,
                y_em=glyph.y_em,
            )
        )
    return Run(glyphs=tuple(moved), width_em=run.width_em + (steps + 1) * tracking_em)
