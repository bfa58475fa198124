"""What a programme can be asked: rewards, tiers, names, worth."""

import pytest

from loyalty.errors import Refusal
from tests.loyalty.documents import COFFEE_BAR, programme


def test_a_reward_is_found_by_its_id() -> None:
    cost = COFFEE_BAR.reward("five-off").cost
    assert cost is not None
    assert cost.amount == 500
    with pytest.raises(Refusal) as refused:
        COFFEE_BAR.reward("six-off")
    assert refused.value.code == "reward_unknown"
    assert refused.value.details == {"reward": "six-off"}


def test_a_stamp_card_is_found_by_its_unit() -> None:
    card = COFFEE_BAR.stamp_card("stamp:coffees")
    assert card is not None
    assert (card.stamps, card.reward) == (10, "free-coffee")
    assert COFFEE_BAR.stamp_card("points") is None


def test_a_tier_is_found_by_its_id() -> None:
    gold = COFFEE_BAR.tier("gold")
    assert gold is not None
    assert gold.from_amount == 50_000
    assert COFFEE_BAR.tier("platinum") is None


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
