"""A shop with one till, into which tests bring members and out of which they take them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from terminal.imports import member_files, written
from terminal.imports.bringing import Run, Wishes
from terminal.till import brought
from tests.stories.counter import Counter
from tests.stories.play import Player


@contextmanager
def shop(folder: Path, programme: str = "coffee-bar") -> Iterator[Player]:
    """Open a shop; at the end both sides rebuild their books and find no difference."""
    player = Player(folder, programme)
    try:
        yield player
    finally:
        player.close()


def bring(counter: Counter, file: Path, **more: Any) -> Mapping[str, Any]:
    """Take a file over at a till, as the command does; give what it came to."""
    mapping, dates = more.pop("mapping", ()), more.pop("dates", "")
    form = member_files.form_of(file, mapping, dates)
    run = Run(counter.desk, file, Wishes(form=form, **more))
    fates: list[Any] = []
    for _ in run.steps(fates.append):
        pass
    return {**run.told(), "fates": fates}


def undo(counter: Counter, named: str = brought.LAST) -> brought.Undone:
    """Take an import back."""
    one = brought.find(counter.ledger, named)
    undone = brought.Undone()
    for _ in brought.undo(counter.desk, one, undone):
        pass
    return undone


def listed(player: Player, layout: str = written.OWN) -> str:
    """Write all members of a shop, as the command does."""
    file = io.StringIO()
    written.write(file, layout, list(player.shop.books.commands().everybody()))
    return file.getvalue()


def rows(text: str) -> list[dict[str, str]]:
    """Give the rows of a written list."""
    return list(csv.DictReader(io.StringIO(text)))
