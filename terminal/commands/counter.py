"""The counter in a window: shown at once, its till made ready behind it."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypedDict

from loyalty.errors import Corrupt, LoyaltyError
from storage.folder import Lock
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.commands.verbs import RegisterOption
from terminal.till import standstill
from terminal.till.effects import Effect, Seen, Show, Train
from terminal.till.messages import DisplayLive, Message, ScreensFound
from terminal.till.wording import Wording

if TYPE_CHECKING:
    # Databases, cameras and the line cost a second of imports: they come after the first paint.
    from terminal.commands import shop
    from terminal.commands.cameras import Cameras
    from terminal.commands.first_start import Asking
    from terminal.till.desk import Shop
    from terminal.till.eye import ShopEye
    from terminal.till.host import Host
    from terminal.till.machine import Machine
    from terminal.till.shop_gun import ShopGun

NAME = "Regulars"
WINDOWS = "windows.ini"


class Engine(Protocol):
    """What a window talks to."""

    def post(self, message: Message) -> None:
        """Take a message and return at once."""
        ...

    def stop(self) -> None:
        """Return when everything has ended."""
        ...


class CounterOptions(TypedDict, total=False):
    """What a window is started with, as `run` takes it."""

    dark: bool
    full_screen: bool
    pad: str
    scanner: str
    register: RegisterOption | None


RunWindow = Callable[..., int]
MakeCameras = Callable[["shop.Ready"], "Cameras"]
FillDemo = Callable[[Surroundings, "shop.Ready"], None]


def run(
    around: Surroundings,
    *,
    cameras: MakeCameras,
    fill_demo: FillDemo,
    window: RunWindow,
    dark: bool = False,
    full_screen: bool = False,
    pad: str = "auto",
    scanner: str = "",
    register: RegisterOption | None = None,
    machine: Machine | None = None,
) -> int:
    """Show the counter until it is closed; gives the exit code.

    `cameras` gives what a shop can look through; `fill_demo` gives an empty demo shop
    its members; `scanner` is the port of a serial gun, or `auto`; `pad` says where the pad for
    members stands: `auto`, `window` or `off`;
    `window` is `terminal.qt.app.run`, handed in because a command knows no skin, as is `machine`.
    Raises Outage `already_open`, before there is a second window, when a counter is open on the
    same data.
    """
    # Two counters on one folder would both ask who they are, and both begin a shop.
    lock = Lock(around.folder.till)
    counter = _Counter(
        around,
        cameras,
        fill_demo,
        scanner,
        lock,
        pad=pad != "off",
        register=register,
        machine=machine,
    )
    code = window(
        counter.start,
        counter.preview,
        counter.clock,
        counter.plate,
        dark=dark,
        full_screen=full_screen,
        pad=pad,
        memory=around.folder.till / WINDOWS,
    )
    counter.report()
    return code


class _Counter:
    """Makes the till ready on a thread of its own, while the window already stands."""

    def __init__(
        self,
        around: Surroundings,
        cameras: MakeCameras,
        fill_demo: FillDemo,
        scanner: str,
        lock: Lock,
        *,
        pad: bool,
        register: RegisterOption | None,
        machine: Machine | None = None,
    ) -> None:
        self._around = around
        self._machine = machine
        self._register = register
        self._own = lock
        self._asking: Asking | None = None
        self._pad = pad
        self._scanner = scanner
        self._cameras = cameras
        self._fill_demo = fill_demo
        self._shop: Shop | None = None
        self._real: shop.Ready | None = None
        self._words = _words_of(around.language)
        self._eye: ShopEye | None = None
        self._host: Host | None = None
        self._failure: BaseException | None = None
        self._perform: Callable[[Effect], None] = lambda _: None
        self._early: list[Message] = []
        self._screens: dict[str, Message] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._switcher: threading.Thread | None = None
        self._starter = threading.Thread(target=self._make_ready, name="start")

    def start(self, perform: Callable[[Effect], None]) -> Engine:
        """Begin; the window calls this when it stands on the screen."""
        self._perform = perform
        perform(Show(screen=standstill.opening(self._words, NAME, "")))
        self._starter.start()
        return self

    def post(self, message: Message) -> None:
        """Take a message; before the till is there they wait in order."""
        standing = _screen_of(message)
        with self._lock:
            host, asking = self._host, self._asking
            if standing:
                self._screens[standing] = message
            elif host is None and asking is None:
                self._early.append(message)
        if asking is not None:
            asking.post(message)
        elif host is not None:
            host.post(message)

    def stop(self) -> None:
        """Return when everything has ended."""
        self._stopping.set()
        with self._lock:
            if self._asking is not None:
                self._asking.stop()
        self._starter.join()
        if self._switcher is not None:
            self._switcher.join()
        if self._host is not None:
            self._host.stop()
        self._own.release()

    def preview(self) -> object | None:
        """Give the newest picture of the camera."""
        return self._eye.preview() if self._eye is not None else None

    def clock(self) -> str:
        """Give the shop's time of day."""
        if self._shop is None:
            return ""
        return self._words.time(self._around.clock.now_us())

    def plate(self) -> str:
        """Give the word of the training plate."""
        return standstill.plate(self._words)

    def report(self) -> None:
        """Raise what ended the till, now that the window is gone."""
        if isinstance(self._failure, LoyaltyError):
            raise self._failure
        if self._failure is not None:
            raise Corrupt("till_ended", "the till ended by a fault") from self._failure

    def _make_ready(self) -> None:
        from terminal.commands import shop

        try:
            if not self._is_answered():
                return
            ready = shop.ready(self._around, output.progress)
            if self._around.folder.kind == "demo":
                self._fill_demo(self._around, ready)
            self._real = ready
            if not self._stopping.is_set():
                self._open(self._around, ready)
        except BaseException as error:  # noqa: BLE001 - the window says it, main ends with it
            self._failed(error)

    def _is_answered(self) -> bool:
        """Ask what this till is, where nobody has said it yet; false when the window closes."""
        from terminal.commands import first_start

        if not first_start.is_asked(self._around):
            return True
        asking = first_start.Asking(self._around, self._perform)
        with self._lock:
            # What was typed before there was a question is no answer to it.
            self._early, self._asking = [], asking
        if self._stopping.is_set():
            asking.stop()
        answered = asking.run()
        with self._lock:
            self._asking = None
        if answered is None:
            return False
        self._around = answered
        self._words = _words_of(answered.language)
        self._perform(Show(screen=standstill.opening(self._words, NAME, "")))
        return True

    def _train(self, order: Train) -> None:
        """Go into training or out of it: behind the window, on a thread of its own."""
        with self._lock:
            busy = self._switcher is not None and self._switcher.is_alive()
            if busy or self._host is None or self._stopping.is_set():
                return
            host, self._host = self._host, None
            self._switcher = threading.Thread(
                target=self._switch, args=(host, order), name="training"
            )
        self._switcher.start()

    def _switch(self, host: Host, order: Train) -> None:
        from terminal.commands import training

        try:
            host.stop()
            around, ready = self._around, self._real
            if order.on:
                try:
                    around, ready = training.enter(self._around, anew=order.anew)
                except LoyaltyError as error:
                    # Whoever wanted to practise still has customers.
                    output.progress(f"There is no training now: {error}")
            assert ready is not None, "there is a till before there is training"
            self._open(around, ready)
        except BaseException as error:  # noqa: BLE001 - the window says it, main ends with it
            self._failed(error)

    def _open(self, around: Surroundings, ready: shop.Ready) -> None:
        from scanner.camera_profile import CameraProfile
        from terminal.commands import till
        from terminal.till.eye import ShopEye

        self._shop = ready.shop
        self._words = _words(ready.shop, around.language)
        choice = self._cameras(ready)
        host = till.host(
            around,
            ready,
            watch=self._watch,
            failed=self._failed,
            pad=self._pad,
            camera=choice.asked,
            lock=self._own,
            register=self._register,
            machine=self._machine,
        )
        eye = ShopEye(
            [choice.source(CameraProfile())], issuer=ready.issuer, post=host.post, choice=choice
        )
        host.use_eye(eye)
        host.use_trainer(self._train)
        if self._scanner:
            host.use_gun(_gun(self._scanner, ready.issuer, host.post))
        host.start()
        with self._lock:
            self._host, self._eye = host, eye
            early, self._early = [*self._screens.values(), *self._early], []
        for message in early:
            host.post(message)

    def _watch(self, effect: Seen) -> None:
        if isinstance(effect, Show) and self._shop is not None:
            spoken = effect.screen.frame.language
            if spoken != self._words.language:
                # The clock and the training plate speak what the cashier has just chosen.
                self._words = _words(self._shop, spoken)
        self._perform(effect)

    def _failed(self, error: BaseException) -> None:
        self._failure = error
        if not isinstance(error, LoyaltyError):
            # Nobody expected it: whoever started the program from a terminal sees it at once.
            traceback.print_exception(error)
        name, place = (self._shop.name, self._shop.till) if self._shop else (NAME, "")
        self._perform(Show(screen=standstill.stopped(self._words, name, place, error)))


def _screen_of(message: Message) -> str:
    """Name what a message says of the screens, which every till has to hear; empty for others.

    A window says it once, and behind it one till may follow another: after the first start, and
    in training and out of it.
    """
    if isinstance(message, DisplayLive):
        return f"display {message.source}"
    return "screens" if isinstance(message, ScreensFound) else ""


def _gun(port: str, issuer: str, post: Callable[[Message], None]) -> ShopGun:
    from scanner.serial_ports import GunPort
    from terminal.till.shop_gun import ShopGun

    return ShopGun(GunPort(wanted=port), issuer=issuer, post=post)


def _words_of(language: str) -> Wording:
    return Wording(language, currency="XXX", scale=0, time_zone="UTC")


def _words(shop_known: Shop, language: str) -> Wording:
    return Wording(
        language or shop_known.language,
        currency=shop_known.currency,
        scale=shop_known.scale,
        time_zone=shop_known.time_zone,
    )
