"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not.

Once as a stranger and once as a paired till, whose requests a hook signs as they travel.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from server.api import STATUSES
from server.contract import CALLS
from server.openapi import codes, document
from sync import sign
from sync.wire import ErrorReply
from tests.server.running import Running, serving, unhurried
from tests.server.shop import NOW_US, Till, open_books

SCHEMA = schemathesis.openapi.from_dict(document(STATUSES))
EXAMPLES = 8
EXAMPLES_SLOW = 300
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
QUIET = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
]
OWN_CODES = {(call.method, call.path): codes(call) for call in CALLS}
# A method that is not in the document is tried too, and a body that cannot be read.
ALWAYS = {"method_wrong", "not_found", "body_broken", "content_type"}


class Signing:
    """Signs a request of a paired till over the very bytes that travel."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the authorization in."""
        parts = urlsplit(request.url or "")
        body = request.body or b""
        assert isinstance(body, (str, bytes))
        claim = sign.Claim(
            device=self._till.device, epoch=1, nonce=secrets.token_hex(16), time_us=NOW_US
        )
        message = sign.request_message(
            request.method or "",
            parts.path,
            parts.query,
            claim,
            body.encode() if isinstance(body, str) else body,
        )
        signed = replace(claim, signature=self._till.signer.sign(message))
        request.headers["authorization"] = sign.authorization(signed)
        return request


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    books = open_books(data_dir)
    with serving(books, pace=unhurried()) as server:
        yield server
    verified = books.verify()
    books.close()
    assert verified.ok, verified.first_difference


@pytest.fixture
def till(running: Running) -> Till:
    made = Till(running.books, "fuzzed")
    made.earn("a" * 32, 100)
    made.push()
    return made


@pytest.fixture
def line() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def ask(
    case: schemathesis.Case[Any], running: Running, line: requests.Session, hook: Any = None
) -> None:
    """Send what was made up and judge the answer."""
    response = case.call(base_url=running.url, session=line, auth=hook)
    case.validate_response(response, checks=CHECKS)
    if response.status_code == requests.codes.ok:
        return
    error = msgspec.json.decode(response.content, type=ErrorReply).error
    assert STATUSES.get(error.code, 400) == response.status_code
    assert error.code in OWN_CODES.get((case.method, case.path), set()) | ALWAYS
    assert re.fullmatch(r"[a-z_]+", error.code)


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=QUIET)
def test_a_stranger_gets_one_error(
    case: schemathesis.Case[Any], running: Running, line: requests.Session
) -> None:
    ask(case, running, line)


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=QUIET)
def test_a_till_that_talks_nonsense_gets_one_error(
    case: schemathesis.Case[Any], running: Running, line: requests.Session, till: Till
) -> None:
    ask(case, running, line, Signing(till))


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES_SLOW, suppress_health_check=QUIET)
def test_much_nonsense_of_a_stranger(
    case: schemathesis.Case[Any], running: Running, line: requests.Session
) -> None:
    ask(case, running, line)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES_SLOW, suppress_health_check=QUIET)
def test_much_nonsense_of_a_till(
    case: schemathesis.Case[Any], running: Running, line: requests.Session, till: Till
) -> None:
    ask(case, running, line, Signing(till))
