"""The guide's walk through setting up a shop: what it says to type is typed, and prints that."""

import re
from pathlib import Path

import pytest

from loyalty.basket import claims
from loyalty.programme import load_toml
from tests.programmes.guide import sections
from tests.programmes.printed import COFFEE_BAR, Printed, answer, answers, mistakes, unreadable
from tests.programmes.story import Story, line

SECTIONS = sections()


def test_the_amounts_to_look_for_are_in_the_file() -> None:
    """Every line that the second step names stands in the ready file as it is written there."""
    told = SECTIONS["2-make-it-yours"].text
    named = re.findall(r"^\| [^|]+ \| `([^`]+)`", told, re.MULTILINE)
    assert len(named) == 5
    lines = COFFEE_BAR.splitlines()
    assert all(one in lines for one in named)
    assert COFFEE_BAR.count('cost = { unit = "stamp:coffees", amount = 10 }') == 1


# A forecast plays a year of sales, which takes a slow machine more than five seconds.
SLOW = {"4-see-what-it-costs": [pytest.mark.slow]}
SHOWN = [pytest.param(each, id=each.place, marks=SLOW.get(each.place, [])) for each in answers()]


@pytest.mark.parametrize("shown", SHOWN)
def test_the_program_prints_what_the_guide_shows(shown: Printed, tmp_path: Path) -> None:
    """Where wording has changed, `python -m tests.programmes.rewrite` puts the new one in."""
    assert answer(shown, tmp_path) == SECTIONS[shown.place].fences[shown.at].text


def test_a_stamp_card_alone_gives_the_eleventh_coffee() -> None:
    """The small programme in the guide is whole, and gives what stands above it."""
    programme = load_toml(SECTIONS["only-a-stamp-card"].fences[0].text)
    story = Story(programme=programme)
    assert story.buy(249) == "nothing yet"
    assert [story.buy(250) for _ in range(10)] == ["1 stamp"] * 10
    assert story.buy(line(300, product="coffee"), use=claims("free-coffee")) == "pays 0.00"
    assert story.has("stamp:coffees") == 0


def test_each_mistake_is_named_as_the_guide_says() -> None:
    found = [(row, problem) for row, problem in mistakes()]
    assert len(found) == 13
    for row, problem in found:
        assert (problem.path, problem.expected) == (row["at"], row["wanted"]), row["wrote"]


def test_what_cannot_be_read_is_named_as_the_guide_says() -> None:
    found = [(row["got"], problem.got) for row, problem in unreadable()]
    assert len(found) == 3
    assert all(told == got for told, got in found)
