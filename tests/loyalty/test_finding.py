"""Tokens of names: made alike when kept and asked, without case and marks, and no name in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import finding

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("ann", "Anna de Vries", True),
        ("vri ANNA", "Anna de Vries", True),
        ("angstrom", "Åsa Ångström", True),
        ("strasse", "Jo Straße", True),
        ("nna", "Anna de Vries", False),
        ("anna x", "Anna de Vries", False),
    ],
)
def test_beginnings_of_words_fit(typed: str, name: str, *, fits: bool) -> None:
    asked = finding.words(typed)
    assert finding.fits(asked, name) == fits
    found = set(finding.of_words(KEY, [word for word in asked if len(word) > 1]))
    assert (found <= set(finding.kept(KEY, {"name": name}))) == (fits or typed == "anna x")


@given(st.text(max_size=40), st.integers(2, 9))
def test_any_word_is_found_by_any_beginning(name: str, letters: int) -> None:
    kept = set(finding.kept(KEY, {"name": name}))
    for word in finding.words(name):
        if len(word) >= finding.LETTERS_MIN:
            assert set(finding.of_words(KEY, [word[:letters]])) <= kept


def test_tokens_are_keyed_and_tell_nothing() -> None:
    fields = {"name": "Anna", "email": "Anna@Shop.example", "phone": "+31612345678"}
    kept = finding.kept(KEY, fields)
    assert kept != finding.kept(bytes(32), fields)
    assert "anna" not in repr(kept).casefold()
    assert finding.of_mail(KEY, " anna@shop.EXAMPLE ") in kept
    assert finding.of_phone_end(KEY, "5678") in kept
