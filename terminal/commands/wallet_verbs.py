"""`cards wallet`: typer's side of making one member's card for a phone's wallet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.passes import Open


def add_to(cards_app: typer.Typer, opens: Open) -> None:
    """Add the verb beside the other verbs of cards; `opens` opens a folder that signs."""

    @cards_app.command("wallet")
    def cards_wallet(
        member: Annotated[str, typer.Option(help="The sixteen digits of a member's card.")],
        *,
        out: Annotated[Path | None, typer.Option(help="The file: FILE.pkpass.")] = None,
        google: Annotated[
            bool, typer.Option("--google", help="The address for Google Wallet instead.")
        ] = False,
        google_class: Annotated[
            bool, typer.Option("--google-class", help="The class to make at Google, as JSON.")
        ] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Make one member's card for Apple Wallet, or its address for Google Wallet."""
        from terminal.commands import output, passes, surroundings

        kind = "google-class" if google_class else "google" if google else "apple"
        output.guarded(
            lambda: passes.make(surroundings.enter(data), opens, member, kind, out, as_json=json),
            as_json=json,
        )
