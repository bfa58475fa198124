"""Opens a till from its data folder: keys, the two databases, the shop, the programme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from loyalty.errors import Outage
from loyalty.programme import from_wire
from storage import copied, keys, reports, witness
from storage.directory import SqlDirectory
from storage.folder import Folder
from storage.keys import KeyStore
from storage.later_rows import LaterRows
from storage.ledger import SqlLedger
from storage.ports import Ledger
from sync.sign import Signer
from terminal.till import (
    camera_orders,
    gun,
    house_rules,
    language_set_up,
    old_cards,
    second_place,
    without_line,
)
from terminal.till.clock import Clock, Mark
from terminal.till.desk import Desk, Shop
from terminal.till.following import IDENTITY
from terminal.till.peppers import Peppers
from terminal.till.wording import Wording

SHOP = "shop"
MARK = "mark_us"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this till is and who its server is; keys are hexadecimal and public."""

    device: str
    tenant: str
    server_url: str
    server_key: str


def ledger_of(folder: Folder, store: KeyStore) -> SqlLedger:
    """Open ledger.db under the key of the key store; `keys.ensure` made it before."""
    return SqlLedger(folder.ledger, _key(store))


def directory_of(folder: Folder, store: KeyStore) -> SqlDirectory:
    """Open directory.db under the same key."""
    return SqlDirectory(folder.directory, _key(store))


def identity(ledger: Ledger) -> Identity | None:
    """Say who this till is; None before it was connected to a server."""
    text = ledger.get(IDENTITY)
    return msgspec.json.decode(text, type=Identity) if text else None


def shop(ledger: SqlLedger) -> Shop:
    """Say what shop this till stands in. Raises Outage `not_connected`."""
    text = ledger.get(SHOP)
    if text is None:
        raise Outage("not_connected", "this till has not been connected to its shop yet")
    return msgspec.json.decode(text, type=Shop)


def keep_identity(ledger: SqlLedger, known: Identity, stands_in: Shop) -> None:
    """Remember who this till is and what shop it stands in."""
    ledger.put(IDENTITY, msgspec.json.encode(known).decode())
    ledger.put(SHOP, msgspec.json.encode(stands_in).decode())


def desk(
    folder: Folder,
    store: KeyStore,
    *,
    clock: Clock,
    randomness: Callable[[int], bytes],
    language: str = "",
    camera: str = "",
    pad: bool = True,
    pad_keys: bool = False,
    outside: Path | None = None,
) -> Desk:
    """Open everything a till needs. Call it on the till's own thread.

    `camera` is what this run looks through, whatever was kept; empty asks for nothing.
    `pad` and `pad_keys` are those of `Shop`; `outside` is where a mark lies that is not put back
    together with the folder.

    Raises Outage `not_connected` before the till was connected to a server, and what the
    databases raise.
    """
    ledger = _witnessed(folder, store, outside)
    directory = directory_of(folder, store)
    kept = shop(ledger)
    stands_in = msgspec.structs.replace(
        kept,
        pad=pad,
        pad_keys=pad_keys,
        language=language or kept.language,
        several_tills=kept.several_tills or without_line.several(directory),
    )
    seed, tenant_key = store.get(keys.DEVICE_SEED), store.get(keys.TENANT_KEY)
    if seed is None or tenant_key is None:
        raise Outage("keys_missing", "the keys of this till are not in the key store")
    made = Desk(
        ledger=ledger,
        directory=directory,
        clock=clock,
        mark=Mark(clock, int(ledger.get(MARK) or 0)),
        randomness=randomness,
        sign=Signer(seed).sign,
        tenant_key=tenant_key,
        peppers=Peppers(store),
        shop=stands_in,
        words=Wording(
            language_set_up.kept(ledger) or stands_in.language,
            currency=stands_in.currency,
            scale=stands_in.scale,
            time_zone=stands_in.time_zone,
        ),
        gun=gun.profile(ledger),
        camera_profile=camera_orders.profile(ledger, camera),
        cards=old_cards.setting(directory),
        limits=house_rules.limits_of(directory, ledger),
        boost=house_rules.boost_of(directory, ledger),
        programmes=tuple(from_wire(raw) for raw in directory.programmes()),
        second=second_place.kept(ledger),
        later_rows=LaterRows(ledger.database, directory.database),
    )
    copied.forget(folder)
    made.keep_report = lambda name, text: reports.keep(folder, name, text)
    made.renew = lambda: _renew(made, ledger, folder, store)
    return made


def _witnessed(folder: Folder, store: KeyStore, outside: Path | None) -> SqlLedger:
    """Open the ledger; one that is an older copy of itself gives its rights up."""
    ledger = ledger_of(folder, store)
    places = (folder.mark, outside) if outside is not None else (folder.mark,)
    marks = witness.Witness(places, witness.machine())
    if not marks.vouches(ledger):
        # An older copy of this file: what it holds may have been paid out already.
        ledger.require_rejoin()
    # Afterwards only: a machine that dies before it has given up is asked again.
    marks.settle_in(ledger)
    ledger.watched_by(marks.note)
    return ledger


def _renew(opened: Desk, ledger: SqlLedger, folder: Folder, store: KeyStore) -> None:
    """Put the copy of all members in place of the directory; the old one stays where it fails."""
    opened.directory.close()
    try:
        copied.put_in(folder)
    finally:
        directory = directory_of(folder, store)
        opened.directory = directory
        opened.later_rows = LaterRows(ledger.database, directory.database)


def close(opened: Desk) -> None:
    """Close both databases, on the thread that opened them."""
    opened.ledger.close()
    opened.directory.close()


def _key(store: KeyStore) -> bytes:
    key = store.get(keys.DATABASE)
    if key is None:
        raise Outage("keys_missing", "the key of the databases is not in the key store")
    return key
