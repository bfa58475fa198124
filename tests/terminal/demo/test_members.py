"""Proves that the cast of the demo shop can exist: numbers, phones, habits."""

from __future__ import annotations

import pytest

from loyalty import number
from terminal.demo import members
from terminal.demo.members import Regular
from terminal.till import phone


def test_every_card_is_a_number_of_the_demo_shop() -> None:
    """All are valid, and no two are the same."""
    cards = (*members.numbers("0000"), *members.pile("0000"))
    assert all(number.is_valid(card) and number.issuer_of(card) == "0000" for card in cards)
    assert len(set(cards)) == len(cards)
    assert len({card[-4:] for card in cards}) == len(cards), "the demo tells them by four digits"


@pytest.mark.parametrize("who", members.regulars(), ids=lambda who: who.name)
def test_everybody_can_be_a_member(who: Regular) -> None:
    """Phones exist, people come in the past, and pay something."""
    assert not who.phone or phone.parse(who.phone, "NL") == who.phone
    assert who.visits > 0
    assert who.last > 0, "today belongs to the counter"
    assert who.every > 0
    assert min(who.minor) > 0
    assert who.days_ago(who.visits - 1) == who.last


def test_the_cast_is_mixed() -> None:
    """Enough people, several languages, with and without a phone."""
    cast = members.regulars()
    assert len(cast) >= 20
    assert len({who.name for who in cast}) == len(cast)
    assert len({who.language for who in cast}) >= 4
    assert {bool(who.phone) for who in cast} == {True, False}


def test_somebody_is_found_by_first_name() -> None:
    """The day's script names people so."""
    assert members.named("Anna").name == "Anna de Vries"
