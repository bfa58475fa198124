"""Stamp cards: what each sale puts on them, several at once, typed or counted by themselves."""

from typing import Any

import pytest

from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.lots import NEVER
from loyalty.programme import Programme
from loyalty.rewards.discount import Pricing
from tests.loyalty.earn_build import DAY, after, basket, earn, line, rules

CARRY = "carry:coffees/500"


def card(card_id: str = "coffees", **parts: Any) -> dict[str, Any]:
    """Give a stamp card."""
    return {"id": card_id, "name": card_id.title(), "stamps": 10, **parts}


def cards(*parts: dict[str, Any], **others: Any) -> Programme:
    """Give a programme of some stamp cards."""
    return rules(stamp_cards=list(parts), **others)


@pytest.mark.parametrize(
    ("paid", "stamps"), [(249, {}), (250, {"coffees": 1}), (9999, {"coffees": 1})]
)
def test_a_visit_from_its_minimum_gives_a_stamp(paid: int, stamps: dict[str, int]) -> None:
    assert earn(cards(card(minimum_minor=250)), basket(paid)).by_rule == stamps


def test_a_check_in_gives_a_stamp_of_a_card_for_visits_only() -> None:
    programme = cards(
        card("visits"),
        card("lunches", categories=["lunch"]),
        card("spent", minimum_minor=1),
        card("items", per="item"),
        card("money", per="amount", per_minor=1),
    )
    got = earn(programme, Basket(visit=True))
    assert (got.by_rule, got.moved) == ({"visits": 1}, {})
    assert earn(programme, basket(0)).by_rule == {}


def test_several_cards_fill_at_once_and_say_why() -> None:
    programme = cards(card(), card("teas", per="item", products=["tea"], life={"days": 1}))
    got = earn(programme, basket(500, line(900, quantity=3, product="tea")))
    assert got.by_rule == {"coffees": 1, "teas": 3}
    coffees, teas = got.given
    assert (coffees.unit, coffees.last_day, coffees.weights) == (
        "stamp:coffees",
        NEVER,
        ((0, 500), (1, 900)),
    )
    assert (teas.unit, teas.last_day, teas.weights) == ("stamp:teas", "2026-11-23", ((1, 3),))
    assert (teas.why.code, teas.why.params) == (
        "stamps",
        {"card": "teas", "name": "Teas", "given": 3},
    )


def test_the_free_piece_gets_no_stamp() -> None:
    sale = basket(line(900, quantity=3, product="tea"))
    pricing = Pricing(sale)
    pricing.pieces_given[0], pricing.net[0] = 1, 600
    assert earn(cards(card(per="item")), sale, pricing=pricing).by_rule == {"coffees": 2}
    pricing.net[0] = 0
    assert earn(cards(card(per="item")), sale, pricing=pricing).by_rule == {}
    assert earn(cards(card()), sale, pricing=pricing).by_rule == {}


def test_stamps_per_amount_keep_the_rest_of_the_money() -> None:
    programme = cards(card(per="amount", per_minor=500))
    first = earn(programme, basket(300))
    assert (first.by_rule, first.moved) == ({}, {CARRY: 300})
    second = earn(programme, basket(200), after({}, first))
    assert (second.by_rule, second.moved) == ({"coffees": 1}, {CARRY: -300})
    assert earn(programme, basket(1499)).by_rule == {"coffees": 2}


def test_money_that_two_tills_counted_at_once_is_made_up_first() -> None:
    programme = cards(card(per="amount", per_minor=500))
    got = earn(programme, basket(300), {CARRY: -400})
    assert (got.by_rule, got.moved) == ({}, {CARRY: 300})
    got = earn(programme, basket(900), {CARRY: -400})
    assert (got.by_rule, got.moved) == ({"coffees": 1}, {CARRY: 400})


def test_a_sale_below_the_minimum_keeps_nothing() -> None:
    programme = cards(card(per="amount", per_minor=500, minimum_minor=400))
    assert earn(programme, basket(399)).moved == {}
    assert earn(programme, basket(400)).moved == {CARRY: 400}


def test_a_cap_per_day_holds_for_counted_and_typed_stamps() -> None:
    programme = cards(card(per="amount", per_minor=500, most_per_day=3))
    first = earn(programme, basket(1200))
    assert first.moved == {CARRY: 200, f"stampcap:coffees/{DAY}": 2}
    counters = after({}, first)
    second = earn(programme, basket(1200), counters)
    assert (second.by_rule, second.moved[CARRY]) == ({"coffees": 1}, 200)
    assert second.given[0].why.params["capped_from"] == 2
    typed = earn(programme, basket(stamps=9), counters)
    assert (typed.by_rule, typed.moved) == ({"coffees": 1}, {f"stampcap:coffees/{DAY}": 1})
    assert earn(programme, basket(1200), {f"stampcap:coffees/{DAY}": 3}).by_rule == {}
    assert earn(programme, basket(1200), counters, day="2026-11-23").by_rule == {"coffees": 2}


def test_a_card_has_its_days_and_members() -> None:
    programme = cards(
        card(weekdays=["sat"]),
        card("gold", tiers=["gold"]),
        tiers=[{"id": "gold", "name": "Gold", "from_amount": 1}],
    )
    assert earn(programme, basket(100)).by_rule == {}
    assert earn(programme, basket(100), tier="gold").by_rule == {"gold": 1}
    assert earn(programme, basket(100), day="2026-11-21").by_rule == {"coffees": 1}
    # What a cashier counted does not make it Saturday.
    assert earn(programme, basket(stamps=3)).by_rule == {}
    assert earn(programme, basket(stamps=3), day="2026-11-21").by_rule == {"coffees": 3}


def test_stamps_counted_by_hand_go_to_the_first_card() -> None:
    programme = cards(card(minimum_minor=500), card("teas"))
    got = earn(programme, basket(stamps=3))
    assert (got.by_rule, got.given[0].weights) == ({"coffees": 3}, ())
    assert earn(programme, basket(100)).by_rule == {"teas": 1}
    assert earn(programme, basket(900, stamps=0)).given == ()


def test_typed_stamps_leave_the_remainder_alone() -> None:
    got = earn(cards(card(per="amount", per_minor=500)), basket(300, stamps=1))
    assert (got.by_rule, got.moved) == ({"coffees": 1}, {})


@pytest.mark.parametrize(
    ("stamps", "programme", "code"),
    [
        (-1, cards(card()), "stamps_negative"),
        (-1, rules(), "stamps_negative"),
        (21, cards(card()), "stamps_absurd"),
        (4, cards(card(most_at_once=3)), "stamps_absurd"),
        (1, rules(), "stamps_unknown"),
    ],
)
def test_impossible_stamps_are_refused(stamps: int, programme: Programme, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        earn(programme, basket(stamps=stamps))
    assert refused.value.code == code


def test_the_most_that_can_be_typed_is_given() -> None:
    assert earn(cards(card(most_at_once=3)), basket(stamps=3)).by_rule == {"coffees": 3}


def test_no_stamps_where_there_is_no_card() -> None:
    assert earn(rules(), basket(stamps=0)).given == ()
