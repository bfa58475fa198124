"""The verbs about the head office's console: the first owner's link, and the till's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loyalty.errors import Outage, Refusal
from terminal.commands.verbs import Data, Json

if TYPE_CHECKING:
    from terminal.commands.surroundings import Surroundings

ROLES = ("all", "api", "console")
PORT = "console_port"
At = Annotated[
    str, typer.Option(help="The address under which browsers reach it, where that is another.")
]
BooksOf = Callable[["Surroundings"], Any]
CrewOf = Callable[[Any, Callable[[], int]], Any]


def place(role: str, console_port: int) -> dict[str, Any]:
    """Give what `server.serve.Place` is told. Raises Refusal `role_unknown`."""
    if role not in ROLES:
        raise Refusal(
            "role_unknown", "a server's role is all, api or console", expected=ROLES, got=role
        )
    return {"role": role, "console_port": console_port}


def ready(around: Surroundings, line: str) -> None:
    """Say where the server is; a console alone is not where tills look for it."""
    from terminal.commands import output, own_server

    if "url" in json.loads(line):
        own_server.ready(around, line)
    else:
        output.say(line)


def add_to(verbs: typer.Typer, books_of: BooksOf, crew_of: CrewOf) -> None:
    """Add both verbs to those of the server."""

    @verbs.command("console-owner")
    def console_owner(data: Data = None, at: At = "", json: Json = False) -> None:
        """Make a link with which an owner of the console joins; it works once, for three days."""
        _made(data, at, as_json=json, make=lambda crew: ("join", crew.invite("owner")))

    @verbs.command("console-link")
    def console_link(data: Data = None, at: At = "", json: Json = False) -> None:
        """Make a link that signs the owner in on this computer; it works once, for 30 seconds."""
        _made(data, at, as_json=json, make=lambda crew: ("once", crew.at_once()))

    def _made(
        data: Data, at: str, *, as_json: bool, make: Callable[[Any], tuple[str, str]]
    ) -> None:
        from terminal.commands import output, surroundings

        def act() -> int:
            around = surroundings.enter(data)
            base = at.rstrip("/") or _address(around)
            with closing(books_of(around)) as books:
                way, token = make(crew_of(books, around.clock.now_us))
            link = f"{base}/{way}/{token}"
            if as_json:
                output.answer({"link": link, "once": True})
            else:
                output.say(link)
            return output.OK

        output.guarded(act, as_json=as_json)


def _address(around: Surroundings) -> str:
    kept = around.folder.server / PORT
    if not kept.exists():
        raise Outage("server_start", "the server has not run yet: start it first")
    return f"http://127.0.0.1:{kept.read_text('utf-8').strip()}"
