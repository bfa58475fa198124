"""What shops often want: the guide's lines, put into the coffee bar's file, do what it says."""

import tomllib

import pytest

from loyalty.basket import Basket, Line, claims
from loyalty.days import read
from loyalty.errors import Refusal
from loyalty.programme import Programme, load_toml
from tests.programmes.guide import sections
from tests.programmes.printed import COFFEE_BAR
from tests.programmes.story import Story, line

SECTIONS = sections()


def with_lines(place: str) -> Programme:
    """Give the coffee bar's programme with the lines of a section at its end."""
    (fence,) = SECTIONS[place].fences
    assert tomllib.loads(fence.text)
    return load_toml(f"{COFFEE_BAR}\n{fence.text}")


def told(place: str) -> tuple[Story, str]:
    """Give a story under the lines of a section, and what the section says of them."""
    text = " ".join(SECTIONS[place].text.split("```")[-1].split())
    return Story(programme=with_lines(place)), text


def test_the_cheapest_of_three() -> None:
    story, text = told("the-cheapest-of-three-is-free")
    assert text == "Seven books at 8.00: two of them are free, 40.00 is paid."
    books = Line(amount_minor=5600, quantity=7, category="books")
    assert story.sell(Basket(lines=(books,))).quote.to_pay_minor == 4000


def test_a_gift_from_an_amount() -> None:
    story, text = told("a-gift-from-5000")
    assert text.endswith("50.00 and a bag for 4.00: the bag is free, 50.00 is paid.")
    bag = line(400, product="tote-bag")
    assert story.sell(Basket(lines=(line(5000), bag))).quote.to_pay_minor == 5000
    assert story.sell(Basket(lines=(line(4599), bag))).quote.to_pay_minor == 4999


def test_a_share_off_after_an_amount() -> None:
    story, text = told("25--off-after-15000")
    assert text == "After 150.00 the next purchase of 40.00 costs 30.00."
    story.buy(15000)
    assert story.buy(4000, use=claims("quarter-off")).startswith("pays 30.00")
    with pytest.raises(Refusal) as caught:
        story.buy(4000, use=claims("quarter-off"))
    assert caught.value.code == "no_voucher"


def test_a_code() -> None:
    story, text = told("a-code-in-the-newspaper")
    assert text.endswith("a purchase of 10.00 in June costs 7.00, once for each member.")
    said = Basket(lines=(line(1000),), codes=("summer 26",))
    story.on("2026-06-30")
    assert story.sell(said).quote.to_pay_minor == 700
    with pytest.raises(Refusal) as caught:
        story.sell(said)
    assert caught.value.code == "used_up"
    assert story.sell(Basket(lines=(line(1000),))).quote.to_pay_minor == 1000


def test_twice_the_points_in_quiet_hours() -> None:
    story, text = told("twice-the-points-in-the-quiet-hours")
    assert (
        "14:30 a purchase of 10.00 gives 80 points at the coffee bar, at 16:00 it gives 40" in text
    )
    story.shop.at_us = read("2026-01-05T13:30:00Z")
    assert story.sell(Basket(lines=(line(1000),))).quote.points_given == 80
    story.shop.at_us = read("2026-01-05T15:00:00Z")
    assert story.sell(Basket(lines=(line(1000),))).quote.points_given == 40


def test_a_second_card() -> None:
    story, text = told("more-stamps-for-who-brings-a-cup")
    assert text.endswith("gives a stamp on this card beside the one for coffees.")
    assert story.buy(line(300, "own-cup")) == "12 points, 1 stamp, 1 stamp"
