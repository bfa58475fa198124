"""`cards new` and `cards list`: numbers of cards that a shop makes, typer's side of it."""

from __future__ import annotations

from typing import Annotated

import typer

from terminal.commands.verbs import Data, Json


def add_to(cards_app: typer.Typer) -> None:
    """Add the verbs to `cards`."""

    @cards_app.command("new")
    def cards_new(
        count: Annotated[int, typer.Argument(help="How many.")],
        *,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Make numbers of cards that nobody has, and record them; nothing is printed."""
        from terminal.commands import card_batches, output, surroundings

        output.guarded(
            lambda: card_batches.new(surroundings.enter(data), count, as_json=json), as_json=json
        )

    @cards_app.command("list")
    def cards_list(data: Data = None, json: Json = False) -> None:
        """Say which cards this till made, and which of them were never printed."""
        from terminal.commands import card_batches, output, surroundings

        output.guarded(
            lambda: card_batches.listed(surroundings.enter(data), as_json=json), as_json=json
        )
