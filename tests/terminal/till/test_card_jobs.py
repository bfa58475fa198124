"""A job of cards names numbers, finds people when it is drawn, and is kept until it is good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.card_stock import PRINTED
from loyalty.errors import Refusal
from storage.ports import Ledger
from terminal.till import card_jobs, card_stock
from terminal.till.card_values import CardWanted
from tests.stories.play import Player
from tests.stories.words import card

ANNA = card("A")


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """A real till with one member."""
    made = Player(data_dir / "shop")
    made.play('member "Anna de Vries" A 0612345678 => idle')
    yield made
    made.close()


def kept(ledger: Ledger) -> str:
    return ledger.get(card_jobs.KEPT) or ""


def test_a_job_is_kept_without_any_name_until_it_is_good(player: Player) -> None:
    desk = player.counter.desk
    blank = card_stock.issue(desk, 1).numbers
    job = card_jobs.begin(desk, (ANNA, *blank), design="leaf", stock="single")
    assert "Anna" not in kept(desk.ledger)
    assert card_jobs.unfinished(desk.ledger) == job
    order = card_jobs.order(desk, job, out="x.pdf", logo="")
    of_anna, of_nobody = order.cards
    assert (of_anna.number, of_anna.name) == (ANNA, "Anna de Vries")
    assert of_anna.language == desk.shop.language
    assert (of_anna.level, of_anna.rank) == ("Bronze", 1), "whoever joins has the first level"
    assert of_nobody == CardWanted(number=blank[0], language=desk.shop.language)
    assert "Anna" not in repr(order)
    changed = card_jobs.changed(desk, job, design="", stock="starter", start=3)
    assert (changed.design, changed.stock, changed.start) == ("leaf", "starter", 3)
    assert card_jobs.finish(desk, changed) == ()
    assert card_jobs.unfinished(desk.ledger) is None
    assert len(desk.ledger.cards.of(PRINTED)) == 1
    again = card_jobs.begin(desk, (ANNA,), design="leaf", stock="single")
    assert card_jobs.finish(desk, again) == (ANNA,), "a reprint is said to be one"


def test_who_was_erased_is_not_on_a_card_that_is_drawn_later(player: Player) -> None:
    job = card_jobs.begin(player.counter.desk, (ANNA,), design="leaf", stock="single")
    player.play("server erase A => idle\nsync => idle")
    order = card_jobs.order(player.counter.desk, job, out="x.pdf", logo="")
    assert [one.name for one in order.cards] == [""]


def test_no_cards_are_no_job(player: Player) -> None:
    with pytest.raises(Refusal, match="no card"):
        card_jobs.begin(player.counter.desk, (), design="leaf", stock="single")
