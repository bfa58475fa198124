"""The verbs about who works in a shop, for an owner at the server; a till does the same by F10."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    """Add `staff` to the verbs of the server; `books_of` opens a folder's books."""
    group = typer.Typer(help="Who works in this shop.", rich_markup_mode=None)
    verbs.add_typer(group, name="staff")
    _add_list(group, books_of)
    _add_changes(group, books_of)


def _add_list(group: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    @group.command("list")
    def listed(data: Data = None, json: Json = False) -> None:
        """List who works here, with role and id."""
        from terminal.commands import output, staff, surroundings

        def act() -> int:
            with closing(books_of(surroundings.enter(data))) as books:
                return staff.listed(books, as_json=json)

        output.guarded(act, as_json=json)


def _add_changes(group: typer.Typer, books_of: Callable[[Surroundings], Any]) -> None:
    @group.command("add")
    def add(  # noqa: PLR0917 - typer reads the options off the parameters
        name: Annotated[str, typer.Argument(help="What they are called in the shop.")],
        role: Annotated[str, typer.Option(help="cashier, supervisor, manager or owner.")] = "",
        badge: Annotated[str, typer.Option(help="The sixteen digits of a card nobody has.")] = "",
        pin: Annotated[
            bool, typer.Option("--pin", help="Read their four digits from standard input.")
        ] = False,
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Let somebody sign in at every till; each hears of it with its next pull."""
        from terminal.commands import output, staff, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            typed = sys.stdin.readline().strip() if pin else ""
            wanted = staff.Wanted(name=name, role=role, badge=badge, pin=typed)
            with closing(books_of(around)) as books:
                return staff.add(around, books, wanted, as_json=json)

        output.guarded(act, as_json=json)

    @group.command("remove")
    def remove(
        who: Annotated[str, typer.Argument(help="Their name or id, as `staff list` says it.")],
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Let somebody leave: name, badge and PIN are erased, the id stays in the history."""
        from terminal.commands import output, staff, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                return staff.remove(around, books, who, as_json=json)

        output.guarded(act, as_json=json)
