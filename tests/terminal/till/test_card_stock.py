"""Batches at a till: recorded before anything else, never a number twice, reprints are marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from loyalty import number
from loyalty.card_stock import ISSUED, PRINTED, Printed
from loyalty.errors import Outage, Refusal
from loyalty.number_places import digits, name_of, place_in
from storage.ledger import SqlLedger
from storage.ports import Ledger
from terminal.till import card_stock, enrol
from terminal.till.desk import Desk
from tests.stories.full_disk import FullDisk
from tests.stories.play import Player
from tests.stories.words import card


@pytest.fixture
def desk(data_dir: Path) -> Iterator[Desk]:
    """The desk of a real till."""
    player = Player(data_dir / "shop")
    yield player.counter.desk
    player.close()


def test_a_batch_is_recorded_with_who_and_which(desk: Desk) -> None:
    made = card_stock.issue(desk, 1_200)
    assert len(set(made.numbers)) == 1_200
    assert all(number.is_valid(one) for one in made.numbers)
    assert len(desk.ledger.cards.of(ISSUED)) == 3, "events stay small"
    assert card_stock.batches(desk) == (made,)
    assert made.actor == desk.actor
    assert all(card_stock.is_issued(desk, one) for one in made.numbers)


def test_no_number_is_made_that_is_a_card_already(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chance that repeats itself: a member's card, a blank one, and one number over again."""
    head = desk.ledger.head()
    place = place_in(desk.directory.setting(name_of(head.device, head.epoch)))
    taken, blank, third, fourth = (card(digits(desk.tenant_key, place, at)) for at in range(1, 5))
    enrol.make(desk, taken, "")
    card_stock.keep(desk, (blank,))
    drawn = iter([1, 2, 3, 3, 4])
    monkeypatch.setattr(desk, "randomness", _first(desk, drawn))
    assert card_stock.issue(desk, 2).numbers == (third, fourth)


def _first(desk: Desk, drawn: Iterator[int]) -> object:
    real = desk.randomness

    def randomness(count: int) -> bytes:
        is_number = count == card_stock.RANDOM_BYTES
        return next(drawn).to_bytes(count, "big") if is_number else real(count)

    return randomness


def test_what_is_printed_again_is_marked(desk: Desk) -> None:
    made = card_stock.issue(desk, 3)
    said = Printed(job="j", design="classic", stock="single", way="pdf", numbers=made.numbers[:2])
    card_stock.record_printed(desk, said)
    assert card_stock.printed(desk) == set(made.numbers[:2])
    again = Printed(job="k", design="classic", stock="single", way="pdf", numbers=made.numbers)
    card_stock.record_printed(desk, again)
    kept = [card_stock.said_of(one) for one in desk.ledger.cards.of(PRINTED)]
    assert [one.again for one in kept if one] == [(), made.numbers[:2]]


def test_a_full_disk_makes_no_number(desk: Desk) -> None:
    real = desk.ledger
    desk.ledger = cast("Ledger", FullDisk(cast("SqlLedger", real)))
    with pytest.raises(Outage, match="full"):
        card_stock.issue(desk, 3)
    desk.ledger = real
    assert card_stock.batches(desk) == ()


@pytest.mark.parametrize("count", [0, -1, card_stock.BATCH_MAX + 1])
def test_a_count_that_is_none_is_refused(desk: Desk, count: int) -> None:
    with pytest.raises(Refusal, match="cards at once"):
        card_stock.issue(desk, count)


def test_numbers_between_two_are_members_and_blank_cards_but_no_lost_ones(desk: Desk) -> None:
    enrol.make(desk, card("000000005"), "")
    card_stock.keep(desk, tuple(card(f"00000000{at}") for at in (4, 6, 9)))
    found = card_stock.between(desk, card("000000004"), card("000000006"), 9)
    assert found == (card("000000004"), card("000000005"), card("000000006"))
    assert len(card_stock.between(desk, card("000000004"), card("000000009"), 2)) == 2
