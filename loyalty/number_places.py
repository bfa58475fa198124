"""Card numbers in places: each till draws from its own, so that no two tills draw the same.

A keyed permutation of all numbers decides which number lies in which place. Whoever does not have
the shop's key sees numbers from anywhere, and guesses none more easily than before.
"""

from __future__ import annotations

import hashlib
from typing import Final

from loyalty.number import RANDOM_DIGITS

PLACES: Final = 1000
EACH: Final = 10**RANDOM_DIGITS // PLACES
"""So many numbers are in one place."""
SETTING: Final = "numbers/"
"""What the names of settings begin with that give an epoch of a till its place, from 1."""
LAST: Final = f"{SETTING}last"
_ALL: Final = 10**RANDOM_DIGITS
_SIDE: Final = 31_623
"""The least whole number whose square has room for all numbers."""
_ROUNDS: Final = 8


def name_of(device: str, epoch: int) -> str:
    """Name the setting that says which place an epoch of a till has."""
    return f"{SETTING}{device}/{epoch}"


def place_in(setting: str) -> int:
    """Read a place; 0, which is nobody's, for what is none."""
    place = int(setting) if setting.isascii() and setting.isdecimal() else 0
    return place if place < PLACES else 0


def digits(key: bytes, place: int, at: int) -> str:
    """Give the nine digits of one of the EACH numbers of a place, under the shop's key."""
    assert 0 < place < PLACES, place
    return _digits(_mixed(key, place + PLACES * (at % EACH)))


def place_of(key: bytes, random_digits: str) -> int:
    """Say in which place nine digits lie."""
    return _unmixed(key, int(random_digits)) % PLACES


def _digits(number: int) -> str:
    return f"{number:0{RANDOM_DIGITS}d}"


def _mixed(key: bytes, number: int) -> int:
    """Permute all numbers: what falls outside of them is permuted again until it is inside."""
    while True:
        left, right = divmod(number, _SIDE)
        for turn in range(_ROUNDS):
            left, right = right, (left + _chance(key, turn, right)) % _SIDE
        number = left * _SIDE + right
        if number < _ALL:
            return number


def _unmixed(key: bytes, number: int) -> int:
    while True:
        left, right = divmod(number, _SIDE)
        for turn in reversed(range(_ROUNDS)):
            left, right = (right - _chance(key, turn, left)) % _SIDE, left
        number = left * _SIDE + right
        if number < _ALL:
            return number


def _chance(key: bytes, turn: int, half: int) -> int:
    said = b"regulars/1 numbers" + bytes([turn]) + half.to_bytes(4, "big")
    return int.from_bytes(hashlib.blake2b(said, key=key[:64], digest_size=8).digest(), "big")
