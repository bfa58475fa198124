"""How sure we are who it is, and what that allows: one policy table, counted per member and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from loyalty.entries import Counted, Spent
from loyalty.programme import Limits, Programme

Identification = Literal[
    "card_static", "phone_by_name", "number_typed", "qr_rotating", "visit_pin", "pin"
]


@dataclass(frozen=True, slots=True)
class Earn:
    """Points may be earned; nothing may be spent without a PIN."""


@dataclass(frozen=True, slots=True)
class RedeemUpTo:
    """Rewards worth up to `minor` a day may be used without a PIN; perhaps only once a day."""

    minor: int
    once_a_day: bool = False


@dataclass(frozen=True, slots=True)
class Redeem:
    """Any reward may be used."""


NO_PIN = "no_pin:"
"""How the counters of what was used without a PIN begin."""

Permission = Earn | RedeemUpTo | Redeem


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a member used without a PIN on one business date: what it was worth, how often."""

    minor: int = 0
    times: int = 0


NOTHING_USED = Used()


def may(identification: Identification, programme: Programme) -> Permission:
    """Give what somebody who was identified in this way may do.

    Sixteen typed digits can be read off a photograph or told over the telephone, and the last
    four are picked from a list: both count as the phone confirmed by name, not as the card. A
    visit PIN finds its member by itself, so that a guess may hit anybody: it never spends.
    """
    limits: Limits = programme.limits
    table: dict[Identification, Permission] = {
        "card_static": RedeemUpTo(limits.no_pin_card_minor),
        "phone_by_name": RedeemUpTo(limits.no_pin_phone_minor, once_a_day=True),
        "number_typed": RedeemUpTo(limits.no_pin_phone_minor, once_a_day=True),
        "qr_rotating": Redeem(),
        "visit_pin": Earn(),
        "pin": Redeem(),
    }
    permission = table[identification]
    return Earn() if permission in (RedeemUpTo(0), RedeemUpTo(0, once_a_day=True)) else permission


def allows(permission: Permission, worth_minor: int, used: Used = NOTHING_USED) -> bool:
    """Say whether rewards worth so much in this sale may be used without (another) PIN.

    `used` is what this member used without a PIN on this business date, however they were
    identified: several small rewards may not come to more than one large one.
    """
    if isinstance(permission, RedeemUpTo):
        is_spent = permission.once_a_day and used.times > 0
        return used.minor + worth_minor <= permission.minor and not is_spent
    return isinstance(permission, Redeem)


def used_on(counters: Mapping[str, int], day: str) -> Used:
    """Read what was used without a PIN on a business date from an account's counters."""
    return Used(minor=counters.get(_worth_unit(day), 0), times=counters.get(_times_unit(day), 0))


def use(permission: Permission, asked: Iterable[Spent], day: str) -> tuple[Counted, ...]:
    """Give what a sale counts in which these rewards were asked for and used on a day.

    Nothing is counted where nothing limits.
    """
    taken = tuple(asked)
    if not taken or not isinstance(permission, RedeemUpTo):
        return ()
    worth = Counted(unit=_worth_unit(day), delta=sum(each.worth_minor for each in taken))
    return (Counted(unit=_times_unit(day), delta=1), *((worth,) if worth.delta else ()))


def _worth_unit(day: str) -> str:
    return f"{NO_PIN}worth/{day}"


def _times_unit(day: str) -> str:
    return f"{NO_PIN}times/{day}"
