"""The report of a day on paper and as a file: the same figures as on the screen."""

from __future__ import annotations

import csv
import io

from cards.slip import Slip, SlipLine
from loyalty import days, shift, staff
from loyalty.shift import Shift, Tally
from terminal.till import staff_books
from terminal.till.desk import Desk

COLUMNS = (
    *("day", "from", "to", "who", "sales", "turnover", "new_members", "points_given"),
    *("points_used", "rewards", "rewards_only", "taken_back", "moved", "late", "goodwill"),
    *("by_supervisor", "register_receipts", "register_turnover", "with_member_percent"),
    *("said_bad", "said_okay", "said_good", "said_great"),
)
_FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


def who(desk: Desk, actor: str) -> str:
    """Name somebody of the report, as the shop calls them."""
    return desk.say("This till") if actor == staff.ALONE else staff_books.name_of(desk, actor)


def period(desk: Desk, found: Shift) -> str:
    """Say from when to when, in the shop's time; empty before anything was done."""
    if not found.from_stamp:
        return ""
    first, last = days.read(found.from_stamp), days.read(found.to_stamp)
    local = days.local(first, desk.shop.time_zone).date().isoformat()
    words = desk.words
    return f"{words.day(local)}, {words.time(first)} \u2013 {words.time(last)}"


def file_name(desk: Desk, found: Shift) -> str:
    """Name the file of a closed day: its date and its number."""
    return f"{desk.day()}-day-{found.number:04d}.csv"


def table(desk: Desk, found: Shift) -> str:
    """Write a closed day as CSV: a line for each who was there, then one for all."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    for actor, tally in found.by_actor.items():
        lines.writerow(_cells(desk, found, who(desk, actor), tally, ("", "", "")))
    total = found.total()
    share = shift.share_percent(total.sales, found.receipts or 0)
    register = (_cell(found.receipts), _money(desk, found.till_minor), _cell(share))
    lines.writerow(_cells(desk, found, "all", total, register))
    return written.getvalue()


def _cells(
    desk: Desk, found: Shift, name: str, tally: Tally, register: tuple[str, str, str]
) -> list[str]:
    safe = f"'{name}" if name.startswith(_FORMULA) else name
    counts = (tally.joined, tally.given, tally.used, tally.rewards, tally.rewards_only)
    others = (tally.taken_back, tally.moved, tally.late, tally.goodwill, tally.overrides)
    return [
        *(str(found.number), found.from_stamp, found.to_stamp, safe, str(tally.sales)),
        _money(desk, tally.turnover_minor),
        *(str(each) for each in (*counts, *others)),
        *register,
        *(str(each) for each in (tally.bad, tally.okay, tally.good, tally.great)),
    ]


def _cell(value: int | None) -> str:
    return "" if value is None else str(value)


def _money(desk: Desk, amount_minor: int | None) -> str:
    """Write an amount with a point, whatever the language: a program reads it."""
    if amount_minor is None:
        return ""
    scale = desk.shop.scale
    whole, part = divmod(amount_minor, 10**scale)
    return f"{whole}.{part:0{scale}d}" if scale else str(whole)


def slip(desk: Desk, found: Shift, *, is_closed: bool) -> Slip:
    """Write the report as a slip."""
    words, total = desk.words, found.total()
    now_us = desk.clock.now_us()
    local = days.local(now_us, desk.shop.time_zone)
    head = desk.say("Close of day") if is_closed else desk.say("So far today")
    return Slip(
        sale="",
        language=words.language,
        shop=desk.shop.name,
        till=desk.shop.till,
        head=f"{head} {words.points(found.number)}",
        when=f"{words.date(local.date().isoformat())} {words.time(now_us)}",
        marks=(desk.say("DEMO"),) if desk.shop.demo else (),
        lines=(
            *((SlipLine(label=period(desk, found)),) if found.from_stamp else ()),
            *(SlipLine(label=label, figure=figure) for label, figure in lines(desk, found)),
            *_by_actor(desk, found),
        ),
        closing=(
            (desk.say("{count} to send, nothing is lost", count=words.points(unsent)),)
            if (unsent := desk.ledger.unsent())
            else ()
        )
        if total.sales
        else (),
    )


def lines(desk: Desk, found: Shift) -> tuple[tuple[str, str], ...]:
    """Give the figures of all together, each with its label; what never happened is left out."""
    say, words, total = desk.say, desk.words, found.total()
    worth = words.money(desk.programmes[-1].worth_minor(total.used))
    always = (
        (say("With a member"), words.points(total.sales)),
        (say("Their purchases"), words.money(total.turnover_minor)),
        (say("New members"), words.points(total.joined)),
        (say("Points given"), words.points(total.given)),
        (say("Points spent"), f"{words.points(total.used)} = {worth}"),
    )
    return (*always, *seldom(desk, found), *register(desk, found))


def seldom(desk: Desk, found: Shift) -> tuple[tuple[str, str], ...]:
    """Give what an owner looks at when there is any."""
    say, total = desk.say, found.total()
    counts = (
        (say("Without a member"), total.others),
        (say("Taken back"), total.taken_back),
        (say("Moved"), total.moved),
        (say("Added late"), total.late),
        (say("Goodwill"), total.goodwill),
        (say("Rewards without a purchase"), total.rewards_only),
        (say("Allowed by a supervisor"), total.overrides),
        (say("How was it: bad"), total.bad),
        (say("How was it: okay"), total.okay),
        (say("How was it: good"), total.good),
        (say("How was it: great"), total.great),
    )
    return tuple((label, desk.words.points(count)) for label, count in counts if count)


def register(desk: Desk, found: Shift) -> tuple[tuple[str, str], ...]:
    """Give what the cash register said, and how many of its sales were with a member."""
    rows: list[tuple[str, str]] = []
    if found.receipts is not None:
        rows.append((desk.say("Receipts of the register"), desk.words.points(found.receipts)))
        share = shift.share_percent(found.total().sales, found.receipts)
        if share is not None:
            rows.append((desk.say("Sales with a member"), desk.words.percent(share)))
    if found.till_minor is not None:
        rows.append((desk.say("Turnover of the register"), desk.words.money(found.till_minor)))
    return tuple(rows)


def _by_actor(desk: Desk, found: Shift) -> tuple[SlipLine, ...]:
    if len(found.by_actor) <= 1:
        return ()
    return tuple(
        SlipLine(label=who(desk, actor), figure=desk.words.points(tally.sales))
        for actor, tally in found.by_actor.items()
    )
