"""What a reward is worth before anybody tried it on the sale."""

from typing import Any

import pytest

from loyalty.basket import Basket, Line, typed
from loyalty.rewards.discount import Pricing
from loyalty.rewards.usual_worth import usual_worth_minor
from tests.loyalty.documents import programme, reward

POST = Basket(lines=(Line(amount_minor=1000), Line(amount_minor=695, kind="shipping")))


@pytest.mark.parametrize(
    ("kind", "parts", "basket", "worth_minor"),
    [
        ("fixed", {}, typed(100), 500),
        ("product", {"pieces": 2}, typed(100), 600),
        ("percent", {}, typed(1000), 100),
        ("percent", {"minimum_minor": 2000}, typed(1000), 200),
        ("percent", {"percent": 50, "maximum_minor": 300}, typed(1000), 300),
        ("percent", {"pieces": 1, "minimum_pieces": 2}, typed(1000), 50),
        ("donation", {}, typed(1000), 100),
        ("shipping", {}, POST, 695),
        ("shipping", {"maximum_minor": 500}, POST, 500),
        ("shipping", {"maximum_minor": 500}, typed(1000), 500),
        ("pay", {"minimum_points": 250}, typed(1000), 300),
        ("access", {}, typed(1000), 0),
    ],
)
def test_the_usual_worth(
    kind: str, parts: dict[str, Any], basket: Basket, worth_minor: int
) -> None:
    rules = programme(rewards=[reward(kind, **parts)])
    assert usual_worth_minor(rules, rules.rewards[0], Pricing(basket)) == worth_minor


def test_a_choice_is_worth_its_best_option() -> None:
    rules = programme(
        rewards=[reward("choice", options=["fixed", "product"]), reward("fixed"), reward("product")]
    )
    assert usual_worth_minor(rules, rules.rewards[0], Pricing(typed(100))) == 500
