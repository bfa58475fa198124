"""What is touched on the member's side reaches the till, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import msgspec
import zxingcpp
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from terminal.qt.display_body import DisplayBody
from terminal.qt.display_parts import StampRow
from terminal.qt.display_scratch import ScratchField
from terminal.qt.display_welcome import WelcomeStage
from terminal.qt.pad_window import PadWindow
from terminal.till.messages import DisplayTap, Key, Message, PadKey
from terminal.till.screens_display import WAKE, AnyDisplay, Slide, Welcome
from tests.terminal.qt import display_samples, pad_samples
from tests.terminal.qt.conftest import MakePad

SCENES = display_samples.every("en")


def drawn(window: PadWindow, scene: AnyDisplay) -> DisplayBody:
    """Draws a scene and gives its body."""
    window.draw(scene)
    QApplication.processEvents()
    assert window.display is not None
    return window.display


def button(body: DisplayBody, words: str) -> QAbstractButton:
    """The button with these words."""
    found = [one for one in body.findChildren(QAbstractButton) if one.isVisible()]
    return next(one for one in found if one.accessibleName().startswith(words))


def test_a_touch_says_which_button_it_was(
    make_pad: MakePad, posted: list[Message], tones: list[str]
) -> None:
    window = make_pad()
    for scene, words, action in (
        ("member", "Choose a reward", "choose"),
        ("choose", "Cappuccino", "use:b:"),
        ("choose", "Not now", "not_now"),
        ("scratch", "Show", "show"),
        ("question", "Great", "answer:great"),
        ("consents", "Yes", "yes"),
        ("consents", "No", "no"),
    ):
        QTest.mouseClick(button(drawn(window, SCENES[scene]), words), Qt.MouseButton.LeftButton)
        assert posted[-1] == DisplayTap(action=action)
    assert len(posted) == 7
    assert tones == ["key"] * 7


def test_what_cannot_be_used_cannot_be_touched(make_pad: MakePad, posted: list[Message]) -> None:
    body = drawn(make_pad(), SCENES["choose"])
    tile = button(body, "Kaffeb")
    assert "points to go" in tile.accessibleName()
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert posted == []


def test_seconds_that_run_leave_the_buttons_alone(make_pad: MakePad) -> None:
    window = make_pad()
    body = drawn(window, SCENES["question"])
    face = button(body, "Good")
    QTest.mousePress(face, Qt.MouseButton.LeftButton)
    drawn(window, msgspec.structs.replace(SCENES["question"], seconds_left=3))
    assert button(body, "Good") is face
    assert face.isDown()
    assert body.bar.left_s == 3
    drawn(window, display_samples.every("nl")["question"])
    assert button(body, "Goed") is not face


def test_enter_is_the_ringed_buttons_else_the_cashiers(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = make_pad()
    body = drawn(window, SCENES["question"])
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert posted == [Key(name="Enter")]
    window.activateWindow()
    button(body, "Okay").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert posted[1:] == [DisplayTap(action="answer:okay")]


def test_a_screen_at_rest_is_nearly_dark_and_any_touch_wakes_it(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = make_pad()
    slides = (Slide(text="Vers brood om vier uur"),)
    awake = msgspec.structs.replace(SCENES["welcome"], slides=slides)

    def light(body: DisplayBody) -> int:
        shown = body.grab().toImage()
        points = [(x, y) for x in range(0, shown.width(), 9) for y in range(0, shown.height(), 9)]
        return max(QColor(shown.pixel(x, y)).lightness() for x, y in points)

    bright = light(drawn(window, awake))
    body = drawn(window, msgspec.structs.replace(awake, rests=True))
    assert body.slides.now() is None
    assert light(body) < 40 < bright
    QTest.mouseClick(body.cover, Qt.MouseButton.LeftButton)
    assert posted == [DisplayTap(action=WAKE)]
    assert light(drawn(window, awake)) == bright
    assert not body.cover.isVisible()
    drawn(window, msgspec.structs.replace(awake, rests=True))
    drawn(window, SCENES["member"])
    assert not body.cover.isVisible(), "somebody is there"


def test_a_pad_and_a_scene_take_turns(make_pad: MakePad, posted: list[Message]) -> None:
    window = make_pad()
    drawn(window, SCENES["member"])
    assert window.body is not None
    assert window.display is not None
    assert (window.body.isVisible(), window.display.isVisible()) == (False, True)
    window.draw(pad_samples.every("en")["pin"])
    assert (window.body.isVisible(), window.display.isVisible()) == (True, False)
    QTest.keyClick(window, Qt.Key.Key_4)
    assert posted == [PadKey(name="4")]
    drawn(window, SCENES["thanks"])
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert posted[1:] == [Key(name="F2")]


def test_a_phone_number_shows_its_last_two_digits_only(make_pad: MakePad) -> None:
    window = make_pad()
    pad = pad_samples.pad("en", "last_four", "delete", "cancel", "enter", of=0)
    typed = msgspec.structs.replace(pad, kind="phone", typed="••••67", filled=6)
    window.draw(typed)
    assert window.body is not None
    assert window.body.number.isVisible()
    assert window.body.number.text() == "••••67"
    assert not window.body.dots.isVisible()
    window.draw(msgspec.structs.replace(typed, typed="•••••78", filled=7))
    assert window.body.said == ("7 digits", False)


def test_scratching_enough_is_as_good_as_show(make_pad: MakePad, posted: list[Message]) -> None:
    window = make_pad()
    body = drawn(window, SCENES["scratch"])
    field = body.findChild(ScratchField)
    assert field is not None
    assert "Cappuccino" not in field.accessibleName(), "nobody hears it before it is seen"
    before = field.grab().toImage()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseMove(field, QPoint(80, 40))
    assert posted == [], "a first touch is not yet enough"
    assert field.grab().toImage() != before
    for y in range(20, field.height(), 40):
        for x in range(20, field.width(), 40):
            QTest.mouseMove(field, QPoint(x, y))
    assert posted == [DisplayTap(action="show")]
    drawn(window, SCENES["scratch-open"])
    opened = next(one for one in body.findChildren(ScratchField) if one.isVisible())
    assert "Cappuccino" in opened.accessibleName()


def test_new_strokes_are_drawn_once_and_stay(make_pad: MakePad) -> None:
    window = make_pad()
    body = drawn(window, SCENES["earned"])
    row = next(one for one in body.findChildren(StampRow) if one.isVisible())
    assert body.motion.loopCount() == 1
    assert row.shown < 8
    body.motion.setCurrentTime(body.motion.duration())
    assert row.shown == 8


def test_what_a_screen_reader_hears_is_all_of_it(make_pad: MakePad) -> None:
    window = make_pad()
    said = {name: drawn(window, scene).said for name, scene in SCENES.items()}
    assert "Hi A." in said["member"]
    assert "840" in said["member"]
    assert "+62" in said["earned"]
    assert "How was it today?" in said["question"]
    assert "may remind me" in said["consents"]
    assert "Reads codes only" not in said["thanks"]
    assert all(said.values())


def welcome(*slides: Slide) -> Welcome:
    """The welcome with slides."""
    plain = SCENES["welcome"]
    assert isinstance(plain, Welcome)
    return msgspec.structs.replace(plain, slides=slides)


def test_slides_go_round_and_end_with_the_welcome(make_pad: MakePad, tmp_path: Path) -> None:
    red = QImage(QSize(64, 48), QImage.Format.Format_RGB32)
    red.fill(QColor("#FF0000"))
    assert red.save(str(tmp_path / "cake.png"))
    window = make_pad()
    window.use_folder(str(tmp_path))
    body = drawn(window, welcome(Slide(text="Fresh bread"), Slide(picture="cake.png")))
    stage = body.stage
    assert isinstance(stage, WelcomeStage)
    assert stage.headline.isVisible()
    window.slides.turn()
    assert stage.text.isVisible()
    assert stage.text.text() == "Fresh bread"
    assert not stage.headline.isVisible()
    window.slides.turn()
    middle = window.grab().toImage().pixelColor(640, 400)
    assert (middle.red(), middle.green(), middle.blue()) == (255, 0, 0)
    assert not body.shop.isVisible()
    window.slides.turn()
    assert stage.headline.isVisible()
    # Somebody comes: nothing turns any more, and later it begins with the welcome.
    window.slides.turn()
    drawn(window, SCENES["member"])
    assert not window.slides.timer.isActive()
    assert window.slides.now() is None


def test_a_slide_is_never_read_from_elsewhere_and_a_broken_one_is_a_ground(
    make_pad: MakePad, tmp_path: Path
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "torn.png").write_bytes(b"no picture")
    QImage(QSize(4, 4), QImage.Format.Format_RGB32).save(str(tmp_path / "private.png"))
    window = make_pad()
    window.use_folder(str(tmp_path / "shop"))
    for name in ("../private.png", "torn.png", "gone.png"):
        assert window.slides.picture(name, QSize(100, 100)).isNull()
        drawn(window, welcome(Slide(picture=name)))
        window.slides.turn()
        window.grab()


def test_the_code_on_the_screen_is_a_card_that_can_be_read(
    make_pad: MakePad, tmp_path: Path
) -> None:
    from PIL import Image

    for width, height, dark in ((1280, 800, True), (800, 1280, False), (1024, 600, False)):
        window = make_pad(width, height, dark=dark)
        drawn(window, SCENES["card"])
        photo = tmp_path / "photo.png"
        assert window.grab().save(str(photo))
        with Image.open(photo) as picture:
            assert [one.text for one in zxingcpp.read_barcodes(picture)] == ["1234567890123457"]
