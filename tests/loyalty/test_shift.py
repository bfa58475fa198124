"""A day is what its events say, for each who was there, however often it is closed and opened."""

from __future__ import annotations

from typing import Any

from loyalty import shift
from loyalty.event import Event, Posting
from loyalty.shift import NOTHING, Shift, Tally

BO, KIM = "owner:s1", "cashier:s2"


def made(kind: str, actor: str = BO, at: str = "2026-11-20T10:00:00Z", **data: Any) -> Event:
    postings: tuple[Posting, ...] = ()
    if kind == "sale":
        postings = (
            Posting(debit="shop:given", credit="m:a:open", unit="points", amount=12),
            Posting(debit="m:a:held", credit="shop:used", unit="points", amount=5),
            Posting(debit="shop:given", credit="m:other:open", unit="points", amount=99),
        )
        data = {"account": "a", "to_pay_minor": 1250, "spent": [{"reward": "x"}], **data}
    return Event(
        id=kind,
        seq=1,
        at=at,
        day="2026-11-20",
        clock="ok",
        type=kind,
        actor=actor,
        programme=1,
        postings=postings,
        data=data,
    )


def test_each_is_counted_for_who_did_it() -> None:
    events = (made("sale"), made("sale", KIM), made("enrol", KIM), made("undo", KIM))
    found = shift.fold(Shift(), events)
    sold = Tally(sales=1, turnover_minor=1250, given=12, used=5, rewards=1)
    assert found.by_actor == {BO: sold, KIM: sold + Tally(joined=1, taken_back=1)}
    assert found.total().sales == 2


def test_what_is_no_business_of_the_day_leaves_no_line() -> None:
    assert shift.fold(Shift(), (made("pin_set"),)).by_actor == {}


def test_a_reward_without_a_purchase_and_an_override_are_seen() -> None:
    alone = made("sale", to_pay_minor=0, override={"by": BO, "reason": "2"})
    tally = shift.tally_of(alone)
    assert (tally.rewards_only, tally.overrides) == (1, 1)


def test_a_close_begins_the_next_day_and_is_opened_again_until_a_sale() -> None:
    closed = shift.fold(Shift(), (made("sale"), made(shift.CLOSED, receipts=3, till_minor=900)))
    assert (closed.number, closed.by_actor) == (2, {})
    assert closed.before is not None
    assert (closed.before.receipts, closed.before.till_minor) == (3, 900)
    opened = shift.fold(closed, (made(shift.REOPENED),))
    assert (opened.number, opened.total().sales, opened.receipts) == (1, 1, None)
    sold = shift.fold(closed, (made("sale"),))
    assert sold.before is None
    assert shift.fold(sold, (made(shift.REOPENED),)).number == 2
    assert shift.fold(closed, (made("pin_set"),)).before is not None


def test_folding_page_by_page_is_folding_all() -> None:
    events = [made("sale"), made("enrol"), made(shift.CLOSED), made("sale", KIM)]
    paged = shift.fold(shift.fold(Shift(), events[:2]), events[2:])
    assert paged == shift.fold(Shift(), events)


def test_strange_data_counts_nothing() -> None:
    odd = made("sale", to_pay_minor="many", spent="x")
    assert shift.tally_of(odd).turnover_minor == 0
    assert NOTHING + NOTHING == NOTHING


def test_a_share_needs_a_whole() -> None:
    assert shift.share_percent(131, 198) == 66
    assert shift.share_percent(1, 0) is None
