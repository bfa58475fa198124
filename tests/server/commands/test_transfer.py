"""Moving points: only what is free, each lot with its last day."""

import pytest

from loyalty.errors import Refusal
from server.books import Books
from storage.server import purses
from tests.server.commands.people import LAST_DAY, points, rights, two
from tests.server.shop import ANNA, BEN, NOW_US, Till


def test_free_points_move_with_their_last_day(books: Books, till: Till) -> None:
    Till(books, "other")
    two(till)
    lot = till.earn(ANNA, 300, LAST_DAY)
    till.push()
    free = rights(books, ANNA)[""]
    done = books.commands().transfer("r1", "anna", "ben", free, NOW_US)
    assert (done["left"], done["balance"]) == (400 - free, 40 + free)
    assert rights(books, ANNA).get("", 0) == 0
    with books._database.read() as connection:
        names = {row.lot for row in purses.rights(connection, "shop", [BEN]) if not row.holder}
    assert lot in names
    books.commands().transfer("r1", "anna", "ben", free, NOW_US)
    assert points(books, BEN) == 40 + free


def test_more_than_is_free_is_refused(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r0", "anna", 30, "goodwill", NOW_US)
    with pytest.raises(Refusal) as caught:
        books.commands().transfer("r1", "anna", "ben", 31, NOW_US)
    assert (caught.value.code, caught.value.details["expected"]) == ("transfer_beyond", 30)
    assert points(books, BEN) == 40


def test_within_one_account_there_is_nothing_to_move(books: Books, till: Till) -> None:
    two(till)
    books.commands().household("h1", "anna", ["ben"], NOW_US)
    with pytest.raises(Refusal) as caught:
        books.commands().transfer("r1", "anna", "ben", 1, NOW_US)
    assert caught.value.code == "transfer_same"


def test_what_arrives_pays_what_is_owed_first(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r0", "ben", -60, "misuse", NOW_US)
    books.commands().adjust("r1", "anna", 50, "goodwill", NOW_US)
    books.commands().transfer("r2", "anna", "ben", 50, NOW_US)
    assert points(books, BEN) == 30
    assert rights(books, BEN).get("", 0) == 0
