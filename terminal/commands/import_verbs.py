"""`import` and `export`: members come from other systems and go to them, typer's side of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings


def add_to(app: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    """Add both verbs to the command line; `books_of` opens the books of a folder."""
    _add_import(app)
    _add_export(app, books_of)


def _add_import(app: typer.Typer) -> None:

    @app.command("import")
    def import_(
        file: Annotated[
            Path | None, typer.Argument(help="The list of members: CSV or XLSX.")
        ] = None,
        *,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Only say what would happen.")
        ] = False,
        mapping: Annotated[
            list[str] | None,
            typer.Option(help="What a column is: points=Your heading. Give it once a column."),
        ] = None,
        dates: Annotated[str, typer.Option(help="dmy or mdy, where the file does not say.")] = "",
        symbology: Annotated[
            str, typer.Option(help="What cards are where the file does not say, as EAN13.")
        ] = "",
        round_: Annotated[
            str, typer.Option("--round", help="Parts of points: down, nearest or up.")
        ] = "",
        rejects: Annotated[
            Path | None, typer.Option(help="Where rows go that could not be taken.")
        ] = None,
        undo: Annotated[str, typer.Option(help="Take an import back: its id, or `last`.")] = "",
        listed: Annotated[bool, typer.Option("--list", help="Say which there were.")] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Take over the members that the shop had in another system."""
        from terminal.commands import bring_in, output, surroundings

        def act() -> int:
            bring_in.check(file, undo, lists=listed)
            around = surroundings.enter(data)
            if undo:
                return bring_in.undo(around, undo, as_json=json)
            if file is None:
                return bring_in.listed(around, as_json=json)
            asked = bring_in.Asked(
                mapping=tuple(mapping or ()),
                dates=dates,
                symbology=symbology,
                rounding=round_,
                rejects=rejects,
                dry_run=dry_run,
                as_json=json,
            )
            return bring_in.take_over(around, file, asked)

        output.guarded(act, as_json=json)


def _add_export(app: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    @app.command("export")
    def export(
        members: Annotated[Path, typer.Option(help="The CSV file that takes all members.")],
        *,
        layout: Annotated[
            str,
            typer.Option(
                help="regulars, square, shopify, loyverse, odoo or odoo-contacts: whose columns."
            ),
        ] = "regulars",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Write all members with what they have, in columns that a system takes."""
        from terminal.commands import hand_out, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            hand_out.check(around, layout)
            with closing(books_of(around)) as books:
                return hand_out.write(around, books, members, layout, as_json=json)

        output.guarded(act, as_json=json)
