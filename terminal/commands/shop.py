"""Gets a till ready to work: its server running, itself connected, its demo shop filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from loyalty import days
from storage import keys
from terminal.commands import copies, own_server
from terminal.commands.surroundings import Surroundings
from terminal.till import joining, opening, service
from terminal.till.desk import Shop
from terminal.till.opening import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A till that can be opened, and where its server is."""

    identity: Identity
    epoch: int
    server_url: str
    shop: Shop
    is_new: bool

    @property
    def issuer(self) -> str:
        """Give the issuer digits of the shop."""
        return self.shop.issuer


def ready(around: Surroundings, say: Callable[[str], None]) -> Ready:
    """Connect the till of a folder, starting its own server where it has one.

    Raises Outage `server_start`, Refusal `programme_wrong`, and what joining raises.
    """
    keys.ensure(around.store, around.randomness)
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        known = opening.identity(ledger)
    finally:
        ledger.close()
    if known is not None and known.server_url:
        return _ready(around, known, known.server_url, is_new=False)
    if known is None:
        # Mistakes in the rules are said here, where they are seen, and not in the server's log.
        own_server.first_programme(around)
    command = [*service.program(), "server", "--data", str(around.folder.root)]
    own = service.ensure(around.folder, command)
    if known is not None:
        return _ready(around, known, own.url, is_new=False)
    say("Connecting this till to the books of the shop ...")
    joined = joining.join(
        around.folder,
        around.store,
        own.pairing,
        language=around.language,
        randomness=around.randomness,
        day=days.business_date(around.clock.now_us(), "UTC").isoformat(),
        own_server=True,
        url=own.url,
    )
    made = _ready(around, joined, own.url, is_new=True)
    sheet = copies.print_sheet(around, made.shop)
    say(f"The recovery sheet is {sheet}: print it, keep it safe, then delete the file.")
    return made


def _ready(around: Surroundings, known: Identity, url: str, *, is_new: bool) -> Ready:
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        stands_in = opening.shop(ledger)
        epoch = ledger.head().epoch
    finally:
        ledger.close()
    return Ready(identity=known, epoch=epoch, server_url=url, shop=stands_in, is_new=is_new)
