"""A push is taken once, in order, whatever the line does to it; nothing blocks the queue."""

import msgspec
import pytest

from loyalty import accounts, event, lots
from loyalty.errors import Refusal
from loyalty.event import Posting
from server.books import Books
from storage.server import events, purses
from sync.wire import EVENTS_MAX, RejoinRequest
from tests.server.shop import ANNA, BEN, DAY, NOW_US, Till, give, use


def points(books: Books, account: str = ANNA) -> int:
    return books.balances().get((account, "points"), 0)


def holders(books: Books) -> set[str]:
    with books._database.read() as connection:
        return {right.holder for right in purses.rights(connection, "shop")}


def test_events_are_booked_once_however_often_they_come(books: Books, till: Till) -> None:
    till.earn(ANNA, 100)
    till.earn(ANNA, 50)
    request = till.batch()
    first, again = till.push(request), till.push(request)
    assert [outcome.outcome for outcome in first.outcomes] == ["created", "created"]
    assert [outcome.outcome for outcome in again.outcomes] == ["exists", "exists"]
    assert (first.acked_seq, first.head) == (again.acked_seq, again.head)
    assert points(books) == 150


def test_a_batch_that_overlaps_adds_only_what_is_new(books: Books, till: Till) -> None:
    till.earn(ANNA, 100)
    till.push()
    till.earn(ANNA, 50)
    reply = till.push(till.batch(first=1))
    assert [outcome.outcome for outcome in reply.outcomes] == ["exists", "created"]
    assert points(books) == 150


def test_a_gap_is_answered_with_what_was_expected(books: Books, till: Till) -> None:
    for _ in range(3):
        till.earn(ANNA, 10)
    with pytest.raises(Refusal) as caught:
        till.push(till.batch(first=3))
    assert (caught.value.code, caught.value.details["expected"]) == ("conflict", 1)
    assert points(books) == 0


def test_a_gap_in_an_unknown_epoch_expects_its_first_event(books: Books, till: Till) -> None:
    till.epoch = 4
    till.earn(ANNA, 10)
    till.earn(ANNA, 10)
    with pytest.raises(Refusal) as caught:
        till.push(till.batch(first=2))
    assert (caught.value.code, caught.value.details["expected"]) == ("conflict", 1)


def test_another_event_at_a_known_place_is_a_fork(books: Books, till: Till) -> None:
    till.earn(ANNA, 10)
    till.earn(ANNA, 20)
    till.push()
    till.chain.pop()
    till.earn(ANNA, 9_000)
    with pytest.raises(Refusal) as caught:
        till.push(till.batch(first=1))
    assert (caught.value.code, caught.value.details["expected"]) == ("fork", 2)
    till.earn(ANNA, 1)
    with pytest.raises(Refusal) as caught:
        till.push(till.batch(first=3))
    assert (caught.value.code, caught.value.details["expected"]) == ("fork", 2)
    assert points(books) == 30


def test_reordered_events_do_not_join(books: Books, till: Till) -> None:
    till.earn(ANNA, 10)
    till.earn(ANNA, 20)
    request = till.batch()
    swapped = msgspec.structs.replace(request, events=request.events[::-1])
    with pytest.raises(Refusal, match="head"):
        till.push(swapped)
    assert points(books) == 0


def test_a_changed_event_does_not_join(books: Books, till: Till) -> None:
    till.earn(ANNA, 10)
    request = till.batch()
    raw = bytes(request.events[0]).replace(b'"amount":10', b'"amount":99')
    with pytest.raises(Refusal) as caught:
        till.push(msgspec.structs.replace(request, events=[msgspec.Raw(raw)]))
    assert caught.value.code == "chain_broken"


def test_a_head_signed_by_another_key_is_refused(books: Books, till: Till) -> None:
    other = Till(books, "other")
    till.earn(ANNA, 10)
    forged = other.signer.sign(b"whatever").hex()
    with pytest.raises(Refusal) as caught:
        till.push(msgspec.structs.replace(till.batch(), signature=forged))
    assert caught.value.code == "signature_wrong"


