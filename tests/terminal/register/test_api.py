"""The local API over real HTTP: who is let in, what is refused and how, and what is told."""

import json
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.register import openapi
from terminal.register.app import BODY_MAX
from terminal.register.contract import CALLS, EVENT_KINDS
from terminal.register.page import page
from terminal.till.messages import Key, Scan
from terminal.till.register_state import RegisterSetting
from terminal.till.register_told import RunRegister
from tests.stories.words import card
from tests.terminal.register.linked import Linked, linked

SHAPE = {"code", "message", "path", "expected", "got"}


@pytest.fixture
def till(data_dir: Path) -> Iterator[Linked]:
    """A till with its API."""
    with linked(data_dir) as made:
        yield made


def refused(answered: tuple[int, dict[str, object]]) -> tuple[int, str]:
    """Give status and code of a refusal, whose shape is always the same."""
    status, body = answered
    assert set(body) == {"error"}
    error = body["error"]
    assert isinstance(error, dict)
    assert {"code", "message"} <= set(error) <= SHAPE | {"most", "line"}
    return status, str(error["code"])


def test_nobody_is_let_in_without_the_token(till: Linked) -> None:
    token = till.waited().token
    assert till.ask("GET", "/v1/state")[0] == 200
    hyphened = "-".join(token[at : at + 4] for at in range(0, len(token), 4)).upper()
    assert till.ask("GET", "/v1/state", authorization=f"Bearer {hyphened}")[0] == 200
    for given, code in (
        ("", "token_missing"),
        (token, "token_missing"),
        (f"Bearer {token[:-1]}", "token_wrong"),
        ("Bearer caf\u00e9", "token_wrong"),
    ):
        for call in CALLS:
            path = call.path.replace("{sale}", "R-1")
            sent = till.ask(call.method, path, {} if call.has_body else None, authorization=given)
            assert refused(sent) == (401, code)
        assert refused(till.ask("GET", "/v1/events", authorization=given)) == (401, code)


def test_a_web_page_is_refused_whatever_it_knows(till: Linked) -> None:
    assert refused(till.ask("GET", "/v1/state", host="evil.example:80")) == (403, "host_wrong")
    assert refused(till.ask("GET", "/v1/state", origin="http://evil")) == (403, "host_wrong")
    assert till.ask("GET", "/v1/state", host="localhost:1")[0] == 200


def test_it_listens_on_this_computer_only(till: Linked) -> None:
    address, _, port = till.waited().address.removeprefix("http://").partition(":")
    assert address == "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        # Another address of this computer is free: nobody listens there.
        other.bind(("127.0.0.2", int(port)))


@pytest.mark.parametrize(
    ("method", "path", "told", "expected"),
    [
        ("POST", "/v1/sales/R-1/close", b"{", (400, "body_broken")),
        ("POST", "/v1/sales/R-1/close", {}, (400, "body_broken")),
        ("POST", "/v1/sales/R-1/close", {"total_minor": "12"}, (400, "body_broken")),
        ("POST", "/v1/sales/R-1/close", {"total_minor": 1, "sum": 1}, (400, "body_broken")),
        ("POST", "/v1/sales/R-1/close", {"total_minor": -1}, (400, "amount_negative")),
        ("POST", "/v1/sales/R-1/close", {"total_minor": 10**12}, (400, "amount_absurd")),
        ("POST", "/v1/sales/R-1/close", b" " * (BODY_MAX + 1), (413, "body_too_large")),
        (
            "POST",
            "/v1/sales/R-1/close",
            {"total_minor": 1, "currency": "USD"},
            (400, "currency_other"),
        ),
        ("PUT", "/v1/sales/R-1", {"lines": [{"amount_minor": -5}]}, (400, "amount_negative")),
        (
            "PUT",
            "/v1/sales/R-1",
            {"lines": [{"amount_minor": 5, "quantity": 0}]},
            (400, "quantity"),
        ),
        ("PUT", "/v1/sales/R%201", {}, (400, "sale_broken")),
        ("PUT", "/v1/sales/" + "R" * 65, {}, (400, "sale_broken")),
        ("PUT", "/v1/sales/R-1/lines", {"lines": []}, (404, "sale_unknown")),
        ("GET", "/v1/sales/R-1/quote", None, (404, "sale_unknown")),
        ("POST", "/v1/sales/R-1/void", {}, (404, "sale_unknown")),
        ("POST", "/v1/sales/R-1/refund", {"refund": "F"}, (404, "sale_unknown")),
        ("GET", "/v1/nothing", None, (404, "not_found")),
        ("DELETE", "/v1/state", None, (405, "method_wrong")),
    ],
)
def test_bad_input_is_refused_in_one_shape(
    till: Linked, method: str, path: str, told: object, expected: tuple[int, str]
) -> None:
    assert refused(till.ask(method, path, told)) == expected
    assert till.ask("GET", "/v1/state")[1]["sale"] == ""


def test_a_body_that_is_no_json_is_refused_by_its_kind(till: Linked) -> None:
    sent = till.ask("POST", "/v1/sales/R-1/close", b"<a/>", content_type="text/xml")
    assert refused(sent) == (415, "content_type")


def test_what_happens_at_the_till_is_told(till: Linked, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with till.listening() as following:
        assert following()[0] == "state"
        assert till.ask("PUT", "/v1/sales/R-1", {"lines": [{"amount_minor": 1250}]})[0] == 200
        till.post(Scan(text=card("A")))
        till.post(Key(name="Enter"))
        kind, state = following()
        assert (kind, state["sale"], state["member"]["points"]) == ("member_attached", "R-1", 0)
        status, closed = till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 1250})
        assert (status, closed["points_given"]) == (200, 50)
        assert following() == ("sale_closed", closed)
        assert following()[0] == "member_detached"
        till.post(Key(name="F8"))
        kind, told = following()
        assert (kind, told["sale"]) == ("taken_back", "R-1")
    assert till.waited().token not in caplog.text
    assert card("A") not in caplog.text


def test_listeners_are_let_go_when_it_is_turned_off(till: Linked) -> None:
    with till.listening() as following:
        assert following()[0] == "state"
        runs = till.switch(RegisterSetting())
        assert runs.address == ""
        with pytest.raises((json.JSONDecodeError, OSError)):
            following()


def test_a_new_token_ends_the_old_one(till: Linked) -> None:
    before = till.waited().token
    till.runs = None
    till.service.put(RunRegister(setting=RegisterSetting(is_on=True, port=0), renews=True))
    assert till.waited().token != before
    sent = till.ask("GET", "/v1/state", authorization=f"Bearer {before}")
    assert refused(sent) == (401, "token_wrong")
    assert till.ask("GET", "/v1/state")[0] == 200


def test_a_port_that_is_taken_is_said(till: Linked) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        runs = till.switch(RegisterSetting(is_on=True, port=port))
    assert (runs.address, runs.problem) == ("", "port_in_use")


def test_the_document_names_every_call_shape_and_code() -> None:
    made = openapi.document()
    text = json.dumps(made)
    for call in CALLS:
        operation = made["paths"][call.path][call.method.lower()]
        assert ("requestBody" in operation) == call.has_body
        said = " ".join(one["description"] for one in operation["responses"].values())
        assert all(code in said for code in call.codes)
    for kind, shape in EVENT_KINDS.items():
        assert f"{kind} ({shape.__name__})" in text
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in made["components"]["schemas"]
    shown = page(made)
    assert all(f'id="{name}"' in shown for name in made["components"]["schemas"])
    assert "http://" not in shown.replace("http://127.0.0.1", "")
