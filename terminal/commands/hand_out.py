"""`export --members`: writes everybody into a list, for this shop again or for another system."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from loyalty.errors import Refusal
from storage import failures
from terminal.commands import output, owner
from terminal.commands.surroundings import Surroundings
from terminal.imports import written
from terminal.till import opening


class Commands(Protocol):
    """What is asked of a server's commands (`server.commands.desk.Commands`)."""

    def everybody(self) -> Iterator[dict[str, Any]]:
        """Give every member with what they have."""
        ...


class Books(Protocol):
    """What is asked of a shop's books (`server.books.Books`)."""

    def commands(self) -> Commands:
        """Give what can be commanded."""
        ...


def check(around: Surroundings, layout: str) -> None:
    """Raise Refusal `export_layout`, and `server_only` where no server keeps books."""
    if layout not in written.LAYOUTS:
        message = "no such columns are known"
        raise Refusal("export_layout", message, expected=list(written.LAYOUTS), got=layout)
    if not owner.keeps_books(around):
        message = "all members are written where the books are: name that folder with --data"
        raise Refusal("server_only", message)


def write(around: Surroundings, books: Books, out: Path, layout: str, *, as_json: bool) -> int:
    """Write the list, for this user's eyes only. Raises Outage as `storage.failures.of_os`."""
    everybody = list(books.commands().everybody())
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # Spreadsheets take a file for Windows's encoding unless this mark begins it.
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            written.write(file, layout, everybody)
    except OSError as error:
        raise failures.of_os(error, out) from error
    waiting = _unsent(around)
    points = sum(told["balance"].get("points", 0) for told in everybody)
    told = {
        "out": str(out),
        "layout": layout,
        "members": len(everybody),
        "points": points,
        "without_marketing": written.without_marketing(everybody),
        "unsent": waiting,
    }
    if as_json:
        output.answer(told)
        return output.OK
    output.say(f"{len(everybody)} members with {points} points written to {out}")
    output.say("It holds personal data: keep it as you keep the till, and delete it after use.")
    if waiting:
        output.say(f"The till here has {waiting} lines that the books do not have yet.")
        output.say("Open the counter once, then write the list again.")
    return output.OK


def _unsent(around: Surroundings) -> int:
    """Count what the till in this folder, if there is one, has not sent yet."""
    if not around.folder.ledger.exists():
        return 0
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        return ledger.unsent()
    finally:
        ledger.close()
