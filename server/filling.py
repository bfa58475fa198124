"""Counts the events of books that are older than the figures, a page a transaction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from loyalty import event
from server.access import Access
from server.figures.tally import Tally
from server.judge import CREATED
from storage.server import events, figures

PAGE = 2_000


def fill(access: Access, now_us: int, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Count what is missing; give how many events that was. `stop` is asked between pages."""
    done = 0
    while not stop():
        counted = _page(access, now_us)
        if not counted:
            break
        done += counted
    return done


def _page(access: Access, now_us: int) -> int:
    with access.database.write() as connection:
        gap = figures.gap(connection, access.tenant)
        if gap is None:
            return 0
        work = access.begin(connection, now_us)
        work.take_turn()
        tally = Tally(work.tenant.zone)
        page = list(islice(events.in_order(connection, access.tenant, gap.through), PAGE))
        page = [kept for kept in page if kept.position <= gap.until]
        for kept in page:
            add_kept(tally, kept)
        reached = page[-1].position if page else gap.until
        if not figures.reached(connection, access.tenant, gap.through, reached):
            return 0
        tally.put(connection, access.tenant)
    return len(page) or 1


def add_kept(tally: Tally, kept: events.Kept) -> None:
    """Add an event as it lies in the table."""
    made = event.decode(kept.raw) if kept.outcome == CREATED else None
    tally.add(kept, made)
