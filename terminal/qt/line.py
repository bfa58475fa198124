"""Words on one baseline in several sizes and inks, elided and never clipped."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from terminal.qt.look import Look
from terminal.qt.paint import begin


class Span(NamedTuple):
    """Some words in one type role and ink, `gap` spacing steps after the ones before."""

    text: str
    role: str = "body"
    ink: str = "text"
    gap: int = 0


class Line(QLabel):
    """One line of spans on a common baseline; a screen reader hears them as one text."""

    def __init__(
        self,
        look: Look,
        *spans: Span,
        right: bool = False,
        beside: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`beside` names the role whose baseline this line keeps, to stand level with it."""
        super().__init__(parent)
        self.look = look
        self.beside = beside
        self.right = right
        self.spans: tuple[Span, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_spans(*spans)

    def set_spans(self, *spans: Span) -> None:
        """Shows these spans instead."""
        self.spans = tuple(span for span in spans if span.text)
        words = " ".join(span.text for span in self.spans)
        self.setText(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def advances(self) -> list[float]:
        """The width of each span in px."""
        return [
            QFontMetricsF(self.look.font(span.role)).horizontalAdvance(span.text)
            for span in self.spans
        ]

    def full_width(self) -> float:
        """The width of everything, gaps included, in px."""
        gaps = sum(self.look.space(span.gap) for span in self.spans[1:])
        return sum(self.advances()) + gaps

    def sizeHint(self) -> QSize:
        """As wide as the words, as high as the highest line."""
        roles = [self.beside] if self.beside else [span.role for span in self.spans]
        height = max((self.look.line_px(role) for role in roles), default=0)
        return QSize(int(self.full_width()) + 2, height)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to elide."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.look.space(10)), hint.height())

    def baseline(self) -> float:
        """Where the common baseline runs, in px from the top, so that no span is clipped."""
        tallest = max((span.role for span in self.spans), key=self.look.line_px)
        metrics = QFontMetricsF(self.look.font(self.beside or tallest))
        return (self.height() + metrics.ascent() - metrics.descent()) / 2

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws span after span; the first that does not fit is elided and the last."""
        if not self.spans:
            return
        painter = begin(QPainter(self))
        room = float(self.width())
        x = max(0.0, room - self.full_width()) if self.right else 0.0
        baseline = self.baseline()
        for index, (span, advance) in enumerate(zip(self.spans, self.advances(), strict=True)):
            x += self.look.space(span.gap) if index else 0
            font = self.look.font(span.role)
            painter.setFont(font)
            painter.setPen(self.look.colour(span.ink))
            fits = x + advance <= room + 1
            shown = span.text if fits else self.elided(span, room - x)
            painter.drawText(QPointF(x, baseline), shown)
            if not fits:
                break
            x += advance
        painter.end()

    def elided(self, span: Span, room_px: float) -> str:
        """The span's words cut to `room_px` with an ellipsis."""
        metrics = QFontMetricsF(self.look.font(span.role))
        return metrics.elidedText(span.text, Qt.TextElideMode.ElideRight, room_px)


class Paragraph(QLabel):
    """A sentence or two that wrap, in one type role and ink."""

    def __init__(self, look: Look, text: str, role: str = "body", ink: str = "text") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(role))
        self.setWordWrap(True)
        self.setAccessibleName(text)
        shape = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        shape.setHeightForWidth(True)
        self.setSizePolicy(shape)
        tinted = self.palette()
        tinted.setColor(QPalette.ColorRole.WindowText, look.colour(ink))
        self.setPalette(tinted)

    def centre(self) -> None:
        """Sets the words in the middle."""
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
