"""The camera's screens as a real till draws them, in every language, size and theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scanner.preview import Preview
from terminal.qt.buttons import ActionButton, TouchButton
from terminal.qt.camera_rows import CameraButton, SwitchButton
from terminal.qt.inspection import inspect
from terminal.qt.line import Line, Paragraph
from terminal.qt.look import Look
from terminal.qt.reader import ReaderView
from terminal.qt.views.menu import MenuButton
from terminal.qt.window import Window
from terminal.till.camera_values import Aim
from terminal.till.messages import (
    CameraChanged,
    CameraSees,
    FoundCamera,
    Key,
    Message,
    Pick,
    Scan,
    Text,
)
from tests.stories.counter import Counter, Shopfront
from tests.terminal.qt import camera_samples
from tests.terminal.qt.conftest import MakeWindow

LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")
SIZES = ((1024, 600, False), (1366, 768, True), (1920, 1080, False))
ADVICE = ("good", "too_dark", "too_bright", "blurred", "card_not_in_box", "card_too_far", "")
FAULTS = ("missing", "busy", "denied", "stalled", "frozen", "black", "decoder")


@pytest.fixture(params=LANGUAGES)
def counter(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Counter]:
    """A till in each language, beside which two webcams are plugged in."""
    shop = Shopfront(data_dir / "shop")
    made = Counter(shop, language=request.param)
    made.webcams = (
        FoundCamera(source="/dev/video0", name="Integrated Camera"),
        FoundCamera(source="/dev/video2", name="HD Webcam C270"),
    )
    yield made
    made.close()
    shop.close()


def after(counter: Counter, window: Window, *messages: Message) -> None:
    """Draws the screen after these."""
    for message in messages:
        counter.do(message)
    assert counter.shown is not None
    window.draw(counter.shown.screen)
    QApplication.processEvents()


def cut(window: Window) -> list[str]:
    """What does not fit: words with an ellipsis, and paragraphs without the height they need."""
    faults = [one.accessibleName() for one in window.findChildren(Paragraph) if is_low(one)]
    lines = [line for line in window.findChildren(Line) if line.isVisible()]
    # The strip says a sentence once more that stands in full where the picture was.
    body = [line for line in lines if not line.spans or line.spans[0].role != "strip_strong"]
    faults += [line.text() for line in body if line.full_width() > line.width() + 2]
    buttons = [one for one in window.findChildren(ActionButton) if one.isVisible()]
    faults += [one.words for one in buttons if one.sizeHint().width() > one.width() + 2]
    return faults


def is_low(words: Paragraph) -> bool:
    """Whether a paragraph that is shown would need more height."""
    return words.isVisible() and words.height() < words.heightForWidth(words.width())


def wrong(window: Window) -> tuple[str, ...]:
    """What the inspection finds."""
    found = inspect(window)
    return (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_nothing_is_cut(
    counter: Counter, make_window: MakeWindow, width: int, height: int, *, dark: bool
) -> None:
    window = make_window(width, height, dark=dark)
    after(counter, window, Key(name="F10"))
    assert cut(window) == []
    after(counter, window, Text(text="1"), CameraChanged(state="running"))
    after(counter, window, Scan(text="9000012345678961"), *(Text(text=one) for one in "1234"))
    for advice in ADVICE:
        sees = CameraSees(advice=advice, attempts_a_second=12, wide_px=1280, high_px=720)
        after(counter, window, sees)
        assert cut(window) == [], advice
    for reason in FAULTS:
        after(counter, window, CameraChanged(state="lost", reason=reason))
        assert cut(window) == [], reason
    assert wrong(window) == ()


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_faults_fit_at_rest_and_beside_a_member(
    counter: Counter, make_window: MakeWindow, width: int, height: int, *, dark: bool
) -> None:
    window = make_window(width, height, dark=dark)
    states = [("lost", reason) for reason in FAULTS] + [("resting", ""), ("starting", "")]
    for keys in ((), (Key(name="F3"), Key(name="Enter"))):
        after(counter, window, *keys)
        for state, reason in states:
            after(counter, window, CameraChanged(state=state, reason=reason))
            low = [one.text() for one in window.findChildren(Paragraph) if is_low(one)]
            assert low == [], reason
        assert wrong(window) == ()


def test_touches_say_what_the_keys_say(
    make_window: MakeWindow, posted: list[Message], look: Look
) -> None:
    window = make_window()
    window.draw(camera_samples.set_up())
    QApplication.processEvents()
    press(window, CameraButton, 1)
    press(window, SwitchButton, 4)
    window.draw(camera_samples.every()["menu"])
    QApplication.processEvents()
    press(window, MenuButton, 1)
    window.draw(camera_samples.every()["camera-lost"])
    QApplication.processEvents()
    button = next(one for one in window.findChildren(ActionButton) if "another" in one.words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert posted == [Pick(row=1), Text(text="5"), Pick(row=1), Key(name="Camera")]


def press(window: Window, kind: type[TouchButton], at: int) -> None:
    """Touches one of the buttons of a kind that are shown."""
    shown = [one for one in window.findChildren(kind) if one.isVisible()]
    QTest.mouseClick(shown[at], Qt.MouseButton.LeftButton)


def frame() -> Preview:
    """A grey picture, twice as wide as high."""
    return Preview(
        width_px=200,
        height_px=100,
        rgb=bytes([90]) * 60_000,
        corners=(),
        read=False,
        number=1,
        at_ms=0,
    )


def test_the_frame_for_cards_is_where_they_are_read(look: Look, qapp: QApplication) -> None:
    picture = frame()
    reader = ReaderView(look, lambda: picture, "Live", hint=" ")
    reader.whole, reader.aim = True, Aim(left=250, top=200, right=750, bottom=800)
    reader.resize(400, 400)
    reader.take()
    left_top, _, right_bottom, _ = reader.box()
    assert (left_top.x(), left_top.y()) == (100, 140)
    assert (right_bottom.x(), right_bottom.y()) == (300, 260)


def test_in_a_low_picture_the_words_cover_no_corner(look: Look, qapp: QApplication) -> None:
    picture = frame()
    reader = ReaderView(look, lambda: picture, "Live", hint="Show a card in the box")
    reader.aim = Aim(left=250, top=0, right=750, bottom=1000)
    reader.resize(400, 200)
    reader.take()
    _, _, right_bottom, _ = reader.box()
    words_top = 200 - look.space(4) - look.size("reader_hint")
    assert right_bottom.y() <= words_top


def test_a_closed_camera_leaves_no_picture_behind(look: Look, qapp: QApplication) -> None:
    pictures: list[Preview | None] = [frame()]
    reader = ReaderView(look, lambda: pictures[0], "Live", hint=" ")
    reader.take()
    assert not reader.image.isNull()
    pictures[0] = None
    reader.take()
    assert reader.image.isNull()
