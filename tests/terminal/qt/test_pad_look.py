"""Every pad is whole, large and legible: all kinds, five languages, both themes, any screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.inspection import inspect, is_clipped, is_small, is_unnamed, said
from terminal.qt.pad_body import asks
from terminal.qt.pad_parts import PadKeyButton
from terminal.qt.pad_places import KEY_LEAST_MM, MM_PER_INCH, true_dpi
from terminal.qt.pad_window import PadWindow
from terminal.till.pad_screen import Pad
from tests.terminal.qt import pad_samples
from tests.terminal.qt.conftest import MakePad

# Panels as they are sold: 5 to 24 inches, lying and standing.
SCREENS = [
    (800, 480, 133),
    (1024, 600, 170),
    (1280, 800, 149),
    (1366, 768, 100),
    (1920, 1080, 92),
    (1920, 1080, 141),
    (480, 800, 133),
    (600, 1024, 170),
    (800, 1280, 149),
    (1080, 1920, 141),
]
HINT = "Wenden Sie diesen Bildschirm zum Kunden"


def drawn(window: PadWindow, pad: Pad, turn: str = "") -> PadWindow:
    """Draws a pad and lets Qt lay it out."""
    window.draw(pad, turn)
    QApplication.processEvents()
    return window


def keys_of(window: PadWindow) -> list[PadKeyButton]:
    """The keys that can be seen."""
    assert window.body is not None
    return [key for key in window.body.findChildren(PadKeyButton) if key.isVisible()]


@pytest.mark.parametrize(
    ("width", "height", "dpi", "turn"),
    [*((*screen, "") for screen in SCREENS), (*SCREENS[0], HINT), (*SCREENS[6], HINT)],
)
def test_no_word_is_cut_in_any_language(
    make_pad: MakePad, width: int, height: int, dpi: int, turn: str
) -> None:
    window = make_pad(width, height, dpi=dpi)
    for language in pad_samples.LANGUAGES:
        for name, pad in pad_samples.every(language).items():
            drawn(window, pad, turn)
            assert window.body is not None
            shown = [w for w in window.body.findChildren(QWidget) if w.isVisible()]
            faults = [
                (said(widget), is_clipped(widget, window))
                for widget in shown
                if is_clipped(widget, window) or is_small(widget, 1.0) or is_unnamed(widget)
            ]
            assert faults == [], (language, name)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height", "dpi"), [(800, 480, 133), (600, 1024, 170)])
def test_every_kind_passes_the_inspection(
    make_pad: MakePad, width: int, height: int, dpi: int, *, dark: bool
) -> None:
    window = make_pad(width, height, dpi=dpi, dark=dark)
    for name, pad in pad_samples.every("de").items():
        found = inspect(drawn(window, pad, HINT))
        faults = (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)
        assert faults == (), name
        assert found.texts >= 2


@pytest.mark.parametrize(("width", "height", "dpi"), SCREENS)
def test_keys_are_as_large_as_a_finger_wherever_they_fit(
    make_pad: MakePad, width: int, height: int, dpi: int
) -> None:
    window = make_pad(width, height, dpi=dpi)
    for name, pad in pad_samples.every("sv").items():
        keys = keys_of(drawn(window, pad))
        assert bool(keys) is asks(pad)
        least_mm = min((min(key.width(), key.height()) for key in keys), default=0) / dpi
        if keys and len(keys) <= 12:
            assert least_mm * MM_PER_INCH >= KEY_LEAST_MM, name
        for one in keys:
            others = [key.geometry() for key in keys if key is not one]
            assert not any(one.geometry().intersects(other) for other in others), name


def test_the_keys_never_move(make_pad: MakePad) -> None:
    window = make_pad()
    pads = pad_samples.every("en")
    places = [
        {key.words: key.geometry() for key in keys_of(drawn(window, pads[name])) if not key.kind}
        for name in ("pin", "pin-checking", "again", "choose", "last_four", "wrong")
    ]
    assert all(place == places[0] for place in places)
    assert len(places[0]) == 10
    rows = sorted(places[0].items(), key=lambda item: (item[1].top(), item[1].left()))
    assert "".join(digit for digit, _ in rows) == "1234567890"


def test_all_keys_look_alike_when_they_are_pressed(make_pad: MakePad) -> None:
    window = drawn(make_pad(), pad_samples.every("en")["pin"])
    looks = set()
    for key in keys_of(window):
        key.setDown(True)
        looks.add((key.box(), key.ink()))
    assert len(looks) == 1


def test_a_wrong_pin_is_not_said_by_colour_alone(make_pad: MakePad) -> None:
    window = drawn(make_pad(), pad_samples.wrong("en"))
    assert window.body is not None
    assert window.body.note.icon == "warning-octagon-fill"
    assert "not your PIN" in window.body.note.text()
    assert window.body.note.isVisible()
    assert window.body.said is not None
    assert window.body.said[1], "a refusal is spoken at once"


def test_the_time_that_is_left_is_said_and_drawn(make_pad: MakePad) -> None:
    window = drawn(make_pad(), pad_samples.every("en")["pin"])
    assert window.body is not None
    assert not window.body.bar.isVisible()
    drawn(window, pad_samples.every("en")["pin-late"])
    assert window.body.bar.isVisible()
    assert window.body.time.text() == "12 s"
    assert window.body.said == ("12 seconds left", True)


def test_only_what_is_worth_it_celebrates_and_once(make_pad: MakePad) -> None:
    window = drawn(make_pad(), pad_samples.said("en"))
    assert window.body is not None
    badge = window.body.badge
    assert badge.motion.state() == badge.motion.State.Running
    assert badge.motion.loopCount() == 1
    badge.motion.setCurrentTime(badge.motion.duration())
    drawn(window, pad_samples.said("en"))
    assert badge.motion.state() == badge.motion.State.Stopped
    drawn(window, pad_samples.every("en")["rest"])
    drawn(window, pad_samples.said("en", celebrates=False, wrong=True))
    assert badge.motion.state() == badge.motion.State.Stopped
    assert badge.icon == "warning-octagon-fill"


def test_what_a_screen_says_of_itself_is_believed_within_reason() -> None:
    assert true_dpi(None) == 96
    screen = QApplication.primaryScreen()
    assert 60 <= true_dpi(screen) <= 500
