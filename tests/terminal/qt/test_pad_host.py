"""The pad stands where it belongs, and whatever becomes of it the counter goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.qt.icons import Icons
from terminal.qt.pad_host import SCREEN, PadHost, PadMode
from terminal.qt.pad_window import PadWindow
from terminal.qt.tokens import Tokens
from terminal.qt.window import Window
from terminal.till.messages import DisplayLive, Key, Message, PadKey, ScreensFound, Text
from tests.terminal.qt import display_samples, pad_samples, samples
from tests.terminal.qt.conftest import MakeWindow

ROOT = Path(__file__).parents[3]
PADS = pad_samples.every("en")
SCENES = display_samples.every("en")
MakeHost = Callable[..., PadHost]
THREE_SCREENS = {
    "screens": [
        {"name": "TILL", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96},
        {"name": "MEMBER", "x": 1366, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96},
        {"name": "OFFICE", "x": 2646, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96},
    ]
}
PLAY = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
application = QApplication([])
from terminal.qt.app import Counter
from terminal.till.effects import Show, ShowPad
from tests.terminal.qt import pad_samples, samples
here, member, memory = sys.argv[1:]
counter = Counter(None, lambda: None, lambda: "", lambda: "", pad="auto", memory=Path(memory))
screens = {screen.name(): screen for screen in QGuiApplication.screens()}
counter.window.setScreen(screens[here])
counter.window.move(screens[here].geometry().topLeft())
counter.window.show()
pads = pad_samples.every("en")
told = []
for name in ("rest", "pin", "rest"):
    counter.perform(Show(screen=samples.idle()))
    counter.perform(ShowPad(pad=pads[name]))
    application.processEvents()
    window = counter.pad.window
    told.append([window.isVisible(), window.screen().name(), window.isFullScreen(), window.turn])
if member:
    window.windowHandle().setScreen(screens[member])
    application.processEvents()
counter.pad.end()
print(json.dumps(told))
"""


@pytest.fixture
def make_host(
    make_window: MakeWindow, tokens: Tokens, icons: Icons, posted: list[Message]
) -> Iterator[MakeHost]:
    """Makes the host of a pad beside a counter."""
    made: list[PadHost] = []

    def make(mode: PadMode, memory: Path | None = None) -> PadHost:
        counter = make_window()
        counter.draw(samples.idle())
        host = PadHost(
            counter,
            lambda: PadWindow(tokens, icons, posted.append, lambda: None),
            posted.append,
            mode,
            memory,
        )
        made.append(host)
        return host

    yield make
    for host in made:
        host.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def visible(host: PadHost) -> bool:
    """Whether the pad is to be seen."""
    QApplication.processEvents()
    return host.window is not None and host.window.isVisible()


def counter_of(host: PadHost) -> Window:
    """The counter's window."""
    assert isinstance(host.home, Window)
    return host.home


def test_off_makes_no_window_at_all(make_host: MakeHost) -> None:
    host = make_host("off")
    host.show(PADS["pin"])
    assert host.window is None


def test_on_one_screen_it_covers_the_counter_only_while_something_is_asked(
    make_host: MakeHost,
) -> None:
    host = make_host("auto")
    host.language = "sv"
    shown = []
    for name in ("rest", "pin", "wrong", "said", "rest", "choose", "rest"):
        host.show(PADS[name])
        shown.append(visible(host))
    assert shown == [False, True, True, True, False, True, False]
    host.show(PADS["pin"])
    assert host.window is not None
    assert host.window.geometry() == host.home.geometry()
    assert host.window.turn == "Vänd skärmen mot kunden"


def test_where_members_check_in_the_one_screen_is_the_tills_until_somebody_types(
    make_host: MakeHost,
) -> None:
    host = make_host("auto")
    shown = []
    for kind, filled in (
        ("check_in", 0),
        ("check_in", 1),
        ("said", 0),
        ("last_four", 0),
        ("last_four", 3),
        ("check_in", 0),
        ("check_in", 0),
        ("check_in", 2),
        ("said", 0),
        ("last_four", 0),
    ):
        host.show(msgspec.structs.replace(PADS[kind], filled=filled))
        shown.append(visible(host))
    assert shown == [False, True, True, False, True, True, True, True, True, False]


