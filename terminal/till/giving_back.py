"""Rights that this till does not need go back: late grants, what another till asks for, old lots.

Nothing else lowers what a till holds but its sales. An open sale keeps what it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from loyalty import accounts, lots
from loyalty.errors import Outage, Refusal
from loyalty.event import Posting
from loyalty.lots import HeldLot
from storage.records import Grant, HeldRow
from sync.wire import RecallRow
from terminal.till import recorder, sale
from terminal.till.desk import Desk

RETURN = "return"
EXPIRE = "expire"
LATE = "late"
RECALL = "recall"
EXPIRED_DAY = "expired_day"
ROWS_MAX = 400


def took(desk: Desk, grant: Grant) -> None:
    """Note a grant that was asked for and for which nobody waits any more."""
    waits = desk.waiting is not None and desk.waiting.request_id == grant.request_id
    if grant.request_id and not waits:
        for lot in grant.lots:
            key = (grant.account, grant.unit, lot.lot)
            desk.surplus[key] = desk.surplus.get(key, 0) + lot.amount


def asked(desk: Desk, row: RecallRow) -> None:
    """Note that another till needs what this one holds."""
    head = desk.ledger.head()
    if (row.device, row.epoch) == (head.device, head.epoch) and row.amount > 0:
        desk.recalled[row.account, row.unit] = row.amount


def tend(desk: Desk) -> None:
    """Let old lots expire and give back what goes back; on a disk that says no, later."""
    try:
        _expire_daily(desk)
        _settle(desk)
    except Outage:
        return  # whoever sells hears of the disk; nothing here is lost by waiting


def _settle(desk: Desk) -> None:
    if not (desk.surplus or desk.recalled):
        return
    if desk.ledger.needs_rejoin():
        # Nothing is held any more, so that there is nothing to give back.
        desk.surplus.clear()
        desk.recalled.clear()
        return
    for account, unit in sorted({key[:2] for key in desk.surplus} | desk.recalled.keys()):
        needed = _needed(desk, account, unit)
        if needed is None:
            continue
        late = _late(desk, account, unit)
        wanted = desk.recalled.get((account, unit), 0)
        back = list(_back(desk.ledger.held(account).get(unit, ()), needed, late, wanted))
        _write(desk, account, unit, back, RECALL if wanted else LATE)
        desk.recalled.pop((account, unit), None)
        for lot in late:
            del desk.surplus[account, unit, lot]


def _late(desk: Desk, account: str, unit: str) -> dict[str, int]:
    """Give what came too late by lot; while its member still stands here it may be wanted yet."""
    if desk.sale is not None and desk.sale.account == account:
        return {}
    return {key[2]: n for key, n in desk.surplus.items() if key[:2] == (account, unit)}


def _expire_daily(desk: Desk) -> None:
    day = desk.day()
    if desk.expired_day == day or desk.mark.suspect():
        return
    if not desk.expired_day and desk.ledger.get(EXPIRED_DAY) == day:
        desk.expired_day = day
        return
    found = desk.ledger.lapsed(day, ROWS_MAX)
    for account, rows in groupby(found, key=lambda row: row.account):
        _expire(desk, account, tuple(rows))
    if len(found) < ROWS_MAX:
        desk.ledger.put(EXPIRED_DAY, day)
        desk.expired_day = day


def _needed(desk: Desk, account: str, unit: str) -> int | None:
    """Give how much of a unit the open sale needs; None when that is not known yet."""
    if desk.sale is None or desk.sale.account != account:
        return 0
    if desk.waiting is not None:
        return None
    if not desk.sale.reward:
        return 0
    try:
        _, _, quoted = sale.quoted(desk)
    except Refusal:
        return None  # what is typed is no amount yet
    return sum(spent.amount for spent in quoted.spent if spent.unit == unit)


def _back(
    held: tuple[HeldLot, ...], needed: int, late: dict[str, int], wanted: int
) -> Iterator[HeldLot]:
    """Give what goes back: beyond what is needed, late lots whole and of the others `wanted`."""
    for lot in held:
        kept = min(lot.amount, needed)
        needed -= kept
        amount = min(lot.amount - kept, max(late.get(lot.lot, 0), wanted))
        wanted -= min(wanted, amount)
        if amount:
            yield HeldLot(lot=lot.lot, amount=amount)


def _write(desk: Desk, account: str, unit: str, back: list[HeldLot], why: str) -> None:
    if not back:
        return
    postings = tuple(
        Posting(
            debit=accounts.held(account),
            credit=accounts.open_(account),
            unit=unit,
            amount=lot.amount,
            lot=lot.lot,
        )
        for lot in back
    )
    _record(desk, RETURN, account, postings, {"account": account, "why": why})


def _expire(desk: Desk, account: str, rows: tuple[HeldRow, ...]) -> None:
    postings = tuple(
        Posting(
            debit=accounts.held(account),
            credit=accounts.EXPIRED,
            unit=row.unit,
            amount=row.amount,
            lot=row.lot,
        )
        for row in rows
        if lots.last_day(row.lot) < desk.day()
    )
    if postings:
        _record(desk, EXPIRE, account, postings, {"account": account})


def _record(
    desk: Desk, kind: str, account: str, postings: tuple[Posting, ...], data: dict[str, str]
) -> None:
    recorder.record(
        desk,
        kind=kind,
        event_id=recorder.new_id(desk),
        data=data,
        postings=postings,
        account=account,
        keeps_sale=True,
    )
