"""Proves what a script may order of the world around a till, line by line."""

from __future__ import annotations

import io
import json
from typing import Any

from terminal import headless
from terminal.commands.surroundings import SystemClock
from terminal.till.messages import Message


class Nobody:
    """An engine that does nothing and keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[Message] = []

    def start(self) -> None:
        """Start."""

    def wait_ready(self, timeout_s: float) -> bool:
        """Be ready at once."""
        return timeout_s > 0

    def post(self, message: Message) -> None:
        """Keep a message."""
        self.told.append(message)

    def stop(self) -> None:
        """End."""


def spoken(*lines: str, with_camera: bool = True) -> tuple[list[str], list[dict[str, Any]]]:
    """Say lines; gives what was ordered, and what was answered."""
    ordered: list[str] = []
    out = io.StringIO()

    def make(**wires: object) -> Nobody:
        assert set(wires) == {"watch", "failed", "tell"}
        return Nobody()

    code = headless.stdio(
        make,
        set_clock=lambda text: ordered.append(f"clock {text}"),
        set_line=lambda is_up: ordered.append(f"line {is_up}"),
        pass_time=lambda seconds: ordered.append(f"wait {seconds}"),
        show_card=(lambda text: ordered.append(f"card {text}")) if with_camera else None,
        reader=io.StringIO("\n".join(lines)),
        writer=out,
    )
    assert code == 0
    return ordered, [json.loads(line) for line in out.getvalue().splitlines()]


def test_orders() -> None:
    """Clock, line, time and cards are no messages to the engine."""
    ordered, said = spoken(
        '{"clock":"2026-11-22T10:15:00Z"}', '{"line":"down"}', '{"wait":60}', '{"card":"x"}'
    )
    assert ordered == ["clock 2026-11-22T10:15:00Z", "line False", "wait 60", "card x"]
    assert said == []


def test_what_is_no_order() -> None:
    """Each gets the one error shape, and nothing happens."""
    ordered, said = spoken('{"line":"sideways"}', '{"wait":"long"}', '{"card":7}', "[]", "{")
    assert ordered == []
    codes = [line["error"]["code"] for line in said]
    assert codes == ["line_broken", "line_unknown", "line_unknown", "line_unknown", "line_broken"]


def test_no_camera_takes_no_card() -> None:
    """Without such a camera a card cannot be shown."""
    ordered, said = spoken('{"card":"9000"}', with_camera=False)
    assert ordered == []
    assert said[0]["error"]["code"] == "line_unknown"


def test_time_that_nobody_waited_for() -> None:
    """Both clocks of a till go on, and neither back."""
    clock = SystemClock()
    wall_us, monotonic_ms = clock.now_us(), clock.monotonic_ms()
    clock.wait(3_600)
    assert clock.now_us() - wall_us >= 3_600_000_000
    assert clock.monotonic_ms() - monotonic_ms >= 3_600_000
