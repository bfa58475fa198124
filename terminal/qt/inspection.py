"""Looks at a shown window as a critic would: cut, small, pale or nameless things."""

from array import array
from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from terminal.qt.buttons import KeyButton, TouchButton
from terminal.qt.chips import Chip
from terminal.qt.display_buttons import Face, Tile, Wide
from terminal.qt.display_scratch import ScratchField
from terminal.qt.fields import Field
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Keycap
from terminal.qt.pad_parts import PadKeyButton
from terminal.qt.pad_text import PadText
from terminal.qt.rolling import Rolling

TEXTS = (Line, Paragraph, Chip, Field, Keycap, TouchButton, PadText)
LEAST_RATIO = 4.4
"""4.5 to 1, less what antialiasing takes from strokes that are thinner than a pixel."""
INK_PIXELS_LEAST = 3
KEY_PX, TARGET_PX = 56, 48
PLANTS = ("clipped", "small_targets", "low_contrast", "unnamed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was looked at, and what is wrong with it, each as a short description."""

    widgets: int
    texts: int
    clipped: tuple[str, ...]
    small_targets: tuple[str, ...]
    low_contrast: tuple[str, ...]
    unnamed: tuple[str, ...]


def inspect(window: QWidget, *, scale: float = 1.0) -> Findings:
    """Inspects everything visible in a laid out window; `scale` is its screen's dpi / 96."""
    widgets = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    texts = [widget for widget in widgets if isinstance(widget, TEXTS) and said(widget)]
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return Findings(
        widgets=len(widgets),
        texts=len(texts),
        clipped=tuple(said(w) for w in widgets if is_clipped(w, window)),
        small_targets=tuple(said(w) for w in widgets if is_small(w, scale)),
        low_contrast=tuple(
            said(w) for w in texts if not rolled_away(w) and is_pale(w, window, picture)
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
    return rolls(widget) and widget.visibleRegion().boundingRect() != widget.rect()


def is_clipped(widget: QWidget, window: QWidget) -> bool:
    """Whether a part of it, or of its words, cannot be seen; an ellipsis is not a cut."""
    if not rolls(widget) and not window.rect().contains(place(widget, window)):
        return True
    if isinstance(widget, Paragraph):
        return widget.height() < widget.heightForWidth(widget.width())
    if isinstance(widget, PadText | PadKeyButton | Tile | Face | Wide | ScratchField):
        return widget.is_cut()
    if isinstance(widget, Line | Chip) and widget.text():
        return widget.height() < widget.minimumSizeHint().height()
    return False


def is_small(widget: QWidget, scale: float) -> bool:
    """Whether a finger would miss it."""
    if not isinstance(widget, QAbstractButton):
        return False
    least = (KEY_PX if isinstance(widget, KeyButton) else TARGET_PX) * scale
    return min(widget.width(), widget.height()) < least


def is_unnamed(widget: QWidget) -> bool:
    """Whether a screen reader would have nothing to say about what can be worked or read."""
    if isinstance(widget, QAbstractButton | Field):
        return not (widget.accessibleName() or widget.text()).strip()
    return False


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
    pixels = Counter(array("I", bytes(part.constBits())))
    ground = QColor.fromRgb(pixels.most_common(1)[0][0])
    inks = (QColor.fromRgb(rgb) for rgb, count in pixels.items() if count >= INK_PIXELS_LEAST)
    return max((contrast(ground, ink) for ink in inks), default=1.0) < LEAST_RATIO


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG 2.x contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    """The WCAG 2.x relative luminance of a colour, 0 to 1."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's
        for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def plant(fault: str, window: QWidget, look: Look) -> QWidget:
    """Puts one of PLANTS into a shown window, so that `inspect` can be seen to find it."""
    if fault == "clipped":
        widget: QWidget = Line(look, Span("planted", "body"), parent=window)
        widget.setGeometry(look.space(4), look.space(4), look.space(10), look.space(1))
    elif fault == "low_contrast":
        widget = Line(look, Span("planted", "body", "line"), parent=window)
        # The middle of the top bar is empty ground: nothing darker lends it contrast.
        widget.setGeometry(window.width() // 2, 0, look.space(10), look.line_px("body"))
    else:
        words = "planted" if fault == "small_targets" else ""
        widget = QPushButton(words, window)
        side = look.space(4) if words else look.space(10)
        widget.setGeometry(0, 0, side, side)
    widget.show()
    return widget
