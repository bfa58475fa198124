"""What stands around every stage, in every language."""

import pytest
from pytestqt.qtbot import QtBot

from terminal.qt.buttons import KeyButton
from terminal.qt.frame import KeyBar
from terminal.qt.look import Look
from terminal.till.wording import LANGUAGES, Wording

# With a member at the counter, as the demo shows it: the most keys there ever are.
KEYS = (
    ("F2", "Find", False),
    ("F3", "New", False),
    ("F4", "Use", True),
    ("F5", "Reprint", True),
    ("F6", "Card", True),
    ("F7", "Take back", False),
    ("F8", "Undo", False),
    ("F9", "Show a card", False),
    ("F10", "Menu", False),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_that_can_be_pressed_is_cut(qtbot: QtBot, look: Look, language: str) -> None:
    words = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    keys = [(key, words.say(label), "rest" if now else "not_now") for key, label, now in KEYS]
    bar = KeyBar(look, keys, lambda _: None)
    qtbot.addWidget(bar)
    bar.setFixedWidth(1366)
    bar.show()
    qtbot.waitExposed(bar)
    for button in bar.findChildren(KeyButton):
        right = button.x() + button.width()
        assert right <= bar.width(), button.words
        if button.isEnabled():
            assert button.width() >= button.sizeHint().width(), button.words


def test_all_words_fit_where_there_is_room(qtbot: QtBot, look: Look) -> None:
    words = Wording("nl", currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    bar = KeyBar(look, [(key, words.say(label), "rest") for key, label, _ in KEYS], lambda _: None)
    qtbot.addWidget(bar)
    bar.setFixedWidth(1366)
    bar.show()
    qtbot.waitExposed(bar)
    for button in bar.findChildren(KeyButton):
        assert button.width() >= button.sizeHint().width(), button.words
