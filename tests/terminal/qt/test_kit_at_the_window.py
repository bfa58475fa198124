"""The launch kit and the paper forms at the real window and engine: twenty forms, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import number
from terminal.qt.inspection import inspect
from terminal.qt.views.menu import MenuButton
from terminal.till import roll
from terminal.till.kit_values import KitMade
from terminal.till.messages import Message
from tests.stories.counter import ISSUER
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.hand import Counter

TWENTY = tuple(number.make(ISSUER, f"{at:09d}") for at in range(500, 520))
DRAWN = 1
"""So many are typed at the window; the others at its engine, which is quicker to test."""
KEYS_A_FORM = 45
"""Twenty forms in five minutes are fifteen seconds each: a slow typist's three keys a second."""


@pytest.fixture
def counter(make_window: MakeWindow, posted: list[Message], data_dir: Path) -> Iterator[Counter]:
    """A counter in German on a small screen."""
    player = Player(data_dir / "story", language="de")
    yield Counter(make_window(1024, 600), player, posted)
    player.close()


def is_sound(counter: Counter) -> bool:
    """Say that nothing is cut off, too small or without a name."""
    found = inspect(counter.window)
    return (found.clipped, found.small_targets, found.unnamed) == ((), (), ())


def test_the_kit_by_touch(counter: Counter) -> None:
    counter.key("F10")
    counter.tap(MenuButton, "Startpaket")
    assert is_sound(counter)
    counter.tap(MenuButton, "Sprache des Pakets")
    counter.tap(MenuButton, "Paket machen")
    order = counter.player.counter.kits[-1]
    assert order.programme.id == "coffee-bar"
    assert order.language != "de"
    counter.player.counter.do(KitMade(folder="kit/x", files=12))
    assert "12 Dateien in kit/x" in str(counter.player.counter.till.screen())


def test_twenty_forms_take_fifteen_seconds_each(counter: Counter) -> None:
    counter.key("F10")
    counter.write("k")
    counter.write("4")
    assert is_sound(counter)
    desk = counter.player.counter.desk
    counter.counted()
    for at, one in enumerate(TWENTY):
        line = f"Anna de Vries 061234{5600 + at} 14-3 /1"
        counter.story(f"scan {one}")
        if at >= DRAWN:
            counter.story(f'type "{line}"\nkey Enter')
            continue
        counter.write(line)
        if at == 0:
            assert is_sound(counter)
        counter.key("Enter")
        keys, digits, taps = counter.counted()
        assert keys + digits <= KEYS_A_FORM
        assert taps == 0
    assert len(desk.kit.entered) == 20
    known = [roll.by_number(desk, one) for one in TWENTY]
    people = [roll.person(desk, each.member_id) for each in known if each]
    assert {each.phone for each in people if each} == {f"+3161234{5600 + at}" for at in range(20)}
    assert {tuple(each.consents.items()) for each in people if each} == {(("news", desk.day()),)}
    assert "20 Formulare eingegeben" in str(counter.player.counter.till.screen())
