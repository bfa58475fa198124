"""What the till answers a cash register: no more of a member than it needs."""

from __future__ import annotations

from typing import Literal

import msgspec


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The base of every answer; its repr says nothing of a member."""

    def __repr__(self) -> str:
        """Name the kind only."""
        return f"{type(self).__name__}()"


class MemberSeen(Reply, frozen=True, kw_only=True):
    """The attached member: short name, level and points; nothing that finds them elsewhere."""

    name: str
    tier: str
    points: int
    worth_minor: int


class SaleReply(Reply, frozen=True, kw_only=True):
    """A sale as the till knows it.

    Closed: what it gave and took. `to_pay_minor` is the total less the rewards that were taken;
    `not_taken` says why a reward that was set aside stayed with the member.
    """

    sale: str
    state: Literal["open", "closed", "void"]
    total_minor: int
    to_pay_minor: int
    member: MemberSeen | None = None
    points_given: int = 0
    points_spent: int = 0
    rewards: tuple[str, ...] = ()
    not_taken: str = ""


class RefundReply(Reply, frozen=True, kw_only=True):
    """A refund; `asked` when the points follow later, from where the sale was made."""

    sale: str
    refund: str
    state: Literal["done", "asked"]
    money_minor: int
    points: int = 0


class RewardSeen(Reply, frozen=True, kw_only=True):
    """A reward as it stands for the attached member; `reason` says in a word why not."""

    reward: str
    choice: str
    name: str
    usable: bool
    reason: str
    worth_minor: int
    cost: int
    unit: str


class QuoteReply(Reply, frozen=True, kw_only=True):
    """What the open sale would do; without a member only its amounts.

    `reward` is set aside now; `discount_minor` is what the register takes off for it.
    """

    sale: str
    total_minor: int
    discount_minor: int
    to_pay_minor: int
    member: MemberSeen | None = None
    points_given: int = 0
    points_after: int = 0
    reward: str = ""
    problem: str = ""
    rewards: tuple[RewardSeen, ...] = ()


class HoldReply(Reply, frozen=True, kw_only=True):
    """A reward is set aside (`held`), not (`free`), or waits for `pin` or `line`.

    What comes of waiting is told as an event.
    """

    sale: str
    state: Literal["held", "free", "pin", "line"]
    reward: str = ""
    discount_minor: int = 0
    to_pay_minor: int = 0


class StateReply(Reply, frozen=True, kw_only=True):
    """The counter as it is now; `sale` is empty when none is open."""

    shop: str
    till: str
    currency: str
    scale: int
    sale: str = ""
    member: MemberSeen | None = None
    reward: str = ""


class TakenBack(Reply, frozen=True, kw_only=True):
    """A sale of the register was taken back at the till."""

    sale: str
    event: str
