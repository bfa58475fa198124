"""The engine without a window: a line of JSON in is a message, a line out is an effect."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol, TextIO

import msgspec

from loyalty.errors import LoyaltyError
from terminal.till.effects import Print, Show, Sound
from terminal.till.messages import Key, Message, Pick, Scan, SyncDue, Text, UseReward

READY_S = 30.0


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
        case {"pick": int(row)}:
            return Pick(row=row)
        case {"use": int(row)}:
            return UseReward(row=row)
        case {"sync": True}:
            return SyncDue()
        case _:
            return None


def line_of(effect: Show | Print | Sound) -> dict[str, Any]:
    """Turn an effect into a line's object."""
    match effect:
        case Show():
            return {"show": msgspec.to_builtins(effect.screen)}
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
    reader: TextIO | None = None,
    writer: TextIO | None = None,
) -> int:
    """Talk until the input ends; gives the exit code. `make` takes `watch` and `failed`.

    A line that is not understood is answered with the one error shape and changes nothing.
    """
    speaker = Speaker(writer or sys.stdout)
    failures: list[BaseException] = []

    def watch(effect: Show | Print | Sound) -> None:
        speaker.say(line_of(effect))

    engine = make(watch=watch, failed=failures.append)
    engine.start()
    engine.wait_ready(READY_S)
    try:
        for text in reader or sys.stdin:
            if failures:
                break
            if text.strip():
                _obey(text, engine, speaker, set_clock=set_clock, set_line=set_line)
    finally:
        engine.stop()
    if failures:
        raise failures[0]
    return 0


def _obey(
    text: str,
    engine: Engine,
    speaker: Speaker,
    *,
    set_clock: Callable[[str], None],
    set_line: Callable[[bool], None],
) -> None:
    try:
        said = json.loads(text)
        if isinstance(said, dict) and isinstance(said.get("clock"), str):
            set_clock(said["clock"])
            return
        if isinstance(said, dict) and said.get("line") in ("up", "down"):
            set_line(said["line"] == "up")
            return
        message = message_of(said) if isinstance(said, dict) else None
    except (ValueError, LoyaltyError) as error:
        speaker.say({"error": {"code": "line_broken", "message": str(error)}})
        return
    if message is None:
        known = "scan, key, text, pick, use, sync, clock, line"
        message_text = f"a line is one of {known}"
        speaker.say({"error": {"code": "line_unknown", "message": message_text}})
        return
    engine.post(message)
