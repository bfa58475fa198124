"""A sale goes to the right member: it was somebody else's by mistake, or nobody's yet.

Both are one transaction: the sale is taken back where it was, and recorded again for the right
member as it was sold, with its own time and programme. What was taken back names the new sale, so
that nothing is moved or added twice and the old slip still finds it.
"""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from loyalty import accounts, boost, days, event
from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.quote import Quote, postings
from loyalty.quote import quote as quote_of
from loyalty.refunds.refund import Refund
from storage.records import Member, SaleRow
from terminal.till import (
    allowed,
    journal,
    own_rights,
    recorder,
    redirects,
    resold,
    roll,
    sale,
    scene,
    strip,
)
from terminal.till import without_member as nobody
from terminal.till.desk import Desk, Question, Sale
from terminal.till.effects import Effect, Print
from terminal.till.recorder import Parts
from terminal.till.slips import sale_slip

LATE = "late"
MOVED_FROM = "moved_from"
BECAUSE = "because"
SOLD_AT = "sold_at"
MINUTE_US = 60_000_000
BY_NAME = "phone_by_name"


def scanned(desk: Desk, member: Member, shown: str) -> list[Effect]:
    """A card was read while the journal is open: the chosen sale is its member's.

    A sale that is already theirs was not meant: then it is the last one that nobody has. Raises
    Refusal `card_blocked`, `move_same`, `move_none` and what `onto` raises.
    """
    asked = desk.question
    if asked is not None and asked.kind == LATE and asked.number == member.member_id:
        return []  # the card only lies there
    row = journal.row_of(desk, desk.moving) if desk.moving else journal.chosen(desk)
    theirs = row is not None and redirects.account(desk, row.account) == member.account
    if row is None or theirs:
        least_us = desk.clock.now_us() - desk.limits.counter.move_minutes * MINUTE_US
        late = nobody.newest(desk, least_us)
        if not late:
            raise Refusal("move_same" if theirs else "move_none")
        row = journal.row_of(desk, late)
        listed = [one.sale for one in journal.rows(desk)]
        desk.chosen = listed.index(late) if late in listed else desk.chosen
    return onto(desk, row, member, shown)


def wait_for_member(desk: Desk, row: SaleRow) -> None:
    """Somebody is looked for by phone or name: whom the sale goes to, where it still can."""
    if row.reversed or not minutes_left(desk, row):
        return
    desk.moving = row.sale
    sentence = desk.say(
        "Whose is the sale of {time}, {amount}?",
        time=desk.words.time(sold_us(desk, row)),
        amount=desk.words.money(row.amount_minor),
    )
    strip.note(desk, desk.say("Move"), sentence)


def found(desk: Desk, member: Member) -> list[Effect]:
    """Somebody was found by phone or name for the sale that is to move; raises as `onto`."""
    return onto(desk, journal.row_of(desk, desk.moving), member, BY_NAME)


def onto(desk: Desk, row: SaleRow, member: Member, shown: str) -> list[Effect]:
    """Move a sale at once, or ask first whether one of nobody is this member's.

    Raises Refusal `card_blocked`, `already_reversed`, `move_other`, `move_late`, `move_reward`
    and `move_used`; then nothing was written.
    """
    if member.status != "active":
        raise Refusal("card_blocked")
    _check(desk, row)
    if row.account:

        def act(here: Desk, by: dict[str, str]) -> list[Effect]:
            return _record(here, row, member, shown, why="moved", by=by)

        return allowed.moving(desk, act, is_in_time=bool(minutes_left(desk, row)))
    if not minutes_left(desk, row):
        raise Refusal("move_late", "a sale is moved within a quarter of an hour")
    desk.question = Question(kind=LATE, number=member.member_id, shown=shown, sale=row.sale)
    sentence = desk.say(
        "Sale {time}, {amount}: for {name}? Enter = yes, Esc = no",
        time=desk.words.time(sold_us(desk, row)),
        amount=desk.words.money(row.amount_minor),
        name=name_of(desk, member),
    )
    return strip.ask(desk, desk.say("Late card"), sentence)


