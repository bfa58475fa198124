"""The figures of the day, beside the live picture of the idle screen."""

from __future__ import annotations

from collections import Counter

from loyalty import days
from storage.records import SaleRow
from terminal.till import backup_words, journal
from terminal.till.desk import Desk
from terminal.till.screens import HourBar, Row, Today

HOURS_SHOWN = 10


def figures(desk: Desk) -> Today:
    """Count today's sales of this till, from the ledger."""
    words, day = desk.words, desk.day()
    rows = desk.ledger.sales_of_day(day)
    standing = [row for row in rows if not row.is_gone and row.account]
    others = [row for row in rows if not row.is_gone and not row.account]
    gone = [row for row in rows if row.is_gone]
    back = sum(journal.goes_on(desk, row.sale) == row.sale for row in gone)
    given = sum(row.given for row in standing)
    spent = sum(row.taken for row in standing)
    worth = desk.programmes[-1].worth_minor
    turnover = sum(row.left_minor for row in standing)
    return Today(
        title=desk.say("Today"),
        date=words.day(day),
        figure=words.points(len(standing)),
        of=_of(desk, len(standing), len(others)),
        share=words.money(turnover),
        caption=desk.say("with a member"),
        hours=_hours(desk, standing),
        rows=(
            _row(desk, "user-plus", desk.say("New members"), desk.ledger.joined_on(day)),
            _row(desk, "coins", desk.say("Points given"), given, words.money(worth(given))),
            _row(desk, "gift", desk.say("Points spent"), spent, words.money(worth(spent))),
            _row(desk, "arrow-u-up-left", desk.say("Taken back"), back),
            *backup_words.row(desk),
        ),
    )


def _of(desk: Desk, count: int, others: int) -> str:
    """Say of how many sales these are, where sales of nobody are known here as well."""
    if not others:
        return desk.words.plural("sale", "sales", count)
    return desk.words.plural("of {n} sale", "of {n} sales", count + others)


def _row(desk: Desk, icon: str, label: str, count: int, second: str = "") -> Row:
    return Row(label=label, figure=desk.words.points(count), second=second, icon=icon)


def _hours(desk: Desk, rows: list[SaleRow]) -> tuple[HourBar, ...]:
    zone = desk.shop.time_zone
    counted = Counter(days.local(days.read(row.at), zone).hour for row in rows)
    now = days.local(desk.clock.now_us(), zone).hour
    first = min([8, now, *counted]) if counted else min(8, now)
    last = max(first + HOURS_SHOWN - 1, now, *counted) if counted else first + HOURS_SHOWN - 1
    return tuple(
        HourBar(hour=hour, count=counted[hour], now=hour == now)
        for hour in range(first, min(last, 23) + 1)
    )
