"""Adjusting what a member has: given with a last day, taken from free, the rest owed."""

import pytest

from loyalty import event
from loyalty.errors import Refusal
from server.books import Books
from storage.server import events
from tests.server.commands.people import ANNA_CARD, points, rights, two
from tests.server.shop import ANNA, NOW_US, Till


def test_what_is_given_is_free_and_told(books: Books, till: Till) -> None:
    two(till)
    before = rights(books, ANNA).get("", 0)
    done = books.commands().adjust("r1", ANNA_CARD, 25, "goodwill", NOW_US)
    assert (done["member"], done["balance"], done["free"]) == ("anna", 125, before + 25)
    told = {row.account: row.balance for row in till.pull().standings}
    assert told[ANNA] == {"points": 125}


def test_what_is_taken_comes_from_free_and_the_rest_is_owed(books: Books, till: Till) -> None:
    two(till)
    assert rights(books, ANNA) == {f"{till.device}.1": 100}
    books.commands().adjust("r1", "anna", 30, "correction", NOW_US)
    done = books.commands().adjust("r2", "anna", -50, "misuse", NOW_US)
    assert (done["balance"], done["free"], done["owed"]) == (80, 0, 20)
    assert rights(books, ANNA) == {f"{till.device}.1": 100}, "what a till holds is its own"


def test_the_same_request_is_done_once(books: Books, till: Till) -> None:
    two(till)
    first = books.commands().adjust("r1", "anna", 5, "goodwill", NOW_US)
    assert books.commands().adjust("r1", "anna", 5, "goodwill", NOW_US) == first
    assert points(books, ANNA) == 105
    with pytest.raises(Refusal, match="another command") as caught:
        books.commands().block("r1", "anna", NOW_US)
    assert caught.value.code == "request_known"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("nobody", 5, "goodwill", "points"), "member_unknown"),
        (("anna", 0, "goodwill", "points"), "amount_wrong"),
        (("anna", 10**10, "goodwill", "points"), "amount_wrong"),
        (("anna", 5, "because Anna asked", "points"), "reason_unknown"),
        (("anna", 5, "goodwill", "visits"), "unit_unknown"),
        (("anna", 5, "goodwill", "stamp:coffee"), "unit_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused(
    books: Books, till: Till, asked: tuple[str, int, str, str], code: str
) -> None:
    two(till)
    who, amount, reason, unit = asked
    with pytest.raises(Refusal) as caught:
        books.commands().adjust("r1", who, amount, reason, NOW_US, unit=unit)
    assert caught.value.code == code
    assert points(books, ANNA) == 100


def test_the_event_names_the_reason_and_no_person(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r1", "anna", 5, "goodwill", NOW_US)
    with books._database.read() as connection:
        made = [event.decode(kept.raw) for kept in events.in_order(connection, "shop")]
    found = next(each for each in made if each.type == "adjust")
    assert found.data == {"member": "anna", "account": ANNA, "reason": "goodwill"}
    assert found.actor == "server"
