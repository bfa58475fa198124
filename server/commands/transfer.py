"""Moving points from one member to another: only what no till holds, lot by lot."""

from __future__ import annotations

from loyalty import accounts, lots
from loyalty.errors import Refusal
from loyalty.event import Posting
from server.commands import finding
from server.commands.asking import Answer
from server.purse import FREE
from server.work import Work


def transfer(work: Work, source: str, target: str, amount: int, unit: str) -> Answer:
    """Move an amount that is free; each lot keeps its last day.

    Raises Refusal `member_unknown`, `amount_wrong`, `unit_unknown`, `transfer_same` within one
    account, and `transfer_beyond` (expected: what is free) for more than is free.
    """
    if amount <= 0:
        raise Refusal("amount_wrong", "a transfer is a whole number above 0", got=amount)
    if not accounts.is_value(unit):
        raise Refusal("unit_unknown", f"{unit!r} is nothing that a member can have")
    giver, taker = finding.member(work, source), finding.member(work, target)
    work.shelf.fetch([giver.account, taker.account])
    if giver.account == taker.account:
        raise Refusal("transfer_same", "both have one account: there is nothing to move")
    book = work.shelf.book
    purse = book.purse(giver.account, unit)
    free = [lot for lot in purse.held(FREE) if lots.last_day(lot.lot) >= work.day]
    parts, missing = lots.take(free, amount)
    if missing:
        raise Refusal(
            "transfer_beyond",
            "tills hold the rest, or there is no more: try again when they have synced",
            expected=amount - missing,
            got=amount,
        )
    postings = [
        Posting(
            debit=accounts.open_(giver.account),
            credit=accounts.open_(taker.account),
            unit=unit,
            amount=part.amount,
            lot=part.lot,
        )
        for part in parts
    ]
    data = {"member": giver.member_id, "account": giver.account, "to": taker.account}
    work.act("transfer", postings, data)
    return {
        "member": giver.member_id,
        "to": taker.member_id,
        "unit": unit,
        "amount": amount,
        "left": purse.balance,
        "balance": book.purse(taker.account, unit).balance,
    }
