"""The sales files of tills: any header, separator, decimal mark, date and encoding."""

import csv
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from loyalty.forecast.sold import Sold
from loyalty.programme import Programme
from terminal.imports import rejects, sales_csv
from terminal.imports.sales_csv import SalesFile


def programme(*, scale: int = 2, day_start_minutes: int = 240) -> Programme:
    """Give a programme of which only the money and the day matter."""
    return Programme(
        id="test",
        version=1,
        from_day="2026-01-01",
        name="Test",
        currency="EUR",
        scale=scale,
        time_zone="Europe/Amsterdam",
        day_start_minutes=day_start_minutes,
    )


RULES = programme()


def read(
    tmp_path: Path, text: str | bytes, *, dates: str = "", scale: int = 2, day_start: int = 240
) -> SalesFile:
    """Read a file with this text."""
    path = tmp_path / "sales.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return sales_csv.read(
        path,
        sales_csv.form_of(path, dates=dates),
        programme(scale=scale, day_start_minutes=day_start),
        rejects_path=tmp_path / "rejects.csv",
    )


def sold(tmp_path: Path, text: str | bytes, *, dates: str = "", scale: int = 2) -> list[Sold]:
    """Give the sales of a file that has no fault."""
    found = read(tmp_path, text, dates=dates, scale=scale)
    assert found.broken_rows == 0, found.faults
    assert not (tmp_path / "rejects.csv").exists()
    return list(found.sales)


def amounts(found: list[Sold]) -> list[int]:
    """Give what each sale came to."""
    return [each.total_minor for each in found]


HEADERS = {
    "en": "Amount,Date,Time,Member,Product,Category,Quantity,Receipt,Tax",
    "nl": "Bedrag,Datum,Tijd,Klant,Artikel,Categorie,Aantal,Bonnummer,BTW",
    "de": "Betrag,Datum,Uhrzeit,Kundennummer,Artikel,Kategorie,Anzahl,Belegnummer,MwSt",
    "sv": "Belopp,Datum,Klockslag,Kund,Vara,Kategori,Antal,Kvitto,Moms",
    "pt_BR": "Valor,Data,Hora,Cliente,Produto,Categoria,Quantidade,Recibo,Imposto",
}


@pytest.mark.parametrize("language", HEADERS)
def test_usual_headings_in_five_languages(tmp_path: Path, language: str) -> None:
    """Every column is found by the name that a till in that language gives it."""
    row = "6.40,2026-11-22,10:15,c1,espresso,coffee,2,77,0.53"
    (sale,) = sold(tmp_path, f"{HEADERS[language]}\n{row}\n")
    assert (sale.day, sale.minute, sale.member) == ("2026-11-22", 615, "c1")
    (line,) = sale.lines
    assert (line.amount_minor, line.quantity, line.tax_minor) == (640, 2, 53)
    assert (line.product, line.category) == ("espresso", "coffee")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,amount\n2026-11-22,3.20\n", 320),
        ('date,amount\n2026-11-22,"3,20"\n', 320),
        ("date;amount\n2026-11-22;3,20\n", 320),
        ("date\tamount\n2026-11-22\t3,2\n", 320),
        ("date;amount\n2026-11-22;1.234,50\n", 123450),
        ('date,amount\n2026-11-22,"1,234.50"\n', 123450),
        ("date;amount\n2026-11-22;€ 1.234,50\n", 123450),
        ("date;amount\n2026-11-22;R$ 1.234.567,50\n", 123456750),
        ("date;amount\n2026-11-22;1 234,50 kr\n", 123450),
        ("date;amount\n2026-11-22;1'234.50\n", 123450),
        ("date;amount\n2026-11-22;3\n", 300),
        ("date;amount\n2026-11-22;,50\n", 50),
        ("date;amount\n2026-11-22;1.234\n", 123400),
        ("date;amount\n2026-11-22;0.950\n", 95),
        ("date;amount\n2026-11-22;12.500\n2026-11-22;0.950\n", 1250),
        ("date;amount\n2026-11-22;EUR 3,20\n", 320),
        ("sep=;\ndate;amount\n2026-11-22;3,20\n", 320),
    ],
)
def test_amounts(tmp_path: Path, text: str, expected: int) -> None:
    """Comma and point, thousands and currency signs, whatever the separator is."""
    assert amounts(sold(tmp_path, text))[0] == expected


