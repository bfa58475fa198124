"""The frames of `bench scan`: stored ones with a manifest, or rendered ones of a seed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty import number
from scanner.drawing import CARD_MM, PX_PER_MM, Card, Layout
from scanner.frames import picture_of
from scanner.image import Image, as_image, grey_of
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


# What customers hold before a camera that is no card of the shop.
_NINES = "123456789"
STRANGERS = (
    ("EAN13", "4006381333931"),
    ("EAN13", "9780201379624"),
    ("UPCA", "036000291452"),
    ("EAN8", "96385074"),
    ("ITF", "12345678901231"),
    ("Code39", "LIBRARY-0042"),
    ("Code128", number.make("4711", _NINES)),
    ("Code128", number.make(number.DEMO_ISSUER, _NINES)[:-1] + "0"),
    ("Code128", "4111111111111111"),
    ("Code128", "00340434161094027318"),
    ("QRCode", "https://example.org/menu"),
    ("QRCode", "WIFI:S:Guests;T:WPA;P:espresso;;"),
    ("QRCode", number.make("4711", _NINES)),
    ("QRCode", number.make(number.DEMO_ISSUER, _NINES)[:-1] + "0"),
    ("QRCode", "5500005555555559"),
    ("QRCode", number.make(number.DEMO_ISSUER, _NINES) + "1"),
    ("DataMatrix", number.make(number.DEMO_ISSUER, _NINES)),
    ("Aztec", "M1VISSER/JAN EABC123 AMSLHRKL 0123"),
    ("PDF417", "BOARDING PASS 0042"),
)
STRANGER_FRAMES = 2


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


def strangers(seed: int) -> Iterator[list[Image]]:
    """Give codes of others held before the camera, each as a few frames: no member's in any."""
    import numpy as np

    random = np.random.default_rng(seed)
    renderer = Renderer(random)
    for at, (name, text) in enumerate(STRANGERS):
        card = Card(text=f"{name} {text}")
        renderer._faces[card] = {0: _printed(name, text)}
        moment = (typical, hard)[at % 2](random)
        frames = []
        for _ in range(STRANGER_FRAMES):
            frames.append(grey_of(renderer.frame(card, moment)))
            moment = moved(moment, random)
        yield frames


def _printed(name: str, text: str) -> Image:
    """Print a code of any symbology on a white card, as BGR."""
    import cv2
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    modules = np.asarray(code.to_image(scale=1), dtype=np.uint8)
    width, height = (round(side * PX_PER_MM) for side in CARD_MM)
    scale = min(0.8 * width / modules.shape[1], 0.7 * height / modules.shape[0])
    size = round(modules.shape[1] * scale), round(modules.shape[0] * scale)
    grown = cv2.resize(modules, size, interpolation=cv2.INTER_NEAREST)
    card = np.full((height, width), 250, dtype=np.uint8)
    top, left = (height - size[1]) // 2, (width - size[0]) // 2
    card[top : top + size[1], left : left + size[0]] = grown
    return as_image(cv2.cvtColor(card, cv2.COLOR_GRAY2BGR))


def _text(layout: Layout, random: np.random.Generator) -> str:
    if layout is Layout.PHONE_TOKEN:
        return "".join(random.choice(list(_TOKEN_LETTERS), _TOKEN_LENGTH))
    digits = "".join(str(digit) for digit in random.integers(0, 10, number.RANDOM_DIGITS))
    return number.make(number.DEMO_ISSUER, digits)
