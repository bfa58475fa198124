"""Proves that the check after the day finds what is wrong, and nothing where nothing is."""

from __future__ import annotations

import pytest

from loyalty.errors import Refusal
from main import _verify_server
from storage.folder import Folder
from terminal.demo import check, faults, premises
from terminal.demo.members import regulars
from terminal.demo.scans import Scans
from tests.terminal.demo.conftest import Furnished

BLANK_CARDS = 1
"""The pile beside the till is one batch, which is one event."""


def test_books_that_agree(furnished: Furnished) -> None:
    """The figures of the past weeks add up on both sides."""
    day, problems = check.look(furnished.folder)
    assert problems == ()
    assert day.sales == sum(who.visits for who in regulars())
    assert day.members == len(regulars())
    assert day.till_points_total == day.server_points_total == day.earned - day.redeemed
    assert day.redeemed > 0
    assert day.events_till == day.events_server == day.sales + day.members + BLANK_CARDS
    assert (day.lost, day.duplicated) == (0, 0)
    assert (day.cards_drawn, day.cards_read, day.scan_to_screen_ms_p95) == (1, 1, 12.3)
    assert _verify_server(furnished.folder).ok


@pytest.mark.parametrize(
    ("fault", "words"),
    [("lost", "not at the server"), ("double", "twice"), ("points", "points at the till")],
)
def test_every_fault_is_found(copied: Folder, fault: str, words: str) -> None:
    """The comparison finds it by itself, and so does the server's own proof."""
    faults.plant(copied, fault)
    day, problems = check.look(copied)
    assert any(words in problem for problem in problems)
    assert (day.lost == 1) == (fault == "lost")
    assert (day.duplicated == 1) == (fault == "double")
    assert (day.till_points_total == day.server_points_total) == (fault == "lost")
    assert not _verify_server(copied).ok


def test_a_card_that_was_not_read_is_found(copied: Folder) -> None:
    """Shown and not accepted is not good enough."""
    Scans(copied.till).drawn("5678")
    _, problems = check.look(copied)
    assert problems == ("2 cards were shown and 1 read",)


def test_an_unknown_fault_is_refused() -> None:
    """Before anything is played."""
    with pytest.raises(Refusal, match="lost, double, points"):
        faults.known("fire")


def test_a_day_is_never_played_over_another(furnished: Furnished) -> None:
    """Nothing that somebody may still want to look at is deleted."""
    with pytest.raises(Refusal) as refused:
        premises.fresh(furnished.folder.root)
    assert refused.value.code == "not_empty"
