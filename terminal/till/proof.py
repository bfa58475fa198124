"""How sure the till is who stands there, and what they may use because of it.

What decides is loyalty.assurance; here is what it decides from: how the member of the open sale
was identified, whether their PIN was right, and what they used without one on this business date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from loyalty import assurance, days
from loyalty.assurance import Earn, Identification, Permission, Redeem, Used
from loyalty.entries import Counted
from loyalty.quote import Quote
from terminal.till import recorder, roll
from terminal.till.desk import Desk, Sale


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the member of the open sale may use, and what counts against it already."""

    permission: Permission
    used: Used

    def allows(self, worth_minor: int) -> bool:
        """Say whether a reward of this worth may be used without (another) PIN."""
        return assurance.allows(self.permission, worth_minor, self.used)


def strength(open_sale: Sale) -> Identification:
    """Say how strongly the member of a sale is identified: a right PIN is stronger than all."""
    return "pin" if open_sale.pin_us else cast("Identification", open_sale.shown)


def permission(desk: Desk, open_sale: Sale) -> Permission:
    """Give what the member of a sale may do; after too many wrong PINs they only earn."""
    if open_sale.earns_only:
        return Earn()
    return assurance.may(strength(open_sale), recorder.programme(desk))


def of(desk: Desk) -> Proof:
    """Give how sure this is for the open sale."""
    assert desk.sale is not None
    allowed = permission(desk, desk.sale)
    if isinstance(allowed, Earn | Redeem):
        # Reading the standing costs reads: only where what was used counts.
        return Proof(permission=allowed, used=assurance.NOTHING_USED)
    counters = roll.standing(desk, desk.sale.account).counters
    return Proof(permission=allowed, used=assurance.used_on(counters, desk.day()))


def worth_minor(open_sale: Sale, quoted: Quote) -> int:
    """Give what the reward that was asked for is worth in a priced sale."""
    return sum(each.worth_minor for each in quoted.spent if each.reward == open_sale.reward)


def counted(desk: Desk, open_sale: Sale, quoted: Quote) -> tuple[Counted, ...]:
    """Give what a sale counts against the limits of its way of identifying."""
    asked = [each for each in quoted.spent if each.reward == open_sale.reward]
    return assurance.use(permission(desk, open_sale), asked, desk.day())


def data(open_sale: Sale) -> dict[str, object]:
    """Give what an event keeps of it: what was shown, how strong it was, when."""
    return {
        "shown": open_sale.shown,
        "assurance": strength(open_sale),
        "shown_at": days.stamp(open_sale.shown_us or open_sale.opened_us),
        **({"pin_at": days.stamp(open_sale.pin_us)} if open_sale.pin_us else {}),
    }
