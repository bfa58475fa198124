"""PINs: which are too easy to guess, how long they have to be, and what wrong tries lead to.

A member PIN verifies somebody who is known already. A visit PIN finds a member by itself, so it is
nobody else's, and earns and counts visits only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from loyalty.entries import Counted

MEMBER_PIN_DIGITS = 4
PHONE_END_DIGITS = 4
VISIT_TRIES = 3
"""So many wrong PINs in one visit, and the member earns only until the visit is over."""
DAY_TRIES = 5
"""So many wrong PINs on one business date, and the PIN is locked until somebody resets it."""
SHORT_MEMBERS_MAX = 100
LONG_MEMBERS_MAX = 10_000
SHORT_DIGITS, LONG_DIGITS = 4, 6
TEN_THOUSAND = 10_000
COUNTED = "pin_"
"""What the counters of wrong tries and of locks begin with."""

# The most used ones that no rule below covers. Four digits: DataGenetics, "PIN number analysis"
# (2012), the first twenty of 3.4 million. Six digits: the same article. And words typed on a
# telephone's letters, and the corners of the keypad.
_MOST_USED = frozenset(
    (
        *("1004", "6969", "1313", "4321", "1122", "2468", "1357", "1379", "1397", "5683", "7410"),
        *("123321", "696969", "159753", "292513", "007007", "520131", "123654", "246810"),
    )
)
_ROWS_AND_COLUMNS = ("123", "456", "789", "147", "258", "369")
_MIDDLE_COLUMN = ("2580", "0852")
_YEAR = re.compile("(19|20)[0-9][0-9]")
_PINS = re.compile("[0-9]{4}|[0-9]{6}")


def is_pin(text: str) -> bool:
    """Say whether a text is four or six plain digits."""
    return _PINS.fullmatch(text) is not None


def is_weak(pin: str) -> bool:
    """Say whether a PIN is among those that people try first.

    All digits the same, a run up or down (also past 9 and 0), something repeated (1212, 123123),
    doubled digits (1122, 112233), a year, the middle column of a keypad or two of its rows or
    columns, or one of the most used.
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    is_run = len(steps) == 1 and steps <= {0, 1, 9}
    repeats = any(pin == pin[:size] * (len(pin) // size) for size in (2, 3))
    doubled = all(one == other for one, other in zip(pin[::2], pin[1::2], strict=False))
    listed = pin in _MOST_USED or pin in _MIDDLE_COLUMN
    return is_run or repeats or doubled or listed or _on_keypad(pin) or bool(_YEAR.fullmatch(pin))


def _on_keypad(pin: str) -> bool:
    halves = (pin[:3], pin[3:])
    return all(half in _ROWS_AND_COLUMNS or half[::-1] in _ROWS_AND_COLUMNS for half in halves)


def visit_pin_digits(members: int) -> int:
    """Say how many digits a new visit PIN has in a shop with so many members."""
    return LONG_DIGITS if SHORT_MEMBERS_MAX < members <= LONG_MEMBERS_MAX else SHORT_DIGITS


def needs_phone_end(members: int) -> bool:
    """Say whether a visit PIN counts only together with the last four digits of the phone."""
    return members > LONG_MEMBERS_MAX


def guess_bound(members: int) -> int:
    """Give how many of ten thousand random guesses would hit somebody's visit PIN, at most.

    Rounded up. Every PIN is one member's only, so that each member adds one hit to all the PINs
    of the length that the shop's size asks for.
    """
    digits = visit_pin_digits(members) + (PHONE_END_DIGITS if needs_phone_end(members) else 0)
    possible: int = 10**digits
    return (max(members, 0) * TEN_THOUSAND + possible - 1) // possible


def wrong_unit(member_id: str, version: int, day: str) -> str:
    """Name the counter of wrong tries at one version of a PIN on a business date.

    It stands on the member's account. A new version (a reset, a new choice) counts anew.
    """
    return f"{COUNTED}wrong:{member_id}.{version}/{day}"


def locked_unit(member_id: str, version: int) -> str:
    """Name the counter that says that one version of a PIN is locked until it is reset."""
    return f"{COUNTED}locked:{member_id}.{version}"


def wrong_today(counters: Mapping[str, int], member_id: str, version: int, day: str) -> int:
    """Give how often this version of a PIN was wrong on a business date, at all tills known."""
    return counters.get(wrong_unit(member_id, version, day), 0)


def is_locked(counters: Mapping[str, int], member_id: str, version: int) -> bool:
    """Say whether this version of a PIN opens nothing any more until it is reset.

    Tills that were apart may have counted five together without either of them seeing it.
    """
    if counters.get(locked_unit(member_id, version), 0) > 0:
        return True
    head = wrong_unit(member_id, version, "")
    return any(count >= DAY_TRIES and unit.startswith(head) for unit, count in counters.items())


def wrong_try(
    counters: Mapping[str, int], member_id: str, version: int, day: str
) -> tuple[Counted, ...]:
    """Give what one more wrong PIN counts: the try, and the lock when it is one too many."""
    tried = Counted(unit=wrong_unit(member_id, version, day), delta=1)
    is_last = wrong_today(counters, member_id, version, day) + 1 >= DAY_TRIES
    if not is_last or counters.get(locked_unit(member_id, version), 0) > 0:
        return (tried,)
    return tried, Counted(unit=locked_unit(member_id, version), delta=1)


def earns_only(wrong_in_visit: int) -> bool:
    """Say whether a visit with so many wrong PINs is for earning only."""
    return wrong_in_visit >= VISIT_TRIES


def tries_left(wrong_in_visit: int, wrong_on_day: int) -> int:
    """Give how many wrong PINs are left before the visit earns only or the PIN is locked."""
    return max(min(VISIT_TRIES - wrong_in_visit, DAY_TRIES - wrong_on_day), 0)


def is_old_try(unit: str, count: int, day: str) -> bool:
    """Say whether a counter holds wrong tries of a day gone by that lock nothing."""
    head, _, tried_on = unit.partition("/")
    return head.startswith(f"{COUNTED}wrong:") and tried_on < day and count < DAY_TRIES