def answered(desk: Desk, asked: Question, *, yes: bool) -> list[Effect]:
    """Enter or Esc to whether a sale of nobody is this member's. Raises as `onto`."""
    member = roll.member(desk, asked.number)
    if not yes or member is None:
        return strip.note(desk, "", "")
    row = journal.row_of(desk, asked.sale)
    _check(desk, row)
    return allowed.adding_late(
        desk, lambda here, by: _record(here, row, member, asked.shown, why=LATE, by=by)
    )


def undo(desk: Desk) -> list[Effect]:
    """F8: take back the last sale that stands; one that was moved goes back to where it was."""
    row = next((one for one in journal.rows(desk) if not one.reversed), None)
    came = _came_from(desk, row) if row is not None else None
    if row is None or came is None or not minutes_left(desk, row):
        return journal.undo(desk)
    before = roll.member(desk, str(came.data.get("member", "")))
    return _record(desk, row, before, str(came.data.get("shown", BY_NAME)), why="moved_back", by={})


def sold_us(desk: Desk, row: SaleRow) -> int:
    """Say when a sale was sold, in microseconds since 1970, however often it was moved since."""
    stored = desk.ledger.event(row.sale)
    said = event.decode(stored.raw).data.get(SOLD_AT) if stored else None
    return days.read(said if isinstance(said, str) else row.at)


