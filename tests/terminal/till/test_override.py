"""Who may allows from afar by six digits that count once, and the event names who and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import authenticator, event
from loyalty.event import Event
from loyalty.staff import StaffRow
from terminal.till import staff_books
from terminal.till.desk import Desk
from tests.stories.play import Player

TWO = """
key F10
type 4
type 1
type Bo
key Enter
scan Q
type 7392
type 7392
type 2
type 4 => "time code"
key Enter
type 1
type Kim
key Enter
type 1
key Enter
type 8461
type 8461
type 8461 => idle; "Kim is here."
"""


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    """A shop in which Bo is the owner with an authenticator and Kim stands at the till."""
    made = Player(tmp_path)
    made.play(TWO)
    yield made
    made.close()


def desk_of(player: Player) -> Desk:
    return player.counter.desk


def bo(player: Player) -> StaffRow:
    return next(row for row in staff_books.people(desk_of(player)) if row.name == "Bo")


def code(player: Player) -> str:
    row, desk = bo(player), desk_of(player)
    pepper = desk.peppers.of(row.pepper)
    assert pepper is not None
    key = authenticator.secret(pepper, row.staff_id, row.authenticator)
    return authenticator.code(key, authenticator.step_of(desk.clock.now_us()))


def newest(player: Player) -> Event:
    ledger = desk_of(player).ledger
    head = ledger.head()
    return event.decode(ledger.events(head.epoch, head.seq, 1)[0].raw)


def sell_and_close(player: Player) -> None:
    player.play("member Anna A\nscan A\ntype 500\nkey Enter\nkey F10\ntype z\nkey Enter\nkey F10")


def test_six_digits_from_afar_open_the_day_again_and_stand_in_the_event(player: Player) -> None:
    sell_and_close(player)
    player.play(f'type z\nkey F8 => lock; "From afar"\ntype {code(player)} => lock; "Why?"')
    player.play('type 3 => day; "goes on"')
    made = newest(player)
    assert made.type == "day_reopened"
    assert made.actor.startswith("cashier:s")
    by = f"owner:{bo(player).staff_id}"
    assert made.data["override"] == {"by": by, "how": "code", "reason": "3"}
    assert "Bo" not in str(made)


def test_a_code_counts_once(player: Player) -> None:
    sell_and_close(player)
    used = code(player)
    player.play(f"type z\nkey F8\ntype {used}\ntype 1 => day\nkey Enter\nkey F10\ntype z\nkey F8")
    player.play(f'type {used} => lock; "nobody who may"; sound refused')
    player.play('key Esc => day; "Nothing was done."')


def test_whoever_may_do_it_is_not_asked(player: Player) -> None:
    sell_and_close(player)
    player.play('key Esc\nscan Q\nkey F10\ntype z\nkey F8 => day; "goes on"')
    assert "override" not in newest(player).data


def test_after_five_wrong_pins_only_a_badge_goes_on(player: Player) -> None:
    player.play("key F12\n" + "type 1379\n" * 5)
    player.play('type 8 => lock\nscan Q => idle; "Bo is here."\nkey F12\nwait 31')
    player.play('type 8461 => idle; "Kim is here."')


def test_nobody_uses_their_own_card_while_they_work(player: Player) -> None:
    player.play(
        'scan Q\nmember Kim K\nkey F10\ntype 4\ntype 3 => "What changes?"\ntype 3\nscan K => menu'
    )
    player.play('key Esc\nscan K => member; "Kim"\nkey Esc\nkey F12\ntype 8461')
    player.play('scan K => idle; refused; "your own card"')


def test_a_cashier_is_never_taken_for_the_owner(player: Player) -> None:
    player.play("key F10\ntype 4 => refused")
    assert desk_of(player).actor.startswith("cashier:s")


def test_the_last_who_may_change_the_list_stays(player: Player) -> None:
    player.play('scan Q\nkey F10\ntype 4\ntype 2\ntype 5 => refused; "manager or owner"')
    player.play('key Esc\ntype 3\ntype 5 => menu; "Kim has left."; !"Cashier"')
