"""Whatever is sent, one error comes back, nothing is lost, and no log says what was in it."""

from __future__ import annotations

import io
import json
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
import zstandard

from loyalty.errors import Refusal
from server import logs
from server.api import Api
from server.books import Books
from server.pace import Limit, Pace
from server.pairing import TRIES
from sync import sign
from sync.exchange import AskGrant
from sync.sign import Signer
from sync.transport import Answered, Sent
from sync.wire import BODY_MAX, ErrorBody, ErrorReply
from tests.server.line import Clock, Wire, client_of, pull_of, push_of, wish_of
from tests.server.running import Running, serving, unhurried
from tests.server.shop import ANNA, NOW_US, Stranger, Till, open_books

SECRET = "Annelies-Achterberg"
YEAR_US = 365 * 86_400 * 1_000_000


@pytest.fixture
def api(books: Books) -> Api:
    return Api(books, lambda: NOW_US)


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    books = open_books(data_dir)
    with serving(books, pace=unhurried(), body_s=0.3) as server:
        yield server
    verified = books.verify()
    books.close()
    assert verified.ok, verified.first_difference


def error_of(body: bytes) -> ErrorBody:
    """Read the one error shape, which has nothing beside it."""
    assert set(json.loads(body)) == {"error"}
    return msgspec.json.decode(body, type=ErrorReply).error


def signed(till: Till, path: str, body: bytes, *, query: str = "", method: str = "POST") -> Sent:
    claim = sign.Claim(device=till.device, epoch=1, nonce=till.chance(16).hex(), time_us=NOW_US)
    message = sign.request_message(method, path, query, claim, body)
    claim = replace(claim, signature=till.signer.sign(message))
    headers = {"authorization": sign.authorization(claim)}
    return Sent(method=method, path=path, query=query, headers=headers, body=body, timeout_ms=0)


STRANGE = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\U0001f600",
    "' OR 1=1 --",
    "x" * 5_000,
    "\U0001f600" * 3_000,
    "\u202e",
    "\n",
]
TEXTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "/v1/lookup": ({"kind": "card", "key": "1"}, ("kind", "key")),
    "/v1/grant": (
        {"request_id": "r", "account": ANNA, "unit": "points", "amount": 1},
        ("request_id", "account", "unit"),
    ),
    "/v1/rejoin": ({"epoch": 1, "last_seq": 0, "last_hash": ""}, ("last_hash",)),
    "/v1/peppers": ({"sealing_key": "09" * 32, "has": [1]}, ("sealing_key", "sealed")),
}
NUMBERS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "/v1/rejoin": ({"epoch": 1, "last_seq": 0, "last_hash": ""}, ("epoch", "last_seq")),
    "/v1/grant": (
        {"request_id": "r", "account": ANNA, "unit": "points", "amount": 1},
        ("amount",),
    ),
}


@pytest.mark.parametrize("path", TEXTS)
def test_no_text_however_strange_makes_the_server_fault(api: Api, till: Till, path: str) -> None:
    whole, names = TEXTS[path]
    for name in names:
        for text in STRANGE:
            body = json.dumps({**whole, name: text}).encode()
            query = f"seq=0&head={till.own().hash}" if path == "/v1/grant" else ""
            answered = api.handle(signed(till, path, body, query=query))
            assert answered.status in {200, 400, 409}, (name, text, answered)


@pytest.mark.parametrize("path", NUMBERS)
@pytest.mark.parametrize("number", [-(2**63) - 1, -1, 0, 2**31, 2**63 - 1, 2**63, 10**40])
def test_no_number_however_large_makes_the_server_fault(
    api: Api, till: Till, path: str, number: int
) -> None:
    whole, names = NUMBERS[path]
    for name in names:
        body = json.dumps({**whole, name: number}).encode()
        query = f"seq=0&head={till.own().hash}" if path == "/v1/grant" else ""
        answered = api.handle(signed(till, path, body, query=query))
        assert answered.status in {200, 400, 409}, (name, answered)


