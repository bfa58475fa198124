"""The store-day on the server: what nobody holds ends, once, in order, whoever runs it."""

import msgspec
import pytest

from loyalty import accounts, event
from loyalty.accounts import COUNTED, POINTS
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.programme import BirthdayBonus, Gift, PointsLife, from_wire, to_wire
from server.books import Books
from storage.server import days as day_rows
from storage.server import events, people
from tests.server.commands.people import enrol, points, rights, two
from tests.server.shop import ANNA, BEN, NOW_US, PROGRAMME, Till

DAY_US = 86_400_000_000
TODAY = "2026-11-18"


def at(days: int) -> int:
    """Give a moment so many days from the first."""
    return NOW_US + days * DAY_US


def made(books: Books, *kinds: str) -> list[Event]:
    """Give the server's own events of some kinds."""
    with books._database.read() as connection:
        found = [event.decode(kept.raw) for kept in events.in_order(connection, "shop")]
    return [each for each in found if each.actor == "server" and each.type in kinds]


def earn(books: Books, till: Till, amount: int, last_day: str) -> int:
    """Let Anna earn more than a till is granted; give what stays free."""
    Till(books, "other")
    enrol(till, "anna", ANNA, "")
    till.earn(ANNA, amount, last_day)
    till.push()
    return rights(books, ANNA)[""]


def test_what_nobody_holds_ends_after_its_last_day(books: Books, till: Till) -> None:
    free = earn(books, till, 400, "2026-11-19")
    assert books.nightly().run(at(1)).events == 0
    assert points(books, ANNA) == 400, "the last day counts"
    ran = books.nightly().run(at(2))
    assert (ran.days, ran.events) == (("2026-11-20",), 1)
    assert points(books, ANNA) == 400 - free, "what the till holds is the till's to end"
    (ended,) = made(books, "expired")
    assert (ended.day, ended.data["why"]) == ("2026-11-20", ["expired"])
    assert {row.account: row.balance for row in till.pull().standings}[ANNA] == {POINTS: 400 - free}


def test_a_day_that_is_run_again_is_written_once(books: Books, till: Till) -> None:
    earn(books, till, 400, "2026-11-18")
    assert books.nightly().run(at(1)).events == 1
    again = books.nightly().run(at(1), "2026-11-19")
    assert (again.days, again.events) == (("2026-11-19",), 0)
    assert books.nightly().run(at(1)).days == ()
    assert len(made(books, "expired")) == 1


def test_missed_days_are_caught_up_in_order(books: Books, till: Till) -> None:
    Till(books, "other")
    books.nightly().run(NOW_US)
    enrol(till, "anna", ANNA, "")
    till.earn(ANNA, 150, "2027-12-31")
    for last in ("2026-11-19", "2026-11-21", "2026-11-20"):
        till.earn(ANNA, 100, last)
    till.push()
    ran = books.nightly().run(at(5))
    assert ran.days[0] == "2026-11-19"
    assert len(ran.days) == 5
    ended = [each.day for each in made(books, "expired")]
    assert ended == sorted(ended)
    assert len(ended) == ran.events > 1


def test_a_run_that_was_stopped_goes_on_later(books: Books, till: Till) -> None:
    earn(books, till, 400, "2026-11-18")
    stopped = books.nightly().run(at(1), stop=lambda: True)
    assert (stopped.days, stopped.events) == ((), 0)
    assert books.nightly().run(at(1)).events == 1


