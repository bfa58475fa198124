"""Writes Apple's storeCard: pass.json and the texts of its languages, by the published rules.

Top-level keys, field dictionaries and barcodes:
https://developer.apple.com/library/archive/documentation/UserExperience/Reference/PassKit_Bundle/Chapters/TopLevel.html
https://developer.apple.com/library/archive/documentation/UserExperience/Reference/PassKit_Bundle/Chapters/FieldDictionary.html
How many fields a store card shows, and how texts are translated:
https://developer.apple.com/library/archive/documentation/UserExperience/Conceptual/PassKit_PG/Creating.html
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from cards.wallet.face import PassFace, Said
from cards.wallet.settings import Apple, Look, rgb

CONTENT = "pass.json"
STRINGS = "pass.strings"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def texts(face: PassFace, apple: Apple, look: Look, page: str = "") -> dict[str, bytes]:
    """Give pass.json and one pass.strings a language, by their paths in the package.

    `page` is the address of the member's own page with the changing code; empty where none is.
    """
    made = {CONTENT: msgspec.json.format(msgspec.json.encode(pass_json(face, apple, look, page)))}
    for language in face.shop:
        made[f"{language}.lproj/{STRINGS}"] = _strings(face, language)
    return made


def pass_json(face: PassFace, apple: Apple, look: Look, page: str = "") -> dict[str, Any]:
    """Give the pass as values. Its texts are the member's own language; others are translated."""
    labels = face.labels
    shown: dict[str, Any] = {
        # One primary field, and at most four secondary and auxiliary ones beside a square code.
        "headerFields": [_figure("points", face.said(labels.points), face.points)],
        "primaryFields": [
            {
                **_field("worth", face.said(labels.worth), msgspec.Raw(face.worth.encode())),
                "currencyCode": face.currency,
            }
        ],
        "secondaryFields": [
            _field(key, face.said(label), face.said(text))
            for key, label, text in (
                ("level", labels.level, face.level),
                ("next", labels.next_reward, face.next_reward),
            )
            if text
        ],
        "backFields": _back(face, page),
    }
    if not face.worth_minor:
        # Points without a worth in money are the figure of the card themselves.
        shown["primaryFields"] = shown.pop("headerFields")
    return {
        "formatVersion": 1,
        "passTypeIdentifier": apple.pass_type,
        "teamIdentifier": apple.team,
        "serialNumber": face.serial,
        "organizationName": face.said(face.shop),
        "description": f"{face.said(face.labels.card)}, {face.said(face.shop)}",
        "logoText": face.said(face.shop),
        "backgroundColor": _colour(look.background),
        "foregroundColor": _colour(look.foreground),
        "labelColor": _colour(look.label),
        "sharingProhibited": True,
        "barcodes": [
            {
                "format": "PKBarcodeFormatQR",
                "message": face.number,
                "messageEncoding": "iso-8859-1",
                "altText": face.spoken_number,
            }
        ],
        "storeCard": shown,
    }


def _back(face: PassFace, page: str) -> list[dict[str, Any]]:
    labels = face.labels
    at = _EPOCH + dt.timedelta(seconds=face.as_of_us // 1_000_000)
    fields = [
        _field("number", face.said(labels.number), face.spoken_number),
        {
            **_field("as_of", face.said(labels.as_of), at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            "dateStyle": "PKDateStyleMedium",
            "timeStyle": "PKDateStyleShort",
        },
        _field("code", face.said(labels.code), face.said(face.code)),
    ]
    if page:
        fields.append(_field("page", face.said(face.shop), page))
    return fields


def _figure(key: str, label: str, amount: int) -> dict[str, Any]:
    return {**_field(key, label, amount), "numberStyle": "PKNumberStyleDecimal"}


def _field(key: str, label: str, value: object) -> dict[str, Any]:
    return {"key": key, "label": label, "value": value}


def _colour(colour: str) -> str:
    red, green, blue = rgb(colour)
    return f"rgb({red}, {green}, {blue})"


def _strings(face: PassFace, language: str) -> bytes:
    """Write the texts of one language.

    The member's own texts are the keys, so that a phone in a sixth language shows words and
    never a key. Two texts that are the same in the member's language share a translation.
    """
    labels = face.labels
    described: Said = {each: f"{labels.card[each]}, {shop}" for each, shop in face.shop.items()}
    found: dict[str, str] = {}
    for text in (
        *(getattr(labels, name) for name in labels.__struct_fields__),
        *(each for each in (face.level, face.next_reward) if each),
        face.code,
        face.shop,
        described,
    ):
        found.setdefault(face.said(text), text[language])
    lines = [f"{_quoted(key)} = {_quoted(text)};" for key, text in found.items()]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