@pytest.mark.parametrize("head", ["%00", "%ED%A0%80", "zz", "\u00e9", "00" * 5_000])
@pytest.mark.parametrize("cursor", ["", "%00", "AAAA", "\u00e9", "x" * 5_000])
def test_no_query_however_strange_makes_the_server_fault(
    api: Api, till: Till, head: str, cursor: str
) -> None:
    query = f"cursor={cursor}&seq=0&head={head}"
    answered = api.handle(signed(till, "/v1/pull", b"", query=query, method="GET"))
    assert answered.status in {400, 409}
    assert error_of(answered.body).code in {"body_broken", "refeed", "rejoin"}


ODD_ROWS: dict[str, Any] = {
    "person": {"people": [{"person_id": "p\x00", "version": 2**70, "fields": {"\x00": "\x00"}}]},
    "blind": {"people": [{"person_id": "p", "version": 1, "blind": {"phone": "\x00"}}]},
    "pin": {"pins": [{"member_id": "\x00", "version": 2**70, "verifier": "$argon2id$\x00"}]},
    "visit": {"visit_pins": [{"kind": "visit_pin", "key": "\x00", "member_id": "\x00"}]},
}


@pytest.mark.parametrize("kind", ODD_ROWS)
def test_rows_that_cannot_be_kept_hold_nothing_up(
    api: Api, till: Till, books: Books, kind: str
) -> None:
    till.earn(ANNA, 7)
    request = msgspec.to_builtins(till.batch(), builtin_types=(msgspec.Raw,))
    request["events"] = [msgspec.Raw(raw) for raw in till.chain]
    answered = api.handle(
        signed(till, "/v1/push", msgspec.json.encode({**request, **ODD_ROWS[kind]}))
    )
    assert answered.status == 200, answered.body
    assert books.balances() == {(ANNA, "points"): 7}


ODD_ENROLMENTS: list[dict[str, Any]] = [
    {"member": "\x00", "account": ANNA},
    {"member": "m1", "account": "a\x00"},
    {"member": "m1", "account": ANNA, "old_cards": ["EAN13:\x00"]},
    {"member": "m1", "account": ANNA, "phone_index": "\x00"},
    {"member": 5, "account": []},
    {"member": "m1", "account": ANNA, "number": {"deep": [[[[]]]]}},
]


@pytest.mark.parametrize("data", ODD_ENROLMENTS, ids=range(len(ODD_ENROLMENTS)))
def test_an_enrolment_that_makes_no_sense_is_set_aside(
    till: Till, books: Books, data: dict[str, Any]
) -> None:
    till.record("enrol", data=data)
    till.earn(ANNA, 7)
    outcomes = [(one.outcome, one.reason) for one in till.push().outcomes]
    assert outcomes == [("quarantined", "enrol_data"), ("created", None)]
    assert books.balances() == {(ANNA, "points"): 7}


def test_an_event_nested_a_thousand_deep_is_kept_and_holds_nothing_up(
    till: Till, books: Books
) -> None:
    till.earn(ANNA, 7)
    deep = till.chain.pop().replace(
        b'"data":{}', b'"data":{"a":' + b"[" * 1_000 + b"]" * 1_000 + b"}"
    )
    till.chain.append(deep)
    till.earn(ANNA, 8)
    assert till.push().acked_seq == 2
    assert books.balances()[ANNA, "points"] in {8, 15}


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(32 << 20))
    return packed.getvalue()


