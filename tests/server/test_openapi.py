"""The document that machines read says what the server does, and the page says it to people."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from server import contract, openapi
from server.api import STATUSES, Api
from server.books import Books
from sync import wire, wire_secrets, wire_snapshot
from sync.transport import Sent
from tests.server.shop import NOW_US

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "protocol.md").read_text("utf-8")
SHAPES = ("sync.wire", "sync.wire_secrets", "sync.wire_snapshot")
STRUCTS = [
    kind
    for kind in {**vars(wire), **vars(wire_secrets), **vars(wire_snapshot)}.values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
]
CODE_ROW = re.compile(r"^\| ([0-9, ]+) \| (.+?) \|", re.MULTILINE)
RAISES = frozenset({"Refusal", "Outage"})
# What an answer of the server goes through; what only people's pages and the owner's verbs raise
# does not reach a till.
ON_THE_WAY = (
    "server/api.py",
    "server/app.py",
    "server/auth.py",
    "server/pace.py",
    "server/intake.py",
    "server/feed.py",
    "server/granting.py",
    "server/pairing.py",
    "sync/codec.py",
)


@pytest.fixture
def document(books: Books) -> Any:
    api = Api(books, lambda: NOW_US)
    answered = api.handle(Sent(method="GET", path="/openapi.json", timeout_ms=0))
    assert answered.status == 200
    return json.loads(answered.body)


def test_the_document_has_every_address_of_the_server(books: Books, document: Any) -> None:
    api = Api(books, lambda: NOW_US)
    served = {
        (path, method)
        for table in (api._open, api._signed)
        for path, methods in table.items()
        for method in methods
    }
    written = {
        (path, method.upper()) for path, methods in document["paths"].items() for method in methods
    }
    assert written == served
    signed = {(call.path, call.method) for call in contract.CALLS if call.signed}
    assert signed == {(path, name) for path, by in api._signed.items() for name in by}


def test_every_reference_leads_to_a_shape(document: Any) -> None:
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert names == set(document["components"]["schemas"])
    sealed = {"PairSecrets", "PepperSecrets", "PepperRow"}
    assert {kind.__name__ for kind in STRUCTS} - names == sealed, "never bare"


def test_an_answer_has_the_servers_signature_and_a_busy_one_says_when(document: Any) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                assert "regulars-signature" in answer["headers"]
            assert "retry-after" in operation["responses"]["429"]["headers"]
            assert "retry-after" in operation["responses"]["503"]["headers"]


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_the_page_names_every_field(kind: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(kind):
        pattern = rf"\b{re.escape(field.encode_name)}\b"
        assert re.search(pattern, PAGE), f"docs/protocol.md says nothing of {field.encode_name}"


def test_the_page_names_every_address() -> None:
    for call in contract.CALLS:
        assert call.path in PAGE, call.path


def test_the_page_has_every_code_with_its_status() -> None:
    written = {
        (code, int(status))
        for statuses, cell in CODE_ROW.findall(PAGE)
        for status in statuses.split(",")
        for code in re.findall(r"`([a-z_]+)`", cell)
    }
    assert set(STATUSES.items()) <= written
    everywhere = {code for call in contract.CALLS for code in openapi.codes(call)}
    assert everywhere <= {code for code, _ in written}


def test_no_code_is_raised_that_the_page_does_not_know() -> None:
    known = set(re.findall(r"`([a-z_]+)`", PAGE))
    raised = {code for path in ON_THE_WAY for code in codes_raised(ROOT / path)}
    assert {"fork", "replayed", "body_broken", "body_slow"} <= raised
    assert raised <= known, raised - known


def codes_raised(path: Path) -> Iterator[str]:
    """Give the codes of the refusals and outages that a module makes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]):
                if name in RAISES:
                    yield code
            case _:
                pass


def test_the_table_knows_no_other_module() -> None:
    assert isinstance(contract, ModuleType)
    for call in contract.CALLS:
        for kind in (call.request, call.reply):
            is_shared = kind is None or kind.__module__ in SHAPES
            assert is_shared or kind is contract.Health
