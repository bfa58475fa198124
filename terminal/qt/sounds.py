"""The counter's few notes: made once from the tokens, played at once, silent without a device."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from terminal.qt.tokens import Note, Tokens

RATE_HZ = 44_100
PEAK = 32_767
FADE_MS = 6
BUFFER_MS = 20
JOIN_S = 5.0
ALSA_CARDS = Path("/proc/asound/cards")


def synthesise(notes: Sequence[Note], volume: float) -> array[int]:
    """The notes as 16 bit mono samples at RATE_HZ; each fades in and out so that none clicks."""
    samples = array("h")
    for hz, ms in notes:
        count = RATE_HZ * ms // 1000
        fade = max(1, RATE_HZ * FADE_MS // 1000)
        for index in range(count):
            gain = min(1.0, index / fade, (count - index) / fade)
            wave = math.sin(2 * math.pi * hz * index / RATE_HZ)
            samples.append(round(PEAK * volume * gain * wave))
    return samples


def stream(
    sounds: Mapping[str, array[int]], asked: SimpleQueue[str]
) -> Generator[array[int], int, None]:
    """What a sound device pulls: the newest sound that was asked for, silence in between."""
    frames = yield array("h")
    playing, at = array("h"), 0
    while True:
        try:
            while True:
                playing, at = sounds.get(asked.get_nowait(), array("h")), 0
        except Empty:
            pass
        chunk = playing[at : at + frames]
        at += frames
        chunk.extend([0] * (frames - len(chunk)))
        frames = yield chunk


def backends(known: Any, cards: Path = ALSA_CARDS) -> list[Any]:
    """Where to look for a device; the empty list is the library's own order.

    ALSA without a card writes a page of its own errors to the terminal, so it is not asked.
    """
    if sys.platform != "linux":
        return []
    return [known.PULSEAUDIO, *([known.ALSA] if cards.exists() else [])]


def open_device(source: Generator[array[int], int, None]) -> Any:
    """Starts a sound device that pulls from `source`. Raises miniaudio.MiniaudioError."""
    import miniaudio

    device = miniaudio.PlaybackDevice(
        backends=backends(miniaudio.Backend),
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE_HZ,
        buffersize_msec=BUFFER_MS,
    )
    device.start(source)
    return device


class Sounds:
    """Plays by name. Opening a device can take long or fail: it happens on its own thread."""

    def __init__(self, tokens: Tokens) -> None:
        volume = tokens.volume
        self.samples = {name: synthesise(notes, volume) for name, notes in tokens.sound.items()}
        self.asked: SimpleQueue[str] = SimpleQueue()
        self.ended = Event()
        self.silent_because, self.silent = "", False
        self.thread = Thread(target=self.run, name="sounds", daemon=True)

    def start(self) -> None:
        """Begins to open the device."""
        self.thread.start()

    def play(self, name: str) -> None:
        """Plays found, saved, warning, refused or key; an unknown name is silence."""
        if name in self.samples and not self.silent:
            self.asked.put(name)

    def stop(self) -> None:
        """Returns when the device is closed and the thread has ended."""
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join(JOIN_S)

    def run(self) -> None:
        """Holds the device open until `stop`."""
        source = stream(self.samples, self.asked)
        next(source)
        try:
            device = open_device(source)
        except Exception as error:  # noqa: BLE001 - a till without sound is a whole till
            # miniaudio raises its own errors, the loader OSError, a missing backend others yet.
            self.silent_because = str(error)
            return
        self.ended.wait()
        device.close()
