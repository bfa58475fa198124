"""The verbs about a shop's tills: what each holds, one that is lost, and the owner's limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings

Named = Annotated[str, typer.Argument(help="The till's name or id, as `server tills` says it.")]


class TillState(Protocol):
    """One till (`server.fleet.TillState`)."""

    @property
    def device(self) -> str:
        """Give its id."""
        ...

    @property
    def name(self) -> str:
        """Give its name."""
        ...

    @property
    def is_lost(self) -> bool:
        """Say whether it was declared lost."""
        ...

    @property
    def held(self) -> Mapping[str, int]:
        """Give what it holds, by unit."""
        ...

    @property
    def most_minor(self) -> int:
        """Give what that is worth at most, in minor units."""
        ...

    @property
    def most(self) -> str:
        """Give the same as people write it."""
        ...


class Fleet(Protocol):
    """What these verbs ask of a shop's tills (`server.fleet.Fleet`)."""

    def tills(self, now_us: int) -> Sequence[TillState]:
        """Give every till."""
        ...

    def lose(self, named: str, now_us: int) -> TillState:
        """Declare one lost."""
        ...

    def find(self, named: str, now_us: int) -> TillState:
        """Let one in again."""
        ...


class FleetBooks(Protocol):
    """What these verbs ask of a shop's books (`server.books.Books`)."""

    def fleet(self) -> Fleet:
        """Give the tills."""
        ...

    def setting(self, name: str) -> str:
        """Give a setting."""
        ...

    def put_setting(self, name: str, value: str, now_us: int) -> None:
        """Keep a setting."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    """Add the verbs to those of the server; `books_of` opens a folder's books."""

    @verbs.command("tills")
    def tills(data: Data = None, json: Json = False) -> None:
        """List the tills with what each could pay out without internet."""
        from terminal.commands import fleet, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                return fleet.listed(books, around.clock.now_us(), as_json=json)

        output.guarded(act, as_json=json)

    @verbs.command("lost")
    def lost(
        till: Named,
        data: Data = None,
        yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say the bound.")] = False,
        json: Json = False,
    ) -> None:
        """Declare a till lost: it is refused from now on, and what it held is free again."""
        from terminal.commands import fleet, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                return fleet.lost(books, till, around.clock.now_us(), sure=yes, as_json=json)

        output.guarded(act, as_json=json)

    @verbs.command("found")
    def found(till: Named, data: Data = None, json: Json = False) -> None:
        """Let a till in again that was lost: it sends its sales and begins without rights."""
        from terminal.commands import fleet, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                return fleet.found(books, till, around.clock.now_us(), as_json=json)

        output.guarded(act, as_json=json)

    _add_limits(verbs, books_of)


def _add_limits(verbs: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    @verbs.command("limits")
    def limits(  # noqa: PLR0917 - typer reads the options off the parameters
        data: Data = None,
        at_once: Annotated[
            str, typer.Option(help="Points spendable before the server heard: a number or `all`.")
        ] = "",
        ahead: Annotated[
            str, typer.Option(help="Points of a member granted ahead: a number or `default`.")
        ] = "",
        goodwill: Annotated[
            str, typer.Option(help="Points a till may pay out without internet beyond its rights.")
        ] = "",
        paper_cards: Annotated[
            str, typer.Option(help="Paper stamp cards that a till takes over in a day.")
        ] = "",
        counter: Annotated[
            list[str] | None,
            typer.Option(
                help="What a cashier does alone: NAME=NUMBER; may be given more than once."
            ),
        ] = None,
        stamps: Annotated[
            bool, typer.Option("--stamps", help="The numbers are stamps, not points.")
        ] = False,
        json: Json = False,
    ) -> None:
        """Say what tills may do by themselves, or change it; all tills hear of it."""
        from terminal.commands import fleet, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            wanted = fleet.Wanted(
                at_once=at_once,
                ahead=ahead,
                goodwill=goodwill,
                paper_cards=paper_cards,
                counter=tuple(counter or ()),
                stamps=stamps,
            )
            with closing(books_of(around)) as books:
                return fleet.limits(books, wanted, around.clock.now_us(), as_json=json)

        output.guarded(act, as_json=json)
