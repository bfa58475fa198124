"""Refunds: the reverse of what was written, whole or in parts, whatever today's rules say.

A reversed sale is final. Its reversal cannot be reversed: the points that were taken back may be
gone from every lot they came from by then, and a sale that did take place after all is simply
rung up again. So the key for undo refuses on it (`reversal_final`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.basket import MEMBERSHIP
from loyalty.entries import Counted, Given, Spent, Weights
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.lots import HeldLot, first_day, last_day, spendable, take
from loyalty.programme import Programme
from loyalty.returning import (
    THE_REST,
    Part,
    SoldLine,
    after,
    done,
    lines_of,
    money_minor,
    share,
    unused_minor,
)
from loyalty.standing import Standing

_Key = tuple[str, str, str, str]
_Entries = list[tuple[int, Weights]]


def reverse(
    postings: Iterable[Posting], *, standing: Standing, day: str, account: str
) -> tuple[Posting, ...]:
    """Give the postings that take a whole sale back on a business date (ISO).

    What was given is taken from what this till holds, the same lot first and then in the order
    of spending; the rest from `open`, where the server books it free or owed. Of a lot past its
    last day only what is still here of that very lot is taken: what has expired of it counts as
    taken back, and the server knows how much. What was spent goes back to the same lots, and
    counters run backwards. Raises Refusal `reversal_final` for the postings of a reversal.
    """
    original = tuple(postings)
    _refuse_reversal(original)
    here = _here(standing)
    taken_back: list[Posting] = []
    for each in original:
        if each.debit == accounts.GIVEN:
            taken_back += _claw(each, here.setdefault(each.unit, {}), day, account)
        else:
            taken_back.append(_backwards(each, account))
    return tuple(taken_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """One part of a refund: its postings, the money to hand back, what its event's data keeps."""

    postings: tuple[Posting, ...]
    money_minor: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunding:
    """What decides over the refunds of one sale besides the part that comes back.

    `programme` is the version under which the sale was made. `standings` are those of the accounts
    that it names, by their names of today; `renamed` turns an account that was merged away into
    the one that took it over. `earlier` are the data of its earlier refunds, and `expired` says
    how much of a lot has expired in all, as far as it is known here.
    """

    programme: Programme
    sale: Event
    account: str
    standings: Mapping[str, Standing]
    day: str
    earlier: Sequence[Mapping[str, Any]] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    expired: Mapping[str, int] = field(default_factory=dict)


def refund(about: Refunding, part: Part = THE_REST) -> Refund:
    """Give one part of a refund on a business date (ISO); without a part, all that is left.

    Every posting is reversed up to floor(its share of what came back) less what earlier parts
    reversed, so that the last part closes it exactly. What was given is taken back as `reverse`
    does; where the programme forgives, what is not there is not posted at all. Raises Refusal
    `reversal_final` for a refund of a refund and the codes of `returning.after`.
    """
    _refuse_reversal(about.sale.postings)
    if "returned" in about.sale.data:
        raise Refusal("reversal_final", "what was taken back cannot be taken back again")
    lines = lines_of(about.sale.data)
    before = done(len(lines), about.earlier)
    now = after(lines, before, part)
    if list(before) == now:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    taking = _Taking(about)
    entries = _entries(about)
    for each in about.sale.postings:
        theirs = entries.get(_key(each)) or [(each.amount, ())]
        amount = _target(each, theirs, lines, now) - _target(each, theirs, lines, before)
        if amount:
            taking.back(msgspec.structs.replace(each, amount=amount))
    money = [_back_minor(about, line, at, (before[at], now[at])) for at, line in enumerate(lines)]
    return Refund(
        postings=tuple(taking.postings),
        money_minor=sum(money),
        data={
            "corrects": about.sale.id,
            "money_minor": sum(money),
            "returned": [
                [at, str(now[at] - before[at])] for at in range(len(lines)) if now[at] > before[at]
            ],
            "lines_money_minor": money,
            "forgiven": taking.forgiven,
            "expired": taking.expired_used,
        },
    )


def _refuse_reversal(original: Iterable[Posting]) -> None:
    if any(each.credit == accounts.GIVEN or each.debit == accounts.USED for each in original):
        raise Refusal("reversal_final", "what was taken back cannot be taken back again")


