"""`server draws`: what a month is drawn from, promised before it and published after it."""

from __future__ import annotations

import re

from loyalty.errors import Refusal
from loyalty.rewards.drawing import commitment
from terminal.commands import output

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def check(month: str) -> None:
    """Refuse what is no month. Raises Refusal `month_broken`."""
    if not _MONTH.fullmatch(month):
        raise Refusal("month_broken", f"{month!r} is no month: write it as 2026-11", got=month)


def publish(month: str, seed: bytes, *, over: bool, as_json: bool) -> int:
    """Say the commitment of a month, and its seed once nothing can be drawn from it any more."""
    if as_json:
        answer = {"month": month, "commitment": commitment(seed)}
        output.answer(answer | ({"seed": seed.hex()} if over else {}))
        return output.OK
    output.say(f"{month} commitment {commitment(seed)}")
    if over:
        output.say(f"{month} seed {seed.hex()}")
    return output.OK
