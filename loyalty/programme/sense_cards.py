"""Checks stamp cards: what a stamp is given for, and that the reward costs what the card holds."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.accounts import stamps
from loyalty.programme.earn import StampCard
from loyalty.programme.sense_remark import Remark, known, remark
from loyalty.programme.shapes import Programme


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check every stamp card."""
    for at, card in enumerate(programme.stamp_cards):
        path = f"stamp_cards[{at}]"
        if (card.per == "amount") != (card.per_minor > 0):
            wanted = "1 or more with per = amount" if card.per == "amount" else "left out here"
            yield remark(f"{path}.per_minor", card.per_minor, wanted)
        yield from _reward(programme, card, f"{path}.reward")


def _reward(programme: Programme, card: StampCard, path: str) -> Iterator[Remark]:
    if card.reward is None:
        return
    ids = [each.id for each in programme.rewards]
    yield from known(card.reward, ids, path, "a reward", "rewards")
    found = next((each for each in programme.rewards if each.id == card.reward), None)
    cost = None if found is None else found.cost
    if found is not None and (
        cost is None or (cost.unit, cost.amount) != (stamps(card.id), card.stamps)
    ):
        wanted = f"a reward that costs {card.stamps} of stamp:{card.id}"
        yield remark(path, card.reward, wanted, "rewards*")