def _here(standing: Standing) -> dict[str, dict[str, int]]:
    return {unit: {lot.lot: lot.amount for lot in lots} for unit, lots in standing.held.items()}


def _back_minor(about: Refunding, line: SoldLine, at: int, parts: tuple[Fraction, Fraction]) -> int:
    """Give the money for one line; of a membership the part of its days that is not used."""
    before, now = parts
    if line.kind != MEMBERSHIP:
        return money_minor(line, now) - money_minor(line, before)
    if before == now:
        return 0
    counted = msgspec.convert(about.sale.data.get("counted", []), tuple[Counted, ...])
    runs = [
        each.unit
        for each in counted
        if each.unit.startswith("pass:") and at in (place for place, _ in each.weights)
    ]
    return unused_minor(about.programme, line, runs, about.day)


def _key(posting: Posting) -> _Key:
    """Name what a posting moves; a lot by its days, which is all that an entry says of it."""
    lot = posting.lot
    if posting.debit == accounts.GIVEN:
        lot = f"{first_day(lot)}~{last_day(lot)}"
    return posting.debit, posting.credit, posting.unit, lot


def _entries(about: Refunding) -> dict[_Key, _Entries]:
    """Give the entries of a sale behind each of its postings."""
    data, account = about.sale.data, about.account
    found: dict[_Key, _Entries] = {}

    def add(debit: str, credit: str, unit: str, lot: str, entry: tuple[int, Weights]) -> None:
        found.setdefault((debit, credit, unit, lot), []).append(entry)

    for spent in msgspec.convert(data.get("spent", []), tuple[Spent, ...]):
        for lot in spent.lots:
            entry = (lot.amount, spent.weights)
            add(accounts.held(account), accounts.USED, spent.unit, lot.lot, entry)
    for gift in msgspec.convert(data.get("given", []), tuple[Given, ...]):
        open_ = accounts.open_(gift.account or account)
        lot_days = f"{gift.first_day}~{gift.last_day}"
        add(accounts.GIVEN, open_, gift.unit, lot_days, (gift.amount, gift.weights))
    steps: dict[tuple[str, str], list[Counted]] = {}
    for step in msgspec.convert(data.get("counted", []), tuple[Counted, ...]):
        steps.setdefault((step.account or account, step.unit), []).append(step)
    for (whose, unit), moves in steps.items():
        sides = [accounts.COUNTED, accounts.count(whose)]
        debit, credit = sides if sum(step.delta for step in moves) > 0 else sides[::-1]
        for step in moves:
            add(debit, credit, unit, "", (abs(step.delta), step.weights))
    return found


def _target(
    each: Posting, entries: _Entries, lines: Sequence[SoldLine], returned: Sequence[Fraction]
) -> int:
    """Give how much of a posting is reversed when so much of each line has come back."""
    whole = sum(amount for amount, _ in entries)
    parts = (amount * share(weights, lines, returned) for amount, weights in entries)
    return int(each.amount * sum(parts, Fraction(0)) / whole)


class _Taking:
    """What is taken back so far, from whom and from which lots."""

    def __init__(self, about: Refunding) -> None:
        self._about = about
        self._here = {account: _here(each) for account, each in about.standings.items()}
        self._expired = dict(about.expired)
        for data in about.earlier:
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
        for posting in _claw(each, here, self._about.day, account):
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
        if self._about.programme.owing == "forgive":
            kept = self.forgiven.get(posting.unit, 0)
            self.forgiven[posting.unit] = kept + amount - gone
        else:
            self.postings.append(msgspec.structs.replace(posting, amount=amount - gone))

    def _named(self, name: str) -> str:
        """Name a member's side by the account it has now, which a merge may have changed."""
        if name in accounts.SHOP_ACCOUNTS:
            return name
        account = _account_of(name)
        return f"m:{self._about.renamed.get(account, account)}:{name.rpartition(':')[2]}"


def _account_of(name: str) -> str:
    return name.split(":")[1]


def _backwards(each: Posting, account: str) -> Posting:
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


def _claw(each: Posting, here: dict[str, int], day: str, account: str) -> list[Posting]:
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
