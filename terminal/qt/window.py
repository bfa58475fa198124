"""The counter's window: draws the till's screens, posts keys and taps, decides nothing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from terminal.qt.frame import Device, KeyBar, TopBar
from terminal.qt.icons import Icons
from terminal.qt.keys import Keys
from terminal.qt.line import Line, Span
from terminal.qt.look import DRAWN_DPI, Look, dress, make_look, palette
from terminal.qt.pad import NumberPad
from terminal.qt.panels import column, draw_shadows
from terminal.qt.reader import Preview
from terminal.qt.strip import Strip
from terminal.qt.tokens import Tokens
from terminal.qt.views.calibrate import CalibrateView
from terminal.qt.views.camera import CameraView
from terminal.qt.views.cards import CardsView
from terminal.qt.views.day import DayView
from terminal.qt.views.enrol import EnrolView
from terminal.qt.views.find import FindView
from terminal.qt.views.first_start import FirstStartView
from terminal.qt.views.help import HelpView
from terminal.qt.views.history import HistoryView
from terminal.qt.views.idle import IdleView
from terminal.qt.views.lock import LockView
from terminal.qt.views.member import MemberView
from terminal.qt.views.menu import MenuView
from terminal.qt.views.redeem import RedeemView
from terminal.qt.views.refund import RefundView
from terminal.qt.views.scene import Part, Scene, View
from terminal.qt.views.stopped import StoppedView
from terminal.qt.views.tablet import TabletView
from terminal.till import screens, screens_staff
from terminal.till.messages import Message
from terminal.till.screens_cards import Cards
from terminal.till.screens_help import Help
from terminal.till.screens_history import History
from terminal.till.screens_steps import FirstStart
from terminal.till.screens_tablet import TabletSetUp

VIEWS: dict[type[screens.Screen], type[View]] = {
    screens.Idle: IdleView,
    screens.Member: MemberView,
    screens.Redeem: RedeemView,
    screens.Find: FindView,
    screens.Enrol: EnrolView,
    screens.Refund: RefundView,
    History: HistoryView,
    Help: HelpView,
    screens.Menu: MenuView,
    screens.CameraSetUp: CameraView,
    screens.Calibrate: CalibrateView,
    FirstStart: FirstStartView,
    screens.Stopped: StoppedView,
    screens_staff.Lock: LockView,
    screens_staff.Day: DayView,
    TabletSetUp: TabletView,
    Cards: CardsView,
}
CLOCK_MS = 1000
LEAST = QSize(800, 480)
FIRST = QSize(1366, 768)


class Window(QWidget):
    """One counter. `clock` says the shop's time of day; `preview` the newest camera picture."""

    def __init__(  # noqa: PLR0917
        self,
        tokens: Tokens,
        icons: Icons,
        post: Callable[[Message], None],
        preview: Preview,
        clock: Callable[[], str],
        plate: Callable[[], str],
        *,
        dark: bool = False,
        dpi: float = DRAWN_DPI,
    ) -> None:
        super().__init__()
        self.tokens, self.icons, self.dark, self.dpi = tokens, icons, dark, dpi
        self.post, self.preview, self.clock, self.plate = post, preview, clock, plate
        self.screen_value: screens.Screen | None = None
        self.body: Body | None = None
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.setAutoFillBackground(True)
        # The window holds the focus itself: the ring stands on a button only after a Tab.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.place = column()
        self.setLayout(self.place)
        self.keys = Keys(self, post)
        self.keys.changed.connect(self.show_tentative)
        self.keys.own_key.connect(self.turn_full_screen)
        self.ticker = QTimer(self)
        self.ticker.setInterval(CLOCK_MS)
        self.ticker.timeout.connect(self.show_time)
        self.ticker.start()
        self.follow_size()
        self.setFocus()

    def look_now(self) -> Look:
        """The look for the window's present size."""
        size = self.size()
        return make_look(
            self.tokens, self.icons, size.width(), size.height(), dark=self.dark, dpi=self.dpi
        )

    def follow_size(self) -> None:
        """Builds everything again when the size asks for another look."""
        look = self.look_now()
        if self.body is not None and self.body.look == look:
            return
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, look)
        self.setPalette(palette(look))
        if self.body is not None:
            self.place.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
        self.body = Body(look, self)
        self.place.addWidget(self.body)
        if self.screen_value is not None:
            self.body.draw(self.screen_value)

    def set_dark(self, *, dark: bool) -> None:
        """Changes the theme."""
        self.dark = dark
        self.follow_size()

    @Slot(object)
    def draw(self, screen: screens.Screen) -> None:
        """Shows a screen of the till."""
        self.screen_value = screen
        self.keys.use(screen)
        self.setWindowTitle(f"{screen.frame.shop} · {screen.frame.till}")
        if self.body is not None:
            self.body.draw(screen)

    def show_tentative(self, text: str) -> None:
        """Paints keys that may still turn out to be a scan; whoever types has left the buttons."""
        if text:
            self.setFocus()
        view = self.body.view() if self.body is not None else None
        if view is not None:
            view.set_tentative(text)

    def show_time(self) -> None:
        """Moves the clock on."""
        if self.body is not None:
            self.body.show_time()

    def turn_full_screen(self) -> None:
        """F11: the whole screen, and back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def showEvent(self, event: QShowEvent) -> None:
        """Takes keys where they enter the window, before any widget sees them."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            self.keys.watch(handle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that was sent to the window itself, or that no widget wanted."""
        if not self.keys.take(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follows the size."""
        super().resizeEvent(event)
        self.follow_size()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops the clock."""
        self.ticker.stop()
        super().closeEvent(event)


class Body(QWidget):
    """Everything in the window, made for one look: top bar, stage, strip, keys."""

    def __init__(self, look: Look, window: Window) -> None:
        super().__init__()
        self.look, self.counter = look, window
        self.scene = Scene(look=look, post=window.post, preview=window.preview, pad=self.toggle_pad)
        self.training = False
        self.strip_value: screens.Strip | None = None
        self.views: dict[type[screens.Screen], Any] = {}
        self.top, self.keys = Part(self.build_top), Part(self.build_keys)
        self.stack = QStackedWidget()
        self.strip = Strip(look)
        self.time = Line(look, Span(window.clock(), "clock"))
        self.pad: NumberPad | None = None
        self.pile = column()
        self.setLayout(self.pile)
        self.pile.addWidget(self.top)
        self.pile.addWidget(self.stack, 1)
        self.pile.addWidget(self.strip)
        self.pile.addWidget(self.keys)

    def view(self) -> View | None:
        """The view that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, View) else None

    def draw(self, screen: screens.Screen) -> None:
        """Shows a screen: its frame, its stage, its strip."""
        frame, kind = screen.frame, type(screen)
        self.set_training(training=frame.training)
        self.top.draw((frame.shop, frame.till, frame.statuses, frame.training))
        self.keys.draw(frame.keys)
        self.top.setVisible(not isinstance(screen, screens_staff.Lock))
        if kind not in self.views:
            self.views[kind] = VIEWS[kind](self.scene)
            self.stack.addWidget(self.views[kind])
        view = self.views[kind]
        if self.stack.currentWidget() is not view:
            self.close_pad()
            self.counter.setFocus()
            self.update()
        view.draw(screen)
        view.show_time(self.counter.clock())
        self.stack.setCurrentWidget(view)
        self.show_strip(frame.strip)

    def show_strip(self, strip: screens.Strip | None) -> None:
        """Shows and announces an event once, however often the screen is drawn with it."""
        if strip == self.strip_value:
            return
        self.strip_value = strip
        if strip is None:
            self.strip.clear()
            return
        self.strip.show_event(
            strip.state, strip.word, strip.sentence, strip.time, urgent=strip.urgent
        )

    def set_training(self, *, training: bool) -> None:
        """Frames the whole window while training."""
        if training == self.training:
            return
        self.training = training
        edge = self.look.stroke("training") if training else 0
        self.pile.setContentsMargins(edge, edge, edge, edge)
        self.update()

    def build_top(self, value: tuple[str, str, tuple[screens.Status, ...], bool]) -> QWidget:
        """The top bar."""
        shop, till, statuses, training = value
        devices = [Device(status.word, status.icon, status.trouble) for status in statuses]
        self.time = Line(self.look, Span(self.counter.clock(), "clock"))
        plate = self.counter.plate() if training else ""
        return TopBar(self.look, shop, till, devices, self.time, plate)

    def build_keys(self, keys: tuple[screens.KeyCap, ...]) -> QWidget:
        """The key bar."""
        caps = [(key.key, key.label, key.state) for key in keys]
        return KeyBar(self.look, caps, self.scene.press)

    def show_time(self) -> None:
        """Moves the clock on."""
        self.time.set_spans(Span(self.counter.clock(), "clock"))
        view = self.view()
        if view is not None:
            view.show_time(self.counter.clock())

    def toggle_pad(self) -> None:
        """Opens the number pad over the right column, or closes it."""
        if self.pad is not None:
            self.close_pad()
            return
        self.pad = NumberPad(self.look, self.scene.post, self)
        self.place_pad()
        self.pad.show()
        self.pad.raise_()

    def close_pad(self) -> None:
        """Takes the number pad away."""
        if self.pad is not None:
            self.pad.hide()
            self.pad.deleteLater()
            self.pad = None

    def place_pad(self) -> None:
        """Keeps the pad at the lower right of the stage."""
        if self.pad is None:
            return
        margin, stage = self.look.size("margin"), self.stack.geometry()
        width, height = self.look.size("side"), self.pad.sizeHint().height()
        left, top = stage.right() - margin - width + 1, stage.bottom() - height + 1
        self.pad.setGeometry(left, top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Moves the pad along."""
        super().resizeEvent(event)
        self.place_pad()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the shadow of the panel in focus, and the training frame."""
        painter = QPainter(self)
        draw_shadows(painter, self.look, self)
        if not self.training:
            painter.end()
            return
        edge = self.look.stroke("training")
        ink = self.look.colour("training")
        inner = self.rect().adjusted(edge, edge, -edge, -edge)
        for part in (
            self.rect().adjusted(0, 0, 0, -inner.height() - edge),
            self.rect().adjusted(0, inner.height() + edge, 0, 0),
            self.rect().adjusted(0, edge, -inner.width() - edge, -edge),
            self.rect().adjusted(inner.width() + edge, edge, 0, -edge),
        ):
            painter.fillRect(part, ink)
        painter.end()
