"""Phones' codes at the till: the shop's own server signs them, and the whole till judges them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty import number, phonecode
from loyalty.phonecode import STEP_S
from storage.records import Page
from terminal.till import phone_code
from terminal.till.messages import CardLeft, Scan
from tests.stories.counter import Counter, Shopfront
from tests.stories.play import Player
from tests.stories.words import card

ANNA, BEN = card("A"), card("B")
STEP_US = STEP_S * 1_000_000


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """Give a shop with two members and a till that knows the keys of its phones' codes."""
    made = Player(data_dir / "shop")
    made.play('member "Anna de Vries" A\nmember "Ben Jansen" B\nearn A 12500\nearn B 12500\nsync')
    made.play("left A\nleft B\nwait 200\nsync")
    yield made
    made.close()


class Phone:
    """A member's phone: came in by a link, and fetched its codes."""

    def __init__(self, shop: Shopfront, number: str) -> None:
        self._shop = shop
        phones = shop.books.phones()
        assert phones is not None
        visit = phones.come_in(phones.make_link(number, shop.clock.us), shop.clock.us)
        assert visit is not None
        codes = phones.codes(visit.token, shop.clock.us)
        assert codes is not None
        self._codes = codes

    def code(self, steps: int = 0) -> str:
        """Give the code of this moment, or of so many steps later."""
        return self._codes.texts[
            phonecode.step_at(self._shop.clock.us) - self._codes.first_step + steps
        ]


def shown(counter: Counter) -> str:
    """Say how the member of the open sale was identified; empty when nobody is."""
    return counter.desk.sale.shown if counter.desk.sale else ""


def scan(player: Player, text: str) -> None:
    """Let the camera read a text."""
    player.counter.do(Scan(text=text))


def let_go(player: Player) -> None:
    """Esc until the counter is idle."""
    player.play("key Esc => idle")


def test_a_fresh_code_is_the_member_and_redeems_without_a_pin(player: Player) -> None:
    scan(player, Phone(player.shop, ANNA).code())
    assert player.counter.desk.sale is not None
    assert player.counter.desk.sale.number == ANNA
    assert shown(player.counter) == "qr_rotating"


def test_a_code_counts_once_also_after_a_crash(player: Player) -> None:
    code = Phone(player.shop, ANNA).code()
    scan(player, code)
    let_go(player)
    scan(player, code)
    assert shown(player.counter) == ""
    player.play('wait 1 => idle; "used before"')
    player.counter.crash()
    scan(player, code)
    assert shown(player.counter) == ""
    scan(player, Phone(player.shop, ANNA).code(1))
    assert shown(player.counter) == "qr_rotating"


def test_a_code_of_another_time_is_refused(player: Player) -> None:
    phone = Phone(player.shop, ANNA)
    old = phone.code()
    player.play("wait 61")
    scan(player, old)
    assert shown(player.counter) == ""
    player.play('wait 1 => idle; "run out"')


@pytest.mark.parametrize("off_s", [-75, 75, 200])
def test_a_till_whose_clock_is_off_takes_it_for_the_static_code(player: Player, off_s: int) -> None:
    """And says so to nobody: the member earns as with a card, and above the limit needs a PIN."""
    code = Phone(player.shop, ANNA).code()
    player.shop.clock.us += off_s * 1_000_000
    scan(player, code)
    assert shown(player.counter) == "card_static"


@pytest.mark.parametrize("off_s", [-45, 45])
def test_a_clock_that_is_a_little_off_is_set_right_by_the_servers(
    player: Player, off_s: int
) -> None:
    code = Phone(player.shop, ANNA).code()
    player.shop.clock.us += off_s * 1_000_000
    scan(player, code)
    assert shown(player.counter) == "qr_rotating"


def test_that_the_clock_was_off_is_known_after_a_restart(player: Player) -> None:
    shop, counter = player.shop, player.counter
    counter.desk.mark.hear(shop.clock.us - 90_000_000)
    phone_code.keep_clock(counter.desk)
    counter.crash()
    scan(player, Phone(shop, ANNA).code())
    assert shown(counter) == "card_static"
    let_go(player)
    player.sync()
    scan(player, Phone(shop, ANNA).code(1))
    assert shown(counter) == "qr_rotating"


