"""A new version of a programme never rewrites the past: a refund goes by the one that sold."""

from datetime import UTC, datetime

import msgspec
import pytest

from loyalty.basket import MEMBERSHIP, Basket, Line, claims, typed
from loyalty.book import giving, passing, selling
from loyalty.book.people import Person
from loyalty.book.shop import Shop
from loyalty.days import microseconds
from loyalty.programme import Programme
from loyalty.scene import Facts
from tests.loyalty.documents import membership, per_euro, programme, reward

NOON = microseconds(datetime(2026, 11, 22, 11, 0, tzinfo=UTC))
DAY_US = 86_400_000_000
GENEROUS = programme(
    earn=[per_euro(points=2)],
    rewards=[reward("fixed", cost={"amount": 20})],
    memberships=[membership(days=10, months=None, refund_unused=True)],
    owing="forgive",
)


def opened(first: Programme, then: Programme) -> tuple[Shop, Person]:
    """Open a shop whose programme changes the next morning."""
    new = msgspec.structs.replace(then, version=first.version + 1, from_day="2026-11-23")
    shop = Shop([first, new], at_us=NOON)
    return shop, giving.join(shop, "anna", Facts(joined_day=shop.day))


@pytest.mark.parametrize("owing", ["owed", "forgive"])
def test_points_that_are_gone_are_owed_or_forgiven_as_when_they_were_earned(owing: str) -> None:
    first = msgspec.structs.replace(GENEROUS, owing=owing)
    then = msgspec.structs.replace(
        GENEROUS, owing="forgive" if owing == "owed" else "owed", earn=(), rewards=()
    )
    shop, anna = opened(first, then)
    sold = selling.sell(shop, anna, typed(1000))
    selling.sell(shop, anna, Basket(lines=(Line(amount_minor=500),), claims=claims("fixed")))
    passing.pass_to(shop, NOON + DAY_US)
    assert shop.programme.version == 2
    selling.take_back(shop, sold.written, kind=selling.REFUND)
    assert shop.standing("anna").owed == ({"points": 20} if owing == "owed" else {})


def test_a_membership_is_paid_back_by_the_version_that_sold_it() -> None:
    then = msgspec.structs.replace(GENEROUS, memberships=())
    shop, anna = opened(GENEROUS, then)
    line = Line(amount_minor=2500, kind=MEMBERSHIP, product="club")
    sold = selling.sell(shop, anna, Basket(lines=(line,)))
    passing.pass_to(shop, NOON + DAY_US)
    back = selling.take_back(shop, sold.written, kind=selling.REFUND)
    assert back.refund.money_minor == 2500 * 8 // 10


def test_a_refund_takes_back_the_points_that_were_given_and_not_those_of_today() -> None:
    then = msgspec.structs.replace(GENEROUS, earn=programme(earn=[per_euro(points=9)]).earn)
    shop, anna = opened(GENEROUS, then)
    sold = selling.sell(shop, anna, typed(1000))
    passing.pass_to(shop, NOON + DAY_US)
    selling.sell(shop, anna, typed(1000))
    selling.take_back(shop, sold.written, kind=selling.REFUND)
    assert shop.standing("anna").amount() == 90