def test_a_currency_without_decimals(tmp_path: Path) -> None:
    """1.234 yen are more than a thousand, and 3,20 yen are no amount."""
    assert amounts(sold(tmp_path, "date;amount\n2026-11-22;1.234\n", scale=0)) == [1234]
    found = read(tmp_path, "date;amount\n2026-11-22;3,20\n", scale=0)
    assert found.broken_rows == 1


@pytest.mark.parametrize(
    ("written", "day", "minute"),
    [
        ("2026-11-22", "2026-11-22", None),
        ("2026-11-22 10:15", "2026-11-22", 615),
        ("2026-11-22T10:15:33.123", "2026-11-22", 615),
        ("2026-11-22T10:15:00Z", "2026-11-22", 675),
        ("2026-07-01T23:30:00+00:00", "2026-07-01", 90),
        ("22-11-2026 10:15", "2026-11-22", 615),
        ("22/11/2026", "2026-11-22", None),
        ("11/22/2026 3:05 PM", "2026-11-22", 905),
        ("11/22/2026 12:05 am", "2026-11-21", 5),
        ("22.11.26 10.15", "2026-11-22", 615),
        ("5.6.2026", "2026-06-05", None),
        ("2026/11/22", "2026-11-22", None),
        ("20261122", "2026-11-22", None),
        ("2026-11-22 03:59", "2026-11-21", 239),
        ("2026-11-22 04:00", "2026-11-22", 240),
    ],
)
def test_dates(tmp_path: Path, written: str, day: str, minute: int | None) -> None:
    """ISO, day first, month first, with a time or without; before the day start is yesterday."""
    (sale,) = sold(tmp_path, f"amount;date\n3,20;{written}\n")
    assert (sale.day, sale.minute) == (day, minute)


def test_one_date_decides_for_the_whole_file(tmp_path: Path) -> None:
    """What proves the order may stand anywhere."""
    text = "date;amount\n03/04/2026;1\n04/13/2026;2\n"
    assert [sale.day for sale in sold(tmp_path, text)] == ["2026-03-04", "2026-04-13"]
    text = "date;amount\n03/04/2026;1\n13/04/2026;2\n"
    assert [sale.day for sale in sold(tmp_path, text)] == ["2026-04-03", "2026-04-13"]


def test_truly_ambiguous_dates_are_asked_for(tmp_path: Path) -> None:
    """Nothing is guessed: the option is named, and then obeyed."""
    text = "date;amount\n03/04/2026;1\n04/05/2026;2\n"
    with pytest.raises(Refusal, match="--dates dmy") as caught:
        read(tmp_path, text)
    assert caught.value.code == "dates_ambiguous"
    assert sold(tmp_path, text, dates="dmy")[0].day == "2026-04-03"
    assert sold(tmp_path, text, dates="mdy")[0].day == "2026-03-04"
    with pytest.raises(Refusal):
        read(tmp_path, text, dates="ymd")


