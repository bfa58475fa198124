"""A real till with a real camera on a network line whose faults come and go: what stands there."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from loyalty import number as numbers
from scanner.camera import CameraTimes
from scanner.camera_profile import CameraProfile
from scanner.chosen import source_for
from scanner.drawing import Card
from scanner.frames import Source
from scanner.image import Image
from scanner.recorded import SLIDE_FRAMES, Act, RecordedSource, Reel
from terminal.till.eye import ShopEye
from terminal.till.messages import FoundCamera, Key, Message, Tick
from terminal.till.screens import CameraSetUp, Enrol, Idle, Member
from terminal.till.screens_all import EveryScreen
from tests.scanner.camera_tried import QUICK
from tests.scanner.web_camera import Fault, WebCamera, web_camera
from tests.stories.counter import ISSUER, Counter, Shopfront

ANNA = numbers.make(ISSUER, "123456789")
PATIENCE_S = 20.0
FRAME_S = 0.05


class OneLine:
    """A shop with one camera: on a network line."""

    lists_cheaply = True

    def __init__(self, url: str) -> None:
        self._url = url

    def listed(self) -> tuple[FoundCamera, ...]:
        return (FoundCamera(source=self._url, name="Door camera"),)

    def source(self, profile: CameraProfile) -> Source:
        return source_for(profile if profile.source else CameraProfile(source=self._url))


class Place:
    """The till, its eye, and everything that the eye says, in the order in which it says it."""

    def __init__(self, counter: Counter, web: WebCamera, times: CameraTimes | None = None) -> None:
        self.counter, self.web = counter, web
        self.said: queue.Queue[Message] = queue.Queue()
        choice = OneLine(web.url)
        self.eye = ShopEye(
            [choice.source(CameraProfile())],
            issuer=ISSUER,
            post=self.said.put,
            choice=choice,
            times=times,
        )
        self.followed = 0
        self.do(Tick())

    def do(self, message: Message) -> None:
        """Let something happen to the till, and the eye follow what it orders."""
        self.counter.do(message)
        for order in self.counter.orders[self.followed :]:
            self.eye.look_through(order)
        self.followed = len(self.counter.orders)

    def until(self, holds: Callable[[EveryScreen], bool]) -> EveryScreen:
        """The first screen of which this holds, while the eye goes on."""
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            assert self.counter.shown is not None
            if holds(self.counter.shown.screen):
                return self.counter.shown.screen
            try:
                self.do(self.said.get(timeout=0.1))
            except queue.Empty:
                continue
        raise AssertionError(f"never: {self.counter.shown}")


def pictures(card: Card | None = None) -> Callable[[], Image]:
    """What the camera sees, at a webcam's pace: a counter, on which a card lies or none."""
    sliding, held = (SLIDE_FRAMES if card else 0), 4
    reel = Reel([Act(card=card, frames=held)], loop=True)
    stream = RecordedSource(script=reel, fps=None).open()
    shown = [stream.read() for _ in range(sliding + held)][sliding:]
    at, pace = count(), threading.Event()

    def picture() -> Image:
        pace.wait(FRAME_S)
        return shown[next(at) % held]

    return picture


@pytest.fixture
def place(data_dir: Path) -> Iterator[Place]:
    """A till whose camera shows an empty counter."""
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    with web_camera(pictures()) as web:
        made = Place(counter, web, QUICK)
        made.until(lambda screen: isinstance(screen, Idle) and screen.camera is None)
        yield made
        made.eye.stop()
    counter.close()
    shop.close()


def note(screen: EveryScreen) -> str:
    """The word that stands in the picture's place, at idle and beside a member."""
    has_camera = isinstance(screen, Idle | Member | CameraSetUp) and screen.camera is not None
    return screen.camera.word if has_camera else ""  # type: ignore[union-attr]


def is_back(screen: EveryScreen) -> bool:
    """Whether there is a picture again, and the strip says so."""
    strip = screen.frame.strip
    return not note(screen) and strip is not None and strip.sentence == "The camera is back."


@pytest.mark.parametrize(
    ("fault", "word", "advice"),
    [
        (Fault.BLACK, "Picture black", "switch a light on"),
        (Fault.FROZEN, "Picture frozen", "Pull its plug out"),
        (Fault.STALL, "Camera silent", "Pull its plug out"),
    ],
)
def test_a_fault_is_said_calmly_and_goes_by_itself(
    place: Place, fault: Fault, word: str, advice: str
) -> None:
    place.web.fault = fault
    screen = place.until(lambda screen: note(screen) == word)
    assert isinstance(screen, Idle)
    assert screen.camera is not None
    assert advice in screen.camera.sentence
    assert screen.frame.strip is not None
    assert (screen.frame.strip.state, screen.frame.strip.word) == ("device_lost", word)
    assert [one.word for one in screen.frame.statuses if one.trouble] == [word]
    place.web.fault = Fault.NONE
    assert isinstance(place.until(is_back), Idle)


def test_a_camera_that_dies_leaves_every_other_way_and_comes_back_beside_the_member(
    place: Place,
) -> None:
    place.web.down()
    place.until(lambda screen: note(screen) == "Camera not found")
    place.do(Key(name="F3"))
    place.do(Key(name="Enter"))
    assert isinstance(place.until(lambda screen: bool(note(screen))), Member)
    place.web.up()
    assert isinstance(place.until(is_back), Member)


def test_a_card_that_lies_there_serves_nobody_while_the_camera_is_tried(data_dir: Path) -> None:
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    with web_camera(pictures(Card(text=ANNA))) as web:
        place = Place(counter, web)
        place.do(Key(name="Camera"))
        screen = place.until(
            lambda screen: isinstance(screen, CameraSetUp) and bool(screen.read and screen.pace)
        )
        assert isinstance(screen, CameraSetUp)
        assert screen.read == f"Read: •••• {ANNA[-4:]}"
        assert screen.advice == "I can read this card."
        assert [row.name for row in screen.cameras] == ["Door camera"]
        assert counter.desk.sale is None
        place.do(Key(name="Esc"))
        place.eye.stop()
    counter.close()
    shop.close()


def test_a_resting_camera_wakes_at_a_key_and_reads(data_dir: Path) -> None:
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    counter.desk.camera_profile = CameraProfile(rests=True)
    with web_camera(pictures(Card(text=ANNA))) as web:
        place = Place(counter, web)
        screen = place.until(lambda screen: note(screen) == "The camera rests")
        assert not any(one.trouble for one in screen.frame.statuses if one.name == "camera")
        assert web.served == 0, "a camera that rests is not opened"
        place.do(Key(name="F9"))
        place.until(lambda screen: isinstance(screen, Enrol))
        place.eye.stop()
    counter.close()
    shop.close()
