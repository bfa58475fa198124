"""What the server did at an owner's word, in a sentence or as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from loyalty.errors import Refusal
from storage import failures
from terminal.commands import output, own_server
from terminal.commands.surroundings import Surroundings

ERASING = "name, phone, e-mail, birthday, consents and PINs are erased for ever"
HEARD = "Each till hears of it with its next pull; one without a line goes by what it knew."


def check_sure(what: str, *, yes: bool) -> None:
    """Raise Refusal `yes_needed` where somebody did not say that it may be done for ever."""
    if not yes:
        raise Refusal("yes_needed", f"This cannot be undone: {what}. Say it again with --yes.")


def check_erasing(around: Surroundings, *, yes: bool) -> None:
    """Raise Refusal `yes_needed` as `check_sure`, and `server_only` where no server keeps books."""
    if not keeps_books(around):
        raise Refusal(
            "server_only",
            "a member is erased on the server, which tells every till: name its folder with --data",
        )
    check_sure(ERASING, yes=yes)


def keeps_books(around: Surroundings) -> bool:
    """Say whether a server keeps its books in this folder, or their address."""
    server = around.folder.server
    return (server / own_server.BOOKS).exists() or (server / own_server.ADDRESS).exists()


def write(found: dict[str, Any], out: Path, *, as_json: bool) -> int:
    """Write what is known of a person into a file for this user's eyes only.

    Raises Outage as `storage.failures.of_os`.
    """
    text = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise failures.of_os(error, out) from error
    said = {"out": str(out), "from": found["from"], "events": len(found["events"])}
    output.answer(said) if as_json else output.say(f"Written to {out}")
    return output.OK


def check_day(day: str) -> None:
    """Raise Refusal `day_wrong` for a text that is no date."""
    try:
        right = not day or date.fromisoformat(day).isoformat() == day
    except ValueError:
        right = False
    if not right:
        raise Refusal("day_wrong", "write a day as 2026-11-20", got=day)


def say_ran(days: Sequence[str], events: int, *, as_json: bool) -> int:
    """Say which store-days were run."""
    if as_json:
        output.answer({"days": list(days), "events": events})
    elif days:
        output.say(f"{days[0]} to {days[-1]}: {events} changes.")
    else:
        output.say("Today was run already.")
    return output.OK


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
