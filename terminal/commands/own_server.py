"""What a shop's own server begins with: its keys, its port, its issuer and first programme."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty import number
from loyalty.errors import Outage, Refusal
from loyalty.programme import Programme, ProgrammeInvalid, load_toml, to_wire
from storage.folder import DEMO, Folder
from storage.keys import FileKeyStore, KeyStore
from terminal.commands import output, programme
from terminal.commands.surroundings import Surroundings
from terminal.till.service import READY

PROGRAMMES = Path(__file__).parents[2] / "assets" / "programmes"
FIRST = "coffee-bar"
PORT = "port"
ISSUER = "issuer"
LOG_REQUESTS = "REGULARS_LOG_REQUESTS"
ADDRESS = "database"
BOOKS = "server.db"
PROGRAMME = "programme.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """What `server.serve` needs; `shop` has the fields of `server.boot.Shop`."""

    store: KeyStore
    port: int
    log_requests: bool
    shop: dict[str, Any]


def begin(around: Surroundings, database: str = "") -> Begin:
    """Gather it; the issuer digits of a shop are drawn once and kept.

    `database` is the address of a PostgreSQL that is to be remembered. Raises as `keep_database`.
    """
    folder = around.folder.server
    if database:
        keep_database(around, database)
    first = first_programme(around)
    return Begin(
        store=FileKeyStore(folder / "keys"),
        port=_port(folder),
        log_requests=os.environ.get(LOG_REQUESTS, "") == "1",
        shop={
            "issuer": _issuer(around),
            "zone": first.time_zone,
            "programmes": (to_wire(first),),
            "database": _kept(folder / ADDRESS),
        },
    )


def keep_database(around: Surroundings, address: str) -> None:
    """Remember in which PostgreSQL this server keeps its books, readable for this user alone.

    Raises Refusal `database_other` where the books are in a file of this folder already: tills
    would meet a server that knows nothing of what they sent.
    """
    folder = around.folder.server
    if (folder / BOOKS).exists():
        raise Refusal(
            "database_other",
            f"the books of this folder are in {BOOKS}: choose an empty folder with --data",
        )
    _write(folder / ADDRESS, address)


def kept_database(folder: Folder) -> str:
    """Give the address of the PostgreSQL that was kept; empty for books in the folder."""
    return _kept(folder.server / ADDRESS)


def has_begun(around: Surroundings) -> bool:
    """Say whether the books of a shop lie in this folder, or it has run a server for them."""
    folder = around.folder.server
    return any((folder / name).exists() for name in (READY, BOOKS, ADDRESS))


def first_programme(around: Surroundings) -> Programme:
    """Read the rules that a shop begins with: its own file, or the coffee bar's.

    Raises Refusal `programme_wrong` with the first mistake and the way to see them all, or with
    the arithmetic of rewards that can cost more than the margin that it names.
    """
    own = around.folder.server / PROGRAMME
    if not own.exists():
        return load_toml((PROGRAMMES / f"{FIRST}.toml").read_text("utf-8"))
    try:
        found = programme.read(own)
    except ProgrammeInvalid as error:
        first = error.problems[0]
        place = f"{first.path or 'the file'}: {first.got}, expected {first.expected}"
        count = len(error.problems)
        raise _wrong(own, place if count == 1 else f"{place}; and {count - 1} more") from error
    too_dear = programme.beyond_margin(found, programme.speak(found, ""))
    if too_dear:
        raise _wrong(own, too_dear[-1])
    return found


def _wrong(own: Path, why: str) -> Refusal:
    return Refusal(
        "programme_wrong",
        f"{own}: {why}. Mend the file and start again; `main.py programme check` says it all.",
        path=str(own),
    )


def on_a_port(asked: int, last: int, run: Callable[[int], None]) -> None:
    """Serve on the port that was asked for, or on the last one, or else on a free one.

    A port that somebody asked for and cannot have is said (Outage `port_in_use`); one that was
    only remembered is given up for another, because tills of this folder find it by themselves.
    """
    try:
        run(asked or last)
    except Outage as error:
        if error.code != "port_in_use" or asked or not last:
            raise
        run(0)


def ready(around: Surroundings, line: str) -> None:
    """Say where the server is: to whoever started it, and in the folder for the till."""
    folder = around.folder.server
    _keep_port(folder, line)
    _write(folder / READY, line)
    output.say(line)


def waiting(around: Surroundings, line: str) -> None:
    """Say where this folder waits for books, and keep the port: they are to be served there."""
    _keep_port(around.folder.server, line)
    output.say(line)


def kept_port(around: Surroundings) -> int:
    """Give the port that this folder's server last had; 0 before it ever ran."""
    return _port(around.folder.server)


def _keep_port(folder: Path, line: str) -> None:
    _write(folder / PORT, json.loads(line)["url"].rpartition(":")[2])


def pairing(around: Surroundings, make: Callable[[int], str]) -> str:
    """Make a pairing string for the port on which the server listens."""
    port = _port(around.folder.server)
    if not port:
        raise Outage("server_start", "the server has not run yet: start it first")
    return make(port)


def _port(folder: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        return int((folder / PORT).read_text("utf-8"))
    return 0


def _kept(path: Path) -> str:
    return path.read_text("utf-8").strip() if path.exists() else ""


def _issuer(around: Surroundings) -> str:
    if around.folder.kind == DEMO:
        return number.DEMO_ISSUER
    kept = around.folder.server / ISSUER
    if not kept.exists():
        drawn = int.from_bytes(around.randomness(4), "big") % 9_999 + 1
        _write(kept, f"{drawn:04d}")
    return kept.read_text("utf-8").strip()


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
