"""The counter on screens of our own: hands that type, scan and touch, and eyes that look."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.day.screens import Screens

if TYPE_CHECKING:
    from PIL.Image import Image

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "tests.day.watched")
PATIENCE_S = 90.0
LOOKS_S = 0.05
STILL_S = 0.08
STILL_MOST_S = 4.0
SPACES = str.maketrans("\u00a0\u202f\u2007", "   ")
Said = dict[str, Any]


class Missed(AssertionError):
    """What had to be seen was not."""


class Side(NamedTuple):
    """One window: where it is, and every widget's words in it."""

    window: int
    at: tuple[int, int, int, int]
    moving: tuple[tuple[int, int, int, int], ...]
    words: tuple[Said, ...]

    @property
    def text(self) -> str:
        """Everything that it says, a widget a line."""
        return "\n".join(plain(one["words"]) for one in self.words)


class Counter:
    """`main.py` in a process of its own, with its windows on the screens."""

    def __init__(self, screens: Screens, folder: Path, *words: str) -> None:
        """Start it on a data folder; `words` are further options."""
        self.screens = screens
        self.environment = {
            **os.environ,
            "DISPLAY": screens.display,
            "QT_QPA_PLATFORM": "xcb",
            "REGULARS_LANGUAGE": "en",
        }
        self.process = subprocess.Popen(
            [*PROGRAM, "--data", str(folder), "--pad", screens.pad, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment,
            cwd=ROOT,
            text=True,
        )
        self._answers: queue.Queue[Said | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._stood: set[int] = set()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith('{"seen"'):
                self._answers.put(json.loads(line)["seen"])
        self._answers.put(None)

    def _tell(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def look(self) -> dict[str, Side]:
        """Give what each side shows now."""
        return self._answer(look=True)

    def settle(self) -> dict[str, Side]:
        """Let everything be painted, and give what each side shows then."""
        return self._answer(settle=True)

    def _answer(self, **order: Any) -> dict[str, Side]:
        self._tell(**order)
        seen = self._answers.get(timeout=PATIENCE_S)
        if seen is None:
            raise Missed("the counter has ended")
        return {
            name: Side(
                one["window"],
                tuple(one["at"]),
                tuple(tuple(rect) for rect in one["moving"]),
                tuple(one["words"]),
            )
            for name, one in seen.items()
        }

    def wait(self, wanted: dict[str, list[str]], gone: dict[str, list[str]]) -> dict[str, Side]:
        """Look until each side says what is wanted and nothing of what has to be gone.

        Raises Missed with everything that both sides said at last.
        """
        ends_s = time.monotonic() + PATIENCE_S
        while True:
            seen = self.look()
            lacks = list(lacking(seen, wanted, gone))
            if not lacks:
                return seen
            if time.monotonic() > ends_s:
                said = "\n".join(f"== {name}\n{side.text}" for name, side in seen.items())
                raise Missed(f"{'; '.join(lacks)}\n{said}")
            time.sleep(LOOKS_S)

    def stand(self) -> None:
        """Give the counter the keyboard, as a window manager would, and the member's window its
        place where both share one screen."""
        seen = self.look()
        for name, side in seen.items():
            if side.window in self._stood:
                continue
            self._stood.add(side.window)
            if not self.screens.two and name == "member":
                self._hand("windowmove", str(side.window), "1366", "0")
                self._hand("windowsize", str(side.window), "1280", "800")
            if name == "counter":
                self._hand("windowmove", str(side.window), "0", "0")
                self._hand("windowsize", str(side.window), "1366", "768")
        self._hand("windowfocus", "--sync", str(seen["counter"].window))

    def key(self, name: str) -> None:
        """Press a key."""
        self._hand("key", name)

    def type(self, text: str) -> None:
        """Type as a person does: a gun has shorter gaps between its keys."""
        words = []
        for one in text:
            words += ["key", KEYS.get(one, one), "sleep", "0.09"]
        self._hand(*words)

    def gun(self, code: str) -> None:
        """Scan with a gun that types, and ends with Enter."""
        keys = [KEYS.get(one, one) for one in code]
        self._hand("key", "--delay", "0", *keys, "Return")

    def touch(self, side: str, words: str) -> None:
        """Put a finger on whatever says exactly this on a side, else on what contains it."""
        ends_s = time.monotonic() + PATIENCE_S
        while True:
            found = [one for one in self.look()[side].words if one["live"]]
            named = [o for o in found if words in parts(o)]
            if not named and len(words) > 1:  # sums of money hold every digit of the pad
                named = [o for o in found if words in plain(o["words"])]
            if named:
                break
            if time.monotonic() > ends_s:
                raise Missed(f"nothing to touch says {words}")
            time.sleep(LOOKS_S)
        x, y, width, height = named[-1]["at"]
        middle = (str(x + width // 2), str(y + height // 2))
        self._hand("mousemove", *middle, "click", "1")
        self._hand("mousemove", "1", "1")

    def picture(self) -> Image:
        """Give both screens once they are still; what a camera sees moves all the time."""
        from PIL import ImageChops

        ends_s = time.monotonic() + STILL_MOST_S
        self.settle()
        before = self._grab()
        while True:
            time.sleep(STILL_S)
            moving = [rect for side in self.settle().values() for rect in side.moving]
            now = self._grab()
            if not ImageChops.difference(masked(before, moving), masked(now, moving)).getbbox() or (
                time.monotonic() > ends_s
            ):
                return now
            before = now

    def _grab(self) -> Image:
        from PIL import ImageGrab

        return ImageGrab.grab(xdisplay=self.screens.display).convert("RGB")

    def _hand(self, *words: str) -> None:
        subprocess.run(
            ["xdotool", *words],
            env=self.environment,
            check=True,
            timeout=PATIENCE_S,
            stdout=subprocess.DEVNULL,
        )

    def close(self) -> int:
        """Close the window as its own cross does, and give the exit code."""
        self._tell(close=True)
        code = self.process.wait(PATIENCE_S)
        self._end()
        return code

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()
        self._end()

    def _end(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


KEYS = {
    "+": "plus",
    "-": "minus",
    ".": "period",
    ",": "comma",
    ":": "colon",
    "/": "slash",
    " ": "space",
    "'": "apostrophe",
}


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.translate(SPACES)


def parts(one: Said) -> list[str]:
    """Give what it paints and what is said of it, apart."""
    return plain(one["words"]).split(" | ")


def lacking(
    seen: dict[str, Side], wanted: dict[str, list[str]], gone: dict[str, list[str]]
) -> list[str]:
    """Name what is not as it has to be."""
    text = {name: seen[name].text if name in seen else "" for name in {*wanted, *gone}}
    return [
        *(
            f"no {one!r} at {side}"
            for side, all_ in wanted.items()
            for one in all_
            if one not in text[side]
        ),
        *(
            f"still {one!r} at {side}"
            for side, all_ in gone.items()
            for one in all_
            if one in text[side]
        ),
    ]


def masked(picture: Image, rects: list[tuple[int, int, int, int]]) -> Image:
    """Give a copy in which what moves is blank."""
    from PIL import ImageDraw

    blank = picture.copy()
    pen = ImageDraw.Draw(blank)
    for x, y, width, height in rects:
        pen.rectangle((x, y, x + width, y + height), fill="black")
    return blank
