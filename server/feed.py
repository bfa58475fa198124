"""What a till has not heard yet: pages of the feed, and single members on request."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from loyalty.errors import Refusal
from server import elsewhere, granting, homes, people, pins, refunding, standings
from server.people import People
from server.standings import OwnHead
from storage.records import CARD, LEGACY, PHONE, VISIT_PIN, Credential, Member
from storage.server import (
    changes,
    events,
    grants,
    heads,
    members,
    phone_keys,
    recalls,
    redirects,
    refunds,
    settings,
    tenants,
)
from storage.server import homes as kept_homes
from storage.server import pins as pin_rows
from storage.server.changes import Change
from storage.server.database import Connection
from storage.server.tenants import Tenant
from sync.sign import act_message
from sync.wire import (
    ActRow,
    CredentialRow,
    DeviceRow,
    HomeRecallRow,
    LookupReply,
    LookupRequest,
    MemberRow,
    PhoneKeyRow,
    Place,
    PullReply,
    RecallRow,
)

PAGE = 500
ACCOUNT = "account"
MEMBER = "member"
Seal = Callable[[bytes], bytes]
"""Signs as the server."""


def pull(
    connection: Connection,
    tenant: Tenant,
    *,
    sealed_by: People,
    device: str,
    cursor: str,
    own: OwnHead,
    seal: Seal,
    now_us: int,
) -> PullReply:
    """Give the next page after a cursor (empty: from the beginning).

    Raises Refusal `refeed` when the cursor belongs to another feed and `rejoin` when the till
    is not where its chain ends here.
    """
    # First who asks: a till that claims says what it was told under the old cursor.
    head = standings.check_head(connection, tenant.tenant, device, own)
    position = position_of(connection, tenant, cursor)
    place, own_hash = standings.own_place(connection, tenant.tenant, head)
    found = changes.after(connection, tenant.tenant, device, position, PAGE)
    if found:
        position = found[-1].position
    else:
        position = max(position, changes.last(connection, tenant.tenant))
    return page(
        connection,
        tenant,
        found,
        sealed_by=sealed_by,
        device=device,
        at=At(position=position, own=place, own_hash=own_hash, now_us=now_us),
        seal=seal,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a page ends in the feed, and where its till stands in its own chain."""

    position: int
    own: Place
    own_hash: bytes
    now_us: int


def page(
    connection: Connection,
    tenant: Tenant,
    found: Sequence[Change],
    *,
    sealed_by: People,
    device: str,
    at: At,
    seal: Seal | None,
) -> PullReply:
    """Write a page of these changes, as they stand now; with a `seal` also what was done."""
    where = {change.key: change.position for change in found if change.kind == changes.ACCOUNT}
    moved = _redirects(connection, tenant.tenant, redirects.ACCOUNT, found, changes.REDIRECT)
    # Whoever hears that an account goes on as another needs that one's new figures at once.
    for account in moved.values():
        told_at = changes.position_of(connection, tenant.tenant, changes.ACCOUNT, account)
        where.setdefault(account, told_at)
    given = grants.read(connection, tenant.tenant, _keys(found, changes.GRANT))
    who = _keys(found, changes.MEMBER)
    versions = [int(key) for key in _keys(found, changes.PROGRAMME)]
    documents = tenants.programmes(connection, tenant.tenant, versions)
    reply = PullReply(
        cursor=cursor_at(tenant, at.position),
        more=len(found) == PAGE,
        feed_epoch=tenant.feed_epoch,
        own=at.own,
        own_hash=at.own_hash.hex(),
        server_time_us=at.now_us,
        grants=[granting.row(given[key]) for key in _keys(found, changes.GRANT)],
        standings=standings.rows(connection, tenant.tenant, where, at.own),
        members=[
            _member(member) for member in members.read(connection, tenant.tenant, who).values()
        ],
        credentials=[
            _credential(row) for row in members.credentials(connection, tenant.tenant, who)
        ],
        people=people.rows(connection, tenant.tenant, sealed_by, _keys(found, changes.PERSON)),
        programmes=[msgspec.Raw(document) for document in documents.values()],
        erased=_keys(found, changes.ERASED),
        phone_keys=_phone_keys(connection, tenant.tenant, _keys(found, changes.PHONE_KEY)),
        pins=pins.rows(connection, tenant.tenant, sealed_by.keys, _keys(found, changes.PIN)),
        visit_pins=pins.visit_rows(connection, tenant.tenant, _keys(found, changes.VISIT_PIN)),
        settings=settings.read(connection, tenant.tenant, _keys(found, changes.SETTING)),
        recalls=[
            _recall(row)
            for row in recalls.of(connection, tenant.tenant, device, _keys(found, changes.RECALL))
        ],
        redirects=moved,
        merged=_redirects(connection, tenant.tenant, redirects.MEMBER, found, changes.MERGED),
        acts=acts(connection, tenant.tenant, found, seal) if seal else [],
    )
    return _with_tills(connection, tenant.tenant, device, found, reply)


def _with_tills(
    connection: Connection, tenant: str, device: str, found: Sequence[Change], reply: PullReply
) -> PullReply:
    """Add what a till hears of the others, and what it may do for them."""
    return msgspec.structs.replace(
        reply,
        devices=_devices(connection, tenant, _keys(found, changes.DEVICE)),
        refund_requests=[
            refunding.request_row(wish)
            for wish in refunds.read(connection, tenant, _keys(found, changes.REFUND_REQUEST))
            if wish.state == refunds.WAITS
        ],
        homes=[
            homes.row(connection, tenant, home)
            for home in kept_homes.by_ids(connection, tenant, _keys(found, changes.HOME))
            if home.device == device
        ],
        home_recalls=[
            HomeRecallRow(home=home.home_id, account=home.account, epoch=home.epoch)
            for home in kept_homes.by_ids(connection, tenant, _keys(found, changes.HOME_RECALL))
            if home.device == device
        ],
        refund_answers=[
            refunding.answer_row(wish)
            for wish in refunds.read(connection, tenant, _keys(found, changes.REFUND_ANSWER))
        ],
    )


