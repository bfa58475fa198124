"""`cards ...`: cards that a shop makes, and those that it gave out before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty.errors import Refusal
from terminal.commands import card_making, kit_verbs, slip_verbs, wallet_verbs
from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.passes import Open
    from terminal.commands.surroundings import Surroundings


def add_to(app: typer.Typer, books_of: Callable[[Surroundings], Any], opens: Open) -> None:
    """Add the verbs to the command line.

    `books_of` opens the books of a folder, `opens` a folder that signs cards for wallets.
    """
    slip_verbs.add_to(app)
    kit_verbs.add_to(app)
    cards_app = typer.Typer(help="The cards of a shop.", rich_markup_mode=None)
    app.add_typer(cards_app, name="cards")
    card_making.add_to(cards_app)
    wallet_verbs.add_to(cards_app, opens)

    @cards_app.command("accept")
    def cards_accept(
        file: Annotated[
            Path | None,
            typer.Argument(help="The kinds of cards you gave out before, TOML or JSON."),
        ] = None,
        *,
        show: Annotated[bool, typer.Option("--show", help="Say which are taken now.")] = False,
        none: Annotated[bool, typer.Option("--none", help="Take none any more.")] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Take cards that the shop gave out before, at every till."""
        from terminal.commands import old_cards, output, surroundings
        from terminal.till.old_cards import SETTING

        def act() -> int:
            if [file is not None, show, none].count(True) != 1:
                raise Refusal("cards_of", "give a file, --show or --none, one of them")
            around = surroundings.enter(data)
            old_cards.check_here(around)
            now_us = around.clock.now_us()
            with closing(books_of(around)) as books:

                def keep(setting: str) -> None:
                    books.put_setting(SETTING, setting, now_us)

                if file is not None:
                    return old_cards.accept(file, keep, as_json=json)
                if none:
                    return old_cards.none(keep, as_json=json)
                return old_cards.show(old_cards.kept(books.setting(SETTING)), as_json=json)

        output.guarded(act, as_json=json)
