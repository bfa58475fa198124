"""Members are found by name, phone, card, mail and last digits, page by page, and stay sealed."""

import pytest

from loyalty import ids, number
from loyalty.errors import Refusal
from server.books import Books
from server.helping import catching_up, search
from server.helping.search import PAGE, Found
from sync.wire import PersonRow
from tests.server.shop import NOW_US, Till


def enrol(books: Books, till: Till, rows: list[tuple[str, dict[str, str], str]]) -> None:
    """Let people join: each an id, what is known of them, and a card's nine digits."""
    key = books.access().sealed_by.index_key
    people = []
    for member, fields, digits in rows:
        data = {"member": member, "account": member.rjust(32, "0"), "number": ""}
        if digits:
            data["number"] = number.make("0000", digits)
        till.record("enrol", data=data)
        phone = fields.get("phone", "")
        blind = {"phone": ids.blind_phone(key, phone)} if phone else {}
        people.append(PersonRow(person_id=member, version=1, fields=fields, blind=blind))
    till.push(people=people)


def named(found: Found) -> list[str]:
    """Give who was found."""
    return [hit.member_id for hit in found.hits]


def test_everything_that_a_person_can_say_finds_them(books: Books, till: Till) -> None:
    anna = {"name": "Anna de Vries", "phone": "+31612345678", "email": "anna@shop.example"}
    ben = {"name": "Ben Ångström-Bakker", "phone": "+31687654321"}
    rows = [("a", anna, "000000007"), ("b", ben, "000000008"), ("c", {}, "000000009")]
    enrol(books, till, rows)
    access = books.access()
    card = number.make("0000", "000000007")
    for typed in (
        *("anna", "ANN vri", "vries anna", "06 1234 5678", "+31612345678", "5678"),
        *(card, card[-4:], card[-6:], number.grouped(card), "Anna@shop.example"),
    ):
        assert named(search.search(access, typed)) == ["a"], typed
    assert named(search.search(access, "angstro")) == ["b"]
    assert named(search.search(access, "bakkerij")) == [], "beginnings that are too long"
    assert named(search.search(access, "nobody")) == []
    hit = search.search(access, "ben").hits[0]
    assert (hit.name, hit.phone_end, hit.joined_day) == (ben["name"], "4321", "2026-11-18")
    assert named(search.search(access, "")) == ["c", "b", "a"], "newest first"
    with pytest.raises(Refusal, match="four digits"):
        search.search(access, "567")
    with pytest.raises(Refusal, match="two letters"):
        search.search(access, "x")
    books.commands().erase("r1", "a", NOW_US)
    assert named(search.search(access, "anna")) == []
    assert named(search.search(access, card[-4:])) == ["a"], "a card is no personal data"


def test_a_new_name_takes_the_place_of_the_old_one(books: Books, till: Till) -> None:
    enrol(books, till, [("a", {"name": "Anna"}, "000000007")])
    row = PersonRow(person_id="a", version=2, fields={"name": "Hannah"})
    till.push(till.batch(), people=[row])
    access = books.access()
    assert named(search.search(access, "anna")) == []
    assert named(search.search(access, "hanna")) == ["a"]


def test_pages_follow_one_another_without_gap(books: Books, till: Till) -> None:
    rows = [(f"m{at:03}", {"name": f"Maria {at:03} Silva"}, "") for at in range(2 * PAGE + 7)]
    enrol(books, till, rows)
    for typed in ("", "maria", "silva maria"):
        found: list[str] = []
        before, pages = "", 0
        while pages == 0 or before:
            page = search.search(books.access(), typed, before=before)
            found += named(page)
            before, pages = page.before, pages + 1
        assert found == [row[0] for row in reversed(rows)]
        assert pages == 3


def test_names_from_before_are_caught_up(books: Books, till: Till) -> None:
    enrol(books, till, [("a", {"name": "Anna"}, "000000007")])
    access = books.access()
    with access.database.write() as connection:
        for table in ("people_index", "histories"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - two names of ours
    assert named(search.search(access, "anna")) == []
    assert not catching_up.catch_up(access, NOW_US, lambda: True), "it was told to stop"
    assert catching_up.catch_up(access, NOW_US)
    assert named(search.search(access, "anna")) == ["a"]
    found = books.commands().export("a")["events"]
    assert [each["type"] for each in found] == ["enrol"]
