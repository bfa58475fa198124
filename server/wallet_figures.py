"""What the books know for a member's card in a wallet: figures and names, not yet said."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty import accounts, days
from loyalty.basket import Basket
from loyalty.benefits.levels import tier_on
from loyalty.programme import Programme, Tier
from loyalty.rewards.offers import Offer, next_reward
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from storage.records import Member
from storage.server import purses
from storage.server.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One member's card: whose it is, in which terms, and where it stands."""

    serial: str
    number: str
    language: str
    programme: Programme
    points: int
    level: Tier | None
    coming: Offer | None


def read(
    connection: Connection,
    tenant: str,
    programme: Programme,
    member: Member,
    *,
    language: str,
    serial: str,
    now_us: int,
) -> Holding:
    """Read where a member stands; the reward is the nearest that is not reached."""
    day = days.business_date(now_us, programme.time_zone, programme.day_start_minutes).isoformat()
    balance: dict[str, int] = {}
    counters: dict[str, int] = {}
    for row in purses.balances(connection, tenant, [member.account]):
        (balance if accounts.is_value(row.unit) else counters)[row.unit] = row.balance
    standing = Standing(account=member.account, balance=balance, counters=counters)
    # Rewards of groups, and those given in person, are not known here and so never promised.
    facts = Facts(member=member.member_id, joined_day=member.joined_day)
    scene = Scene(programme=programme, standing=standing, facts=facts, day=day)
    return Holding(
        serial=serial,
        number=member.number,
        language=language,
        programme=programme,
        points=balance.get(accounts.POINTS, 0),
        level=tier_on(programme, counters, day),
        coming=next_reward(scene, Basket()),
    )
