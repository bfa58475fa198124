"""The reader paints the newest picture, frames the code that is seen, and never waits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from terminal.qt.look import Look
from terminal.qt.reader import ReaderView

CODE = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A plain picture of one colour."""

    width_px: int = 64
    height_px: int = 36
    rgb: bytes = b"\x10\x80\x40" * (64 * 36)
    corners: tuple[tuple[tuple[float, float], ...], ...] = ()


def test_it_paints_what_the_camera_sees(qtbot: QtBot, look: Look) -> None:
    picture = Picture()
    reader = ReaderView(look, lambda: picture, "Live", hint="Hold a card in the box")
    qtbot.addWidget(reader)
    reader.resize(320, 240)
    reader.show()
    assert reader.grab().toImage().pixelColor(160, 60) == QColor(0x10, 0x80, 0x40)
    reader.hide()
    assert not reader.timer.isActive()


def test_the_same_picture_is_taken_once(qtbot: QtBot, look: Look) -> None:
    pictures = [Picture(), None]
    reader = ReaderView(look, lambda: pictures[0], "Live")
    qtbot.addWidget(reader)
    reader.take()
    first = reader.image.cacheKey()
    reader.take()
    assert reader.image.cacheKey() == first
    pictures[0] = Picture()
    reader.take()
    assert reader.image.cacheKey() != first


def test_the_corners_follow_the_code(qtbot: QtBot, look: Look) -> None:
    picture = Picture(corners=(CODE,))
    reader = ReaderView(look, lambda: picture, "Live")
    qtbot.addWidget(reader)
    reader.resize(640, 360)
    (resting,) = reader.aims()
    reader.take()
    (seen,) = reader.aims()
    assert seen[0].x() == pytest.approx(320 - 64 * 1.1)
    assert seen != resting
    assert seen[0].x() < seen[1].x()
    assert seen[1].y() < seen[2].y()


def test_no_picture_yet_still_shows_where_to_aim(qtbot: QtBot, look: Look) -> None:
    reader = ReaderView(look, lambda: None, "Live")
    qtbot.addWidget(reader)
    reader.resize(400, 300)
    image = reader.grab().toImage()
    corner = reader.aims()[0][0].toPoint()
    around = [
        image.pixelColor(corner.x() + dx, corner.y() + dy) for dx in range(20) for dy in range(20)
    ]
    assert QColor("white") in around


def test_two_codes_are_both_framed(qtbot: QtBot, look: Look) -> None:
    other = tuple((x / 2, y / 2) for x, y in CODE)
    reader = ReaderView(look, lambda: Picture(corners=(CODE, other)), "Live")
    qtbot.addWidget(reader)
    reader.resize(640, 360)
    reader.take()
    assert len(reader.aims()) == 2


def test_beside_a_member_nothing_is_aimed_at(qtbot: QtBot, look: Look) -> None:
    reader = ReaderView(look, lambda: None, "Read", read=True)
    qtbot.addWidget(reader)
    assert reader.aims() == []
