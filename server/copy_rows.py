"""Reads all that a till would pull, as of one moment of the books, into its own kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from loyalty.errors import Refusal
from loyalty.event import decode
from server import feed, people, refunding, standings
from server.feed import At, Seal
from server.people import People
from storage.filling import Filling
from storage.records import (
    Act,
    Page,
    Person,
    Position,
    RefundAnswer,
    ServerStanding,
    ShopDevice,
)
from storage.server import (
    changes,
    heads,
    members,
    phone_keys,
    pins,
    redirects,
    refunds,
    settings,
    tenants,
)
from storage.server.changes import Change
from storage.server.database import Connection
from storage.server.tenants import Tenant
from sync.wire import ActRow, PersonRow, Place, PullReply

CHUNK = 2_000
MINE_MAX = 5_000
"""A till of whose own more than this stands in the feed pulls: it would not fit into one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """Where a till stands at the moment of the copy, and what is for it alone."""

    tenant: Tenant
    device: str
    own: Place
    mine: PullReply


def standpoint(
    connection: Connection,
    tenant: Tenant,
    device: str,
    epoch: int,
    *,
    sealed_by: People,
    now_us: int,
) -> Standpoint:
    """Find it. Raises Refusal `rejoin` when the till's chain has left that epoch.

    Raises Refusal `snapshot_none` when too much is for this till alone.
    """
    name = tenant.tenant
    standings.place_of(connection, name, device, epoch)
    head = heads.read(connection, name, device, epoch)
    assert head is not None, "an open epoch has a head"
    place, own_hash = standings.own_place(connection, name, head)
    alone = changes.of_device(connection, name, device, MINE_MAX + 1)
    if len(alone) > MINE_MAX:
        raise Refusal("snapshot_none", "too much is for this till alone: it pulls")
    at = At(position=changes.last(connection, name), own=place, own_hash=own_hash, now_us=now_us)
    return Standpoint(
        tenant=tenant,
        device=device,
        own=place,
        mine=feed.page(
            connection, tenant, alone, sealed_by=sealed_by, device=device, at=at, seal=None
        ),
    )


def fill(
    connection: Connection,
    filling: Filling,
    at: Standpoint,
    sealed_by: People,
    moved: Callable[[int], None],
    *,
    seal: Seal,
) -> None:
    """Write everything; `moved` hears how many changes were done, and may end it by raising."""
    own = Position(epoch=at.own.epoch, seq=at.own.seq)
    for chunk in _accounts(connection, at.tenant.tenant):
        rows = standings.rows(connection, at.tenant.tenant, chunk, at.own)
        filling.standings(
            [
                ServerStanding(
                    account=row.account,
                    position=row.position,
                    own=own,
                    balance=row.balance,
                    owed=row.owed,
                    counters=row.counters,
                )
                for row in rows
            ]
        )
        moved(len(chunk))
    for found in _others(connection, at):
        page = _page(connection, at, sealed_by, found)
        told = feed.acts(connection, at.tenant.tenant, found, seal)
        filling.page(replace(page, acts=tuple(map(_act, told))))
        moved(len(found))


def _accounts(connection: Connection, tenant: str) -> Iterator[dict[str, int]]:
    after = ""
    while chunk := changes.accounts_after(connection, tenant, after, CHUNK):
        after = next(reversed(chunk))
        yield chunk


def _others(connection: Connection, at: Standpoint) -> Iterator[list[Change]]:
    position = 0
    while found := changes.others_after(connection, at.tenant.tenant, at.device, position, CHUNK):
        position = found[-1].position
        yield found


def _page(
    connection: Connection, at: Standpoint, sealed_by: People, found: Sequence[Change]
) -> Page:
    tenant = at.tenant.tenant

    def keys(kind: str) -> list[str]:
        return [change.key for change in found if change.kind == kind]

    who = keys(changes.MEMBER)
    known = members.read(connection, tenant, who)
    versions = [int(key) for key in keys(changes.PROGRAMME)]
    ids = set(keys(changes.PHONE_KEY))
    # In the order of the feed: of two who share a phone, whoever was told last is found by it.
    order = {member_id: n for n, member_id in enumerate(who)}
    shown = members.credentials(connection, tenant, who)
    return Page(
        cursor="",
        feed_epoch=at.tenant.feed_epoch,
        own=Position(epoch=at.own.epoch, seq=at.own.seq),
        members=tuple(known[one] for one in who if one in known),
        credentials=tuple(sorted(shown, key=lambda row: order[row.member_id])),
        people=tuple(
            map(_person, people.rows(connection, tenant, sealed_by, keys(changes.PERSON)))
        ),
        programmes=tuple(tenants.programmes(connection, tenant, versions).values()),
        erased=tuple(keys(changes.ERASED)),
        phone_keys=tuple(
            key for key in phone_keys.read(connection, tenant) if str(key.key_id) in ids
        )
        if ids
        else (),
        pins=tuple(pins.read(connection, tenant, sealed_by.keys, keys(changes.PIN))),
        visit_pins=tuple(pins.visits(connection, tenant, keys(changes.VISIT_PIN))),
        settings=settings.read(connection, tenant, keys(changes.SETTING)),
        devices=tuple(
            ShopDevice(device=one.device, name=one.name, public=one.public_key)
            for one in (heads.devices(connection, tenant) if keys(changes.DEVICE) else ())
            if one.device in keys(changes.DEVICE)
        ),
        refund_answers=tuple(
            RefundAnswer(
                wish=row.wish,
                sale=row.sale,
                state=row.state,
                reason=row.reason,
                money_minor=row.money_minor,
            )
            for row in map(
                refunding.answer_row,
                refunds.read(connection, tenant, keys(changes.REFUND_ANSWER)),
            )
        ),
        redirects=_moved(connection, tenant, redirects.ACCOUNT, keys(changes.REDIRECT)),
        merged=_moved(connection, tenant, redirects.MEMBER, keys(changes.MERGED)),
    )


def _act(row: ActRow) -> Act:
    return Act(event_id=decode(row.event).id, raw=bytes(row.event), seal=bytes.fromhex(row.seal))


def _moved(connection: Connection, tenant: str, kind: str, keys: list[str]) -> dict[str, str]:
    rows = redirects.read(connection, tenant, kind, keys) if keys else ()
    return {row.key: row.target for row in rows}


def _person(row: PersonRow) -> Person:
    known = row.fields
    return Person(
        person_id=row.person_id,
        version=row.version,
        name=known.get("name", ""),
        phone=known.get("phone", ""),
        email=known.get("email", ""),
        language=known.get("language", ""),
        birthday=known.get("birthday", ""),
        consents=row.consents,
    )
