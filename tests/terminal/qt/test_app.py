"""The counter starts its till behind the window, and ends both."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.qt.app import Counter
from terminal.till.effects import Effect, Show, ShowPad, Sound
from terminal.till.messages import Key, Message, PadKey
from tests.terminal.qt import pad_samples, samples


class Shop:
    """A till that shows idle from a thread of its own and remembers what it was told."""

    def __init__(self, perform: Callable[[Effect], None]) -> None:
        self.told: list[Message] = []
        self.thread = Thread(target=self.run, args=(perform,))
        self.thread.start()

    def run(self, perform: Callable[[Effect], None]) -> None:
        perform(Show(screen=samples.idle()))
        perform(Sound(name="saved"))

    def post(self, message: Message) -> None:
        self.told.append(message)

    def stop(self) -> None:
        self.thread.join()


def test_the_window_is_there_before_the_till_and_keeps_early_keys(qtbot: QtBot) -> None:
    shops: list[Shop] = []

    def start(perform: Callable[[Effect], None]) -> Shop:
        shops.append(Shop(perform))
        return shops[0]

    counter = Counter(start, lambda: None, lambda: "14:07", lambda: "TRAINING")
    qtbot.addWidget(counter.window)
    counter.window.show()
    QTest.keyClick(counter.window, Qt.Key.Key_F2)
    assert not shops
    counter.start()
    qtbot.waitUntil(lambda: counter.window.screen_value is not None)
    QTest.keyClick(counter.window, Qt.Key.Key_F3)
    assert shops[0].told == [Key(name="F2"), Key(name="F3")]
    counter.stop()
    assert not shops[0].thread.is_alive()
    assert not counter.sounds.thread.is_alive()


def test_the_pad_opens_with_its_question_and_goes_with_the_counter(qtbot: QtBot) -> None:
    shops: list[Shop] = []

    def start(perform: Callable[[Effect], None]) -> Shop:
        shops.append(Shop(perform))
        return shops[0]

    counter = Counter(start, lambda: None, lambda: "14:07", lambda: "TRAINING", pad="window")
    qtbot.addWidget(counter.window)
    counter.window.show()
    counter.start()
    qtbot.waitUntil(lambda: counter.window.screen_value is not None)
    pads = pad_samples.every("en")
    counter.bridge.perform(ShowPad(pad=pads["pin"]))
    qtbot.waitUntil(lambda: counter.pad.window is not None)
    pad = counter.pad.window
    assert pad is not None
    QTest.keyClick(pad, Qt.Key.Key_4)
    assert [one for one in shops[0].told if isinstance(one, PadKey)] == [PadKey(name="4")]
    private = []
    # While a PIN is checked a fifth digit is nobody's business either.
    for name in ("pin", "pin-checking", "said", "rest"):
        counter.perform(ShowPad(pad=pads[name]))
        private.append(counter.window.keys.private)
    assert private == [True, True, False, False]
    assert pad.isVisible()
    counter.stop()
    assert not pad.isVisible()
    assert [one for one in shops[0].told if isinstance(one, PadKey)] == [PadKey(name="4")]


def test_every_key_of_the_pad_has_the_same_tone(qtbot: QtBot) -> None:
    counter = Counter(Shop, lambda: None, lambda: "", lambda: "", pad="window")
    qtbot.addWidget(counter.window)
    counter.window.show()
    counter.perform(ShowPad(pad=pad_samples.every("en")["check_in"]))
    pad = counter.pad.window
    assert pad is not None
    heard = []
    for key in (Qt.Key.Key_0, Qt.Key.Key_7, Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
        QTest.keyClick(pad, key)
        heard.append(counter.sounds.asked.get_nowait())
    assert heard == ["key"] * 4
    counter.stop()


def test_a_till_that_is_silent_silences_the_window_and_its_pad(qtbot: QtBot) -> None:
    counter = Counter(Shop, lambda: None, lambda: "14:07", lambda: "TRAINING")
    qtbot.addWidget(counter.window)
    screen = samples.idle()
    frame = msgspec.structs.replace(screen.frame, silent=True)
    counter.perform(Show(screen=msgspec.structs.replace(screen, frame=frame)))
    counter.perform(Sound(name="saved"))
    counter.tone()
    assert counter.sounds.asked.empty()
    counter.perform(Show(screen=screen))
    counter.perform(Sound(name="saved"))
    assert not counter.sounds.asked.empty()


def test_training_frames_both_sides(qtbot: QtBot) -> None:
    counter = Counter(Shop, lambda: None, lambda: "14:07", lambda: "TRAINING", pad="window")
    qtbot.addWidget(counter.window)
    screen = samples.idle()
    frame = msgspec.structs.replace(screen.frame, training=True)
    counter.perform(Show(screen=msgspec.structs.replace(screen, frame=frame)))
    counter.perform(ShowPad(pad=msgspec.structs.replace(pad_samples.said("en"), training=True)))
    look = counter.window.body.look if counter.window.body is not None else None
    assert look is not None
    orange = look.colour("training").rgb()
    for window in (counter.window, counter.pad.window):
        assert window is not None
        qtbot.addWidget(window)
        picture = window.grab().toImage()
        corners = [(1, 1), (picture.width() - 2, picture.height() - 2)]
        assert [picture.pixelColor(*at).rgb() for at in corners] == [orange, orange]
