"""`cards new`, `print` and `list`: cards that a shop makes, typer's side of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal.commands.verbs import Data, Json


def add_to(cards_app: typer.Typer) -> None:
    """Add the verbs to `cards`."""
    _add_batches(cards_app)
    _add_print(cards_app)
    _add_calibrate(cards_app)


def _add_batches(cards_app: typer.Typer) -> None:
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


def _add_print(cards_app: typer.Typer) -> None:
    @cards_app.command("print")
    def cards_print(
        *,
        out: Annotated[Path, typer.Option(help="The PDF that is written.")],
        members: Annotated[
            Path | None, typer.Option(help="A list of members: CSV or XLSX with their cards.")
        ] = None,
        between: Annotated[
            str,
            typer.Option("--range", help="A..B: two numbers, or places in the last batch."),
        ] = "",
        new: Annotated[int, typer.Option(help="So many new cards.")] = 0,
        batch: Annotated[
            str, typer.Option(help="What is not printed of a batch: its id, or `last`.")
        ] = "",
        resume: Annotated[
            bool, typer.Option("--resume", help="Go on with the job that was stopped.")
        ] = False,
        after: Annotated[
            str,
            typer.Option(help="The rest of the last job: so many are good, or the last good card."),
        ] = "",
        design: Annotated[str, typer.Option(help="How cards look; by default classic.")] = "",
        stock: Annotated[str, typer.Option(help="What they are printed on; single.")] = "",
        start: Annotated[int, typer.Option(help="The first free place of a used sheet.")] = 0,
        mapping: Annotated[
            list[str] | None, typer.Option(help="The column of cards: card=Your heading.")
        ] = None,
        rejects: Annotated[
            Path | None, typer.Option(help="Where rows go that get no card.")
        ] = None,
        listed: Annotated[
            Path | None, typer.Option("--list", help="A CSV of the cards, for a print shop.")
        ] = None,
        nudge: Annotated[str, typer.Option(help="How far the printer is off: 0.4,-0.2 mm.")] = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Print cards as a PDF, and read every code back before it is called good."""
        from terminal.commands import card_prints, output, surroundings

        def act() -> int:
            asked = card_prints.Asked(
                members=members,
                between=between,
                new=new,
                batch=batch,
                resume=resume,
                after=after,
                design=design,
                stock=stock,
                start=start,
                out=out,
                mapping=tuple(mapping or ()),
                rejects=rejects,
                listed=listed,
                nudge=card_prints.nudge_of(nudge),
                as_json=json,
            )
            card_prints.check(asked)
            return card_prints.run(surroundings.enter(data), asked)

        output.guarded(act, as_json=json)


def _add_calibrate(cards_app: typer.Typer) -> None:
    @cards_app.command("calibrate")
    def cards_calibrate(
        *,
        out: Annotated[Path, typer.Option(help="The PDF that is written.")],
        letter: Annotated[bool, typer.Option("--letter", help="US Letter instead of A4.")] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Write the page that shows how far a printer is off, and what it prints finely enough."""
        from terminal.commands import card_calibration, output, surroundings

        output.guarded(
            lambda: card_calibration.write(
                surroundings.enter(data), out, letter=letter, as_json=json
            ),
            as_json=json,
        )
