"""The difference between two versions, as a member reads it."""

from __future__ import annotations

from typing import Any

from loyalty.comparing.difference import difference
from loyalty.explaining.summary_terms import Reader
from loyalty.explaining.voice import Voice, names
from loyalty.programme import Programme
from tests.loyalty.comparing.test_losses import BASE, part, version


def reader(rules: Programme) -> Reader:
    """Read a version in English."""
    return Reader(
        programme=rules, language="en", voice=Voice(say=str, money=str, named=names(rules, "en"))
    )


def told(**parts: Any) -> tuple[str, ...]:
    """Give what is different from the first version."""
    return difference(reader(version()), reader(version(**parts)))


def test_one_rule() -> None:
    """It is said as it was and as it will be."""
    assert told(**part("earn", points=5)) == (
        (
            "Until now: 4 points for every 100 you pay (what is left over counts next time)."
            " From then on: 5 points for every 100 you pay (what is left over counts next time)."
        ),
    )


def test_rules_that_come_and_go() -> None:
    more = {"kind": "visit", "id": "visit", "points": 2}
    found = told(earn=[*BASE["earn"], more], bonuses=[], points={"months": 6})
    assert found == (
        "New: 2 points for every visit.",
        "No longer: Hello: 50 points for joining.",
        "Until now: Points last for 12 months. From then on: Points last for 6 months.",
    )


def test_nothing_that_was_changed_stays_unsaid() -> None:
    """An icon is no rule to a member, and still told to whoever publishes."""
    assert told() == ()
    assert told(**part("rewards", icon="star")) == (
        "Changed in a way that members do not read: Five: 500 off, for 500 points.",
    )
    assert told(margin_percent=40) == ("Only what members do not read is different.",)
