"""Every screen there is has a picture, and in no language a word on one of them is cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QApplication

from terminal.commands import output, proving
from terminal.qt.window import VIEWS
from terminal.till import draw
from terminal.till.pad_screen import Pad, PadKind
from tests.screens.conftest import NAMES, Take
from tests.screens.drawing import Sheet
from tests.screens.drawing import draw as drawn
from tests.screens.run import LISTS, added, missed

SMALL = Sheet(1024, 600)
LONGEST = ("de", "pt_BR")
"""The languages whose words are cut first; the slow test draws the others too."""


def test_no_screen_and_no_pad_is_forgotten(take: Take) -> None:
    shots = [shot for name in NAMES for shot in take(name, "en")]
    kinds = {type(shot.value) for shot in shots}
    pads = {shot.value.kind for shot in shots if isinstance(shot.value, Pad)}
    modes = {shot.mode for shot in shots}
    assert set(VIEWS) - kinds == set(), "take a shot of it in tests/screens/*.scene"
    assert set(get_args(PadKind)) - pads == set(), "let a scene open this pad"
    assert set(draw.STAGES) - modes == set(), "let a scene come to what is drawn here"


def test_every_picture_has_a_name_of_its_own(take: Take) -> None:
    names = [shot.name for name in NAMES for shot in take(name, "en")]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LONGEST)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_in_a_small_window(
    qapp: QApplication, take: Take, name: str, language: str
) -> None:
    found = added(drawn(take(name, language), SMALL, language))
    assert found.pictures == len(take(name, language))
    assert found.texts > 10 * found.pictures
    assert found.faults == {one: [] for one in LISTS}


def test_each_planted_fault_is_found_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert proving.screens(tmp_path, self_test=True, as_json=True) == output.OK
    found = json.loads(capsys.readouterr().out)
    assert {name: len(found[name]) for name in LISTS} == {
        "clipped": 2,
        "small_targets": 1,
        "low_contrast": 1,
        "unnamed": 1,
    }
    assert len(list(tmp_path.glob("*.png"))) == found["pictures"] == 5


def test_a_fault_that_is_not_found_is_missed(qapp: QApplication, take: Take) -> None:
    nothing = added(drawn(take("charity", "en"), SMALL, "en"))
    assert missed(nothing) == LISTS


@pytest.mark.slow
def test_nothing_is_wrong_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = proving.screens(tmp_path, self_test=False, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {name: found[name] for name in LISTS} == {name: [] for name in LISTS}
    assert code == output.OK
    assert len(list(tmp_path.rglob("*.png"))) == found["pictures"] > 3000
