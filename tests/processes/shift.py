"""What somebody at a real till does all day, with kills in the middle of it."""

from __future__ import annotations

import random
import threading
from typing import Final

from tests.processes.till import GoneError, Said, Till
from tests.terminal.commands.place import card

CARDS: Final = 30
STILL_S: Final = 3.0
KILLS: Final = 0.05
KILLED_AFTER_S: Final = 0.3
PAUSE_S: Final = 0.15
AMOUNTS: Final = (1, 30_000)


class Shift:
    """Works at one till until it is told to stop; its choices come from the seed."""

    def __init__(self, till: Till, seed: str, kills: float = KILLS) -> None:
        """Begin; `kills` is the share of visits that the till is killed in."""
        self._till, self._kills = till, kills
        self._chance = random.Random(f"{seed}/{till.folder.name}")
        self._over = threading.Event()
        self._served: list[int] = []
        self._thread = threading.Thread(target=self._work)
        self._failed: BaseException | None = None
        self.taken_back = 0
        self.used = 0
        self._thread.start()

    def stop(self) -> None:
        """Let the sale that is under way come to its end, and have a living till afterwards."""
        self._over.set()
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def _work(self) -> None:
        try:
            while not self._over.wait(self._chance.random() * PAUSE_S):
                self._visit()
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that stops this
            self._failed = error

    def _visit(self) -> None:
        timer = threading.Timer(self._chance.random() * KILLED_AFTER_S, self._till.process.kill)
        is_fatal = self._chance.random() < self._kills
        try:
            if is_fatal:
                timer.start()
            self._serve()
            if is_fatal:
                timer.join()
                self._till.wait(lambda _: False, STILL_S)
        except GoneError:
            assert is_fatal, f"{self._till.folder.name} ended by itself"
        if is_fatal:
            timer.join()
            self._till.kill()
            self._till.start()

    def _serve(self) -> None:
        till = self._till
        till.say(scan=card(self._next()))
        shown = till.shows(STILL_S, "enrol", "member")
        if shown is not None and shown["screen"] == "enrol":
            till.say(key="Enter")
            shown = till.shows(STILL_S, "member")
        if shown is None:
            till.say(key="Esc")
            return
        till.say(text=str(self._chance.randint(*AMOUNTS)))
        self._use(shown)
        till.say(key="Enter")
        if till.wait(lambda said: "print" in said, STILL_S) is None:
            till.say(key="Esc")
            till.say(key="Esc")
        elif self._chance.random() < 0.1:
            till.say(key="F8")
            self.taken_back += 1

    def _use(self, shown: Said) -> None:
        """Use a reward where one is ready; where a PIN has to be chosen first, do without."""
        ready = [reward["state"] for reward in shown["rewards"]].count("usable")
        if not ready or self._chance.random() < 0.3:
            return
        till = self._till
        till.say(use=self._chance.randrange(ready + 1))
        found = till.wait(_is_settled, STILL_S)
        if found is not None and found["show"]["screen"] == "redeem":
            self.used += 1
        else:
            till.say(key="Esc")

    def _next(self) -> int:
        """Choose a card, not one of those that lay here just now: nobody scans twice at once."""
        free = [number for number in range(CARDS) if number not in self._served]
        self._served = [*self._served, self._chance.choice(free)][-8:]
        return self._served[-1]


def _is_settled(said: Said) -> bool:
    """Say whether a wish for a reward has come to its end: held, refused, or a PIN is wanted."""
    shown = said.get("show")
    if shown is None:
        return False
    strip = shown["frame"]["strip"] or {"state": "", "word": ""}
    return bool(
        shown["screen"] == "redeem" or strip["state"] == "refused" or strip["word"] == "PIN"
    )
