"""Messages from plan to answer, over a real SMTP server."""

import os
import subprocess
import sys
from collections import Counter as Tally
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from loyalty.errors import Outage
from server.books import Books
from server.messages.choices import Said
from server.messages.desk import Messages
from server.messages.posting import AGAIN_US, LEASE_US
from server.messages.quiet import DAY_US, Manners
from server.messages.triggers import Weekly
from storage.server import messages as stored
from tests.server.messages.postbox import hang_up, receiving
from tests.server.messages.shop import (
    NOON_US,
    PUBLIC,
    Counter,
    by_mail,
    messages_of,
    news,
    start,
)
from tests.server.shop import open_books


def states(messages: Messages, campaign_id: str) -> dict[str, int]:
    """Count messages by state."""
    found: Tally[str] = Tally()
    for (state, _), count in messages.tally(campaign_id).items():
        found[state] += count
    return dict(found)


def test_only_who_agreed_gets_it_once_with_one_click_to_stop(books: Books) -> None:
    till = Counter(books)
    people = [
        till.join("anna", language="nl"),
        till.join("ben", consents={}),
        till.join("cleo", email=""),
        till.join("dirk", consents={"email": "2026-01-01"}),
        till.join("emma", consents={"reminders": "2026-01-01"}),
    ]
    till.push(people=people)
    messages = messages_of(books)
    with receiving() as (box, port):
        by_mail(messages, port)
        sent = start(messages, news())
        assert messages.round(lambda: NOON_US) == 2
        assert messages.round(lambda: NOON_US + DAY_US) == 0
    assert {letter["To"] for letter in box.letters} == {"anna@example.org", "dirk@example.org"}
    first = next(one for one in box.letters if one["To"].startswith("anna"))
    assert first["Subject"] == "Hello Anna"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = first.get_content()
    assert "You have 0 points at Shop." in text
    link = first["List-Unsubscribe"].strip("<>")
    assert link.startswith(f"{PUBLIC}/m/stop/")
    assert link in text
    assert len({one["Message-ID"] for one in box.letters}) == 2
    assert states(messages, sent.id) == {"sent": 2}
    assert messages.campaigns.get(sent.id).state == "done"
    token = link.rpartition("/")[2]
    assert messages.stops(token) == "news"
    assert messages.stop(token, NOON_US)
    assert messages.stop(token, NOON_US)
    assert not messages.stop("0" * 32, NOON_US)
    assert messages.look("anna").agreed == {"profiling"}
    assert messages.forecast(news(), NOON_US).members == 1


def test_without_an_answer_it_is_listed_and_not_sent_again(books: Books) -> None:
    till = Counter(books)
    till.push(people=[till.join("anna"), till.join("ben")])
    messages = messages_of(books)
    with receiving() as (box, port):
        by_mail(messages, port)
        sent = start(messages, news())
        box.at_data = hang_up
        messages.round(lambda: NOON_US)
        box.at_data = lambda _server: ""
        assert len(box.letters) == 2
        assert messages.round(lambda: NOON_US + 8 * DAY_US) == 0
    assert states(messages, sent.id) == {"not_known": 2}
    assert {row.member_id for row in messages.not_known(sent.id)} == {"anna", "ben"}
    assert all(row.message_id for row in messages.not_known(sent.id))


def test_what_a_server_says_no_to_is_kept_by_its_reason(books: Books) -> None:
    till = Counter(books)
    till.push(people=[till.join("anna"), till.join("ben"), till.join("cleo")])
    messages = messages_of(books)
    answers = {"anna@example.org": "550 nobody", "ben@example.org": "451 later"}
    with receiving() as (box, port):
        by_mail(messages, port)
        sent = start(messages, news())
        box.refuse = lambda to: answers.get(to, "")
        messages.round(lambda: NOON_US)
        assert states(messages, sent.id) == {"refused": 1, "planned": 1, "sent": 1}
        box.refuse = lambda _to: ""
        assert messages.round(lambda: NOON_US + AGAIN_US) == 1
        # Her address is no address: nothing more goes to it until she has another.
        again = start(messages, news(name="More"))
        messages.round(lambda: NOON_US + 8 * DAY_US)
        assert states(messages, again.id) == {"sent": 2}
        moved = till.join("anna", email="new@example.org")
        till.push(people=[msgspec.structs.replace(moved, version=2)])
        assert messages.forecast(news(), NOON_US).members == 3
    assert states(messages, sent.id) == {"refused": 1, "sent": 2}


