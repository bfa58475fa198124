"""Two members become one for ever: points, debts, rights, counters, cards, phone and name."""

import pytest

from loyalty import accounts
from loyalty.accounts import COUNTED
from loyalty.errors import Refusal
from loyalty.event import Posting
from server.books import Books
from sync.wire import LookupRequest
from tests.server.commands.people import (
    ANNA_CARD,
    BEN_CARD,
    LAST_DAY,
    enrol,
    points,
    rights,
    two,
)
from tests.server.shop import ANNA, BEN, NOW_US, Till, use


def count(account: str, unit: str, amount: int) -> Posting:
    """Count something on an account."""
    return Posting(debit=COUNTED, credit=accounts.count(account), unit=unit, amount=amount)


def test_the_other_goes_on_as_the_one(books: Books, till: Till) -> None:
    two(till)
    till.pull()
    done = books.commands().merge("r1", ANNA_CARD, BEN_CARD, NOW_US)
    assert (done["member"], done["merged"]) == ("anna", "ben")
    assert (points(books, ANNA), points(books, BEN)) == (140, 0)
    assert rights(books, ANNA) == {f"{till.device}.1": 140}, "who held it holds it still"
    page = till.pull()
    assert (page.redirects, page.merged) == ({BEN: ANNA}, {"ben": "anna"})
    assert {row.account: row.balance for row in page.standings}[ANNA] == {"points": 140}
    statuses = {row.member_id: (row.account, row.status) for row in page.members}
    assert statuses == {"anna": (ANNA, "active"), "ben": (ANNA, "merged")}
    owners = {(row.kind, row.key): row.member_id for row in page.credentials}
    assert owners == {
        ("card", ANNA_CARD): "anna",
        ("card", BEN_CARD): "anna",
        ("phone", "a0"): "anna",
        ("phone", "b0"): "anna",
    }


def test_events_on_the_old_account_land_in_the_new_one(books: Books, till: Till) -> None:
    _, lot = two(till)
    till.pull()
    books.commands().merge("r1", "anna", "ben", NOW_US)
    till.earn(BEN, 7, LAST_DAY)
    till.record("sale", use(BEN, 15, lot), count(BEN, "visits", 1))
    assert {one.outcome for one in till.push().outcomes} == {"created"}
    assert (points(books, ANNA), points(books, BEN)) == (132, 0)
    assert books.balances()[ANNA, "visits"] == 1
    assert rights(books, ANNA) == {f"{till.device}.1": 132}


def test_free_pays_what_the_other_owes(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r1", "anna", 30, "goodwill", NOW_US)
    owing = books.commands().adjust("r2", "ben", -20, "misuse", NOW_US)
    assert owing["owed"] == 20
    books.commands().merge("r3", "anna", "ben", NOW_US)
    assert points(books, ANNA) == 150
    assert rights(books, ANNA) == {f"{till.device}.1": 140, "": 10}


def test_what_the_kept_one_owes_is_paid_too(books: Books, till: Till) -> None:
    two(till)
    books.commands().adjust("r1", "ben", 30, "goodwill", NOW_US)
    books.commands().adjust("r2", "anna", -20, "misuse", NOW_US)
    books.commands().merge("r3", "anna", "ben", NOW_US)
    assert rights(books, ANNA) == {f"{till.device}.1": 140, "": 10}


def test_counters_join_and_what_was_given_once_stays_once(books: Books, till: Till) -> None:
    two(till)
    till.record("sale", count(ANNA, "visits", 2), count(ANNA, "issued:welcome", 1))
    till.record("sale", count(BEN, "visits", 3), count(BEN, "issued:welcome", 1))
    till.record("sale", Posting(debit=accounts.count(BEN), credit=COUNTED, unit="due:x", amount=1))
    till.push()
    books.commands().merge("r1", "anna", "ben", NOW_US)
    found = books.balances()
    assert found[ANNA, "visits"] == 5
    assert found[ANNA, "issued:welcome"] == 1
    assert found[ANNA, "due:x"] == -1
    assert not any(amount for (account, _), amount in found.items() if account == BEN)


def test_all_gifts_of_a_milestone_add_up_while_each_number_stays_once(
    books: Books, till: Till
) -> None:
    two(till)
    in_all = "issued:milestone/third/-"
    for account, gifts in ((ANNA, 3), (BEN, 2)):
        given = [count(account, f"{in_all}/{n}", 1) for n in range(1, gifts + 1)]
        till.record("sale", count(account, in_all, gifts), *given)
    till.push()
    books.commands().merge("r1", "anna", "ben", NOW_US)
    found = books.balances()
    assert found[ANNA, in_all] == 5, "or two gifts would be given once more"
    assert [found[ANNA, f"{in_all}/{n}"] for n in (1, 2, 3)] == [1, 1, 1]


def test_merges_follow_one_another(books: Books, till: Till) -> None:
    two(till)
    third = "c" * 32
    enrol(till, "cato", third, "")
    books.commands().merge("r1", "anna", "ben", NOW_US)
    books.commands().merge("r2", "cato", BEN_CARD, NOW_US)
    till.earn(BEN, 5, LAST_DAY)
    till.push()
    assert points(books, third) == 145
    page = till.pull()
    assert page.redirects == {BEN: ANNA, ANNA: third}
    assert {row.account: row.balance for row in page.standings}[third] == {"points": 145}
    found = books.lookup(till.device, 1, LookupRequest(kind="account", key=BEN), NOW_US)
    assert found.member is not None
    assert found.member.member_id == "cato"
    assert found.standing is not None
    assert found.standing.account == third
    assert books.commands().block("r3", "ben", NOW_US)["member"] == "cato"


def test_the_name_of_who_is_dropped_serves_where_there_is_none(books: Books, till: Till) -> None:
    till.record("enrol", data={"member": "anna", "account": ANNA, "number": ANNA_CARD})
    till.push()
    enrol(till, "ben", BEN, BEN_CARD)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    page = till.pull()
    assert page.erased == ["ben"]
    assert [(row.person_id, row.fields["name"]) for row in page.people] == [("anna", "Name of ben")]


def test_a_grant_asked_for_on_the_old_account_is_given_and_counted(
    books: Books, till: Till
) -> None:
    Till(books, "other")
    two(till)
    books.commands().adjust("r0", "ben", 300, "goodwill", NOW_US)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    held = rights(books, ANNA)[f"{till.device}.1"]
    answer = till.ask(BEN, 30)
    assert answer.grant is not None
    assert answer.grant.account == BEN
    assert rights(books, ANNA)[f"{till.device}.1"] == held + 30


def test_a_card_enrolled_later_at_another_till_leads_to_the_new_account(
    books: Books, till: Till
) -> None:
    two(till)
    other = Till(books, "other")
    books.commands().merge("r1", "anna", "ben", NOW_US)
    other.record("enrol", data={"member": "ben2", "account": BEN, "number": BEN_CARD})
    other.push()
    found = books.lookup(other.device, 1, LookupRequest(kind="card", key=BEN_CARD), NOW_US)
    assert found.member is not None
    assert found.member.member_id == "anna"
    assert {row.member_id: row.account for row in other.pull().members}["ben2"] == ANNA


def test_a_member_is_not_merged_with_themselves(books: Books, till: Till) -> None:
    two(till)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    with pytest.raises(Refusal) as caught:
        books.commands().merge("r2", "anna", "ben", NOW_US)
    assert caught.value.code == "merge_self"
    assert books.commands().merge("r1", "anna", "ben", NOW_US)["merged"] == "ben"
