"""The scene of the open sale: the member, what is known of them, the day and the hour."""

from __future__ import annotations

from msgspec.structs import replace

from loyalty import ids
from loyalty.accounts import WHOLE_SHOP
from loyalty.programme import Programme
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from storage.records import Member
from terminal.till import boost_now, own_rights, recorder, roll
from terminal.till.desk import Desk

MONTH_LENGTH = len("2026-11")


def of(desk: Desk, member_id: str, account: str) -> Scene:
    """Give everything that decides over a sale of this member now, besides its basket."""
    programme = recorder.programme(desk)
    day = desk.day()
    return Scene(
        programme=programme,
        standing=own_rights.vouching(desk, roll.standing(desk, account), programme),
        facts=facts(desk, member_id),
        day=day,
        minute=desk.minute(),
        shop=_shop_counters(desk, programme),
        boost=boost_now.of_sale(desk),
        seed=ids.draw_seed(desk.tenant_key, programme.id, day[:MONTH_LENGTH]),
    )


def newcomer(desk: Desk, member: Member) -> Scene:
    """Give the scene of somebody who joins now and whom neither database knows yet."""
    here = of(desk, member.member_id, member.account)
    return replace(here, facts=Facts(member=member.member_id, joined_day=member.joined_day))


def facts(desk: Desk, member_id: str) -> Facts:
    """Give what is known of a member besides figures."""
    member = roll.member(desk, member_id)
    person = roll.person(desk, member_id)
    return Facts(
        member=member_id,
        joined_day=member.joined_day if member else "",
        birthday=_without_year(person.birthday) if person else "",
        blocked=member is not None and member.status == "blocked",
    )


def _without_year(birthday: str) -> str:
    """Keep month and day only, whatever was taken over from elsewhere."""
    return birthday[-len("11-22") :]


def _shop_counters(desk: Desk, programme: Programme) -> dict[str, int]:
    """Give what the whole shop used of what there is only so much of; one read, if any."""
    if not any(reward.stock for reward in programme.rewards):
        return {}
    shop: Standing = roll.standing(desk, WHOLE_SHOP)
    return dict(shop.counters)
