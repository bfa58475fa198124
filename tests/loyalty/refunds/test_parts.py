"""Refunds by parts: what each part reverses, what it pays back, and that the last closes all."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from loyalty import accounts
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme, load_toml
from loyalty.refunds.refund import Refund, Refunding, refund
from loyalty.refunds.returning import LineBack, Part, SoldLine, share
from loyalty.settle import settled
from loyalty.standing import Standing
from loyalty.why import why
from tests.loyalty.refund_build import (
    ACCOUNT,
    DAY,
    FORGIVING,
    NEW,
    PLAIN,
    SALE,
    member,
    points,
    sold,
    spent,
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


def test_what_was_spent_goes_back_by_its_sum_into_the_lots_taken_last_first() -> None:
    """Three lots of one point each: two thirds back are two points, not three times nothing."""
    lots = tuple(HeldLot(lot=name(each), amount=1) for each in ("a", "b", "c"))
    cost = msgspec.structs.replace(spent(3), lots=lots)
    sale = sold((SoldLine(amount_minor=900, net_minor=900, quantity=3),), (), [cost])
    one = Part(lines=(LineBack(line=0, pieces=1),))
    made, _ = back(sale, member(old=0), one, one, one)
    returned = [[(each.lot, each.amount) for each in part.postings] for part in made]
    assert returned == [[(name("c"), 1)], [(name("b"), 1)], [(name("a"), 1)]]


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
