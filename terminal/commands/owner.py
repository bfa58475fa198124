"""What the server did at an owner's word, in a sentence or as JSON."""

from __future__ import annotations

from typing import Any

from loyalty.errors import Refusal
from terminal.commands import output

HEARD = "Each till hears of it with its next pull; one without a line goes by what it knew."


def check_sure(what: str, *, yes: bool) -> None:
    """Raise Refusal `yes_needed` where somebody did not say that it may be done for ever."""
    if not yes:
        raise Refusal("yes_needed", f"This cannot be undone: {what}. Say it again with --yes.")


def say(done: dict[str, Any], *, as_json: bool) -> int:
    """Say what was done."""
    if as_json:
        output.answer(done)
        return output.OK
    output.say(_SENTENCES[done["command"]].format(**done))
    output.progress(HEARD)
    return output.OK


_SENTENCES = {
    "adjust": "{amount:+d} {unit}: the balance is {balance}, {free} of it free, {owed} owed.",
    "transfer": "{amount} {unit} moved: {left} left there, {balance} here now.",
    "merge": "{merged} goes on as {member} for ever.",
    "household": "They share one account now: {members}.",
    "leave": "{member} has an account of their own, with nothing in it.",
    "block": "{member} is blocked.",
    "unblock": "{member} can come again.",
    "erase": "{member} was erased. The card goes on without a name.",
}
