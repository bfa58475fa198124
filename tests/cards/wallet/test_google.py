"""Google's loyalty class and object, held to the published rules."""

from __future__ import annotations

import re

from msgspec.structs import replace

from cards.wallet import google
from cards.wallet.settings import Look
from tests.wallets import FACE, GOOGLE, NUMBER

LOOK = Look(background="#5a2d0c")
_ID = re.compile(r"[0-9]+\.[A-Za-z0-9._-]+")


def test_the_class_has_every_required_field() -> None:
    made = google.loyalty_class(FACE.shop, "nl", GOOGLE, LOOK)
    assert {"id", "issuerName", "programName", "programLogo", "reviewStatus"} <= set(made)
    assert _ID.fullmatch(made["id"])
    assert made["reviewStatus"] in {"UNDER_REVIEW", "DRAFT"}
    assert made["programLogo"]["sourceUri"]["uri"].startswith("https://")
    assert made["hexBackgroundColor"] == "#5a2d0c"
    assert made["localizedProgramName"] == {
        "defaultValue": {"language": "nl", "value": 'Koffie "De Hoek"'},
        "translatedValues": [{"language": "en", "value": "Coffee bar"}],
    }


def test_the_object_has_every_required_field_and_the_balance_in_points_and_money() -> None:
    made = google.loyalty_object(FACE, GOOGLE)
    assert made["id"] == f"{GOOGLE.issuer}.{FACE.serial}"
    assert _ID.fullmatch(made["id"])
    assert made["classId"] == f"{GOOGLE.issuer}.card"
    assert made["state"] == "ACTIVE"
    assert made["barcode"] == {
        "type": "QR_CODE",
        "value": NUMBER,
        "alternateText": "9000 0000 0000 0016",
    }
    assert made["loyaltyPoints"] == {"label": "Punten", "balance": {"int": 1_840}}
    money = {"micros": "18400000", "currencyCode": "EUR"}
    assert made["secondaryLoyaltyPoints"] == {"label": "Waard", "balance": {"money": money}}
    assert [each["body"] for each in made["textModulesData"]] == [
        "Goud",
        "Gratis koffie: nog 160 punten",
        "2026-11-18",
    ]
    assert len(made["accountId"]) <= 20, "Google's recommendation"
    assert "accountName" not in made


def test_what_there_is_none_of_is_not_there() -> None:
    made = google.loyalty_object(replace(FACE, worth_minor=0, level={}, next_reward={}), GOOGLE)
    assert "secondaryLoyaltyPoints" not in made
    assert [each["id"] for each in made["textModulesData"]] == ["as_of"]


def test_the_class_goes_along_until_the_shop_has_made_it() -> None:
    assert set(google.payload(FACE, GOOGLE, LOOK)) == {"loyaltyObjects", "loyaltyClasses"}
    made = replace(GOOGLE, class_exists=True)
    assert set(google.payload(FACE, made, LOOK)) == {"loyaltyObjects"}
    brief = google.payload(FACE, GOOGLE, LOOK, brief=True)
    assert "textModulesData" not in brief["loyaltyObjects"][0]
    assert "localizedProgramName" not in brief["loyaltyClasses"][0]
