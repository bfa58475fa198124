"""`member export|erase`: what the law gives a member, typer's side of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from terminal.commands import import_verbs
from terminal.commands.owner_verbs import Who, Yes
from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings


class PersonCommands(Protocol):
    """What can be done about a person (`server.commands.desk.Commands`)."""

    def export(self, who: str) -> dict[str, Any]:
        """Give everything about a person."""
        ...

    def erase(self, request: str, who: str, now_us: int) -> dict[str, Any]:
        """Erase a person."""
        ...


class PersonBooks(Protocol):
    """What these verbs ask of a shop's books (`server.books.Books`)."""

    def commands(self) -> PersonCommands:
        """Give what can be commanded."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], PersonBooks]) -> None:
    """Add the group `member` and the lists of all; `books_of` opens a folder's books."""
    import_verbs.add_to(verbs, books_of)
    group = typer.Typer(help="One member: everything about them, or nothing any more.")
    verbs.add_typer(group, name="member")

    @group.command("export")
    def export(
        who: Who,
        out: Annotated[Path, typer.Option(help="The JSON file that takes it.")],
        data: Data = None,
        json: Json = False,
    ) -> None:
        """Write everything about a member: from the server's folder, or from a till's."""
        from terminal.commands import output, owner, surroundings, till_export

        def act() -> int:
            around = surroundings.enter(data)
            if owner.keeps_books(around):
                with closing(books_of(around)) as books:
                    found = {"from": "server", **books.commands().export(who)}
            else:
                found = {"from": "till", **till_export.export(around, who)}
            return owner.write(found, out, as_json=json)

        output.guarded(act, as_json=json)

    @group.command("erase")
    def erase(who: Who, yes: Yes = False, data: Data = None, json: Json = False) -> None:
        """Erase a person on the server and at every till, for ever."""
        from terminal.commands import output, owner, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            owner.check_erasing(around, yes=yes)
            with closing(books_of(around)) as books:
                request = around.randomness(16).hex()
                done = books.commands().erase(request, who, around.clock.now_us())
            return owner.say(done, as_json=json)

        output.guarded(act, as_json=json)
