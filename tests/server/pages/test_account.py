"""A member's own pages: points and history, something missing, data; over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from server.helping.casework import Remedy
from server.helping.desk import Helping
from server.pages.answers import COOKIE
from storage.server.consents import of as consents_of
from tests.server.pages.shop import Premises, serving
from tests.server.shop import NOW_US

MARKUP = "<script>alert(1)</script><b>x</b>&amp;'\""


@pytest.fixture
def phone(premises: Premises) -> Iterator[httpx2.Client]:
    """Give Anna's phone, which came in and speaks Dutch."""
    with serving(premises) as (url, _), httpx2.Client(base_url=url, timeout=30.0) as client:
        assert client.post(f"/m/in/{premises.link()}").status_code == 303
        yield client


@pytest.fixture
def desk(premises: Premises) -> Helping:
    """Give the head office."""
    return Helping(premises.books.access())


def test_points_rewards_and_history_are_there(
    phone: httpx2.Client, premises: Premises, desk: Helping
) -> None:
    premises.books.commands().adjust("r1", "anna", 25, "goodwill", NOW_US)
    page = phone.get("/m/account")
    assert page.status_code == 200
    for text in ("1.865 punten", "+25 punten", "18 nov 2026", "Off", 'href="/m/account"'):
        assert text in page.text or text in phone.get("/m/").text, text
    assert "script" in page.headers["content-security-policy"]
    for broken in ("-1", "x", "9" * 30):
        assert phone.get("/m/account", params={"before": broken}).status_code == 200


def test_long_histories_go_on_from_page_to_page(phone: httpx2.Client, premises: Premises) -> None:
    for _ in range(40):
        premises.till.earn("a" * 32, 3)
    premises.till.push(premises.till.batch())
    first = phone.get("/m/account").text
    before = first.partition("/m/account?before=")[2].partition('"')[0]
    older = phone.get("/m/account", params={"before": before}).text
    assert first.count("<li>") > older.count("<li>")
    assert older.count("+3 punten") + first.count("+3 punten") == 40
    assert "before=" not in older


def test_something_missing_is_sent_answered_and_read_as_text(
    phone: httpx2.Client, desk: Helping
) -> None:
    form = {"text": MARKUP, "day": "2026-11-17", "amount": "12,50"}
    assert "Bedankt" in phone.post("/m/missing", data=form).text
    with desk.access.database.read() as connection:
        row = connection.exec_driver_sql("SELECT case_id FROM cases").one()
    desk.give_case(row[0], Remedy(points=7, said=MARKUP), "mia", NOW_US)
    page = phone.get("/m/missing").text
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "<script>alert" not in page
    assert "7 punten" in page
    for broken in (
        {**form, "text": "  "},
        {**form, "day": "2027-01-01"},
        {**form, "amount": "many"},
        {**form, "amount": "1.2345"},
    ):
        answer = phone.post("/m/missing", data=broken)
        assert (answer.status_code, 'role="status"' in answer.text) == (400, True)
    for _ in range(3):
        phone.post("/m/missing", data=form)
    assert phone.post("/m/missing", data=form).status_code == 400, "three wait already"


def test_phone_and_consents_are_the_members_own(phone: httpx2.Client, premises: Premises) -> None:
    saved = phone.post("/m/you/phone", data={"phone": "06 12345678"})
    assert (saved.status_code, "+31612345678" in saved.text) == (200, True)
    assert phone.post("/m/you/phone", data={"phone": "12"}).status_code == 400
    phone.post("/m/you/consents", data={"news": "yes", "profiling": "yes"})
    premises.now_us += 1
    phone.post("/m/you/consents", data={"profiling": "yes"})
    (row,) = [each for each in premises.till.pull().people if each.person_id == "anna"]
    assert (row.fields["phone"], list(row.consents)) == ("+31612345678", ["profiling"])
    with premises.books.access().database.read() as connection:
        said = consents_of(connection, premises.books.access().tenant, "anna")
    assert [(each.consent, each.given, each.way, each.language) for each in said] == [
        ("news", True, "page", "nl"),
        ("profiling", True, "page", "nl"),
        ("news", False, "page", "nl"),
    ]
    assert "Shop" in said[0].wording


def test_data_is_taken_along_and_deleted(phone: httpx2.Client, premises: Premises) -> None:
    phone.post("/m/missing", data={"text": "Where?"})
    found = phone.get("/m/data.json")
    assert "attachment" in found.headers["content-disposition"]
    data = found.json()
    assert data["person"][0]["fields"]["name"] == "Anna <b>de Vries</b>"
    assert data["cases"][0]["text"] == "Where?"
    assert phone.post("/m/delete", data={}).status_code == 400, "the box was not ticked"
    foreign = {"origin": "https://elsewhere.example"}
    assert phone.post("/m/delete", data={"sure": "yes"}, headers=foreign).status_code == 403
    gone = phone.post("/m/delete", data={"sure": "yes"})
    assert (gone.status_code, gone.headers["clear-site-data"]) == (200, '"cache", "storage"')
    assert phone.get("/m/account").status_code == 303
    assert premises.till.pull().erased == ["anna"]


def test_strangers_are_sent_to_the_door(premises: Premises) -> None:
    with serving(premises) as (url, _), httpx2.Client(base_url=url, timeout=30.0) as stranger:
        for path in ("/m/account", "/m/missing", "/m/you", "/m/data.json", "/m/delete"):
            answer = stranger.get(path, headers={"cookie": f"{COOKIE}=guessed"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/m/")
        for path in ("/m/missing", "/m/you/phone", "/m/you/consents", "/m/delete"):
            assert stranger.post(path, data={"sure": "yes", "text": "x"}).status_code == 303
