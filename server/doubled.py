"""Puts right what was given twice: by whoever had the member's home, and by somebody else.

It happens only where the server ended an epoch whose till had not said everything: a disk that was
copied, a till that was declared lost. What came first stays (docs/adr/0017).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from loyalty import accounts, event, postings
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.event import Posting
from server.judge import Judged
from server.work import Work

PUT_RIGHT = "put_right"
ISSUED = accounts.issued("")
_BROKEN = (Refusal, msgspec.ValidationError, TypeError, ValueError)


def heard(work: Work, one: Judged) -> None:
    """Reverse those gifts of an event that was just booked which stood before it."""
    twice = {
        (each.credit.split(":")[1], each.unit)
        for each in one.postings
        if each.unit.startswith(ISSUED) and _stands_twice(work, each)
    }
    if not twice:
        return
    raw = work.raw_of(one.event_id)
    try:
        said = event.decode(raw).data.get("given", []) if raw else []
        given = msgspec.convert(said, tuple[Given, ...])
    except _BROKEN:
        return  # a till said something else than what it posted: what it posted is booked
    for account, unit in sorted(twice):
        benefit = unit.removeprefix(ISSUED)
        gifts = [each for each in given if each.benefit == benefit and not each.account]
        if gifts:
            _reverse(work, one, account, unit, gifts)


def _stands_twice(work: Work, posting: Posting) -> bool:
    if posting.debit != accounts.COUNTED:
        return False
    book = work.shelf.book
    account = book.counting(posting.credit.split(":")[1])
    return book.counters.get((account, posting.unit), 0) > 1


def _reverse(work: Work, one: Judged, account: str, unit: str, gifts: Iterable[Given]) -> None:
    counted = [Counted(unit=unit, delta=-1)]
    in_all, _, _ = unit.rpartition("/")
    if any(posting.unit == in_all for posting in one.postings):
        # How many gifts of the rule there were, beside the one of this number.
        counted.append(Counted(unit=in_all, delta=-1))
    made = postings.of_entries(account, one.event_id, given=gifts, counted=counted)
    work.entail(
        PUT_RIGHT,
        [_turned(each) if each.debit == accounts.GIVEN else each for each in made],
        {"event": one.event_id, "account": account, "because": "given_twice", "benefit": unit},
    )


def _turned(posting: Posting) -> Posting:
    return msgspec.structs.replace(posting, debit=posting.credit, credit=posting.debit)
