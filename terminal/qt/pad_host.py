"""Where the member's pad stands: on a screen of its own, in a window, or over the counter."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from terminal.qt.pad_body import asks, wants
from terminal.qt.pad_window import PadWindow
from terminal.qt.pad_words import PadWords
from terminal.till.messages import DisplayLive, Message, PadKey, ScreensFound
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import AnyDisplay

PadMode = Literal["auto", "window", "off"]
AUTO, TURNED, NOWHERE = "auto", "turned", "none"
SOURCE = "window"
SCREEN, PLACE = "pad/screen", "pad/place"
COMING = ("check_in", "last_four")


class PadHost(QObject):
    """Shows and hides the pad as the till asks; what becomes of it never ends the counter."""

    def __init__(
        self,
        home: QWidget,
        make: Callable[[], PadWindow],
        post: Callable[[Message], None],
        mode: PadMode,
        memory: Path | None,
    ) -> None:
        """`home` is the counter's window; `memory` a file that keeps where the pad stood."""
        super().__init__(home)
        self.home, self.make, self.post, self.mode = home, make, post, mode
        self.memory = QSettings(str(memory), QSettings.Format.IniFormat) if memory else None
        self.pad: AnyDisplay | None = None
        self.where, self.folder = AUTO, ""
        self.live: bool | None = None
        self.seen: ScreensFound | None = None
        self.window: PadWindow | None = None
        self.filled = ""
        self.dismissed = self.goes_on = self.elsewhere = False
        self.language = "en"
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # Later: while the signal runs, Qt still moves the windows of a screen that went.
            later = Qt.ConnectionType.QueuedConnection
            application.screenAdded.connect(self.watch_screen, later)
            application.screenRemoved.connect(self.screens_changed, later)
            for screen in application.screens():
                screen.geometryChanged.connect(self.screens_changed, later)

    def use(self, where: str, folder: str) -> None:
        """The owner chose another place, or other pictures."""
        if self.mode == "off":
            return
        self.where, self.folder = where, folder
        self.drop()
        if where != NOWHERE and self.pad is not None:
            self.show(self.pad)
        self.tell()

    def watch_screen(self, screen: QScreen) -> None:
        """Another screen: from now on it may be turned upright, too."""
        screen.geometryChanged.connect(self.screens_changed, Qt.ConnectionType.QueuedConnection)
        self.screens_changed()

    def watch_home(self) -> None:
        """Follows the counter: when it goes to another screen, the member's side may have to."""
        handle = self.home.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self.screens_changed)
        self.tell()

    def tell(self) -> None:
        """Tells the till which screens there are, and whether one is the member's alone."""
        if self.mode == "off":
            return
        names = tuple(sorted(screen.name() for screen in QGuiApplication.screens()))
        seen = ScreensFound(names=names, here=self.home.screen().name())
        if seen != self.seen:
            self.seen = seen
            self.post(seen)
        own = self.mode == "window" or self.own_screen() is not None
        live = self.where != NOWHERE and own
        if live != self.live:
            self.live = live
            self.post(DisplayLive(source=SOURCE, live=live))

    def show(self, pad: AnyDisplay) -> None:
        """Draws a pad or a scene, where it belongs. A pad that cannot be drawn is refused."""
        if self.mode == "off":
            return
        before, self.pad = self.pad, pad
        if self.where == NOWHERE:
            return
        self.goes_on = kind(pad) == "check_in" and (self.goes_on or kind(before) == "last_four")
        if wants(pad) and not wants(before):
            self.dismissed = False
        try:
            self.place(pad)
        except Exception as error:  # noqa: BLE001 - a till without a pad is a whole till
            traceback.print_exception(error)
            self.drop()
            if asks(pad):
                self.post(PadKey(name="Cancel"))

    def place(self, pad: AnyDisplay) -> None:
        """Shows or hides the window for a pad, with the screens of now."""
        if self.window is None:
            self.window = self.make()
            self.window.use_folder(self.folder)
            self.window.closed.connect(self.dismiss)
            self.window.passed.connect(self.make_way)
        window, screen = self.window, self.own_screen()
        window.draw(pad, self.turn() if self.mode == "auto" and screen is None else "")
        if self.dismissed:
            return
        if screen is not None:
            self.fill(window, screen)
        elif self.mode == "window":
            self.keep(window)
        else:
            self.cover(window, wanted=self.wants_everybody(pad) and not self.elsewhere)

    def own_screen(self) -> QScreen | None:
        """The screen that is the member's: the one of last time, else another than the counter's.

        By name: the order in which a system lists its screens means nothing.
        """
        if self.mode != "auto" or self.where in (TURNED, NOWHERE):
            return None
        here = self.home.screen().name()
        others = {s.name(): s for s in QGuiApplication.screens() if s.name() != here}
        if self.where != AUTO:
            # While it is unplugged the pad covers the counter, and goes back there by itself.
            return others.get(self.where)
        known = str(self.memory.value(SCREEN, "")) if self.memory is not None else ""
        return others.get(known) or others.get(min(others, default=""))

    def wants_everybody(self, pad: AnyDisplay) -> bool:
        """Whether the one screen is the member's now: not while the pad only waits for somebody.

        Where members check in it always does; the first digit brings it to the front.
        """
        if not isinstance(pad, Pad):
            return wants(pad)
        waits = pad.kind in COMING and not pad.filled and not self.goes_on
        return pad.kind != "rest" and not waits

    def turn(self) -> str:
        """The hint to turn the one screen, in the cashier's language."""
        return PadWords(self.language).turn()

    def fill(self, window: PadWindow, screen: QScreen) -> None:
        """All of a screen that is the member's alone."""
        if window.isVisible() and self.filled == screen.name():
            return
        self.filled = screen.name()
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        self.home.activateWindow()
        self.remember(SCREEN, screen.name())
        handle = window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self.moved)

    def moved(self, screen: QScreen) -> None:
        """Somebody moved it to another screen: there it stands from now on."""
        names = {one.name() for one in QGuiApplication.screens()}
        # A screen that was pulled out pushes its windows elsewhere: nobody chose that.
        if screen.name() != self.home.screen().name() and self.filled in names:
            self.filled = screen.name()
            self.remember(SCREEN, screen.name())

    def keep(self, window: PadWindow) -> None:
        """A window that whoever works here puts where it is wanted."""
        if window.isVisible():
            return
        place = self.memory.value(PLACE) if self.memory is not None else None
        if isinstance(place, QByteArray):
            window.restoreGeometry(place)
        window.showNormal()
        self.home.activateWindow()

    def cover(self, window: PadWindow, *, wanted: bool) -> None:
        """Over the counter while something is asked or said, and gone again."""
        if wanted and not window.isVisible():
            self.filled = ""
            window.setScreen(self.home.screen())
            window.setGeometry(self.home.geometry())
            if self.home.isFullScreen():
                window.showFullScreen()
            else:
                window.showNormal()
            window.raise_()
            window.activateWindow()
        elif not wanted and window.isVisible():
            window.hide()
            self.home.activateWindow()

    def screens_changed(self) -> None:
        """A screen came or went: the pad goes where it belongs now."""
        if self.pad is not None and self.window is not None:
            # Another window: one whose screen was pulled out keeps that screen's size for good.
            self.drop()
            self.show(self.pad)
        self.tell()

    def dismiss(self) -> None:
        """Somebody closed the pad: it comes back when something else is asked."""
        self.dismissed = True
        self.keep_place()

    def make_way(self) -> None:
        """On the one screen the counter is back as soon as somebody goes on with it."""
        if self.mode == "auto" and self.own_screen() is None and self.window is not None:
            self.dismissed = True
            self.cover(self.window, wanted=False)

    def keep_place(self) -> None:
        """Remembers where a window of its own stands."""
        if self.mode == "window" and self.window is not None:
            self.remember(PLACE, self.window.saveGeometry())

    def remember(self, name: str, value: object) -> None:
        """Keeps something for the next start."""
        if self.memory is not None:
            self.memory.setValue(name, value)

    def drop(self) -> None:
        """Lets a window go that is of no more use."""
        window, self.window, self.filled = self.window, None, ""
        if window is not None:
            window.end()

    def end(self) -> None:
        """The counter is closed, and asks nobody anything."""
        self.keep_place()
        self.mode = "off"
        self.drop()
        if self.memory is not None:
            self.memory.sync()


def kind(shown: AnyDisplay | None) -> str:
    """What a pad asks; nothing for a scene."""
    return shown.kind if isinstance(shown, Pad) else ""
