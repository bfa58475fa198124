"""`server member-link`, `member-pin-reset`, `phone-key`: what a shop does about phones and PINs."""

from __future__ import annotations

import re
from collections.abc import Callable

from loyalty import number
from loyalty.errors import Outage, Refusal
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till import service

PUBLIC = "public"
LINK = "/m/in/"
HOME = "/m/"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?")


def keep_public(around: Surroundings, host: str) -> None:
    """Remember under which name phones reach this server. Raises Refusal `public_host`."""
    name = host.removeprefix("https://").rstrip("/")
    if _HOST.fullmatch(name) is None:
        raise Refusal(
            "public_host", "give a name such as card.example.org, without a path", got=host
        )
    (around.folder.server / PUBLIC).write_text(name, "utf-8")


def public_url(around: Surroundings) -> str:
    """Give the address that phones use; empty where none was said."""
    kept = around.folder.server / PUBLIC
    return f"https://{kept.read_text('utf-8').strip()}" if kept.exists() else ""


def home_url(around: Surroundings) -> str:
    """Give where members see their card; empty where phones cannot reach the server."""
    public = public_url(around)
    return f"{public}{HOME}" if public else ""


def link(around: Surroundings, make: Callable[[str], str], card: str, *, as_json: bool) -> int:
    """Print a link for whoever has this card; `make` gives its secret.

    Raises Refusal for a number that is none or that nobody has, Outage `server_start` where
    nothing says how to reach the server.
    """
    public = public_url(around)
    own = None if public else service.running(around.folder)
    base = public or (own.url if own else "")
    if not base:
        raise Outage(
            "server_start", "the server does not run: start it, or name its public address"
        )
    token = make(number.parse(card))
    found = {"link": f"{base}{LINK}{token}", "once": True, "hours": 24, "public": bool(public)}
    if as_json:
        output.answer(found)
        return output.OK
    output.say(str(found["link"]))
    if not public:
        output.progress(
            "Only this computer can open it: run `server --public NAME` once, with HTTPS before it."
        )
    return output.OK


def reset_pin(reset: Callable[[str], int], card: str, *, as_json: bool) -> int:
    """Take the PIN of whoever has this card away; `reset` does it and gives its new version.

    Raises Refusal for a number that is none or that nobody has.
    """
    version = reset(number.parse(card))
    if as_json:
        output.answer({"reset": True, "version": version})
    else:
        output.say("The PIN is gone. The member chooses a new one at a till or on the phone page.")
    return output.OK


def new_key(key_id: int, *, lost: bool, as_json: bool) -> int:
    """Say which key signs from now on, and what becomes of codes that were made before."""
    if as_json:
        output.answer({"key": key_id, "old_codes": "void" if lost else "12 hours"})
    elif lost:
        output.say(f"Key {key_id} signs now. Codes made before are void once each till has synced.")
    else:
        output.say(f"Key {key_id} signs now. Codes made before count for twelve hours at most.")
    return output.OK
