"""Starts the counter: the window first, then the till on its own thread behind a bridge."""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from terminal.qt.bridge import Bridge
from terminal.qt.icons import load_icons
from terminal.qt.look import DRAWN_DPI
from terminal.qt.reader import Preview
from terminal.qt.sounds import Sounds
from terminal.qt.tokens import read_tokens
from terminal.qt.window import Window
from terminal.till.effects import Effect, Show, Sound
from terminal.till.messages import Message


class Engine(Protocol):
    """The till on its thread: takes messages from any thread, ends when told."""

    def post(self, message: Message) -> None:
        """Takes a message and returns at once."""

    def stop(self) -> None:
        """Returns when its thread has ended."""


StartEngine = Callable[[Callable[[Effect], None]], Engine]
"""Makes and starts the till; it is given where its effects go, on whatever thread they come."""


class Counter(QObject):
    """One window, its sounds and its till, on the window's thread."""

    def __init__(
        self,
        start_engine: StartEngine,
        preview: Preview,
        clock: Callable[[], str],
        plate: Callable[[], str],
        *,
        dark: bool = False,
        dpi: float = DRAWN_DPI,
    ) -> None:
        super().__init__()
        tokens = read_tokens()
        self.start_engine = start_engine
        self.engine: Engine | None = None
        self.early: list[Message] = []
        self.sounds = Sounds(tokens)
        self.bridge = Bridge()
        self.window = Window(
            tokens, load_icons(), self.post, preview, clock, plate, dark=dark, dpi=dpi
        )

    def start(self) -> None:
        """Listens, then starts the sounds and the till; the window is on the screen by then."""
        self.bridge.listen(self.perform)
        self.sounds.start()
        self.engine = self.start_engine(self.bridge.perform)
        for message in self.early:
            self.engine.post(message)
        self.early.clear()

    def post(self, message: Message) -> None:
        """Gives the till a message; before it is there, they wait in order."""
        if self.engine is None:
            self.early.append(message)
        else:
            self.engine.post(message)

    @Slot(object)
    def perform(self, effect: object) -> None:
        """Draws and sounds; what is printed or sent is the engine's own affair."""
        if isinstance(effect, Show):
            self.window.draw(effect.screen)
        elif isinstance(effect, Sound):
            self.sounds.play(effect.name)

    def stop(self) -> None:
        """Returns when the till's thread and the sounds have ended."""
        if self.engine is not None:
            self.engine.stop()
        self.sounds.stop()


def run(
    start_engine: StartEngine,
    preview: Preview,
    clock: Callable[[], str],
    plate: Callable[[], str],
    *,
    dark: bool = False,
    full_screen: bool = False,
    dpi: float = DRAWN_DPI,
) -> int:
    """Shows the counter until it is closed and returns the exit code.

    The window is shown before `start_engine` is called, so that databases and cameras cost the
    first paint nothing. `preview` gives the newest picture or None and answers at once; `clock`
    the shop's time of day; `plate` the word on the training plate, in the cashier's language.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    counter = Counter(start_engine, preview, clock, plate, dark=dark, dpi=dpi)
    if full_screen:
        counter.window.showFullScreen()
    else:
        counter.window.show()
    QTimer.singleShot(0, counter, counter.start)
    try:
        return application.exec()
    finally:
        counter.stop()