def lookup(
    connection: Connection,
    tenant: Tenant,
    *,
    sealed_by: People,
    device: str,
    request: LookupRequest,
    epoch: int,
    now_us: int,
) -> LookupReply:
    """Find a member by `card`, `legacy`, `phone`, `visit_pin` (both blind), `member`, `account`.

    Raises Refusal `body_broken` for another kind and `rejoin` for a till in an ended epoch.
    """
    # First of all: a till that is lost, or an old copy, is told of nobody.
    place = standings.place_of(connection, tenant.tenant, device, epoch)
    member = _find(connection, tenant.tenant, request)
    account = member.account if member else None
    if account is None and request.kind == ACCOUNT:
        account = redirects.now(connection, tenant.tenant, redirects.ACCOUNT, request.key)
    standing = None
    if account is not None:
        position = changes.position_of(connection, tenant.tenant, changes.ACCOUNT, account)
        if position:
            standing = standings.rows(connection, tenant.tenant, {account: position}, place)[0]
    lines = None
    if account is not None and request.lines > 0:
        lines = elsewhere.lines(connection, tenant.tenant, device, account, request)
    who = [member.member_id] if member else []
    found = people.rows(connection, tenant.tenant, sealed_by, who)
    kept = pins.rows(connection, tenant.tenant, sealed_by.keys, who)
    return LookupReply(
        member=_member(member) if member else None,
        standing=standing,
        person=found[0] if found else None,
        pin=kept[0] if kept else None,
        visit_pin=pins.visit_rows(connection, tenant.tenant, who)[0] if who else None,
        lines=lines,
        feed_epoch=tenant.feed_epoch,
        server_time_us=now_us,
    )


def _find(connection: Connection, tenant: str, request: LookupRequest) -> Member | None:
    match request.kind:
        case kind if kind in (CARD, LEGACY, PHONE):
            return members.by_credential(connection, tenant, kind, request.key)
        case kind if kind == VISIT_PIN:
            owner = pin_rows.owner(connection, tenant, request.key)
            return members.read(connection, tenant, [owner]).get(owner) if owner else None
        case "account":
            key = redirects.now(connection, tenant, redirects.ACCOUNT, request.key)
            return members.by_account(connection, tenant, key)
        case "member":
            key = redirects.now(connection, tenant, redirects.MEMBER, request.key)
            return members.read(connection, tenant, [key]).get(key)
        case _:
            raise Refusal(
                "body_broken",
                "a lookup is by card, legacy, phone, visit_pin, account or member",
                path="$.kind",
                got=request.kind[:40],
            )


def acts(connection: Connection, tenant: str, found: Sequence[Change], seal: Seal) -> list[ActRow]:
    """Give what the owner had done, each with the server's seal: tills keep it for a recovery."""
    told = (events.raw_of(connection, tenant, key) for key in _keys(found, changes.ACT))
    return [
        ActRow(event=msgspec.Raw(raw), seal=seal(act_message(raw)).hex())
        for raw in told
        if raw is not None
    ]


def _redirects(
    connection: Connection, tenant: str, kind: str, found: Sequence[Change], told: str
) -> dict[str, str]:
    rows = redirects.read(connection, tenant, kind, _keys(found, told))
    return {row.key: row.target for row in rows}


def _keys(found: Sequence[Change], kind: str) -> list[str]:
    return [change.key for change in found if change.kind == kind]


def _phone_keys(connection: Connection, tenant: str, ids: Sequence[str]) -> list[PhoneKeyRow]:
    if not ids:
        return []
    return [
        PhoneKeyRow(key_id=key.key_id, public_key=key.public.hex(), last_step=key.last_step)
        for key in phone_keys.read(connection, tenant)
        if str(key.key_id) in ids
    ]


def _devices(connection: Connection, tenant: str, names: Sequence[str]) -> list[DeviceRow]:
    if not names:
        return []
    return [
        DeviceRow(device=one.device, name=one.name, public_key=one.public_key.hex())
        for one in heads.devices(connection, tenant)
        if one.device in names
    ]


def cursor_at(tenant: Tenant, position: int) -> str:
    """Write the cursor of a position."""
    text = f"{tenant.feed_epoch} {position}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position_of(connection: Connection, tenant: Tenant, cursor: str) -> int:
    """Read a cursor; an empty one is the beginning. Raises Refusal `refeed`."""
    if not cursor:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        epoch, _, position = base64.urlsafe_b64decode(padded).decode().partition(" ")
        number = int(position)
    except (binascii.Error, ValueError):
        epoch, number = "", 0
    if epoch != tenant.feed_epoch or not 0 <= number <= changes.last(connection, tenant.tenant):
        raise Refusal("refeed", "the cursor belongs to another feed: begin again without one")
    return number


def _member(member: Member) -> MemberRow:
    return MemberRow(
        member_id=member.member_id,
        account=member.account,
        number=member.number,
        joined_day=member.joined_day,
        status=member.status,
    )


def _recall(row: recalls.Recall) -> RecallRow:
    return RecallRow(
        device=row.device,
        epoch=row.epoch,
        account=row.account,
        unit=row.unit,
        amount=row.amount,
    )


def _credential(row: Credential) -> CredentialRow:
    return CredentialRow(kind=row.kind, key=row.key, member_id=row.member_id)
