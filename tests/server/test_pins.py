"""PINs on the server: sealed, the newest counts, a visit PIN is one member's, and all is erased."""

from pathlib import Path

import msgspec
import pytest

from loyalty import accounts, pin
from loyalty.errors import Refusal
from loyalty.postings import of_entries
from server.books import Books
from storage import pin_hash
from storage.records import VISIT_PIN, VISIT_PIN_TAKEN
from storage.server import pins as table
from sync.wire import CredentialRow, LookupRequest, PersonRow, PinRow, PullReply, PushReply
from tests.server.shop import ANNA, BEN, DAY, NOW_US, Chance, Till, open_books
from tests.server.test_people import plain_files

NUMBER = "9000012345678961"
VERIFIER = pin_hash.make(pin_hash.keyed(bytes(32), "m1", "4719"))
OTHER = pin_hash.make(pin_hash.keyed(bytes(32), "m1", "8302"))


def row(version: int = 1, verifier: str = VERIFIER, member_id: str = "m1") -> PinRow:
    return PinRow(member_id=member_id, version=version, verifier=verifier)


def visit(key: str, member_id: str = "m1", kind: str = VISIT_PIN) -> CredentialRow:
    return CredentialRow(kind=kind, key=key, member_id=member_id)


def enrol(till: Till, member: str = "m1", account: str = ANNA, number: str = NUMBER) -> None:
    till.record("enrol", data={"member": member, "account": account, "number": number})
    till.push()


def send(till: Till, *rows: PinRow | CredentialRow) -> PushReply:
    """Push PINs and nothing else."""
    request = msgspec.structs.replace(
        till.batch(),
        pins=[one for one in rows if isinstance(one, PinRow)],
        visit_pins=[one for one in rows if isinstance(one, CredentialRow)],
    )
    return till.push(request)


def told(till: Till) -> PullReply:
    """Pull what is new."""
    return till.pull()


def test_a_pin_reaches_the_other_till_and_the_newest_counts(books: Books, till: Till) -> None:
    other = Till(books, "other")
    enrol(till)
    assert send(till, row(2)).pins == {"m1": 2}
    assert told(other).pins == [row(2)]
    assert send(other, row(1, OTHER)).pins == {"m1": 2}
    assert send(other, row(3, OTHER)).pins == {"m1": 3}
    assert told(till).pins == [row(3, OTHER)]
    assert books.verify().ok


def test_of_two_with_one_version_the_first_stays_and_both_hear_of_it(
    books: Books, till: Till
) -> None:
    other = Till(books, "other")
    enrol(till)
    send(till, row(1))
    assert told(till).pins == [row(1)]
    assert send(other, row(1, OTHER)).pins == {"m1": 1}
    assert told(other).pins == [row(1)]
    assert told(till).pins == [row(1)]
    # The same once more, because the answer was lost: nobody needs to hear of that.
    assert send(till, row(1)).pins == {"m1": 1}
    assert told(till).pins == []


@pytest.mark.parametrize(
    "broken",
    [
        row(0),
        row(10**10),
        row(verifier="4719"),
        row(member_id="not a name"),
        PinRow(member_id="m1", version=1, verifier=VERIFIER, pepper=0),
    ],
)
def test_a_row_that_cannot_be_kept_does_not_come_again_for_ever(till: Till, broken: PinRow) -> None:
    assert send(till, broken).pins == {broken.member_id: broken.version}
    assert told(till).pins == []


def test_a_push_without_pins_says_that_the_server_takes_them(till: Till) -> None:
    reply = till.push()
    assert (reply.pins, reply.visit_pins) == ({}, {})


def test_no_row_shows_its_verifier() -> None:
    assert VERIFIER not in repr(row())


def test_no_verifier_is_on_disk_even_without_the_files_encryption(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)
    enrol(till)
    send(till, row())
    chance = Chance("server")
    for _ in range(4):
        chance(32)
    inside = plain_files(data_dir, chance(32))
    assert b"m1" in inside
    assert b"argon2" not in inside
    books.close()


def test_what_was_sealed_for_a_pin_opens_as_no_person(books: Books, till: Till) -> None:
    enrol(till)
    send(till, row())
    till.push(people=[PersonRow(person_id="m1", version=1, fields={"name": "Anna"})])
    page = told(till)
    assert (len(page.pins), len(page.people)) == (1, 1)


