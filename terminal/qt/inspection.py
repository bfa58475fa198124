"""Looks at a shown window as a critic would: cut, small, pale or nameless things."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from terminal.qt import painted
from terminal.qt.buttons import DigitButton, KeyButton, TouchButton
from terminal.qt.chips import Chip
from terminal.qt.display_buttons import Face, Tile, Wide
from terminal.qt.display_scratch import ScratchField
from terminal.qt.fields import AmountBand, Field
from terminal.qt.letter_pad import LetterButton
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import DRAWN_DPI, Look
from terminal.qt.marks import Keycap
from terminal.qt.pad_parts import PadKeyButton
from terminal.qt.pad_text import PadText
from terminal.qt.rolling import Rolling
from terminal.qt.strip import Strip

TEXTS = (Line, Paragraph, Chip, Field, Keycap, TouchButton, PadText)
MEASURED_SHARE = 0.97
"""Antialiasing takes a little from strokes that are thinner than a pixel."""
RATIO_LEAST, RATIO_STRONG = 4.5, 7.0
STRONG_ROLES = frozenset({"balance", "amount", "band", "earned", "new_balance", "figure"})
STRONG_INKS = frozenset({"danger"})
INK_PIXELS_LEAST = 3
LINEAR_MOST = 0.04045
WEIGHTS = (0.2126, 0.7152, 0.0722)
"""Of red, green and blue in the relative luminance of WCAG 2.x."""
MM_PER_INCH = 25.4
TARGET_MM, PAD_KEY_MM, BAR_KEY_MM = 12.0, 18.0, 14.8
PAD_KEYS = (PadKeyButton, DigitButton)
PLANTS = ("clipped", "elided", "small_targets", "low_contrast", "unnamed")
FINDS = {"elided": "clipped"}
"""In which list a planted fault is found, where that is not the one of its name."""
WORKED = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ListItem,
        QAccessible.Role.Link,
        QAccessible.Role.MenuItem,
        QAccessible.Role.Slider,
    }
)
"""What a screen reader lets its user work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was looked at, and what is wrong with it, each as a short description."""

    widgets: int
    texts: int
    clipped: tuple[str, ...]
    small_targets: tuple[str, ...]
    low_contrast: tuple[str, ...]
    unnamed: tuple[str, ...]


def inspect(window: QWidget, *, scale: float = 1.0, picture: QImage | None = None) -> Findings:
    """Inspects everything visible in a laid out window; `scale` is its screen's dpi / 96.

    `picture` is the window as it was grabbed; without it, it is grabbed here.
    """
    widgets = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    texts = [widget for widget in widgets if isinstance(widget, TEXTS) and said(widget)]
    seen = picture if picture is not None else window.grab().toImage()
    pixels = seen.convertToFormat(QImage.Format.Format_RGB32)
    return Findings(
        widgets=len(widgets),
        texts=len(texts),
        clipped=tuple(said(w) for w in widgets if is_clipped(w, window)),
        small_targets=tuple(said(w) for w in widgets if is_small(w, scale)),
        low_contrast=tuple(
            said(w) for w in texts if not rolled_away(w) and is_pale(w, window, pixels)
        ),
        unnamed=tuple(said(w) for w in widgets if is_unnamed(w)),
    )


def said(widget: QWidget) -> str:
    """The widget's words, else its kind."""
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return widget.accessibleName() or words or type(widget).__name__


