"""A member's card for a wallet as tests write it, and what reads an Apple package back."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import Any

from cards.wallet.face import Labels, PassFace, Said
from cards.wallet.settings import Apple, Google

NUMBER = "9000000000000016"
APPLE = Apple(pass_type="pass.com.example.card", team="ABCDE12345")
GOOGLE = Google(issuer="3388000000012345678", logo_url="https://shop.example/logo.png")
_LINE = re.compile(r'"((?:[^"\\]|\\.)*)" = "((?:[^"\\]|\\.)*)";')


def said(english: str, dutch: str) -> Said:
    """Say a text in two languages."""
    return {"en": english, "nl": dutch}


FACE = PassFace(
    serial="0123456789abcdef0123456789abcdef",
    number=NUMBER,
    language="nl",
    as_of_us=1_795_000_000_000_000,
    shop=said("Coffee bar", 'Koffie "De Hoek"'),
    labels=Labels(
        card=said("Member card", "Klantenkaart"),
        points=said("Points", "Punten"),
        worth=said("Worth", "Waard"),
        level=said("Level", "Niveau"),
        next_reward=said("Next reward", "Volgende beloning"),
        number=said("Member number", "Lidnummer"),
        as_of=said("Counted on", "Geteld op"),
        code=said("This code", "Deze code"),
    ),
    points=1_840,
    worth_minor=1_840,
    currency="EUR",
    scale=2,
    code=said("It collects as always.", "Sparen gaat zoals altijd."),
    level=said("Gold", "Goud"),
    next_reward=said("Free coffee: 160 points to go", "Gratis koffie: nog 160 punten"),
)


def unpacked(package: bytes) -> dict[str, bytes]:
    """Give the files of a package, after checking every digest of its manifest."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        files = {name: opened.read(name) for name in opened.namelist()}
    listed = json.loads(files["manifest.json"])
    assert set(listed) == set(files) - {"manifest.json", "signature"}
    for name, digest in listed.items():
        assert hashlib.sha1(files[name], usedforsecurity=False).hexdigest() == digest, name
    return files


def strings(data: bytes) -> dict[str, str]:
    """Read the texts of one language, which must all be in lines of that shape."""
    found = {}
    for line in data.decode("utf-8").splitlines():
        match = _LINE.fullmatch(line)
        assert match is not None, line
        key, text = (json.loads(f'"{part}"') for part in match.groups())
        found[key] = text
    return found


def check_pass(content: dict[str, Any]) -> None:
    """Hold a pass to Apple's published rules for a store card."""
    assert content["formatVersion"] == 1
    for key in ("passTypeIdentifier", "serialNumber", "teamIdentifier", "description"):
        assert isinstance(content[key], str), key
        assert content[key], key
    assert content["organizationName"]
    assert content["passTypeIdentifier"].startswith("pass.")
    styles = {"boardingPass", "coupon", "eventTicket", "generic", "storeCard"} & set(content)
    assert styles == {"storeCard"}
    for colour in ("backgroundColor", "foregroundColor", "labelColor"):
        parts = re.fullmatch(r"rgb\((\d{1,3}), (\d{1,3}), (\d{1,3})\)", content[colour])
        assert parts is not None
        assert all(int(part) <= 255 for part in parts.groups())
    for code in content["barcodes"]:
        assert code["format"] == "PKBarcodeFormatQR"
        assert code["message"].encode(code["messageEncoding"])
    card = content["storeCard"]
    assert len(card["primaryFields"]) == 1
    assert len(card.get("headerFields", [])) <= 3
    assert len(card.get("secondaryFields", [])) + len(card.get("auxiliaryFields", [])) <= 4
    assert set(card) <= {f"{each}Fields" for each in _PLACES}
    fields = [field for place in card.values() for field in place]
    assert len({field["key"] for field in fields}) == len(fields)
    for field in fields:
        assert field["value"] not in (None, "")
        numeric = "currencyCode" in field or "numberStyle" in field
        assert not numeric or isinstance(field["value"], int | float)
        assert not ("currencyCode" in field and "numberStyle" in field)


_PLACES = ("header", "primary", "secondary", "auxiliary", "back")
