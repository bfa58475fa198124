"""Refunds: the reverse of what was written, by the till that wrote it.

A reversed sale is final. Its reversal cannot be reversed: the points that were taken back may be
gone from every lot they came from by then, and a sale that did take place after all is simply
rung up again. So the key for undo refuses on it (`reversal_final`).
"""

from __future__ import annotations

from collections.abc import Iterable

from loyalty import accounts
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import HeldLot, last_day, spendable, take
from loyalty.standing import Standing


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
    if any(each.credit == accounts.GIVEN or each.debit == accounts.USED for each in original):
        raise Refusal("reversal_final", "what was taken back cannot be taken back again")
    here = {unit: {lot.lot: lot.amount for lot in lots} for unit, lots in standing.held.items()}
    taken_back: list[Posting] = []
    for each in original:
        if each.debit == accounts.GIVEN:
            taken_back += _claw(each, here.setdefault(each.unit, {}), day, account)
        else:
            taken_back.append(_backwards(each, account))
    return tuple(taken_back)


def share(amount: int, part_minor: int, whole_minor: int, already: int) -> int:
    """Give what one more part of a refund reverses of an amount that a sale gave or took.

    `part_minor` is all that was refunded of `whole_minor` up to now, this part included, and
    `already` what earlier parts reversed. floor(cumulative share) - already: the last part closes
    the sum exactly. A sale of nothing is refunded whole.
    """
    assert 0 <= part_minor <= whole_minor, (part_minor, whole_minor)
    if whole_minor == 0:
        return amount - already
    return amount * part_minor // whole_minor - already


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
