"""`server recovery`: what books that were put back from a backup still wait for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from loyalty import days
from loyalty.errors import Refusal
from terminal.commands import output
from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings


class Status(Protocol):
    """How far a recovery has come (`server.recovery.Status`)."""

    @property
    def active(self) -> bool:
        """Say whether nothing is granted yet."""
        ...

    @property
    def began_us(self) -> int:
        """Give when the books were put back."""
        ...

    @property
    def waiting(self) -> tuple[str, ...]:
        """Name the tills that have not come."""
        ...

    @property
    def unknown(self) -> int:
        """Count tills that were connected after the backup."""
        ...

    @property
    def bound(self) -> Mapping[str, int]:
        """Give what those could pay out at most, by unit."""
        ...


class Recovering(Protocol):
    """What a recovery can be asked (`server.restored.Restored`)."""

    def status(self) -> Status:
        """Say how far it has come."""
        ...

    def begin(self, now_us: int) -> None:
        """Begin one."""
        ...

    def end(self, now_us: int) -> None:
        """End it."""
        ...


class RestoredBooks(Protocol):
    """What this verb asks of a shop's books (`server.books.Books`)."""

    def restored(self) -> Recovering:
        """Give what is asked of books that were put back."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], RestoredBooks]) -> None:
    """Add the verb to those of the server; `books_of` opens a folder's books."""

    @verbs.command("recovery")
    def recovery(
        *,
        begin: Annotated[
            bool, typer.Option("--begin", help="The books were put back by hand: begin.")
        ] = False,
        end: Annotated[
            bool, typer.Option("--end", help="Wait no longer for tills that have not come.")
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say.")] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Say which tills a server that was put back still waits for."""
        from terminal.commands import surroundings

        def act() -> int:
            if begin and end:
                raise Refusal("recovery_of", "give --begin or --end, one of them")
            around = surroundings.enter(data)
            now_us = around.clock.now_us()
            with closing(books_of(around)) as books:
                restored = books.restored()
                if yes and begin:
                    restored.begin(now_us)
                if yes and end:
                    restored.end(now_us)
                return say(restored.status(), as_json=json, asked=(begin or end) and not yes)

        output.guarded(act, as_json=json)


def say(status: Status, *, as_json: bool, asked: bool) -> int:
    """Say how far a recovery has come; `asked`: it would be changed, and `--yes` was not given."""
    if as_json:
        began = days.stamp(status.began_us) if status.began_us else None
        output.answer(
            {
                "recovering": status.active,
                "began": began,
                "waiting": list(status.waiting),
                "unknown": status.unknown,
                "bound": dict(status.bound),
            }
        )
        return output.OK
    if not status.began_us:
        output.say("These books were never put back from a backup.")
    elif status.active:
        output.say("The books were put back. No rewards are given out before every till has come.")
    else:
        output.say("The books were put back, and give out rewards again.")
    for name in status.waiting:
        output.say(f"  has not come: {name}")
    if status.unknown:
        output.say(
            f"  and {status.unknown} connected after the backup, which these books do not know:"
            " run `server pair` here, and `pair --again` there"
        )
    for unit, amount in status.bound.items():
        output.say(f"  those could pay out at most: {amount} {unit}")
    if asked:
        output.say("Nothing was changed: say it with --yes.")
    return output.OK
