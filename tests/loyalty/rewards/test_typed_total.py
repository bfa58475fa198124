"""The amount before rewards, from what a cashier typed after them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty.basket import Basket, Claim, Line, claims
from loyalty.errors import Refusal
from loyalty.rewards.typed_total import total_of_paid
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import scene, take

PAID = programme(
    rewards=[
        reward("percent"),
        reward("percent", id="half", percent=50, maximum_minor=300),
        reward("percent", id="third", percent=33, pieces=1),
        reward("percent", id="lunch", percent=20, categories=["lunch"]),
        reward("percent", id="all", percent=100),
        reward("fixed"),
        reward("product"),
        reward("product", id="dearest", product=None),
        reward("pay"),
        reward("pay", id="part", points=10, minor=7, maximum_percent=40),
    ]
)


@pytest.mark.parametrize(
    ("taken", "paid", "total"),
    [
        ((), 1250, 1250),
        (("percent",), 900, 1000),
        (("fixed",), 750, 1250),
        (("percent", "fixed"), 400, 1000),
        (("half",), 700, 1000),
        (("half",), 100, 200),
        (("third",), 670, 1000),
        (("lunch",), 670, 670),
        (("product",), 670, 670),
        (("dearest",), 0, 300),
        (("dearest",), 5, 5),
        (("all",), 0, 0),
    ],
)
def test_the_amount_before_rewards(taken: tuple[str, ...], paid: int, total: int) -> None:
    assert total_of_paid(PAID, claims(*taken), paid) == total


def test_named_points_are_added() -> None:
    claim = Claim(reward="pay", points=250)
    assert total_of_paid(PAID, (claim,), 1000) == 1200
    assert total_of_paid(PAID, (*claims("percent"), claim), 700) == 1000


def test_as_many_points_as_fit_are_those_of_the_member() -> None:
    here = scene(PAID, points=450)
    assert total_of_paid(PAID, claims("pay"), 1000, scene=here) == 1400
    assert total_of_paid(PAID, claims("pay"), 1000) == 1000


def test_what_is_automatic_or_said_by_code_is_reckoned_with() -> None:
    rules = programme(
        rewards=[
            reward("percent", automatic=True, cost=None, minimum_minor=1000),
            reward("fixed", code="WINTER", cost=None, amount_minor=200),
        ]
    )
    here = scene(rules)
    assert total_of_paid(rules, (), 900, scene=here) == 1000
    assert total_of_paid(rules, (), 800, scene=here) == 800
    assert total_of_paid(rules, (), 700, scene=here, codes=("winter",)) == 1000
    assert total_of_paid(rules, (), 700, codes=("winter",)) == 900


def test_an_unknown_reward_is_refused() -> None:
    with pytest.raises(Refusal, match="no reward"):
        total_of_paid(PAID, claims("nothing"), 100)


IDS = ["percent", "half", "third", "lunch", "fixed", "product"]


@given(
    st.lists(st.sampled_from(IDS), max_size=4),
    st.sampled_from([None, 0, 30, 200]),
    st.sampled_from(["pay", "part"]),
    st.integers(0, 600),
    st.integers(1, 20_000),
)
def test_the_quote_of_the_found_total_leaves_what_was_paid(
    taken: list[str], points: int | None, by: str, held: int, paid: int
) -> None:
    wanted = claims(*taken)
    if points is not None:
        wanted = (*wanted, Claim(reward=by, points=points))
    here = scene(PAID, points=held + 10 * len(taken))
    total = total_of_paid(PAID, wanted, paid, scene=here)
    basket = Basket(lines=(Line(amount_minor=total),), claims=wanted)
    _, reason, pricing = take(here, basket)
    assume(reason is None)
    assert pricing.net == [paid]
