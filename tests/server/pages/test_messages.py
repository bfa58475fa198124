"""What a member says about messages on their own page, and with one click in a mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from loyalty.days import read
from server import low_marks
from server.helping import casework
from server.messages.choices import Said
from server.messages.desk import Messages
from server.messages.feedback import Form, LowMark, Question
from server.messages.templates import Text
from server.pages.wording import Words
from sync.wire import PersonRow
from tests.pocket import Pocket
from tests.server.messages.postbox import receiving
from tests.server.messages.shop import PUBLIC, by_mail, news, start
from tests.server.pages.shop import Premises, serving

NOON_US = read("2026-11-18T12:00:00.000000Z")


class Door:
    """A shop whose members' pages are served, with what it heard of low marks."""

    def __init__(self, folder: Path) -> None:
        self.premises = Premises(folder, NOON_US)
        self.low: list[LowMark] = []
        self.messages = Messages(
            self.premises.books.access(),
            Pocket(),
            Words,
            public=PUBLIC,
            on_low=lambda _connection, mark: self.low.append(mark),
        )
        self.premises.enrol("en")
        anna = PersonRow(
            person_id="anna",
            version=2,
            fields={"name": "Anna", "email": "anna@example.org", "language": "en"},
            consents={"news": "2026-01-01"},
        )
        self.premises.till.push(self.premises.till.batch(), people=[anna])

    def form(self, *, on_page: bool) -> Form:
        """Ask for a mark and a reward."""
        questions = (
            Question(kind="mark", text={"en": "How was it? <b>"}),
            Question(kind="reward", text={"en": "Which one next?"}),
        )
        made = Form(name="Visit", questions=questions, on_page=on_page)
        return self.messages.feedback.save(made)


@pytest.fixture
def door(data_dir: Path) -> Iterator[Door]:
    """Give a shop with a member."""
    opened = Door(data_dir)
    yield opened
    opened.premises.books.close()


def test_one_click_from_a_mail_program_stops_news(door: Door) -> None:
    with receiving() as (box, port):
        by_mail(door.messages, port)
        start(door.messages, news())
        door.messages.round(door.premises.clock)
    path = box.letters[0]["List-Unsubscribe"].strip(" <>").removeprefix(PUBLIC)
    with (
        serving(door.premises, messages=door.messages) as (url, _),
        httpx2.Client(base_url=url) as client,
    ):
        shown = client.get(path)
        assert "No more news from Shop?" in shown.text
        assert door.messages.look("anna").agreed == {"news"}
        wrong = client.post("/m/stop/0123", content="List-Unsubscribe=One-Click")
        assert wrong.status_code == 403
        kind = {"content-type": "application/x-www-form-urlencoded"}
        done = client.post(path, content="List-Unsubscribe=One-Click", headers=kind)
        assert done.status_code == 200
        assert door.messages.look("anna").agreed == set()


def test_a_member_says_what_to_hear_and_how_often(door: Door) -> None:
    with (
        serving(door.premises, messages=door.messages) as (url, _),
        httpx2.Client(base_url=url) as client,
    ):
        assert client.get("/m/hear").status_code == 401
        assert client.post("/m/hear", data={"news": "yes"}).status_code == 403
        client.post(f"/m/in/{door.premises.link()}")
        assert "What I want to hear" in client.get("/m/").text
        shown = client.get("/m/hear").text
        assert 'name="news" value="yes" checked' in shown
        assert 'name="profiling" value="yes" >' in shown
        saved = client.post("/m/hear", data={"profiling": "yes", "days": "30"})
        assert "Saved." in saved.text
        said = door.messages.look("anna")
        assert said == Said(agreed=frozenset({"profiling"}), every_days=30)
        assert client.post("/m/hear", data={"days": "many"}).status_code == 400
        assert door.messages.look("anna") == said
        elsewhere = {"origin": "https://evil.example"}
        assert client.post("/m/hear", data={}, headers=elsewhere).status_code == 403


def test_questions_by_mail_and_on_the_page(door: Door) -> None:
    form = door.form(on_page=True)
    asks = news(
        form_id=form.form_id, texts={"en": Text(subject="A question", body="Tell us: {question}")}
    )
    with receiving() as (box, port):
        by_mail(door.messages, port)
        start(door.messages, asks)
        door.messages.round(door.premises.clock)
    link = next(word for word in box.letters[0].get_content().split() if "/m/ask/" in word)
    path = link.removeprefix(PUBLIC)
    with (
        serving(door.premises, messages=door.messages) as (url, _),
        httpx2.Client(base_url=url) as client,
    ):
        shown = client.get(path).text
        assert "How was it? &lt;b&gt;" in shown
        assert 'value="off100"' in shown
        assert client.post(path, data={}).status_code == 400
        assert client.post(path, data={"q0": "9"}).status_code == 400
        assert client.post(path, data={"q0": "2", "q1": "off50"}).status_code == 200
        assert client.post(path, data={"q0": "1"}).status_code == 200
        client.post(f"/m/in/{door.premises.link()}")
        assert "/m/asked" in client.get("/m/").text
        sent = client.post("/m/asked", data={"form": form.form_id, "q0": "5"})
        assert sent.status_code == 200
        assert "/m/asked" not in client.get("/m/").text
    found = door.messages.feedback.results(form.form_id, "", NOON_US)
    # Her second answer took the place of the first; she agreed to no profiling and is not known.
    assert (found.answers, found.known) == (2, 0)
    assert found.counts[0] == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1}
    assert [(one.mark, one.member_id) for one in door.low] == [(2, "")]


def test_a_low_mark_of_somebody_who_may_be_known_opens_a_case(door: Door) -> None:
    access = door.premises.books.access()
    said = Messages(access, Pocket(), Words, public=PUBLIC, on_low=low_marks.opener(access))
    form = door.form(on_page=True)
    with (
        serving(door.premises, messages=said) as (url, _),
        httpx2.Client(base_url=url) as client,
    ):
        client.post(f"/m/in/{door.premises.link()}")
        client.post("/m/hear", data={"profiling": "yes", "days": "30"})
        assert client.post("/m/asked", data={"form": form.form_id, "q0": "1"}).status_code == 200
        assert client.post("/m/asked", data={"form": form.form_id, "q0": "2"}).status_code == 200
    with access.database.read() as connection:
        opened = casework.of(connection, access.tenant, access.sealed_by, "anna")
    assert [one.story.text for one in opened] == ["Visit: 1 / 5"]
