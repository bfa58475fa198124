"""Everything on the member's pad, made for one look; it draws a pad and knows no digit."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Mark
from terminal.qt.pad_parts import PadDots, PadKeyButton, TimeBar
from terminal.qt.pad_pictures import AimPicture, Badge
from terminal.qt.pad_places import Places, Wants, arrange
from terminal.qt.pad_text import SCALES, PadNote, PadText
from terminal.qt.pad_words import PadWords
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import AnyDisplay, Consents

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
CLOSED = ("rest", "said")
REFUSED_ICON = "warning-octagon-fill"
Press = Callable[[str], None]


def asks(pad: AnyDisplay | None) -> bool:
    """Whether the pad has keys, and so wants something of the member."""
    return isinstance(pad, Pad) and pad.kind not in CLOSED


def wants(shown: AnyDisplay | None) -> bool:
    """Whether the member's side waits for the member, with keys or with a sentence to agree to."""
    return asks(shown) or isinstance(shown, Consents)


class PadBody(QWidget):
    """Shop, words, dots, note, keys and time of one pad."""

    def __init__(self, look: Look, dpi: float, press: Press, turn: str = "") -> None:
        super().__init__()
        self.look, self.dpi, self.press, self.turn = look, dpi, press, turn
        self.pad: Pad | None = None
        self.places: Places | None = None
        self.said: tuple[str, bool] | None = None
        self.mark = Mark(look, "pad_head")
        self.mark_at_rest = Mark(look, "pad_head", ink="on_welcome")
        self.shop, self.time = PadText(look, "pad_shop", "muted", self), Line(look, right=True)
        for part in (self.mark, self.mark_at_rest, self.time):
            part.setParent(self)
        self.headline = PadText(look, "pad_headline", "text", self)
        self.caption = PadText(look, "pad_caption", "muted", self)
        self.number = PadText(look, "display_money", "text", self)
        self.dots, self.note = PadDots(look, self), PadNote(look, self)
        self.aim, self.badge = AimPicture(look, self), Badge(look, self)
        self.bar = TimeBar(look, self)
        self.hint = PadText(look, "pad_note", "info", self)
        self.hint.set_words(turn)
        self.hint_icon = Icon(look, "arrows-clockwise", "pad_icon", "info")
        self.hint_icon.setParent(self)
        self.digits = {digit: PadKeyButton(look, digit, "", self) for digit in DIGITS}
        self.stop = PadKeyButton(look, "", "stop", self)
        self.clear = PadKeyButton(look, "", "clear", self)
        self.go = PadKeyButton(look, "", "go", self)
        for digit, key in self.digits.items():
            # At the press, not at the release: a keypad's key is felt when it goes down.
            key.pressed.connect(lambda digit=digit: press(digit))
        self.clear.pressed.connect(lambda: press("Delete"))
        self.stop.clicked.connect(lambda: press(self.stop_name()))
        self.go.clicked.connect(lambda: press(self.go_name()))
        self.tab_order()

    def tab_order(self) -> None:
        """Tab goes as one reads: digits, stop, nought, clear, and what goes on."""
        keys = [*(self.digits[str(at)] for at in range(1, 10)), self.stop, self.digits["0"]]
        keys += [self.clear, self.go]
        for before, after in pairwise(keys):
            QWidget.setTabOrder(before, after)

    def stop_name(self) -> str:
        """What the key at the lower left means."""
        later = self.pad is not None and self.pad.labels.later and not self.pad.labels.cancel
        return "Later" if later else "Cancel"

    def go_name(self) -> str:
        """What the wide key at the foot means."""
        return "Enter" if self.pad is not None and self.pad.labels.enter else "Later"

    def draw(self, pad: Pad, words: PadWords) -> None:
        """Shows a pad."""
        before, self.pad = self.pad, pad
        at_rest = pad.kind == "rest"
        labels = pad.labels
        ink, soft = ("on_welcome", "welcome_muted") if at_rest else ("text", "muted")
        # At rest without words of its own the shop's name is the welcome.
        headline = pad.headline or (pad.shop if at_rest else "")
        self.shop.set_words("" if headline == pad.shop else pad.shop)
        self.headline.ink, self.caption.ink, self.note.ink, self.shop.ink = ink, soft, soft, soft
        self.headline.set_words(headline)
        self.caption.set_words(pad.caption)
        private = asks(pad) and not pad.note
        note = words.private() if private else pad.note
        self.note.set_note(note, "eye-slash" if private else note_icon(pad), wrong=pad.wrong)
        count = words.count(pad.filled, pad.of) if pad.of else ""
        self.dots.set_count(pad.filled, pad.of, wrong=pad.wrong, words=count)
        # Three points stand where the first digit of a phone number comes.
        self.number.set_words((pad.typed or "\u2026") if pad.kind == "phone" else "")
        left = words.time_left(pad.seconds_left) if pad.seconds_left is not None else ""
        self.bar.set_left(pad.seconds_left, left)
        shown = f"{pad.seconds_left} s" if left and asks(pad) else ""
        self.time.set_spans(Span(shown, "pad_shop", soft))
        self.stop.set_words(labels.cancel or labels.later, "stop" if labels.cancel else "later")
        self.clear.set_words(labels.delete, "clear")
        last = labels.enter or (labels.later if labels.cancel else "")
        self.go.set_words(last, "go" if labels.enter else "later")
        self.show_badge(pad, before)
        self.lay_out()
        self.speak(before, words)

    def show_badge(self, pad: Pad, before: Pad | None) -> None:
        """Begins to celebrate once, however often the same is drawn."""
        said_before = before.headline if before is not None and before.kind == "said" else None
        if pad.kind != "said" or pad.headline == said_before:
            return
        if pad.celebrates:
            self.badge.celebrate()
        else:
            self.badge.show_state(REFUSED_ICON if pad.wrong else "check-circle-fill")

    def lay_out(self) -> None:
        """Gives everything its place, for what is shown now."""
        pad = self.pad
        if pad is None:
            return
        wants = Wants(
            keys=asks(pad),
            last_key=asks(pad) and bool(self.go.words),
            picture=not asks(pad),
            hint=bool(self.turn),
            note_px=self.note.fit_in,
        )
        self.places = arrange(self.look, self.size(), self.dpi, wants)
        self.place_head(self.places)
        self.place_words(self.places)
        self.place_keys(self.places, pad)
        put(self.note, self.places.note)
        put(self.aim, self.places.picture if pad.kind == "rest" else QRect())
        put(self.badge, self.places.picture if pad.kind == "said" else QRect())
        self.bar.setGeometry(self.places.bar)
        self.update()

    def place_head(self, places: Places) -> None:
        """The shop and the seconds at the top, the hint above them."""
        side, gap = self.look.size("pad_head"), self.look.space(5)
        head = places.head
        at_rest = self.pad is not None and self.pad.kind == "rest"
        for mark, shown in ((self.mark, not at_rest), (self.mark_at_rest, at_rest)):
            mark.move(head.topLeft())
            mark.setVisible(shown)
        time_px = self.time.sizeHint().width() + gap if self.time.text() else 0
        shop = head.adjusted(side + gap, 0, -time_px, 0)
        put(self.shop, fitted(self.shop, shop) if self.shop.text() else QRect())
        put(self.time, QRect(head.right() + 1 - time_px, head.top(), time_px, head.height()))
        inner = places.hint.adjusted(places.head.left(), 0, -places.head.left(), 0)
        icon = self.look.size("pad_icon")
        top = inner.top() + (inner.height() - icon) // 2
        put(self.hint_icon, QRect(inner.left(), top, icon, icon) if self.turn else QRect())
        room = inner.adjusted(icon + gap, 0, 0, 0)
        put(self.hint, fitted(self.hint, room) if self.turn else QRect())

    def place_words(self, places: Places) -> None:
        """Headline, caption and dots, as large as the room lets them be."""
        room, gap = places.words, self.look.size("pad_part_gap")
        dots_px = self.dots.height_needed()
        for scale in SCALES:
            headline_px = self.headline.fit(room.width(), scale)
            caption_px = self.caption.fit(room.width(), scale)
            number_px = self.number.fit(room.width(), scale)
            gap_px = round(gap * scale) if dots_px or number_px else 0
            # Where nothing is asked the words stand alone, and may breathe.
            apart_px = 0 if gap_px or not caption_px else round(gap * scale / 2)
            needed = headline_px + apart_px + caption_px + gap_px + dots_px + number_px
            parts = (self.headline, self.caption, self.number)
            widest = max(part.width_needed() for part in parts)
            if needed <= room.height() and widest <= room.width():
                break
        top = room.top() if places.upright else room.top() + max(0, room.height() - needed) // 2
        put(self.headline, QRect(room.left(), top, room.width(), headline_px))
        top += headline_px + apart_px
        put(self.caption, QRect(room.left(), top, room.width(), caption_px))
        top += caption_px + gap_px
        put(self.dots, QRect(room.left(), top, room.width(), dots_px))
        put(self.number, QRect(room.left(), top, room.width(), number_px))

    def place_keys(self, places: Places, pad: Pad) -> None:
        """The keys where they always are; while they are closed they are faint."""
        ordered = [*(self.digits[str(at)] for at in range(1, 10)), self.stop, self.digits["0"]]
        keys = [*ordered, self.clear]
        rects = places.keys or (QRect(),) * len(keys)
        for key, rect in zip((*keys, self.go), (*rects, places.last_key), strict=True):
            put(key, rect if key.words else QRect())
            key.setEnabled(pad.keys_open)
        worded = [key for key in (self.stop, self.clear) if key.words]
        for key in worded:
            key.word_scale = min(other.own_scale() for other in worded)
        self.go.word_scale = self.go.own_scale()
        # Whoever changes their mind can stop although nothing else may be typed.
        self.stop.setEnabled(asks(pad))

    def speak(self, before: Pad | None, words: PadWords) -> None:
        """Tells a screen reader what is new: words, or how many digits there are."""
        pad = self.pad
        if pad is None:
            return
        parts = (pad.headline, pad.caption, pad.note)
        known = (before.headline, before.caption, before.note) if before is not None else ()
        if parts != known or (before is not None and pad.wrong != before.wrong):
            self.announce(". ".join(part for part in parts if part), urgent=pad.wrong)
        elif before is not None and pad.filled != before.filled and pad.of:
            self.announce(words.count(pad.filled, pad.of), urgent=False)
        elif before is not None and pad.typed != before.typed:
            self.announce(words.so_many(pad.filled), urgent=False)
        elif pad.seconds_left is not None and (before is None or before.seconds_left is None):
            self.announce(words.time_left(pad.seconds_left), urgent=True)

    def announce(self, words: str, *, urgent: bool) -> None:
        """Speaks."""
        if not words:
            return
        self.said = (words, urgent)
        event = QAccessibleAnnouncementEvent(self, words)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def sizeHint(self) -> QSize:
        """Whatever the window has."""
        return self.size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follows the size."""
        super().resizeEvent(event)
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the ground, and the hint's."""
        painter = QPainter(self)
        at_rest = self.pad is not None and self.pad.kind == "rest"
        painter.fillRect(self.rect(), self.look.colour("welcome" if at_rest else "canvas"))
        if self.turn and self.places is not None:
            painter.fillRect(QRectF(self.places.hint), self.look.colour("info_soft"))
        painter.end()


def note_icon(pad: Pad) -> str:
    """The sign before a note of the till's."""
    if not pad.note or not asks(pad):
        return ""
    return REFUSED_ICON if pad.wrong else "info"


def put(widget: QWidget, rect: QRect) -> None:
    """Gives a widget its place; without one it is not there."""
    is_there = rect.width() > 0 and rect.height() > 0
    if is_there:
        widget.setGeometry(rect)
    widget.setVisible(is_there)


def fitted(words: PadText, room: QRect) -> QRect:
    """The middle of `room` that the words take, smaller and on more lines where they are long."""
    for scale in SCALES:
        height = words.fit(room.width(), scale)
        if height <= room.height() and words.width_needed() <= room.width():
            break
    return QRect(room.left(), room.top() + (room.height() - height) // 2, room.width(), height)
