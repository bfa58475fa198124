"""Whom a command is about: by card number or by id, and whoever they were merged into."""

from __future__ import annotations

from loyalty.accounts import POINTS, stamps, voucher
from loyalty.errors import Refusal
from loyalty.number import is_valid
from loyalty.programme import Programme
from server.work import Work
from storage.records import CARD, Member
from storage.server import members, redirects
from storage.server.database import Connection


def find(connection: Connection, tenant: str, who: str) -> Member | None:
    """Find a member by the digits of a card or by id; a merged one is the other now."""
    digits = who.replace(" ", "")
    if is_valid(digits):
        found = members.by_credential(connection, tenant, CARD, digits)
    else:
        found = members.read(connection, tenant, [who]).get(who)
    if found is None:
        return None
    now = redirects.now(connection, tenant, redirects.MEMBER, found.member_id)
    return found if now == found.member_id else members.read(connection, tenant, [now]).get(now)


def member(work: Work, who: str) -> Member:
    """Find the member whom a command names. Raises Refusal `member_unknown`."""
    found = find(work.connection, work.tenant.tenant, who)
    if found is None:
        raise Refusal("member_unknown", "the server knows no member with this card or id")
    return found


def check_unit(programme: Programme, unit: str) -> None:
    """Raise Refusal `unit_unknown` for a unit that this programme cannot give."""
    known = [
        POINTS,
        *(stamps(card.id) for card in programme.stamp_cards),
        *(voucher(reward.id) for reward in programme.rewards),
    ]
    if unit not in known:
        shown = ", ".join(known)
        raise Refusal(
            "unit_unknown", f"the programme gives no {unit!r}; it gives {shown}", expected=known
        )
