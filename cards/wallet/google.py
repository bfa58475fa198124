"""Writes Google Wallet's loyalty class and object, and what the link to save them says.

https://developers.google.com/wallet/reference/rest/v1/loyaltyclass
https://developers.google.com/wallet/reference/rest/v1/loyaltyobject
https://developers.google.com/wallet/reference/rest/v1/Jwt
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from cards.wallet.face import PassFace, Said
from cards.wallet.settings import Google, Look

SAVE = "https://pay.google.com/gp/v/save/"
LINK_MAX = 1_800
"""How long a link's token may be before browsers cut it, by Google's guide:
https://developers.google.com/wallet/retail/loyalty-cards/web"""
_MICROS = 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def loyalty_class(shop: Said, language: str, google: Google, look: Look) -> dict[str, Any]:
    """Give the class, which all members of a shop share: required fields, and its colour."""
    name = shop[language]
    made: dict[str, Any] = {
        "id": google.class_id,
        "issuerName": name,
        "programName": name,
        "programLogo": {"sourceUri": {"uri": google.logo_url}},
        "reviewStatus": "UNDER_REVIEW",
        "hexBackgroundColor": look.background,
    }
    others = {tag: text for tag, text in shop.items() if text != name}
    if others:
        made["localizedProgramName"] = {
            "defaultValue": {"language": language, "value": name},
            "translatedValues": [{"language": tag, "value": text} for tag, text in others.items()],
        }
    return made


def loyalty_object(face: PassFace, google: Google) -> dict[str, Any]:
    """Give one member's card, in the member's language."""
    labels, said = face.labels, face.said
    made: dict[str, Any] = {
        "id": f"{google.issuer}.{face.serial}",
        "classId": google.class_id,
        "state": "ACTIVE",
        "accountId": face.number,
        "barcode": {
            "type": "QR_CODE",
            "value": face.number,
            "alternateText": face.spoken_number,
        },
        "loyaltyPoints": {"label": said(labels.points), "balance": {"int": face.points}},
    }
    if face.worth_minor:
        micros = face.worth_minor * _MICROS // 10**face.scale
        money = {"micros": str(micros), "currencyCode": face.currency}
        made["secondaryLoyaltyPoints"] = {
            "label": said(labels.worth),
            "balance": {"money": money},
        }
    told = [("level", labels.level, face.level), ("next", labels.next_reward, face.next_reward)]
    modules = [
        {"id": key, "header": said(label), "body": said(text)} for key, label, text in told if text
    ]
    day = (_EPOCH + dt.timedelta(seconds=face.as_of_us // 1_000_000)).strftime("%Y-%m-%d")
    made["textModulesData"] = [
        *modules,
        {"id": "as_of", "header": said(labels.as_of), "body": day},
    ]
    return made


def payload(face: PassFace, google: Google, look: Look, *, brief: bool = False) -> dict[str, Any]:
    """Give what the link saves: the card, and the class where the shop has not made it yet.

    `brief` leaves out what a card can do without, for a link that would be too long.
    """
    card = loyalty_object(face, google)
    saved: dict[str, Any] = {"loyaltyObjects": [card]}
    if not google.class_exists:
        saved["loyaltyClasses"] = [loyalty_class(face.shop, face.language, google, look)]
    if brief:
        card.pop("textModulesData")
        for each in saved.get("loyaltyClasses", ()):
            each.pop("localizedProgramName", None)
    return saved
