"""Members are brought in at the counter: stopped half way, refused, and served in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from loyalty.event import decode
from terminal.commands.list_reader import TOGETHER
from terminal.till import bring_set_up, brought
from terminal.till.bring_values import GoOn, ListSeen, WentOn
from terminal.till.effects import Send
from terminal.till.messages import Key, Scan, Text
from tests.stories.play import Player
from tests.stories.words import card
from tests.terminal.qt.flows import KIM


@pytest.fixture
def player(tmp_path: Path) -> Player:
    """Open a shop with a list of members among the downloads."""
    made = Player(tmp_path / "shop")
    rows = "|".join(f"Member {at};{at}" for at in range(3 * TOGETHER))
    made._do_list("members.csv", f"Name;Punten|{rows}")
    return made


def open_list(player: Player) -> None:
    """Go behind F10 to the columns of the list."""
    for message in (Key(name="F10"), Text(text="m"), Text(text="1")):
        player.counter.do(message)
    assert player.counter.desk.bring.stage == "columns"


def test_who_comes_meanwhile_is_served(player: Player) -> None:
    open_list(player)
    till, desk = player.counter.till, player.counter.desk
    effects = till.handle(Key(name="Enter"))
    sent = 0
    while any(isinstance(one, GoOn) for one in effects):
        if desk.bring.done == TOGETHER:
            player.counter.do(Scan(text=card("A"), source="camera"))
            player.counter.do(Key(name="Enter"))
            assert desk.mode == "member"
        effects = till.handle(WentOn())
        sent += any(isinstance(one, Send) for one in effects)
    assert desk.bring.stage == "done"
    assert desk.mode == "member", "the guest stays on the screen"
    assert desk.strip is not None
    assert f"{3 * TOGETHER} members brought in" in desk.strip.sentence
    kinds = [decode(raw).data.get("import") for raw in player.counter.ledger.export()]
    assert len([one for one in kinds if one]) == 3 * TOGETHER
    assert sent, "what was written goes out by itself"
    player.sync()
    assert player.counter.ledger.unsent() == 0
    player.close()


def test_esc_stops_and_what_is_in_can_be_taken_back(player: Player) -> None:
    open_list(player)
    till, desk = player.counter.till, player.counter.desk
    till.handle(Key(name="Enter"))
    till.handle(WentOn())
    till.handle(Key(name="Esc"))
    assert (desk.bring.stage, bring_set_up.headline(desk)) == (
        "done",
        f"{TOGETHER} members brought in",
    )
    assert till.handle(WentOn()) == (), "nothing goes on by itself"
    player.counter.do(Text(text="1"))
    assert [one.undone for one in brought.every(desk.ledger)] == [True]
    open_list(player)
    player.counter.do(Key(name="Enter"))
    assert "75 members brought in" in bring_set_up.headline(desk)
    player.close()


def test_what_is_no_list_is_said_and_nothing_is_left_waiting(player: Player) -> None:
    player._do_list("members.csv", "a;b|1;2")
    for message in (Key(name="F10"), Text(text="m"), Text(text="1")):
        player.counter.do(message)
    desk = player.counter.desk
    assert desk.strip is not None
    assert "No column says who the members are" in desk.strip.sentence
    assert desk.bring.stage == "files"
    player.counter.do(ListSeen(path="late", rows=5))
    assert desk.bring.stage == "files", "an answer that nobody waits for any more"
    player.close()


def test_without_any_name_nobody_can_be_brought_in(player: Player) -> None:
    open_list(player)
    player.counter.do(Text(text="1"))
    player.counter.do(Key(name="Enter"))
    desk = player.counter.desk
    assert desk.bring.stage == "columns"
    assert desk.strip is not None
    assert desk.strip.urgent
    player.close()


def test_a_crash_half_way_adds_only_what_is_missing(player: Player) -> None:
    open_list(player)
    player.counter.till.handle(Key(name="Enter"))
    player.counter.till.handle(WentOn())
    player.counter.crash()
    assert [(one.members, one.done) for one in brought.every(player.counter.ledger)] == [
        (TOGETHER, False)
    ]
    open_list(player)
    player.counter.do(Key(name="Enter"))
    desk = player.counter.desk
    assert bring_set_up.headline(desk) == f"{2 * TOGETHER} members brought in"
    assert f"{TOGETHER} were here already." in bring_set_up.caption(desk)
    player.sync()
    player.close()


def test_only_who_may_brings_members_in(player: Player) -> None:
    player.play(KIM)
    player.play('type 8461 => "Kim is here."')
    player.play("key F10\ntype m => menu; refused")
    player.play('key Esc\nscan Q => idle; "Bo is here."')
    player.play('key F10\ntype m => menu; "members.csv"')
    player.close()
