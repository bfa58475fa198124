"""`kit`: of a file, of a bonus day, with numbers; what is wrong is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loyalty import number
from loyalty.errors import Refusal
from terminal.commands import kit_making, output
from terminal.commands.kit_making import Wanted, make
from terminal.kit.asked import Asked
from tests.terminal.kit.ready import FOLDER

COFFEE = FOLDER / "coffee-bar.toml"


def asked(**more: object) -> Asked:
    return kit_making._asked(Wanted(programme=COFFEE, **more))  # type: ignore[arg-type]


def test_pictures_of_a_kit_need_no_shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = Wanted(programme=COFFEE, language="de", out=tmp_path / "kit", pictures=True)
    assert make(wanted, as_json=True) == output.OK
    said = json.loads(capsys.readouterr().out)
    assert said["folder"] == str(tmp_path / "kit")
    assert sorted(said["files"]) == sorted(path.name for path in (tmp_path / "kit").iterdir())
    assert "kit-poster.png" in said["files"]


def test_a_bonus_day_is_read() -> None:
    found = asked(boost="double", on="2026-12-05", between="09:00-18:00").boost
    assert found.percent == 100
    assert found.until_us - found.from_us == 9 * 3_600 * 1_000_000
    assert asked(boost="50", on="2026-12-05").boost.percent == 50
    assert asked(boost="SANTA", on="2026-12-05").boost.code == "SANTA"


@pytest.mark.parametrize(
    "more",
    [
        {"boost": "double"},
        {"boost": "double", "on": "5 December"},
        {"boost": "double", "on": "2026-12-05", "between": "9-18"},
        {"boost": "double", "on": "2026-12-05", "between": "18:00-09:00"},
        {"boost": "5000", "on": "2026-12-05"},
        {"boost": "now"},
    ],
)
def test_a_bonus_day_that_is_none_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        asked(**more)
    assert refused.value.code == "kit_boost"


def test_numbers_come_from_a_file(tmp_path: Path) -> None:
    mine = number.make("0000", "000000017")
    listed = tmp_path / "numbers.txt"
    listed.write_text(f"{number.grouped(mine)}\n\n")
    assert asked(numbers=listed).numbers == (mine,)
    for text in ("", "1234\n", f"{mine[:-1]}x\n"):
        listed.write_text(text)
        with pytest.raises(Refusal) as refused:
            asked(numbers=listed)
        assert refused.value.code == "kit_numbers"
    with pytest.raises(Refusal):
        asked(numbers=tmp_path / "none.txt")
    with pytest.raises(Refusal):
        make(Wanted(programme=COFFEE, forms=501), as_json=True)
