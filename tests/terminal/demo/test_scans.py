"""Proves what is counted of the cards that were shown."""

from __future__ import annotations

from pathlib import Path

from terminal.demo.scans import Figures, Scans, figures


def test_figures(tmp_path: Path) -> None:
    """The 95th of a hundred, in milliseconds."""
    scans = Scans(tmp_path)
    for at in range(100):
        scans.drawn("0001")
        scans.read("0001", (100 - at) * 1_000)
    scans.drawn("0002")
    assert figures(tmp_path) == Figures(drawn=101, read=100, p95_ms=95.0)


def test_nothing_was_shown(tmp_path: Path) -> None:
    """A shop without a camera has no figure."""
    (tmp_path / "scans.jsonl").touch()
    assert figures(tmp_path) == Figures(drawn=0, read=0, p95_ms=0.0)
