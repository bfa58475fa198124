"""Checks what a well-formed programme says: everything in it that contradicts the rest, at once.

A refusal is for what cannot be meant: references that lead nowhere, rewards that nobody can ever
have, ladders out of order, rules that hold on no day. What is merely odd is the owner's choice.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.programme import (
    sense_benefits,
    sense_cards,
    sense_head,
    sense_overlap,
    sense_rewards,
    sense_size,
    sense_terms,
)
from loyalty.programme.sense_remark import Remark
from loyalty.programme.shapes import Programme


def remarks(programme: Programme) -> Iterator[Remark]:
    """Give every mistake of meaning in a programme whose shapes are right."""
    yield from sense_head.remarks(programme)
    yield from sense_terms.remarks(programme)
    yield from sense_overlap.remarks(programme)
    yield from sense_cards.remarks(programme)
    yield from sense_rewards.remarks(programme)
    yield from sense_benefits.remarks(programme)
    yield from sense_size.remarks(programme)
