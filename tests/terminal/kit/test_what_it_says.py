"""Every figure of the kit comes from the rules, and nothing is promised that they do not give."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from loyalty.boost import Boost
from loyalty.days import read
from loyalty.errors import Refusal
from loyalty.programme import Gift, Programme, WelcomeBonus
from terminal.kit.asked import Asked
from terminal.kit.making import kit_of
from terminal.till.wording import LANGUAGES
from tests.terminal.kit.ready import DAY, NAMES, made, ready, words

BONUS = Boost(
    from_us=read("2026-12-05T08:00:00Z"), until_us=read("2026-12-05T17:00:00Z"), percent=100
)


def asked(programme: Programme, language: str = "en") -> Asked:
    return Asked(programme=programme, language=language, day=DAY)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_ready_programme_has_a_whole_kit(name: str, language: str) -> None:
    kit = made(name, language)
    assert kit.message.head
    assert kit.message.text
    assert len(kit.staff.rules) <= 5
    assert len(kit.staff.rules) >= 3
    assert len(kit.staff.questions) == 8
    assert len(dict(kit.staff.questions)) == 8
    assert [each.key for each in kit.form.consents] == ["1", "2"]
    assert not re.search(r"\{\w+\}", words(kit)), "a place of a text stayed empty"


def test_the_coffee_bar_says_its_stamps_and_its_points() -> None:
    message = made("coffee-bar").message
    assert (message.head, message.text) == ("Free coffee", "for 10 stamps")
    assert message.how == "A stamp for every visit"
    assert message.note == "from \u20ac\u00a02,50"
    assert message.facts[0].head == "4 points"


def test_a_changed_programme_changes_the_poster() -> None:
    before = ready("coffee-bar")
    card = replace(before.stamp_cards[0], stamps=7, minimum_minor=0)
    said = kit_of(asked(replace(before, stamp_cards=(card,))))
    assert said.message.text == "for 7 stamps"
    assert said.message.note == ""
    assert "10 stamps" not in words(said)
    assert "2,50" not in words(said)


@pytest.mark.parametrize("name", NAMES)
def test_no_kit_promises_a_present_for_joining_that_is_not_given(name: str) -> None:
    assert not any(isinstance(each, WelcomeBonus) for each in ready(name).bonuses)
    assert "for joining" not in words(made(name))


def test_a_present_for_joining_is_said_where_there_is_one() -> None:
    before = ready("coffee-bar")
    welcome = WelcomeBonus(id="hello", name="Hello", gift=Gift(points=50))
    facts = kit_of(asked(replace(before, bonuses=(welcome,)))).message.facts
    assert ("50 points = \u20ac\u00a00,50", "for joining") in [(x.head, x.text) for x in facts]


@pytest.mark.parametrize("name", NAMES)
def test_what_only_some_members_have_is_no_promise_to_everybody(name: str) -> None:
    rules = ready(name)
    some = [each for each in (*rules.rewards, *rules.multipliers) if each.tiers or each.segments]
    shown = made(name).message
    heads = {shown.head, *(each.head for each in shown.facts)}
    assert not heads & {rules.text(each.name, "en") for each in some if each.name}


def test_how_points_are_come_by_keeps_its_conditions() -> None:
    message = made("clothing-shop").message
    assert message.how.startswith("1 point for every")
    assert message.note == "not: services"
    assert "1 point" not in {each.head for each in message.facts}


def test_a_reward_that_has_ended_is_not_promised() -> None:
    before = ready("clothing-shop")
    gone = tuple(replace(each, valid_until="2026-01-31") for each in before.rewards)
    said = kit_of(asked(replace(before, rewards=gone)))
    assert "5.00 off" not in {said.message.head, *(each.head for each in said.message.facts)}


def test_rules_that_promise_nothing_have_no_kit() -> None:
    nothing = replace(ready("charity"), earn=(), rewards=(), milestones=())
    with pytest.raises(Refusal) as refused:
        kit_of(asked(nothing))
    assert refused.value.code == "kit_nothing"


def test_a_bonus_day_says_what_and_when() -> None:
    message = made("coffee-bar", boost=BONUS).message
    assert message.kicker == "Bonus day"
    assert message.head == "Double points and stamps"
    assert message.text == "Saturday 5 December, from 09:00 until 18:00"
    assert message.facts[0].head == "Free coffee"
    assert "F4" in made("coffee-bar", boost=BONUS).staff.rules[1]


def test_a_bonus_day_says_only_what_the_programme_has() -> None:
    assert made("clothing-shop", boost=BONUS).message.head == "Double points"
    treble = replace(BONUS, percent=200)
    assert made("charity", boost=treble).message.head == "Three times the points"
    with pytest.raises(Refusal) as refused:
        made("gym", boost=BONUS)
    assert refused.value.code == "kit_boost"
    with pytest.raises(Refusal):
        made("coffee-bar", boost=Boost(from_us=1, until_us=2, code="NONE"))


def test_a_link_is_said_only_where_there_is_one() -> None:
    assert not made("coffee-bar").message.way.link_text
    way = made("coffee-bar", link="https://card.example.org/m/").message.way
    assert way.link == "https://card.example.org/m/"
    assert "card" in way.link_text
