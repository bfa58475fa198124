"""Takes every key once, where it enters a window, and turns it into the till's messages."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QPushButton

from scanner.legacy_rules import LegacyCard
from scanner.wedge import Pressed, Said, Typed, Wedge
from scanner.wedge_calibration import Ear, Heard
from scanner.wedge_profile import GunProfile
from scanner.wedge_run import Code
from terminal.qt.strokes import KeyPressed, key_of
from terminal.till import own_codes
from terminal.till.messages import GunHeard, Key, Message, Scan, Text
from terminal.till.screens import Calibrate, Screen

REPEATING = ("Backspace", "Up", "Down")
WINDOW_KEYS = ("F11",)
REPEAT_LEAST_MS = 15
"""X calls a key repeated when it goes up and down in one millisecond, as a fast gun's does."""
LATE_MS = 30
"""A timer that is later than this tells of a busy moment, not of keys that rested."""


class Keys(QObject):
    """Filters the native windows of the program: a key is the till's before it is a widget's.

    The counter's own window gives messages; in every other window (a dialog, a pad) typing is
    sent on as the keys that it was, once it is clear that no gun typed it. Only windows are
    filtered: through a filter of the whole application every event would pass through Python.
    """

    changed = Signal(str)
    """What is pending changed: to be painted at once in a tentative ink."""
    own_key = Signal(str)
    """A key that is the window's own affair (F11)."""

    def __init__(self, parent: QObject, post: Callable[[Message], None]) -> None:
        super().__init__(parent)
        self.post = post
        self.wedge: Wedge | Ear = Wedge()
        self.gun: tuple[GunProfile, str, tuple[LegacyCard, ...]] | None = None
        self.home: QWindow | None = None
        self.followed: set[QWindow] = set()
        self.held: dict[int, tuple[QWindow, QKeyEvent]] = {}
        self.marks = 0
        self.sending = False
        self.private = False
        self.last_ms = 0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.rested)
        self.waited = QElapsedTimer()

    def watch(self, home: QWindow) -> None:
        """Takes the keys of the counter's window, and of every window that gets the focus."""
        if self.home is home:
            return
        self.home = home
        self.follow(home)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.follow)

    def use(self, screen: Screen) -> None:
        """Listens as a screen asks: by the shop's profile, or to measure a gun."""
        measures = isinstance(screen, Calibrate)
        of_screen = (screen.frame.gun, screen.frame.issuer, screen.frame.cards)
        if measures == isinstance(self.wedge, Ear) and of_screen == self.gun:
            return
        self.settle()
        self.gun = of_screen
        profile, issuer, cards = of_screen
        known, known_cards = own_codes.knows(issuer), own_codes.knows_cards(cards)
        self.wedge = Ear() if measures else Wedge(profile, known, known_cards)

    def set_private(self, *, private: bool) -> None:
        """Says whether what is typed may be a PIN: then nobody is told what is still pending."""
        self.private = private
        if private:
            self.changed.emit("")

    def follow(self, window: QWindow | None) -> None:
        """Takes the keys of a window from now on."""
        if window is None or window in self.followed:
            return
        self.followed.add(window)
        window.destroyed.connect(lambda: self.followed.discard(window))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True when the key was ours and nobody else may have it."""
        if self.sending or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            if isinstance(watched, QWindow) and watched != self.home:
                return self.hold(watched, event)
            return self.take(event)
        # A release must not come before the press that is still held back.
        is_release = event.type() == QEvent.Type.KeyRelease
        return is_release and watched != self.home and key_of(event) is not None

    def take(self, event: QKeyEvent) -> bool:
        """Gives a key of the counter's window to the wedge; True when it was taken."""
        key = key_of(event)
        if key is None:
            return False
        if key.name in WINDOW_KEYS:
            if not event.isAutoRepeat():
                self.own_key.emit(key.name)
            return True
        if self.is_repeat(key, event):
            return True
        scanning = self.wedge.is_waiting or self.wedge.is_late_end(event.timestamp())
        button = self.focused()
        if button is not None and not scanning:
            if key.text == " ":
                return False
            if key.name == "Enter":
                # The ring stands on this button: Enter means it.
                button.click()
                return True
        if key.name == "Tab" and not scanning:
            return False
        self.hear(key, event, self.home if key.name == "Tab" else None)
        return True

    def hold(self, window: QWindow, event: QKeyEvent) -> bool:
        """Gives a key of another window to the wedge and keeps it, to send it on as typing."""
        key = key_of(event)
        if key is None:
            return False
        if not self.is_repeat(key, event):
            self.hear(key, event, window)
        return True

    def is_repeat(self, key: KeyPressed, event: QKeyEvent) -> bool:
        """Whether a held key came again, which nobody asked of it."""
        at_ms, before_ms = event.timestamp(), self.last_ms
        self.last_ms = at_ms
        if not event.isAutoRepeat() or key.name in REPEATING:
            return False
        return bool(key.name) or at_ms - before_ms >= REPEAT_LEAST_MS

    def hear(self, key: KeyPressed, event: QKeyEvent, window: QWindow | None) -> None:
        """Lets the wedge hear a key at the time that its event says."""
        at_ms = event.timestamp()
        self.marks += 1
        if window is not None:
            self.held[self.marks] = (window, event.clone())
        said: Sequence[Said | Heard]
        if key.name:
            said = self.wedge.named(key.name, at_ms, self.marks)
        elif at_ms:
            said = self.wedge.character(key.text, at_ms, self.marks)
        else:
            # An input method made this text: without a time it is nobody's scan.
            said = [*self.wedge.rest(), Typed(text=key.text, marks=(self.marks,))]
        self.say(said)

    def focused(self) -> QPushButton | None:
        """The button that has the keyboard focus, if one has."""
        widget = QApplication.focusWidget()
        return widget if isinstance(widget, QPushButton) else None

    def rested(self) -> None:
        """No key came for a while, unless the window was too busy to hear one.

        Then keys may still be on their way from the display, and get a moment to arrive: their
        events say when they were pressed.
        """
        if self.waited.elapsed() > self.timer.interval() + LATE_MS:
            self.wait(LATE_MS)
        else:
            self.settle()

    def wait(self, for_ms: int) -> None:
        """Lets the next key come within `for_ms`."""
        self.timer.start(for_ms)
        self.waited.start()

    def settle(self) -> None:
        """What is pending is decided."""
        self.say(self.wedge.rest())

    def say(self, said: Sequence[Said | Heard]) -> None:
        """Posts what was decided and tells what is still pending."""
        if self.wedge.is_waiting:
            self.wait(self.wedge.quiet_ms)
        else:
            self.timer.stop()
        for one in said:
            self.act(one)
        if not self.wedge.is_waiting:
            self.held.clear()
        self.changed.emit("" if self.held or self.private else self.wedge.pending)

    def act(self, said: Said | Heard) -> None:
        """Posts one thing, or sends it on to the window that it was meant for."""
        match said:
            case Code():
                scan = Scan(text=said.text, symbology=said.symbology, source="wedge")
                self.post(scan)
            case Heard():
                self.post(GunHeard(text=said.text, gaps_ms=said.gaps_ms, ending=said.ending))
            case Typed():
                if not self.send_on(said.marks):
                    self.post(Text(text=said.text))
            case Pressed():
                if not self.send_on((said.mark,)):
                    self.post(Key(name=said.name))

    def send_on(self, marks: tuple[int, ...]) -> bool:
        """Sends held keys to their window, down and up; False when these were not held."""
        held = [self.held.pop(mark) for mark in marks if mark in self.held]
        for window, event in held:
            up = QKeyEvent(
                QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text(), False
            )
            self.sending = True
            try:
                if window in self.followed:
                    QApplication.sendEvent(window, event)
                    QApplication.sendEvent(window, up)
            finally:
                self.sending = False
        return bool(held)
