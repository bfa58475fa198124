"""`move out` and `move in`: a shop's books go to another server, and its tills go on with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from terminal.commands.verbs import Address, Data, Json

if TYPE_CHECKING:
    from terminal.commands.outside import Outside
    from terminal.commands.surroundings import Surroundings

Progress = Callable[[str, int, int], None]
STEPS = {"serve": "handing over", "compare": "comparing"}


class Totals(Protocol):
    """What the books come to (`storage.server.whole.Totals`)."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Count rows a table."""
        ...

    @property
    def balances(self) -> Mapping[str, int]:
        """Add balances up, a unit."""
        ...


class Gone(Protocol):
    """Where the books are (`server.move_out.Gone`)."""

    @property
    def url(self) -> str:
        """Give the address."""
        ...

    @property
    def totals(self) -> Totals:
        """Give what was compared."""
        ...


Send = Callable[["Surroundings", str, Progress], Gone]
Receive = Callable[["Surroundings", "Outside", int], None]


def add_to(app: typer.Typer, send: Send, receive: Receive) -> None:
    """Add the verbs; `send` moves books away, `receive` waits for some and then serves them."""
    verbs = typer.Typer(help="Move a shop's books to another server.", rich_markup_mode=None)
    app.add_typer(verbs, name="move")

    @verbs.command("out")
    def move_out(
        place: Annotated[
            str, typer.Argument(help="host:port/CODE-FINGERPRINT, as `move in` says it there.")
        ],
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Move the books of this folder's server; its tills follow by themselves."""
        from terminal.commands import output, surroundings

        def act() -> int:
            return leave(surroundings.enter(data), place, send, as_json=json)

        output.guarded(act, as_json=json)

    @verbs.command("in")
    def move_in(  # noqa: PLR0917 - typer reads the options off the parameters
        data: Data = None,
        port: Annotated[int, typer.Option(help="The port, also of the server then.")] = 0,
        host: Annotated[
            str, typer.Option(help="Listen for other machines, over TLS: an address, or 0.0.0.0.")
        ] = "",
        name: Annotated[str, typer.Option(help="The name that the tills reach it by.")] = "",
        certificate: Annotated[
            Path | None, typer.Option(help="A public certificate with its chain, PEM.")
        ] = None,
        key: Annotated[Path | None, typer.Option(help="The certificate's private key.")] = None,
        database: Address = "",
    ) -> None:
        """Wait for a shop's books in an empty folder, take them in, and serve them."""
        from terminal.commands import output, outside, own_server, surroundings

        def act() -> int:
            around = surroundings.enter(data, kind="shop")
            chosen = outside.choose(around, host=host, name=name, certificate=certificate, key=key)
            if database:
                own_server.keep_database(around, database)
            receive(around, chosen, port)
            return output.OK

        output.guarded(act)


def leave(around: Surroundings, place: str, send: Send, *, as_json: bool) -> int:
    """Move the books away, with a bar for each part."""
    from terminal.commands import output
    from terminal.commands.bar import Bar

    bars: list[tuple[str, Bar]] = []

    def moved(part: str, done: int, whole: int) -> None:
        if not bars or bars[-1][0] != part:
            if bars:
                bars[-1][1].close()
            bars.append((part, Bar(f"{STEPS.get(part, part):<16}")))
        bars[-1][1].move(done, whole)

    try:
        gone = send(around, place, moved)
    finally:
        if bars:
            bars[-1][1].close()
    found = {
        "moved_to": gone.url,
        "events": gone.totals.rows["events"],
        "members": gone.totals.rows["members"],
        "balances": dict(gone.totals.balances),
        "same": True,
    }
    if as_json:
        output.answer(found)
        return output.OK
    output.say(
        f"The books are at {gone.url} now: {found['events']} events, {found['members']} members, "
        "and the same totals as here."
    )
    output.say("Keep this server on until every till has been on since; it tells them the way.")
    return output.OK
