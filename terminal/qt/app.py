"""Starts the counter: the window first, then the till on its own thread behind a bridge."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from terminal.qt.bridge import Bridge
from terminal.qt.icons import load_icons
from terminal.qt.look import DRAWN_DPI
from terminal.qt.pad_body import asks
from terminal.qt.pad_host import PadHost, PadMode
from terminal.qt.pad_window import PadWindow
from terminal.qt.reader import Preview
from terminal.qt.sounds import Sounds
from terminal.qt.tokens import read_tokens
from terminal.qt.window import Window
from terminal.till.effects import Effect, Show, ShowPad, Sound, UseDisplay
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
    """The counter's window, the member's pad, their sounds and their till, on Qt's thread."""

    def __init__(
        self,
        start_engine: StartEngine,
        preview: Preview,
        clock: Callable[[], str],
        plate: Callable[[], str],
        *,
        dark: bool = False,
        dpi: float = DRAWN_DPI,
        pad: PadMode = "off",
        memory: Path | None = None,
    ) -> None:
        super().__init__()
        tokens, icons = read_tokens(), load_icons()
        self.start_engine = start_engine
        self.engine: Engine | None = None
        self.early: list[Message] = []
        self.sounds = Sounds(tokens)
        self.bridge = Bridge()
        self.window = Window(tokens, icons, self.post, preview, clock, plate, dark=dark, dpi=dpi)
        self.pad = PadHost(
            self.window,
            lambda: PadWindow(tokens, icons, self.post, self.tone, dark=dark),
            self.post,
            pad,
            memory,
        )

    def start(self) -> None:
        """Listens, then starts the sounds and the till; the window is on the screen by then."""
        self.bridge.listen(self.perform)
        self.sounds.start()
        self.engine = self.start_engine(self.bridge.perform)
        for message in self.early:
            self.engine.post(message)
        self.early.clear()
        self.pad.watch_home()

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
            self.pad.language = effect.screen.frame.language
            self.sounds.silent = effect.screen.frame.silent
            self.window.draw(effect.screen)
        elif isinstance(effect, ShowPad):
            # What is typed now may be a PIN, at whatever keyboard: the counter paints none of it.
            self.window.keys.set_private(private=asks(effect.pad))
            self.pad.elsewhere = effect.elsewhere
            self.pad.show(effect.pad)
        elif isinstance(effect, UseDisplay):
            self.pad.use(effect.where, effect.folder)
        elif isinstance(effect, Sound):
            self.sounds.play(effect.name)

    def tone(self) -> None:
        """The one tone of every key of the pad."""
        self.sounds.play("key")

    def stop(self) -> None:
        """Returns when the till's thread and the sounds have ended."""
        self.pad.end()
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
    pad: PadMode = "off",
    memory: Path | None = None,
) -> int:
    """Shows the counter until it is closed and returns the exit code.

    The window is shown before `start_engine` is called, so that databases and cameras cost the
    first paint nothing. `preview` gives the newest picture or None and answers at once; `clock`
    the shop's time of day; `plate` the word on the training plate, in the cashier's language. `pad`
    says where the member's pad stands, and `memory` is the file that remembers it.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    counter = Counter(
        start_engine, preview, clock, plate, dark=dark, dpi=dpi, pad=pad, memory=memory
    )
    if full_screen:
        counter.window.showFullScreen()
    else:
        counter.window.show()
    QTimer.singleShot(0, counter, counter.start)
    try:
        return application.exec()
    finally:
        counter.stop()
