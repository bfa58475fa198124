"""The real world for the command line: clock, chance, data folder, key store, language."""

from __future__ import annotations

import contextlib
import hashlib
import locale
import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loyalty import days
from loyalty.errors import Refusal
from storage import folder as folders
from storage import keys
from storage.folder import Folder
from storage.keys import KeyStore

VARIABLE = "REGULARS_DATA"
SERVICE = "regulars"
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
PICTURE_BYTES = 1 << 18


class SystemClock:
    """The machine's own clocks; `till --stdio` may tell it another time."""

    def __init__(self) -> None:
        self._ahead_us = 0
        self._waited_ms = 0

    def now_us(self) -> int:
        """Give microseconds since 1970."""
        return time.time_ns() // 1_000 + self._ahead_us

    def go_to(self, text: str) -> None:
        """Go on from a moment in ISO form. Raises Refusal `clock_broken`."""
        try:
            wanted_us = days.read(text)
        except (ValueError, TypeError) as error:
            raise Refusal("clock_broken", "a moment is 2026-11-22T10:15:00Z") from error
        self._ahead_us = wanted_us - time.time_ns() // 1_000

    def monotonic_ms(self) -> int:
        """Give milliseconds that never go back."""
        return time.monotonic_ns() // 1_000_000 + self._waited_ms

    def wait(self, seconds: int) -> None:
        """Let time pass that nobody waited for, on both clocks. Raises Refusal `clock_broken`."""
        if seconds < 0:
            raise Refusal("clock_broken", "time passes in seconds, and never back")
        self._ahead_us += seconds * 1_000_000
        self._waited_ms += seconds * 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a command works in."""

    folder: Folder
    store: KeyStore
    clock: SystemClock
    randomness: Callable[[int], bytes]
    language: str


def data_root(given: Path | None) -> Path:
    """Give the data folder: the option, REGULARS_DATA, or the platform's place."""
    if given is not None:
        return given.expanduser().resolve()
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("regulars", "regulars")


def enter(given: Path | None, *, kind: str | None = None) -> Surroundings:
    """Open a data folder; an empty one becomes the demo shop (CONTRACTS.md).

    Raises what `storage.folder.prepare` and `storage.keys.choose` raise.
    """
    root = data_root(given)
    found = kind or folders.kind_of(root) or folders.DEMO
    folder = folders.prepare(root, found)
    return Surroundings(
        folder=folder,
        store=key_store(folder),
        clock=SystemClock(),
        randomness=secrets.token_bytes,
        language=language(),
    )


def key_store(folder: Folder) -> KeyStore:
    """Give the key store; the demo keeps its keys beside its data, so that one delete ends it."""
    if folder.kind == folders.DEMO:
        return keys.FileKeyStore(folder.keys)
    return keys.choose(folder.keys, f"{SERVICE} {folder.root}")


def mark_outside(folder: Folder) -> Path | None:
    """Give where this user's account keeps how far a shop's till had come; None for the demo.

    Raises nothing: where there is no such place the mark in the folder has to do.
    """
    if folder.kind == folders.DEMO:
        return None
    from platformdirs import user_state_path

    place = user_state_path("regulars", "regulars") / "marks"
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / hashlib.sha256(str(folder.root).encode()).hexdigest()[:32]


def language() -> str:
    """Give the language that the environment asks for, or empty for the shop's own."""
    wanted = os.environ.get("REGULARS_LANGUAGE", "")
    if wanted:
        return wanted
    return ""


def system_language() -> str:
    """Give the language of the system, for what is asked before there is a shop; or empty."""
    spoken = (locale.getlocale()[0] or "").replace("-", "_")
    return spoken if spoken == "pt_BR" else spoken.partition("_")[0]


def has_screen() -> bool:
    """Say whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if os.name == "nt" or os.uname().sysname == "Darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def keep_memory_small() -> None:
    """Let all threads share one heap, and give the memory of each picture back when it is done.

    glibc gives every thread a heap of its own, which costs a counter with its dozen threads some
    20 MB, and once a picture was freed it keeps the next ones in the heap, where they leave holes
    (mallopt(3), M_ARENA_MAX and M_MMAP_THRESHOLD). Elsewhere this does nothing.
    """
    import ctypes

    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    mallopt = getattr(libc, "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, PICTURE_BYTES)
