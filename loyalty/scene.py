"""The scene of a sale: whose it is, what is known of them, when and under which programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from loyalty.boost import Boosted
from loyalty.earning.plan import Plan
from loyalty.programme import Programme
from loyalty.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one member besides their account's figures.

    `joined_day` and `birthday_told_day` are business dates, `birthday` is MM-DD and never a year.
    `segments` are the groups that head office put them in, `personal` the ids of the rules and
    rewards that it gave them, `referred_by` the account of the member who brought them. All may
    be empty. A `blocked` member neither earns nor spends.
    """

    member: str = ""
    joined_day: str = ""
    birthday: str = ""
    birthday_told_day: str = ""
    segments: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    referred_by: str = ""
    blocked: bool = False


NOBODY_KNOWN = Facts()


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides over a sale besides its basket.

    `day` is the business date, `minute` the shop's wall clock in minutes after midnight (None
    when it is not known: a rule with hours does not hold then). `shop` are the counters of the
    whole shop, which say how much of a stock is used. `seed` decides draws. `referrer` are the
    counters of the member who brought this one, None where they are not known. `plan` is the plan
    of this very programme, for whoever prices many sales; without it each sale makes its own.
    `boost` is what the owner turned on for everybody just now.
    """

    programme: Programme
    standing: Standing
    facts: Facts = NOBODY_KNOWN
    day: str
    minute: int | None = None
    shop: Mapping[str, int] = msgspec.field(default_factory=dict)
    seed: bytes = b""
    referrer: Mapping[str, int] | None = None
    plan: Plan | None = None
    boost: Boosted | None = None
