"""Rows of members: what is read, and in which words a row is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty.errors import Refusal
from scanner.legacy_rules import LegacyCard, LegacyCards
from terminal.imports import member_files
from terminal.imports.member_rows import Reading
from terminal.till.incoming import Incoming, RowError

SETTING = LegacyCards(
    cards=(
        LegacyCard(symbology="EAN13", prefix="29"),
        LegacyCard(symbology="UPCA", prefix="04"),
        LegacyCard(symbology="ITF", length=12),
        LegacyCard(symbology="Code39", prefix="CLUB"),
    )
)


def read(
    folder: Path, text: str, rounding: str = "", mapping: tuple[str, ...] = ()
) -> list[Incoming | str]:
    """Give every row of a file, or why it is left out."""
    path = folder / "members.csv"
    path.write_text(text, encoding="utf-8")
    form = member_files.form_of(path, mapping)
    reading = Reading(
        form=form,
        cards=SETTING,
        symbology="",
        first_card="coffee",
        rounding=rounding,
        today="2026-11-22",
    )
    found: list[Incoming | str] = []
    for record in member_files.rows(path, form):
        try:
            found.append(reading.row(record))
        except RowError as error:
            found.append(str(error))
    return found


def points(row: Incoming | str) -> int:
    """Give the points of a row that was read."""
    assert isinstance(row, Incoming), row
    return sum(lot.amount for lot in row.lots if lot.unit == "points")


def test_columns_are_known_by_their_names_in_five_languages(tmp_path: Path) -> None:
    for heading in (
        "number;name;phone;points",
        "Kaartnummer;Naam;Mobiel;Punten",
        "Kortnummer;Namn;Mobil;Poäng",
        "Kartennummer;Name;Handy;Punkte",
        "Número do cartão;Nome;Celular;Pontos",
    ):
        (row,) = read(tmp_path, f"{heading}\n2912345678906;Åsa;0612;1 200\n")
        assert isinstance(row, Incoming), heading
        assert (row.old_cards, row.name, row.phone) == (("EAN13:2912345678906",), "Åsa", "0612")
        assert points(row) == 1200
        assert "Åsa" not in repr(row)


def test_a_upc_a_is_one_number_however_it_is_written(tmp_path: Path) -> None:
    rows = read(tmp_path, "number,symbology\n041234567891,UPC-A\n0041234567891,ean 13\n")
    keys = [row.old_cards for row in rows if isinstance(row, Incoming)]
    assert keys == [("EAN13:0041234567891",)] * 2


@pytest.mark.parametrize(
    ("number", "symbology", "why"),
    [
        ("2912345678907", "", "last digit is wrong; expected 6"),
        ("2912345678907", "EAN-13", "last digit is wrong; expected 6"),
        ("291234567891", "EAN-13", "EAN13 has 13 digits; a spreadsheet may have dropped"),
        ("29123456789061", "EAN-13", "EAN13 has 13 digits"),
        ("041234567891", "EAN-13", "is a UPCA"),
        ("29A2345678906", "EAN-13", "digits only"),
        ("4006381333931", "", "no card that the shop takes"),
        ("4006381333931", "EAN13", "no card that the shop takes"),
        ("12345678", "Codabar", "no card that the shop takes"),
        ("2.91235E+12", "", "a spreadsheet has shortened"),
        ("041234567891", "", "can be EAN13, ITF; say which"),
        ("CLUB1", "magnetic", "no kind of card; expected one of EAN13"),
        ("9000000000006581", "", "one digit of this number is wrong"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    tmp_path: Path, number: str, symbology: str, why: str
) -> None:
    rows = read(tmp_path, f"number;symbology\n{number};{symbology}\nCLUB0001;\n")
    assert isinstance(rows[0], str), rows
    assert why in rows[0]
    assert number not in rows[0], "the sentence quotes nothing of the row"
    assert isinstance(rows[1], Incoming)


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "1,000", "99999999999", "=1+1"])
def test_points_are_whole_and_never_guessed(tmp_path: Path, text: str) -> None:
    (row,) = read(tmp_path, f"number;points\nCLUB0001;{text}\n")
    assert isinstance(row, str), "said, and not guessed"


def test_points_may_be_grouped_and_rounded(tmp_path: Path) -> None:
    text = 'number,points\nCLUB0001,"1,250"\nCLUB0002,12.50\nCLUB0003,"1,250.75"\n'
    for rounding, wanted in (("down", (1250, 12, 1250)), ("nearest", (1250, 13, 1251))):
        assert tuple(map(points, read(tmp_path, text, rounding))) == wanted
    assert tuple(map(points, read(tmp_path, text, "up"))) == (1250, 13, 1251)
    european = "number;points\nCLUB0001;1.250\nCLUB0002;12,50\n"
    assert tuple(map(points, read(tmp_path, european, "down"))) == (1250, 12)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1980-05-12", "05-12"),
        ("05-12", "05-12"),
        ("0000-05-12", "05-12"),
        ("31-12-80", "12-31"),
        ("31/12/1980", "12-31"),
        ("12.5.1980", "05-12"),
        ("12.5.", "05-12"),
        ("--02-29", "02-29"),
    ],
)
def test_a_birthday_keeps_month_and_day(tmp_path: Path, text: str, wanted: str) -> None:
    (row,) = read(tmp_path, f"name;birthday\nAnna;{text}\n")
    assert isinstance(row, Incoming), row
    assert row.birthday == wanted


def test_lots_have_to_add_up(tmp_path: Path) -> None:
    heading = "name,points,lots,owed\n"
    rows = read(
        tmp_path,
        heading
        + "A,120,points 100 until 2027-01-31; points 20,\n"
        + "B,119,points 100 until 2027-01-31; points 20,\n"
        + "C,-5,points 20,points 25\n"
        + "D,-5,,\n"
        + "E,1,points one,\n",
    )
    assert [isinstance(row, Incoming) for row in rows] == [True, False, True, False, False]
    assert "do not add up" in str(rows[1])
    assert "below zero" in str(rows[3])


def test_the_owner_says_what_a_column_is(tmp_path: Path) -> None:
    text = "Wie,Saldo A,Saldo B\nAnna,1,2\n"
    with pytest.raises(Refusal) as caught:
        read(tmp_path, text)
    assert caught.value.code == "members_columns"
    (row,) = read(tmp_path, text, mapping=("name=Wie", "points=Saldo B"))
    assert points(row) == 2
    for mapping, code in (("purse=Wie", "mapping_field"), ("name=Who", "mapping_heading")):
        with pytest.raises(Refusal) as caught:
            read(tmp_path, text, mapping=(mapping,))
        assert caught.value.code == code


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(tmp_path, "name,joined\nAnna,03/04/2024\n")
    assert caught.value.code == "dates_ambiguous"
