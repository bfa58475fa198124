"""The basket of a till with and without a linked register."""

from loyalty.basket import Basket, Claim, Line, claims, typed


def test_a_typed_amount_is_one_line() -> None:
    assert typed(1250, "five-off") == Basket(
        lines=(Line(amount_minor=1250),), claims=(Claim(reward="five-off"),)
    )
    assert typed(1250).total_minor == 1250


def test_an_empty_basket_is_a_sale_of_nothing() -> None:
    assert Basket().total_minor == 0
    assert Basket().claims == ()


def test_the_total_is_of_whole_lines() -> None:
    lines = (Line(amount_minor=750, quantity=3), Line(amount_minor=2500, kind="gift_card"))
    assert Basket(lines=lines).total_minor == 3250


def test_claims_may_repeat_and_have_an_order_of_their_own() -> None:
    assert claims("b", "a", "b") == (Claim(reward="b"), Claim(reward="a"), Claim(reward="b"))
    assert sorted(claims("b", "a")) == list(claims("a", "b"))
