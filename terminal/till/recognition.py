"""The one quiet sentence of recognition on the member's side: never about money or absence."""

from __future__ import annotations

from loyalty import accounts
from loyalty.programme import Programme
from loyalty.quote import Quote
from loyalty.standing import Standing
from terminal.till import roll
from terminal.till.desk import Desk
from terminal.till.wording import Wording

VISITS_EVERY = 50
YEAR_LENGTH = len("2026")


def on_coming(desk: Desk, member_id: str, standing: Standing, spoken: Wording) -> str:
    """Greet somebody who is here for the first time, or has been a member for whole years."""
    if not desk.guest.settings.celebrates:
        return ""
    known = roll.member(desk, member_id)
    years = _years(known.joined_day if known else "", desk.day())
    if years:
        return spoken.plural("A member for {n} year today", "A member for {n} years today", years)
    return spoken.say("Good to have you here") if not standing.visits else ""


def on_closing(desk: Desk, programme: Programme, quote: Quote, spoken: Wording) -> str:
    """Say what this visit reached: a level, a full card, a round number of visits."""
    if not desk.guest.settings.celebrates:
        return ""
    tier = quote.tier_after
    if tier is not None and tier != quote.tier_before and _is_higher(programme, quote):
        return spoken.say("New: {level}", level=programme.text(tier.name, spoken.language))
    for card in programme.stamp_cards:
        unit = accounts.stamps(card.id)
        before = quote.before.amount(unit) if quote.before else 0
        if before < card.stamps <= before + quote.given_of(unit):
            return spoken.say("Your card is full")
    after = quote.after
    visits, earlier = (after.visits if after else 0), (quote.before.visits if quote.before else 0)
    if visits > earlier and visits % VISITS_EVERY == 0:
        return spoken.plural("Visit number {n}", "Visit number {n}", visits)
    return ""


def _is_higher(programme: Programme, quote: Quote) -> bool:
    order = [one.id for one in programme.tiers]
    before, after = quote.tier_before, quote.tier_after
    return after is not None and (before is None or order.index(after.id) > order.index(before.id))


def _years(joined_day: str, day: str) -> int:
    """Give how many whole years somebody is a member on their very day; 0 on other days."""
    same = bool(joined_day) and joined_day[YEAR_LENGTH:] == day[YEAR_LENGTH:]
    return int(day[:YEAR_LENGTH]) - int(joined_day[:YEAR_LENGTH]) if same else 0
