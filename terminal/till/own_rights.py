"""What this till pays out by itself, as its owner allows: own earns at once, and goodwill."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty import accounts
from loyalty import own_rights as rules
from loyalty.accounts import POINTS
from loyalty.event import Posting
from loyalty.limits import STAMP, Allowance
from loyalty.programme import Programme
from loyalty.standing import Standing
from terminal.till.desk import Desk, Sale

NO_END = 10**12
ANY_OPEN = f"m:*:{accounts.OPEN}"


def booked(
    desk: Desk, sale: Sale, postings: tuple[Posting, ...], sale_id: str
) -> tuple[Posting, ...]:
    """Say of a sale's postings what this till holds from now on, and what the server decides."""
    posted = rules.vouched(postings, sale_id)
    units = {each.unit for each in posted if each.debit == accounts.GIVEN}
    allowed = _at_once(desk, sale, units)
    return rules.at_once(posted, sale.account, allowed) if any(allowed.values()) else posted


def vouching(desk: Desk, standing: Standing, programme: Programme) -> Standing:
    """Add what the owner lets this till vouch for while it has no line, beyond what it holds."""
    goodwill = desk.limits.goodwill
    if goodwill == Allowance() or desk.can_ask or desk.ledger.needs_rejoin():
        return standing
    if desk.directory.standing(standing.account) is None:
        return standing  # what nobody else has heard of, nobody vouches for
    used = _vouched(desk)
    # So many stamps are for all cards together, and so many points for all members.
    stamps = goodwill.stamps - sum(n for unit, n in used.items() if unit.startswith(STAMP))
    left = {accounts.stamps(card.id): stamps for card in programme.stamp_cards}
    left[POINTS] = goodwill.points - used.get(POINTS, 0)
    return rules.vouching(standing, left)


def _vouched(desk: Desk) -> Mapping[str, int]:
    """Sum the goodwill that the server has not heard of; the ledger counts it, so a restart too."""
    head = desk.ledger.head()
    place = (head.epoch, head.seq, desk.ledger.unsent())
    if desk.vouched[0] != place:
        desk.vouched = (place, desk.ledger.unsent_sum(ANY_OPEN, accounts.USED))
    return desk.vouched[1]


def _at_once(desk: Desk, sale: Sale, units: set[str]) -> dict[str, int]:
    """Give how much of each unit a sale may add to what this till holds."""
    limits = desk.limits
    always = limits.at_once_always or sale.linked
    if not always and limits.at_once == Allowance():
        return {}
    account = sale.account
    given = {} if always else desk.ledger.unsent_sum(accounts.GIVEN, accounts.held(account))
    said = desk.directory.standing(account)
    # What is owed is paid first, and only the server can book that.
    return {
        unit: 0
        if said is not None and said.owed.get(unit, 0)
        else NO_END
        if always
        else max(limits.at_once.of(unit) - given.get(unit, 0), 0)
        for unit in sorted(units)
    }
