"""The verbs of an owner about members, done on the server: typer's side of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings

Who = Annotated[str, typer.Argument(help="The sixteen digits of a card, or a member's id.")]
Request = Annotated[
    str, typer.Option(help="An id of your own: sent again with it, nothing is done twice.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it: it cannot be undone.")]
Unit = Annotated[str, typer.Option(help="points, stamp:CARD or voucher:REWARD.")]


class Commands(Protocol):
    """What a shop's books can do at an owner's word (`server.commands.desk.Commands`)."""

    def adjust(
        self, request: str, who: str, amount: int, reason: str, now_us: int, *, unit: str
    ) -> dict[str, Any]:
        """Give or take an amount."""
        ...

    def transfer(
        self, request: str, source: str, target: str, amount: int, now_us: int, *, unit: str
    ) -> dict[str, Any]:
        """Move what is free."""
        ...

    def merge(self, request: str, keep: str, drop: str, now_us: int) -> dict[str, Any]:
        """Make one member of two."""
        ...

    def household(
        self, request: str, host: str, guests: Sequence[str], now_us: int
    ) -> dict[str, Any]:
        """Let members share an account."""
        ...

    def leave(self, request: str, who: str, now_us: int) -> dict[str, Any]:
        """Let a member have an account of their own."""
        ...

    def block(self, request: str, who: str, now_us: int, *, blocked: bool) -> dict[str, Any]:
        """Block a member, or let them come again."""
        ...

    def erase(self, request: str, who: str, now_us: int) -> dict[str, Any]:
        """Erase a person."""
        ...


class Ran(Protocol):
    """What a run did (`server.nightly.Ran`)."""

    @property
    def days(self) -> tuple[str, ...]:
        """Give the days that were run."""
        ...

    @property
    def events(self) -> int:
        """Count what they brought."""
        ...


class Days(Protocol):
    """What runs business dates (`server.nightly.Nightly`)."""

    def run(self, now_us: int, day: str = "") -> Ran:
        """Run what was missed, or a day again."""
        ...


class OwnerBooks(Protocol):
    """What these verbs ask of a shop's books (`server.books.Books`)."""

    def commands(self) -> Commands:
        """Give what can be commanded."""
        ...

    def nightly(self) -> Days:
        """Give what runs business dates."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


@dataclass(frozen=True, slots=True)
class _Doing:
    """Opens the books of a folder and says what one command did."""

    books_of: Callable[[Surroundings], OwnerBooks]

    def __call__(
        self,
        data: Path | None,
        request: str,
        ask: Callable[[Commands, str, int], dict[str, Any]],
        *,
        as_json: bool,
    ) -> None:
        from terminal.commands import output, owner, surroundings

        def run() -> int:
            around = surroundings.enter(data)
            named = request or around.randomness(16).hex()
            with closing(self.books_of(around)) as books:
                done = ask(books.commands(), named, around.clock.now_us())
            return owner.say(done, as_json=as_json)

        output.guarded(run, as_json=as_json)


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], OwnerBooks]) -> None:
    """Add the verbs to those of the server; `books_of` opens a folder's books."""
    act = _Doing(books_of)
    _add_amounts(verbs, act)
    _add_accounts(verbs, act)
    _add_people(verbs, act)
    _add_nightly(verbs, books_of)


def _add_amounts(verbs: typer.Typer, act: _Doing) -> None:
    @verbs.command("member-adjust")
    def adjust(  # noqa: PLR0917 - typer reads the options off the parameters
        who: Who,
        reason: Annotated[
            str, typer.Option(help="goodwill, correction, complaint, misuse or other.")
        ],
        give: Annotated[int, typer.Option(help="How much to give.")] = 0,
        take: Annotated[int, typer.Option(help="How much to take.")] = 0,
        unit: Unit = "points",
        request: Request = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Give a member something or take it: free points first, the rest is owed."""
        act(
            data,
            request,
            lambda commands, named, now_us: commands.adjust(
                named, who, give - take, reason, now_us, unit=unit
            ),
            as_json=json,
        )

    @verbs.command("member-transfer")
    def transfer(  # noqa: PLR0917 - typer reads the options off the parameters
        source: Who,
        target: Who,
        amount: Annotated[int, typer.Argument(help="How much.")],
        unit: Unit = "points",
        request: Request = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Move points from the first member to the second: only what no till holds."""
        act(
            data,
            request,
            lambda commands, named, now_us: commands.transfer(
                named, source, target, amount, now_us, unit=unit
            ),
            as_json=json,
        )


def _add_accounts(verbs: typer.Typer, act: _Doing) -> None:
    @verbs.command("member-merge")
    def merge(  # noqa: PLR0917 - typer reads the options off the parameters
        keep: Who,
        drop: Who,
        yes: Yes = False,
        request: Request = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Let the second member go on as the first: points, cards, phone and visits, for ever."""

        def ask(commands: Commands, named: str, now_us: int) -> dict[str, Any]:
            from terminal.commands import owner

            owner.check_sure("the second member goes on as the first for ever", yes=yes)
            return commands.merge(named, keep, drop, now_us)

        act(data, request, ask, as_json=json)

    @verbs.command("member-household")
    def household(
        host: Who,
        guests: Annotated[list[str], typer.Argument(help="The others: cards or ids.")],
        request: Request = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Let members share the account of the first; what the others had goes there."""
        act(
            data,
            request,
            lambda commands, named, now_us: commands.household(named, host, guests, now_us),
            as_json=json,
        )

    @verbs.command("member-leave")
    def leave(who: Who, request: Request = "", data: Data = None, json: Json = False) -> None:
        """Let a member leave a household with an empty account; the points stay there."""
        act(
            data,
            request,
            lambda commands, named, now_us: commands.leave(named, who, now_us),
            as_json=json,
        )


def _add_people(verbs: typer.Typer, act: _Doing) -> None:
    @verbs.command("member-block")
    def block(
        who: Who,
        undo: Annotated[bool, typer.Option("--undo", help="Let the member come again.")] = False,
        request: Request = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Block a member; a till that is offline goes by what it knew until it hears."""
        act(
            data,
            request,
            lambda commands, named, now_us: commands.block(named, who, now_us, blocked=not undo),
            as_json=json,
        )

    @verbs.command("member-erase")
    def erase(
        who: Who, yes: Yes = False, request: Request = "", data: Data = None, json: Json = False
    ) -> None:
        """Erase a person for ever, here and at every till; the card goes on without a name."""

        def ask(commands: Commands, named: str, now_us: int) -> dict[str, Any]:
            from terminal.commands import owner

            owner.check_sure(owner.ERASING, yes=yes)
            return commands.erase(named, who, now_us)

        act(data, request, ask, as_json=json)


def _add_nightly(verbs: typer.Typer, books_of: Callable[[Surroundings], OwnerBooks]) -> None:
    @verbs.command("nightly")
    def nightly(
        day: Annotated[str, typer.Option(help="Through this day, as 2026-11-20.")] = "",
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Run the store-days that were missed: what has ended ends; twice does nothing twice."""
        from terminal.commands import output, owner, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            owner.check_day(day)
            with closing(books_of(around)) as books:
                ran = books.nightly().run(around.clock.now_us(), day)
            return owner.say_ran(ran.days, ran.events, as_json=json)

        output.guarded(act, as_json=json)