@pytest.mark.parametrize(
    ("encoding", "product"),
    [
        ("utf-8", "café"),
        ("utf-8-sig", "café"),
        ("cp1252", "café “€”"),
        ("latin-1", "café"),
        ("utf-16", "café"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, product: str) -> None:
    """What Excel and tills write, with and without a mark."""
    text = f"Datum;Bedrag;Artikel\n2026-11-22;3,20;{product}\n"
    (sale,) = sold(tmp_path, text.encode(encoding))
    assert sale.lines[0].product == product


def test_titles_above_the_headings_and_blank_rows(tmp_path: Path) -> None:
    """A report's title is passed over; row numbers are those of the spreadsheet."""
    text = "Sales report\n\nDate;Amount\n2026-11-22;3,20\n\n2026-11-23;x\n"
    found = read(tmp_path, text)
    assert amounts(list(found.sales)) == [320]
    assert found.faults[0].row == 6


def test_no_such_columns(tmp_path: Path) -> None:
    """The refusal says what is needed and what was there."""
    with pytest.raises(Refusal, match="a column for the date") as caught:
        read(tmp_path, "when;how much\n2026-11-22;3,20\n")
    assert caught.value.code == "sales_columns"
    assert caught.value.details["got"] == ["when", "how much"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04xl", "file_spreadsheet"),
        (b"\xd0\xcf\x11\xe0", "file_spreadsheet"),
    ],
)
def test_files_that_are_none(tmp_path: Path, data: bytes, code: str) -> None:
    """An empty file and a spreadsheet are named."""
    with pytest.raises(Refusal) as caught:
        read(tmp_path, data)
    assert caught.value.code == code


def test_a_missing_file(tmp_path: Path) -> None:
    """It is said, without a traceback."""
    with pytest.raises(Refusal) as caught:
        sales_csv.form_of(tmp_path / "none.csv")
    assert caught.value.code == "file_unreadable"


def test_broken_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Row, column, what stands there, what was expected; the others count."""
    text = (
        "Datum;Bedrag;Klant;Aantal;BTW\n"
        "2026-11-22;3,20;a;1;0,20\n"
        "31-02-2026;3,20;b;1;0,20\n"
        "2026-11-22;abc;c;1;0,20\n"
        "2026-11-22;3,205;d;1;0,20\n"
        "2026-11-22;3,20;e;many;0,20\n"
        "2026-11-22;3,20;f;1;9,20\n"
        "2026-11-22;3,20;g;1;0,20;extra\n"
        "yesterday;much;h;1;0,20\n"
        "2026-11-22;99999999999,00;i;1;0\n"
        "Totaal;12,80\n"
        '2026-11-22;3,20;"open\n'
        "2026-11-23;1,00;z;1;\n"
    )
    found = read(tmp_path, text)
    assert [(sale.member, sale.total_minor) for sale in found.sales] == [("a", 320), ("z", 100)]
    said = [rejects.reason(fault, say=str) for fault in found.faults]
    assert said[0] == 'row 3, column Datum: "31-02-2026" is no date; expected one like 2026-11-22'
    assert said[1] == 'row 4, column Bedrag: "abc" is no amount; expected one like 3.20'
    assert [fault.row for fault in found.faults] == [3, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12]
    assert found.broken_rows == 10
    assert found.rows == 12
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Datum", "Bedrag", "Klant", "Aantal", "BTW", "reason"]
    assert rows[1][:5] == ["31-02-2026", "3,20", "b", "1", "0,20"]
    assert rows[1][5] == said[0]
    assert rows[7][5] == f"{said[6]}; {said[7]}"
    assert "quotation mark" in rows[10][5]


def test_rejects_can_be_mended_and_read_again(tmp_path: Path) -> None:
    """The file of rejects is a sales file itself."""
    read(tmp_path, "date;amount\n2026-11-22;3,20\n2026-11-22;x\n")
    mended = (tmp_path / "rejects.csv").read_text("utf-8-sig").replace(";x;", ";4,00;")
    (tmp_path / "rejects.csv").unlink()
    assert amounts(sold(tmp_path, mended)) == [400]


def test_rejects_never_become_formulas(tmp_path: Path) -> None:
    """A cell that a spreadsheet would run is made text; a number stays one."""
    text = 'date;amount;product\n2026-11-22;x;=HYPERLINK("http://x")\n2026-11-22;x;@SUM(1)\n-;-3,20;+1\n'
    read(tmp_path, text.replace('=HYPERLINK("http://x")', '"=HYPERLINK(""http://x"")"'))
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1][2].startswith("'=HYPERLINK")
    assert rows[2][2] == "'@SUM(1)"
    assert rows[3][1:3] == ["-3,20", "+1"]


def test_the_rejects_never_overwrite_the_sales(tmp_path: Path) -> None:
    """Naming the sales themselves is refused before a byte is written."""
    path = tmp_path / "sales.csv"
    path.write_text("date;amount\n2026-11-22;x\n")
    with pytest.raises(Refusal, match="rejects"):
        sales_csv.read(path, sales_csv.form_of(path), RULES, rejects_path=path)
    assert path.read_text() == "date;amount\n2026-11-22;x\n"


def test_quotes_over_several_lines(tmp_path: Path) -> None:
    """A cell may hold separators, quotes and line ends; a bare inch sign opens nothing."""
    text = (
        "date;amount;product\r\n"
        '2026-11-22;3,20;"a ""big""\r\nmug; blue"\r\n'
        '2026-11-22;4,20;Pizza 12"\r\n'
        "2026-11-22;5,20;tea\r\n"
    )
    found = sold(tmp_path, text)
    assert amounts(found) == [320, 420, 520]
    assert [sale.lines[0].product for sale in found] == ['a "big"\r\nmug; blue', 'Pizza 12"', "tea"]


def test_an_open_quote_spoils_its_own_row_only(tmp_path: Path) -> None:
    """A hundred rows after it are still read."""
    rows = "".join(f"2026-11-22;1,00;p{at}\n" for at in range(100))
    found = read(tmp_path, f'date;amount;product\n2026-11-22;3,20;"open\n{rows}')
    assert len(list(found.sales)) == 100
    assert [fault.fault for fault in found.faults] == [rejects.QUOTE]


def test_rows_of_one_receipt_are_one_sale(tmp_path: Path) -> None:
    """The member may stand on one row only; numbers begin anew each day and at each till."""
    text = (
        "date;receipt;member;amount;product\n"
        "2026-11-22 10:00;7;a;3,00;tea\n"
        "2026-11-22 10:01;8;;2,00;cake\n"
        "2026-11-22 10:02;7;;1,00;milk\n"
        "2026-11-23 10:00;7;b;4,00;tea\n"
        "2026-11-23 10:00;7;c;5,00;tea\n"
        "2026-11-23 10:05;;;1,00;gum\n"
        "2026-11-23 10:05;;;2,00;gum\n"
    )
    found = sold(tmp_path, text)
    assert [(sale.member, sale.total_minor) for sale in found] == [
        ("a", 400),
        ("", 200),
        ("b", 400),
        ("c", 500),
        ("", 100),
        ("", 200),
    ]
    assert [line.product for line in found[0].lines] == ["tea", "milk"]


def test_discount_rows_and_returns(tmp_path: Path) -> None:
    """What is below zero comes off its receipt; a return is left out and counted."""
    text = (
        "date;receipt;amount;quantity\n"
        "2026-11-22;1;10,00;1\n2026-11-22;1;2,00;1\n2026-11-22;1;-3,00;1\n"
        "2026-11-22;2;-4,00;1\n"
        "2026-11-22;3;5,00;-1\n"
    )
    found = read(tmp_path, text)
    (sale,) = found.sales
    assert [line.amount_minor for line in sale.lines] == [700, 200]
    assert (found.sales.returns, found.sales.returned_minor) == (2, 900)


def test_any_order_of_rows_gives_sales_in_order(tmp_path: Path) -> None:
    """Newest first, shuffled, or past midnight: time decides, within a minute the file."""
    rows = ["2026-11-22 09:00;1", "2026-11-22 09:00;2", "2026-11-23 01:00;3", "2026-11-23 08:00;4"]
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        text = "date;amount\n" + "".join(f"{rows[at]}\n" for at in order)
        assert amounts(sold(tmp_path, text)) == [100, 200, 300, 400]


def test_prices_of_one_piece(tmp_path: Path) -> None:
    """A price with pieces beside it is of one; alone it is what was paid. Weighed is one piece."""
    assert amounts(sold(tmp_path, "date;price;quantity\n2026-11-22;1,50;3\n")) == [450]
    assert amounts(sold(tmp_path, "date;price\n2026-11-22;1,50\n")) == [150]
    (sale,) = sold(tmp_path, "date;amount;quantity\n2026-11-22;1,50;0,350\n")
    assert sale.lines[0].quantity == 1


def test_gift_cards_and_shipping_are_no_goods(tmp_path: Path) -> None:
    """A column of kinds says so."""
    text = "date;amount;kind\n2026-11-22;5;Gift card\n2026-11-22;5;frete\n2026-11-22;5;food\n"
    kinds = [sale.lines[0].kind for sale in sold(tmp_path, text)]
    assert kinds == ["gift_card", "shipping", "goods"]


def test_progress_ends_at_all_rows(tmp_path: Path) -> None:
    """Whoever watches sees every row counted."""
    path = tmp_path / "sales.csv"
    path.write_text("date;amount\n" + "2026-11-22;1\n" * 4_500)
    seen: list[tuple[int, int]] = []
    sales_csv.read(
        path,
        sales_csv.form_of(path),
        RULES,
        rejects_path=tmp_path / "r.csv",
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(2000, 4500), (4000, 4500), (4500, 4500)]
