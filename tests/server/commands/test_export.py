"""Everything that the server keeps about one person, and nothing about others."""

import json

import pytest

from loyalty.errors import Refusal
from server.books import Books
from tests.server.commands.people import ANNA_CARD, BEN_CARD, two
from tests.server.shop import ANNA, BEN, NOW_US, Till


def test_everything_about_one_person_and_nothing_of_others(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r1", "anna", 5, "goodwill", NOW_US)
    found = books.commands().export(ANNA_CARD)
    assert found["member"] == {
        "id": "anna",
        "account": ANNA,
        "card": ANNA_CARD[-4:],
        "joined": "2026-11-18",
        "status": "active",
    }
    assert found["person"] == [
        {
            "version": 1,
            "fields": {"name": "Name of anna", "birthday": "11-20"},
            "consents": {},
        }
    ]
    assert found["standing"] == {"points": {"balance": 105, "owed": 0}}
    assert [each["type"] for each in found["events"]] == ["enrol", "sale", "grant", "adjust"]
    written = json.dumps(found)
    for other in (ANNA_CARD, BEN_CARD, BEN, "Name of ben"):
        assert other not in written


def test_who_was_merged_is_one_with_the_other(books: Books, till: Till) -> None:
    two(till)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    found = books.commands().export(BEN_CARD)
    assert (found["member"]["id"], found["merged"]) == ("anna", ["ben"])
    assert [each["type"] for each in found["events"]].count("enrol") == 2
    assert {each["last_four"] for each in found["credentials"]} >= {ANNA_CARD[-4:], BEN_CARD[-4:]}


def test_of_the_erased_nothing_personal_is_left_to_export(books: Books, till: Till) -> None:
    two(till)
    books.commands().erase("r1", "anna", NOW_US)
    found = books.commands().export("anna")
    assert found["person"] == []
    assert [each["kind"] for each in found["credentials"]] == ["card"]
    with pytest.raises(Refusal) as caught:
        books.commands().export("nobody")
    assert caught.value.code == "member_unknown"
