"""Lines in, lines out: what is not understood is said and changes nothing."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from loyalty.errors import Corrupt
from terminal import headless
from terminal.till.messages import Key, Message, PadKey, Pick, Scan, SyncDue, Text, UseReward


class FakeEngine:
    """Keeps what it was told."""

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        self.heard: list[Message] = []
        self.stopped = False
        self.failed = failed

    def start(self) -> None:
        """Nothing to start."""

    def wait_ready(self, timeout_s: float) -> bool:
        """Be ready at once."""
        return timeout_s > 0

    def post(self, message: Message) -> None:
        """Keep it."""
        self.heard.append(message)
        if message == Text(text="corrupt"):
            self.failed(Corrupt("chain_broken"))

    def stop(self) -> None:
        """Remember it."""
        self.stopped = True


def talk(*lines: str) -> tuple[FakeEngine, list[dict[str, Any]], list[str], list[bool]]:
    """Say lines; give the engine, the answers, and what clock and line were set to."""
    engines: list[FakeEngine] = []
    clocks: list[str] = []
    cuts: list[bool] = []

    def make(*, watch: object, failed: Callable[[BaseException], None], tell: object) -> FakeEngine:
        del watch, tell
        engines.append(FakeEngine(failed))
        return engines[0]

    out = io.StringIO()
    headless.stdio(
        make,
        set_clock=clocks.append,
        set_line=cuts.append,
        reader=io.StringIO("\n".join(lines) + "\n"),
        writer=out,
    )
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    return engines[0], said, clocks, cuts


def test_every_kind_of_line() -> None:
    """The contract's own and ours."""
    engine, said, clocks, cuts = talk(
        '{"scan":"9000"}',
        '{"key":"Enter"}',
        '{"text":"1250"}',
        '{"pad":"7"}',
        '{"pick":1}',
        '{"use":0}',
        '{"sync":true}',
        '{"clock":"2026-11-22T10:00:00Z"}',
        '{"line":"down"}',
        '{"line":"up"}',
        "",
    )
    assert engine.heard == [
        Scan(text="9000", source="stdio"),
        Key(name="Enter"),
        Text(text="1250"),
        PadKey(name="7"),
        Pick(row=1),
        UseReward(row=0),
        SyncDue(),
    ]
    assert clocks == ["2026-11-22T10:00:00Z"]
    assert cuts == [False, True]
    assert said == []
    assert engine.stopped


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"scan":5}', '{"line":"sideways"}', "{}"])
def test_a_line_that_is_not_understood(line: str) -> None:
    """The one error shape, and nothing happens."""
    engine, said, _, _ = talk(line)
    assert engine.heard == []
    assert said[0]["error"]["code"] in ("line_broken", "line_unknown")


def test_what_ended_the_engine_is_raised() -> None:
    """Corrupt reaches main."""
    with pytest.raises(Corrupt):
        talk('{"text":"corrupt"}', '{"text":"more"}')
