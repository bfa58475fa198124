"""The counter in a window: the real camera when there is one, the recorded one otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from loyalty.errors import Corrupt, LoyaltyError
from scanner.frames import Source
from terminal.commands import output, shop, till
from terminal.commands.surroundings import Surroundings
from terminal.till import opening
from terminal.till.effects import Effect, Print, Show, Sound
from terminal.till.eye import ShopEye
from terminal.till.host import Host
from terminal.till.messages import Message
from terminal.till.screens import Frame, Stopped
from terminal.till.wording import Wording


class Engine(Protocol):
    """What a window talks to."""

    def post(self, message: Message) -> None:
        """Take a message and return at once."""
        ...

    def stop(self) -> None:
        """Return when everything has ended."""
        ...


StartEngine = Callable[[Callable[[Effect], None]], Engine]
RunWindow = Callable[..., int]


def run(
    around: Surroundings,
    *,
    sources: Callable[[str], Sequence[Source]],
    fill_demo: Callable[[Surroundings, shop.Ready], None],
    window: RunWindow,
    dark: bool,
    full_screen: bool,
) -> int:
    """Show the counter until it is closed; gives the exit code.

    `sources` names the cameras for an issuer's demo cards; `fill_demo` gives an empty demo shop
    its members; `window` is `terminal.qt.app.run`, handed in because a command knows no skin.
    """
    ready = shop.ready(around, output.progress)
    if ready.is_new and around.folder.kind == "demo":
        fill_demo(around, ready)
    cameras = tuple(sources(ready.issuer))
    counter = _Counter(around, ready, cameras)
    code = window(
        counter.start,
        counter.preview,
        counter.clock,
        counter.plate,
        dark=dark,
        full_screen=full_screen,
    )
    counter.report()
    return code


class _Counter:
    """The host behind one window."""

    def __init__(self, around: Surroundings, ready: shop.Ready, cameras: Sequence[Source]) -> None:
        self._around = around
        self._ready = ready
        self._cameras = cameras
        self._eye: ShopEye | None = None
        self._failure: BaseException | None = None
        ledger = opening.ledger_of(around.folder, around.store)
        try:
            self._shop = opening.shop(ledger)
        finally:
            ledger.close()
        self._words = Wording(
            around.language or self._shop.language,
            currency=self._shop.currency,
            scale=self._shop.scale,
            time_zone=self._shop.time_zone,
        )

    def start(self, perform: Callable[[Effect], None]) -> Host:
        """Start the till; the window calls this when it stands on the screen."""

        def watch(effect: Show | Print | Sound) -> None:
            perform(effect)

        def failed(error: BaseException) -> None:
            self._failure = error
            perform(Show(screen=self._stopped(error)))

        host = till.host(
            self._around,
            self._ready,
            watch=watch,
            failed=failed,
            cameras=len(self._cameras),
        )
        self._eye = ShopEye(self._cameras, issuer=self._ready.issuer, post=host.post)
        host.use_eye(self._eye)
        host.start()
        return host

    def preview(self) -> object | None:
        """Give the newest picture of the camera."""
        return self._eye.preview() if self._eye is not None else None

    def clock(self) -> str:
        """Give the shop's time of day."""
        return self._words.time(self._around.clock.now_us())

    def plate(self) -> str:
        """Give the word of the training plate."""
        return self._words.say("TRAINING")

    def report(self) -> None:
        """Raise what ended the till, now that the window is gone."""
        if isinstance(self._failure, LoyaltyError):
            raise self._failure
        if self._failure is not None:
            raise Corrupt("till_ended", "the till ended by a fault") from self._failure

    def _stopped(self, error: BaseException) -> Stopped:
        sentence = (
            self._words.refusal(error)
            if isinstance(error, LoyaltyError)
            else self._words.say("Everything that was saved is safe. Start Regulars again.")
        )
        frame = Frame(shop=self._shop.name, till=self._shop.till, statuses=(), keys=(), strip=None)
        return Stopped(
            frame=frame, headline=self._words.say("The till has stopped"), sentence=sentence
        )
