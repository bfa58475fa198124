"""A real till on its own thread with tablets around it, in the process of a test."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from msgspec.structs import replace

from terminal.tablet.service import TabletService
from terminal.till.desk import Desk
from terminal.till.effects import Effect, HashPin, Send, Show, ShowPad
from terminal.till.hashing import PinWorker
from terminal.till.messages import (
    Answered,
    DisplayTap,
    Key,
    Message,
    PadKey,
    Scan,
    Text,
    Tick,
)
from terminal.till.pad_screen import Pad
from terminal.till.screens_any import AnyScreen
from terminal.till.screens_display import Consents
from terminal.till.screens_tablet import TabletSetUp
from terminal.till.tablet_told import (
    KnowTablets,
    OfferTablet,
    RunTablets,
    ShowSlides,
    ShowTablet,
    TabletOrder,
    TabletScene,
    TabletsHere,
    TabletsRun,
)
from terminal.till.thread import TillThread
from terminal.till.till import Till
from tests.pocket import Pocket
from tests.stories.counter import Chance, Counter, Shopfront
from tests.stories.words import card

WAIT_S = 20.0
SAID_S = 20
EVENTS_MAX = 400
NOW_US = 1_780_000_000_000_000
HERE = "127.0.0.2"
"""An address of this computer that is not the loopback address that means `no network`."""
AGENT = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Safari/604.1"
TO_TABLETS = (RunTablets, KnowTablets, OfferTablet, ShowTablet, ShowSlides)


class TabletShop:
    """The till, its tablets' service, and what it shows and is told."""

    def __init__(self, folder: Path, address: str) -> None:
        self.store = Pocket()
        self.failures: list[BaseException] = []
        self.pads: list[ShowPad] = []
        self.browsers: list[httpx2.Client] = []
        self.tablet: TabletScene | None = None
        self.said: list[Message] = []
        self.screen: AnyScreen | None = None
        self.counter: Counter | None = None
        self._where = folder / "shop"
        self._heard = threading.Condition()
        self._folder, self._address = folder, address
        self._chance = Chance("tablet")
        self._goes_on = False
        self.now_ms = 0
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start the till and its tablets' service, on what was kept."""
        self.service = TabletService(
            store=self.store,
            folder=self._folder / "tablet",
            randomness=self._chance,
            now_us=lambda: NOW_US,
            now_ms=lambda: self.now_ms,
            post=self.post,
            address=lambda: self._address,
        )
        self.thread = TillThread(
            self._open, self._perform, finish=self._close, failed=self.failures.append
        )
        self.pins = PinWorker(self.post)
        self.pins.start()
        self.service.start()
        self.thread.start()
        assert self.thread.wait_ready(WAIT_S)

    def stop(self) -> None:
        """End both, in the order of the host."""
        self.service.stop()
        self.thread.stop()
        self.pins.stop()

    def restart(self) -> None:
        """End the till and start it again on the same files."""
        self._goes_on = True
        self.stop()
        self._goes_on = False
        self.said.clear()
        self.start()
        self.post(Tick())
        self.until(lambda: any(isinstance(one, TabletsRun) for one in self.said))

    def runs(self) -> TabletsRun:
        """Give where the tablets come to."""
        return [one for one in self.said if isinstance(one, TabletsRun)][-1]

    def post(self, message: Message) -> None:
        """Post to the till, and note it."""
        with self._heard:
            self.said.append(message)
            self._heard.notify_all()
        self.thread.post(message)

    def keys(self, *names: str) -> None:
        """Press keys of the counter, or type what is one character."""
        for name in names:
            self.post(Text(text=name) if len(name) == 1 else Key(name=name))

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something has come true."""
        with self._heard:
            assert self._heard.wait_for(true, WAIT_S)

    def set_up(self, true: Callable[[TabletSetUp], bool]) -> TabletSetUp:
        """Wait until the set-up shows it, and give the screen."""
        self.until(lambda: isinstance(self.screen, TabletSetUp) and true(self.screen))
        assert isinstance(self.screen, TabletSetUp)
        return self.screen

    def turn_on(self) -> None:
        """As an owner does: F10, G, the first row."""
        self.keys("F10", "g", "1")
        self.until(lambda: any(isinstance(one, TabletsRun) and one.address for one in self.said))

    def offer(self) -> TabletSetUp:
        """Ask for a code, and give the screen that shows it."""
        before = self.screen.code if isinstance(self.screen, TabletSetUp) else ""
        self.keys("1")
        return self.set_up(lambda screen: screen.code not in {"", before})

    def here(self) -> tuple[str, ...]:
        """Give the tablets that were here last."""
        told = [one for one in self.said if isinstance(one, TabletsHere)]
        return told[-1].tablets if told else ()

    def browser(self, address: str) -> httpx2.Client:
        """Give a browser that was told to go on in spite of its warning."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        headers = {"user-agent": AGENT, "origin": address}
        made = httpx2.Client(base_url=address, verify=context, headers=headers, timeout=WAIT_S)
        self.browsers.append(made)
        return made

    def desk(self) -> Desk:
        """Give the till's state, for who only looks."""
        assert self.counter is not None
        return self.counter.till._desk

    def enrol(self, name: str) -> None:
        """Make the member of a card."""
        self.post(Scan(text=card(name)))
        self.keys("Enter")

    def skip_joining(self) -> None:
        """As a guest who answers nothing of what joining asks."""
        self.until(lambda: self.shown() == "phone")
        self.post(PadKey(name="Cancel"))
        for step in ("1 of 2", "2 of 2"):
            self.until(partial(self.shows_step, step))
            self.post(DisplayTap(action="no"))
        self.until(lambda: self.shown() == "said")
        assert self.counter is not None
        self.counter.shop.clock.wait(SAID_S)
        self.post(Tick())
        self.until(lambda: self.shown() == "member")

    def shown(self) -> str:
        """Name the scene of the tablets, or the kind of pad."""
        shown = self.tablet.shown if self.tablet is not None else None
        return shown.kind if isinstance(shown, Pad) else type(shown).__name__.lower()

    def shows_step(self, step: str) -> bool:
        """Say whether the tablets ask this one of the consents."""
        shown = self.tablet.shown if self.tablet is not None else None
        return isinstance(shown, Consents) and shown.step == step

    def paired(self) -> tuple[httpx2.Client, TabletSetUp]:
        """Give a browser that was let in."""
        screen = self.offer()
        client = self.browser(screen.address)
        assert client.post("/pair", json={"code": screen.code}).status_code == 204
        return client, screen

    def _open(self) -> Till:
        if self.counter is None:
            self.counter = Counter(Shopfront(self._where))
        else:
            self.counter.open()
        return self.counter.till

    def _perform(self, effect: Effect) -> None:
        counter = self.counter
        assert counter is not None
        if isinstance(effect, ShowTablet):
            with self._heard:
                self.tablet = effect.scene
                self._heard.notify_all()
        if isinstance(effect, TO_TABLETS):
            self.service.put(free_port(effect, self.port))
        elif isinstance(effect, HashPin):
            self.pins.put(effect)
        elif isinstance(effect, Send):
            reply = counter.shop.answer(counter.device, effect.request)
            self.thread.post(Answered(reply=reply))
        elif isinstance(effect, ShowPad):
            with self._heard:
                self.pads.append(effect)
                self._heard.notify_all()
        elif isinstance(effect, Show):
            with self._heard:
                self.screen = effect.screen
                self._heard.notify_all()

    def _close(self) -> None:
        if self.counter is not None:
            self.counter.close()
            if not self._goes_on:
                self.counter.shop.close()