def test_a_chain_begins_where_its_epoch_begins(books: Books, till: Till) -> None:
    till.earn(ANNA, 10)
    request = msgspec.structs.replace(till.batch(), previous="00" * 32)
    with pytest.raises(Refusal) as caught:
        till.push(request)
    assert (caught.value.code, caught.value.details["expected"]) == ("fork", 0)


@pytest.mark.parametrize("previous", ["zz", "0", "\u0660" * 64])
def test_a_hash_that_is_none_is_refused(till: Till, previous: str) -> None:
    till.earn(ANNA, 10)
    with pytest.raises(Refusal) as caught:
        till.push(msgspec.structs.replace(till.batch(), previous=previous))
    assert caught.value.code == "body_broken"


def test_too_many_events_are_refused(till: Till) -> None:
    for _ in range(EVENTS_MAX + 1):
        till.record("note")
    with pytest.raises(Refusal) as caught:
        till.push()
    assert caught.value.code == "batch_too_large"
    assert till.push(till.batch(last=EVENTS_MAX)).acked_seq == EVENTS_MAX


def test_a_type_that_nobody_knows_is_booked_all_the_same(books: Books, till: Till) -> None:
    till.record("moon_bonus", give(ANNA, 7, "x~9999-12-31"), data={"phase": ["full"]})
    assert till.push().outcomes[0].outcome == "created"
    assert points(books) == 7


def posting(debit: str, credit: str, unit: str = "points", amount: int = 5) -> Posting:
    return Posting(debit=debit, credit=credit, unit=unit, amount=amount, lot="l~9999-12-31")


@pytest.mark.parametrize(
    ("reason", "bad"),
    [
        ("unbalanced", posting(accounts.GIVEN, accounts.open_(ANNA), amount=0)),
        ("unbalanced", posting(accounts.GIVEN, accounts.open_(ANNA), amount=-5)),
        ("unbalanced", posting(accounts.GIVEN, accounts.open_(ANNA), amount=10**13)),
        ("unbalanced", posting(accounts.GIVEN, accounts.GIVEN)),
        ("account_foreign", posting("bank:vault", accounts.open_(ANNA))),
        ("account_foreign", posting(accounts.GIVEN, f"m:{ANNA}:held:other.1")),
        ("account_foreign", posting(accounts.GIVEN, "m:a b:open")),
        ("unit_unknown", posting(accounts.GIVEN, accounts.open_(ANNA), unit="gold")),
        ("unit_unknown", posting(accounts.GIVEN, accounts.open_(ANNA), unit="")),
        ("unit_unknown", posting(accounts.COUNTED, accounts.open_(ANNA))),
        ("unit_unknown", posting(accounts.COUNTED, accounts.count(ANNA))),
        ("unit_unknown", posting(accounts.GIVEN, accounts.open_(ANNA), unit="stamp:\x00")),
        ("right_taken", posting(accounts.open_(ANNA), accounts.held(ANNA))),
    ],
)
def test_postings_that_may_not_be_booked_are_set_aside(
    books: Books, till: Till, reason: str, bad: Posting
) -> None:
    till.record("sale", give(ANNA, 10, "a~9999-12-31"), bad)
    till.earn(ANNA, 1)
    outcomes = till.push().outcomes
    assert (outcomes[0].outcome, outcomes[0].reason) == ("quarantined", reason)
    assert outcomes[1].outcome == "created"
    assert points(books) == 1
    assert books.quarantined() == {reason: 1}


SHAPED = (
    b'{"v":1,"id":"a","seq":1,"at":"","day":"2026-11-18","clock":"ok","type":"s",'
    b'"actor":"","programme":1,"postings":[],"data":{}}'
)


