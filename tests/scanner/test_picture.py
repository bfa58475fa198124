"""Reading picture files, as the command line's `decode` does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from loyalty import number
from loyalty.errors import Refusal
from scanner.drawing import Card, Layout, draw
from scanner.image import Image, as_image
from scanner.picture import Formats, read_file
from tests.scanner.test_decode import TEXTS, code_picture
from tests.scanner.web_camera import jpeg

ANNA = number.make("0000", "123456789")
ELSEWHERE = number.make("4711", "123456789")


def stored(folder: Path, picture: Image, name: str = "kärtchen ü.jpg") -> Path:
    path = folder / name
    path.write_bytes(jpeg(picture))
    return path


def test_a_card_is_accepted(tmp_path: Path) -> None:
    path = stored(tmp_path, draw(Card(text=ANNA)))
    result = read_file(path, issuer="0000")
    assert (result.accepted, result.why) == (ANNA, None)
    line = result.as_json()
    assert list(line) == ["file", "found", "accepted", "why", "ms"]
    assert line["file"] == str(path)
    assert {one["symbology"] for one in line["found"]} == {"QRCode", "Code128"}
    assert all(isinstance(x, int) for one in line["found"] for at in one["corners"] for x in at)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ELSEWHERE, "other_issuer"),
        (ANNA[:-1] + str((int(ANNA[-1]) + 1) % 10), "check_digit"),
        ("4111111111111111", "payment_card"),
        ("1234567890123456", "foreign"),
    ],
)
def test_why_a_code_is_not_accepted(tmp_path: Path, text: str, why: str) -> None:
    path = stored(tmp_path, draw(Card(text=text, layout=Layout.QR_20_MM)))
    result = read_file(path, issuer="0000")
    assert (result.accepted, result.why) == (None, why)


def test_any_shop_is_accepted_when_none_is_named(tmp_path: Path) -> None:
    path = stored(tmp_path, draw(Card(text=ELSEWHERE, layout=Layout.QR_20_MM)))
    assert read_file(path).accepted == ELSEWHERE


def test_two_cards_in_one_picture_are_a_conflict(tmp_path: Path) -> None:
    both = [draw(Card(text=text, layout=Layout.QR_20_MM)) for text in (ANNA, ELSEWHERE)]
    path = stored(tmp_path, as_image(np.vstack(both)))
    result = read_file(path)
    assert (result.accepted, result.why) == (None, "conflict")
    assert len(result.found) == 2


def test_an_empty_picture_holds_nothing(tmp_path: Path) -> None:
    result = read_file(stored(tmp_path, np.full((400, 600, 3), 120, np.uint8)), Formats.ALL)
    assert (result.found, result.accepted, result.why) == ((), None, "nothing_found")


@pytest.mark.parametrize("name", TEXTS)
def test_all_formats_are_found_in_files(tmp_path: Path, name: str) -> None:
    result = read_file(stored(tmp_path, code_picture(name, TEXTS[name])), Formats.ALL)
    assert [(one.symbology, one.text) for one in result.found] == [(name, TEXTS[name])]
    member = name == "Code128"
    assert (result.accepted is not None) == member


def test_a_code_cut_without_its_quiet_zone_is_found(tmp_path: Path) -> None:
    picture = code_picture("Code39", TEXTS["Code39"])
    dark = np.argwhere(picture < 128)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    cut = as_image(picture[top : bottom + 1, left : right + 1])
    result = read_file(stored(tmp_path, cut, "cut.jpg"), Formats.ALL)
    assert [one.text for one in result.found] == [TEXTS["Code39"]]
    for x, y in result.found[0].corners:
        assert -8 <= x <= cut.shape[1] + 8
        assert -8 <= y <= cut.shape[0] + 8


@pytest.mark.parametrize(
    ("content", "code"), [(None, "no_file"), (b"", "not_a_picture"), (b"GIF8?", "not_a_picture")]
)
def test_a_file_that_is_no_picture_is_refused(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "odd.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.code == code
    assert refusal.value.details == {"path": str(path)}


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_file(tmp_path)
