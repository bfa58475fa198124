"""The member's side tells nobody's name or number, and what the owner chose outlives a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from terminal import headless
from terminal.till import display_set_up, roll
from terminal.till.display_state import DisplaySettings
from terminal.till.effects import Effect, Send, ShowPad, UseDisplay
from terminal.till.messages import DisplayLive, DisplayTap, Key, PadKey, ScreensFound
from terminal.till.screens_display import AnyDisplay, Consents, Slide, Welcome
from tests.stories.play import Player
from tests.stories.words import card

PHONE = "0612345678"


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    """A till with a screen for its members."""
    made = Player(tmp_path)
    made.play("display on => pad welcome")
    yield made
    made.close()


def test_every_scene_is_json_and_back_without_a_name_or_number(player: Player) -> None:
    seen: list[AnyDisplay] = []

    def play(*lines: str) -> None:
        for line in lines:
            player.play(line)
            if player.counter.pad is not None:
                seen.append(player.counter.pad)

    play('member "Anna Grootveld" A 0687654321', "earn A 12500", "left A", "wait 200", "scan A")
    play("key F2", "key Esc", "tap choose", "tap use:five-off:", "key Enter", "wait 5", "wait 3")
    play("left A", "wait 200", "scan B", "key Enter", f"pad {PHONE}", "pad Enter", "tap yes")
    kinds = {headless_name(scene) for scene in seen}
    assert kinds >= {"welcome", "member", "history", "choose", "earned", "thanks", "consents"}
    for scene in seen:
        raw = msgspec.json.encode(scene)
        assert msgspec.json.decode(raw, type=AnyDisplay) == scene
        text = raw.decode()
        for secret in ("Anna", "Grootveld", "87654321", "12345678", "2345", card("A")[-9:]):
            assert secret not in text, (secret, text)


def headless_name(scene: AnyDisplay) -> str:
    """The name that a scene has in its JSON."""
    return str(msgspec.to_builtins(scene)["scene"])


def test_a_phone_that_is_typed_is_in_no_repr_no_event_and_no_saved_sale(player: Player) -> None:
    player.play("scan B\nkey Enter")
    done: list[Effect] = []
    for digit in PHONE:
        done += player.counter.do(PadKey(name=digit))
    told = [json.dumps(headless.line_of(one)) for one in done if isinstance(one, ShowPad)]
    desk = player.counter.desk
    texts = [*told, repr(desk.guest), repr(done), (desk.ledger.open_sale() or b"").decode()]
    done = player.counter.do(PadKey(name="Enter"))
    # What is sent carries the person's row, beside the events: it goes to the server, nowhere else.
    shown = [one for one in done if not isinstance(one, Send)]
    texts += [repr(shown), *map(bytes.decode, desk.ledger.export())]
    for text in texts:
        assert "12345678" not in text
        assert "612345" not in text
    member = roll.by_number(desk, card("B"))
    assert member is not None
    known = roll.person(desk, member.member_id)
    assert known is not None
    assert known.phone == "+31612345678"


def test_no_means_no_however_it_was_before(player: Player) -> None:
    player.play("scan B\nkey Enter\npad Cancel\ntap yes\ntap yes\nagreed B news,reminders")
    player.play("key F6\ntype j\npad Cancel\ntap no\ntap yes\nagreed B reminders")


def test_what_was_answered_stays_when_nobody_answers_the_rest(player: Player) -> None:
    player.play("scan B\nkey Enter\npad Cancel\ntap yes\nwait 61\nagreed B news")
    assert not isinstance(player.counter.pad, Consents)


def test_the_owners_choice_outlives_a_restart_and_is_told_once(
    player: Player, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.png"):
        (pictures / name).write_bytes(b"x")
    player.play("key F10\ntype d\ntype 6")
    done: list[Effect] = []
    for char in str(pictures):
        player.play(f'type "{char}"')
    done = player.counter.do(Key(name="Enter"))
    assert UseDisplay(where="auto", folder=str(pictures)) in done
    shown = player.counter.pad
    assert isinstance(shown, Welcome)
    assert shown.slides == (Slide(picture="a.png"), Slide(picture="b.JPG"))
    player.play("crash")
    done = player.counter.do(DisplayLive(source="window", live=True))
    assert UseDisplay(where="auto", folder=str(pictures)) in done
    assert isinstance(player.counter.pad, Welcome)
    assert player.counter.pad.slides == shown.slides
    done = player.counter.do(DisplayLive(source="browser", live=True))
    assert not [one for one in done if isinstance(one, UseDisplay)]


def test_a_screen_by_name_is_listed_and_one_that_is_unplugged_stays_chosen(player: Player) -> None:
    player.counter.do(ScreensFound(names=("HDMI-1", "eDP-1"), here="eDP-1"))
    player.play('key F10\ntype d => menu; "Screen HDMI-1"; !"Screen eDP-1"\ntype 2 => idle')
    assert player.counter.display == UseDisplay(where="HDMI-1")
    player.counter.do(ScreensFound(names=("eDP-1",), here="eDP-1"))
    player.play('key F10\ntype d => menu; "Screen HDMI-1"; "In use"')


def test_a_second_screen_goes_and_the_tablet_still_shows(player: Player) -> None:
    player.play("member Anna A\nscan A")
    player.counter.do(DisplayLive(source="browser", live=True))
    player.counter.do(DisplayLive(source="window", live=False))
    player.play("key Esc => pad welcome")
    player.counter.do(DisplayLive(source="browser", live=False))
    player.play("sync => pad rest")


@pytest.mark.parametrize("action", ["", "use", "use:", "answer:", "yes", "show", "nothing:at:all"])
def test_any_touch_that_is_not_shown_changes_nothing(player: Player, action: str) -> None:
    before = player.counter.ledger.head().seq
    for lines in ("", "member Anna A", "scan A"):
        player.play(lines)
        seq = player.counter.ledger.head().seq
        player.counter.do(DisplayTap(action=action))
        assert player.counter.ledger.head().seq == seq
    assert before <= player.counter.ledger.head().seq


def test_settings_of_before_have_every_new_field() -> None:
    assert msgspec.json.decode(b"{}", type=DisplaySettings) == DisplaySettings()


def test_a_folder_that_is_none_has_no_pictures(tmp_path: Path) -> None:
    assert display_set_up.pictures(str(tmp_path / "gone")) == ()
    assert display_set_up.pictures("\0") == ()
    for at in range(display_set_up.PICTURES_MAX + 5):
        (tmp_path / f"{at:02}.png").write_bytes(b"x")
    assert len(display_set_up.pictures(str(tmp_path))) == display_set_up.PICTURES_MAX
