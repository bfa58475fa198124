"""The verbs that prove, measure and draw: typer's side of them, each a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal.commands.verbs import Json

proofs = typer.Typer(rich_markup_mode=None)


@proofs.command()
def simulate(
    seeds: Annotated[int, typer.Option(help="How many seeds.")] = 20,
    start: Annotated[int, typer.Option(help="The first seed.")] = 1,
    tills: Annotated[int, typer.Option(help="How many tills.")] = 2,
    sabotage: Annotated[str, typer.Option(help="A guard to take away; `list` names them.")] = "",
    json: Json = False,
) -> None:
    """Run tills and server against seeded faults."""
    from terminal.commands import output, proving

    output.guarded(
        lambda: proving.simulate(seeds, start, tills, sabotage, as_json=json), as_json=json
    )


@proofs.command()
def screens(
    out: Annotated[Path, typer.Option(help="The folder that takes the pictures.")],
    *,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Plant one fault of each kind, and find it.")
    ] = False,
    json: Json = False,
) -> None:
    """Draw every screen in every language, theme and size, and look for what is wrong."""
    from terminal.commands import output, proving

    output.guarded(lambda: proving.screens(out, self_test=self_test, as_json=json), as_json=json)


@proofs.command()
def bench(  # noqa: PLR0917 - typer reads the options off the parameters
    name: Annotated[str, typer.Argument(help="commit, rules, scan, start or all.")],
    full: Annotated[bool, typer.Option("--full", help="The large sizes too.")] = False,
    frames: Annotated[Path | None, typer.Option(help="A folder with manifest.csv.")] = None,
    format: Annotated[str, typer.Option(help="auto or member.")] = "auto",  # noqa: A002
    seed: Annotated[int | None, typer.Option(help="Of the rendered samples.")] = None,
    members: Annotated[int, typer.Option(help="Of the shop in `ui`; made once.")] = 0,
    json: Json = False,
) -> None:
    """Measure, beside a baseline, in one run."""
    from terminal.commands import output, proving

    output.guarded(
        lambda: proving.bench(
            name, full=full, frames=frames, form=format, seed=seed, members=members, as_json=json
        ),
        as_json=json,
    )
