"""The whole day at the real windows: every step says what it has to, and leaves its picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.day import report, run
from tests.day.counter import lacking
from tests.day.screens import missing
from tests.day.script import Step, steps

LEAST_PICTURES = 60


def test_every_picture_has_a_name_of_its_own_and_a_sentence() -> None:
    named = [step for step in steps() if step.name]
    assert len({step.name for step in named}) == len(named) >= LEAST_PICTURES
    assert all(step.tells for step in named)
    assert all(step.counter or step.member for step in named)


def test_what_is_wanted_and_what_has_to_be_gone() -> None:
    step = Step(do=["touch member 'Choose a reward'"], counter=["Anna", "!Bram"])
    assert step.acts == [["touch", "member", "Choose a reward"]]
    assert step.wanted == {"counter": ["Anna"], "member": []}
    assert step.gone == {"counter": ["Bram"], "member": []}
    assert lacking({}, step.wanted, step.gone) == ["no 'Anna' at counter"]


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=f"needs {missing()}, which `make setup` installs")
def test_the_day(tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    played = run.play(steps(), out, tmp_path)
    assert [one.missed for one in played if one.missed] == []
    pictures = [one.picture for one in played if one.picture]
    assert len(pictures) >= LEAST_PICTURES
    report.write(played, out)
    page = (out / report.PAGE).read_text("utf-8")
    assert all(picture in page and (out / picture).stat().st_size for picture in pictures)