def minutes_left(desk: Desk, row: SaleRow) -> int:
    """Say for how many minutes more a sale can be moved, begun ones counted; 0 when it cannot."""
    within_minutes = desk.limits.counter.move_minutes
    ends_us = sold_us(desk, row) + within_minutes * MINUTE_US
    left = -(-(ends_us - desk.clock.now_us()) // MINUTE_US)
    return min(max(left, 0), within_minutes)


def _check(desk: Desk, row: SaleRow) -> None:
    stored = desk.ledger.event(row.sale)
    if row.reversed or stored is None:
        raise Refusal("already_reversed")
    if not journal.is_ours(desk, stored):
        raise Refusal("move_other", "this till no longer has the right to that sale")
    if event.decode(stored.raw).data.get("spent"):
        raise Refusal("move_reward", "what was used in it was somebody else's")


def _record(
    desk: Desk,
    row: SaleRow,
    member: Member | None,
    shown: str,
    *,
    why: str,
    by: dict[str, str],
) -> list[Effect]:
    """Take the sale back and record it again, together; then the counter is free."""
    stored = desk.ledger.event(row.sale)
    assert stored is not None
    made = event.decode(stored.raw)
    back = journal.planned(desk, row)
    _refuse_used(desk, row, back)
    sale_id = recorder.new_id(desk)
    kept = {SOLD_AT: days.stamp(sold_us(desk, row)), MOVED_FROM: row.sale, BECAUSE: why}
    again = _open_sale(desk, member, shown, row) if member is not None else None
    quoted = _priced(desk, again, made, row, sale_id)
    taken: Parts = {
        "kind": "undo",
        "event_id": recorder.new_id(desk),
        "data": {
            **back.data,
            "account": row.account,
            "amount_minor": row.amount_minor,
            BECAUSE: why,
            **({"override": by} if by else {}),
            journal.MOVED_TO: sale_id,
        },
        "postings": back.postings,
        "account": row.account,
        "sale": row.sale,
        "corrects": row.sale,
        "amount_minor": -back.money_minor,
    }
    recorder.record_all(desk, (taken, _sold(desk, again, quoted, made, sale_id=sale_id, kept=kept)))
    return _said(desk, row, again, quoted, sale_id)


def _sold(
    desk: Desk,
    again: Sale | None,
    quoted: Quote,
    made: Event,
    *,
    sale_id: str,
    kept: dict[str, str],
) -> Parts:
    """Give the parts of the sale as it is recorded again."""
    # The cash register goes on to know it by its own number.
    told = desk.ledger.register.of_event(made.id)
    named = {"register": {told.kind: told.name}} if told else {}
    parts: Parts = {
        "kind": "sale",
        "event_id": sale_id,
        "data": {
            "member": "",
            "account": "",
            **quoted.breakdown(),
            **_boosted(made),
            **kept,
            **named,
        },
        "register": (dataclasses.replace(told, event=sale_id),) if told else (),
        "sale": sale_id,
        "amount_minor": quoted.to_pay_minor,
        "version": made.programme,
    }
    if again is not None:
        programme = resold.programme(desk, made)
        booked = postings(quoted, again.account, sale_id, programme)
        parts["data"] = {**sale.data(again, quoted), **kept, **named}
        parts["postings"] = own_rights.booked(desk, again, booked, sale_id)
        parts["account"] = again.account
    return parts


def _boosted(made: Event) -> dict[str, object]:
    """Keep what was on when it was sold, also where nobody earns by it yet."""
    said = made.data.get("boost")
    return {"boost": said} if said else {}


def _priced(desk: Desk, again: Sale | None, made: Event, row: SaleRow, sale_id: str) -> Quote:
    """Price a sale as it was sold, by the programme, day and hour of then."""
    programme = resold.programme(desk, made)
    bought = resold.basket(made)
    if again is None:
        return quote_of(programme, None, bought, day=made.day, sale_id=sale_id)
    wall = days.local(sold_us(desk, row), desk.shop.time_zone)
    here = replace(
        scene.of(desk, again.member_id, again.account),
        programme=programme,
        day=made.day,
        minute=wall.hour * 60 + wall.minute,
        boost=boost.of_event(made.data.get("boost")),
    )
    quoted = sale.priced(desk, again, bought, here, sale_id)
    if quoted.spent:
        raise Refusal("move_reward", "it would take something off that was not taken off then")
    return quoted


def _open_sale(desk: Desk, member: Member, shown: str, row: SaleRow) -> Sale:
    return Sale(
        member_id=member.member_id,
        account=member.account,
        number=member.number,
        shown=shown,
        opened_us=sold_us(desk, row),
        shown_us=desk.clock.now_us(),
    )


def _refuse_used(desk: Desk, row: SaleRow, back: Refund) -> None:
    """Refuse where what the sale gave is not there any more: it would be owed by a stranger."""
    if not row.account:
        return
    standing = roll.standing(desk, row.account)
    for unit, delta in journal.effect_of(desk, row, back).items():
        if accounts.is_value(unit) and standing.amount(unit) + delta < 0:
            raise Refusal("move_used", "what the sale gave was used in the meantime")
    if back.data["forgiven"]:
        raise Refusal("move_used", "what the sale gave was used in the meantime")


def _came_from(desk: Desk, row: SaleRow) -> Event | None:
    stored = desk.ledger.event(row.sale)
    said = event.decode(stored.raw).data.get(MOVED_FROM) if stored else None
    first = desk.ledger.event(said) if isinstance(said, str) else None
    return event.decode(first.raw) if first else None


def _said(
    desk: Desk, row: SaleRow, again: Sale | None, quoted: Quote, sale_id: str
) -> list[Effect]:
    money = desk.words.money(row.amount_minor)
    if again is None:
        sale.clear(desk)
        return strip.saved(desk, desk.say("The sale of {amount} is nobody's again.", amount=money))
    slip = sale_slip(desk, again, sale_id, quoted)
    summary = sale.summary(desk, again, quoted)
    # The card that was just read lies there still.
    sale.not_again(desk, again.number, None)
    sale.clear(desk)
    return [*strip.saved(desk, summary), Print(slip=slip)]


def name_of(desk: Desk, member: Member) -> str:
    """Name a member as a cashier may: the short name, else the last four of the card."""
    last_four = f"\u2022\u2022\u2022\u2022 {member.number[-4:]}" if member.number else ""
    return roll.short_name(desk, member.member_id) or last_four or desk.say("the member")
