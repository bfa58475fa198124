"""`pair`: connects this till to a server that runs on another machine, or in another folder."""

from __future__ import annotations

from loyalty import days
from loyalty.errors import Refusal
from storage import keys
from storage.folder import Lock
from terminal.commands import copies, output
from terminal.commands.surroundings import Surroundings
from terminal.till import joining, opening


def again(around: Surroundings, typed: str, *, as_json: bool) -> int:
    """Connect this till to books that came out of a backup and do not know it."""
    lock = Lock(around.folder.till)
    try:
        known = joining.join_again(around.folder, around.store, typed, randomness=around.randomness)
    finally:
        lock.release()
    if as_json:
        output.answer({"device": known.device, "tenant": known.tenant, "sheet": None})
    else:
        output.say(f"Connected again as {known.device}. Everything it recorded is sent again.")
    return output.OK


def run(around: Surroundings, typed: str, name: str, *, as_json: bool) -> int:
    """Connect this till; a till that is connected already stays where it is."""
    keys.ensure(around.store, around.randomness)
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        if opening.identity(ledger) is not None:
            raise Refusal("connected_already", "this till is connected to a server already")
    finally:
        ledger.close()
    known = joining.join(
        around.folder,
        around.store,
        typed,
        name=name,
        language=around.language,
        randomness=around.randomness,
        day=days.business_date(around.clock.now_us(), "UTC").isoformat(),
        own_server=False,
    )
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        shop = opening.shop(ledger)
    finally:
        ledger.close()
    sheet = copies.print_sheet(around, shop)
    if as_json:
        output.answer({"device": known.device, "tenant": known.tenant, "sheet": str(sheet)})
    else:
        output.say(f"Connected as {known.device}. Print {sheet} and keep it safe.")
        output.say(
            "May a till pay out more than it is sure of while it has no internet? It may not, "
            "unless you say how much: on the server, `server limits --goodwill POINTS`."
        )
    return output.OK
