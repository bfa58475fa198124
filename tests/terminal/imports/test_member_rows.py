"""Rows of members: what is read, and in which words a row is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty.errors import Refusal
from scanner.legacy_rules import LegacyCard, LegacyCards
from terminal.imports import member_rows
from terminal.imports.member_rows import MemberRow, RowError

SETTING = LegacyCards(
    cards=(
        LegacyCard(symbology="EAN13", prefix="29"),
        LegacyCard(symbology="UPCA", prefix="04"),
        LegacyCard(symbology="ITF", length=12),
        LegacyCard(symbology="Code39", prefix="CLUB"),
    )
)


def read(folder: Path, text: str, symbology: str = "") -> list[MemberRow | str]:
    """Give every row of a file, or why it is left out."""
    path = folder / "members.csv"
    path.write_text(text, encoding="utf-8")
    form = member_rows.form_of(path)
    found: list[MemberRow | str] = []
    for record in member_rows.rows(path, form):
        try:
            found.append(member_rows.member_of(record, form, SETTING, symbology))
        except RowError as error:
            found.append(str(error))
    return found


def test_columns_are_known_by_their_names_in_five_languages(data_dir: Path) -> None:
    wanted = MemberRow(row=2, key="EAN13:2912345678906", name="Åsa", phone="0612", points=1200)
    for heading in (
        "number;name;phone;points",
        "Kaartnummer;Naam;Mobiel;Punten",
        "Kortnummer;Namn;Mobil;Poäng",
        "Kartennummer;Name;Handy;Punkte",
        "Número do cartão;Nome;Celular;Pontos",
    ):
        assert read(data_dir, f"{heading}\n2912345678906;Åsa;0612;1 200\n") == [wanted], heading


def test_a_upc_a_is_one_number_however_it_is_written(data_dir: Path) -> None:
    rows = read(data_dir, "number,symbology\n041234567891,UPC-A\n0041234567891,ean 13\n")
    assert [row.key for row in rows if isinstance(row, MemberRow)] == ["EAN13:0041234567891"] * 2


@pytest.mark.parametrize(
    ("number", "symbology", "why"),
    [
        ("2912345678907", "", "last digit of 2912345678907 is wrong; expected 6"),
        ("2912345678907", "EAN-13", "last digit of 2912345678907 is wrong; expected 6"),
        ("291234567891", "EAN-13", "has 12 digits, EAN13 has 13; a spreadsheet may have dropped"),
        ("29123456789061", "EAN-13", "has 14 digits, EAN13 has 13"),
        ("041234567891", "EAN-13", "is a UPCA"),
        ("29A2345678906", "EAN-13", "digits only"),
        ("4006381333931", "", "is no card that this shop takes (any kind)"),
        ("4006381333931", "EAN13", "is no card that this shop takes (EAN13)"),
        ("12345678", "Codabar", "is no card that this shop takes (Codabar)"),
        ("2.91235E+12", "", "a spreadsheet has shortened"),
        ("", "EAN13", "there is no number"),
        ("041234567891", "", "can be EAN13 or ITF; say which"),
        ("CLUB1", "magnetic", '"magnetic" is no symbology; expected one of EAN13'),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    data_dir: Path, number: str, symbology: str, why: str
) -> None:
    rows = read(data_dir, f"number;symbology\n{number};{symbology}\nCLUB0001;\n")
    assert isinstance(rows[0], str), rows
    assert why in rows[0]
    assert rows[1] == MemberRow(row=3, key="Code39:CLUB0001", name="", phone="", points=0)


@pytest.mark.parametrize("points", ["-1", "1.5", "many", "1,000", "99999999999"])
def test_points_are_whole_and_never_guessed(data_dir: Path, points: str) -> None:
    rows = read(data_dir, f"number;points\nCLUB0001;{points}\n")
    assert isinstance(rows[0], str)
    assert "is no number of points" in rows[0]


def test_a_file_without_numbers_is_refused(data_dir: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(data_dir, "name;phone\nAnna;0612\n")
    assert caught.value.code == "members_columns"
