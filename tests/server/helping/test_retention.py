"""Keeping times: a list first, one confirmation, then by night, and nobody who came is erased."""

import pytest

from loyalty.days import microseconds, moment
from loyalty.errors import Refusal
from server.books import Books
from server.helping import catching_up, keeping_rules, retention
from server.helping.desk import Helping
from server.helping.keeping_rules import Rules, months_before
from server.helping.night import Night
from sync.wire import PersonRow
from tests.server.commands.people import two
from tests.server.shop import BEN, NOW_US, Till

RULES = Rules(months={"DE": 36, "": 24}, notice_days=30)
DAY_US = 24 * 3600 * 1_000_000


def at(day: str) -> int:
    """Give noon of a day."""
    return microseconds(moment(0).fromisoformat(f"{day}T12:00:00+00:00"))


def away(books: Books, now_us: int) -> list[str]:
    """Give who is listed."""
    return [each.member_id for each in retention.listed(books.access(), RULES, now_us).away]


def test_nobody_is_listed_while_histories_are_read(books: Books, till: Till) -> None:
    two(till)
    with pytest.raises(Refusal, match="tomorrow"):
        away(books, NOW_US)
    assert catching_up.catch_up(books.access(), NOW_US)
    assert away(books, NOW_US) == []
    assert away(books, at("2028-11-17")) == []
    assert away(books, at("2028-11-18")) == ["anna", "ben"]


def test_the_country_of_a_phone_and_a_hold_count(books: Books, till: Till) -> None:
    two(till)
    row = PersonRow(person_id="anna", version=2, fields={"name": "A", "phone": "+4915123456789"})
    till.push(till.batch(), people=[row])
    catching_up.catch_up(books.access(), NOW_US)
    assert away(books, at("2028-12-01")) == ["ben"], "Anna's phone is German"
    assert away(books, at("2029-11-18")) == ["anna", "ben"]
    Helping(books.access()).hold("ben", "claim 7", "mia", NOW_US)
    assert away(books, at("2029-11-18")) == ["anna"]
    Helping(books.access()).hold("ben", "", "mia", NOW_US)
    assert away(books, at("2029-11-18")) == ["anna", "ben"]


def test_after_one_confirmation_nights_erase_whose_notice_is_over(books: Books, till: Till) -> None:
    two(till)
    now = at("2028-11-20")
    night, desk = Night(books.access(), lambda: now), Helping(books.access())
    desk.put_keeping(RULES, NOW_US)
    night.look()
    assert keeping_rules.Ran() == _ran(books), "nothing happens before it is confirmed"
    desk.confirm_keeping("owner", now)
    night.look()
    night.look()
    assert (_ran(books).listed, _ran(books).erased) == (2, 0)
    till.earn(BEN, 5)
    till.push()
    with books.access().database.write() as connection:
        # The till's clock of these tests stands in 2026: Ben came in 2028.
        connection.exec_driver_sql(
            "UPDATE histories SET day = '2028-12-01' WHERE about = '" + BEN + "'"  # noqa: S608
        )
    now = at("2028-12-20")
    night.look()
    assert (_ran(books).erased, _ran(books).came_again) == (1, 1)
    page = till.pull()
    assert page.erased == ["anna"]
    assert [row.person_id for row in page.people] == ["ben"]
    desk.put_keeping(Rules(months={"": 12}, notice_days=7), now)
    now += 400 * DAY_US
    night.look()
    assert _ran(books).day == "2028-12-20", "other times are looked at and confirmed anew"


def _ran(books: Books) -> keeping_rules.Ran:
    with books.access().database.read() as connection:
        return keeping_rules.ran(connection, "shop")


def test_times_that_make_no_sense_are_refused(books: Books) -> None:
    desk = Helping(books.access())
    for rules in (
        Rules(months={"": 5}),
        Rules(months={"Netherlands": 24}),
        Rules(months={"": 24}, notice_days=1),
    ):
        with pytest.raises(Refusal) as caught:
            desk.put_keeping(rules, NOW_US)
        assert caught.value.code == "keeping_wrong"
    with pytest.raises(Refusal) as caught:
        desk.confirm_keeping("owner", NOW_US)
    assert caught.value.code == "keeping_none"


def test_months_are_counted_back_to_a_day_that_there_is() -> None:
    assert months_before("2028-03-31", 1) == "2028-02-28"
    assert months_before("2028-01-15", 24) == "2026-01-15"
    assert months_before("2028-12-01", 12) == "2027-12-01"
