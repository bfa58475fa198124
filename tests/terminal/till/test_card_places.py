"""Two tills of a shop draw from places of their own, also without a line and after a rejoin."""

from __future__ import annotations

from pathlib import Path

from loyalty.number_places import name_of, place_in, place_of
from terminal.till import card_stock
from tests.stories.counter import Counter
from tests.stories.play import Player


def place(counter: Counter) -> int:
    """Give the place that the server gave this till."""
    head = counter.ledger.head()
    return place_in(counter.directory.setting(name_of(head.device, head.epoch)))


def test_tills_without_a_line_never_make_the_same_number(data_dir: Path) -> None:
    player = Player(data_dir / "shop")
    player.play("till 2 => idle\nsync => idle\ntill 1 => idle\nsync => idle")
    places = [place(one) for one in player.counters.values()]
    assert sorted(places) == [1, 2]
    player.play("line down => idle\ntill 2 => idle\nline down => idle")
    key = player.counter.desk.tenant_key
    for counter, own in zip(player.counters.values(), places, strict=True):
        made = card_stock.issue(counter.desk, 50).numbers
        assert {place_of(key, one[5:14]) for one in made} == {own}
    player.play("line up => idle\ntill 1 => idle\nline up => idle\nsync => idle")
    player.close()
