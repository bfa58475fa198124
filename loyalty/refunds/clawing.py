"""Where what is taken back comes from: the same lot, then others that are here, then a debt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.event import Posting
from loyalty.lots import HeldLot, last_day, spendable, take
from loyalty.standing import Standing


def here(standing: Standing) -> dict[str, dict[str, int]]:
    """Give what a till holds, by unit and lot, to be used up."""
    return {unit: {lot.lot: lot.amount for lot in lots} for unit, lots in standing.held.items()}


class Clawing:
    """What is taken back so far, from whom and from which lots."""

    def __init__(
        self,
        standings: Mapping[str, Standing],
        *,
        day: str,
        forgives: bool,
        expired: Mapping[str, int],
        earlier: Sequence[Mapping[str, Any]],
        renamed: Mapping[str, str],
    ) -> None:
        """Begin with what is here; the rest is as in `refund.Refunding`."""
        self._here = {account: here(each) for account, each in standings.items()}
        self._day = day
        self._forgives = forgives
        self._renamed = renamed
        self._expired = dict(expired)
        for data in earlier:
            for lot, amount in data.get("expired", {}).items():
                self._expired[lot] = self._expired.get(lot, 0) - amount
        self.postings: list[Posting] = []
        self.forgiven: dict[str, int] = {}
        self.expired_used: dict[str, int] = {}

    def back(self, each: Posting) -> None:
        """Take one posting back, or as much of it as a part of the refund is about."""
        if each.debit != accounts.GIVEN:
            self.postings.append(
                msgspec.structs.replace(
                    each, debit=self._named(each.credit), credit=self._named(each.debit)
                )
            )
            return
        account = _account_of(self._named(each.credit))
        here = self._here.setdefault(account, {}).setdefault(each.unit, {})
        for posting in claw(each, here, self._day, account):
            if posting.debit == accounts.open_(account):
                self._missing(posting)
            else:
                self.postings.append(posting)

    def _missing(self, posting: Posting) -> None:
        """Book what is not here: it has expired already, or is forgiven, or else is owed."""
        lot, amount = posting.lot, posting.amount
        gone = min(max(self._expired.get(lot, 0), 0), amount)
        if gone:
            self._expired[lot] -= gone
            self.expired_used[lot] = self.expired_used.get(lot, 0) + gone
        if amount == gone:
            return
        if self._forgives:
            kept = self.forgiven.get(posting.unit, 0)
            self.forgiven[posting.unit] = kept + amount - gone
        else:
            self.postings.append(msgspec.structs.replace(posting, amount=amount - gone))

    def _named(self, name: str) -> str:
        """Name a member's side by the account it has now, which a merge may have changed."""
        if name in accounts.SHOP_ACCOUNTS:
            return name
        account = _account_of(name)
        return f"m:{self._renamed.get(account, account)}:{name.rpartition(':')[2]}"


def _account_of(name: str) -> str:
    return name.split(":")[1]


def backwards(each: Posting, account: str) -> Posting:
    """Turn a posting round, on the account that the member has now."""
    return Posting(
        debit=_mine(each.credit, account),
        credit=_mine(each.debit, account),
        unit=each.unit,
        amount=each.amount,
        lot=each.lot,
    )


def _mine(name: str, account: str) -> str:
    """Name the member's side by the account it has now, which a merge may have changed."""
    if name in accounts.SHOP_ACCOUNTS:
        return name
    return f"m:{account}:{name.rpartition(':')[2]}"


def claw(each: Posting, here: dict[str, int], day: str, account: str) -> list[Posting]:
    """Take back what a posting gave, from what is here as far as it goes."""
    same = [HeldLot(lot=each.lot, amount=here.get(each.lot, 0))]
    taken, missing = take(same, each.amount)
    if last_day(each.lot) >= day:
        others = [
            HeldLot(lot=lot, amount=amount) for lot, amount in here.items() if lot != each.lot
        ]
        more, missing = take(spendable(others, day), missing)
        taken += more
    for lot in taken:
        here[lot.lot] -= lot.amount
    back = [(accounts.held(account), lot.lot, lot.amount) for lot in taken]
    if missing:
        back.append((accounts.open_(account), each.lot, missing))
    return [
        Posting(debit=debit, credit=accounts.GIVEN, unit=each.unit, amount=amount, lot=lot)
        for debit, lot, amount in back
    ]