def free_port(order: TabletOrder, port: int) -> TabletOrder:
    """Give the order with another port; 0 takes any that is free."""
    if not isinstance(order, RunTablets):
        return order
    return replace(order, setting=replace(order.setting, port=port))


class Listening:
    """The events of one page, as a browser reads them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> tuple[str, int, dict[str, Any]]:
        """Give kind, number (0: none) and data of the next event."""
        kind, number, data = "", 0, "{}"
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "id":
                number = int(value)
            elif name == "data":
                data = value
            elif not line and kind:
                return kind, number, json.loads(data)
        return "end", 0, {}

    def until(self, wanted: str) -> tuple[int, dict[str, Any]]:
        """Give number and data of the next event of a kind."""
        for _ in range(EVENTS_MAX):
            kind, number, data = self.next()
            if kind == wanted:
                return number, data
            assert kind not in {"end", "here"}, f"no {wanted} came"
        raise AssertionError(wanted)

    def welcomed(self) -> int:
        """Wait for the welcome of a till that knows that somebody looks; gives its number."""
        for _ in range(EVENTS_MAX):
            number, data = self.until("scene")
            if data["shown"]["scene"] == "welcome":
                return number
        raise AssertionError

    def scene(self, name: str) -> dict[str, Any]:
        """Give the next scene of this name, or the next pad of this kind."""
        for _ in range(EVENTS_MAX):
            _, data = self.until("scene")
            if data["shown"].get("kind", data["shown"]["scene"]) == name:
                return data
        raise AssertionError(name)


@contextmanager
def listening(client: httpx2.Client) -> Iterator[Listening]:
    """Listen as a page does."""
    with client.stream("GET", "/events") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Listening(answer.iter_lines())


@contextmanager
def tablet_shop(folder: Path, address: str = HERE) -> Iterator[TabletShop]:
    """Have a till that tablets may come to once its owner says so."""
    made = TabletShop(folder, address)
    try:
        yield made
    finally:
        for browser in made.browsers:
            browser.close()
        made.stop()
        assert not made.failures
