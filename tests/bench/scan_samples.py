"""The frames of `bench scan`: stored ones with a manifest, or rendered ones of a seed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty import number
from scanner.drawing import Card, Layout
from scanner.frames import picture_of
from scanner.image import Image, grey_of
from scanner.rendering import Renderer, hard, moved, typical

if TYPE_CHECKING:
    import numpy as np

TYPICAL = "typical"
HARD = "hard"
# Sequences and frames of each: a typical presentation has to be read within eight frames; bad
# moments differ more from one another than their frames do.
SEQUENCES = {TYPICAL: (3, 8), HARD: (6, 4)}
TIMES_MORE_WHEN_FULL = 12
_TOKEN_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_TOKEN_LENGTH = 116


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One frame and what is in it."""

    card: str
    difficulty: str
    sequence: int
    text: str
    grey: Image


def stored(folder: Path) -> Iterator[Sample]:
    """Give the frames of a folder with a manifest.csv, sequence by sequence."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    rows.sort(key=lambda row: (row["card"], int(row["sequence"]), int(row["frame"])))
    for row in rows:
        picture = picture_of(folder / row["file"])
        assert picture is not None, row["file"]
        yield Sample(
            card=row["card"],
            difficulty=row["difficulty"],
            sequence=int(row["sequence"]),
            text=row["text"],
            grey=grey_of(picture),
        )


def rendered(seed: int, *, full: bool) -> Iterator[Sample]:
    """Render every layout, typical and hard, from one seed."""
    import numpy as np

    random = np.random.default_rng(seed)
    for layout in (one for one in Layout if one is not Layout.CLASSIC):
        for difficulty, present in ((TYPICAL, typical), (HARD, hard)):
            renderer = Renderer(random)
            sequences, frames = SEQUENCES[difficulty]
            for sequence in range(sequences * (TIMES_MORE_WHEN_FULL if full else 1)):
                card = Card(text=_text(layout, random), layout=layout)
                moment = present(random, phone=layout.is_phone)
                for _ in range(frames):
                    yield Sample(
                        card=layout.value,
                        difficulty=difficulty,
                        sequence=sequence,
                        text=card.text,
                        grey=grey_of(renderer.frame(card, moment)),
                    )
                    moment = moved(moment, random)


def _text(layout: Layout, random: np.random.Generator) -> str:
    if layout is Layout.PHONE_TOKEN:
        return "".join(random.choice(list(_TOKEN_LETTERS), _TOKEN_LENGTH))
    digits = "".join(str(digit) for digit in random.integers(0, 10, number.RANDOM_DIGITS))
    return number.make(number.DEMO_ISSUER, digits)
