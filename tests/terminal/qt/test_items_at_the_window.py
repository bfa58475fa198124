"""Quick keys, part of the points, the card's screen and slips at the real window and engine.

Each flow counts the keys and taps of the cashier that it took (COUNTER.md section 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.qt.buttons import ActionButton
from terminal.qt.inspection import inspect
from terminal.qt.letter_pad import LetterButton
from terminal.qt.quick import QuickButton
from terminal.qt.views.menu import MenuButton
from terminal.till.messages import Message
from terminal.till.slip_values import AtHand, Slips
from tests.stories.play import Player
from tests.stories.words import card
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.hand import Counter


@pytest.fixture
def counter(make_window: MakeWindow, posted: list[Message], data_dir: Path) -> Iterator[Counter]:
    """A counter with Anna, who has 500 points, and two quick keys."""
    player = Player(data_dir / "story")
    made = Counter(make_window(1024, 600), player, posted)
    made.story('member "Anna de Vries" A 0612345678\nearn A 12500\nleft A\nwait 200')
    yield made
    player.close()


def set_up(counter: Counter, name: str, price: str) -> None:
    """Makes a quick key behind F10, all by keys."""
    counter.key("F10")
    counter.write("5+" + name)
    counter.key("Enter")
    counter.write(price)
    counter.key("Enter")
    counter.write("2")
    counter.key("Esc")


def test_one_press_or_tap_is_one_item(counter: Counter) -> None:
    set_up(counter, "Coffee", "300")
    set_up(counter, "Lunch", "950")
    counter.scan("A")
    counter.counted()
    counter.write("c")
    counter.write("/")
    counter.tap(QuickButton, "Lunch")
    assert counter.counted() == (2, 0, 1)
    assert not inspect(counter.window).clipped
    assert counter.window.body is not None
    counter.story('sync => member; "€ 15,50"; "2 \u00d7 Coffee, Lunch"')
    counter.key("Backspace")
    counter.key("Enter")
    counter.story("sync => idle; balance A points 524; balance A stamp:coffees 2")


def test_items_before_the_card_close_with_the_scan(counter: Counter) -> None:
    set_up(counter, "Coffee", "300")
    counter.counted()
    counter.write("/")
    counter.write("/")
    counter.scan("A")
    assert counter.counted() == (2, 0, 0)
    counter.story("sync => idle; balance A points 524")


def test_a_paper_card_takes_two_keys_and_its_stamps(counter: Counter) -> None:
    counter.scan("B")
    counter.key("Enter")
    counter.counted()
    counter.key("F6")
    counter.write("7")
    counter.key("Enter")
    assert counter.counted() == (2, 1, 0)
    counter.key("Esc")
    counter.key("F8")
    counter.story('sync => idle; "paper card was taken back"; balance B stamp:coffees 0')


def test_a_lost_card_by_name_and_by_touch(counter: Counter) -> None:
    """The list shows a name without asking for it: it is confirmed by a touch."""
    counter.key("F2")
    counter.write("Anna")
    counter.key("Enter")
    counter.key("F6")
    counter.scan("B")
    counter.tap(ActionButton, "Yes, give the new card")
    assert counter.counted() == (7, 0, 1)
    counter.story('sync => member; "is the new card"')
    counter.key("F4")
    counter.story('sync => member; refused; "after a day"')


def test_the_pin_is_a_row_of_the_card(counter: Counter) -> None:
    counter.scan("A")
    counter.key("F6")
    found = inspect(counter.window)
    assert (found.clipped, found.small_targets, found.unnamed) == ((), (), ())
    counter.tap(MenuButton, "Choose a PIN")
    counter.story("sync => member; pad choose")


def test_the_code_is_unreadable(counter: Counter) -> None:
    last_four = card("A")[-4:]
    counter.key("F2")
    counter.write(last_four)
    counter.key("Enter")
    assert counter.counted() == (2, 4, 0)
    counter.story('sync => member; "Anna de V."')
    counter.key("Esc")
    counter.write(card("A"))
    counter.key("Enter")
    assert counter.counted() == (2, 16, 0)
    counter.story('sync => member; "Anna de V."')


def test_a_reward_only(counter: Counter) -> None:
    counter.scan("A")
    counter.key("F4")
    counter.key("Enter")
    assert counter.counted() == (2, 0, 0)
    counter.story("sync => idle; balance A points 0")


def test_where_slips_go(counter: Counter) -> None:
    found = (
        AtHand(way="usb", printer="/dev/usb/lp0", name="EPSON TM-T20II"),
        AtHand(way="system", printer="Star_TSP143", name="Star_TSP143"),
    )
    counter.player.counter.printers = found
    counter.key("F10")
    counter.write("6")
    counter.tap(MenuButton, "Choose a printer")
    counter.tap(MenuButton, "Star_TSP143")
    assert counter.player.counter.slips == Slips(way="system", printer="Star_TSP143")
    counter.tap(MenuButton, "Choose a printer")
    counter.tap(MenuButton, "EPSON TM-T20II")
    counter.tap(MenuButton, "Paper")
    counter.tap(MenuButton, "Letters")
    slips = Slips(way="usb", printer="/dev/usb/lp0", paper="80-42", drawn=True)
    assert counter.player.counter.slips == slips
    counter.tap(MenuButton, "Test print")
    assert len(counter.player.counter.tested) == 1


def test_a_printer_in_the_network_by_touch_alone(counter: Counter) -> None:
    counter.key("F10")
    counter.write("6")
    counter.tap(MenuButton, "Choose a printer")
    counter.tap(MenuButton, "In the network")
    for sign in "10.0.0.7":
        counter.tap(LetterButton, sign)
    counter.tap(ActionButton, "Keep")
    assert counter.player.counter.slips == Slips(way="network", printer="10.0.0.7")


def test_a_printer_in_the_network_by_keys_alone(counter: Counter) -> None:
    counter.key("F10")
    counter.write("6")
    counter.write("1")
    counter.write("1")
    counter.write("192.168.1.50")
    counter.key("Enter")
    assert counter.player.counter.slips == Slips(way="network", printer="192.168.1.50")
    # The next Enter is the test print.
    counter.key("Enter")
    assert [slip.marks for slip in counter.player.counter.tested] == [("Test print",)]


def test_a_part_of_the_points(
    make_window: MakeWindow, posted: list[Message], data_dir: Path
) -> None:
    player = Player(data_dir / "story", "supermarket")
    counter = Counter(make_window(), player, posted)
    counter.story('member "Anna de Vries" A\nearn A 99900\nleft A\nwait 200')
    counter.scan("A")
    counter.write("2000")
    counter.counted()
    counter.key("F4")
    counter.write("300")
    counter.key("Enter")
    assert counter.counted() == (2, 3, 0)
    counter.story('sync => idle; "€ 17,00"')
    player.close()
