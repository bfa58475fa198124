"""The shop to practise in: a data folder beside the real one, with its rules and invented members.

Its cards are the demo's (issuer 0000), so that no card of one means anything in the other. It has
no server: what is recorded here is for nobody, and is deleted with the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from loyalty import accounts, ids, lots, number
from loyalty.accounts import POINTS
from loyalty.limits import SETTING, Limits, write
from loyalty.lots import HeldLot
from loyalty.programme import Programme, from_wire, in_force
from storage import keys
from storage.folder import Folder
from storage.keys import SECRET_BYTES, KeyStore
from storage.records import (
    CARD,
    PHONE,
    Credential,
    Grant,
    Home,
    Member,
    Page,
    Person,
    Position,
    ServerStanding,
)
from terminal.till import homes, opening, quick_keys, without_line
from terminal.till.desk import Shop
from terminal.till.opening import Identity

ISSUER: Final = "0000"
DEVICE, FEED = "training", "training"
FIRST = Position(epoch=1, seq=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What practising takes over from the real till: its rules, its shop, its quick keys."""

    programmes: tuple[bytes, ...]
    shop: Shop
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invented: a name, the digits of a card, a phone, a share of what they may have."""

    name: str
    digits: str
    phone: str
    tenths: int


GUESTS = (
    Guest("Anna de Vries", "402918374", "+31612340101", 10),
    Guest("Ngozi Okafor", "739150268", "+31612340103", 4),
    Guest("Lotte Janssen", "264817093", "+31612340104", 0),
)
"""Some of the demo's regulars, with their cards: the recorded camera shows those."""


def example(folder: Folder, store: KeyStore) -> Example:
    """Read what practising takes over from a real till whose databases nobody has open."""
    directory = opening.directory_of(folder, store)
    try:
        programmes = tuple(directory.programmes())
    finally:
        directory.close()
    ledger = opening.ledger_of(folder, store)
    try:
        texts = {name: ledger.get(name) for name in (quick_keys.KEPT,)}
        kept = {name: text for name, text in texts.items() if text}
        return Example(programmes=programmes, shop=opening.shop(ledger), kept=kept)
    finally:
        ledger.close()


def begin(
    folder: Folder,
    store: KeyStore,
    real: Example,
    *,
    now_us: int,
    day: str,
    randomness: Callable[[int], bytes],
) -> Identity:
    """Make an empty folder the shop to practise in. Raises Outage `disk_*`."""
    keys.ensure(store, randomness)
    for name in (keys.DEVICE_SEED, keys.SEALING_SEED, keys.TENANT_KEY, keys.PEPPER):
        store.put(name, randomness(SECRET_BYTES))
    tenant_key = store.get(keys.TENANT_KEY) or b""
    programme = in_force([from_wire(raw) for raw in real.programmes], day)
    guests = [_Known(one, programme, now_us, randomness) for one in GUESTS]
    directory = opening.directory_of(folder, store)
    try:
        directory.apply(_page(real, guests, tenant_key, day))
    finally:
        directory.close()
    known = Identity(device=DEVICE, tenant=DEVICE, server_url="", server_key="")
    ledger = opening.ledger_of(folder, store)
    try:
        ledger.begin_epoch(DEVICE, FIRST.epoch, FEED)
        ledger.take_home(_home())
        for each in guests:
            for grant in each.grants():
                ledger.take_grant(grant)
        for name, text in real.kept.items():
            ledger.put(name, text)
        shop = msgspec.structs.replace(
            real.shop, issuer=ISSUER, several_tills=False, demo=False, training=True
        )
        # Last, because it is what says that this folder is whole.
        opening.keep_identity(ledger, known, shop)
    finally:
        ledger.close()
    return known


class _Known:
    """One guest as the folder keeps them."""

    def __init__(
        self, guest: Guest, programme: Programme, now_us: int, randomness: Callable[[int], bytes]
    ) -> None:
        self.guest = guest
        self.member_id = ids.uuid7(now_us, randomness(ids.RANDOM_BYTES))
        self.balance = {POINTS: 120 * guest.tenths} if programme.earn else {}
        for card in programme.stamp_cards:
            self.balance[accounts.stamps(card.id)] = (card.stamps - 1) * guest.tenths // 10
        self.balance = {unit: amount for unit, amount in self.balance.items() if amount}

    def grants(self) -> tuple[Grant, ...]:
        """Give the rights to spend what they have."""
        return tuple(
            Grant(
                grant_id=f"{self.member_id}-{at}",
                request_id="",
                device=DEVICE,
                epoch=FIRST.epoch,
                feed_epoch=FEED,
                account=self.member_id,
                unit=unit,
                lots=(HeldLot(lot=lots.name(self.member_id), amount=amount),),
            )
            for at, (unit, amount) in enumerate(self.balance.items())
        )


def _home() -> Home:
    return Home(
        home_id=DEVICE,
        account=homes.EVERY,
        device=DEVICE,
        epoch=FIRST.epoch,
        feed_epoch=FEED,
    )


def _page(real: Example, guests: list[_Known], tenant_key: bytes, day: str) -> Page:
    cards = [number.make(ISSUER, each.guest.digits) for each in guests]
    shown = [
        Credential(kind=CARD, key=card, member_id=each.member_id)
        for card, each in zip(cards, guests, strict=True)
    ]
    shown += [
        Credential(
            kind=PHONE,
            key=ids.blind_phone(tenant_key, each.guest.phone),
            member_id=each.member_id,
        )
        for each in guests
        if each.guest.phone
    ]
    return Page(
        cursor="",
        feed_epoch="",
        own=FIRST,
        programmes=real.programmes,
        members=tuple(
            Member(member_id=each.member_id, account=each.member_id, number=card, joined_day=day)
            for card, each in zip(cards, guests, strict=True)
        ),
        credentials=tuple(shown),
        people=tuple(
            Person(
                person_id=each.member_id, version=1, name=each.guest.name, phone=each.guest.phone
            )
            for each in guests
        ),
        standings=tuple(
            ServerStanding(
                account=each.member_id,
                position=1,
                own=FIRST,
                balance=each.balance,
                owed={},
                counters={},
            )
            for each in guests
        ),
        settings={
            # What is given here can be used here: nobody else will ever hear of it.
            SETTING: write(Limits(at_once_always=True)),
            without_line.SETTING: "1",
            homes.HEARD: DEVICE,
        },
    )
