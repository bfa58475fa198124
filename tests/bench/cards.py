"""How many cards a second become PDF, beside reportlab as its manual draws them; and do they read.

A card is both of its sides: a QR on the front, a Code 128 on the back, names, number and
ornaments. Time is the processor's own.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from stdnum.iso7064 import mod_97_10

from cards import design
from cards.drawing import pdf
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page
from cards.layout import Card, pages_of
from tests.bench.cards_reading import at_distance, read_back
from tests.bench.cards_reportlab import write_cards

CARDS_GOAL: Final = 400
RATIO_GOAL: Final = 2.0
GROWN_MB_GOAL: Final = 24.0
CARDS: Final = 400
THEIRS: Final = 80
ROUNDS: Final = 3
SETTLED: Final = 5_000
LONG_RUN: Final = 3_000
LONG_RUN_FULL: Final = 100_000
READ: Final = 24
READ_FULL: Final = 400
QR_MM: Final = 500.0
BARS_MM: Final = 270.0
DESIGN: Final = "classic"
_PERCENT: Final = 100
_PAGE_BYTES: Final = 4096


def run(*, full: bool = False) -> dict[str, Any]:
    """Measure both writers on the same cards, then memory, then whether the codes are read."""
    began_s = time.monotonic()
    fonts, both = Fonts(), design.load(DESIGN)
    rates, sizes = _alternating(fonts, both)
    grown_mb, long_rate = _long_run(fonts, both, LONG_RUN_FULL if full else LONG_RUN)
    figures: dict[str, dict[str, Any]] = {
        "cards/s": _at_least(rates["ours"], CARDS_GOAL),
        "bytes a card": {"value": sizes["ours"]},
        "cards/s of the long run": {"value": long_rate},
        f"MB grown over {LONG_RUN_FULL if full else LONG_RUN} cards": {
            "value": grown_mb,
            "goal": GROWN_MB_GOAL,
            "met": grown_mb <= GROWN_MB_GOAL,
        },
    }
    for name, share in read_back(READ_FULL if full else READ, fonts).items():
        figures[f"codes read by {name} at 300 dpi %"] = _at_least(share, _PERCENT)
    for name, code, far_mm in (("QR", "qr", QR_MM), ("Code 128", "bars", BARS_MM)):
        held, frames = at_distance(code, far_mm, fonts)
        far = f"{name} from {far_mm / 10:.0f} cm at 720p"
        figures[f"{far}, presentations read %"] = _at_least(held, _PERCENT)
        figures[f"{far}, frames read %"] = {"value": frames}
    ratio = round(rates["ours"] / rates["reportlab"], 2)
    return {
        "bench": "cards",
        "figures": figures,
        "baseline": {
            "reportlab cards/s": rates["reportlab"],
            "reportlab bytes a card": sizes["reportlab"],
        },
        "ratio": ratio,
        "goal": RATIO_GOAL,
        "met": ratio >= RATIO_GOAL and all(one.get("met", True) for one in figures.values()),
        "seconds": round(time.monotonic() - began_s, 1),
    }


def card_of(at: int) -> Card:
    """Give the card of a place in the run: no number and no name twice."""
    digits = f"9041{(at * 2_654_435_761) % 10**10:010d}"
    return Card(
        shop="Koffiebar Noord",
        line="Koffie en gebak",
        number=digits + mod_97_10.calc_check_digits(digits),
        member=f"Marieke van den Berg {at}",
        language="nl",
        valid_until="31-12-2029",
    )


def pages(both: design.Design, count: int) -> Iterator[Page]:
    """Give the sides of cards, front and back."""
    for at in range(count):
        front, back = pages_of(both, card_of(at))
        yield front
        if back is not None:
            yield back


def _alternating(fonts: Fonts, both: design.Design) -> tuple[dict[str, int], dict[str, int]]:
    """Time the two writers in turn, so that both have the machine as it is."""
    sizes = dict[str, int]()
    spent: dict[str, list[float]] = {"ours": [], "reportlab": []}

    def ours(count: int) -> int:
        buffer = io.BytesIO()
        pdf.write(pages(both, count), buffer, fonts=fonts)
        return len(buffer.getvalue())

    def theirs(count: int) -> int:
        return len(write_cards([card_of(at) for at in range(count)]))

    writers: tuple[tuple[str, Callable[[int], int], int], ...] = (
        ("ours", ours, CARDS),
        ("reportlab", theirs, THEIRS),
    )
    for _, write, _ in writers:
        write(10)
    for _ in range(ROUNDS):
        for name, write, count in writers:
            began_s = time.process_time()
            sizes[name] = round(write(count) / count)
            spent[name].append((time.process_time() - began_s) / count)
    rates = {name: round(1 / statistics.median(times)) for name, times in spent.items()}
    return rates, sizes


def _long_run(fonts: Fonts, both: design.Design, count: int) -> tuple[float, int]:
    """Write one long file; give by how many MB the process grew, and the cards a second."""
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "settled.pdf").open("wb") as file:
            pdf.write(pages(both, SETTLED), file, fonts=fonts)
        before = _resident_bytes()
        began_s = time.process_time()
        with (Path(folder) / "long.pdf").open("wb") as file:
            pdf.write(pages(both, count), file, fonts=fonts)
        seconds = time.process_time() - began_s
        return round((_resident_bytes() - before) / 1e6, 1), round(count / seconds)


def _resident_bytes() -> int:
    """Give how much memory the process has; the most it ever had where the system says no more."""
    file = Path("/proc/self/statm")
    if file.is_file():
        return int(file.read_text("ascii").split()[1]) * _PAGE_BYTES
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _at_least(value: float, goal: float) -> dict[str, Any]:
    return {"value": value, "goal": goal, "met": value >= goal}
