"""Follows the feed: who shopped when, who joined how, and what each agreed to hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from loyalty import event
from loyalty.accounts import SPEND, VISITS, changes
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from server import people
from server.access import Access
from server.commands.uniting import REDIRECTING
from server.messages import consents
from server.messages.consents import Choices
from storage.server import changes as feed
from storage.server import messages, shopped
from storage.server.database import Connection
from storage.server.shopped import Counted, Reach, Shopped

NAME = "messages"
STRETCH = 5_000
SALE = "sale"
IMPORTED = "import"
AT_A_TILL = "till"
BY_ITSELF = "form"


def follow(access: Access, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Bring the figures up to what the feed has; give how many positions that was.

    Each stretch is a transaction: `stop` is asked between two of them.
    """
    done = 0
    while not stop():
        moved = _stretch(access)
        if not moved:
            break
        done += moved
    return done


def count_again(access: Access, connection: Connection, ids: Sequence[str]) -> None:
    """Work out anew what may be sent to these members."""
    opened = {
        row.person_id: row for row in people.rows(connection, access.tenant, access.sealed_by, ids)
    }
    said = messages.choices(connection, access.tenant, ids)
    known = shopped.reach(connection, access.tenant, ids)
    rows = {}
    for one in ids:
        row = opened.get(one)
        choices = msgspec.json.decode(said[one], type=Choices) if one in said else Choices()
        now = consents.flags(row.fields, row.consents, choices, row.version) if row else 0
        rows[one] = replace(known.get(one, Reach(member_id=one)), flags=now)
    shopped.save_reach(connection, access.tenant, rows)


def _stretch(access: Access) -> int:
    with access.database.read() as connection:
        before = shopped.position(connection, access.tenant, NAME)
        last = feed.last(connection, access.tenant)
    if last <= before:
        return 0
    now = min(last, before + STRETCH)
    with access.database.write() as connection:
        if not shopped.advance(connection, access.tenant, NAME, before, now):
            return 0  # another process is at it, and goes on
        _shop(connection, access.tenant, shopped.counted(connection, access.tenant, before, now))
        _join(connection, access.tenant, shopped.enrolled(connection, access.tenant, before, now))
        heard = shopped.heard_of(connection, access.tenant, before, now)
        if heard:
            count_again(access, connection, heard)
    return now - before


def _shop(connection: Connection, tenant: str, rows: Sequence[Counted]) -> None:
    moved = [(row, list(changes([_posting(row)]))) for row in rows]
    names = {change.account for _, found in moved for change in found}
    figures = shopped.read(connection, tenant, names)
    for row, found in moved:
        for change in found:
            held = figures.get(change.account, Shopped(account=change.account))
            if change.unit == SPEND:
                held = replace(held, spend_minor=held.spend_minor + change.delta)
            elif change.unit == VISITS:
                held = replace(held, visits=held.visits + change.delta)
                if row.type == SALE and change.delta > 0:
                    held = _came(held, date.fromisoformat(row.day).toordinal())
            figures[change.account] = held
        if row.type in REDIRECTING and row.unit == VISITS:
            _hand_over(figures, [change.account for change in found])
    shopped.save(connection, tenant, [figures[name] for name in sorted(figures)])


def _posting(row: Counted) -> Posting:
    return Posting(debit=row.debit, credit=row.credit, unit=row.unit, amount=row.amount)


def _came(held: Shopped, on: int) -> Shopped:
    first = min(held.first_on or on, on)
    return replace(held, first_on=first, last_on=max(held.last_on, on))


def _hand_over(figures: dict[str, Shopped], names: Sequence[str]) -> None:
    """Let the days of an account go along with its counters: `names` are old and new."""
    if len(names) == len(("old", "new")):
        old, new = (figures[name] for name in names)
        for on in filter(None, (old.first_on, old.last_on)):
            new = _came(new, on)
        figures[new.account] = new


def _join(connection: Connection, tenant: str, rows: Iterable[shopped.Enrolled]) -> None:
    found = {}
    for row in rows:
        try:
            made = event.decode(row.raw)
        except (Refusal, RecursionError):
            continue  # it was set aside, and made nobody a member
        member = made.data.get("member")
        if isinstance(member, str):
            found[member] = (_way(made), row.device)
    known = shopped.reach(connection, tenant, found)
    shopped.save_reach(
        connection,
        tenant,
        {
            one: replace(known.get(one, Reach(member_id=one)), joined_by=way, joined_at=device)
            for one, (way, device) in found.items()
        },
    )


def _way(made: Event) -> str:
    """Say how somebody joined, as far as the event that made them a member tells."""
    if made.data.get("import"):
        return IMPORTED
    return BY_ITSELF if made.data.get("form") else AT_A_TILL
