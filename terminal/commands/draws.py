"""`server draws`: what a month is drawn from, promised before it and published after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from loyalty.errors import Refusal
from terminal.commands import output
from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class DrawBooks(Protocol):
    """What this verb asks of a shop's books (`server.books.Books`)."""

    def draw_seed(self, month: str, now_us: int) -> tuple[bytes, bool]:
        """Give the seed of a month, and whether the month is over."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], DrawBooks]) -> None:
    """Add the verb to those of the server; `books_of` opens a folder's books."""

    @verbs.command("draws")
    def server_draws(
        month: Annotated[str, typer.Argument(help="The month, as 2026-11.")],
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Publish a month's draws: their commitment before, their seed when the month is over."""
        from terminal.commands import surroundings

        def act() -> int:
            around = surroundings.enter(data)
            check(month)
            with closing(books_of(around)) as books:
                seed, over = books.draw_seed(month, around.clock.now_us())
            return publish(month, seed, over=over, as_json=json)

        output.guarded(act, as_json=json)


def check(month: str) -> None:
    """Refuse what is no month. Raises Refusal `month_broken`."""
    if not _MONTH.fullmatch(month):
        raise Refusal("month_broken", f"{month!r} is no month: write it as 2026-11", got=month)


def publish(month: str, seed: bytes, *, over: bool, as_json: bool) -> int:
    """Say the commitment of a month, and its seed once nothing can be drawn from it any more."""
    from loyalty.rewards.drawing import commitment

    if as_json:
        answer = {"month": month, "commitment": commitment(seed)}
        output.answer(answer | ({"seed": seed.hex()} if over else {}))
        return output.OK
    output.say(f"{month} commitment {commitment(seed)}")
    if over:
        output.say(f"{month} seed {seed.hex()}")
    return output.OK
