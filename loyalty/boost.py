"""Boost now: for some hours the owner lets everybody earn more, or turns on what was prepared.

A boost is an input of a sale like its basket: its event keeps it, so that whoever prices the sale
again, to move it or to take it back, comes to the same.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from loyalty import days
from loyalty.programme import Programme

BOOST: Final = "boost"
RULE: Final = "@boost"
"""What stands as the rule of what a boost gave; no rule of a programme can be called that."""
PERCENT_MAX: Final = 1_000
LONGEST_US: Final = 48 * 3_600 * 1_000_000
CODE_MAX: Final = 100
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Boosted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A boost as one sale has it: `percent` more points and stamps, or the `code` of a bonus.

    `until` is the shop's clock at its end, as its reason says it: `18:00`.
    """

    percent: int = 0
    code: str = ""
    until: str = ""


class Boost(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A boost of the whole shop, from one moment to another; one that has ended is none."""

    from_us: int = 0
    until_us: int = 0
    percent: int = 0
    code: str = ""


NONE: Final = Boost()


def is_right(boost: Boost) -> bool:
    """Say whether a boost is one that tills can use."""
    return (
        0 <= boost.from_us <= boost.until_us <= boost.from_us + LONGEST_US
        and 0 <= boost.percent <= PERCENT_MAX
        and len(boost.code) <= CODE_MAX
    )


def is_on(boost: Boost, now_us: int) -> bool:
    """Say whether a boost is in force at a moment."""
    return boost.from_us <= now_us < boost.until_us and bool(boost.percent or boost.code)


def at(boost: Boost, now_us: int, zone: str) -> Boosted | None:
    """Give a boost as a sale at a moment has it, in the shop's zone; None when it is not on."""
    if not is_on(boost, now_us):
        return None
    until = f"{days.local(boost.until_us, zone):%H:%M}"
    return Boosted(percent=boost.percent, code=boost.code, until=until)


def read(text: str) -> Boost:
    """Read the setting of a shop; what cannot be read is none, because it is a later version's."""
    try:
        found = msgspec.json.decode(text, type=Boost) if text else NONE
    except msgspec.MsgspecError:
        return NONE
    return found if is_right(found) else NONE


def write(boost: Boost) -> str:
    """Write the setting."""
    return msgspec.json.encode(boost).decode()


def of_event(said: object) -> Boosted | None:
    """Read what a sale's event keeps of a boost; None where it had none."""
    if not isinstance(said, dict):
        return None
    try:
        found = msgspec.convert(said, Boosted)
    except msgspec.ValidationError:
        return None
    is_sound = 0 <= found.percent <= PERCENT_MAX and len(found.code) <= CODE_MAX
    return found if is_sound and (not found.until or _CLOCK.fullmatch(found.until)) else None


def prepared(programme: Programme) -> tuple[tuple[str, str], ...]:
    """Give the bonuses that an owner prepared, as (code, name): what earns by a code.

    A code that a reward has as well is not turned on for everybody: it would take something off.
    """
    taken = {reward.code for reward in programme.rewards if reward.code}
    found: dict[str, str] = {}
    language = programme.languages[0]
    for rule in (*programme.earn, *programme.multipliers, *programme.stamp_cards):
        if rule.code and rule.code not in taken:
            name = getattr(rule, "name", None)
            found.setdefault(rule.code, programme.text(name, language) if name else rule.code)
    return tuple(found.items())
