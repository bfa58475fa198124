"""Draws where a member's points are: the last ten lines, for the cashier and for the member."""

from __future__ import annotations

from loyalty import accounts, days, event
from loyalty.accounts import POINTS, changes
from loyalty.event import Event
from loyalty.explaining import explain
from terminal.till import draw_member, elsewhere, recorder, redirects, roll
from terminal.till.desk import Desk, Sale
from terminal.till.screens import Action, Frame
from terminal.till.screens_history import History, HistoryRow, MemberHistory
from terminal.till.wording import Wording

LINES_SHOWN = 10
LOOKED_AT = 40
BACK = frozenset({"refund", "undo"})


def history(desk: Desk, frame: Frame) -> History:
    """Draw the last lines of whoever is attached."""
    assert desk.sale is not None
    programme = recorder.programme(desk)
    standing = roll.standing(desk, desk.sale.account)
    rows = _rows(desk, desk.sale, desk.words)
    return History(
        frame=frame,
        person=draw_member.person(desk, programme, standing),
        title=desk.say("The last ten lines"),
        rows=rows,
        caption=_caption(desk, desk.words),
        chosen=max(len(rows) - 1, 0) if desk.at_oldest else 0,
        esc=Action(key="Esc", label=desk.say("Back")),
    )


def of_member(desk: Desk) -> MemberHistory | None:
    """Give the same lines for the member's side, in their language; None while it is shut."""
    if desk.sale is None:
        return None
    known = roll.person(desk, desk.sale.member_id)
    words = desk.words_of(known.language if known else "")
    points = roll.standing(desk, desk.sale.account).amount(POINTS)
    return MemberHistory(
        title=words.say("Your last ten lines"),
        balance=words.plural("{n} point", "{n} points", points),
        rows=_rows(desk, desk.sale, words),
        caption=_caption(desk, words),
    )


def _caption(desk: Desk, words: Wording) -> str:
    if not desk.shop.several_tills:
        return ""
    if desk.can_ask:
        return words.say("With the lines of the other tills, as far as the shop has them.")
    return words.say("Of other tills what was heard last. All of it counts in the points.")


def _rows(desk: Desk, open_sale: Sale, words: Wording) -> tuple[HistoryRow, ...]:
    account = redirects.account(desk, open_sale.account)
    names = (account, *redirects.former(desk, account))
    stored = [one for name in names for one in desk.ledger.recent_of(name, LOOKED_AT)]
    made = [(desk.shop.till, event.decode(one.raw)) for one in stored]
    made += elsewhere.lines(desk, account)
    ordered = sorted(made, key=lambda pair: pair[1].at)[::-1]
    told = ((till, one, _effect(one, names)) for till, one in ordered)
    wanted = [each for each in told if each[2] or each[1].type == "sale"]
    return tuple(
        _row(desk, one, effect, words, till or desk.shop.name)
        for till, one, effect in wanted[:LINES_SHOWN]
    )


def _effect(made: Event, names: tuple[str, ...]) -> dict[str, int]:
    """Sum by unit what an event did to what can be spent; what only went elsewhere is left out."""
    total: dict[str, int] = {}
    for each in changes(made.postings):
        if each.account in names and accounts.is_value(each.unit):
            total[each.unit] = total.get(each.unit, 0) + each.delta
    return {unit: delta for unit, delta in total.items() if delta}


def _row(desk: Desk, made: Event, effect: dict[str, int], words: Wording, till: str) -> HistoryRow:
    sold = made.data.get("sold_at")
    at_us = days.read(sold if isinstance(sold, str) else made.at)
    local = days.local(at_us, desk.shop.time_zone).date().isoformat()
    return HistoryRow(
        date=words.visit_day(local),
        time=words.time(at_us),
        till=till,
        what=_what(made, words),
        why=_why(desk, made, words),
        points=_figure(effect, words),
    )


def _what(made: Event, words: Wording) -> str:
    if made.type == "sale":
        return words.say("Sale {amount}", amount=words.money(_minor(made, "to_pay_minor")))
    if made.type in BACK:
        if "moved_to" in made.data:
            return words.say("Moved to another card")
        return words.say("Taken back {amount}", amount=words.money(_minor(made, "money_minor")))
    if made.type == "enrol":
        return words.say("Welcome")
    if made.type == "expire":
        return words.say("Ran out")
    return words.say("Changed")


def _minor(made: Event, name: str) -> int:
    found = made.data.get(name, 0)
    return found if isinstance(found, int) else 0


def _why(desk: Desk, made: Event, words: Wording) -> str:
    """Say the reasons that an event kept; a reversal has said all with what it is."""
    if made.type in BACK or made.type == "expire":
        return ""
    return explain.explained(
        made.data,
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        named=explain.names(recorder.programme(desk), words.language),
        postings=made.postings,
    )


def _figure(effect: dict[str, int], words: Wording) -> str:
    """Write points as a bare figure; without points the stamps with their word."""
    if POINTS in effect or not effect:
        return words.signed(effect.get(POINTS, 0))
    stamps = sum(delta for unit, delta in effect.items() if unit.startswith("stamp:"))
    word = words.plural("stamp", "stamps", abs(stamps))
    return f"{words.signed(stamps)} {word}" if stamps else ""