def test_a_server_that_is_away_is_waited_for(books: Books) -> None:
    till = Counter(books)
    till.push(people=[till.join("anna")])
    messages = messages_of(books)
    with receiving() as (_box, port):
        pass
    by_mail(messages, port)
    sent = start(messages, news())
    with pytest.raises(Outage, match="cannot be reached"):
        messages.round(lambda: NOON_US)
    assert states(messages, sent.id) == {"planned": 1}
    with receiving() as (box, port):
        by_mail(messages, port)
        assert messages.round(lambda: NOON_US + AGAIN_US) == 1
    assert len(box.letters) == 1


def test_one_message_a_week_and_none_at_night(books: Books) -> None:
    till = Counter(books)
    till.push(people=[till.join("anna")])
    messages = messages_of(books)
    messages.put_manners(Manners(every_days=7))
    with receiving() as (box, port):
        by_mail(messages, port)
        first, second = (start(messages, news(name=name)) for name in ("One", "Two"))
        night_us = NOON_US + 10 * 3_600 * 1_000_000
        assert messages.round(lambda: night_us) == 0
        morning_us = NOON_US + DAY_US
        assert messages.round(lambda: morning_us) == 1
        assert messages.round(lambda: morning_us + 6 * DAY_US) == 0
        assert messages.round(lambda: morning_us + 7 * DAY_US) == 1
        # Anna wants less: a month between two.
        said = messages.look("anna")
        messages.say("anna", type(said)(agreed=said.agreed, every_days=30), NOON_US)
        third = start(messages, news(name="Three", trigger=Weekly(weekday=2)))
        assert messages.round(lambda: morning_us + 20 * DAY_US) == 0
    assert len(box.letters) == 2
    assert [messages.campaigns.get(one.id).state for one in (first, second)] == ["done", "done"]
    assert states(messages, third.id) in ({}, {"skipped": 1}, {"planned": 1})


def test_who_is_erased_gets_nothing_more_and_is_told_what_went_before(books: Books) -> None:
    till = Counter(books)
    till.push(people=[till.join("anna"), till.join("ben")])
    messages = messages_of(books)
    with receiving() as (box, port):
        by_mail(messages, port)
        first = start(messages, news(name="First"))
        messages.round(lambda: NOON_US)
        messages.say("anna", Said(agreed=frozenset({"news"}), every_days=3), NOON_US)
        kept = books.commands().export("anna")
        assert [row["message"] for row in kept["messages"]] == [first.id]
        assert kept["message_choices"][0]["every_days"] == 3
        later = start(messages, news(name="Later"))
        messages.round(lambda: NOON_US)
        books.commands().erase("e1", "anna", NOON_US)
        messages.round(lambda: NOON_US + 7 * DAY_US)
    assert states(messages, later.id) == {"skipped": 1, "sent": 1}
    assert ("skipped", "gone") in messages.tally(later.id)
    assert [letter["To"] for letter in box.letters][2:] == ["ben@example.org"]
    access = books.access()
    with access.database.read() as connection:
        assert not stored.choices(connection, access.tenant, ["anna"])


def test_killed_between_record_and_answer(data_dir: Path) -> None:
    """What was recorded is listed as not known, and the others go when the server is back."""
    with closing(open_books(data_dir)) as books:
        till = Counter(books)
        till.push(people=[till.join("anna"), till.join("ben")])
        messages = messages_of(books)
        sent = start(messages, news())
        with receiving() as (box, port):
            by_mail(messages, port)
            box.go_on.clear()
            program = Path(__file__).with_name("sending.py")
            root = program.parents[3]
            environment = {**os.environ, "PYTHONPATH": str(root)}
            process = subprocess.Popen(
                [sys.executable, str(program), str(data_dir)], env=environment
            )
            assert box.at_letter.wait(20)
            process.kill()
            process.wait()
            box.go_on.set()
            assert states(messages, sent.id) == {"sending": 1, "planned": 1}
            assert messages.round(lambda: NOON_US + LEASE_US + 1) == 1
    assert states(messages, sent.id) == {"not_known": 1, "sent": 1}
    assert len({letter["To"] for letter in box.letters}) == 2
    assert len(box.letters) == 2
