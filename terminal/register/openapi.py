"""Writes the OpenAPI document of the register's API from its shapes and its table of addresses."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Any, Final

import msgspec

from terminal.register.contract import CALLS, EVENT_KINDS, EVENTS, Call, ErrorReply
from terminal.register.statuses import status_of_code
from terminal.till.register_calls import NAME

_REF: Final = "#/components/schemas/{name}"
_ALWAYS: Final = ("token_missing", "token_wrong", "host_wrong")
_WITH_BODY: Final = ("body_broken", "body_too_large", "content_type")
_JSON: Final = "application/json"


def document() -> dict[str, Any]:
    """Write the document."""
    kinds = [kind for call in CALLS for kind in (call.told, call.reply)]
    _, shapes = msgspec.json.schema_components(
        [*kinds, *EVENT_KINDS.values(), ErrorReply],
        schema_hook=lambda _: {"description": "A value of any kind."},
        ref_template=_REF,
    )
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for call in CALLS:
        paths[call.path][call.method.lower()] = _operation(call)
    paths[EVENTS]["get"] = _events()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Regulars: till and cash register",
            "version": "1",
            "description": "docs/register-api.md says in words what stands here in shapes. "
            "Amounts are integers in minor units.",
        },
        "security": [{"token": []}],
        "paths": dict(paths),
        "components": {
            "schemas": shapes,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(call: Call) -> dict[str, Any]:
    parameters = [
        {
            "name": "sale",
            "in": "path",
            "required": True,
            "description": "The register's own number of the sale.",
            "schema": {"type": "string", "pattern": NAME},
        }
    ]
    made: dict[str, Any] = {
        "operationId": call.told.__name__,
        "summary": call.about,
        "parameters": parameters if "{sale}" in call.path else [],
        "responses": _responses(call),
    }
    if call.has_body:
        shape = {"$ref": _REF.format(name=call.told.__name__)}
        made["requestBody"] = {"required": True, "content": {_JSON: {"schema": shape}}}
    return made


def _responses(call: Call) -> dict[str, Any]:
    by_status: dict[str, set[str]] = defaultdict(set)
    named = {*_ALWAYS, *call.codes, *(_WITH_BODY if call.has_body else ())}
    if "{sale}" in call.path:
        named.add("sale_broken")
    for code in named:
        by_status[str(status_of_code(code))].add(code)
    by_status["409"].add("what else the programme refuses, by its own code")
    by_status["503"] |= {"till_busy", "till_stopped", "disk_full"}
    answers = {"200": _answer("What was asked for.", call.reply)}
    for status, codes in sorted(by_status.items()):
        phrase = HTTPStatus(int(status)).phrase
        answers[status] = _answer(f"{phrase}: {', '.join(sorted(codes))}", ErrorReply)
    return answers


def _answer(about: str, kind: type) -> dict[str, Any]:
    shape = {"$ref": _REF.format(name=kind.__name__)}
    return {"description": about, "content": {_JSON: {"schema": shape}}}


def _events() -> dict[str, Any]:
    kinds = ", ".join(f"{kind} ({shape.__name__})" for kind, shape in EVENT_KINDS.items())
    return {
        "operationId": "events",
        "summary": "Listen to what happens at the counter, as server-sent events.",
        "description": f"Kinds, and what their data are: {kinds}.",
        "parameters": [],
        "responses": {
            "200": {
                "description": "Events until one side ends; the first is the state as it is.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            "401": _answer("Unauthorized: token_missing, token_wrong", ErrorReply),
            "503": _answer("Service Unavailable: till_busy, too_many", ErrorReply),
        },
    }
