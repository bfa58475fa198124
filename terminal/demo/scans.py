"""What the camera was shown on the demo day and what it read: a file beside the till's books."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

FILE = "scans.jsonl"
P95_PERCENT = 95


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One card that was held before the camera, or one that it read; `us` from scan to screen."""

    drawn: str = ""
    read: str = ""
    us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How often cards were shown and read, and how long the screen took."""

    drawn: int
    read: int
    p95_ms: float


class Scans:
    """Writes the file, a line at once, so that a crash loses none."""

    def __init__(self, folder: Path) -> None:
        """Keep the file in the till's folder."""
        self._path = folder / FILE

    def drawn(self, last_four: str) -> None:
        """Note that a card was shown."""
        self._add(Line(drawn=last_four))

    def read(self, last_four: str, took_us: int) -> None:
        """Note that a card was accepted, and how long its screen took."""
        self._add(Line(read=last_four, us=took_us))

    def _add(self, line: Line) -> None:
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")


def figures(folder: Path) -> Figures:
    """Read the file of a till's folder."""
    lines = msgspec.json.Decoder(Line).decode_lines((folder / FILE).read_bytes())
    took = sorted(line.us for line in lines if line.read)
    # The nearest rank: the smallest figure that at least 95 of 100 scans do not exceed.
    rank = -(-len(took) * P95_PERCENT // 100)
    return Figures(
        drawn=sum(bool(line.drawn) for line in lines),
        read=len(took),
        p95_ms=round(took[rank - 1] / 1_000, 1) if took else 0.0,
    )
