"""`kit`: the launch kit of the running programme, typer's side of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal.commands.verbs import Data, Json


def add_to(app: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("kit")
    def kit(
        *,
        out: Annotated[Path | None, typer.Option(help="The folder that the files go to.")] = None,
        language: Annotated[
            str, typer.Option(help="en, nl, sv, de or pt_BR; by default the shop's own.")
        ] = "",
        design: Annotated[str, typer.Option(help="The card design whose colours it has.")] = "",
        logo: Annotated[Path | None, typer.Option(help="The shop's logo, PNG or JPEG.")] = None,
        boost: Annotated[
            str,
            typer.Option(help="A bonus day: double, treble, per cent more, a code, or now."),
        ] = "",
        on: Annotated[str, typer.Option(help="The bonus day: 2026-12-05.")] = "",
        between: Annotated[str, typer.Option(help="Its hours: 09:00-18:00.")] = "09:00-18:00",
        forms: Annotated[int, typer.Option(help="So many joining forms with new numbers.")] = 0,
        numbers: Annotated[
            Path | None, typer.Option(help="Numbers for the forms, one a line.")
        ] = None,
        programme: Annotated[
            Path | None, typer.Option(help="Rules from a file, without a shop.")
        ] = None,
        pictures: Annotated[
            bool, typer.Option("--pictures", help="Only pictures of its pages, PNG.")
        ] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Make posters, cards, forms, pictures, texts and a staff sheet from the programme."""
        from terminal.commands import kit_making, output

        wanted = kit_making.Wanted(
            out=out,
            language=language,
            design=design,
            logo=logo,
            boost=boost,
            on=on,
            between=between,
            forms=forms,
            numbers=numbers,
            programme=programme,
            pictures=pictures,
            data=data,
        )
        output.guarded(lambda: kit_making.make(wanted, as_json=json), as_json=json)
