"""Draws: a seed that was laid down beforehand decides, and everybody can check it afterwards.

The server sends a seed ahead and publishes its commitment; once the seed is no longer in use it is
published itself. `HMAC-SHA256(seed, account|reward|nth)` read as one large number picks the
prize, so that the same draw, after an undo or on another till, always comes out the same.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from loyalty.programme.rewards import MysteryReward, Prize

_NUMBER_BITS = 256


@dataclass(frozen=True, slots=True)
class Odds:
    """The chance of one prize: `weight` in `of`."""

    prize: Prize
    weight: int
    of: int


def drawn(reward_id: str) -> str:
    """Name the counter of a member's draws of a reward."""
    return f"drawn:{reward_id}"


def odds(reward: MysteryReward) -> tuple[Odds, ...]:
    """Give the chance of each prize, for publication, in the order of the document."""
    whole = sum(prize.weight for prize in reward.prizes)
    return tuple(Odds(prize, prize.weight, whole) for prize in reward.prizes)


def commitment(seed: bytes) -> str:
    """Give what is published before a seed decides anything: its SHA-256 as 64 hex digits."""
    return hashlib.sha256(seed).hexdigest()


def draw(reward: MysteryReward, *, seed: bytes, account: str, nth: int) -> Prize:
    """Give the prize of an account's `nth` draw (from 0) of a reward."""
    message = f"{account}|{reward.id}|{nth}".encode()
    number = int.from_bytes(hmac.digest(seed, message, "sha256"), "big")
    whole = sum(prize.weight for prize in reward.prizes)
    # Scaling 256 bits down, no prize is favoured by more than one part in 2**256 of the whole.
    at = number * whole >> _NUMBER_BITS
    for prize in reward.prizes:
        at -= prize.weight
        if at < 0:
            return prize
    raise AssertionError(reward.id)
