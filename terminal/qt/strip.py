"""The strip under the stage: says what just happened, to the eye and to a screen reader."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from terminal.qt.line import Line, Span
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
        spans = (Span(word, "strip_strong"), Span(text, "strip", "muted", 3))
        self.line.addWidget(Line(look, *spans), 1)
        if aside:
            self.line.addWidget(Line(look, Span(aside[0], "strip", "muted")))
            self.line.addWidget(Keycap(look, aside[1]))
        self.setAccessibleName(f"{word}. {text}")
        self.announce(f"{word}. {sentence}", urgent=urgent or kind.assertive)

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
