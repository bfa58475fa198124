"""Cards that a shop gave out before: the setting, and what the gate lets through."""

from __future__ import annotations

import json

import numpy as np
import pytest
import zxingcpp

from loyalty.errors import Refusal
from scanner.acceptance import Legacy, member_of
from scanner.gate import Gate
from scanner.image import Image, as_image
from scanner.legacy import LegacyReader
from scanner.legacy_rules import LegacyCard, LegacyCards, bare, cards_of, cards_of_toml, fits, keys
from scanner.reader import Reader
from scanner.sightings import Found, GateEvent, Rejected, RejectedKind, Scan

CARDS = {
    "EAN13": LegacyCard(symbology="EAN13", prefix="29"),
    "UPCA": LegacyCard(symbology="UPCA", prefix="04"),
    "Code39": LegacyCard(symbology="Code39", prefix="CLUB", length=8),
    "ITF": LegacyCard(symbology="ITF", length=12),
    "Codabar": LegacyCard(symbology="Codabar", length=8),
    "DataMatrix": LegacyCard(symbology="DataMatrix", prefix="M-"),
    "Aztec": LegacyCard(symbology="Aztec", length=10),
    "PDF417": LegacyCard(symbology="PDF417", prefix="WALLET"),
}
SETTING = LegacyCards(cards=tuple(CARDS.values()))
OURS = {
    "EAN13": "2912345678906",
    "UPCA": "041234567891",
    "Code39": "CLUB0042",
    "ITF": "123456789012",
    "Codabar": "A12345678B",
    "DataMatrix": "M-77",
    "Aztec": "0123456789",
    "PDF417": "WALLET-5",
}
OTHERS = {
    "EAN13": "4006381333931",
    "UPCA": "036000291452",
    "Code39": "CLUB42",
    "ITF": "12345678901231",
    "Codabar": "A1234B",
    "DataMatrix": "X-77",
    "Aztec": "01234567891",
    "PDF417": "TICKET-5",
}


