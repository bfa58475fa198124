"""The engine without a window: a line of JSON in is a message, a line out is an effect."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TextIO

import msgspec

from loyalty.errors import LoyaltyError
from terminal.till.effects import Print, Seen, Show, ShowPad, Sound, UseDisplay
from terminal.till.messages import (
    DisplayTap,
    Key,
    Message,
    PadKey,
    Pick,
    Scan,
    SyncDue,
    Text,
    UseReward,
)

READY_S = 30.0
Orders = Mapping[str, tuple[type, Callable[[Any], None] | None]]


class Engine(Protocol):
    """A hosted till."""

    def start(self) -> None:
        """Start it."""
        ...

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until it has opened."""
        ...

    def post(self, message: Message) -> None:
        """Let something happen."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


def message_of(said: dict[str, Any]) -> Message | None:
    """Turn a line's object into a message; None when it is none of ours."""
    match said:
        case {"scan": str(text)}:
            return Scan(text=text, source="stdio")
        case {"key": str(name)}:
            return Key(name=name)
        case {"text": str(text)}:
            return Text(text=text)
        case {"pad": str(name)} | {"tap": str(name)}:
            return PadKey(name=name) if "pad" in said else DisplayTap(action=name)
        case {"pick": int(row)}:
            return Pick(row=row)
        case {"use": int(row)}:
            return UseReward(row=row)
        case {"sync": True}:
            return SyncDue()
        case _:
            return None


def line_of(effect: Seen) -> dict[str, Any]:
    """Turn an effect into a line's object."""
    match effect:
        case Show():
            return {"show": msgspec.to_builtins(effect.screen)}
        case ShowPad():
            return {"pad": msgspec.to_builtins(effect.pad)}
        case UseDisplay():
            return {"display": msgspec.to_builtins(effect)}
        case Print():
            return {"print": msgspec.to_builtins(effect.slip)}
        case Sound():
            return {"sound": effect.name}


class Speaker:
    """Writes one JSON object a line, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def say(self, value: dict[str, Any]) -> None:
        """Write a line."""
        with self._lock:
            self._stream.write(json.dumps(value, ensure_ascii=False) + "\n")
            self._stream.flush()


def stdio(
    make: Callable[..., Engine],
    *,
    set_clock: Callable[[str], None],
    set_line: Callable[[bool], None],
    pass_time: Callable[[int], None] | None = None,
    show_card: Callable[[str], None] | None = None,
    reader: TextIO | None = None,
    writer: TextIO | None = None,
) -> int:
    """Talk until the input ends; gives the exit code.

    `make` takes `watch`, `failed`, and `tell` for a line that is no effect; `show_card` holds a
    card before the camera, where there is one that can be shown something. A line that is not
    understood is answered with the one error shape and changes nothing.
    """
    speaker = Speaker(writer or sys.stdout)
    orders: Orders = {
        "clock": (str, set_clock),
        "line": (str, lambda state: set_line(_is_up(state))),
        "wait": (int, pass_time),
        "card": (str, show_card),
    }
    failures: list[BaseException] = []

    def watch(effect: Seen) -> None:
        speaker.say(line_of(effect))

    engine = make(watch=watch, failed=failures.append, tell=speaker.say)
    engine.start()
    engine.wait_ready(READY_S)
    try:
        for text in () if failures else reader or sys.stdin:
            if failures:
                break
            if text.strip():
                _obey(text, engine, speaker, orders)
    finally:
        engine.stop()
    if failures:
        raise failures[0]
    return 0


def _obey(text: str, engine: Engine, speaker: Speaker, orders: Orders) -> None:
    try:
        said = json.loads(text)
        message = message_of(said) if isinstance(said, dict) else None
        if message is None and isinstance(said, dict) and _ordered(said, orders):
            return
    except (ValueError, LoyaltyError) as error:
        speaker.say({"error": {"code": "line_broken", "message": str(error)}})
        return
    if message is None:
        known = "scan, key, text, pad, pick, use, sync, clock, line, wait, card"
        message_text = f"a line is one of {known}"
        speaker.say({"error": {"code": "line_unknown", "message": message_text}})
        return
    engine.post(message)


def _ordered(said: dict[str, Any], orders: Orders) -> bool:
    """Carry out an order to the world around the engine; False when there is no such order."""
    for name, (kind, order) in orders.items():
        if order is not None and isinstance(said.get(name), kind):
            order(said[name])
            return True
    return False


def _is_up(state: str) -> bool:
    if state not in ("up", "down"):
        raise ValueError("a line is up or down")
    return state == "up"