def place(widget: QWidget, window: QWidget) -> QRect:
    """Where the widget lies in the window."""
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def rolls(widget: QWidget) -> bool:
    """Whether it stands in a list that may be pushed on."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Rolling):
        parent = parent.parentWidget()
    return parent is not None


def rolled_away(widget: QWidget) -> bool:
    """Whether a list has to be pushed on before all of it can be seen."""
    return rolls(widget) and is_covered(widget)


def is_covered(widget: QWidget) -> bool:
    """Whether something lies over a part of it, or what it stands in ends before it does."""
    return widget.visibleRegion().boundingRect() != widget.rect()


def is_clipped(widget: QWidget, window: QWidget) -> bool:
    """Whether a part of it, or of its words, cannot be seen; an ellipsis is a cut."""
    if widget.rect().isEmpty() and not painted.given(widget):
        return False
    return is_out_of_place(widget, window) or painted.is_cut(widget) or is_too_low(widget)


def is_out_of_place(widget: QWidget, window: QWidget) -> bool:
    """Whether it reaches out of the window, or lies under something; lists may be pushed on."""
    if isinstance(widget, Rolling) and widget.wanted is not None:
        # What a list was opened for has to be seen, as far as the list is high enough for it.
        fits = widget.wanted.height() <= widget.viewport().height()
        return fits and is_covered(widget.wanted)
    if rolls(widget):
        return False
    is_text = isinstance(widget, TEXTS) and bool(said(widget))
    return not window.rect().contains(place(widget, window)) or (is_text and is_covered(widget))


def is_too_low(widget: QWidget) -> bool:
    """Whether it has less height or width than its words take."""
    if isinstance(widget, Paragraph):
        return is_overfull(widget)
    if isinstance(widget, PadText | PadKeyButton | Tile | Face | Wide | ScratchField):
        return widget.is_cut()
    is_line = isinstance(widget, Line | Chip) and bool(widget.text())
    return is_line and widget.height() < widget.minimumSizeHint().height()


def is_overfull(paragraph: Paragraph) -> bool:
    """Whether its lines are more than its height takes, or one word is wider than all of it."""
    metrics = paragraph.fontMetrics()
    widest = max((metrics.horizontalAdvance(word) for word in paragraph.text().split()), default=0)
    too_high = paragraph.height() < paragraph.heightForWidth(paragraph.width())
    return too_high or paragraph.width() < widest


def is_worked(widget: QWidget) -> bool:
    """Whether a finger or a key can do something with it."""
    if isinstance(widget, QAbstractButton | Field):
        return True
    # What takes a tap without being a button says so by taking it.
    return any("mouseReleaseEvent" in vars(kind) for kind in own_kinds(widget))


def own_kinds(widget: QWidget) -> list[type]:
    """The kinds that the widget is of, without those of Qt itself."""
    return [kind for kind in type(widget).__mro__ if kind.__module__.startswith("terminal.")]


def is_small(widget: QWidget, scale: float) -> bool:
    """Whether a finger would miss it."""
    if not is_worked(widget):
        return False
    least_mm = TARGET_MM
    if isinstance(widget, KeyButton):
        least_mm = BAR_KEY_MM
    if isinstance(widget, PAD_KEYS) and not isinstance(widget, LetterButton):
        least_mm = PAD_KEY_MM
    mm = min(widget.width(), widget.height()) * MM_PER_INCH / (DRAWN_DPI * scale)
    return round(mm, 1) < least_mm


def is_unnamed(widget: QWidget) -> bool:
    """Whether a screen reader would have nothing to say about what can be worked."""
    heard = QAccessible.queryAccessibleInterface(widget)
    if not is_worked(widget) and heard.role() not in WORKED:
        return False
    return not heard.text(QAccessible.Text.Name).strip()


def ratio_wanted(widget: QWidget) -> float:
    """How much its words have to stand out: most where money, points or an error stand."""
    if isinstance(widget, AmountBand):
        return RATIO_STRONG if widget.value else RATIO_LEAST
    if isinstance(widget, Line):
        spans = widget.spans
        is_strong = any(one.role in STRONG_ROLES or one.ink in STRONG_INKS for one in spans)
        up = widget.parentWidget()
        is_refusal = isinstance(up, Strip) and bool(up.said and up.said[1])
        return RATIO_STRONG if is_strong or is_refusal else RATIO_LEAST
    is_error = isinstance(widget, Chip | PadText) and widget.ink in STRONG_INKS
    return RATIO_STRONG if is_error else RATIO_LEAST


def is_pale(widget: QWidget, window: QWidget, picture: QImage) -> bool:
    """Whether its words stand out too little from their ground, measured on the pixels."""
    visible = widget.visibleRegion().boundingRect()
    corner = widget.mapTo(window, visible.topLeft())
    ratio = picture.devicePixelRatio()
    cut = QRect(
        round(corner.x() * ratio),
        round(corner.y() * ratio),
        round(visible.width() * ratio),
        round(visible.height() * ratio),
    )
    part = picture.copy(cut)
    if part.isNull():
        return False
    return ratio_seen(part) < ratio_wanted(widget) * MEASURED_SHARE


def ratio_seen(part: QImage) -> float:
    """The contrast of the ink that stands out most from the commonest colour of a picture."""
    import numpy as np

    pixels = np.frombuffer(bytes(part.constBits()), np.uint32) & 0xFFFFFF
    colours, counts = np.unique(pixels, return_counts=True)
    channels = np.stack([colours >> shift & 0xFF for shift in (16, 8, 0)]) / 255
    linear = np.where(
        channels <= LINEAR_MOST, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    light = np.array(WEIGHTS) @ linear + 0.05
    ground = light[counts.argmax()]
    inks = light[counts >= INK_PIXELS_LEAST]
    return float(np.maximum(inks / ground, ground / inks).max(initial=1.0))


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG 2.x contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    """The WCAG 2.x relative luminance of a colour, 0 to 1."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = (c / 12.92 if c <= LINEAR_MOST else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * one for weight, one in zip(WEIGHTS, linear, strict=True))


def plant(fault: str, window: QWidget, look: Look) -> QWidget:
    """Puts one of PLANTS into a shown window, so that `inspect` can be seen to find it."""
    side = look.space(10)
    match fault:
        case "clipped" | "elided":
            words = "planted" if fault == "clipped" else "planted words that are too long for this"
            widget: QWidget = Line(look, Span(words, "body"), parent=window)
            height = look.space(1) if fault == "clipped" else look.line_px("body")
            widget.setGeometry(window.width() // 2, 0, 2 * side, height)
        case "low_contrast":
            widget = Line(look, Span("planted", "body", "line"), parent=window)
            # The middle of the top bar is empty ground: nothing darker lends it contrast.
            widget.setGeometry(window.width() // 2, 0, 2 * side, look.line_px("body"))
        case _:
            words = "planted" if fault == "small_targets" else ""
            widget = QPushButton(words, window)
            widget.setGeometry(0, 0, 2 * side, look.px(40) if words else 2 * side)
    widget.show()
    return widget
