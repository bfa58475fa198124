"""Files that are broken, or made to break: each is answered in a sentence, and nothing is lost."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from loyalty.errors import Refusal
from terminal.imports import member_files, sheets
from terminal.till.incoming import RowError
from tests.stories.play import Player
from tests.terminal.imports.bringing import bring, listed, rows, shop

SHORT = "This phone number is too short and cannot exist. Ask for all its digits."


def code_of(path: Path) -> str:
    """Give the code with which a file is refused."""
    with pytest.raises(Refusal) as caught:
        member_files.form_of(path)
    return caught.value.code


def test_files_that_are_no_lists(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(b"")
    assert code_of(file) == "file_empty"
    file.write_bytes(b"\n\n\n")
    assert code_of(file) == "file_empty"
    file.write_bytes(bytes(range(256)) * 40)
    assert code_of(file) == "members_columns"
    file.write_bytes(b"PK\x03\x04 no zip at all")
    assert code_of(file) == "file_unreadable"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert code_of(file) == "file_spreadsheet"
    assert code_of(tmp_path / "missing.csv") == "file_unreadable"


def test_a_zip_bomb_is_refused_before_anything_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 6_000_000)
    assert file.stat().st_size < 10_000
    monkeypatch.setattr(sheets, "UNPACKED_MAX_BYTES", 5_000_000)
    assert code_of(file) == "file_huge"


def test_a_cell_far_away_makes_no_room_for_those_between(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["name", "points"])
    book.active.append(["Anna", 5])
    book.active["XFD900000"] = "far"
    file = tmp_path / "far.xlsx"
    book.save(file)
    assert member_files.form_of(file).rows == 1


def test_xlsx_is_read_like_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["Members of 2026"],
        ["Name", "Mobile", "Points", "Birthday", "Joined"],
        ["Anna", "0612345678", 1250.0, date(1980, 5, 12), date(2024, 3, 1)],
        ["Bram", 3161, "12.5", None, None],
    ):
        sheet.append(line)
    file = tmp_path / "members.xlsx"
    book.save(file)
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, file, rounding="up")
        assert (told["rows"], told["new"], told["points"]) == (2, 1, 1250)
        player.sync()
        (anna,) = rows(listed(player))
        assert (anna["birthday"], anna["joined"]) == ("05-12", "2024-03-01")
        assert "column Mobile" in (tmp_path / "members.rejects.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "members.csv"
    file.write_text(f"Naam{separator}Punten\nÅsa Öberg{separator}7\n", encoding)
    form = member_files.form_of(file)
    (record,) = member_files.rows(file, form)
    assert record.cells == ["Åsa Öberg", "7"]


def test_a_line_of_a_million_columns_spoils_itself_only(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    with file.open("w", encoding="utf-8") as text:
        text.write("name,points\nAnna,5\n")
        text.write("a," * 1_000_000 + "\n")
        text.write("," * 900_000 + "x\n")
        text.write("Bram,6\n")
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, file)
        assert (told["rows"], told["new"], told["rejected"], told["points"]) == (4, 2, 2, 11)
    reasons = (tmp_path / "members.rejects.csv").read_text("utf-8-sig")
    assert "row 3: the line is longer than any row of a table" in reasons
    assert "row 4: there are more cells than headings" in reasons


def test_what_two_members_cannot_share_and_what_nobody_brings(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text(
        "card;name;phone;points;shoe size\n"
        ";Anna;0612345678;5;38\n"
        ";Bram;06-12345678;6;43\n"
        ";Cas;061;1;\n"
        ";Dirk;;-4;\n"
        ";;;9;\n"
        ";'Eva;0612345679;2;\n"
        ";Anna;;1;\n",
        "utf-8",
    )
    with shop(tmp_path / "shop") as player:
        told = bring(player.counter, file)
        assert told["not_taken"] == ["shoe size"]
        assert (told["new"], told["rejected"], told["points"]) == (3, 4, 8)
        with (tmp_path / "members.rejects.csv").open(encoding="utf-8-sig", newline="") as file_:
            mended = list(csv.reader(file_, delimiter=";"))
        assert [row[-1] for row in mended[1:]] == [
            "row 3, column phone: row 2 has this phone number too",
            f"row 4, column phone: {SHORT}",
            "row 5, column points: below zero: nobody brings less than nothing; write 0, or owed",
            "row 6: no card, phone number, e-mail or name: nobody could be found by this",
        ]
        assert mended[0] == ["card", "name", "phone", "points", "shoe size", "reason"]


def test_a_german_till_says_it_in_german(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name;points\nAnna;-4\n", "utf-8")
    player = Player(tmp_path / "shop", language="de")
    bring(player.counter, file)
    player.close()
    reason = (tmp_path / "members.rejects.csv").read_text("utf-8-sig")
    assert "Zeile 2, Spalte points:" in reason


def test_an_error_of_a_row_says_nothing_of_the_person() -> None:
    error = RowError("row {earlier} has this phone number too", "phone", earlier=3)
    assert str(error) == "row 3 has this phone number too"


def test_a_damaged_sheet_is_said_to_be_one(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["name", "points"])
    file = tmp_path / "members.xlsx"
    book.save(file)
    raw = bytearray(file.read_bytes())
    for at in range(200, len(raw) - 200, 97):
        raw[at] ^= 0x5A
    file.write_bytes(bytes(raw))
    assert code_of(file) == "file_unreadable"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook")
    assert code_of(file) == "file_unreadable"


def test_headings_without_end_are_no_list(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name," * 100_000 + "\n" + "Anna," * 100_000 + "\n", "utf-8")
    assert code_of(file) == "members_columns"