BAD: dict[str, tuple[bytes, dict[str, str], int, str]] = {
    "content type": (b"{}", {"content-type": "text/xml"}, 415, "content_type"),
    "form": (b"a=1", {"content-type": "multipart/form-data"}, 415, "content_type"),
    "zip": (zip_bomb(), {"content-encoding": "gzip"}, 400, "body_broken"),
    "zstd": (
        zstandard.ZstdCompressor().compress(bytes(64 << 20)),
        {"content-encoding": "zstd"},
        413,
        "body_too_large",
    ),
    "two codings": (b"{}", {"content-encoding": "zstd, zstd"}, 400, "body_broken"),
    "not what it says": (b"{}", {"content-encoding": "zstd"}, 400, "body_broken"),
    "nested": (b'{"a":' * 50_000, {}, 400, "body_broken"),
    "cut": (b'{"public_key":"' + SECRET.encode(), {}, 400, "body_broken"),
    "another type": (json.dumps({"public_key": [SECRET]}).encode(), {}, 400, "body_broken"),
    "large": (b" " * (BODY_MAX + 1), {}, 413, "body_too_large"),
    "no text": (b"\xff\xfe\x00", {}, 400, "body_broken"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_body_over_http_is_one_error(running: Running, kind: str) -> None:
    body, headers, status, code = BAD[kind]
    response = httpx2.post(f"{running.url}/v1/pair", content=body, headers=headers, trust_env=False)
    assert (response.status_code, error_of(response.content).code) == (status, code)
    assert "regulars-signature" in response.headers


def test_a_body_that_drips_is_left_after_its_time(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as slow:
        slow.sendall(b"POST /v1/pair HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        said = b""
        while b"}}" not in said:
            part = slow.recv(65_536)
            assert part, said
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert error_of(body).code == "body_slow"


def test_a_till_s_address_turns_strangers_away_before_their_body_is_read(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as rude:
        rude.sendall(b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n")
        assert rude.recv(65_536).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE", "PROPFIND", "HEAD"])
def test_a_method_that_no_address_has_is_one_error(running: Running, method: str) -> None:
    for path in ("/v1/push", "/v1/rejoin"):
        response = httpx2.request(method, f"{running.url}{path}", trust_env=False)
        assert response.status_code == 405
        assert response.headers["allow"] == "POST"
        if method != "HEAD":
            assert error_of(response.content).code == "method_wrong"


def heard_of(api: Api, till: Till) -> list[Answered]:
    """Send what has somebody's name in it, in every way that goes wrong."""
    good = signed(till, "/v1/lookup", json.dumps({"kind": "card", "key": SECRET}).encode())
    header = good.headers["authorization"]
    bad = [
        replace(good, headers={"authorization": header[:-1] + "0"}),
        replace(good, headers={"authorization": f"Bearer {SECRET}"}),
        replace(good, headers={"authorization": header.replace(till.device, SECRET)}),
        replace(good, path=f"/v1/{SECRET}"),
        replace(good, method=SECRET),
        signed(till, "/v1/lookup", json.dumps({"kind": [SECRET], "key": SECRET}).encode()),
        signed(till, "/v1/lookup", f'{{"{SECRET}'.encode()),
        signed(till, "/v1/pull", b"", query=f"seq={SECRET}&cursor={SECRET}", method="GET"),
        signed(till, "/v1/grant", json.dumps({"request_id": SECRET}).encode(), query="seq=0"),
    ]
    return [api.handle(sent) for sent in (good, good, *bad)]


def test_the_log_names_nobody(books: Books, till: Till, caplog: pytest.LogCaptureFixture) -> None:
    said = io.StringIO()
    with logs.kept(said, requests=True):
        answers = heard_of(Api(books, lambda: NOW_US), till)
    assert {answered.status for answered in answers} == {200, 400, 401, 404, 405}
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert len(lines) == len(answers)
    assert {line["code"] for line in lines if line["status"] != 200} >= {
        "signature_wrong",
        "signature_missing",
        "device_unknown",
        "not_found",
        "method_wrong",
        "body_broken",
        "replayed",
    }
    assert SECRET not in said.getvalue()
    assert till.device not in said.getvalue()
    assert SECRET not in caplog.text


@pytest.mark.parametrize("years", [-30, -4, 7, 250])
def test_a_clock_that_is_off_by_years_costs_nothing(
    api: Api, till: Till, books: Books, years: int
) -> None:
    clock = Clock()
    clock.now_us = max(NOW_US + years * YEAR_US, 0)
    client = client_of(till, Wire(api), clock)
    till.earn(ANNA, 100)
    assert client.push(push_of(till)).acked_seq == 1
    assert client.pull(pull_of(till)).own.seq == 1
    wish: AskGrant = wish_of(till, ANNA, 5)
    assert client.grant(wish).server_time_us == NOW_US
    assert books.balances() == {(ANNA, "points"): 100}


def test_two_machines_with_one_key_fork_and_lose_nothing(books: Books, till: Till) -> None:
    copy = Till.__new__(Till)
    copy.__dict__ |= {**till.__dict__, "chain": [], "acked": 0}
    till.earn(ANNA, 100)
    copy.earn(ANNA, 30)
    assert till.push().acked_seq == 1
    with pytest.raises(Refusal) as caught:
        copy.push()
    assert caught.value.code == "fork"
    assert books.balances() == {(ANNA, "points"): 100}


def test_a_code_is_guessed_five_times_over_the_line(running: Running) -> None:
    code = running.books.make_code(NOW_US)
    url = f"{running.url}/v1/pair"
    guesses = [
        Stranger(running.books, f"guess {number}").hello("0" * 10) for number in range(TRIES)
    ]
    for hello in guesses:
        answered = httpx2.post(url, content=msgspec.json.encode(hello), trust_env=False)
        assert (answered.status_code, error_of(answered.content).code) == (403, "pairing_code")
    right = Stranger(running.books, "right").hello(code)
    answered = httpx2.post(url, content=msgspec.json.encode(right), trust_env=False)
    assert (answered.status_code, error_of(answered.content).code) == (403, "pairing_code")
    assert running.books.count_tills() == 0


def test_a_till_gone_mad_is_paced_and_its_pushes_have_their_own_turn(
    books: Books, till: Till
) -> None:
    clock = Clock()
    api = Api(books, clock, Pace(Limit(burst=2, a_second=1), Limit(burst=3, a_second=2)))
    client = client_of(till, Wire(api), clock)
    for _ in range(3):
        client.pull(pull_of(till))
    query = f"cursor=&seq=0&head={till.own().hash}"
    told = api.handle(signed(till, "/v1/pull", b"", query=query, method="GET"))
    assert (told.status, error_of(told.body).code) == (429, "too_many")
    assert told.headers["retry-after"] == "1"
    till.earn(ANNA, 100)
    assert client.push(push_of(till)).acked_seq == 1
    clock.now_us += 500_000
    assert client.pull(pull_of(till)).own.seq == 1
    clock.now_us -= YEAR_US
    refused = api.handle(signed(till, "/v1/pull", b"", query=query, method="GET"))
    assert error_of(refused.body).code in {"too_many", "clock"}


def test_a_strangers_hurry_costs_no_till_anything(books: Books, till: Till) -> None:
    api = Api(books, lambda: NOW_US, Pace(pairing=Limit(burst=1, a_second=1)))
    hello = msgspec.json.encode(Stranger(books, "hasty").hello("0" * 10))
    sent = Sent(method="POST", path="/v1/pair", body=hello, timeout_ms=0)
    assert [api.handle(sent).status for _ in range(3)] == [403, 429, 429]
    till.earn(ANNA, 100)
    assert client_of(till, Wire(api), Clock()).push(push_of(till)).acked_seq == 1


def test_a_key_that_is_not_the_devices_signs_nothing(api: Api, till: Till) -> None:
    forger = Till.__new__(Till)
    forger.__dict__ |= {**till.__dict__, "signer": Signer(bytes(32))}
    answered = api.handle(signed(forger, "/v1/push", b"{}"))
    assert (answered.status, error_of(answered.body).code) == (401, "signature_wrong")
