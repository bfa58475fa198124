"""Lists for other systems: their columns, nobody's consent but their own, and no formulas."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from terminal.imports import layouts, written
from terminal.imports.member_words import bare

ANNA: dict[str, Any] = {
    "member": "m1",
    "card": "9000000000006580",
    "joined": "2024-03-01",
    "status": "active",
    "old_cards": ["EAN13:2912345678906"],
    "fields": {"name": "Anna de Vries", "phone": "+31612345678", "email": "anna@example.com"},
    "consents": {"email": "2025-02-03 News by e-mail"},
    "shares_with": "",
    "lots": [("points", "e1~2027-01-31", 30), ("points", "e2~9999-12-31", 12)],
    "balance": {"points": 42, "stamp:coffees": 3},
    "owed": {},
    "counters": {"issued:birthday/m1/2026": 1, "visits": 3},
}
NOBODY: dict[str, Any] = {
    **ANNA,
    "member": "m2",
    "card": "9000000000006677",
    "old_cards": [],
    "fields": {"name": "=cmd|' /C calc'!A0"},
    "consents": {},
    "lots": [],
    "balance": {},
    "counters": {},
}


def rows(layout: str) -> list[dict[str, str]]:
    """Give what is written of Anna and of somebody who agreed to nothing."""
    file = io.StringIO()
    written.write(file, layout, [ANNA, NOBODY])
    return list(csv.DictReader(io.StringIO(file.getvalue())))


@pytest.mark.parametrize(
    ("layout", "told"),
    [
        (
            "square",
            {"Reference ID": "2912345678906", "Email Subscription Status": "subscribed"},
        ),
        (
            "shopify",
            {
                "Accepts Email Marketing": "yes",
                "Accepts SMS Marketing": "no",
                "Last Name": "de Vries",
            },
        ),
        ("loyverse", {"Customer code": "2912345678906", "Points balance": "42"}),
        ("odoo", {"code": "2912345678906", "points": "42", "expiration_date": "2027-01-31"}),
        ("odoo-contacts", {"barcode": "2912345678906", "ref": "9000000000006580"}),
        (
            "regulars",
            {
                "old_cards": "EAN13:2912345678906",
                "stamps:coffees": "3",
                "lots": "points 30 until 2027-01-31; points 12",
                "counters": "issued:birthday/@/2026 1; visits 3",
                "consent:email": "2025-02-03 News by e-mail",
            },
        ),
    ],
)
def test_each_system_gets_its_columns(layout: str, told: dict[str, str]) -> None:
    anna, nobody = rows(layout)
    assert told.items() <= anna.items()
    assert not {"yes", "subscribed"} & set(nobody.values()), "no consent, no marketing"
    assert not any(cell.startswith(("=", "@", "-")) for cell in nobody.values())


@pytest.mark.parametrize("layout", ["square", "shopify", "loyverse", "odoo", "regulars"])
def test_what_we_write_is_known_when_it_comes_back(layout: str) -> None:
    headings = list(rows(layout)[0])
    found, places = layouts.guess(headings)
    assert found == layout
    assert layouts.is_header(places)


@pytest.mark.parametrize("name", ["=1+1", "'t Hart", "''", "'=1", "+x", "-5 a", "'", "Anna", "@a"])
def test_a_cell_comes_back_as_it_was(name: str) -> None:
    file = io.StringIO()
    written.write(file, "regulars", [{**ANNA, "fields": {"name": name}}])
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert bare(row["name"]) == name
