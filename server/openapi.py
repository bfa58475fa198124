"""Writes the OpenAPI document from the shapes on the wire and the table of addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec

from server.contract import CALLS, Call
from sync.sign import ANSWER_HEADER, HEADER_PATTERN, NONCE_HEADER
from sync.wire import CONTENT_TYPE, ENCODING, ErrorReply

_REF: Final = "#/components/schemas/{name}"
_ANYWHERE: Final = ("body_too_large", "too_many", "server_busy", "body_slow")
_WITH_BODY: Final = ("body_broken", "content_type")
_SIGNED: Final = (
    "moved",
    "moving",
    "signature_missing",
    "signature_wrong",
    "device_unknown",
    "device_lost",
    "body_broken",
)
_FRESH: Final = ("clock", "replayed")
PUSH: Final = "/v1/push"
_RANGE: Final = {
    "name": "range",
    "in": "header",
    "required": True,
    "description": "Which bytes of the file.",
    "schema": {"type": "string", "pattern": "^bytes=[0-9]{1,15}-[0-9]{1,15}$"},
}
FAILED: Final = "500"
BUSY: Final = "503"


def document(statuses: Mapping[str, int]) -> dict[str, Any]:
    """Write the document; `statuses` are those of the codes that have one of their own."""
    kinds = [kind for call in CALLS for kind in (call.request, call.reply) if kind is not None]
    _, shapes = msgspec.json.schema_components(
        [*kinds, ErrorReply], schema_hook=_anything, ref_template=_REF
    )
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for call in CALLS:
        paths[call.path][call.method.lower()] = _operation(call, statuses)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Regulars: till and server",
            "version": "1",
            "description": "docs/protocol.md says in words what stands here in shapes.",
        },
        "paths": dict(paths),
        "components": {
            "schemas": shapes,
            "securitySchemes": {
                "till": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "authorization",
                    "description": f"Ed25519 over the request: {HEADER_PATTERN}",
                }
            },
        },
    }


def _operation(call: Call, statuses: Mapping[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{call.method.lower()}{call.path.replace('/', '_').replace('.', '_')}",
        "summary": call.about,
        "parameters": [
            {
                "name": query.name,
                "in": "query",
                "required": query.required,
                "description": query.about,
                "schema": query.shape,
            }
            for query in call.query
        ],
        "responses": _responses(call, statuses),
    }
    if call.gives_bytes:
        made["parameters"].append(_RANGE)
    if call.signed:
        made["security"] = [{"till": []}]
    else:
        made["parameters"].append(
            {
                "name": NONCE_HEADER,
                "in": "header",
                "required": False,
                "description": "What the answer's signature names; 32 hexadecimal digits.",
                "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            }
        )
    if call.request is not None:
        made["requestBody"] = {
            "required": True,
            "description": f"It may travel with content-encoding: {ENCODING}.",
            "content": {CONTENT_TYPE: {"schema": _ref(call.request)}},
        }
    return made


def _anything(kind: type) -> dict[str, Any]:
    assert kind is object, kind  # what an error expected and got is of any kind
    return {"description": "A value of any kind."}


def codes(call: Call) -> set[str]:
    """Give the codes that a call may be refused with, its own and those of all."""
    found = {*_ANYWHERE, *call.codes}
    if call.request is not None:
        found |= set(_WITH_BODY)
    if call.signed:
        found |= set(_SIGNED)
        if call.path != PUSH:
            found |= set(_FRESH)
    return found


def _responses(call: Call, statuses: Mapping[str, int]) -> dict[str, Any]:
    by_status: dict[str, set[str]] = defaultdict(set)
    for code in codes(call):
        by_status[str(statuses.get(code, 400))].add(code)
    by_status[FAILED].add("whatever invariant broke")
    by_status[BUSY] |= {"server_failed", "server_stopped"}
    shape = {"type": "object"} if call.reply is None else _ref(call.reply)
    answers = {"200": _answer("What was asked for.", shape)}
    if call.gives_bytes:
        answers = {"206": _bytes()}
    for status, named in sorted(by_status.items()):
        phrase = HTTPStatus(int(status)).phrase
        answers[status] = _answer(f"{phrase}: {', '.join(sorted(named))}", _ref(ErrorReply))
    for status in ("429", BUSY):
        answers[status]["headers"]["retry-after"] = {
            "description": "Seconds to wait at least.",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    return answers


def _answer(about: str, shape: dict[str, Any]) -> dict[str, Any]:
    signature = {
        "description": "Ed25519 of the server over the answer.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
    }
    return {
        "description": about,
        "headers": {ANSWER_HEADER: signature},
        "content": {CONTENT_TYPE: {"schema": shape}},
    }


def _bytes() -> dict[str, Any]:
    made = _answer("At most 4 MiB of what was asked for.", {})
    made["headers"]["content-range"] = {
        "description": "Which bytes of how many these are.",
        "required": True,
        "schema": {"type": "string", "pattern": "^bytes [0-9]+-[0-9]+/[0-9]+$"},
    }
    made["content"] = {"application/octet-stream": {}}
    return made


def _ref(kind: type) -> dict[str, Any]:
    return {"$ref": _REF.format(name=kind.__name__)}
