"""What holds for everything that is earned: found by trying many sales, not by thinking of one."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.basket import Basket, Line
from loyalty.programme import Programme
from loyalty.rewards.discount import Pricing
from tests.loyalty.earn_build import after, earn, rules

CATEGORIES = ["", "lunch", "tea"]
some = st.sampled_from([(), (), ("lunch",), ("tea",), ("lunch", "tea")])
caps = st.sampled_from([None, None, None, 3, 20])
money = {
    "points": st.integers(1, 7),
    "per_minor": st.sampled_from([1, 30, 70, 100, 250]),
    "carry": st.booleans(),
    "basis": st.sampled_from(["paid", "price"]),
}
kinds: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "amount": money,
    "percent": {"percent": st.integers(1, 30), "carry": st.booleans()},
    "visit": {"points": st.integers(1, 9)},
    "item": {"points": st.integers(1, 9), "pieces": st.integers(1, 4)},
    "flat": {"points": st.integers(1, 9)},
}
common = {
    "categories": some,
    "except_categories": st.sampled_from([(), (), ("tea",)]),
    "minimum_minor": st.sampled_from([0, 0, 500]),
    "most_per_sale": caps,
    "most_per_day": caps,
    "exclusive": st.booleans(),
    "priority": st.integers(-1, 1),
}
earn_rules = st.one_of(
    *(
        st.fixed_dictionaries({"kind": st.just(kind), **own, **common})
        for kind, own in kinds.items()
    )
)
boosts = st.fixed_dictionaries(
    {
        "percent": st.integers(1, 300),
        "categories": some,
        "exclusive": st.booleans(),
        "priority": st.integers(-1, 1),
    }
)


def _numbered(name: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{name}{at}", **each} for at, each in enumerate(parts)]


programmes = st.builds(
    lambda earning, boosting, most, worth: rules(
        point_worth={"points": 3, "minor": worth},
        caps={"points_per_sale": most},
        earn=_numbered("earn", earning),
        multipliers=_numbered("boost", boosting),
        stamp_cards=[
            {"id": "visit", "name": "V", "stamps": 5, "minimum_minor": 300},
            {"id": "item", "name": "I", "stamps": 5, "per": "item", "categories": ["tea"]},
            {"id": "money", "name": "M", "stamps": 5, "per": "amount", "per_minor": 170},
        ],
    ),
    st.lists(earn_rules, min_size=1, max_size=4),
    st.lists(boosts, max_size=4),
    st.sampled_from([None, None, 15]),
    st.integers(1, 7),
)
lines = st.builds(
    Line,
    amount_minor=st.integers(0, 1500),
    quantity=st.integers(1, 3),
    category=st.sampled_from(CATEGORIES),
    kind=st.sampled_from(["goods", "goods", "goods", "gift_card"]),
)
baskets = st.builds(Basket, lines=st.lists(lines, max_size=5).map(tuple), visit=st.booleans())


def remainders(programme: Programme, seed: int) -> dict[str, int]:
    """Give some remainders that a member may have from earlier sales."""
    random = Random(seed)
    counters = {"carry:money/170": random.randint(-100, 169)}
    for rule in programme.earn:
        parts = getattr(rule, "per_minor", 100 * programme.point_worth.minor)
        counters[f"carry:{rule.id}/{parts}"] = random.randint(-parts, 2 * parts)
    return counters


@settings(max_examples=50)
@given(programmes, baskets, st.integers(0, 99), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_rules_changes_nothing(
    programme: Programme, sale: Basket, seed: int, random: Random
) -> None:
    counters = remainders(programme, seed)
    lines, boosts, earning = list(sale.lines), list(programme.multipliers), list(programme.earn)
    for each in (lines, boosts):
        random.shuffle(each)
    other = rules(**_parts(programme, multipliers=boosts, earn=earning))
    shuffled = Basket(lines=tuple(lines), visit=sale.visit)
    one, two = earn(programme, sale, counters), earn(other, shuffled, counters)
    assert (one.by_rule, one.moved) == (two.by_rule, two.moved)


def _parts(programme: Programme, **parts: Any) -> dict[str, Any]:
    kept = ("point_worth", "caps", "stamp_cards")
    return {name: getattr(programme, name) for name in kept} | parts


@settings(max_examples=50)
@given(programmes, baskets, st.integers(0, 99), lines, st.integers(0, 400))
def test_a_bigger_purchase_never_earns_less(
    programme: Programme, sale: Basket, seed: int, added: Line, raised_minor: int
) -> None:
    counters = remainders(programme, seed)
    before = earn(programme, sale, counters)
    longer = Basket(lines=(*sale.lines, added), visit=sale.visit)
    bigger = [earn(programme, longer, counters)]
    for at, old in enumerate(sale.lines):
        dearer = Line(
            amount_minor=old.amount_minor + raised_minor,
            quantity=old.quantity,
            category=old.category,
            kind=old.kind,
        )
        raised = (*sale.lines[:at], dearer, *sale.lines[at + 1 :])
        bigger.append(earn(programme, Basket(lines=raised, visit=sale.visit), counters))
    for each in bigger:
        assert each.points >= before.points
        for unit in ("visit", "item", "money"):
            assert each.by_rule.get(unit, 0) >= before.by_rule.get(unit, 0)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 900), max_size=12), st.integers(1, 9), st.integers(1, 300))
def test_many_small_purchases_earn_what_one_big_one_does(
    paid: list[int], points: int, per_minor: int
) -> None:
    programme = rules(
        earn=[{"kind": "amount", "id": "spend", "points": points, "per_minor": per_minor}],
        stamp_cards=[
            {"id": "card", "name": "C", "stamps": 9, "per": "amount", "per_minor": per_minor}
        ],
    )
    counters: dict[str, int] = {}
    got, stamps = 0, 0
    for each in paid:
        one = earn(programme, Basket(lines=(Line(amount_minor=each),)), counters)
        counters = after(counters, one)
        got += one.points
        stamps += one.by_rule.get("card", 0)
        assert all(0 <= rest < per_minor for rest in counters.values())
    assert got == sum(paid) * points // per_minor
    assert stamps == sum(paid) // per_minor


@settings(max_examples=50)
@given(programmes, baskets, st.integers(0, 99))
def test_what_is_given_is_whole_positive_and_within_every_cap(
    programme: Programme, sale: Basket, seed: int
) -> None:
    got = earn(programme, sale, remainders(programme, seed))
    assert all(each.amount > 0 for each in got.given)
    assert all(each.delta for each in got.counted)
    for rule in programme.earn:
        for most in (rule.most_per_sale, rule.most_per_day):
            assert most is None or got.by_rule.get(rule.id, 0) <= most
    most = programme.caps.points_per_sale
    assert most is None or got.points <= most
    for weights in (*(each.weights for each in got.given), *(each.weights for each in got.counted)):
        places = [place for place, _ in weights]
        assert places == sorted(set(places))
        assert all(sale.lines[place].kind == "goods" for place in places)
        assert all(weight > 0 for _, weight in weights)


@settings(max_examples=50)
@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=4),
    st.lists(st.integers(1, 300), max_size=4),
    st.randoms(use_true_random=False),
)
def test_multipliers_give_one_result_whatever_their_priority(
    paid: list[int], percents: list[int], random: Random
) -> None:
    sale = Basket(lines=tuple(Line(amount_minor=each) for each in paid))
    points = sum(paid) * 3 // 100
    product, scale = points, 1
    for percent in percents:
        product, scale = product * (100 + percent), scale * 100
    for _ in range(2):
        boosts = [
            {"id": f"m{at}", "percent": percent, "priority": random.randint(-9, 9)}
            for at, percent in enumerate(percents)
        ]
        programme = rules(
            earn=[{"kind": "amount", "id": "spend", "points": 3, "per_minor": 100}],
            multipliers=boosts,
        )
        assert earn(programme, sale).points == product // scale


@settings(max_examples=50)
@given(baskets, st.integers(1, 300))
def test_a_multiplier_for_every_line_is_a_multiplier_for_the_sale(
    sale: Basket, percent: int
) -> None:
    earning = [{"kind": "amount", "id": "spend", "points": 3, "per_minor": 70}]
    whole = rules(earn=earning, multipliers=[{"id": "m", "percent": percent}])
    named = [{"id": "m", "percent": percent, "except_categories": ["none"]}]
    assert earn(whole, sale).by_rule == earn(rules(earn=earning, multipliers=named), sale).by_rule


@pytest.mark.parametrize("kind", sorted(kinds))
def test_what_a_reward_or_points_pay_for_in_full_earns_nothing(kind: str) -> None:
    own: dict[str, Any] = {"percent": 9} if kind == "percent" else {"points": 9}
    if kind == "amount":
        own["per_minor"] = 1
    programme = rules(earn=[{"kind": kind, "id": "x", **own}])
    sale = Basket(lines=(Line(amount_minor=700),))
    pricing = Pricing(sale)
    pricing.net[0], pricing.points_paid[0] = 0, 700
    assert earn(programme, sale).points > 0
    got = earn(programme, sale, pricing=pricing)
    assert (got.given, got.counted) == ((), ())
