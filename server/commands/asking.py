"""A command is done once, however often it is sent: its answer is kept under its request id."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from loyalty.errors import Refusal
from server.work import Work
from storage.server import asked

Answer = dict[str, Any]
_ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")


def once(work: Work, name: str, request_id: str, act: Callable[[], Answer]) -> Answer:
    """Do what a command asks and keep its answer, or give the one that is kept.

    Raises Refusal `request_known` when another command had this id, and `body_broken`.
    """
    if not _ID.fullmatch(request_id):
        raise Refusal("body_broken", "a request has an id of 1 to 64 letters and digits")
    tenant = work.tenant.tenant
    work.take_turn()
    before = asked.answer(work.connection, tenant, request_id)
    if before is not None:
        found: Answer = msgspec.json.decode(before)
        if found["command"] != name:
            raise Refusal(
                "request_known",
                "another command had this request id",
                expected=found["command"],
                got=name,
            )
        return found
    answer = {"command": name, "request": request_id, **act()}
    asked.keep(work.connection, tenant, request_id, msgspec.json.encode(answer), work.now_us)
    work.finish()
    return answer
