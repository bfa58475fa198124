"""Rights asked back: from whoever holds them, once another till needs them, and answered once."""

from sqlalchemy import select

from loyalty import accounts, lots
from loyalty.event import Posting
from loyalty.limits import SETTING, Allowance, Limits, write
from server.books import Books
from server.purse import FREE
from storage.server import changes, purses
from storage.server.tables import CHANGES, RECALLS
from sync.wire import RejoinRequest
from tests.server.shop import ANNA, BEN, CAP, NOW_US, Till


def returned(account: str, amount: int, lot: str) -> Posting:
    return Posting(
        debit=accounts.held(account),
        credit=accounts.open_(account),
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def held(books: Books, holder: str) -> int:
    """Sum what somebody holds, and check that all figures agree."""
    assert books.verify().first_difference is None
    with books._database.read() as connection:
        found = purses.rights(connection, "shop")
    return sum(right.amount for right in found if right.holder == holder)


def test_what_another_till_holds_is_asked_back(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 100)
    till.push()
    till.pull()
    other = Till(books, "other")
    other.pull()
    assert other.ask(ANNA, 60).reason == "asked_back"
    (asked,) = till.pull().recalls
    assert (asked.device, asked.epoch) == (till.device, till.epoch)
    assert (asked.account, asked.unit, asked.amount) == (ANNA, "points", 60)
    assert other.pull().recalls == []
    till.record("return", returned(ANNA, 60, lot), data={"why": "recall"})
    till.push()
    # What went back is not granted ahead again: the member was not there.
    assert (held(books, f"{till.device}.1"), held(books, FREE)) == (40, 60)
    answer = other.ask(ANNA, 60, "second")
    assert answer.grant is not None
    assert held(books, f"{other.device}.1") == 60


def test_an_answered_wish_is_not_told_again(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 100)
    till.push()
    till.pull()
    Till(books, "other").ask(ANNA, 60)
    till.record("return", returned(ANNA, 60, lot))
    till.push()
    assert till.pull().recalls == []
    till.cursor = ""
    assert till.pull().recalls == []


def test_a_member_who_shops_elsewhere_takes_the_rights_along(books: Books, till: Till) -> None:
    till.earn(ANNA, 1_000)
    till.push()
    till.pull()
    other = Till(books, "other")
    other.earn(ANNA, 10)
    other.push()
    (asked,) = till.pull().recalls
    assert asked.amount == 50 - 10, "what is missing to the cheapest reward"


def test_nothing_is_asked_back_that_makes_no_reward(books: Books, till: Till) -> None:
    till.earn(ANNA, 20)
    till.push()
    till.pull()
    other = Till(books, "other")
    other.earn(ANNA, 10)
    other.push()
    assert till.pull().recalls == []


def test_the_owner_says_how_much_is_granted_ahead(books: Books, till: Till) -> None:
    Till(books, "other")
    books.put_setting(SETTING, write(Limits(ahead=Allowance(points=70))), NOW_US)
    till.earn(ANNA, 1_000)
    till.push()
    assert held(books, f"{till.device}.1") == 70
    books.put_setting(SETTING, "", NOW_US)
    till.earn(ANNA, 1)
    till.push()
    assert held(books, f"{till.device}.1") == CAP


def test_stamps_are_granted_as_whole_cards_or_not_at_all(books: Books, till: Till) -> None:
    other = Till(books, "other")
    lot = lots.name(till.new_id())
    stamps = Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(ANNA),
        unit="stamp:coffee",
        amount=7,
        lot=lot,
    )
    till.record("sale", stamps)
    till.push()
    request = other.ask(ANNA, 9, "points")
    assert request.reason == "nothing_free"
    assert other.ask_unit(ANNA, "stamp:coffee", 9).reason == "nothing_free"
    answer = other.ask_unit(ANNA, "stamp:coffee", 7, "exact")
    assert answer.grant is not None


def test_what_expired_counts_as_taken_back_with_its_sale(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 100, "2026-11-10")
    till.push()
    assert held(books, FREE) == 0, "it ended before it arrived"
    back = Posting(
        debit=accounts.open_(ANNA),
        credit=accounts.GIVEN,
        unit=accounts.POINTS,
        amount=100,
        lot=lot,
    )
    till.record("refund", back)
    till.push()
    (standing,) = till.pull().standings
    assert (standing.balance, standing.owed) == ({}, {})
    till.record("refund", back)
    till.push()
    (standing,) = till.pull().standings
    assert standing.owed == {"points": 100}, "once, and what is taken back again is owed"
    assert books.verify().checked["expired"] == 0


def test_a_holder_lets_its_own_lots_expire(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 100, "2026-11-30")
    till.push()
    till.pull()
    gone = Posting(
        debit=accounts.held(ANNA),
        credit=accounts.EXPIRED,
        unit=accounts.POINTS,
        amount=100,
        lot=lot,
    )
    till.record("expire", gone)
    till.push()
    assert held(books, f"{till.device}.1") == 0
    (standing,) = till.pull().standings
    assert (standing.balance, standing.owed) == ({}, {})
    assert books.verify().checked["expired"] == 1


def kept(books: Books) -> tuple[int, int]:
    """Count what tills are asked for, and what of it stands in the feed."""
    with books._database.read() as connection:
        asked = connection.execute(select(RECALLS)).all()
        told = connection.execute(select(CHANGES).where(CHANGES.c.kind == changes.RECALL)).all()
    return len(asked), len(told)


def test_nothing_is_left_of_what_was_asked_of_an_epoch_that_ended(books: Books, till: Till) -> None:
    other = Till(books, "other")
    for account in (ANNA, BEN):
        till.earn(account, 100)
        till.push()
        assert other.ask(account, 60, account).reason == "asked_back"
    assert kept(books) == (2, 2)
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    books.rejoin(till.device, request, NOW_US)
    assert kept(books) == (0, 0)
    assert other.ask(ANNA, 60, "again").grant is not None
    books.fleet().lose(other.device, NOW_US)
    assert kept(books) == (0, 0)


def test_what_is_asked_of_a_till_that_has_spent_it_goes_with_the_day(
    books: Books, till: Till
) -> None:
    other = Till(books, "other")
    lot = till.earn(ANNA, 100)
    till.earn(BEN, 100)
    till.push()
    for account in (ANNA, BEN):
        other.ask(account, 60, account)
    till.spend(ANNA, lot, 100)
    till.push()
    assert kept(books) == (2, 2)
    books.nightly().run(NOW_US)
    assert kept(books) == (1, 1), "of the other one the till still holds something"
    assert [row.account for row in till.pull().recalls] == [BEN]
