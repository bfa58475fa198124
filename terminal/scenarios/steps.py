"""Reads events and what has to be so: what each does, by its name, and what can be expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from terminal.scenarios import head_office, people, selling, taking_back, times
from terminal.scenarios.expecting import Reader
from terminal.scenarios.moments import moment
from terminal.scenarios.offering import OFFERS
from terminal.scenarios.promising import PROMISES
from terminal.scenarios.results import MONEY as RESULT_MONEY
from terminal.scenarios.results import RESULTS
from terminal.scenarios.selling import Common
from terminal.scenarios.state import MONEY as STATE_MONEY
from terminal.scenarios.state import STATE
from terminal.scenarios.story import Expected, Step
from terminal.scenarios.table import Table, nearest
from terminal.scenarios.world import Act

DO: Mapping[str, Callable[[Table, Common], Act]] = {
    "sale": selling.sale,
    "visit": selling.visit,
    "park": selling.park,
    "resume": selling.resume,
    "cancel": taking_back.cancel,
    "undo": taking_back.undo,
    "refund": taking_back.refund,
    "look": selling.look,
    "join": people.join,
    "change": people.change,
    "block": people.block,
    "unblock": people.unblock,
    "activity": people.activity,
    "adjust": people.adjust,
    "opening": people.opening,
    "issue": head_office.issue,
    "offer": head_office.offer,
    "move": head_office.move,
    "merge": head_office.merge,
    "household": head_office.household,
    "leave": head_office.leave,
    "wait": times.wait,
    "day": times.nightly,
    "sync": times.sync,
    "line": times.line,
    "boost": times.boosting,
    "programme": times.programme,
}


ALIASES: Mapping[str, str] = {
    "total_due": "due",
    "to_pay": "due",
    "points_earned": "earned",
    "points_spent": "used",
    "refusal": "refused",
    "error": "refused",
    "messages": "says",
    "line_prices": "prices",
    "draw": "draws",
    "level": "tier",
    "next_level": "next_tier",
    "points_returned": "returned",
    "points_reversed": "taken_back",
    "vouchers_given": "won",
    "stamps_given": "stamped",
    "bought": "spend",
}


MOST_TIMES = 10_000
_COMMENTS = ("about", "note", "why", "source")


_AT_ANY_TIME = {**STATE, **OFFERS, **PROMISES}


_AFTER_AN_EVENT = {**STATE, **OFFERS, **PROMISES, **RESULTS}


_MONEY = STATE_MONEY | RESULT_MONEY


def step(table: Table, zone: str) -> Step:
    said = table.text("do", default="sale")
    found = moment(table, "at", zone)
    member = table.take("member")
    if member is False:
        member = ""
    if member is not None and not isinstance(member, str):
        table.wrong("member", member, "the name of a member, or false for none")
        member = None
    for key in ("repeat", "every_days"):
        if table.has(key) and not int(key == "repeat") <= table.whole(key) <= MOST_TIMES:
            table.wrong(key, table.whole(key), f"a whole number up to {MOST_TIMES}")
    common = Common(member=member, till=table.text("till"), name=table.text("name", "id"))
    table.has(*_COMMENTS)
    expect = table.inner("expect")
    reader = DO.get(said)
    if reader is None:
        table.wrong("do", said, nearest(said, DO))
        reader = times.nightly
        table.rest()
    act = reader(table, common)
    table.close()
    expected = _expectations(expect, _AFTER_AN_EVENT) if expect else []
    return Step(
        path=table.path,
        at_us=found[0] if found else None,
        is_day=bool(found and found[1]),
        times=table.whole("repeat", default=1),
        every_days=table.whole("every_days"),
        act=act,
        member=member,
        name=common.name,
        may_refuse=bool(expect and expect.has("refused", "refusal", "error", "accepted")),
        expected=expected,
    )


def final(table: Table) -> list[Expected]:
    expect = table.inner("expect")
    return _expectations(expect, _AT_ANY_TIME) if expect else []


def _expectations(table: Table, readers: Mapping[str, Reader]) -> list[Expected]:
    """Read a table of what has to be so; `members` holds one such table by member."""
    found = _checks(table, readers, None)
    others = table.inner("members")
    for name, value in (others.rest() if others else {}).items():
        assert others is not None
        found += _checks(others.table(value, name), _AT_ANY_TIME, name, is_inner=True)
    table.close((*readers, *ALIASES, "members"))
    return found


def _checks(
    table: Table, readers: Mapping[str, Reader], member: str | None, *, is_inner: bool = False
) -> list[Expected]:
    found = []
    for key in _keys(table, readers):
        name = key.removesuffix("_minor")
        wanted = ALIASES.get(name, name)
        found.append(Expected(member=member, check=readers[wanted](table, key)))
    if is_inner:
        table.close((*readers, *ALIASES))
    return found


def _keys(table: Table, readers: Mapping[str, Reader]) -> list[str]:
    table.has("note", "about")
    return [key for key in _every_key(readers) if table.has(key)]


def _every_key(readers: Mapping[str, Reader]) -> Iterable[str]:
    names: Sequence[str] = [*readers, *(each for each, to in ALIASES.items() if to in readers)]
    for name in names:
        yield name
        if ALIASES.get(name, name) in _MONEY:
            yield f"{name}_minor"
