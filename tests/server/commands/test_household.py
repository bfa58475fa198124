"""Members on one account: joining, leaving, blocking and a PIN that is taken away."""

import pytest

from loyalty.errors import Refusal
from server.books import Books
from tests.server.commands.people import LAST_DAY, points, two
from tests.server.shop import ANNA, BEN, NOW_US, Till


def test_members_share_one_account_and_stay_themselves(books: Books, till: Till) -> None:
    two(till)
    done = books.commands().household("r1", "anna", ["ben"], NOW_US)
    assert done["members"] == ["anna", "ben"]
    page = till.pull()
    found = {row.member_id: (row.account, row.status) for row in page.members}
    assert found == {"anna": (ANNA, "active"), "ben": (ANNA, "active")}
    assert (page.redirects, page.merged, page.erased) == ({BEN: ANNA}, {}, [])
    till.earn(BEN, 5, LAST_DAY)
    till.push()
    assert points(books, ANNA) == 145


def test_who_leaves_has_an_empty_account(books: Books, till: Till) -> None:
    two(till)
    books.commands().household("r1", "anna", ["ben"], NOW_US)
    left = books.commands().leave("r2", "ben", NOW_US)
    assert left["account"] not in (ANNA, BEN)
    assert points(books, ANNA) == 140
    till.earn(left["account"], 9, LAST_DAY)
    till.push()
    assert points(books, left["account"]) == 9
    with pytest.raises(Refusal) as caught:
        books.commands().leave("r3", "ben", NOW_US)
    assert caught.value.code == "household_alone"


def test_a_household_is_more_than_one(books: Books, till: Till) -> None:
    two(till)
    with pytest.raises(Refusal) as caught:
        books.commands().household("r1", "anna", ["anna"], NOW_US)
    assert caught.value.code == "household_of"


def test_blocking_is_told_and_taken_back(books: Books, till: Till) -> None:
    two(till)
    till.pull()
    books.commands().block("r1", "anna", NOW_US)
    assert [(row.member_id, row.status) for row in till.pull().members] == [("anna", "blocked")]
    books.commands().block("r2", "anna", NOW_US, blocked=False)
    assert [(row.member_id, row.status) for row in till.pull().members] == [("anna", "active")]


def test_a_pin_is_taken_away_by_card_or_id(books: Books, till: Till) -> None:
    two(till)
    till.pull()
    assert books.commands().reset_pin("r1", "anna", NOW_US)["version"] == 1
    assert [(row.member_id, row.verifier) for row in till.pull().pins] == [("anna", "")]
    assert books.commands().reset_pin("r1", "anna", NOW_US)["version"] == 1
