"""A cash register in a story: it tells the till of its sales, and hears its answers and events.

Acts: `register on|off`, `register open SALE [AMOUNT[:CATEGORY] ...]`, `register line SALE ...`,
`register close SALE TOTAL`, `register void SALE`, `register refund SALE NUMBER [AMOUNT]`,
`register hold SALE REWARD [CHOICE]`, `register release SALE`, `register quote SALE`,
`register state`. Clauses: `answer FIELD VALUE` (`error` is the code of a refusal; a dot goes
deeper), `answer same` (as the one before), `tells KIND` and `tells nothing`.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from typing import Any

from terminal.till.effects import Effect
from terminal.till.messages import Message
from terminal.till.register_calls import (
    AnyTold,
    HoldReleased,
    HoldWanted,
    LinesGiven,
    QuoteWanted,
    SaleClosed,
    SaleOpened,
    SaleRefunded,
    SaleVoided,
    SoldLine,
    StateWanted,
)
from terminal.till.register_state import PORT, RegisterSetting
from terminal.till.register_told import (
    RegisterAnswered,
    RegisterEvent,
    RegisterRefused,
    RegisterRuns,
    RegisterSwitched,
    RegisterTold,
    RunRegister,
)


class StoryRegister:
    """What the register of one counter was answered and told."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        self.told: list[str] = []
        self.runs = False

    def take(self, effect: Effect, inbox: deque[Message]) -> None:
        """Take what the till says to its register."""
        match effect:
            case RegisterAnswered():
                self.answers.append(json.loads(effect.body))
            case RegisterRefused():
                self.answers.append({"error": effect.code})
            case RegisterEvent():
                self.told.append(effect.kind)
            case RunRegister():
                self.runs = effect.setting.is_on
                address = f"http://127.0.0.1:{effect.setting.port}" if self.runs else ""
                inbox.append(RegisterRuns(address=address, token="told-to-nobody"))
            case _:
                raise AssertionError(f"nobody in a story performs {effect!r}")

    def holds(self, verb: str, rest: str) -> bool:
        """Say whether a clause about the register is true."""
        if verb == "tells":
            return rest in self.told if rest != "nothing" else not self.told
        if rest == "same":
            return len(self.answers) > 1 and self.answers[-1] == self.answers[-2]
        path, _, wanted = rest.partition(" ")
        found: Any = self.answers[-1]
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        return str(found) == wanted.strip('"')


def message(verb: str, words: tuple[str, ...]) -> Message:
    """Make the message of an act."""
    if verb in ("on", "off"):
        return RegisterSwitched(setting=RegisterSetting(is_on=verb == "on", port=PORT))
    sale, *rest = words or ("",)
    return RegisterTold(ticket="t", sale=sale, told=_told(verb, rest))


def _told(verb: str, rest: list[str]) -> AnyTold:
    said: dict[str, Callable[[], AnyTold]] = {
        "open": lambda: SaleOpened(lines=_lines(rest)),
        "line": lambda: LinesGiven(lines=_lines(rest)),
        "close": lambda: SaleClosed(total_minor=int(rest[0]), currency="".join(rest[1:])),
        "void": SaleVoided,
        "refund": lambda: SaleRefunded(refund=rest[0], amount_minor=int("".join(rest[1:]) or 0)),
        "hold": lambda: HoldWanted(reward=rest[0], choice="".join(rest[1:])),
        "release": HoldReleased,
        "quote": QuoteWanted,
        "state": StateWanted,
    }
    return said[verb]()


def _lines(words: list[str]) -> tuple[SoldLine, ...]:
    lines = []
    for word in words:
        amount, _, category = word.partition(":")
        lines.append(SoldLine(amount_minor=int(amount), category=category))
    return tuple(lines)
