"""The strip under the stage: says what just happened, to the eye and to a screen reader."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Keycap
from terminal.qt.panels import row


class Strip(QFrame):
    """Icon, word, time and sentence of the last event; it stays until the next one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setFixedHeight(look.size("strip"))
        side = look.space(5)
        self.line = row(look.space(3), (side, 0, side, 0))
        self.setLayout(self.line)
        self.said: tuple[str, bool] | None = None

    def show_event(
        self,
        state: str,
        word: str,
        sentence: str,
        time: str = "",
        *,
        urgent: bool = False,
        aside: tuple[str, str] | None = None,
    ) -> None:
        """Shows one event and announces it; `aside` is (words, key) for the right end."""
        self.clear()
        look = self.look
        kind = look.tokens.state.get(state, look.tokens.state["quiet"])
        self.line.addWidget(Icon(look, kind.icon, "icon_strip", kind.ink))
        text = " · ".join(part for part in (time, sentence) if part)
        strong, said = Span(word, "strip_strong"), Span(text, "strip", "muted", 3)
        line = Line(look, strong, said)
        if line.full_width() <= self.room_px() or aside:
            self.line.addWidget(line, 1)
        else:
            # A long sentence has two lines, and the word stands before them.
            self.line.addWidget(Line(look, strong))
            self.line.addWidget(Paragraph(look, text, "strip", "muted"), 1)
        if aside:
            self.line.addWidget(Line(look, Span(aside[0], "strip", "muted")))
            self.line.addWidget(Keycap(look, aside[1]))
        self.setAccessibleName(f"{word}. {text}")
        self.announce(f"{word}. {sentence}", urgent=urgent or kind.assertive)

    def room_px(self) -> int:
        """The width in px that word and sentence have at least."""
        look = self.look
        drawn = look.px(look.tokens.layouts[look.layout].drawn[0])
        around = 2 * (look.space(5) + look.stroke("training")) + look.size("icon_strip")
        return drawn - around - look.space(3)

    def clear(self) -> None:
        """Shows nothing."""
        while (item := self.line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setAccessibleName("")

    def announce(self, words: str, *, urgent: bool) -> None:
        """Speaks `words`: refusals and lost devices at once, the rest when there is a pause."""
        self.said = (words, urgent)
        event = QAccessibleAnnouncementEvent(self, words)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)
