"""What a programme can be asked: rewards, tiers, names, worth."""

import pytest

from loyalty.errors import Refusal
from tests.loyalty.documents import COFFEE_BAR, member, programme


def test_a_reward_is_found_by_its_id() -> None:
    assert COFFEE_BAR.reward("five-off").cost.amount == 500
    with pytest.raises(Refusal) as refused:
        COFFEE_BAR.reward("six-off")
    assert refused.value.code == "reward_unknown"
    assert refused.value.details == {"reward": "six-off"}


def test_a_stamp_card_is_found_by_its_unit() -> None:
    card = COFFEE_BAR.stamp_card("stamp:coffees")
    assert card is not None
    assert (card.stamps, card.reward) == (10, "free-coffee")
    assert COFFEE_BAR.stamp_card("points") is None


@pytest.mark.parametrize(
    ("spend_minor", "tier", "above", "missing"),
    [
        (-100, None, "bronze", 100),
        (0, "bronze", "silver", 15000),
        (14999, "bronze", "silver", 1),
        (15000, "silver", "gold", 35000),
        (49999, "silver", "gold", 1),
        (50000, "gold", None, 0),
    ],
)
def test_the_tier_is_the_highest_that_the_spend_reaches(
    spend_minor: int, tier: str | None, above: str | None, missing: int
) -> None:
    # Never by the balance: 100,000 points make nobody gold.
    standing = member(100_000, spend_minor=spend_minor)
    reached = COFFEE_BAR.tier_for(standing)
    following = COFFEE_BAR.next_tier(standing)
    assert (reached.id if reached else None) == tier
    assert (following[0].id if following else None) == above
    assert (following[1] if following else 0) == missing


@pytest.mark.parametrize("measure", ["visits", "points"])
def test_tiers_by_other_measures(measure: str) -> None:
    tiers = [{"id": "a", "name": "A", "from_amount": 5, "measure": measure}]
    counted = programme(tiers=tiers)
    counters = {"visits": 5} if measure == "visits" else {"earned": 5}
    assert counted.tier_for(member(**counters)) == counted.tier("a")
    assert counted.tier_for(member(spend_minor=9999)) is None
    assert counted.counts_points is (measure == "points")
    assert counted.tier("b") is None


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Gold"), ("nl", "Goud"), ("nl_BE", "Goud"), ("pt_BR", "Ouro"), ("fr", "Goud")],
)
def test_a_name_in_the_readers_language_or_the_shops(language: str, name: str) -> None:
    gold = COFFEE_BAR.tier("gold")
    assert gold is not None
    assert COFFEE_BAR.text(gold.name, language) == name


def test_a_name_without_a_table_or_without_the_language() -> None:
    assert COFFEE_BAR.text("Latte", "sv") == "Latte"
    assert COFFEE_BAR.text({"en": "Milk", "de": "Milch"}, "sv") == "Milk"
    assert COFFEE_BAR.text({"sv": "Mjölk", "de": "Milch"}, "fr") == "Milch"


@pytest.mark.parametrize(("points", "minor"), [(0, 0), (199, 1), (200, 2), (-199, -1)])
def test_points_are_never_worth_more_than_they_are(points: int, minor: int) -> None:
    assert programme(point_worth={"points": 100, "minor": 1}).worth_minor(points) == minor


@pytest.mark.parametrize(
    ("scale", "amount", "text"),
    [(2, 1250, "12.50"), (2, 5, "0.05"), (2, -5, "-0.05"), (0, 1250, "1250"), (3, 1, "0.001")],
)
def test_money_without_a_locale(scale: int, amount: int, text: str) -> None:
    assert programme(scale=scale).plain_money(amount) == text
