"""What a shop's own server begins with: its keys, its port, its issuer and first programme."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loyalty import number
from loyalty.errors import Outage
from loyalty.programme import load_toml, to_wire
from storage.folder import DEMO
from storage.keys import FileKeyStore, KeyStore
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till.service import READY

PROGRAMMES = Path(__file__).parents[2] / "assets" / "programmes"
FIRST = "coffee-bar"
PORT = "port"
ISSUER = "issuer"
PROGRAMME = "programme.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """What `server.serve` needs."""

    store: KeyStore
    port: int
    issuer: str
    zone: str
    programmes: tuple[bytes, ...]


def begin(around: Surroundings) -> Begin:
    """Gather it; the issuer digits of a shop are drawn once and kept."""
    folder = around.folder.server
    own = folder / PROGRAMME
    source = own if own.exists() else PROGRAMMES / f"{FIRST}.toml"
    programme = load_toml(source.read_text("utf-8"))
    return Begin(
        store=FileKeyStore(folder / "keys"),
        port=_port(folder),
        issuer=_issuer(around),
        zone=programme.time_zone,
        programmes=(to_wire(programme),),
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
    import json

    folder = around.folder.server
    port = json.loads(line)["url"].rpartition(":")[2]
    _write(folder / PORT, port)
    _write(folder / READY, line)
    output.say(line)


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
