"""Cards of before, from pixels to members: the real camera, the real gate, the real engine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from loyalty import number
from loyalty.errors import Refusal
from scanner.frames import FolderSource
from scanner.legacy_rules import LegacyCard, LegacyCards, key_of
from scanner.sightings import Found
from storage.records import LEGACY
from terminal.till import old_cards, roll
from terminal.till.eye import ShopEye
from terminal.till.messages import CardLeft, CodeRefused, Key, Message, Scan
from terminal.till.screens import Enrol, Idle
from terminal.till.screens import Member as MemberScreen
from tests.stories.play import Player

WAIT_S = 20
KINDS = ("EAN13:29", "UPCA:04", "Code39:CLUB:8", "ITF::12", "Codabar::8")
SQUARES = ("DataMatrix:M-", "Aztec::10", "PDF417:WALLET")
SHOWN = {
    "EAN13": "2912345678906",
    "UPCA": "041234567891",
    "Code39": "CLUB0042",
    "ITF": "123456789012",
    "Codabar": "A12345678B",
    "DataMatrix": "M-77",
    "Aztec": "0123456789",
    "PDF417": "WALLET-5",
}
PRODUCT = "2955555555551"


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """A till and its server, whose owner takes every kind of older card."""
    made = Player(data_dir / "shop")
    made.play(f"accept {' '.join((*KINDS, *SQUARES))}")
    yield made
    made.close()


def held(folder: Path, name: str, *codes: tuple[str, str]) -> FolderSource:
    """Hold codes, one above the other, before a camera: a folder with one picture of them."""
    import cv2

    frame = np.full((720, 1280), 235, np.uint8)
    for at, (symbology, text) in enumerate(codes):
        code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
        drawn = np.asarray(code.to_image(scale=3))
        middle = 720 * (at + 1) // (len(codes) + 1)
        top, left = middle - drawn.shape[0] // 2, 640 - drawn.shape[1] // 2
        frame[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    place = folder / name
    place.mkdir()
    assert cv2.imwrite(str(place / "1.png"), frame)
    return FolderSource(path=place, loop=True)


@contextmanager
def looking(player: Player, *sources: FolderSource) -> Iterator[tuple[ShopEye, Hear]]:
    """Let the till look through its camera; `hear` gives what it says until something wanted."""
    heard: queue.Queue[Message] = queue.Queue()
    eye = ShopEye(sources, issuer="0000", post=heard.put)
    eye.look_for(player.counter.looked_for)

    def hear(*wanted: type[Message]) -> Message:
        while True:
            message = heard.get(timeout=WAIT_S)
            player.counter.do(message)
            if isinstance(message, wanted):
                return message

    eye.start()
    try:
        yield eye, hear
    finally:
        eye.stop()


Hear = Callable[..., Message]


@pytest.mark.parametrize("symbology", SHOWN)
def test_a_member_is_known_by_their_card_of_before(
    player: Player, data_dir: Path, symbology: str
) -> None:
    text = SHOWN[symbology]
    player.counter.do(Scan(text=text, symbology=symbology, source="wedge"))
    assert isinstance(player.counter.till.screen(), Idle)
    for key in ("F3", "Enter", "Esc"):
        player.counter.do(Key(name=key))
    # As after the time that has to pass before a guest counts as a new one.
    player.shop.clock.wait(300)
    member = roll.by_old_card(player.counter.desk, key_of(Found(text=text, symbology=symbology)))
    assert member is not None
    with looking(player, held(data_dir, "card", (symbology, text))) as (_, hear):
        scan = hear(Scan, CodeRefused)
    assert isinstance(scan, Scan)
    assert scan.symbology == symbology
    screen = player.counter.till.screen()
    assert isinstance(screen, MemberScreen)
    assert player.counter.desk.sale is not None
    assert player.counter.desk.sale.member_id == member.member_id
    assert player.counter.desk.sale.shown == "card_static", "an old card is worth no more"


def test_an_unknown_card_becomes_a_members_and_is_noticed_when_it_goes(
    player: Player, data_dir: Path
) -> None:
    card = held(data_dir, "card", ("EAN13", SHOWN["EAN13"]))
    with looking(player, card, held(data_dir, "nothing")) as (eye, hear):
        hear(Scan)
        assert "not known here yet" in strip(player)
        player.counter.do(Key(name="F3"))
        screen = player.counter.till.screen()
        assert isinstance(screen, Enrol)
        assert screen.card_caption == "Earlier card \u2022\u2022\u2022\u2022 8906"
        player.counter.do(Key(name="Enter"))
        assert isinstance(player.counter.till.screen(), MemberScreen)
        eye.next_source()
        hear(CardLeft)
    assert player.counter.desk.sale_left_ms is not None, "its card has gone, not another"
    player.sync()
    found = player.counter.desk.directory.member_by(LEGACY, "EAN13:2912345678906")
    assert found is not None


def test_a_product_with_a_number_that_begins_alike_is_nobody(
    player: Player, data_dir: Path
) -> None:
    player.play("scan 2912345678906 wedge EAN13\nkey F3\nkey Enter\nkey Esc\nwait 300")
    with looking(player, held(data_dir, "product", ("EAN13", PRODUCT))) as (_, hear):
        hear(Scan)
    assert player.counter.desk.sale is None
    assert "not known here yet" in strip(player)


def test_two_cards_of_before_at_once_are_nobodys(player: Player, data_dir: Path) -> None:
    both = held(data_dir, "both", ("EAN13", SHOWN["EAN13"]), ("ITF", SHOWN["ITF"]))
    with looking(player, both) as (_, hear):
        told = hear(Scan, CodeRefused)
    assert isinstance(told, CodeRefused)
    assert told.kind == "conflict"
    assert player.counter.desk.sale is None


def test_what_the_owner_takes_back_is_a_product_again_while_the_camera_runs(
    player: Player, data_dir: Path
) -> None:
    card = held(data_dir, "card", ("EAN13", SHOWN["EAN13"]))
    with looking(player, card, held(data_dir, "nothing")) as (eye, hear):
        hear(Scan)
        eye.next_source()
        hear(CardLeft)
        player.play("accept")
        assert player.counter.looked_for == LegacyCards()
        eye.look_for(player.counter.looked_for)
        player.shop.clock.wait(60)
        eye.next_source()
        # The gate may remember its verdict for a moment; the till has the last word.
        hear(Scan, CodeRefused)
    assert "barcode of a product" in strip(player)


def test_without_such_cards_no_other_reader_runs(data_dir: Path) -> None:
    player = Player(data_dir / "shop")
    with looking(player, held(data_dir, "nothing")) as (eye, hear):
        while eye.preview() is None:
            hear(object)
        assert "zbar answers" not in {thread.name for thread in threading.enumerate()}
    player.close()


def test_a_setting_of_a_later_version_takes_no_cards(player: Player) -> None:
    desk = player.counter.desk
    player.shop.books.put_setting(
        old_cards.SETTING, '{"cards": [{"symbology": "Holographic"}]}', player.shop.clock.us
    )
    player.sync()
    assert desk.directory.setting(old_cards.SETTING)
    assert desk.cards == LegacyCards()


def test_a_number_of_ours_is_never_taken_for_an_older_card(player: Player) -> None:
    desk = player.counter.desk
    desk.cards = LegacyCards(cards=(LegacyCard(symbology="Code39", length=16),))
    ours = number.make("0000", "123456789")
    assert old_cards.keys_of(desk, Scan(text=ours, symbology="")) == ()
    assert old_cards.keys_of(desk, Scan(text=ours, symbology="Code39")) == (f"Code39:{ours}",)
    with pytest.raises(Refusal) as caught:
        old_cards.refuse_others(Scan(text=ours, symbology="ITF"))
    assert caught.value.code == "foreign"


def strip(player: Player) -> str:
    """What the strip says."""
    said = player.counter.till.screen().frame.strip
    assert said is not None
    return said.sentence
