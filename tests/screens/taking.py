"""Takes the screens: plays the scenes of this folder on a real till, in one language.

A scene is a story (docs/stories.md) with more acts: `shot NAME` keeps the screen as it is, and the
member's side beside it where that asks or says something; `webcams NAME ...`, `sees ADVICE`,
`gun CODE`, `places NAME ...`, `stopped CODE`, `training`, `copied` (a backup was made),
`kit FOLDER FILES` (the launch kit was made), `crowd` (of members who come in) and `long NAME` (the
shop's name) let
happen what a story has no need of.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from loyalty import days
from loyalty.errors import Corrupt, Refusal
from loyalty.pin import PHONE_END_DIGITS
from sync.discovery import Found
from terminal.till import pad_open, standstill
from terminal.till.asking import COME
from terminal.till.first_start import FirstStart
from terminal.till.first_values import NotJoined, ShopsFound
from terminal.till.kit_values import KitMade
from terminal.till.messages import (
    CameraSees,
    CamerasFound,
    CopyMade,
    FoundCamera,
    FoundPlace,
    GunHeard,
    Key,
    Message,
    PlaceSeen,
    PlacesFound,
    Text,
)
from terminal.till.pad_screen import Pad
from terminal.till.screens_any import AnyScreen
from terminal.till.screens_display import AnyDisplay
from tests.stories.play import Player, clauses, said
from tests.stories.test_stories import told_under
from tests.stories.words import StoryError

SCENES = Path(__file__).parent
FINGERPRINT = "ABCDEFGHIJKLMNOP"
CODE = f"AB23CD45EF-{FINGERPRINT}"
SHOPS = (
    Found(name="Koffiebar Noord", host="192.168.1.20", port=8700, fingerprint=FINGERPRINT),
    Found(name="", host="10.0.0.2", port=8700, fingerprint="PONMLKJIHGFEDCBA"),
)
GAPS_MS = (8,)
GIGABYTES = 28 * 10**9
OPENING = "opening"


class Shot(NamedTuple):
    """One screen or pad that was taken; `mode` is the desk's, empty where there is no desk yet."""

    name: str
    value: AnyScreen | AnyDisplay
    mode: str = ""