def picture(name: str, text: str, *, at: tuple[int, int] = (360, 640)) -> Image:
    """Show one code in a frame of a camera, its middle at row and column."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    drawn = np.asarray(code.to_image(scale=3))
    frame = np.full((720, 1280), 235, np.uint8)
    top, left = at[0] - drawn.shape[0] // 2, at[1] - drawn.shape[1] // 2
    frame[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return as_image(frame)


def known_ones(*names: str) -> Legacy:
    numbers = {(name, bare(Found(text=OURS[name], symbology=name))) for name in names}
    return Legacy(cards=SETTING, known=lambda found: (found.symbology, bare(found)) in numbers)


def show(frame: Image, legacy: Legacy, frames: int = 8) -> list[GateEvent]:
    reader = Reader(legacy=LegacyReader(legacy.cards))
    gate = Gate(member_of("0000", legacy=legacy))
    return [event for at in range(frames) for event in gate.look(reader.read(frame), at * 66)]


@pytest.mark.parametrize("name", OURS)
def test_a_known_card_of_each_kind_is_let_through_after_two_frames(name: str) -> None:
    events = show(picture(name, OURS[name]), known_ones(name))
    scans = [event for event in events if isinstance(event, Scan)]
    assert [(one.symbology, one.text) for one in scans] == [(name, OURS[name].strip("AB"))]
    assert scans[0].at_ms == 66, "the first frame alone is not believed"


@pytest.mark.parametrize("name", OURS)
def test_a_number_that_the_shop_does_not_know_is_no_member(name: str) -> None:
    events = show(picture(name, OURS[name]), known_ones())
    assert not [event for event in events if isinstance(event, Scan)]
    assert [event.kind for event in events if isinstance(event, Rejected)] == [
        RejectedKind.PRODUCT_CODE if name in {"EAN13", "UPCA"} else RejectedKind.FOREIGN
    ]


@pytest.mark.parametrize("name", OURS)
def test_a_code_of_another_shape_is_not_even_looked_up(name: str) -> None:
    asked: list[Found] = []
    legacy = Legacy(cards=SETTING, known=lambda found: not asked.append(found))  # type: ignore[func-returns-value]
    assert not [
        event for event in show(picture(name, OTHERS[name]), legacy) if isinstance(event, Scan)
    ]
    assert asked == []


def test_without_the_setting_nothing_of_this_is_a_card() -> None:
    judge = member_of("0000")
    for name, text in OURS.items():
        assert judge(Found(text=text, symbology=name)) is not None


def test_a_bank_cards_number_in_another_symbology_is_named() -> None:
    judge = member_of("0000", legacy=known_ones())
    found = Found(text="4111111111111111", symbology="ITF")
    assert judge(found) is RejectedKind.PAYMENT_CARD


def test_corners_are_those_of_the_picture() -> None:
    found = LegacyReader(SETTING).read(picture("EAN13", OURS["EAN13"]))
    assert [one.text for one in found] == [OURS["EAN13"]]
    xs = [x for x, _ in found[0].corners]
    assert min(xs) < 640 < max(xs)


def test_the_setting_is_read_as_it_is_written_down() -> None:
    raw = b"""{"cards": [{"symbology": "EAN13", "prefix": "29"},
                         {"symbology": "ITF", "length": 12}]}"""
    setting = cards_of(raw)
    assert setting.symbologies == ("EAN13", "ITF")
    assert fits(setting, Found(text="291", symbology="EAN13")) is False
    assert fits(setting, Found(text="2912345678906", symbology="EAN13")) is True
    assert cards_of(b"{}").cards == ()


def test_a_upc_a_is_the_ean_13_that_begins_with_0() -> None:
    for symbology, prefix in (("UPCA", "04"), ("EAN13", "004")):
        setting = cards_of_toml(f'[[cards]]\nsymbology = "{symbology}"\nprefix = "{prefix}"')
        assert set(setting.symbologies) >= {"UPCA"}
        for read in (("041234567891", "UPCA"), ("0041234567891", "EAN13"), ("041234567891", "")):
            assert keys(setting, *read) == ("EAN13:0041234567891",), (symbology, read)
        assert keys(setting, "036000291452", "UPCA") == ()


@pytest.mark.parametrize(
    ("text", "symbology", "wanted"),
    [
        ("2912345678906", "", ("EAN13:2912345678906",)),
        (" 2912345678906 ", "", ("EAN13:2912345678906",)),
        ("2912345678907", "", ()),
        ("2912345678907", "EAN13", ()),
        ("CLUB0042", "", ("Code39:CLUB0042", "Codabar:CLUB0042")),
        ("*CLUB0042*", "Code39", ("Code39:CLUB0042",)),
        ("A12345678B", "Codabar", ("Codabar:12345678",)),
        ("12345678", "Codabar", ("Codabar:12345678",)),
        ("123456789012", "ITF", ("ITF:123456789012",)),
        ("123456789012", "Code128", ()),
        ("123456789012", "QRCode", ()),
        ("WALLET-5\n", "PDF417", ("PDF417:WALLET-5",)),
        ("WALLET\x01-5", "PDF417", ()),
    ],
)
def test_a_number_has_one_key_for_each_kind_that_it_can_be(
    text: str, symbology: str, wanted: tuple[str, ...]
) -> None:
    assert keys(SETTING, text, symbology) == wanted


def test_a_setting_as_toml_is_the_same_and_its_mistakes_are_said() -> None:
    text = '[[cards]]\nsymbology = "ITF"\nlength = 12\n'
    assert cards_of_toml(text) == cards_of(b'{"cards": [{"symbology": "ITF", "length": 12}]}')
    for wrong in ("cards = 3", "[[cards]\n", '[[cards]]\nsymbology = "ITF"\n', "box = 1"):
        with pytest.raises(Refusal) as caught:
            cards_of_toml(wrong)
        assert caught.value.code == "legacy_setting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cards": [{"symbology": "EAN13"}]},
        {"cards": [{"symbology": "UPCA", "prefix": "0"}]},
        {"cards": [{"symbology": "EAN13", "prefix": "AB"}]},
        {"cards": [{"symbology": "EAN13", "prefix": "2912345678906"}]},
        {"cards": [{"symbology": "EAN13", "prefix": "29", "length": 12}]},
        {"cards": [{"symbology": "Code39", "prefix": "CLUBS", "length": 4}]},
        {"cards": [{"symbology": "ITF", "length": 12}] * 21},
        {"cards": [{"symbology": "ITF", "prefix": "12"}]},
        {"cards": [{"symbology": "ITF", "length": 11}]},
        {"cards": [{"symbology": "Code39"}]},
        {"cards": [{"symbology": "Code39", "length": 3}]},
        {"cards": [{"symbology": "Code39", "length": 65}]},
        {"cards": [{"symbology": "QRCode", "prefix": "12"}]},
        {"cards": [{"symbology": "ITF", "length": 12, "colour": "red"}]},
        {"box": {"left": 170}},
        [],
    ],
    ids=json.dumps,
)
def test_a_setting_that_would_take_strangers_for_members_is_refused(wrong: object) -> None:
    with pytest.raises(Refusal) as caught:
        cards_of(json.dumps(wrong).encode())
    assert caught.value.code == "legacy_setting"