def test_nothing_is_left_of_the_erased(books: Books, till: Till) -> None:
    enrol(till)
    send(till, row(), visit("f00d"))
    told(till)
    books.commands().erase_person("m1", NOW_US)
    page = told(till)
    assert (page.erased, page.pins, page.visit_pins) == (["m1"], [], [])
    assert send(till, row(9), visit("beef")).pins == {"m1": 9}
    page = told(till)
    assert (page.pins, page.visit_pins) == ([], [])
    fresh = told(Till(books, "fresh"))
    assert fresh.pins == []
    assert fresh.visit_pins == [visit("")]
    with books._database.read() as connection:
        assert table.versions(connection, "shop", ["m1"]) == {}
        assert table.owner(connection, "shop", "f00d") is None


def test_a_visit_pin_finds_its_member_everywhere(books: Books, till: Till) -> None:
    other = Till(books, "other")
    enrol(till)
    assert send(till, visit("f00d")).visit_pins == {"m1": "f00d"}
    assert told(other).visit_pins == [visit("f00d")]
    found = books.lookup(other.device, 1, LookupRequest(kind=VISIT_PIN, key="f00d"), NOW_US)
    assert found.member is not None
    assert (found.member.member_id, found.visit_pin) == ("m1", visit("f00d"))
    send(other, visit("beef"))
    assert told(till).visit_pins == [visit("beef")]
    gone = books.lookup(other.device, 1, LookupRequest(kind=VISIT_PIN, key="f00d"), NOW_US)
    assert gone.member is None
    send(other, visit(""))
    assert told(till).visit_pins == [visit("")]


def test_a_person_row_takes_no_visit_pin_away(till: Till) -> None:
    enrol(till)
    send(till, visit("f00d"))
    blind = {"phone": "cafe", "visit_pin": "beef"}
    till.push(people=[PersonRow(person_id="m1", version=1, blind=blind)])
    page = told(till)
    assert page.visit_pins == [visit("f00d")]
    assert {one.kind for one in page.credentials} == {"card", "phone"}


def test_of_two_members_with_one_visit_pin_the_first_keeps_it(books: Books, till: Till) -> None:
    other = Till(books, "other")
    enrol(till)
    enrol(other, "m2", BEN, "9000012345678058")
    send(other, visit("dead", "m2"))
    send(till, visit("f00d"))
    assert send(other, visit("f00d", "m2")).visit_pins == {"m2": "f00d"}
    taken = visit("m2", "m2", VISIT_PIN_TAKEN)
    assert told(other).visit_pins == [visit("f00d"), taken]
    # Neither the one that was taken nor the one that they gave up for it finds the second member.
    for key, member_id in (("f00d", "m1"), ("dead", None)):
        found = books.lookup(till.device, 1, LookupRequest(kind=VISIT_PIN, key=key), NOW_US)
        assert (found.member.member_id if found.member else None) == member_id
    send(other, visit("beef", "m2"))
    assert told(till).visit_pins == [visit("f00d"), visit("beef", "m2")]
    assert books.verify().ok


def test_another_kind_of_credential_does_not_come_in_this_way(till: Till) -> None:
    enrol(till)
    assert send(till, visit("f00d", kind="card")).visit_pins == {"m1": "f00d"}
    assert told(till).visit_pins == []


def test_the_owner_takes_a_pin_away(books: Books, till: Till) -> None:
    enrol(till)
    send(till, row(4), visit("f00d"))
    told(till)
    books.reset_pin(NUMBER, NOW_US)
    page = told(till)
    assert page.pins == [row(5, "")]
    assert page.visit_pins == []
    assert books.verify().ok
    with pytest.raises(Refusal) as caught:
        books.reset_pin("9000012345678058", NOW_US)
    assert caught.value.code == "member_unknown"


def test_wrong_tries_are_booked_and_told_like_every_counter(books: Books, till: Till) -> None:
    enrol(till)
    counters: dict[str, int] = {}
    for _ in range(pin.DAY_TRIES):
        counted = pin.wrong_try(counters, "m1", 1, DAY)
        for one in counted:
            counters[one.unit] = counters.get(one.unit, 0) + one.delta
        till.record("pin_wrong", *of_entries(ANNA, "e", counted=counted), data={"member": "m1"})
    assert {one.outcome for one in till.push().outcomes} == {"created"}
    standing = next(one for one in told(Till(books, "other")).standings if one.account == ANNA)
    assert standing.counters == counters
    assert pin.is_locked(standing.counters, "m1", 1)
    assert not any(accounts.is_value(unit) for unit in standing.counters)
    assert books.verify().ok