def test_pages_cover_every_account(
    books: Books, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.nightly.PAGE", 3)
    Till(books, "other")
    names = [f"{n:032x}" for n in range(10)]
    for name in names:
        till.earn(name, 400, "2026-11-18")
    till.push()
    assert books.nightly().run(at(1)).events == len(names)
    with books._database.read() as connection:
        assert day_rows.last_run(connection, "shop") == "2026-11-19"
        assert day_rows.accounts_after(connection, "shop", names[4], 2) == names[5:7]


def test_counters_nobody_needs_are_tidied(books: Books, till: Till) -> None:
    two(till)
    till.record(
        "sale",
        Posting(debit=COUNTED, credit=accounts.count(ANNA), unit=f"cap:all/{TODAY}", amount=7),
    )
    till.push()
    books.nightly().run(NOW_US)
    assert books.balances()[ANNA, f"cap:all/{TODAY}"] == 7
    books.nightly().run(at(1))
    assert books.balances()[ANNA, f"cap:all/{TODAY}"] == 0


def test_silence_ends_points_that_nobody_holds(books: Books, till: Till) -> None:
    programme = msgspec.structs.replace(
        from_wire(PROGRAMME), version=2, points=PointsLife(inactive_days=30)
    )
    books.put_programme(to_wire(programme), NOW_US)
    free = earn(books, till, 400, "9999-12-31")
    books.nightly().run(at(0))
    assert books.nightly().run(at(30)).events == 0
    assert books.nightly().run(at(31)).events == 1
    assert points(books, ANNA) == 400 - free
    assert made(books, "inactive")[0].day == "2026-12-19"


def test_a_merged_account_is_passed_over(books: Books, till: Till) -> None:
    two(till)
    books.commands().merge("r1", "anna", "ben", NOW_US)
    books.commands().adjust("r2", "anna", 20, "goodwill", NOW_US)
    assert books.nightly().run(at(1)).events == 0


def test_a_wrong_clock_ends_nothing(books: Books, till: Till) -> None:
    books.nightly().run(NOW_US)
    with pytest.raises(Refusal) as caught:
        books.nightly().run(at(401))
    assert caught.value.code == "clock_wrong"
    with pytest.raises(Refusal) as caught:
        books.nightly().run(NOW_US, "2026-11-19")
    assert caught.value.code == "day_ahead"
    assert books.nightly().run(at(-5)).days == ()


def test_a_shop_that_was_closed_for_long_runs_its_days_part_by_part(
    books: Books, till: Till
) -> None:
    books.nightly().run(NOW_US)
    with pytest.raises(Refusal, match="--day 2027-12-23"):
        books.nightly().run(at(500))
    assert len(books.nightly().run(at(500), "2027-12-23").days) == 400
    assert len(books.nightly().run(at(500)).days) == 100


def test_a_key_that_a_crash_left_behind_is_deleted(
    books: Books, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(till)
    keys = books._people.keys
    with books._database.read() as connection:
        sealed = people.read(connection, "shop", ["anna"])
    with monkeypatch.context() as crash:
        crash.setattr(keys, "forget", lambda *_: None)
        books.commands().erase_person("anna", NOW_US)
    assert keys.open("shop", sealed)
    books.nightly().run(NOW_US)
    assert not keys.open("shop", sealed)


def test_where_the_home_is_here_birthdays_come_once(books: Books, till: Till) -> None:
    bonus = BirthdayBonus(id="cake", name="Birthday", gift=Gift(points=50))
    programme = msgspec.structs.replace(from_wire(PROGRAMME), version=2, bonuses=(bonus,))
    books.put_programme(to_wire(programme), NOW_US)
    two(till)
    books.commands().household("r1", "anna", ["ben"], NOW_US)
    before = points(books, ANNA)
    (every,) = till.pull().homes
    assert books.nightly().run(at(2)).events == 0, "the home is a till's"
    Till(books, "other")
    till.record("home_return", data={"home": every.home, "account": every.account})
    till.push()
    assert books.nightly().run(at(2), "2026-11-20").events == 2
    assert points(books, ANNA) == before + 100, "two birthdays in one household"
    assert books.nightly().run(at(2), "2026-11-20").events == 0
    assert books.nightly().run(at(3)).events == 0
    assert {each.day for each in made(books, "benefit")} == {"2026-11-20"}
    assert books.verify().first_difference is None


def test_birthdays_wait_while_counters_of_a_merge_do(books: Books, till: Till) -> None:
    bonus = BirthdayBonus(id="cake", name="Birthday", gift=Gift(points=50))
    programme = msgspec.structs.replace(from_wire(PROGRAMME), version=2, bonuses=(bonus,))
    books.put_programme(to_wire(programme), NOW_US)
    Till(books, "other")
    (every,) = till.pull().homes
    till.record("home_return", data={"home": every.home, "account": every.account})
    two(till)
    homes = {row.account: row.home for row in till.pull().homes}
    till.record("home_return", data={"home": homes[BEN], "account": BEN})
    till.push()
    books.commands().household("r1", "ben", ["anna"], NOW_US)
    before = points(books, BEN)
    assert books.nightly().run(at(2)).events == 0, "a till may have given it to Anna already"
    till.record("home_return", data={"home": homes[ANNA], "account": ANNA})
    till.push()
    assert books.nightly().run(at(2), "2026-11-20").events == 2
    assert points(books, BEN) == before + 100
    assert books.verify().first_difference is None
