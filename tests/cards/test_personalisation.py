"""The list for a print shop: every number whole, no cell a formula."""

import csv
import io

from cards.layout import Card
from cards.personalisation import COLUMNS, csv_lines

NUMBER = "9041772530314821"


def rows(*cards: Card) -> list[dict[str, str]]:
    """Write a list and read it back as a spreadsheet does."""
    text = "".join(csv_lines(cards)).encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_a_card() -> None:
    """Numbers stand whole and in fours; names keep their letters and commas."""
    name = 'Müller, "Åsa"'
    card = Card(shop="Noord", number=NUMBER, member=name, valid_until="2029")
    found = rows(card, Card(shop="Noord", number=NUMBER))
    assert list(found[0]) == list(COLUMNS)
    assert found[0]["number"] == found[0]["qr"] == found[0]["code128"] == NUMBER
    assert found[0]["number_in_fours"] == "9041 7725 3031 4821"
    assert found[0]["member"] == name
    assert found[1]["member"] == ""


def test_no_cell_is_a_formula() -> None:
    """A name may begin with a sign; no spreadsheet runs it."""
    found = rows(Card(shop="Noord", number=NUMBER, member="=cmd()", tier="@x", valid_until="-1"))
    assert (found[0]["member"], found[0]["tier"]) == ("'=cmd()", "'@x")
    assert found[0]["valid_until"] == "'-1"


def test_lines_come_one_by_one() -> None:
    """A hundred thousand cards are never held at once."""
    lines = csv_lines(Card(shop="Noord", number=NUMBER) for _ in iter(int, 1))
    assert next(lines).startswith("\ufeffnumber,")
    assert next(lines).startswith(NUMBER)
