"""Draws what `bench intake --json` printed: `python -m tests.bench.intake_picture IN.json OUT.svg`.

On the left how the books grow with what is pushed, on the right how many events a second come in
from one till, ten and more.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

WIDTH: Final = 760
HEIGHT: Final = 330
PANEL: Final = 280
TALL: Final = 190
TOP: Final = 60
LEFTS: Final = (70, 440)
COLOURS: Final = {"postgres": "#2b6cb0", "sqlite": "#b7791f"}
NAMES: Final = {"postgres": "PostgreSQL", "sqlite": "SQLite"}
MEGABYTE: Final = 1_000_000
Line = Sequence[tuple[float, float]]


def draw(found: Mapping[str, Any], made: str, machine: str) -> str:
    """Give the picture of a report as SVG; `made` is its date."""
    growth: dict[str, Line] = {
        engine: [(events, size / MEGABYTE) for events, size in points]
        for engine, points in found["growth"].items()
    }
    rates: dict[str, Line] = {engine: _rates(found["figures"], engine) for engine in growth}
    parts = [
        *_panel(LEFTS[0], "The books, MB", "events pushed", growth, labels=None),
        *_panel(LEFTS[1], "Events a second", "tills", rates, labels=_tills(rates)),
        *_legend(growth),
        _text(LEFTS[0], HEIGHT - 12, f"bench intake, {made}, {machine}", size=11),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="sans-serif" fill="#1a202c"><title>What a server takes in</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _rates(figures: Mapping[str, Any], engine: str) -> Line:
    """Give events a second, each one step to the right; the tills are the labels."""
    rates = _by_tills(figures, engine)
    return [(step, rates[tills]) for step, tills in enumerate(sorted(rates))]


def _by_tills(figures: Mapping[str, Any], engine: str) -> dict[int, float]:
    start = f"{engine}_events_s_"
    ends = ("_till", "_tills")
    return {
        int(name.removeprefix(start).partition("_")[0]): float(figure["value"])
        for name, figure in figures.items()
        if name.startswith(start) and name.endswith(ends)
    }


def _tills(rates: Mapping[str, Line]) -> list[str]:
    count = max(map(len, rates.values()))
    return [f"{10**step:,}" for step in range(count)]


def _panel(
    left: int, title: str, below: str, lines: Mapping[str, Line], labels: list[str] | None
) -> list[str]:
    right = max(x for line in lines.values() for x, _ in line) or 1
    top = max(y for line in lines.values() for _, y in line) or 1
    bottom = TOP + TALL
    parts = [
        _text(left, TOP - 14, title, size=14),
        _text(left + PANEL, bottom + 34, below, size=12, anchor="end"),
        f'<path d="M{left} {TOP}V{bottom}H{left + PANEL}" fill="none" stroke="#718096"/>',
        _text(left - 6, TOP + 10, f"{top:,.0f}", size=11, anchor="end"),
        _text(left - 6, bottom, "0", size=11, anchor="end"),
    ]
    marks = labels or ["0", f"{right:,.0f}"]
    for step, mark in enumerate(marks):
        at = left + PANEL * step / max(len(marks) - 1, 1)
        parts.append(_text(at, bottom + 16, mark, size=11, anchor="middle"))
    for engine, line in lines.items():
        places = [(left + PANEL * x / right, bottom - TALL * y / top) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        colour = COLOURS[engine]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return parts


def _legend(engines: Mapping[str, Line]) -> list[str]:
    parts = []
    for number, engine in enumerate(engines):
        x = LEFTS[0] + number * 110
        parts.append(f'<rect x="{x}" y="12" width="12" height="12" fill="{COLOURS[engine]}"/>')
        parts.append(_text(x + 18, 23, NAMES[engine], size=12))
    return parts


def _text(x: float, y: float, said: str, *, size: int, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">'
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
