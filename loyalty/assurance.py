"""How sure we are who it is, and what that allows: one policy table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loyalty.programme import Limits, Programme

Identification = Literal["card_static", "phone_by_name", "number_typed", "qr_rotating", "pin"]


@dataclass(frozen=True, slots=True)
class Earn:
    """Points may be earned; nothing may be spent without a PIN."""


@dataclass(frozen=True, slots=True)
class RedeemUpTo:
    """Rewards worth up to `minor` may be used without a PIN; perhaps only once a day."""

    minor: int
    once_a_day: bool = False


@dataclass(frozen=True, slots=True)
class Redeem:
    """Any reward may be used."""


Permission = Earn | RedeemUpTo | Redeem


def may(identification: Identification, programme: Programme) -> Permission:
    """Give what somebody who was identified in this way may do.

    Sixteen typed digits can be read off a photograph or told over the telephone, and the last
    four are picked from a list: both count as the phone confirmed by name, not as the card.
    """
    limits: Limits = programme.limits
    table: dict[Identification, Permission] = {
        "card_static": RedeemUpTo(limits.no_pin_card_minor),
        "phone_by_name": RedeemUpTo(limits.no_pin_phone_minor, once_a_day=True),
        "number_typed": RedeemUpTo(limits.no_pin_phone_minor, once_a_day=True),
        "qr_rotating": Redeem(),
        "pin": Redeem(),
    }
    permission = table[identification]
    return Earn() if permission in (RedeemUpTo(0), RedeemUpTo(0, once_a_day=True)) else permission


def allows(permission: Permission, worth_minor: int, *, used_today: bool) -> bool:
    """Say whether rewards worth so much in this sale may be used without (another) PIN.

    `used_today` says whether this member used a reward without a PIN on this business date.
    """
    if isinstance(permission, RedeemUpTo):
        spent = permission.once_a_day and used_today
        return worth_minor <= permission.minor and not spent
    return isinstance(permission, Redeem)
