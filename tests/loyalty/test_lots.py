"""Lots: what ends first is spent first, and nothing is spent after its last day."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.lots import NEVER, HeldLot, last_day, name, order, spendable, take

held_lots = st.lists(
    st.builds(
        HeldLot,
        lot=st.builds(
            name,
            st.text("0123456789abcdef", min_size=1, max_size=6),
            st.sampled_from(["2026-01-31", "2026-11-22", "2026-12-01", NEVER]),
        ),
        amount=st.integers(0, 50),
    ),
    unique_by=lambda held: held.lot,
    max_size=6,
)


def test_a_name_carries_its_last_day() -> None:
    assert name("e1", "2026-12-31") == "e1~2026-12-31"
    assert last_day("e1~2026-12-31") == "2026-12-31"
    assert last_day(name("e1")) == NEVER
    assert last_day("from another time") == NEVER


def test_a_lot_can_be_spent_through_the_end_of_its_last_day() -> None:
    lots = [HeldLot(lot=name("e", "2026-11-22"), amount=5)]
    assert spendable(lots, "2026-11-22") == tuple(lots)
    assert spendable(lots, "2026-11-23") == ()


def test_earliest_end_first_then_oldest() -> None:
    lots = [
        HeldLot(lot=name("a"), amount=1),
        HeldLot(lot=name("c", "2026-12-01"), amount=1),
        HeldLot(lot=name("b", "2026-12-01"), amount=1),
        HeldLot(lot=name("z", "2026-11-30"), amount=1),
    ]
    assert [held.lot[0] for held in spendable(lots, "2026-11-22")] == ["z", "b", "c", "a"]


def test_taking_crosses_lots_and_says_what_is_missing() -> None:
    lots = [HeldLot(lot=name("b"), amount=5), HeldLot(lot=name("a"), amount=3)]
    assert take(lots, 4) == (
        (HeldLot(lot=name("a"), amount=3), HeldLot(lot=name("b"), amount=1)),
        0,
    )
    assert take(lots, 10)[1] == 2
    assert take(lots, 0) == ((), 0)
    assert take([], 2) == ((), 2)


@given(held_lots, st.integers(0, 300))
def test_what_is_taken_and_what_is_missing_add_up(lots: list[HeldLot], amount: int) -> None:
    taken, missing = take(lots, amount)
    there = {held.lot: held.amount for held in lots}
    assert sum(held.amount for held in taken) + missing == amount
    assert all(0 < held.amount <= there[held.lot] for held in taken)
    assert missing == max(amount - sum(there.values()), 0)
    assert [held.lot for held in taken] == sorted((held.lot for held in taken), key=order)


@given(held_lots)
def test_only_what_has_not_ended_is_spendable(lots: list[HeldLot]) -> None:
    usable = spendable(lots, "2026-11-22")
    assert set(usable) == {
        held for held in lots if held.amount and last_day(held.lot) >= "2026-11-22"
    }
