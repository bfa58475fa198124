"""Notes are as long as the tokens say, and a machine without sound is silent, not broken."""

from __future__ import annotations

import sys
from array import array
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue

import pytest

from terminal.qt import sounds
from terminal.qt.sounds import RATE_HZ, Sounds, stream, synthesise
from terminal.qt.tokens import Tokens


def test_each_sound_lasts_as_long_as_its_notes(tokens: Tokens) -> None:
    for name, notes in tokens.sound.items():
        samples = synthesise(notes, 0.5)
        assert len(samples) == sum(RATE_HZ * ms // 1000 for _, ms in notes), name
        assert abs(samples[0]) < 100, name
        assert max(samples) > 10_000, name


def test_the_refused_note_has_its_pitch(tokens: Tokens) -> None:
    samples = synthesise(tokens.sound["refused"], 0.5)
    crossings = sum(a < 0 <= b for a, b in pairwise(samples))
    assert crossings == pytest.approx(350 * 0.25, abs=1)


def test_the_stream_is_silent_until_asked_and_the_newest_wins() -> None:
    asked: SimpleQueue[str] = SimpleQueue()
    source = stream({"low": array("h", [1] * 3), "high": array("h", [2] * 3)}, asked)
    next(source)
    assert list(source.send(2)) == [0, 0]
    asked.put("low")
    asked.put("high")
    assert list(source.send(2)) == [2, 2]
    assert list(source.send(4)) == [2, 0, 0, 0]


def test_no_device_is_silence(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: object) -> None:
        raise OSError("no sound device")

    monkeypatch.setattr(sounds, "open_device", refuse)
    player = Sounds(tokens)
    player.start()
    player.play("found")
    player.stop()
    assert not player.thread.is_alive()
    assert player.silent_because == "no sound device"


def test_the_real_device_or_its_absence_ends_with_stop(tokens: Tokens) -> None:
    player = Sounds(tokens)
    player.start()
    player.play("saved")
    player.play("unknown")
    player.stop()
    assert not player.thread.is_alive()


def test_alsa_is_asked_only_where_it_has_a_card(tmp_path: Path) -> None:
    class Known:
        PULSEAUDIO, ALSA = "pulse", "alsa"

    cards = tmp_path / "cards"
    without = sounds.backends(Known, cards)
    cards.write_text("0 [PCH]", "utf-8")
    with_card = sounds.backends(Known, cards)
    if sys.platform == "linux":
        assert (without, with_card) == (["pulse"], ["pulse", "alsa"])
    else:
        assert without == with_card == []


def test_a_silent_counter_asks_for_no_note(tokens: Tokens) -> None:
    player = Sounds(tokens)
    player.silent = True
    player.play("saved")
    assert player.asked.empty()
    player.silent = False
    player.play("saved")
    assert player.asked.get_nowait() == "saved"