@pytest.mark.parametrize(
    "raw",
    [
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b"1e400",
        b'{"v":1}',
        b"[" * 50_000 + b"]" * 50_000,
        SHAPED.replace(b'"v":1', b'"v":2'),
        SHAPED.replace(DAY.encode(), b"today"),
        SHAPED.replace(b'"id":"a"', b'"id":"\\u0000"'),
    ],
    ids=range(10),
)
def test_what_is_no_event_is_set_aside_and_the_chain_goes_on(
    books: Books, till: Till, raw: bytes
) -> None:
    till.chain.append(raw)
    till.earn(ANNA, 3)
    reply = till.push()
    assert [outcome.outcome for outcome in reply.outcomes] == ["quarantined", "created"]
    assert reply.acked_seq == 2
    assert books.quarantined() == {"event_shape": 1}
    assert [outcome.outcome for outcome in till.push(till.batch(first=1)).outcomes] == [
        "exists",
        "exists",
    ]


def test_an_event_with_the_number_of_another_place_is_set_aside(books: Books, till: Till) -> None:
    till.record("sale", give(ANNA, 5, "a~9999-12-31"), seq=7)
    assert till.push().outcomes[0].reason == "seq_wrong"
    assert points(books) == 0


def test_an_enrolment_makes_a_member_who_is_found_by_card_and_phone(
    books: Books, till: Till
) -> None:
    data = {"member": "m1", "account": ANNA, "number": "9000012345678908", "phone_index": "f0"}
    till.record("enrol", data=data)
    till.push()
    page = till.pull()
    assert [(row.member_id, row.account, row.joined_day) for row in page.members] == [
        ("m1", ANNA, DAY)
    ]
    assert {(row.kind, row.key) for row in page.credentials} == {
        ("card", "9000012345678908"),
        ("phone", "f0"),
    }


def test_a_card_stays_with_whoever_had_it_first(books: Books, till: Till) -> None:
    other = Till(books, "other")
    for number, one in enumerate((till, other)):
        data = {"member": f"m{number}", "account": ANNA, "number": "9000012345678908"}
        one.record("enrol", data=data)
        one.push()
    page = till.pull()
    assert len(page.members) == 2
    assert [row.member_id for row in page.credentials] == ["m0"]


def test_a_lost_card_is_told_to_every_till_with_its_new_number(books: Books, till: Till) -> None:
    old, new, other = "9000012345678908", "9000012345678916", "9000012345678924"
    for member, number in (("m1", old), ("m2", other)):
        till.record("enrol", data={"member": member, "account": ANNA, "number": number})
    said = {"member": "m1", "number": new, "old": old, "waits_until_s": 1_795_256_400}
    till.record("card_replaced", data=said)
    # One that takes somebody else's card, and one that blocks it, change nothing.
    till.record("card_replaced", data={**said, "number": other, "old": new})
    till.record("card_replaced", data={**said, "number": "9000012345678932", "old": other})
    # One that says nothing is set aside.
    till.record("card_replaced", data={**said, "waits_until_s": -1})
    assert [one.reason for one in till.push().outcomes][-4:] == [None, None, None, "card_data"]
    page = till.pull()
    assert {row.member_id: row.number for row in page.members} == {"m1": new, "m2": other}
    shown = {(row.kind, row.key) for row in page.credentials if row.member_id == "m1"}
    waits = ("card_waits", f"{new}:1795256400")
    assert shown == {("card", old), ("card", new), ("card_lost", old), waits}
    assert books.verify().ok


@pytest.mark.parametrize(
    "data", [{}, {"member": 5, "account": ANNA}, {"member": "m1", "account": "a:b"}]
)
def test_an_enrolment_that_says_nothing_is_set_aside_but_its_postings_count(
    books: Books, till: Till, data: dict[str, object]
) -> None:
    till.record("enrol", give(ANNA, 5, "w~9999-12-31"), data=data)
    outcome = till.push().outcomes[0]
    assert (outcome.outcome, outcome.reason) == ("quarantined", "enrol_data")
    assert points(books) == 5
    assert not till.pull().members


