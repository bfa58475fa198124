"""Plays the script with hands at the real counter, and keeps a picture of both screens a step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.day.counter import Counter, Missed, Side
from tests.day.hand_camera import HandCamera
from tests.day.premises import Premises
from tests.day.screens import COUNTER, MEMBER, Screens
from tests.day.script import Step

if TYPE_CHECKING:
    from PIL.Image import Image

GAP_PX = 24
GROUND = "#8a8f94"


class Played(NamedTuple):
    """What came of one step; `missed` is empty when everything was seen that had to be."""

    step: Step
    picture: str
    missed: str


class Player:
    """Works the counter; what it opens it closes."""

    def __init__(self, screens: Screens, camera: HandCamera, folder: Path, out: Path) -> None:
        """Keep the data under `folder` and the pictures in `out`."""
        self.screens, self.camera, self.folder, self.out = screens, camera, folder, out
        self.played: list[Played] = []
        self.places: list[Premises] = []
        self.counter: Counter | None = None
        self.acts: dict[str, Callable[..., None]] = {
            "open": self.open,
            "close": self.close,
            "kill": self.kill,
            "scan": lambda who: self.at.gun(self.here.card(who)),
            "slip": lambda back="0": self.at.gun(self.here.slip_code(int(back))),
            "show": lambda who: camera.show(self.here.card(who)),
            "pad": self.pad,
            "see": self.see,
            "server": lambda how: self.here.stop() if how == "stop" else self.here.start(),
            "camera": lambda how: camera.unplug() if how == "off" else camera.plug_in(),
            "join": self.join,
        }

    @property
    def at(self) -> Counter:
        """The counter that is open."""
        assert self.counter is not None, "no counter is open"
        return self.counter

    @property
    def here(self) -> Premises:
        """The shop whose counter is open."""
        return self.places[-1]

    def play(self, steps: list[Step]) -> None:
        """Play every step; one that comes out otherwise keeps its picture, and the day goes on."""
        for step in steps:
            self.played.append(self.step(step))

    def step(self, step: Step) -> Played:
        """Play one step and keep its picture."""
        missed = ""
        try:
            for verb, *words in step.acts:
                act = self.acts.get(verb) or getattr(self.at, verb)
                act(*words)
            if self.counter is not None:
                self.at.wait(step.wanted, step.gone)
                self.at.stand()
        except Missed as error:
            missed = str(error)
        picture = ""
        if step.name and self.counter is not None:
            named = sum(bool(one.picture) for one in self.played) + 1
            picture = f"{named:02d}-{step.name}.png"
            beside(self.at.picture(), self.at.look()).save(self.out / picture)
        return Played(step, picture, missed)

    def open(self, name: str, *words: str) -> None:
        """Open a counter on the folder of this name."""
        place = next((one for one in self.places if one.folder.name == name), None)
        place = place or Premises(self.folder / name)
        self.places = [*(one for one in self.places if one is not place), place]
        self.counter = Counter(self.screens, place.folder, "--camera", self.camera.url, *words)

    def close(self) -> None:
        """Close it as its own cross does."""
        assert self.at.close() == 0, "the counter ended badly"
        self.counter = None

    def kill(self) -> None:
        """End it as a power cut does."""
        self.at.kill()
        self.counter = None

    def pad(self, keys: str) -> None:
        """Let the member touch keys on their screen."""
        for one in keys:
            self.at.touch("member", one)

    def see(self, words: str) -> None:
        """Wait until the counter says something before going on with the same step."""
        self.at.wait({"counter": [words]}, {})

    def join(self, name: str) -> None:
        """Connect a second till to this shop, which is what makes it more than one machine."""
        pairing = self.here.run("server", "pair").split()[-1]
        Premises(self.folder / name).run("pair", pairing, "--name", "Till 2", "--json")

    def end(self) -> None:
        """End everything that was opened."""
        if self.counter is not None:
            self.at.kill()
        for place in self.places:
            place.stop()


def beside(whole: Image, seen: dict[str, Side]) -> Image:
    """Put the pictures of both screens beside each other, the counter's alone where it is alone."""
    from PIL import Image as Images

    left = whole.crop((0, 0, *COUNTER))
    if "member" not in seen:
        return left
    right = whole.crop((COUNTER[0], 0, COUNTER[0] + MEMBER[0], MEMBER[1]))
    right = right.resize((round(MEMBER[0] * COUNTER[1] / MEMBER[1]), COUNTER[1]))
    page = Images.new("RGB", (left.width + GAP_PX + right.width, COUNTER[1]), GROUND)
    page.paste(left, (0, 0))
    page.paste(right, (left.width + GAP_PX, 0))
    return page
