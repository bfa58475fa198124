"""Wishes for refunds at another till: what became of one is said once."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.stories.play import Player

NEWS = "The points are right now"
WISHED = """
member "Anna de Vries" A => idle
earn A 1250 => idle
till 2 => idle
sync => idle
slip 1 => idle
key Enter => idle; "The points follow"
sync => idle
till 1 => idle
sync => idle
till 2 => idle
"""


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    made = Player(data_dir)
    yield made
    made.close()


def shown(player: Player) -> str:
    return msgspec.json.encode(player.counter.till.screen()).decode()


def test_an_answer_is_told_once_also_when_everything_is_told_anew(player: Player) -> None:
    player.play(WISHED)
    player.play(f'sync => idle; "{NEWS}"\nearn A 500 => idle')
    assert NEWS not in shown(player)
    player.counter.directory.forget()
    player.sync()
    assert NEWS not in shown(player)
    player.play('slip 1 => idle\nkey Enter => idle; refused; "already taken back"')


def test_an_answer_that_comes_with_everything_else_is_told(player: Player) -> None:
    player.play(WISHED)
    player.counter.directory.forget()
    player.play(f'sync => idle; "{NEWS}"')
