"""Nobody but a paired till is heard, and nobody but the server is believed."""

import logging
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from server.api import Api
from server.books import Books
from sync import sign
from sync.client import Client
from sync.sign import FRESH_US
from sync.transport import Answered, Sent
from sync.wire import BODY_MAX, ErrorBody, ErrorReply
from tests.server.line import Clock, Wire, client_of, pull_of, push_of, wish_of
from tests.server.shop import ANNA, NOW_US, Till


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(books: Books) -> Api:
    return Api(books, lambda: NOW_US)


@pytest.fixture
def wire(api: Api) -> Wire:
    return Wire(api)


@pytest.fixture
def client(till: Till, wire: Wire, clock: Clock) -> Client:
    return client_of(till, wire, clock)


def error_of(answered: Answered) -> ErrorBody:
    return msgspec.json.decode(answered.body, type=ErrorReply).error


def test_a_till_pushes_pulls_and_asks(client: Client, till: Till) -> None:
    till.earn(ANNA, 100)
    assert client.push(push_of(till)).acked_seq == 1
    assert client.pull(pull_of(till)).standings[0].balance == {"points": 100}
    assert client.grant(wish_of(till, ANNA, 5)).reason == "nothing_free"
    assert client.health()


TAMPERED = {
    "method": lambda sent: replace(sent, method="GET", path="/v1/pull"),
    "path": lambda sent: replace(sent, path="/v1/rejoin"),
    "query": lambda sent: replace(sent, query="seq=5"),
    "body": lambda sent: replace(sent, body=sent.body + b" "),
    "device": lambda sent: _swap(sent, "device=t", "device=u"),
    "epoch": lambda sent: _swap(sent, "epoch=1", "epoch=2"),
    "time": lambda sent: _swap(sent, "time=1", "time=2"),
    "scheme": lambda sent: _swap(sent, "Regulars ", "Bearer "),
    "nothing": lambda sent: replace(sent, headers={}),
    "signature": lambda sent: _swap(sent, "signature=", "signature=00"),
}


def _swap(sent: Sent, old: str, new: str) -> Sent:
    header = sent.headers["authorization"]
    assert old in header
    return replace(sent, headers={**sent.headers, "authorization": header.replace(old, new, 1)})


@pytest.mark.parametrize("part", TAMPERED)
def test_a_request_that_was_changed_on_the_way_is_refused(
    client: Client, wire: Wire, till: Till, books: Books, part: str
) -> None:
    till.earn(ANNA, 100)
    seen: list[Answered] = []
    wire.change = TAMPERED[part]

    def note(answered: Answered) -> Answered:
        seen.append(answered)
        return answered

    wire.change_answer = note
    with pytest.raises(LoyaltyError):
        client.push(push_of(till))
    assert seen[0].status == 401
    assert error_of(seen[0]).code in {"signature_missing", "signature_wrong", "device_unknown"}
    assert books.balances() == {}


def test_a_push_is_taken_at_any_clock(client: Client, till: Till, clock: Clock) -> None:
    clock.now_us = NOW_US - 4 * 365 * 86_400 * 1_000_000
    till.earn(ANNA, 100)
    assert client.push(push_of(till)).acked_seq == 1


@pytest.mark.parametrize("off_us", [FRESH_US + 1, -FRESH_US - 1, 10**15])
def test_a_wrong_clock_is_told_the_time(
    client: Client, wire: Wire, till: Till, clock: Clock, off_us: int
) -> None:
    clock.now_us = NOW_US + off_us
    seen: list[Answered] = []

    def note(answered: Answered) -> Answered:
        seen.append(answered)
        return answered

    wire.change_answer = note
    client.pull(pull_of(till))
    assert [answered.status for answered in seen] == [401, 200]
    told = error_of(seen[0])
    assert (told.code, told.expected) == ("clock", NOW_US)


def test_a_time_that_nobody_signed_is_not_believed(
    client: Client, wire: Wire, till: Till, clock: Clock
) -> None:
    clock.now_us = NOW_US + 10**12
    wire.change_answer = lambda answered: replace(
        answered, body=answered.body.replace(str(NOW_US).encode(), b"1")
    )
    with pytest.raises(Outage) as caught:
        client.pull(pull_of(till))
    assert caught.value.code == "line_down"


def test_a_request_that_is_played_again_is_refused(client: Client, wire: Wire, till: Till) -> None:
    client.pull(pull_of(till))
    again = wire.again()
    assert (again.status, error_of(again).code) == (401, "replayed")


def test_a_push_that_is_played_again_changes_nothing(
    client: Client, wire: Wire, till: Till, books: Books
) -> None:
    till.earn(ANNA, 100)
    client.push(push_of(till))
    assert wire.again().status == 200
    assert books.balances() == {(ANNA, "points"): 100}


def test_an_answer_of_another_request_is_not_believed(
    client: Client, wire: Wire, till: Till
) -> None:
    old: list[Answered] = []

    def note(answered: Answered) -> Answered:
        old.append(answered)
        return answered

    wire.change_answer = note
    client.pull(pull_of(till))
    wire.change_answer = lambda _answered: old[0]
    with pytest.raises(Outage) as caught:
        client.pull(pull_of(till))
    assert caught.value.code == "line_down"


def test_the_next_seq_is_told_through_the_line(client: Client, till: Till) -> None:
    till.earn(ANNA, 1)
    till.earn(ANNA, 1)
    till.acked = 1
    with pytest.raises(Refusal) as caught:
        client.push(push_of(till))
    assert (caught.value.code, caught.value.details["expected"]) == ("conflict", 1)


