"""Who has earned often today, or had a stamp just now: said in a sentence, never in the way alone.

Where one person works nothing is asked: the line says it, and the sale goes on. Where several do,
somebody who may allows it with a reason, and it is counted in their report.
"""

from __future__ import annotations

import msgspec

from loyalty import counter_limits, days, event, staff
from terminal.till import (
    elsewhere,
    large,
    override,
    recorder,
    redirects,
    reward,
    roll,
    sale,
    strip,
)
from terminal.till.desk import Desk, Sale
from terminal.till.effects import Effect

STAMP = "stamp:"
LOOKED_AT = 12
SALE = "sale"


def close(desk: Desk) -> list[Effect]:
    """Close the open sale, after whatever has to be asked first. Raises as `reward.close`."""
    asked = ask(desk)
    if asked is None:
        asked = large.ask(desk)
    if asked is not None:
        return asked
    assert desk.sale is not None
    remark = _remark(desk, desk.sale)
    effects = reward.close(desk)
    if remark and desk.strip is not None and desk.mode == "idle":
        sentence = f"{desk.strip.sentence} \u00b7 {remark}"
        desk.strip = msgspec.structs.replace(desk.strip, sentence=sentence)
    return effects


def ask(desk: Desk) -> list[Effect] | None:
    """Ask for somebody who may, where the open sale is over a limit; None when it may close.

    Raises what `sale.quoted` raises.
    """
    open_sale = desk.sale
    assert open_sale is not None
    if open_sale.allowed or not (title := over(desk, open_sale)):
        return None
    if override.needed(desk, staff.VISITS_MORE):
        return override.ask(desk, staff.VISITS_MORE, title, _allowed)
    if desk.crew.at is not None:
        sale.change(desk, allowed={"by": desk.actor, "how": "self", "reason": ""})
    return None


def stops(desk: Desk, open_sale: Sale) -> bool:
    """Say whether a sale that the cash register closes waits for somebody who may."""
    is_asked = not open_sale.allowed and override.needed(desk, staff.VISITS_MORE)
    return is_asked and bool(over(desk, open_sale))


def over(desk: Desk, open_sale: Sale) -> str:
    """Say in a sentence which limit this sale is over; empty when none.

    The visits of a day are known from the server and from this till's own lines, the time of the
    last stamp from this till's own and from what was heard of the others'. Raises what
    `sale.quoted` raises.
    """
    limits, words = desk.limits.counter, desk.words
    if not (limits.earning_visits or limits.stamp_minutes):
        return ""
    visits = _visits(desk, open_sale)
    waits = _stamp_minutes(desk, open_sale) if not visits else 0
    if not (visits or waits) or not _earns(desk, stamps=not visits):
        return ""
    if visits:
        return _times(desk, visits)
    return words.plural("Next stamp in {n} minute", "Next stamp in {n} minutes", waits)


def greet(desk: Desk) -> None:
    """Say at once who has earned often today, where a linked register asks for no Enter."""
    open_sale = desk.sale
    if open_sale is None or not open_sale.linked or not override.needed(desk, staff.VISITS_MORE):
        return
    visits = _visits(desk, open_sale)
    if visits:
        sentence = desk.say("{reason}. Enter asks a supervisor.", reason=_times(desk, visits))
        strip.note(desk, desk.say("Often"), sentence)


def _remark(desk: Desk, open_sale: Sale) -> str:
    """Give what the line adds to a sale that is closed: who works alone hears of it, no more."""
    return "" if open_sale.allowed else over(desk, open_sale)


def _visits(desk: Desk, open_sale: Sale) -> int:
    counters = roll.standing(desk, open_sale.account).counters
    return counter_limits.visits_over(counters, desk.day(), desk.limits.counter)


def _times(desk: Desk, visits: int) -> str:
    return desk.words.plural(
        "Has earned {n} time today already", "Has earned {n} times today already", visits
    )


def _allowed(desk: Desk, by: dict[str, str]) -> list[Effect]:
    if desk.sale is None:
        return []
    sale.change(desk, allowed=by)
    if desk.sale.linked:
        return []
    return close(desk)


def _earns(desk: Desk, *, stamps: bool) -> bool:
    _, _, made = sale.quoted(desk)
    return any(each.unit.startswith(STAMP) or not stamps for each in made.given)


def _stamp_minutes(desk: Desk, open_sale: Sale) -> int:
    if not desk.limits.counter.stamp_minutes or not recorder.programme(desk).stamp_cards:
        return 0
    account = redirects.account(desk, open_sale.account)
    last_us = max(_last_here_us(desk, open_sale), elsewhere.last_stamped_us(desk, account))
    return counter_limits.stamp_wait_minutes(last_us, desk.clock.now_us(), desk.limits.counter)


def _last_here_us(desk: Desk, open_sale: Sale) -> int:
    for stored in desk.ledger.recent_of(open_sale.account, LOOKED_AT):
        made = event.decode(stored.raw)
        is_one = made.type == SALE and elsewhere.stamped(made)
        if is_one and desk.ledger.corrected_by(made.id) is None:
            return days.read(made.at)
    return 0
