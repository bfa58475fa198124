"""Whose list a row of headings begins, by what other systems say that they write."""

from __future__ import annotations

import pytest

from terminal.imports import layouts, member_words
from terminal.imports.member_dates import Dates


@pytest.mark.parametrize(
    ("headings", "whose", "columns"),
    [
        (
            (
                "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default "
                "Address Phone,Phone,Accepts SMS Marketing,Accepts WhatsApp Marketing,"
                "Total Orders,Note,Tags"
            ),
            "shopify",
            {"source": 0, "consent:email": 4, "phone_2": 5, "phone": 6, "consent:whatsapp": 8},
        ),
        (
            "First Name,Last Name,Email,Company,Address1,Province Code,Zip,Phone,Accepts Marketing",
            "shopify",
            {"phone": 7, "consent:email": 8},
        ),
        (
            "id,name,email,phone_number,customer_code,first_visit,total_visits,total_points",
            "loyverse",
            {"source": 0, "name": 1, "phone": 3, "card": 4, "joined": 5, "points": 7},
        ),
        (
            "Code,Partner/Display Name,Program,Points,Expiration Date",
            "odoo",
            {"card": 0, "name": 1, "points": 3, "points_until": 4},
        ),
    ],
)
def test_a_system_is_known_by_its_headings(
    headings: str, whose: str, columns: dict[str, int]
) -> None:
    layout, places = layouts.guess(headings.split(","))
    assert layout == whose
    assert columns.items() <= places.items()


@pytest.mark.parametrize("status", ["Unknown", "Unsubscribed", "no", "Nej"])
def test_who_did_not_say_yes_has_agreed_to_nothing_and_is_not_counted(status: str) -> None:
    told = {layouts.CONSENT: {"email": status}}
    assert member_words.consents(lambda field: told.get(field, {}), Dates("dmy", "2026-01-01")) == (
        {},
        0,
    )
