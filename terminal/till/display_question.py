"""The one question of the member's side: at most once a visit and a month, counted, no more."""

from __future__ import annotations

from loyalty import accounts
from loyalty.event import Posting
from loyalty.shift import ANSWER, ANSWERS
from terminal.till import recorder, roll
from terminal.till.desk import Desk
from terminal.till.display_state import Visit

MONTH_LENGTH = len("2026-11")


def is_due(desk: Desk, account: str) -> bool:
    """Say whether this member may be asked now: the owner wants it, and not yet this month."""
    if not desk.guest.settings.asks:
        return False
    return not roll.standing(desk, account).counters.get(_asked(desk), 0)


def answered(desk: Desk, visit: Visit, answer: str) -> None:
    """Keep what was answered, or with an empty answer that nobody did, so as not to ask again.

    The event names no member: its counter says only that this account was asked this month.
    Raises what storage.ports.Ledger.commit raises.
    """
    counter = Posting(
        debit=accounts.COUNTED,
        credit=accounts.count(visit.account),
        unit=_asked(desk),
        amount=1,
    )
    recorder.record(
        desk,
        keeps_sale=True,
        kind=ANSWER,
        event_id=recorder.new_id(desk),
        data={"answer": answer} if answer in ANSWERS else {},
        postings=(counter,),
        account=visit.account,
    )


def _asked(desk: Desk) -> str:
    """Name the counter of a month's question."""
    return f"asked:{desk.day()[:MONTH_LENGTH]}"
