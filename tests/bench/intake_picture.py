"""Draws what `bench intake --json` printed: `python -m tests.bench.intake_picture IN.json OUT.svg`.

On the left how the books grow with what is pushed, on the right how many events a second come in
from one till, ten and more; dashed, the same rows inserted by hand over one connection.
"""

from __future__ import annotations

import json
import math
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

WIDTH: Final = 760
HEIGHT: Final = 340
PANEL: Final = 280
TALL: Final = 190
TOP: Final = 60
LEFTS: Final = (70, 440)
COLOURS: Final = {"postgres": "#2b6cb0", "sqlite": "#b7791f"}
NAMES: Final = {"postgres": "PostgreSQL", "sqlite": "SQLite"}
NOTHING: Final[Mapping[str, float]] = MappingProxyType({})
MEGABYTE: Final = 1_000_000
STEPS: Final = 5
ROUND: Final = (1, 2, 2.5, 5, 10)
"""What the marks of an axis are multiples of, times a power of ten."""
Line = Sequence[tuple[float, float]]


def draw(found: Mapping[str, Any], made: str, machine: str) -> str:
    """Give the picture of a report as SVG; `made` is its date."""
    growth: dict[str, Line] = {
        engine: [(events, size / MEGABYTE) for events, size in points]
        for engine, points in found["growth"].items()
    }
    figures = found["figures"]
    rates = {engine: _by_tills(figures, engine) for engine in growth}
    tills = sorted(set().union(*rates.values()))
    sent: dict[str, Line] = {
        engine: [(step, one[count]) for step, count in enumerate(tills) if count in one]
        for engine, one in rates.items()
    }
    each = {engine: figures[f"{engine}_bytes_an_event"]["value"] for engine in growth}
    by_hand = {engine: found["baseline"][f"{engine}_by_hand_events_s"] for engine in growth}
    pushed = [f"{mark:,.0f}" for mark in (0, max(line[-1][0] for line in growth.values()))]
    counts = [f"{count:,}" for count in tills]
    parts = [
        *_panel(LEFTS[0], "The books, MB", "events pushed", growth, pushed),
        *_panel(LEFTS[1], "Events a second", "tills", sent, counts, by_hand),
        *_legend(each),
        _text(LEFTS[0], HEIGHT - 12, f"bench intake, {made}, {machine}", size=11),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="sans-serif" fill="#1a202c"><title>What a server takes in</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _by_tills(figures: Mapping[str, Any], engine: str) -> dict[int, float]:
    start = f"{engine}_events_s_"
    ends = ("_till", "_tills")
    return {
        int(name.removeprefix(start).partition("_")[0]): float(figure["value"])
        for name, figure in figures.items()
        if name.startswith(start) and name.endswith(ends)
    }


def _panel(  # noqa: PLR0917 - a panel is all of these
    left: int,
    title: str,
    below: str,
    lines: Mapping[str, Line],
    marks: Sequence[str],
    dashed: Mapping[str, float] = NOTHING,
) -> list[str]:
    right = max(x for line in lines.values() for x, _ in line) or 1
    step = _step(max([y for line in lines.values() for _, y in line] + list(dashed.values())))
    top, bottom = step * STEPS, TOP + TALL
    parts = [
        _text(left, TOP - 14, title, size=14),
        _text(left + PANEL, bottom + 34, below, size=12, anchor="end"),
    ]
    for number in range(STEPS + 1):
        y = bottom - TALL * number / STEPS
        colour = "#e2e8f0" if number else "#718096"
        parts.append(f'<path d="M{left} {y:.1f}H{left + PANEL}" stroke="{colour}"/>')
        parts.append(_text(left - 8, y + 4, f"{step * number:,.10g}", size=11, anchor="end"))
    for number, mark in enumerate(marks):
        at = left + PANEL * number / max(len(marks) - 1, 1)
        parts.append(_text(at, bottom + 16, mark, size=11, anchor="middle"))
    for engine, height in dashed.items():
        y, colour = bottom - TALL * height / top, COLOURS[engine]
        parts.append(
            f'<path d="M{left} {y:.1f}H{left + PANEL}" stroke="{colour}" stroke-dasharray="5 4"/>'
        )
        said = f"{NAMES[engine]} by hand"
        parts.append(_text(left + PANEL, y - 5, said, size=11, anchor="end", colour=colour))
    for engine, line in lines.items():
        places = [(left + PANEL * x / right, bottom - TALL * y / top) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        colour = COLOURS[engine]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return parts


def _step(most: float) -> float:
    """Give the round number of which five reach as high as `most`."""
    power = 10.0 ** math.floor(math.log10(max(most, 1) / STEPS))
    return next(power * one for one in ROUND if power * one * STEPS >= most)


def _legend(bytes_each: Mapping[str, int]) -> list[str]:
    parts = []
    for number, (engine, count) in enumerate(bytes_each.items()):
        x = LEFTS[0] + number * 250
        parts.append(f'<rect x="{x}" y="12" width="12" height="12" fill="{COLOURS[engine]}"/>')
        parts.append(_text(x + 18, 23, f"{NAMES[engine]}: {count:,} bytes an event", size=12))
    return parts


def _text(
    x: float, y: float, said: str, *, size: int, anchor: str = "start", colour: str = "#1a202c"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(said)}</text>"
    )


def main(source: Path, target: Path, machine: str) -> None:
    """Draw a report; `machine` says where it was measured."""
    found = json.loads(source.read_text("utf-8"))
    made = datetime.fromtimestamp(source.stat().st_mtime, UTC).date().isoformat()
    target.write_text(draw(found, made, machine), "utf-8")


if __name__ == "__main__":
    here = f"{platform.machine()}, Python {platform.python_version()}"
    main(Path(sys.argv[1]), Path(sys.argv[2]), " ".join(sys.argv[3:]) or here)