class Taking:
    """One scene that is being played; `shots` are what it has kept so far."""

    def __init__(self, folder: Path, programme: str, language: str) -> None:
        self.player = Player(folder, programme, language)
        self.is_training = False
        self.shots: list[Shot] = []
        self.acts: dict[str, Callable[..., None]] = {
            "shot": self.keep,
            "webcams": self.webcams,
            "sees": self.sees,
            "gun": self.gun,
            "places": self.places,
            "stopped": self.stopped,
            "training": self.training,
            "long": self.rename,
            "crowd": self.crowd,
            "copied": self.copied,
            "kit": lambda folder, many: self.do(KitMade(folder=folder, files=int(many))),
        }

    def play(self, text: str) -> list[Shot]:
        """Play every line; raises StoryError when a screen is not the one that was meant."""
        for at, bare in said(text):
            act, _, wanted = bare.partition("=>")
            verb, *words = shlex.split(act.strip())
            own = self.acts.get(verb)
            own(*words) if own is not None else self.player.act(verb, *words)
            try:
                for one in clauses(wanted):
                    self.player.expect(one)
            except StoryError as error:
                raise StoryError(f"line {at}: {bare}\n{error}") from error
        return self.shots

    def do(self, message: Message) -> None:
        """Let something happen to the till."""
        self.player.counter.do(message)

    def keep(self, name: str) -> None:
        """Keep the screen, and the member's side where it does more than rest."""
        counter = self.player.counter
        screen = counter.till.screen()
        if self.is_training:
            screen = replace(screen, frame=replace(screen.frame, training=True))
        self.shots.append(Shot(name, screen, counter.desk.mode))
        side = counter.pad
        rests = isinstance(side, Pad) and side.kind == "rest" and name != "idle"
        if side is not None and not rests:
            self.shots.append(Shot(f"pad-{name}", side))

    def webcams(self, *names: str) -> None:
        """Plug cameras in, in this order."""
        found = tuple(
            FoundCamera(source=f"/dev/video{at}", name=name) for at, name in enumerate(names)
        )
        self.player.counter.webcams = found
        self.do(CamerasFound(cameras=found))

    def sees(self, advice: str) -> None:
        """Let the camera that is tried say something of its picture."""
        self.do(CameraSees(advice=advice, attempts_a_second=12, wide_px=1280, high_px=720))

    def gun(self, text: str) -> None:
        """Let the gun that is measured type something."""
        self.do(GunHeard(text=text, gaps_ms=GAPS_MS * (len(text) - 1), ending="none"))

    def places(self, *names: str) -> None:
        """Plug sticks in."""
        found = (FoundPlace(path=f"/media/{n}", name=n, free_bytes=GIGABYTES) for n in names)
        self.do(PlacesFound(places=tuple(found)))

    def stopped(self, name: str) -> None:
        """End the till for good, or show how it opens."""
        desk = self.player.counter.desk
        words, shop, till = desk.words, desk.shop.name, desk.shop.till
        screen = standstill.opening(words, shop, till)
        if name != OPENING:
            screen = standstill.stopped(words, shop, till, Corrupt(name, "it does not add up"))
        self.shots.append(Shot(f"stopped-{name}", screen))

    def training(self) -> None:
        """From here on everything is only an exercise."""
        self.is_training = True

    def rename(self, name: str) -> None:
        """Give the shop a longer name."""
        desk = self.player.counter.desk
        desk.shop = replace(desk.shop, name=name)

    def copied(self) -> None:
        """Let the place of the copies be there, with a copy of this moment in it."""
        desk = self.player.counter.desk
        place, now_us = desk.second.place, desk.clock.now_us()
        self.do(PlaceSeen(place=place, present=True, made=days.stamp(now_us), count=1))
        self.do(CopyMade(place=place, at_us=now_us))

    def crowd(self) -> None:
        """Let the pad ask as it does where thousands come in: a PIN alone names nobody there."""
        counter = self.player.counter
        asking = pad_open.asking(counter.desk, "last_four", COME, of=PHONE_END_DIGITS)
        counter.desk.asking = asking
        counter.pad = counter.till.pad()


def scenes() -> list[Path]:
    """Give the scenes, in the order of their names."""
    return sorted(SCENES.glob("*.scene"))


def taken(language: str, folder: Path) -> Iterator[Shot]:
    """Play every scene in a language, with its files under `folder`; give what was kept."""
    for scene in scenes():
        yield from taken_of(scene, language, folder)
    yield from first_start(language)


def taken_of(scene: Path, language: str, folder: Path) -> Iterator[Shot]:
    """Play one scene in a language; give what it kept. Raises StoryError when it goes wrong."""
    text = scene.read_text("utf-8")
    taking = Taking(folder / scene.stem, told_under(text), language)
    for shot in taking.play(text):
        yield shot._replace(name=f"{scene.stem}-{shot.name}")
    taking.player.close()


def first_start(language: str) -> Iterator[Shot]:
    """Give the questions of a till that is not there yet."""
    asked = FirstStart(language)
    yield Shot("first-start", asked.screen())
    asked.handle(Text(text="2"))
    yield Shot("first-looking", asked.screen())
    asked.handle(Text(text=f"192.168.1.20:8700/{CODE}"))
    asked.handle(ShopsFound(shops=SHOPS))
    yield Shot("first-code", asked.screen())
    asked.handle(Key(name="Enter"))
    yield Shot("first-name", asked.screen())
    asked.handle(Key(name="Enter"))
    yield Shot("first-joining", asked.screen())
    asked.handle(NotJoined(error=Refusal("other_server")))
    yield Shot("first-refused", asked.screen())
