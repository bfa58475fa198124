"""`pair`: connects this till to a server that runs on another machine, or in another folder."""

from __future__ import annotations

import sys

from loyalty import days
from loyalty.errors import Outage, Refusal
from storage import keys
from storage.folder import Lock
from sync import discovery
from terminal.commands import copies, output
from terminal.commands import shop as shops
from terminal.commands import till as tills
from terminal.commands.bar import Bar
from terminal.commands.surroundings import Surroundings, mark_outside
from terminal.till import joining, opening
from terminal.till.catching_up import WHOLE
from terminal.till.courier import Courier, client_of

MEMBERS_MAX = 100_000_000


def given(typed: str) -> str:
    """Give the pairing string that was typed. Raises Refusal `pairing_string` for none."""
    if not typed:
        raise Refusal("pairing_string", "give host:port/CODE-FINGERPRINT, or --find")
    return typed


def found(typed: str) -> str:
    """List the shops on the network, and give the pairing string of the one that is meant.

    `typed` is CODE-FINGERPRINT; empty asks for it. Raises Refusal `shop_not_found`,
    `pairing_string`.
    """
    output.progress("Looking for shops on this network ...")
    try:
        shops = discovery.find()
    except OSError as error:
        raise Outage("line_down", "this computer is in no network") from error
    for shop in shops:
        output.progress(f"  {shop.name}, {shop.host}:{shop.port}, {shop.fingerprint}")
    if not shops:
        raise Refusal("shop_not_found", "no shop was found: give host:port/CODE-FINGERPRINT")
    if not typed:
        output.progress("What stands after the / in `server pair`, CODE-FINGERPRINT:")
        typed = sys.stdin.readline()
    return str(discovery.choose(shops, typed))


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
    lock = Lock(around.folder.till)
    try:
        known = _joined(around, typed, name)
    finally:
        lock.release()
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        shop = opening.shop(ledger)
    finally:
        ledger.close()
    sheet = copies.print_sheet(around, shop)
    members = fetch(around)
    if as_json:
        output.answer(
            {
                "device": known.device,
                "tenant": known.tenant,
                "sheet": str(sheet),
                "members": members,
            }
        )
    else:
        output.say(f"Connected as {known.device}. Print {sheet} and keep it safe.")
        output.say(
            "May a till pay out more than it is sure of while it has no internet? It may not, "
            "unless you say how much: on the server, `server limits --goodwill POINTS`."
        )
    return output.OK


def _joined(around: Surroundings, typed: str, name: str) -> opening.Identity:
    keys.ensure(around.store, around.randomness)
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        if opening.identity(ledger) is not None:
            raise Refusal("connected_already", "this till is connected to a server already")
    finally:
        ledger.close()
    return joining.join(
        around.folder,
        around.store,
        typed,
        name=name,
        language=around.language,
        randomness=around.randomness,
        day=days.business_date(around.clock.now_us(), "UTC").isoformat(),
        own_server=False,
    )


def fetch(around: Surroundings) -> int | None:
    """Fetch what the shop knows, with a bar; gives how many members, None where the line was cut.

    Nothing is lost by that: the counter goes on where it was.
    """
    ready = shops.ready(around, output.progress)
    lock, bar = Lock(around.folder.till), Bar("Members")
    try:
        desk = opening.desk(
            around.folder,
            around.store,
            clock=around.clock,
            randomness=around.randomness,
            outside=mark_outside(around.folder),
        )
        client = client_of(desk, around.store, ready.server_url, around.clock, around.randomness)
        line = Courier(
            desk,
            client,
            lambda post: tills.fetcher(around, ready, post),
            lambda said: bar.move(said.permille, WHOLE),
        )
        try:
            line.sync()
        except Outage as error:
            output.progress(f"The counter fetches the rest: {error.message}")
            return None
        else:
            return desk.directory.members_count(MEMBERS_MAX)
        finally:
            line.close()
            opening.close(desk)
    finally:
        bar.close()
        lock.release()
