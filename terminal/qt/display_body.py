"""Everything of the member's side but the pad, made for one look: head, scene, time and hint."""

import msgspec
from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, QVariantAnimation
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from terminal.qt import display_places
from terminal.qt.display_parts import StampRow
from terminal.qt.display_places import Parts
from terminal.qt.display_rest import RestCover
from terminal.qt.display_scenes import Maker, Tap, build
from terminal.qt.display_slides import Slides
from terminal.qt.display_welcome import WelcomeStage
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Mark
from terminal.qt.pad_body import fitted, put
from terminal.qt.pad_parts import TimeBar
from terminal.qt.pad_places import is_upright
from terminal.qt.pad_text import PadText
from terminal.qt.pad_words import PadWords
from terminal.till.screens_display import Choose, History, Scene, Welcome

TOLD = ("headline", "greeting", "sentence", "gained", "points", "gained_word", "points_word")
TOLD_LAST = ("worth", "why", "cue", "caption", "note")


class DisplayBody(QWidget):
    """One scene at a time; it is made again when it says something else, not at every second."""

    def __init__(self, look: Look, dpi: float, tap: Tap, slides: Slides, turn: str = "") -> None:
        super().__init__()
        self.look, self.dpi, self.tap, self.turn, self.slides = look, dpi, tap, turn, slides
        self.scene: Scene | None = None
        self.stage: QWidget | None = None
        self.parts = Parts()
        self.said = ""
        self.mark = Mark(look, "pad_head")
        self.mark_at_rest = Mark(look, "pad_head", ink="on_welcome")
        self.shop = PadText(look, "pad_shop", "muted", self)
        self.plate = Line(look, right=True)
        self.balance = Line(look, right=True)
        for part in (self.mark, self.mark_at_rest, self.plate, self.balance):
            part.setParent(self)
        self.bar = TimeBar(look, self)
        self.hint = Line(look, Span(turn, "pad_note", "info"), parent=self)
        self.hint_icon = Icon(look, "arrows-clockwise", "pad_icon", "info")
        self.hint_icon.setParent(self)
        self.cover = RestCover(tap, self)
        self.motion = QVariantAnimation(self)
        self.motion.setEasingCurve(QEasingCurve.Type.OutCubic)

    def draw(self, scene: Scene, words: PadWords) -> None:
        """Shows a scene."""
        before, self.scene = self.scene, scene
        same = before is not None and timeless(before) == timeless(scene)
        if scene.seconds_left is None:
            self.bar.set_left(None, "")
        else:
            self.bar.set_left(scene.seconds_left, words.time_left(scene.seconds_left))
            self.bar.whole_s = max(scene.seconds_whole, scene.seconds_left)
        if isinstance(scene, Welcome):
            self.slides.show(() if scene.rests else scene.slides, scene.slide_s)
        else:
            self.slides.stop()
        if not same:
            self.rebuild(words)
            self.speak(scene)

    def rebuild(self, words: PadWords) -> None:
        """Makes the stage anew."""
        scene = self.scene
        assert scene is not None
        if self.stage is not None:
            self.motion.stop()
            self.stage.hide()
            self.stage.deleteLater()
        at_rest = isinstance(scene, Welcome)
        ink = "welcome_muted" if at_rest else "muted"
        self.shop.ink = ink
        self.shop.set_words(scene.shop)
        self.plate.set_spans(Span(scene.plate, "pad_shop", "on_training"))
        beside = isinstance(scene, Choose | History) and not is_upright(self.size())
        figure = scene.balance if isinstance(scene, Choose | History) and beside else ""
        self.balance.set_spans(Span(figure, "display_strong"))
        if isinstance(scene, Welcome):
            self.parts = Parts()
            self.stage = WelcomeStage(self.look, scene, self.slides, self)
        else:
            self.stage = QWidget(self)
            make = Maker(
                look=self.look,
                stage=self.stage,
                tap=self.tap,
                words=words,
                upright=is_upright(self.size()),
            )
            self.parts = build(make, scene)
            self.grow()
        self.stage.show()
        self.lay_out()

    def grow(self) -> None:
        """Draws the new strokes of a stamp card as a pen would, once."""
        assert self.stage is not None
        rows = [row for row in self.stage.findChildren(StampRow) if row.stamps.new]
        if not rows:
            return
        most = max(row.stamps.new for row in rows)
        self.motion = QVariantAnimation(self)
        self.motion.setStartValue(0.0)
        self.motion.setEndValue(1.0)
        self.motion.setDuration(most * self.look.tokens.motion_ms["tally_stroke_ms"])

        def step(share: float) -> None:
            for row in rows:
                row.advance(row.stamps.have - row.stamps.new * (1 - share))

        step(0.0)
        self.motion.valueChanged.connect(step)
        self.motion.start()

    def lay_out(self) -> None:
        """Gives everything its place."""
        scene, stage, look = self.scene, self.stage, self.look
        if scene is None or stage is None:
            return
        hint_px = look.size("pad_hint") if self.turn else 0
        x, y, bar_px = look.size("pad_margin_x"), look.size("pad_margin_y"), look.size("pad_bar")
        side, gap = look.size("pad_head"), look.space(5)
        slide = self.slides.now() if isinstance(scene, Welcome) else None
        at_rest, covers = isinstance(scene, Welcome), slide is not None and bool(slide.picture)
        head = QRect(x, hint_px + y, self.width() - 2 * x, side)
        for mark, shown in ((self.mark, not at_rest), (self.mark_at_rest, at_rest)):
            mark.move(head.topLeft())
            mark.setVisible(shown and not covers)
        plate_px = self.plate.sizeHint().width() + 2 * gap if self.plate.text() else 0
        balance_px = self.balance.sizeHint().width() + 2 * gap if self.balance.text() else 0
        shop = head.adjusted(side + gap, 0, -plate_px - balance_px - gap, 0)
        put(self.shop, QRect() if covers else fitted(self.shop, shop))
        right = head.right() + 1
        put(self.plate, QRect(right - plate_px, head.top(), max(plate_px - gap, 0), side))
        high = self.balance.sizeHint().height()
        top = head.center().y() - high // 2
        left = right - plate_px - balance_px - (gap if plate_px else 0)
        put(self.balance, QRect(left, top, balance_px, high))
        icon = look.size("pad_icon")
        top = (hint_px - icon) // 2
        put(self.hint_icon, QRect(x, top, icon, icon) if self.turn else QRect())
        line = QRect(x + icon + gap, 0, self.width() - 2 * x - icon - gap, hint_px)
        put(self.hint, line if self.turn else QRect())
        self.bar.setGeometry(0, self.height() - bar_px, self.width(), bar_px)
        top = 0 if covers else head.bottom() + 1 + look.size("display_gap")
        inner = QRect(x, top, self.width() - 2 * x, self.height() - bar_px - y // 2 - top)
        if covers:
            inner = QRect(0, hint_px, self.width(), self.height() - hint_px)
        stage.setGeometry(inner)
        if isinstance(stage, WelcomeStage):
            stage.lay_out()
        else:
            room = QRect(0, 0, inner.width(), inner.height())
            upright = is_upright(self.size())
            display_places.arrange(look, room, self.dpi, self.parts, upright=upright)
        self.cover.show_if(self.rect(), rests=isinstance(scene, Welcome) and scene.rests)
        self.update()

    def slide(self) -> None:
        """Another slide stands now."""
        self.lay_out()
        if self.stage is not None:
            self.stage.update()

    def speak(self, scene: Scene) -> None:
        """Tells a screen reader what is new."""
        found = [str(getattr(scene, name, "")) for name in (*TOLD, *TOLD_LAST)]
        self.said = ". ".join(part for part in found if part)
        event = QAccessibleAnnouncementEvent(self, self.said)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def sizeHint(self) -> QSize:
        """Whatever the window has."""
        return self.size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follows the size."""
        super().resizeEvent(event)
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the ground, the plate's ground and the hint's."""
        painter, look = QPainter(self), self.look
        at_rest = isinstance(self.scene, Welcome)
        painter.fillRect(self.rect(), look.colour("welcome" if at_rest else "canvas"))
        if self.plate.isVisible():
            gap = look.space(5)
            ground = QRectF(self.plate.geometry().adjusted(0, 0, gap, 0))
            painter.fillRect(ground, look.colour("training"))
        if self.turn:
            hint = QRectF(0, 0, self.width(), look.size("pad_hint"))
            painter.fillRect(hint, look.colour("info_soft"))
        painter.end()


def timeless(scene: Scene) -> Scene:
    """A scene without the seconds that run in it."""
    return msgspec.structs.replace(scene, seconds_left=None)
