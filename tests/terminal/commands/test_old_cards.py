"""`cards accept` and old cards in `import`: a real server, a real till's files, what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from typer.testing import CliRunner

from main import app
from terminal.commands import decoding, doctor_readers, output, surroundings
from tests.terminal.commands.place import served

TAKEN = '[[cards]]\nsymbology = "EAN13"\nprefix = "29"\n'
ROWS = """number;name;phone;points
2912345678906;Anna de Vries;06 12345678;120
2900000000001;Bram Haan;;0
2900000000018;;06-12345678;5
2900000000001;Twice;;9
2912345678907;Wrong;;1
=4006381333931;Product;;1
"""


def say(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run a verb and give its exit code and its answer; in this process, to be quick."""
    done = CliRunner().invoke(app, [*words, "--json"], env={"REGULARS_DATA": str(folder)})
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return done.exit_code, answer


def test_the_owner_says_which_cards_are_taken(data_dir: Path) -> None:
    shop = data_dir / "shop"
    file = data_dir / "cards.toml"
    file.write_text(TAKEN, encoding="utf-8")
    kind = {"symbology": "EAN13", "prefix": "29", "length": None}
    assert say(shop, "cards", "accept", "--show") == (0, {"cards": []})
    assert say(shop, "cards", "accept", str(file)) == (0, {"cards": [kind]})
    assert say(shop, "cards", "accept", "--show") == (0, {"cards": [kind]})
    file.write_text('{"cards": [{"symbology": "EAN13"}]}', encoding="utf-8")
    code, answer = say(shop, "cards", "accept", str(file))
    assert (code, answer["error"]["code"]) == (2, "legacy_setting")
    assert "prefix of two digits" in answer["error"]["message"]
    assert say(shop, "cards", "accept", "--show") == (0, {"cards": [kind]}), "nothing was changed"
    assert say(shop, "cards", "accept", "--none") == (0, {"cards": []})


def test_members_come_with_the_cards_they_carry(folder: Path, data_dir: Path) -> None:
    cards, file = data_dir / "cards.toml", data_dir / "members.csv"
    cards.write_text(TAKEN, encoding="utf-8")
    file.write_text(ROWS, encoding="utf-8")
    with served(folder):
        code, answer = say(folder, "import", str(file), "--dry-run")
        assert (code, answer["new"], answer["rejected"]) == (output.FOUND, 0, 6), "takes no cards"
        assert say(folder, "cards", "accept", str(cards))[0] == 0
        code, answer = say(folder, "import", str(file), "--dry-run")
        told = {"rows": 6, "new": 2, "same": 0, "rejected": 4, "points": 120}
        assert code == output.FOUND
        assert {name: answer[name] for name in told} == told
        assert say(folder, "ledger", "verify")[1]["events"] == 2, "nothing was written"
        code, answer = say(folder, "import", str(file))
        assert {name: answer[name] for name in told} == told
        assert answer["sent"]
        code, answer = say(folder, "import", str(file))
        assert (answer["new"], answer["same"]) == (0, 2)
        found = say(folder, "ledger", "verify")[1]
        assert (found["ok"], found["events"]) == (True, 4)
    left = (data_dir / "members.rejects.csv").read_text("utf-8-sig").splitlines()
    assert left[0] == "number;name;phone;points;reason"
    for line, why in zip(
        left[1:],
        ("has this phone number", "row 3 has this card too", "expected 6", "no card that the"),
        strict=True,
    ):
        assert why in line
    assert left[4].startswith("'=4006"), "no spreadsheet runs a cell"


def photo(folder: Path, text: str) -> Path:
    """Take a photo of a bar code."""
    import cv2

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    path = folder / f"{text}.png"
    drawn = np.pad(np.asarray(code.to_image(scale=3)), 60, constant_values=255)
    assert cv2.imwrite(str(path), drawn)
    return path


def test_decode_judges_older_cards_as_the_shop_does(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cards, file = data_dir / "cards.toml", data_dir / "members.csv"
    cards.write_text(TAKEN, encoding="utf-8")
    file.write_text(ROWS, encoding="utf-8")
    photos = [photo(data_dir, text) for text in ("2912345678906", "2955555555551", "4006381333931")]
    with served(folder):
        say(folder, "cards", "accept", str(cards))
        say(folder, "import", str(file))
    decoding.run(photos, "all", folder)
    judged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["accepted"] for one in judged] == ["2912345678906", None, None]
    assert [one["why"] for one in judged] == [None, "card_unknown", "product_code"]
    nowhere = data_dir / "nowhere"
    decoding.run(photos[:1], "all", nowhere)
    assert json.loads(capsys.readouterr().out)["why"] == "product_code"
    assert not nowhere.exists(), "to look at a picture makes no shop"
    found = doctor_readers.cards(surroundings.enter(folder))
    assert found.found.startswith("EAN13; ")


def test_doctor_says_of_a_gun_what_to_do(folder: Path) -> None:
    around = surroundings.enter(folder)
    assert doctor_readers.gun(around, "").found.startswith("as it leaves its box; ")
    missing = doctor_readers.gun(around, str(folder / "ttyGone"))
    assert not missing.ok
    assert missing.advice
