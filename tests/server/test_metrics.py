"""What a server says about itself: figures for Prometheus, and a log without people."""

import io
import json
import logging
import re

import msgspec
import pytest

from loyalty.errors import Outage, Refusal
from server import logs
from server.api import Api
from server.books import Books
from sync.exchange import Lookup, Push
from sync.transport import Sent
from sync.wire import LookupRequest, PersonRow
from tests.server.line import Clock, Wire, client_of, pull_of
from tests.server.shop import ANNA, NOW_US, Till

LINE = re.compile(r'[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.]+(e[+-]?[0-9]+)?')
SECRETS = ("Annelies", "f00dcafe", "9000012345678908", ANNA)


def talk(api: Api, till: Till) -> None:
    """Push, pull, look up, and go wrong in several ways."""
    client = client_of(till, Wire(api), Clock())
    data = {"member": "m1", "account": ANNA, "number": SECRETS[2], "phone_index": SECRETS[1]}
    till.record("enrol", data=data)
    till.earn(ANNA, 5)
    person = PersonRow(
        person_id="m1", version=1, fields={"name": SECRETS[0]}, blind={"phone": SECRETS[1]}
    )
    request = msgspec.structs.replace(till.batch(), people=[person])
    client.push(Push(request=request))
    client.push(Push(request=request))
    client.pull(pull_of(till))
    client.lookup(Lookup(request=LookupRequest(kind="phone", key=SECRETS[1])))
    with pytest.raises(Refusal):
        client.lookup(Lookup(request=LookupRequest(kind=SECRETS[0], key=SECRETS[1])))
    for path in (f"/{SECRETS[0]}", "/v1/pair"):
        api.handle(Sent(method="POST", path=path, body=SECRETS[0].encode(), timeout_ms=0))


def figures(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        if not line.startswith("# "):
            assert LINE.fullmatch(line), line
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def test_the_figures_are_those_of_the_requests(books: Books, till: Till) -> None:
    api = Api(books, lambda: NOW_US)
    talk(api, till)
    text = api.figures(3)
    found = figures(text)
    assert found['regulars_requests_total{route="/v1/push",status="200",code=""}'] == 2
    assert found['regulars_requests_total{route="/v1/lookup",status="400",code="body_broken"}'] == 1
    assert found['regulars_requests_total{route="other",status="404",code="not_found"}'] == 1
    assert found['regulars_events_total{outcome="created"}'] == 2
    assert found['regulars_events_total{outcome="exists"}'] == 2
    assert found['regulars_request_seconds_count{route="/v1/push"}'] == 2
    assert found['regulars_request_seconds_bucket{route="/v1/push",le="+Inf"}'] == 2
    assert (found["regulars_tills"], found["regulars_requests_waiting"]) == (1, 3)
    buckets = [v for name, v in found.items() if name.startswith("regulars_request_seconds_bucket")]
    assert buckets
    assert not [secret for secret in SECRETS if secret in text]
    types = re.findall(r"^# TYPE ([a-z_]+) (counter|gauge|histogram)$", text, re.MULTILINE)
    assert len(types) == len(set(types)) == 6


def test_without_its_database_a_server_still_says_its_figures(
    books: Books, till: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down() -> int:
        raise Outage("database_down", "the database does not answer")

    monkeypatch.setattr(books, "count_tills", down)
    found = figures(Api(books, lambda: NOW_US).figures(0))
    assert "regulars_tills" not in found
    assert found["regulars_requests_waiting"] == 0


def test_the_log_is_json_and_names_nobody(books: Books, till: Till) -> None:
    said = io.StringIO()
    with logs.kept(said, requests=True):
        api = Api(books, lambda: NOW_US)
        talk(api, till)
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [line["route"] for line in lines] == [
        *["/v1/push"] * 2,
        "/v1/pull",
        *["/v1/lookup"] * 2,
        "other",
        "/v1/pair",
    ]
    for line in lines:
        assert {"at", "level", "logger", "text", "status", "code", "ms"} <= line.keys()
    assert not [secret for secret in SECRETS if secret in said.getvalue()]
    assert till.device not in said.getvalue()


def test_a_fault_is_logged_by_its_place_and_not_by_its_text(
    books: Books, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise ValueError(f"cannot read {SECRETS[0]}")

    said = io.StringIO()
    api = Api(books, lambda: NOW_US)
    monkeypatch.setattr(api, "_dispatch", break_down)
    with logs.kept(said):
        api.handle(Sent(method="GET", path="/ready", timeout_ms=0))
        logging.getLogger("elsewhere").warning("about %s", SECRETS[0])
    fault, *_, other = (json.loads(line) for line in said.getvalue().splitlines())
    assert fault["exception"] == "ValueError"
    assert any(place.startswith("server/api.py:") for place in fault["places"])
    assert other["text"] == "about %s"
    assert SECRETS[0] not in said.getvalue()


def test_without_being_asked_no_request_is_logged(books: Books, till: Till) -> None:
    said = io.StringIO()
    with logs.kept(said):
        client_of(till, Wire(Api(books, lambda: NOW_US)), Clock()).pull(pull_of(till))
    assert not said.getvalue()
