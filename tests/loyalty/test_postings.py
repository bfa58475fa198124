"""Postings of entries: who is moved, in which lots, and nothing for nothing."""

from loyalty.entries import Counted, Given, Spent
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.postings import of_entries
from loyalty.why import why

EVENT = "019ab001-0000-7000-8000-000000000001"
BECAUSE = why("earn_flat", given=1)


def given(amount: int, **parts: str) -> Given:
    """Give points."""
    return Given(rule="r", unit="points", amount=amount, why=BECAUSE, **parts)  # type: ignore[arg-type]


def test_entries_of_one_lot_are_one_posting() -> None:
    assert of_entries("a", EVENT, given=[given(2), given(3)]) == (
        Posting(
            debit="shop:given",
            credit="m:a:open",
            unit="points",
            amount=5,
            lot=f"{EVENT}~9999-12-31",
        ),
    )


def test_a_lot_that_begins_later_says_so() -> None:
    (posting,) = of_entries(
        "a", EVENT, given=[given(2, first_day="2026-11-23", last_day="2026-12-01")]
    )
    assert posting.lot == f"{EVENT}~2026-11-23~2026-12-01"


def test_what_names_another_account_moves_that_one() -> None:
    steps = [Counted(unit="used:mug", delta=1, account="shop"), Counted(unit="visits", delta=1)]
    moved = of_entries("a", EVENT, given=[given(2, account="b")], counted=steps)
    assert [each.credit for each in moved] == ["m:b:open", "m:shop:count", "m:a:count"]


def test_counters_run_backwards_and_cancel_out() -> None:
    steps = [
        Counted(unit="spend", delta=-5),
        Counted(unit="visits", delta=1),
        Counted(unit="visits", delta=-1),
    ]
    assert of_entries("a", EVENT, counted=steps) == (
        Posting(debit="m:a:count", credit="shop:counted", unit="spend", amount=5),
    )


def test_rewards_are_paid_from_what_is_held() -> None:
    lots = (HeldLot(lot="x~9999-12-31", amount=4), HeldLot(lot="y~9999-12-31", amount=0))
    spent = Spent(reward="mug", unit="points", amount=4, lots=lots, why=BECAUSE)
    assert of_entries("a", EVENT, spent=[spent]) == (
        Posting(debit="m:a:held", credit="shop:used", unit="points", amount=4, lot="x~9999-12-31"),
    )
