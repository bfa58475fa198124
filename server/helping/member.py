"""Everything that the head office sees of one member on one page, but for the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty import accounts, lots
from loyalty.basket import Basket
from loyalty.benefits import granted
from loyalty.benefits.levels import next_tier, tier_on
from loyalty.errors import Refusal
from loyalty.number import last_four
from loyalty.programme import Programme, Tier, in_force
from loyalty.rewards.offers import Offer, offers
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from server import people, terms
from server.access import Access
from server.commands import finding
from server.helping import search
from server.purse import FREE
from storage.records import BLOCKED, SHOWN, Member
from storage.server import cases, consents, heads, keeping, members, pins, purses, tenants
from storage.server import people as people_rows
from storage.server.consents import Said
from storage.server.database import Connection
from storage.server.keeping import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """An amount that ends together; `where` names the till that holds it, empty for nobody."""

    unit: str
    amount: int
    first_day: str
    last_day: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a member can show: its kind (storage.records) and the last four characters."""

    kind: str
    end: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where an account stands in the programme on a business date.

    `level_until` is the last day of a level that was given by hand, `missing` what the next level
    still takes in its own measure. `rewards` are those that the member has or comes nearest to.
    """

    programme: Programme
    day: str
    balance: Mapping[str, int]
    owed: Mapping[str, int]
    counters: Mapping[str, int]
    level: Tier | None
    level_until: str
    coming: Tier | None
    missing: int
    rewards: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One member as the head office sees them."""

    member: Member
    fields: Mapping[str, str]
    consents: Mapping[str, str]
    said: tuple[Said, ...]
    stand: Stand
    lots: tuple[Lot, ...]
    cards: tuple[Card, ...]
    household: tuple[search.Hit, ...]
    has_pin: bool
    is_erased: bool
    tag: Tag | None
    open_cases: int


def find(access: Access, connection: Connection, who: str) -> Member:
    """Find a member by card or id; whoever was merged is the other. Raises `member_unknown`."""
    found = finding.find(connection, access.tenant, who)
    if found is None:
        raise Refusal("member_unknown", "the server knows no member with this card or id")
    return found


def view(access: Access, connection: Connection, member: Member, now_us: int) -> View:
    """Gather what is known of a member. Raises `programme_none` and Corrupt `person_sealed`."""
    tenant, who = access.tenant, [member.member_id]
    rows = people.rows(connection, tenant, access.sealed_by, who)
    shared = members.on_account(connection, tenant, [member.account])
    others = [each for each in shared if each.member_id != member.member_id]
    fields = rows[0].fields if rows else {}
    return View(
        member=member,
        fields=fields,
        consents=rows[0].consents if rows else {},
        said=tuple(consents.of(connection, tenant, member.member_id)),
        stand=stand(access, connection, member, now_us, birthday=fields.get("birthday", "")),
        lots=_lots(connection, tenant, member.account),
        cards=_cards(connection, tenant, member),
        household=search.hits(access, connection, others),
        has_pin=any(
            each.verifier for each in pins.read(connection, tenant, access.sealed_by.keys, who)
        ),
        is_erased=bool(people_rows.erased(connection, tenant, who)),
        tag=keeping.read(connection, tenant, who).get(member.member_id),
        open_cases=sum(
            each.state in (cases.OPEN, cases.WAITS)
            for each in cases.of(connection, tenant, member.member_id)
        ),
    )


def stand(
    access: Access, connection: Connection, member: Member, now_us: int, *, birthday: str = ""
) -> Stand:
    """Work out where a member stands today. Raises Refusal `programme_none`."""
    tenant = tenants.read(connection, access.tenant)
    assert tenant is not None, "the books made their tenant"
    versions = terms.versions(connection, access.tenant)
    day = terms.today(versions, now_us, tenant.zone)
    programme = in_force(versions, day)
    rows = purses.balances(connection, access.tenant, [member.account])
    balance = {row.unit: row.balance for row in rows if accounts.is_value(row.unit)}
    counters = {row.unit: row.balance for row in rows if not accounts.is_value(row.unit)}
    standing = Standing(account=member.account, balance=balance, counters=counters)
    facts = Facts(
        member=member.member_id,
        joined_day=member.joined_day,
        birthday=birthday,
        blocked=member.status == BLOCKED,
    )
    scene = Scene(programme=programme, standing=standing, facts=facts, day=day)
    level, coming = tier_on(programme, counters, day), next_tier(programme, counters, day)
    by_hand = granted.given(counters, day)
    return Stand(
        programme=programme,
        day=day,
        balance={unit: amount for unit, amount in sorted(balance.items()) if amount},
        owed={row.unit: row.owed for row in rows if row.owed},
        counters=counters,
        level=level,
        level_until=by_hand.get(level.id, "") if level else "",
        coming=coming[0] if coming else None,
        missing=max(coming[1], 0) if coming else 0,
        rewards=offers(scene, Basket()),
    )


def _lots(connection: Connection, tenant: str, account: str) -> tuple[Lot, ...]:
    tills = {each.device: each.name for each in heads.devices(connection, tenant)}
    found = [
        Lot(
            unit=row.unit,
            amount=row.amount,
            first_day=lots.first_day(row.lot),
            last_day=lots.last_day(row.lot),
            where="" if row.holder == FREE else _till(tills, row.holder),
        )
        for row in purses.rights(connection, tenant, [account])
        if row.amount
    ]
    return tuple(sorted(found, key=lambda one: (one.unit, one.last_day, one.where)))


def _till(tills: Mapping[str, str], holder: str) -> str:
    device = holder.rpartition(".")[0]
    return tills.get(device, device)


def _cards(connection: Connection, tenant: str, member: Member) -> tuple[Card, ...]:
    found = []
    for row in members.credentials(connection, tenant, [member.member_id]):
        if row.kind in SHOWN:
            number = row.key.partition(":")[0] if row.kind == "card_waits" else row.key
            is_current = number == member.number and row.kind == "card"
            found.append(Card(kind=row.kind, end=last_four(number), is_current=is_current))
    return tuple(sorted(found, key=lambda one: (not one.is_current, one.kind, one.end)))
