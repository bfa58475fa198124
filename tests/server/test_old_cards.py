"""Cards of before at the server: a setting for every till, and whose an older card is."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty import number_places
from loyalty.errors import Refusal
from server.books import Books
from storage.records import LEGACY
from sync.wire import LookupRequest, PersonRow
from tests.server.shop import ANNA, BEN, NOW_US, Till, open_books

CARD = "EAN13:2912345678906"


def enrol(till: Till, member: str, account: str, *cards: object) -> None:
    """Let a till make a member with cards of before."""
    data = {"member": member, "account": account, "number": "", "old_cards": list(cards)}
    till.record("enrol", data=data)
    till.push()


def pulled(till: Till) -> dict[str, str]:
    """Give what a till hears of settings, without the places of tills among the card numbers."""
    found = till.pull().settings
    return {
        name: text for name, text in found.items() if not name.startswith(number_places.SETTING)
    }


def test_a_setting_comes_to_every_till_once_and_again_when_it_changes(
    books: Books, till: Till
) -> None:
    assert pulled(till) == {"tills": "1"}
    books.put_setting("cards", "one", NOW_US)
    other = Till(books, "other")
    assert pulled(till) == {"cards": "one", "tills": "2"}
    assert pulled(till) == {}
    assert pulled(other) == {"cards": "one", "tills": "2"}
    books.put_setting("cards", "", NOW_US)
    assert pulled(till) == {"cards": ""}
    assert (books.setting("cards"), books.setting("nothing")) == ("", "")


def test_a_setting_lives_on_when_the_server_starts_again(data_dir: Path) -> None:
    first = open_books(data_dir)
    first.put_setting("cards", "kept", NOW_US)
    first.close()
    again = open_books(data_dir)
    assert again.setting("cards") == "kept"
    again.close()


def test_an_older_card_comes_with_its_member_and_is_found(books: Books, till: Till) -> None:
    enrol(till, "m-anna", ANNA, CARD)
    other = Till(books, "other")
    page = other.pull()
    assert [(row.kind, row.key) for row in page.credentials] == [(LEGACY, CARD)]
    found = books.lookup(other.device, 1, LookupRequest(kind=LEGACY, key=CARD), NOW_US)
    assert found.member is not None
    assert found.member.member_id == "m-anna"


def test_whoever_had_an_older_card_first_keeps_it(books: Books, till: Till) -> None:
    other = Till(books, "other")
    enrol(till, "m-anna", ANNA, CARD)
    enrol(other, "m-ben", BEN, CARD, "ITF:123456789012")
    page = Till(books, "third").pull()
    assert {(row.key, row.member_id) for row in page.credentials} == {
        (CARD, "m-anna"),
        ("ITF:123456789012", "m-ben"),
    }


def test_an_older_card_outlives_personal_data_and_is_none(books: Books, till: Till) -> None:
    enrol(till, "m-anna", ANNA, CARD)
    row = PersonRow(
        person_id="m-anna", version=1, fields={"name": "Anna"}, blind={"legacy": "EAN13.other"}
    )
    till.push(people=[row])
    books.commands().erase_person("m-anna", NOW_US)
    found = books.lookup(till.device, 1, LookupRequest(kind=LEGACY, key=CARD), NOW_US)
    assert found.member is not None
    assert found.person is None
    other = books.lookup(till.device, 1, LookupRequest(kind=LEGACY, key="EAN13.other"), NOW_US)
    assert other.member is None, "what a person row says is never a card"


@pytest.mark.parametrize(
    "cards",
    [(3,), ("no kind",), ("EAN13:",), ("EAN13:a\x00b",), ("EAN13:" + "1" * 65,), (CARD,) * 9],
    ids=repr,
)
def test_older_cards_that_are_none_set_the_enrolment_aside(
    books: Books, till: Till, cards: tuple[object, ...]
) -> None:
    enrol(till, "m-anna", ANNA, *cards)
    assert books.quarantined() == {"enrol_data": 1}


def test_a_lookup_of_another_kind_is_refused(books: Books, till: Till) -> None:
    with pytest.raises(Refusal) as caught:
        books.lookup(till.device, 1, LookupRequest(kind="face", key=CARD), NOW_US)
    assert caught.value.code == "body_broken"
