"""Whether this till may give a member what counts over several tills: its home rights.

A home is lent by the server to this device in this epoch (docs/adr/0017). It holds once the
directory has what the server had when it lent it: what was given elsewhere must be known here.
"""

from __future__ import annotations

from dataclasses import replace

from storage.homes import RETURN
from storage.records import Page, ServerStanding
from sync.wire import PullReply
from terminal.till import recorder, rows
from terminal.till.desk import Desk

EVERY = "*"
"""The account under which the only till of a shop has the home of every account."""
HEARD = "home"
"""The mark, among the shop's settings in the directory, up to which home it heard everything."""


def is_here(desk: Desk, account: str, said: ServerStanding | None) -> bool:
    """Say whether benefits that count over several tills may be given here to this account."""
    if desk.ledger.needs_rejoin():
        return False
    mine = desk.ledger.home(account)
    if mine is not None:
        return not mine[1] or (said is not None and said.position >= mine[1])
    every = desk.ledger.home(EVERY)
    return every is not None and desk.directory.setting(HEARD) == every[0]


def hear(desk: Desk, page: PullReply) -> None:
    """Take the homes of a page, and give back those that another till needs.

    Raises what storage.ports.Ledger.commit raises; then the page is not taken either.
    """
    for row in page.homes:
        desk.ledger.take_home(rows.home(row))
    for recall in page.home_recalls:
        if recall.epoch == desk.ledger.head().epoch and desk.ledger.has_home(recall.home):
            recorder.record(
                desk,
                keeps_sale=True,
                kind=RETURN,
                event_id=recorder.new_id(desk),
                data={"home": recall.home, "account": recall.account},
            )


def marked(desk: Desk, told: Page, *, more: bool) -> Page:
    """Mark the last page of the feed with the home of every account, if it is here by then."""
    every = desk.ledger.home(EVERY)
    if more or every is None or desk.directory.setting(HEARD) == every[0]:
        return told
    return replace(told, settings={**told.settings, HEARD: every[0]})
