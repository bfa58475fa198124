"""Refunds by parts: what each part reverses, what it pays back, and that the last closes all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.entries import Counted, Given, Spent, Weights
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.lots import NEVER, HeldLot, name
from loyalty.programme import Programme, load_toml
from loyalty.refund import Refund, Refunding, refund
from loyalty.returning import LineBack, Part, SoldLine, share
from loyalty.settle import settled
from loyalty.standing import Standing
from loyalty.why import why

SALE = "sale"
ACCOUNT = "ann"
DAY = "2026-03-02"
OLD = name("opening")
NEW = name(SALE)
PLAIN = load_toml(
    """
id = "plain"
version = 1
from = "2026-01-01"
name = "Plain"
currency = "EUR"
time_zone = "UTC"
"""
)
FORGIVING = msgspec.structs.replace(PLAIN, owing="forgive")


def points(amount: int, weights: Weights = (), last_day: str = NEVER) -> Given:
    """Give points as an earn rule does."""
    reason = why("earn_flat", rule="r", given=amount)
    return Given(
        rule="r", unit=accounts.POINTS, amount=amount, last_day=last_day, why=reason,
        weights=weights,
    )  # fmt: skip


def spent(amount: int, weights: Weights = ()) -> Spent:
    """Spend points of the old lot."""
    return Spent(
        reward="ten",
        unit=accounts.POINTS,
        amount=amount,
        lots=(HeldLot(lot=OLD, amount=amount),),
        why=why("reward", reward="ten"),
        weights=weights,
    )


def sold(
    lines: Sequence[SoldLine],
    given_: Sequence[Given] = (),
    spent_: Sequence[Spent] = (),
    counted: Sequence[Counted] = (),
) -> Event:
    """Write a sale as the till does."""
    held, open_, count = accounts.held(ACCOUNT), accounts.open_(ACCOUNT), accounts.count(ACCOUNT)
    moved: dict[tuple[str, str, str, str], int] = {}
    for cost in spent_:
        for lot in cost.lots:
            key = (held, accounts.USED, cost.unit, lot.lot)
            moved[key] = moved.get(key, 0) + lot.amount
    for gift in given_:
        key = (accounts.GIVEN, open_, gift.unit, name(SALE, gift.last_day))
        moved[key] = moved.get(key, 0) + gift.amount
    for step in counted:
        sides = (accounts.COUNTED, count) if step.delta > 0 else (count, accounts.COUNTED)
        key = (*sides, step.unit, "")
        moved[key] = moved.get(key, 0) + abs(step.delta)
    data: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode({"lines": lines, "given": given_, "spent": spent_, "counted": counted})
    )
    return Event(
        id=SALE,
        seq=1,
        at="2026-03-02T10:00:00.000000Z",
        day=DAY,
        clock="ok",
        type="sale",
        actor="cashier:default",
        programme=1,
        postings=tuple(
            Posting(debit=debit, credit=credit, unit=unit, lot=lot, amount=amount)
            for (debit, credit, unit, lot), amount in moved.items()
            if amount
        ),
        data=data,
    )


def member(**lots: int) -> Standing:
    """Give a member whose points are all here, lot by lot (`old` and `new`)."""
    named = {"old": OLD, "new": NEW}
    return Standing(
        account=ACCOUNT,
        balance={accounts.POINTS: sum(lots.values())},
        held={accounts.POINTS: tuple(HeldLot(lot=named[lot], amount=lots[lot]) for lot in lots)},
    )


def back(
    sale: Event,
    standing: Standing,
    *parts: Part,
    programme: Programme = PLAIN,
    day: str = DAY,
    expired: dict[str, int] | None = None,
) -> tuple[list[Refund], Standing]:
    """Refund parts one after another; give them and where the member stands then."""
    made: list[Refund] = []
    for part in parts:
        about = Refunding(
            programme=programme,
            sale=sale,
            account=ACCOUNT,
            standings={ACCOUNT: standing},
            day=day,
            earlier=[each.data for each in made],
            expired=expired or {},
        )
        made.append(refund(about, part))
        standing = settled(standing, made[-1].postings)
    return made, standing


def code(sale: Event, *parts: Part) -> str:
    """Give the code with which the last of these parts is refused."""
    with pytest.raises(Refusal) as refused:
        back(sale, member(old=50, new=70), *parts)
    return refused.value.code


PENS = (SoldLine(amount_minor=10_000, net_minor=9_000, quantity=2, product="pen"),)
PEN_SALE = sold(PENS, [points(70, ((0, 2),))], [spent(150, ((0, 1000),))])
ONE = Part(lines=(LineBack(line=0, pieces=1),))


def test_one_of_two_pens_takes_half_of_what_they_brought_and_gives_half_of_what_they_cost() -> None:
    """200 points, 150 spent and 70 earned: 120. One pen back: 35 taken, 75 returned: 160."""
    made, after = back(PEN_SALE, member(old=50, new=70), ONE)
    assert after.amount() == 160
    assert made[0].money_minor == 4_500
    assert {(each.debit, each.amount) for each in made[0].postings} == {
        (accounts.held(ACCOUNT), 35),
        (accounts.USED, 75),
    }


def test_the_last_part_closes_what_the_first_rounded_down() -> None:
    sale = sold((SoldLine(amount_minor=1000, net_minor=1000, quantity=3),), [points(10)])
    one = Part(lines=(LineBack(line=0, pieces=1),))
    made, after = back(sale, member(new=10), one, one, one)
    assert [each.money_minor for each in made] == [333, 333, 334]
    assert [sum(posting.amount for posting in each.postings) for each in made] == [3, 3, 4]
    assert after.amount() == 0


def test_an_amount_after_a_piece_pays_back_exactly_that_amount() -> None:
    sale = sold((SoldLine(amount_minor=100, net_minor=100, quantity=3),), [points(9)])
    by_amount = Part(lines=(LineBack(line=0, amount_minor=30),))
    rest = Part(lines=(LineBack(line=0, amount_minor=37),))
    made, after = back(sale, member(new=9), Part(lines=(LineBack(line=0, pieces=1),)), by_amount)
    assert [each.money_minor for each in made] == [33, 30]
    made, after = back(
        sale, member(new=9), Part(lines=(LineBack(line=0, pieces=1),)), by_amount, rest
    )
    assert made[-1].money_minor == 37
    assert after.amount() == 0


def test_a_line_takes_back_only_what_it_brought() -> None:
    """Two lines; only the second earned. Returning the first takes no points."""
    lines = (SoldLine(amount_minor=500, net_minor=500), SoldLine(amount_minor=500, net_minor=500))
    sale = sold(lines, [points(50, ((1, 500),))])
    made, after = back(sale, member(new=50), Part(lines=(LineBack(line=0),)))
    assert (made[0].postings, made[0].money_minor, after.amount()) == ((), 500, 50)
    _, after = back(sale, member(new=50), Part(lines=(LineBack(line=1),)))
    assert after.amount() == 0


def test_a_typed_amount_is_spread_over_the_lines_to_the_cent() -> None:
    lines = tuple(SoldLine(amount_minor=each, net_minor=each) for each in (333, 333, 334))
    sale = sold(lines, [points(100)])
    made, _ = back(sale, member(new=100), Part(amount_minor=100))
    assert made[0].data["lines_money_minor"] == [33, 33, 34]
    assert made[0].money_minor == 100


def test_a_line_for_nothing_comes_back_with_the_money_of_the_others() -> None:
    lines = (
        SoldLine(amount_minor=500, net_minor=500),
        SoldLine(amount_minor=300, net_minor=0, product="coffee"),
    )
    sale = sold(lines, (), [spent(10, ((1, 300),))])
    made, after = back(sale, member(old=0), Part(amount_minor=250), Part(amount_minor=250))
    assert [posting.amount for each in made for posting in each.postings] == [5, 5]
    assert after.amount() == 10


def test_counters_that_ran_backwards_run_forwards_again() -> None:
    counted = (
        Counted(unit="spend", delta=900),
        Counted(unit="carry:r/100", delta=-30),
        Counted(unit="visits", delta=1),
    )
    sale = sold((SoldLine(amount_minor=900, net_minor=900, quantity=2),), (), (), counted)
    start = settled(Standing(account=ACCOUNT), sale.postings)
    half = Part(lines=(LineBack(line=0, pieces=1),))
    _, after = back(sale, start, half)
    assert after.counters == {"spend": 450, "carry:r/100": -15, "visits": 1}
    _, after = back(sale, start, half, half)
    assert after.counters == {"spend": 0, "carry:r/100": 0, "visits": 0}


def test_points_that_were_spent_since_are_owed_or_forgiven() -> None:
    sale = sold((SoldLine(amount_minor=1500, net_minor=1500),), [points(150)])
    gone = member(new=50)
    made, after = back(sale, gone, Part())
    assert (after.amount(), after.owed) == (-100, {accounts.POINTS: 100})
    made, after = back(sale, gone, Part(), programme=FORGIVING)
    assert (after.amount(), dict(after.owed)) == (0, {})
    assert made[0].data["forgiven"] == {accounts.POINTS: 100}


def test_what_has_expired_counts_as_taken_back_once() -> None:
    """100 points, 60 expired and 40 spent: the refund leaves 40 owed, in two parts too."""
    sale = sold(
        (SoldLine(amount_minor=1000, net_minor=1000, quantity=2),),
        [points(100, last_day="2026-03-31")],
    )
    lot = name(SALE, "2026-03-31")
    half = Part(lines=(LineBack(line=0, pieces=1),))
    made, after = back(
        sale, Standing(account=ACCOUNT), half, half, day="2026-04-10", expired={lot: 60}
    )
    assert after.owed == {accounts.POINTS: 40}
    assert [each.data["expired"] for each in made] == [{lot: 50}, {lot: 10}]


def test_who_brought_a_friend_gives_the_thanks_back_from_their_own_account() -> None:
    gift = Given(
        rule="friends", unit=accounts.POINTS, amount=20, account="bob",
        why=why("referral", rule="friends"),
    )  # fmt: skip
    sale = sold((SoldLine(amount_minor=100, net_minor=100),))
    posting = Posting(
        debit=accounts.GIVEN, credit=accounts.open_("bob"), unit="points", amount=20, lot=NEW
    )
    data = sale.data | {"given": msgspec.to_builtins([gift])}
    sale = msgspec.structs.replace(sale, postings=(posting,), data=data)
    bob = Standing(
        account="bob", balance={"points": 20}, held={"points": (HeldLot(lot=NEW, amount=20),)}
    )
    about = Refunding(programme=PLAIN, sale=sale, account=ACCOUNT, standings={"bob": bob}, day=DAY)
    made = refund(about)
    assert [each.debit for each in made.postings] == [accounts.held("bob")]
    merged = Refunding(
        programme=PLAIN, sale=sale, account=ACCOUNT, standings={}, day=DAY,
        renamed={"bob": "bea"},
    )  # fmt: skip
    assert [each.debit for each in refund(merged).postings] == [accounts.open_("bea")]


def test_a_membership_pays_back_the_days_that_have_not_begun() -> None:
    club = load_toml(
        """
