"""`server verify`, and what it and `ledger verify` print of rebuilt books."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from storage.folder import Folder
    from storage.records import Verification


def say(found: Verification, *, as_json: bool) -> int:
    """Say whether books agree with their events, and give the exit code: 1 where they do not."""
    from terminal.commands import output

    if as_json:
        output.answer(
            {
                "ok": found.ok,
                "events": found.events,
                "checked": dict(found.checked),
                "first_difference": found.first_difference,
            }
        )
    elif found.ok:
        output.say(f"{found.events} events, and everything agrees.")
    else:
        output.say(f"{found.events} events; the first difference: {found.first_difference}")
    return output.OK if found.ok else output.FOUND


def add_to(verbs: typer.Typer, verify: Callable[[Folder], Verification]) -> None:
    """Add the verb to those of the server; `verify` rebuilds the books of a folder's server."""

    @verbs.command("verify")
    def server_verify(data: Data = None, json: Json = False) -> None:
        """Rebuild everything from the events and compare; writes nothing, also while it serves."""
        from terminal.commands import output, surroundings

        output.guarded(
            lambda: say(verify(surroundings.enter(data).folder), as_json=json),
            as_json=json,
        )