@pytest.mark.parametrize("mode", ["auto", "window"])
def test_whoever_goes_on_has_the_one_screen_back_at_once(
    make_host: MakeHost, posted: list[Message], mode: PadMode
) -> None:
    host = make_host(mode)
    host.show(PADS["pin"])
    host.show(PADS["said"])
    assert host.window is not None
    QTest.keyClick(host.window, Qt.Key.Key_1)
    assert visible(host) is (mode == "window")
    assert posted == [Text(text="1")]
    host.show(PADS["pin"])
    host.show(PADS["said"])
    QTest.keyClick(host.window, Qt.Key.Key_Escape)
    # Over the counter Esc only closes the pad: under it a reward may be set aside.
    assert posted[1:] == ([Key(name="Esc")] if mode == "window" else [])
    host.show(PADS["pin"])
    assert visible(host)
    QTest.mouseClick(host.window, Qt.MouseButton.LeftButton)
    assert visible(host), "a touch beside the keys is nothing"
    host.show(PADS["said"])
    QTest.mouseClick(host.window, Qt.MouseButton.LeftButton)
    assert visible(host) is (mode == "window")


def test_a_window_of_its_own_stays_and_asks_nobody_to_turn_it(make_host: MakeHost) -> None:
    host = make_host("window")
    for name in ("rest", "pin", "rest"):
        host.show(PADS[name])
        assert visible(host)
        assert host.window is not None
        assert not host.window.turn


@pytest.mark.parametrize("mode", ["auto", "window"])
def test_closing_it_cancels_and_it_comes_back_for_the_next_question(
    make_host: MakeHost, posted: list[Message], mode: PadMode
) -> None:
    host = make_host(mode)
    host.show(PADS["pin"])
    assert host.window is not None
    host.window.close()
    assert posted == [PadKey(name="Cancel")]
    # The till has not heard of it yet, and then has something to say.
    for name in ("pin-late", "said", "rest"):
        host.show(PADS[name])
        assert not visible(host)
    host.show(PADS["choose"])
    assert visible(host)
    assert counter_of(host).isVisible()


def test_a_pad_that_cannot_be_drawn_is_cancelled_and_the_counter_goes_on(
    make_host: MakeHost, posted: list[Message], capsys: pytest.CaptureFixture[str]
) -> None:
    host = make_host("window")
    broken = msgspec.structs.replace(PADS["pin"], language="en", labels=None)
    host.show(broken)
    assert posted == [PadKey(name="Cancel")]
    assert host.window is None
    assert "AttributeError" in capsys.readouterr().err
    QTest.keyClick(counter_of(host), Qt.Key.Key_F2)
    assert len(posted) == 2
    host.show(PADS["pin"])
    assert visible(host)


def test_a_window_remembers_where_it_stood(make_host: MakeHost, tmp_path: Path) -> None:
    memory = tmp_path / "windows.ini"
    host = make_host("window", memory)
    host.show(PADS["rest"])
    assert host.window is not None
    host.window.setGeometry(40, 60, 640, 500)
    QApplication.processEvents()
    host.end()
    other = make_host("window", memory)
    other.show(PADS["rest"])
    assert other.window is not None
    assert (other.window.width(), other.window.height()) == (640, 500)


def play(tmp_path: Path, here: str, member: str = "") -> list[list[object]]:
    """Plays a counter on one of three screens in a program of its own."""
    screens = tmp_path / "screens.json"
    screens.write_text(json.dumps(THREE_SCREENS), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PLAY, here, member, str(tmp_path / "windows.ini")],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told: list[list[object]] = json.loads(done.stdout)
    return told


def known(tmp_path: Path) -> QSettings:
    """What the file in a folder remembers."""
    return QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)