def test_a_suspect_clock_makes_it_the_static_code(player: Player) -> None:
    code = Phone(player.shop, ANNA).code()
    player.counter.crash()
    player.shop.clock.us -= 86_400_000_000
    scan(player, code)
    assert shown(player.counter) == "card_static"


def test_a_till_that_has_not_heard_of_the_key_takes_the_static_code(player: Player) -> None:
    player.counter.line_up = False
    player.shop.books.rotate_phone_key(player.shop.clock.us, at_once=False)
    scan(player, Phone(player.shop, ANNA).code())
    assert shown(player.counter) == "card_static"
    let_go(player)
    player.counter.line_up = True
    player.sync()
    scan(player, Phone(player.shop, ANNA).code())
    assert shown(player.counter) == "qr_rotating"


def test_a_lost_key_is_void_once_the_till_has_heard(player: Player) -> None:
    phone = Phone(player.shop, ANNA)
    player.shop.books.rotate_phone_key(player.shop.clock.us, at_once=True)
    scan(player, phone.code())
    assert shown(player.counter) == "qr_rotating", "it has not heard"
    let_go(player)
    player.play("sync")
    scan(player, phone.code())
    assert shown(player.counter) == ""
    player.play('wait 1 => idle; "run out"')


def test_another_shops_code_and_a_forged_one_are_refused(player: Player) -> None:
    good = phonecode.read(Phone(player.shop, ANNA).code())
    assert good is not None
    scan(player, phonecode.write(replace(good, number=BEN)))
    assert shown(player.counter) == ""
    player.play('wait 1 => idle; "not made by this shop"')
    scan(player, phonecode.write(replace(good, number=number.make("4711", "123456789"))))
    player.play('wait 1 => idle; "another shop"')


def test_a_phone_that_lies_there_while_its_code_changes_stays_one_member(player: Player) -> None:
    phone = Phone(player.shop, ANNA)
    first, second = phone.code(), phone.code(1)
    scan(player, first)
    player.play("type 1000 => member")
    player.play("wait 25")
    scan(player, second)
    player.counter.do(CardLeft(text=first))
    assert shown(player.counter) == "qr_rotating"
    player.play("key Enter => idle; events 5")
    third = phone.code(1)
    player.play("wait 30")
    scan(player, third)
    player.counter.do(CardLeft(text=second))
    assert shown(player.counter) == ""
    assert player.counter.desk.left_ms is None, "the phone still lies there"
    player.counter.do(CardLeft(text=third))
    player.play("wait 10")
    scan(player, phone.code())
    player.play('wait 0 => idle; "again?"')
    player.play("key Enter => member")
    assert shown(player.counter) == "qr_rotating"


def test_a_card_becomes_stronger_when_its_phone_is_shown(player: Player) -> None:
    player.play("scan A => member")
    assert shown(player.counter) == "card_static"
    scan(player, Phone(player.shop, ANNA).code())
    assert shown(player.counter) == "qr_rotating"


def test_the_next_guests_code_is_as_strong_when_it_waited_for_an_answer(player: Player) -> None:
    player.play("scan A => member\ntype 500 => member")
    scan(player, Phone(player.shop, BEN).code())
    player.play("key F7 => member")
    assert player.counter.desk.sale is not None
    assert (player.counter.desk.sale.number, shown(player.counter)) == (BEN, "qr_rotating")


def test_keys_are_forgotten_with_their_feed_and_come_again(player: Player) -> None:
    directory = player.counter.directory
    known = directory.phone_keys()
    assert len(known) == 1
    directory.forget()
    assert directory.phone_keys() == {}
    own = directory.own()
    directory.apply(Page(cursor="", feed_epoch="", own=own, phone_keys=tuple(known.values())))
    assert directory.phone_keys() == known