def test_an_answer_that_was_lost_costs_nothing(
    client: Client, wire: Wire, till: Till, books: Books
) -> None:
    till.earn(ANNA, 100)
    wire.lose_answers = 1
    with pytest.raises(Outage):
        client.push(push_of(till))
    assert client.push(push_of(till)).outcomes[0].outcome == "exists"
    assert books.balances() == {(ANNA, "points"): 100}


STRANGE = {
    "/nowhere": ("GET", 404, "not_found"),
    "/v1": ("GET", 404, "not_found"),
    "/v1/push": ("GET", 405, "method_wrong"),
    "/v1/pull": ("DELETE", 405, "method_wrong"),
    "/v1/grant": ("POST", 401, "signature_missing"),
}


@pytest.mark.parametrize("path", STRANGE)
def test_what_is_not_there_has_the_one_error_shape(api: Api, path: str) -> None:
    method, status, code = STRANGE[path]
    answered = api.handle(Sent(method=method, path=path, timeout_ms=0))
    assert (answered.status, error_of(answered).code) == (status, code)


BROKEN = {
    "empty": (b"", "", 400, "body_broken"),
    "truncated": (b'{"epoch":1,"from_seq"', "", 400, "body_broken"),
    "another type": (b'{"epoch":"one","from_seq":[]}', "", 400, "body_broken"),
    "array": (b"[1,2,3]", "", 400, "body_broken"),
    "no text": (b"\xff\xfe", "", 400, "body_broken"),
    "deep": (b'{"people":' + b"[" * 100_000, "", 400, "body_broken"),
    "zip": (b"PK\x03\x04", "zstd", 400, "body_broken"),
    "coding": (b"{}", "br", 400, "body_broken"),
    "large": (b" " * (BODY_MAX + 1), "", 413, "body_too_large"),
    "huge number": (b'{"epoch":1' + b"0" * 400 + b"}", "", 400, "body_broken"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("path", ["/v1/push", "/v1/grant", "/v1/lookup", "/v1/rejoin"])
def test_a_broken_body_of_a_paired_till_is_refused(
    api: Api, till: Till, kind: str, path: str
) -> None:
    body, encoding, status, code = BROKEN[kind]
    answered = api.handle(signed(till, path, body, {"content-encoding": encoding}))
    assert (answered.status, error_of(answered).code) == (status, code)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_body_of_a_stranger_is_refused(api: Api, kind: str) -> None:
    body, encoding, status, code = BROKEN[kind]
    headers = {"content-encoding": encoding}
    sent = Sent(method="POST", path="/v1/pair", headers=headers, body=body, timeout_ms=0)
    answered = api.handle(sent)
    assert (answered.status, error_of(answered).code) == (status, code)


@pytest.mark.parametrize("seq", ["", "-1", "x", "9" * 40, "\u0661"])
def test_a_query_that_is_none_is_refused(api: Api, till: Till, seq: str) -> None:
    answered = api.handle(signed(till, "/v1/pull", b"", query=f"seq={seq}", method="GET"))
    assert (answered.status, error_of(answered).code) == (400, "body_broken")


def test_a_push_without_a_signed_head_is_refused(api: Api, till: Till) -> None:
    till.earn(ANNA, 5)
    body = msgspec.json.encode(msgspec.structs.replace(till.batch(), signature=""))
    answered = api.handle(signed(till, "/v1/push", body))
    assert (answered.status, error_of(answered).code) == (401, "signature_missing")


def test_books_that_contradict_themselves_stop_the_server(
    api: Api, till: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise Corrupt("rights_broken", "the rights do not add up")

    monkeypatch.setattr(Books, "lookup", broken)
    body = b'{"kind":"card","key":"Annelies"}'
    with caplog.at_level(logging.INFO):
        first = api.handle(signed(till, "/v1/lookup", body))
        second = api.handle(signed(till, "/v1/lookup", body, nonce="11" * 16))
    assert (first.status, second.status) == (500, 503)
    assert second.headers["retry-after"] == "2"
    assert api.handle(Sent(method="GET", path="/ready", timeout_ms=0)).status == 503
    assert api.handle(Sent(method="GET", path="/health", timeout_ms=0)).status == 200
    assert "Annelies" not in caplog.text


def test_a_fault_of_the_program_is_an_outage_and_logged_without_what_was_asked(
    api: Api, till: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Books, "lookup", broken)
    answered = api.handle(signed(till, "/v1/lookup", b'{"kind":"card","key":"Annelies"}'))
    assert (answered.status, error_of(answered).code) == (503, "server_failed")
    assert "ZeroDivisionError" in caplog.text
    assert "Annelies" not in caplog.text


def signed(
    till: Till,
    path: str,
    body: bytes,
    headers: dict[str, str] | None = None,
    *,
    query: str = "",
    method: str = "POST",
    nonce: str = "00" * 16,
) -> Sent:
    claim = sign.Claim(device=till.device, epoch=1, nonce=nonce, time_us=NOW_US)
    message = sign.request_message(method, path, query, claim, body)
    claim = replace(claim, signature=till.signer.sign(message))
    return Sent(
        method=method,
        path=path,
        query=query,
        headers={**(headers or {}), "authorization": sign.authorization(claim)},
        body=body,
        timeout_ms=0,
    )


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = ("epoch", "from_seq", "previous", "head", "events", "people", "signature")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(FIELDS), junk=JUNK)
def test_no_push_however_confused_makes_the_server_fault(
    api: Api, till: Till, field: str, junk: object
) -> None:
    till.chain.clear()
    till.earn(ANNA, 1)
    request = msgspec.to_builtins(till.batch(first=1), builtin_types=(msgspec.Raw,))
    request["events"] = [msgspec.Raw(till.chain[0])]
    body = msgspec.json.encode({**request, field: junk})
    answered = api.handle(signed(till, "/v1/push", body))
    assert answered.status in {200, 400, 401, 409, 413}
