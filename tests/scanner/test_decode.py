"""Decoding: rendered cards in many poses, every symbology by name, corners, and pictures' files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

import scanner
from loyalty import number
from scanner import symbology
from scanner.decode import CASCADE, Stage, decode, from_top_left, look, read
from scanner.drawing import Card, Layout, draw
from scanner.image import Image, as_image, grey_of
from scanner.reader import TURNS, Reader
from scanner.rendering import Optics, Pose, Presentation, Renderer, corners_of
from scanner.sightings import Found

NUMBER = number.make("0000", "123456789")
NINES = number.make("9999", "999999999")
SOURCES = sorted(Path(scanner.__file__).parent.glob("*.py"))
TEXTS = {
    "QRCode": "HELLO REGULARS",
    "Code128": NUMBER,
    "EAN13": "4006381333931",
    "EAN8": "96385074",
    "UPCA": "036000291452",
    "UPCE": "01234565",
    "Code39": "REG-1",
    "ITF": "12345678901231",
    "Codabar": "A12345B",
    "DataMatrix": "HELLO REGULARS",
    "Aztec": "HELLO REGULARS",
    "PDF417": "HELLO REGULARS",
}


def code_picture(name: str, text: str) -> Image:
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    return as_image(np.pad(np.asarray(code.to_image(scale=4)), 60, constant_values=255))


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(np.random.default_rng(1))


def frame_of(renderer: Renderer, layout: Layout, pose: Pose, optics: Optics | None = None) -> Image:
    presentation = Presentation(pose=pose, optics=optics or Optics())
    return grey_of(renderer.frame(Card(text=NUMBER, layout=layout), presentation))


POSES = [
    Pose(),
    Pose(width_px=360),
    Pose(width_px=760),
    Pose(roll_deg=12),
    Pose(roll_deg=-14),
    Pose(roll_deg=180),
    Pose(tilt_deg=22),
    Pose(pan_deg=-22),
    Pose(tilt_deg=-14, pan_deg=14, roll_deg=8),
    Pose(center_px=(420, 260), width_px=430, roll_deg=6),
]
CARDS = [
    Layout.CLASSIC,
    Layout.QR_20_MM,
    Layout.QR_15_MM,
    Layout.BARS_60_MM,
    Layout.BARS_70_MM,
]


@pytest.mark.parametrize("layout", CARDS)
@pytest.mark.parametrize("pose", POSES, ids=str)
def test_cards_are_read_in_every_usual_pose(renderer: Renderer, layout: Layout, pose: Pose) -> None:
    found = decode(frame_of(renderer, layout, pose))
    assert {one.text for one in found} == {NUMBER}


@pytest.mark.parametrize("pose", [Pose(width_px=250), Pose(width_px=300, roll_deg=8)], ids=str)
def test_phones_are_read(renderer: Renderer, pose: Pose) -> None:
    found = decode(frame_of(renderer, Layout.PHONE_NUMBER, pose))
    assert [(one.text, one.symbology) for one in found] == [(NUMBER, "QRCode")]


@pytest.mark.parametrize("text", [NINES, number.make("9900", "000000000")])
@pytest.mark.parametrize("layout", [Layout.QR_15_MM, Layout.BARS_60_MM])
def test_numbers_of_many_nines_come_through_whole(
    renderer: Renderer, layout: Layout, text: str
) -> None:
    frame = grey_of(renderer.frame(Card(text=text, layout=layout), Presentation()))
    assert {one.text for one in decode(frame)} == {text}


def test_bars_that_are_turned_too_far_for_one_line_are_laid_flat(renderer: Renderer) -> None:
    frame = frame_of(renderer, Layout.BARS_70_MM, Pose(roll_deg=24, width_px=620))
    assert look(frame, Stage.PLAIN) == []
    assert [one.text for one in look(frame, Stage.BARS)] == [NUMBER]


def test_grain_and_blur_are_what_the_later_stages_are_for(renderer: Renderer) -> None:
    frames = [
        frame_of(
            renderer,
            Layout.QR_15_MM,
            Pose(width_px=340 + 10 * step, roll_deg=3 * step),
            Optics(defocus_px=1.15, light=0.5, noise=6.0),
        )
        for step in range(8)
    ]
    plain = [frame for frame in frames if look(frame, Stage.PLAIN)]
    read_at_last = [frame for frame in frames if decode(frame)]
    assert len(read_at_last) > len(plain)


def test_an_empty_counter_shows_nothing(renderer: Renderer) -> None:
    frame = grey_of(renderer.frame(None, Presentation()))
    assert [look(frame, stage) for stage in Stage] == [[] for _ in Stage]


@pytest.mark.parametrize(
    ("layout", "stage"),
    [
        (Layout.QR_20_MM, Stage.PLAIN),
        (Layout.QR_20_MM, Stage.CLEANED),
        (Layout.QR_20_MM, Stage.SHARPENED),
        (Layout.QR_20_MM, Stage.FITTED),
        (Layout.BARS_70_MM, Stage.BARS),
    ],
)
@pytest.mark.parametrize("pose", [POSES[0], POSES[3], POSES[5]], ids=str)
def test_corners_lie_in_the_picture_where_the_code_is(
    renderer: Renderer, layout: Layout, stage: Stage, pose: Pose
) -> None:
    pose = replace(pose, width_px=600)
    found = look(frame_of(renderer, layout, pose), stage)
    face = draw(Card(text=NUMBER, layout=layout))
    card = corners_of(face.shape[1], face.shape[0], pose)
    assert len(found) == 1
    corners = found[0].corners
    assert len(corners) == 4
    for x, y in corners:
        assert card[:, 0].min() < x < card[:, 0].max()
        assert card[:, 1].min() < y < card[:, 1].max()
    sums = [x + y for x, y in corners]
    assert sums[0] == min(sums)
    (ax, ay), (bx, by), (cx, cy), _ = corners
    assert (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0, "clockwise as seen"


def test_corners_begin_at_the_top_left_however_they_come() -> None:
    square = [(0.0, 0.0), (9.0, 1.0), (9.0, 8.0), (1.0, 9.0)]
    for turn in range(4):
        assert from_top_left(square[turn:] + square[:turn]) == tuple(square)
        assert from_top_left((square[turn:] + square[:turn])[::-1]) == tuple(square)


@pytest.mark.parametrize("name", TEXTS)
def test_every_symbology_has_its_name_and_text(name: str) -> None:
    found = read(code_picture(name, TEXTS[name]), symbology.ALL)
    assert [(one.symbology, one.text) for one in found] == [(name, TEXTS[name])]


@pytest.mark.parametrize("eight", ["01234505", "01234514", "01234531", "01234543", "01234558"])
def test_upc_e_is_given_as_it_is_printed(eight: str) -> None:
    seven = eight[:7]
    found = read(code_picture("UPCE", seven), symbology.ALL)
    assert [one.text[:7] for one in found] == [seven]


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in {"QRCode", "Code128"}])
def test_other_symbologies_are_invisible_to_the_member_stages(name: str) -> None:
    assert decode(code_picture(name, TEXTS[name])) == []


def test_micro_qr_is_never_taken_for_a_qr_code() -> None:
    code = zxingcpp.create_barcode("764", zxingcpp.BarcodeFormat.MicroQRCode)
    picture = as_image(np.pad(np.asarray(code.to_image(scale=8)), 80, constant_values=255))
    assert decode(picture) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (500, 2), (79, 79), (100, 100)])
def test_a_picture_of_any_size_is_looked_at_without_harm(shape: tuple[int, int]) -> None:
    assert decode(np.full(shape, 200, dtype=np.uint8)) == []


def test_the_running_camera_spends_one_more_stage_on_a_frame_that_shows_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent: list[Stage] = []

    def seen(grey: Image, stage: Stage) -> list[Found]:
        spent.append(stage)
        return []

    monkeypatch.setattr("scanner.reader.look", seen)
    reader, empty = Reader(), np.zeros((4, 4), np.uint8)
    for _ in TURNS:
        assert reader.read(empty) == []
    assert spent[::2] == [Stage.PLAIN] * len(TURNS)
    assert set(spent[1::2]) == {*CASCADE, Stage.RETAIL} - {Stage.PLAIN}


def test_a_stage_that_helped_is_tried_first_on_the_next_frame(renderer: Renderer) -> None:
    frame = frame_of(renderer, Layout.BARS_70_MM, Pose(roll_deg=24, width_px=620))
    reader = Reader((Stage.CLEANED, Stage.BARS))
    assert reader.read(frame) == []
    assert [one.text for one in reader.read(frame)] == [NUMBER]
    assert [one.text for one in reader.read(frame)] == [NUMBER]


def test_the_reader_sees_a_product_so_that_the_cashier_can_be_told() -> None:
    frame, reader = code_picture("EAN13", TEXTS["EAN13"]), Reader()
    seen = [one.symbology for _ in range(6) for one in reader.read(frame)]
    assert seen == ["EAN13"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_code_of_the_scanner_can_write_a_picture(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in ("imwrite", "imencode", "VideoWriter(", "write_bytes", "write_text", ".save("):
        assert name not in text, name
    assert not re.search(r"(?<![\w.])(?<!def )open\(", text)
