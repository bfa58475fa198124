"""`server programme`: sends a new version of the programme to every till of the shop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from terminal.commands.verbs import Data

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings


class ProgrammeBooks(Protocol):
    """What this verb asks of a shop's books (`server.books.Books`)."""

    def put_programme(self, document: bytes, now_us: int) -> None:
        """Add a version and send it to every till."""
        ...

    def close(self) -> None:
        """Close them."""
        ...


def publish(file: Path, put: Callable[[bytes], None]) -> int:
    """Check a version and put it into the books; the tills fetch it with their next sync.

    Raises Refusal `programme_file`, `programme_exists`, and what `put` raises.
    """
    from loyalty.programme import ProgrammeInvalid, to_wire
    from terminal.commands import output, programme

    try:
        version = programme.read(file)
        words = programme.speak(version, "")
        too_dear = programme.beyond_margin(version, words)
        if too_dear:
            programme.say_margin(version, too_dear, as_json=False)
            return output.FOUND
        put(to_wire(version))
    except ProgrammeInvalid as error:
        programme.say_problems(error, as_json=False)
        return output.FOUND
    begins = words.date(version.from_day)
    output.say(f"Version {version.version} holds from {begins}. Every till gets it when it syncs.")
    return output.OK


def add_to(verbs: typer.Typer, books_of: Callable[[Surroundings], ProgrammeBooks]) -> None:
    """Add the verb to those of the server; `books_of` opens a folder's books."""

    @verbs.command("programme")
    def server_programme(
        file: Annotated[Path, typer.Argument(help="The next version of the programme.")],
        data: Data = None,
    ) -> None:
        """Send a new version of the programme to every till; it holds from the day it names."""
        from terminal.commands import output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            with closing(books_of(around)) as books:
                now_us = around.clock.now_us()
                return publish(file, lambda document: books.put_programme(document, now_us))

        output.guarded(act)