def test_the_tail_of_a_fork_is_booked_once_under_the_new_epoch(books: Books, till: Till) -> None:
    till.earn(ANNA, 10)
    till.earn(ANNA, 20)
    till.push()
    till.earn(BEN, 5)
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    reply = books.rejoin(till.device, request, NOW_US)
    # The second event was acknowledged before; it comes again with the tail.
    tail = till.chain[1:]
    till.epoch, till.chain, till.acked = reply.epoch, tail, 0
    till.earn(BEN, 7)
    outcomes = till.push().outcomes
    assert [outcome.outcome for outcome in outcomes] == ["exists", "created", "created"]
    assert (points(books), points(books, BEN)) == (30, 12)


def test_an_epoch_that_a_till_opened_alone_ends_the_one_before(books: Books, till: Till) -> None:
    till.earn(ANNA, 100)
    till.push()
    till.pull()
    assert till.grants
    till.epoch, till.chain, till.acked = 2, [], 0
    till.earn(BEN, 1)
    till.push()
    page = till.pull()
    assert page.own.epoch == 2
    assert holders(books) == {"", f"{till.device}.2"}
    assert till.ask(ANNA, 100).grant is not None


def test_what_an_ended_epoch_still_sends_is_booked_and_its_rights_go_back(
    books: Books, till: Till
) -> None:
    lot = till.earn(ANNA, 100)
    till.push()
    request = RejoinRequest(epoch=1, last_seq=1, last_hash=till.own().hash)
    books.rejoin(till.device, request, NOW_US)
    till.spend(ANNA, lot, 30)
    minted = Posting(
        debit=accounts.GIVEN,
        credit=accounts.held(ANNA),
        unit="points",
        amount=9,
        lot="at_once~9999-12-31",
    )
    till.record("sale", minted)
    till.push()
    assert points(books) == 79
    assert holders(books) == {""}


def test_a_shortfall_takes_what_is_free_and_the_rest_is_owed(books: Books, till: Till) -> None:
    other = Till(books, "other")  # with two tills the second push is not granted everything
    till.record("sale", give(ANNA, 400, "big~9999-12-31"))
    till.push()
    other.record("sale", use(ANNA, 300, "big~9999-12-31"))
    other.push()
    other.record("sale", use(ANNA, 300, "big~9999-12-31"))
    other.push()
    standing = other.pull().standings[0]
    assert standing.balance == {"points": -200}
    assert standing.owed == {"points": 350}  # the first till still holds its 150


def test_what_is_owed_is_paid_by_the_next_earn(books: Books, till: Till) -> None:
    till.record("sale", use(ANNA, 30, "none~9999-12-31"))
    till.push()
    assert till.ask(ANNA, 10).reason == "owed"
    till.earn(ANNA, 100)
    till.push()
    assert points(books) == 70
    assert sum(lot.amount for grant in till.pull().grants for lot in grant.lots) == 70


def test_points_past_their_last_day_expire_when_they_arrive(books: Books, till: Till) -> None:
    till.earn(ANNA, 40, "2026-11-17")
    till.earn(ANNA, 60, DAY)
    till.push()
    assert points(books) == 60
    lots_given = [lot.lot for grant in till.pull().grants for lot in grant.lots]
    assert [lots.last_day(lot) for lot in lots_given] == [DAY]


def test_late_points_pay_what_is_owed_before_they_expire(books: Books, till: Till) -> None:
    till.record("sale", use(ANNA, 30, "none~9999-12-31"))
    till.earn(ANNA, 40, "2026-11-17")
    till.push()
    assert points(books) == 0


def test_an_event_is_kept_byte_for_byte(books: Books, till: Till) -> None:
    raw = b' {"data" : {} ,"unknown":[1.50]}'.strip()
    till.chain.append(raw)
    till.push()
    with books._database.read() as connection:
        kept = [one for one in events.in_order(connection, "shop") if one.device == till.device]
    assert kept[0].raw == raw
    assert kept[0].hash == event.link(event.genesis(till.device, 1), raw)