id = "plain"
version = 1
from = "2026-01-01"
name = "Plain"
currency = "EUR"
time_zone = "UTC"
memberships = [{ id = "club", name = "Club", fee_minor = 3100, days = 31 }]
"""
    )
    unit = accounts.running("club", "2026-03-02", "2026-04-01")
    sale = sold(
        (SoldLine(amount_minor=3100, net_minor=3100, product="club", kind="membership"),),
        (),
        (),
        [Counted(unit=unit, delta=1, weights=((0, 1),))],
    )
    start = settled(Standing(account=ACCOUNT), sale.postings)
    made, after = back(sale, start, Part(), programme=club, day="2026-03-11")
    assert made[0].money_minor == 2100
    assert after.counters[unit] == 0
    kept = msgspec.structs.replace(
        club, memberships=(msgspec.structs.replace(club.memberships[0], refund_unused=False),)
    )
    made, _ = back(sale, start, Part(), programme=kept, day="2026-03-11")
    assert made[0].money_minor == 0
    with pytest.raises(Refusal) as refused:
        back(sale, start, Part(lines=(LineBack(line=0, amount_minor=100),)), programme=club)
    assert refused.value.code == "refund_whole"


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ([Part(lines=(LineBack(line=1),))], "refund_line"),
        ([Part(lines=(LineBack(line=-1),))], "refund_line"),
        ([Part(amount_minor=-1)], "refund_nothing"),
        ([Part(lines=(LineBack(line=0, pieces=-1),))], "refund_nothing"),
        ([Part(lines=(LineBack(line=0, amount_minor=-5),))], "refund_nothing"),
        ([Part(amount_minor=9_001)], "refund_too_much"),
        ([Part(lines=(LineBack(line=0, amount_minor=9_001),))], "refund_too_much"),
        ([Part(lines=(LineBack(line=0, pieces=3),))], "refund_too_much"),
        ([ONE, Part(lines=(LineBack(line=0, pieces=2),))], "refund_too_much"),
        ([ONE, Part(amount_minor=4_501)], "refund_too_much"),
        ([Part(), ONE], "already_reversed"),
        ([ONE, ONE, Part()], "already_reversed"),
    ],
)
def test_what_is_refused(parts: list[Part], refused: str) -> None:
    assert code(PEN_SALE, *parts) == refused


def test_a_refund_is_final() -> None:
    made, _ = back(PEN_SALE, member(old=50, new=70), ONE)
    event = msgspec.structs.replace(PEN_SALE, postings=made[0].postings, data=made[0].data)
    assert code(event, Part()) == "reversal_final"
    nothing = msgspec.structs.replace(PEN_SALE, postings=(), data=made[0].data)
    assert code(nothing, Part()) == "reversal_final"


def test_a_sale_without_lines_comes_back_whole() -> None:
    sale = sold((), [points(5)])
    _, after = back(sale, member(new=5), Part())
    assert after.amount() == 0
    assert code(sale, Part(amount_minor=1)) == "refund_too_much"


def test_an_entry_without_weights_follows_the_money_then_prices_then_pieces() -> None:
    half, none = Fraction(1, 2), Fraction(0)
    paid = (SoldLine(amount_minor=9, net_minor=1), SoldLine(amount_minor=9, net_minor=3))
    assert share((), paid, (half, none)) == Fraction(1, 8)
    free = (SoldLine(amount_minor=1, net_minor=0), SoldLine(amount_minor=3, net_minor=0))
    assert share((), free, (half, none)) == Fraction(1, 8)
    pieces = (
        SoldLine(amount_minor=0, net_minor=0, quantity=1),
        SoldLine(amount_minor=0, net_minor=0, quantity=3),
    )
    assert share((), pieces, (half, none)) == Fraction(1, 8)


lines_ = st.lists(
    st.builds(
        lambda gross, off, quantity: SoldLine(
            amount_minor=gross, net_minor=max(gross - off, 0), quantity=quantity
        ),
        st.integers(0, 3000),
        st.integers(0, 1500),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=4,
)


@given(lines_, st.integers(0, 500), st.integers(0, 300), st.integers(-90, 90), st.data())
def test_any_parts_in_any_order_give_back_the_starting_state(
    lines: list[SoldLine], earned: int, cost: int, carried: int, data: st.DataObject
) -> None:
    weight = st.tuples(*(st.integers(0, 9) for _ in lines))
    weights = tuple(enumerate(data.draw(weight)))
    sale = sold(
        lines,
        [points(earned, weights)] if earned else [],
        [spent(cost)] if cost else [],
        [Counted(unit="carry:r/100", delta=carried), Counted(unit="visits", delta=1)],
    )
    start = member(old=cost)
    standing = settled(start, sale.postings)
    held = (HeldLot(lot=NEW, amount=earned),) if earned else ()
    standing = Standing(
        account=ACCOUNT, balance=standing.balance, counters=standing.counters,
        held={accounts.POINTS: held},
    )  # fmt: skip
    made: list[Refund] = []
    for _ in range(data.draw(st.integers(0, 4))):
        part = data.draw(
            st.one_of(
                st.builds(Part, amount_minor=st.integers(1, 4000)),
                st.builds(
                    lambda line, pieces, amount_minor: Part(
                        lines=(LineBack(line=line, pieces=pieces, amount_minor=amount_minor),)
                    ),
                    st.integers(0, len(lines) - 1),
                    st.integers(0, 2),
                    st.integers(0, 2000),
                ),
            )
        )
        about = Refunding(
            programme=PLAIN, sale=sale, account=ACCOUNT, standings={ACCOUNT: standing}, day=DAY,
            earlier=[each.data for each in made],
        )  # fmt: skip
        try:
            made.append(refund(about, part))
        except Refusal:
            continue
        if part.amount_minor:
            assert made[-1].money_minor == part.amount_minor
        standing = settled(standing, made[-1].postings)
    about = Refunding(
        programme=PLAIN, sale=sale, account=ACCOUNT, standings={ACCOUNT: standing}, day=DAY,
        earlier=[each.data for each in made],
    )  # fmt: skip
    try:
        made.append(refund(about))
        standing = settled(standing, made[-1].postings)
    except Refusal as refused:
        assert refused.code == "already_reversed"  # noqa: PT017
    assume(made)
    assert standing.amount() == cost
    assert not standing.owed
    assert not any(standing.counters.values())
    assert sum(each.money_minor for each in made) == sum(line.net_minor for line in lines)
    assert all(posting.amount > 0 for each in made for posting in each.postings)
