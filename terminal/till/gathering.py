"""What this till holds under the name of an account that goes on as another, it moves itself.

Nobody but the holder lowers what a till holds: it takes an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loyalty import accounts
from loyalty.event import Posting
from storage.redirects import ACCOUNT
from terminal.till import recorder
from terminal.till.desk import Desk
from terminal.till.redirects import last


def gather(desk: Desk, told: Mapping[str, str], names: Iterable[str]) -> None:
    """Hold under the new name what this till holds under old ones, in one event each.

    `told` are redirects that are just being heard, besides those that are known. Called before
    the directory takes them: after a crash in between they are told again, and nothing is left
    to move.
    """
    known = {**desk.directory.redirects(ACCOUNT), **told}
    for old in names:
        new = last(known, old)
        held = desk.ledger.held(old) if new != old else {}
        postings = tuple(
            Posting(
                debit=accounts.held(old),
                credit=accounts.held(new),
                unit=unit,
                amount=lot.amount,
                lot=lot.lot,
            )
            for unit, lots in sorted(held.items())
            for lot in lots
        )
        if postings:
            recorder.record(
                desk,
                keeps_sale=True,
                kind=recorder.REDIRECTED,
                event_id=recorder.new_id(desk),
                data={"from": old, "to": new},
                postings=postings,
            )
