"""What the shop under any programme once broke on, each as the shortest story that shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from loyalty.book import giving, passing, selling
from loyalty.book.people import Person, Till
from loyalty.book.shop import Shop
from loyalty.days import microseconds
from loyalty.programme import Programme
from loyalty.scene import Facts
from tests.loyalty.documents import bonus, programme, reward, tier
from tests.loyalty.machine.holding import broken, ended

NOON = microseconds(datetime(2026, 11, 22, 11, 0, tzinfo=UTC))
DAY_US = 86_400_000_000


def opened(rules: Programme, *tills: Till) -> tuple[Shop, Person]:
    """Open a shop with one member."""
    shop = Shop([rules], at_us=NOON, tills=tills or (Till(name="counter"),))
    return shop, giving.join(shop, "anna", Facts(joined_day=shop.day))


def test_a_day_passes_under_levels_for_ever_that_are_lost_step_by_step() -> None:
    rules = programme(tiers=[tier("base", 0)], levels={"downgrade": "one_step"})
    shop, _ = opened(rules)
    passing.pass_to(shop, NOON + DAY_US)
    assert shop.day == "2026-11-23"


def test_what_a_till_gives_back_pays_what_is_owed() -> None:
    rules = programme(rewards=[reward("fixed", cost=None, personal=True)])
    shop, anna = opened(rules, Till(name="bar", home=False), Till(name="desk"))
    passing.line(shop, "bar", is_up=False)
    giving.issue(shop, [anna], "fixed", till="desk")
    giving.adjust(shop, anna, "voucher:fixed", -1, reason="lost", till="bar")
    passing.sync(shop)
    assert not broken(shop)
    assert shop.standing("anna", "desk").owed == {}
    assert shop.standing("anna", "desk").held["voucher:fixed"] == ()


def test_what_no_till_holds_ends_too() -> None:
    shop, anna = opened(programme(rewards=[reward("fixed", cost=None, personal=True)]))
    passing.line(shop, "counter", is_up=False)
    giving.issue(shop, [anna], "fixed", last="2026-11-23")
    passing.pass_to(shop, NOON + DAY_US)
    assert shop.shelf.of("anna", "voucher:fixed").balance == 1
    passing.pass_to(shop, NOON + 2 * DAY_US)
    assert not ended(shop)
    assert shop.shelf.of("anna", "voucher:fixed").balance == 0


def test_what_was_recorded_given_and_undone_can_be_recorded_and_given_again() -> None:
    rules = programme(bonuses=[bonus("activity", activity="review")])
    shop, anna = opened(rules, Till(name="desk"), Till(name="van", home=False))
    recorded = giving.record_activity(shop, anna, "review", "van")
    assert recorded is not None
    (given,) = passing.sync(shop)
    passing.pass_to(shop, NOON + DAY_US)
    for each in (given, recorded):
        selling.take_back(shop, each, kind=selling.UNDO)
    assert shop.standing("anna").amount() == 0
    passing.pass_to(shop, NOON + 2 * DAY_US)
    giving.record_activity(shop, anna, "review", "van")
    passing.sync(shop)
    assert shop.standing("anna").amount() == 5
