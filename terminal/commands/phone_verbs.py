"""The verbs about members' phones and PINs: typer's side of them, on books that main opens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings

Card = Annotated[str, typer.Argument(help="The sixteen digits of a member's card.")]


class PhoneBooks(Protocol):
    """What these verbs ask of a shop's books (`server.books.Books`)."""

    def make_phone_link(self, number: str, now_us: int) -> str:
        """Make the secret of a link."""
        ...

    def reset_pin(self, number: str, now_us: int) -> int:
        """Take a PIN away and give its new version."""
        ...

    def rotate_phone_key(self, now_us: int, *, at_once: bool) -> int:
        """Begin a new key and give its id."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], PhoneBooks]) -> None:
    """Add the verbs to those of the server; `books_of` opens a folder's books."""

    @verbs.command("member-link")
    def member_link(card: Card, data: Data = None, json: Json = False) -> None:
        """Make a link that puts a member's card on a phone: once, within a day."""
        from terminal.commands import member_page, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            now_us = around.clock.now_us()
            with closing(books_of(around)) as books:
                return member_page.link(
                    around,
                    lambda number: books.make_phone_link(number, now_us),
                    card,
                    as_json=json,
                )

        output.guarded(act, as_json=json)

    @verbs.command("member-pin-reset")
    def member_pin_reset(card: Card, data: Data = None, json: Json = False) -> None:
        """Take a member's PIN away, also a locked one; each till hears of it with its next pull."""
        from terminal.commands import member_page, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            now_us = around.clock.now_us()
            with closing(books_of(around)) as books:
                return member_page.reset_pin(
                    lambda number: books.reset_pin(number, now_us), card, as_json=json
                )

        output.guarded(act, as_json=json)

    @verbs.command("phone-key")
    def phone_key(
        data: Data = None,
        lost: Annotated[
            bool, typer.Option("--lost", help="Somebody may have the old key: it ends at once.")
        ] = False,
        json: Json = False,
    ) -> None:
        """Sign phones' codes with a new key; codes that phones hold run out by themselves."""
        from terminal.commands import member_page, output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                key_id = books.rotate_phone_key(around.clock.now_us(), at_once=lost)
            return member_page.new_key(key_id, lost=lost, as_json=json)

        output.guarded(act, as_json=json)
