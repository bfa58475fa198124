"""The content of an Apple pass, held to the published rules."""

from __future__ import annotations

import json

from msgspec.structs import replace

from cards.wallet import apple, bundle
from cards.wallet.settings import Look
from tests.wallets import APPLE, FACE, NUMBER, check_pass, said, strings, unpacked

LOOK = Look(background="#5a2d0c", foreground="#ffffff", label="#ffe8c8")


def test_the_pass_keeps_to_the_rules_and_shows_the_card() -> None:
    content = json.loads(apple.texts(FACE, APPLE, LOOK)["pass.json"])
    check_pass(content)
    assert content["serialNumber"] == FACE.serial
    assert content["teamIdentifier"] == APPLE.team
    assert content["backgroundColor"] == "rgb(90, 45, 12)"
    (code,) = content["barcodes"]
    assert (code["message"], code["altText"]) == (NUMBER, "9000 0000 0000 0016")
    card = content["storeCard"]
    assert card["headerFields"][0]["value"] == 1_840
    assert card["primaryFields"][0]["currencyCode"] == "EUR"
    assert [each["value"] for each in card["secondaryFields"]] == [
        "Goud",
        "Gratis koffie: nog 160 punten",
    ]


def test_money_is_written_exactly() -> None:
    for minor, scale, wanted in (
        (1_840, 2, '"value": 18.40'),
        (-5, 2, '"value": -0.05'),
        (1_840, 0, '"value": 1840'),
        (1, 3, '"value": 0.001'),
        (10**15 + 1, 2, '"value": 10000000000000.01'),
    ):
        face = replace(FACE, worth_minor=minor, scale=scale)
        assert wanted in apple.texts(face, APPLE, LOOK)["pass.json"].decode()


def test_without_worth_level_and_reward_the_points_are_the_figure() -> None:
    face = replace(FACE, worth_minor=0, level={}, next_reward={})
    content = json.loads(apple.texts(face, APPLE, LOOK)["pass.json"])
    check_pass(content)
    assert content["storeCard"]["primaryFields"][0]["key"] == "points"
    assert content["storeCard"]["secondaryFields"] == []


def test_every_text_is_translated_and_none_is_a_key_that_a_phone_could_show() -> None:
    files = apple.texts(FACE, APPLE, LOOK)
    content = json.loads(files["pass.json"])
    english = strings(files["en.lproj/pass.strings"])
    dutch = strings(files["nl.lproj/pass.strings"])
    assert all(key == text for key, text in dutch.items()), "the member's own language"
    assert english['Koffie "De Hoek"'] == "Coffee bar"
    assert english["Goud"] == "Gold"
    shown = {content[key] for key in ("description", "organizationName", "logoText")}
    for place in content["storeCard"].values():
        shown |= {each["label"] for each in place}
        shown |= {each["value"] for each in place if each["key"] in {"level", "next", "code"}}
    assert shown <= set(english)
    assert english[content["description"]] == "Member card, Coffee bar"


def test_quotes_lines_and_backslashes_stay_what_they_are() -> None:
    odd = 'A "b"\nc\\d ; é 日本'
    files = apple.texts(replace(FACE, shop=said(odd, odd)), APPLE, LOOK)
    assert strings(files["en.lproj/pass.strings"])[odd] == odd


def test_the_card_names_nobody_and_has_a_page_only_where_there_is_one() -> None:
    without = json.loads(apple.texts(FACE, APPLE, LOOK)["pass.json"])
    page = "https://card.example.org/m/"
    having = json.loads(apple.texts(FACE, APPLE, LOOK, page)["pass.json"])
    assert [each["key"] for each in without["storeCard"]["backFields"]] == [
        "number",
        "as_of",
        "code",
    ]
    assert having["storeCard"]["backFields"][-1]["value"] == page
    assert without["sharingProhibited"] is True


def test_the_package_lists_every_file_and_is_the_same_each_time() -> None:
    files = {"icon.png": b"\x89PNG", **apple.texts(FACE, APPLE, LOOK)}
    listed = bundle.manifest(files)
    packed = bundle.packed(files, listed, b"signature")
    assert packed == bundle.packed(dict(reversed(files.items())), listed, b"signature")
    assert unpacked(packed) == {**files, "manifest.json": listed, "signature": b"signature"}
