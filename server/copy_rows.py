"""Reads all that a till would pull, as of one moment of the books, into its own kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loyalty.errors import Refusal
from server import granting, people, standings
from server.people import People
from storage.filling import Filling
from storage.records import Page, Person, Position, ServerStanding
from storage.server import (
    changes,
    grants,
    heads,
    members,
    phone_keys,
    pins,
    recalls,
    redirects,
    settings,
    tenants,
)
from storage.server.changes import Change
from storage.server.database import Connection
from storage.server.tenants import Tenant
from sync.wire import GrantRow, PersonRow, Place, RecallRow

CHUNK = 2_000
GRANTS_MAX = 5_000
"""A till that was given more than this in its epoch pulls: they would not fit into one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """Where a till stands at the moment of the copy, and what is for it alone."""

    tenant: Tenant
    device: str
    position: int
    own: Place
    own_hash: str
    grants: tuple[GrantRow, ...]
    recalls: tuple[RecallRow, ...]


def standpoint(connection: Connection, tenant: Tenant, device: str, epoch: int) -> Standpoint:
    """Find it. Raises Refusal `rejoin` when the till's chain has left that epoch.

    Raises Refusal `snapshot_none` when too much is for this till alone.
    """
    name = tenant.tenant
    standings.place_of(connection, name, device, epoch)
    head = heads.read(connection, name, device, epoch)
    assert head is not None, "an open epoch has a head"
    place, own_hash = standings.own_place(connection, name, head)
    given = changes.of_device(connection, name, changes.GRANT, device, GRANTS_MAX + 1)
    asked = changes.of_device(connection, name, changes.RECALL, device, GRANTS_MAX + 1)
    if max(len(given), len(asked)) > GRANTS_MAX:
        raise Refusal("snapshot_none", "too much is for this till alone: it pulls")
    known = grants.read(connection, name, given)
    return Standpoint(
        tenant=tenant,
        device=device,
        position=changes.last(connection, name),
        own=place,
        own_hash=own_hash.hex(),
        # Those of an epoch that has ended are void; the till would pass over them.
        grants=tuple(granting.row(known[one]) for one in given if known[one].epoch == epoch),
        recalls=tuple(
            RecallRow(
                device=row.device,
                epoch=row.epoch,
                account=row.account,
                unit=row.unit,
                amount=row.amount,
            )
            for row in recalls.of(connection, name, device, asked)
        ),
    )


def fill(
    connection: Connection,
    filling: Filling,
    at: Standpoint,
    sealed_by: People,
    moved: Callable[[int], None],
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
        filling.page(_page(connection, at, sealed_by, found))
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
        redirects=_moved(connection, tenant, redirects.ACCOUNT, keys(changes.REDIRECT)),
        merged=_moved(connection, tenant, redirects.MEMBER, keys(changes.MERGED)),
    )


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
