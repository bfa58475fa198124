"""How long the head office waits for its figures, over what the intake keeps of a large shop.

A part that is measured here is a line in `PARTS`; search and counting groups of members find
their place there.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import text

from loyalty.programme import Programme, from_wire
from server.access import Access
from server.insight import accounting, breakdown
from server.insight.overview import overview
from server.insight.period import ending
from tests.postgres import Cluster, why_not
from tests.server.shop import PROGRAMME, open_books

TODAY: Final = "2026-11-18"
ROUNDS: Final = 5
TILLS: Final = 10
MEMBERS, MEMBERS_FULL = 50_000, 1_000_000
EVENTS_A_MEMBER: Final = 10
PARTS: Mapping[str, tuple[int, Callable[[Access, Programme], object]]] = MappingProxyType(
    {
        "overview_30_days_ms": (1_000, lambda a, p: overview(a, p, ending(TODAY, 30))),
        "overview_365_days_ms": (1_000, lambda a, p: overview(a, p, ending(TODAY, 365))),
        "by_till_ms": (1_000, lambda a, _: breakdown.tills(a, ending(TODAY, 365))),
        "accounting_ms": (1_000, accounting.months),
        "who_stays_ms": (5_000, lambda a, _: breakdown.cohorts(a, TODAY)),
    }
)
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {most} - 1)"
_SHOPPING = (
    "INSERT INTO shopping (tenant_id, month, account, first_on, last_on, visits, visits_back,"
    " spend_minor, back_minor) SELECT 'shop', m.month, 'a' || n.i, m.first_on,"
    " m.first_on + n.i % 28, 1 + n.i % 4, 0, 1000 + n.i % 5000, 0 FROM n CROSS JOIN ({months}) m"
    " WHERE (n.i * 7 + m.first_on) % 12 < 5"
)
_FIGURES = (
    "INSERT INTO figures (tenant_id, measure, day, device, part, times, amount)"
    " SELECT 'shop', p.measure, d.day, 't' || n.i, p.part, 40, 40000"
    " FROM n CROSS JOIN ({days}) d CROSS JOIN ({parts}) p"
)


def run(*, full: bool) -> dict[str, Any]:
    """Measure on a file; `full` on PostgreSQL with a million members and ten million events."""
    began = time.perf_counter()
    members = MEMBERS_FULL if full else MEMBERS
    why = why_not() if full else ""
    if why:
        return {"bench": "console", "skipped": why}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        folder.chmod(0o755)  # PostgreSQL's own user has to come through
        if full:
            cluster = Cluster(folder, shared_buffers="256MB")
            stack.callback(cluster.remove)
            (folder / "database").write_text(cluster.empty("console"), "utf-8")
        books = open_books(folder)
        stack.callback(books.close)
        access = books.access()
        rows = _fill(access, members)
        figures: dict[str, Any] = {
            "members": {"value": members},
            "events": {"value": members * EVENTS_A_MEMBER},
            "rows": {"value": rows},
        }
        programme = from_wire(PROGRAMME)
        for name, (goal_ms, part) in PARTS.items():
            value = round(statistics.median(_ms(part, access, programme) for _ in range(ROUNDS)))
            figures[name] = {"value": value, "goal": goal_ms, "met": value <= goal_ms}
    return {
        "bench": "console",
        "figures": figures,
        "baseline": {},
        "met": all(one.get("met", True) for one in figures.values()),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _ms(part: Callable[[Access, Programme], object], access: Access, programme: Programme) -> float:
    began = time.perf_counter()
    part(access, programme)
    return (time.perf_counter() - began) * 1_000


def _fill(access: Access, members: int) -> int:
    """Write what the intake would have kept of a year, and give how many rows that is."""
    from datetime import date

    dates = ending(TODAY, 365).dates()
    starts = {day[:7]: date.fromisoformat(f"{day[:7]}-01").toordinal() for day in dates}
    months = " UNION ALL ".join(
        f"SELECT '{m}' AS month, {on} AS first_on" for m, on in starts.items()
    )
    days = " UNION ALL ".join(f"SELECT '{day}' AS day" for day in dates)
    parts = " UNION ALL ".join(
        f"SELECT '{measure}' AS measure, '{part}' AS part"
        for measure in ("sold", "other", "undone", "reward", "joined", "pointed", "hour")
        for part in (("given|points", "used|points") if measure == "pointed" else ("a", "b"))
    )
    with access.database.write() as connection:
        for most, statement in (
            (members, _SHOPPING.format(months=months)),
            (TILLS, _FIGURES.format(days=days, parts=parts)),
        ):
            into, rest = statement.split(" SELECT ", 1)
            filling = f"{into} {_NUMBERS.format(most=most)} SELECT {rest}"
            connection.execute(text(filling))
    with access.database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
        counted = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own
            for table in ("shopping", "figures")
        ]
    return sum(counted)
