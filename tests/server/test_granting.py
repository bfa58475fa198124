"""Grants: asked for or ahead, once for each request, and only what is free."""

from loyalty.programme import from_wire
from server.books import Books
from server.granting import caps_of
from tests.server.shop import ANNA, BEN, CAP, PROGRAMME, Till


def given(till: Till) -> int:
    till.pull()
    return sum(lot.amount for grant in till.grants.values() for lot in grant.lots)


def test_the_only_till_is_granted_everything(till: Till) -> None:
    till.earn(ANNA, 1_000)
    till.push()
    assert given(till) == 1_000


def test_one_of_two_tills_is_granted_what_two_rewards_cost(books: Books, till: Till) -> None:
    Till(books, "other")
    till.earn(ANNA, 1_000)
    till.push()
    till.earn(ANNA, 1_000)
    till.push()
    assert given(till) == CAP
    assert caps_of(from_wire(PROGRAMME)) == {"points": CAP}


def test_a_grant_is_for_the_till_that_sold(books: Books, till: Till) -> None:
    other = Till(books, "other")
    till.earn(ANNA, 100)
    till.push()
    assert given(other) == 0
    assert given(till) == 100


def test_the_same_request_gets_the_same_answer(books: Books, till: Till) -> None:
    other = Till(books, "other")
    till.earn(ANNA, 1_000)
    till.push()
    first = other.ask(ANNA, 200, "wish-1")
    again = other.ask(ANNA, 200, "wish-1")
    assert first.grant is not None
    assert first == again
    assert sum(lot.amount for lot in first.grant.lots) == 200
    second = other.ask(ANNA, 10_000, "wish-2")
    assert second.grant is not None
    assert sum(lot.amount for lot in second.grant.lots) == 1_000 - CAP - 200
    assert given(other) == 1_000 - CAP


def test_a_no_stays_a_no(books: Books, till: Till) -> None:
    other = Till(books, "other")
    assert other.ask(ANNA, 5, "w1").reason == "unknown_account"
    till.earn(ANNA, 100)
    till.push()
    assert other.ask(ANNA, 5, "w1").reason == "unknown_account"
    assert other.ask(ANNA, 5, "w2").reason == "asked_back"


def test_a_request_is_each_till_s_own(books: Books, till: Till) -> None:
    other = Till(books, "other")
    till.earn(ANNA, 500)
    till.push()
    mine, theirs = till.ask(ANNA, 10, "same"), other.ask(ANNA, 10, "same")
    assert mine.grant is not None
    assert theirs.grant is not None
    assert mine.grant.grant_id != theirs.grant.grant_id


def test_what_a_till_holds_it_can_spend_without_owing(books: Books, till: Till) -> None:
    till.earn(BEN, 100)
    till.push()
    till.pull()
    grant = next(iter(till.grants.values()))
    till.spend(BEN, grant.lots[0].lot, 100)
    till.push()
    standing = till.pull().standings[0]
    assert (standing.balance, standing.owed) == ({}, {})
