"""What is worth a look, worst first: it accuses nobody, opens its rows and can be marked fine.

Cashiers are compared with their colleagues over thirty days, from the figures. Cards are looked
at in the newest records, up to `AMONG` of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loyalty import days, event
from loyalty.errors import Refusal
from loyalty.event import Event
from server.access import Access
from server.figures import told
from server.insight.period import ending
from storage.server import insight
from storage.server.insight import Fine, Stored

DAYS = 30
AMONG = 20_000
TILLS_WITHIN_MINUTES = 10
VISITS_A_DAY = 4
TIMES_FEWEST = 5
TIMES_COLLEAGUES = 3
SOON_HOURS = 24
DAY_US = 86_400_000_000
_MINUTE_US = 60_000_000
_HOUR_US = 60 * _MINUTE_US
BY_CASHIER = (told.LATE, told.TAKEN, told.TYPED, told.GOODWILL)
ROWS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record behind a finding."""

    at: str
    device: str
    actor: str
    event_id: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at: `kind`, who it is about, how often, and beside what.

    `about` is an account or somebody at a till; `weight` is what the list is ordered by. `fine`
    is what was said when somebody found it fine.
    """

    finding: str
    kind: str
    about: str
    count: int
    beside: int
    weight: int
    day: str
    rows: tuple[Row, ...] = ()
    fine: str | None = None


def exceptions(access: Access, now_us: int, today: str) -> list[Finding]:
    """List what is worth a look, worst first, and what was found fine at the end."""
    period = ending(today, DAYS)
    with access.database.read() as connection:
        sums = insight.by_part(
            connection, access.tenant, (told.SOLD, *BY_CASHIER), period.first, period.last
        )
        stored = insight.newest(
            connection,
            access.tenant,
            ("sale", "enrol", "pin_reset"),
            among=AMONG,
            since_us=now_us - DAYS * DAY_US,
        )
        fine = insight.fine(connection, access.tenant)
    found = [*_cashiers(sums, today[:7]), *_cards(list(_read(stored)))]
    marked = [
        replace(one, fine=fine[one.finding].note) if one.finding in fine else one for one in found
    ]
    return sorted(marked, key=lambda one: (one.fine is not None, -one.weight, one.finding))


def mark_fine(access: Access, finding: str, *, actor: str, note: str, now_us: int) -> None:
    """Keep that something was looked at and is fine."""
    with access.database.write() as connection:
        kept = Fine(finding=finding, actor=actor, note=note[:200], at_us=now_us)
        insight.mark_fine(connection, access.tenant, kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    device: str
    made: Event
    at_us: int

    @property
    def row(self) -> Row:
        return Row(
            at=self.made.at,
            device=self.device,
            actor=self.made.actor,
            event_id=self.made.id,
            amount_minor=told.whole(self.made.data.get("to_pay_minor")),
        )


def _read(stored: Sequence[Stored]) -> Iterator[_Seen]:
    for one in stored:
        try:
            made = event.decode(one.raw)
            at_us = days.read(made.at)
        except (Refusal, RecursionError, ValueError, TypeError, OverflowError):
            continue  # what cannot be read is set aside, and shown with the tills
        yield _Seen(device=one.device, made=made, at_us=at_us)


def _cashiers(sums: Sequence[insight.Sum], month: str) -> Iterator[Finding]:
    sold = {row.part: row.times for row in sums if row.measure == told.SOLD}
    for measure in BY_CASHIER:
        times = {row.part: row.times for row in sums if row.measure == measure}
        for actor, count in times.items():
            others = sum(times.values()) - count
            others_sold = sum(sold.values()) - sold.get(actor, 0)
            # So many would be usual for as many sales as this person made.
            usual = others * sold.get(actor, 0) // others_sold if others_sold else 0
            is_far = count >= TIMES_FEWEST and count >= TIMES_COLLEAGUES * max(usual, 1)
            if is_far and others_sold:
                yield Finding(
                    finding=f"{measure}/{actor}/{month}",
                    kind=measure,
                    about=actor,
                    count=count,
                    beside=usual,
                    weight=count * 100 // max(usual, 1),
                    day=month,
                )


def _cards(seen: Sequence[_Seen]) -> Iterator[Finding]:
    of: dict[str, list[_Seen]] = defaultdict(list)
    began: dict[str, tuple[str, int]] = {}
    for one in seen:
        account, member = (told.named(one.made.data.get(key)) for key in ("account", "member"))
        if one.made.type == "sale":
            if account and one.made.data.get("because") is None:
                of[account].append(one)
                yield from _soon(one, began, account, member)
        elif one.made.type == "enrol":
            if not one.made.data.get("import"):
                began[account] = ("joined", one.at_us)
        else:
            began[member] = ("pin", one.at_us)
    for account, visits in of.items():
        yield from _tills(account, visits)
        yield from _days(account, visits)


def _soon(
    one: _Seen, began: dict[str, tuple[str, int]], account: str, member: str
) -> Iterator[Finding]:
    if not one.made.data.get("spent"):
        return
    for name in filter(None, (account, member)):
        kind, at_us = began.get(name, ("", 0))
        if kind and 0 <= one.at_us - at_us <= SOON_HOURS * _HOUR_US:
            minutes = (one.at_us - at_us) // _MINUTE_US
            yield Finding(
                finding=f"{kind}/{one.made.id}",
                kind=f"reward_after_{kind}",
                about=account,
                count=minutes,
                beside=SOON_HOURS * 60,
                weight=200 - minutes * 100 // (SOON_HOURS * 60),
                day=one.made.day,
                rows=(one.row,),
            )


def _tills(account: str, visits: Sequence[_Seen]) -> Iterator[Finding]:
    within = TILLS_WITHIN_MINUTES * _MINUTE_US
    close = {
        each.made.id: each
        for first, second in pairwise(sorted(visits, key=lambda one: one.at_us))
        if first.device != second.device and second.at_us - first.at_us <= within
        for each in (first, second)
    }
    if close:
        rows = list(close.values())
        tills = len({one.device for one in rows})
        yield Finding(
            finding=f"tills/{account}/{rows[-1].made.day}",
            kind="tills",
            about=account,
            count=tills,
            beside=TILLS_WITHIN_MINUTES,
            weight=300 * (tills - 1),
            day=rows[-1].made.day,
            rows=tuple(one.row for one in rows[:ROWS_MAX]),
        )


def _days(account: str, visits: Sequence[_Seen]) -> Iterator[Finding]:
    on: dict[str, list[_Seen]] = defaultdict(list)
    for one in visits:
        on[one.made.day].append(one)
    for day, some in on.items():
        if len(some) >= VISITS_A_DAY:
            yield Finding(
                finding=f"visits/{account}/{day}",
                kind="visits",
                about=account,
                count=len(some),
                beside=VISITS_A_DAY,
                weight=100 * len(some) // VISITS_A_DAY,
                day=day,
                rows=tuple(one.row for one in some[:ROWS_MAX]),
            )