def test_the_first_start_takes_another_screen_and_stays_there(tmp_path: Path) -> None:
    assert play(tmp_path, "TILL", member="OFFICE") == [[True, "MEMBER", True, ""]] * 3
    # Somebody moved it to the third one in the end.
    assert known(tmp_path).value(SCREEN) == "OFFICE"


def test_the_next_start_takes_the_screen_of_last_time(tmp_path: Path) -> None:
    before = known(tmp_path)
    before.setValue(SCREEN, "OFFICE")
    before.sync()
    assert play(tmp_path, "TILL") == [[True, "OFFICE", True, ""]] * 3


def test_the_counters_own_screen_is_nobody_elses(tmp_path: Path) -> None:
    before = known(tmp_path)
    before.setValue(SCREEN, "OFFICE")
    before.sync()
    assert play(tmp_path, "OFFICE") == [[True, "MEMBER", True, ""]] * 3


def test_the_owners_choice_of_a_place_is_followed_at_once(
    make_host: MakeHost, posted: list[Message]
) -> None:
    host = make_host("window")
    host.tell()
    here = host.home.screen().name()
    assert posted == [
        ScreensFound(names=(here,), here=here),
        DisplayLive(source="window", live=True),
    ]
    host.show(SCENES["member"])
    assert visible(host)
    host.use("none", "")
    assert not visible(host)
    assert posted[2:] == [DisplayLive(source="window", live=False)]
    host.show(SCENES["welcome"])
    assert not visible(host)
    host.use("auto", "/pictures")
    assert visible(host)
    assert host.window is not None
    assert host.window.slides.folder == "/pictures"
    assert host.window.scene == SCENES["welcome"]
    assert posted[3:] == [DisplayLive(source="window", live=True)]
    host.tell()
    assert len(posted) == 4, "nothing new is told twice"


def test_on_one_screen_only_what_waits_for_the_member_covers_the_counter(
    make_host: MakeHost,
) -> None:
    host = make_host("auto")
    shown = []
    for name in ("welcome", "member", "consents", "thanks", "question"):
        host.show(SCENES[name])
        shown.append(visible(host))
    assert shown == [False, False, True, False, False]
    host.show(SCENES["consents"])
    assert host.window is not None
    assert host.window.turn
    QTest.mouseClick(host.window, Qt.MouseButton.LeftButton)
    assert visible(host), "a touch beside the buttons is nothing"


CHOSEN = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
application = QApplication([])
from terminal.qt.app import Counter
from terminal.till.effects import Show, ShowPad, UseDisplay
from tests.terminal.qt import display_samples, samples
heard = []
counter = Counter(None, lambda: None, lambda: "", lambda: "", pad="auto", memory=Path(sys.argv[1]))
counter.pad.post = heard.append
screens = {screen.name(): screen for screen in QGuiApplication.screens()}
counter.window.setScreen(screens["TILL"])
counter.window.move(screens["TILL"].geometry().topLeft())
counter.window.show()
counter.perform(Show(screen=samples.idle()))
counter.perform(ShowPad(pad=display_samples.every("en")["member"]))
told = []
for where in ("auto", "OFFICE", "UNPLUGGED", "MEMBER", "turned", "none", "auto"):
    counter.perform(UseDisplay(where=where))
    application.processEvents()
    window = counter.pad.window
    is_there = window is not None and window.isVisible()
    told.append([where, window.screen().name() if is_there else "", counter.pad.live])
counter.pad.end()
print(json.dumps(told))
"""


def test_a_screen_that_is_chosen_by_name_is_filled_as_soon_as_it_is_there(tmp_path: Path) -> None:
    screens = tmp_path / "screens.json"
    screens.write_text(json.dumps(THREE_SCREENS), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHOSEN, str(tmp_path / "windows.ini")],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == [
        ["auto", "MEMBER", True],
        ["OFFICE", "OFFICE", True],
        ["UNPLUGGED", "", False],
        ["MEMBER", "MEMBER", True],
        ["turned", "", False],
        ["none", "", False],
        ["auto", "MEMBER", True],
    ]
