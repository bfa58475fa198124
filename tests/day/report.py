"""A page that shows the day: each step with what happened, and sheets of all pictures together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.day.play import Played

PAGE = "day.md"
SHEET = "sheet-{}.png"
COLUMNS, ROWS = 2, 4
THUMB_WIDTH, THUMB_HEIGHT = 1000, 290
MARGIN = 12


def write(played: Sequence[Played], out: Path) -> None:
    """Write the page and the sheets beside the pictures. Raises OSError if it cannot."""
    shown = [one for one in played if one.picture]
    lines = ["# A day at the counter", ""]
    for one in shown:
        lines += [f"## {one.step.tells}", "", f"![{one.step.tells}]({one.picture})", ""]
        lines += [f"    {act}" for act in one.step.do] + [""]
        if one.missed:
            lines += [f"Missed: {one.missed.splitlines()[0]}", ""]
    (out / PAGE).write_text("\n".join(lines), "utf-8")
    for at in range(0, len(shown), COLUMNS * ROWS):
        part = [one.picture for one in shown[at : at + COLUMNS * ROWS]]
        sheet(part, out, out / SHEET.format(at // (COLUMNS * ROWS) + 1))


def sheet(names: Sequence[str], out: Path, path: Path) -> None:
    """Put some pictures on one sheet, small. Raises OSError if it cannot."""
    from PIL import Image

    wide, high = THUMB_WIDTH + MARGIN, THUMB_HEIGHT + MARGIN
    page = Image.new("RGB", (COLUMNS * wide + MARGIN, ROWS * high + MARGIN), "#404448")
    for at, name in enumerate(names):
        with Image.open(out / name) as whole:
            whole.thumbnail((THUMB_WIDTH, THUMB_HEIGHT))
            place = (MARGIN + at % COLUMNS * wide, MARGIN + at // COLUMNS * high)
            page.paste(whole, place)
    page.save(path)
