"""Reads a scenario from TOML or JSON, with every mistake that it has."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from loyalty.book.people import Till
from loyalty.book.shop import COUNTER
from loyalty.programme import Problem, Programme
from terminal.scenarios import people, programmes, selling, times
from terminal.scenarios.expecting import Reader
from terminal.scenarios.moments import begun, moment
from terminal.scenarios.offering import OFFERS
from terminal.scenarios.results import MONEY as RESULT_MONEY
from terminal.scenarios.results import RESULTS
from terminal.scenarios.saying import LANGUAGES
from terminal.scenarios.selling import Common
from terminal.scenarios.state import MONEY as STATE_MONEY
from terminal.scenarios.state import STATE
from terminal.scenarios.story import Expected, Guest, Scenario, Step
from terminal.scenarios.table import Table, Unreadable, nearest
from terminal.scenarios.world import Act

USUAL_START = "2026-01-05T10:00"
USUAL_MEMBER = "anna"
DO: Mapping[str, Callable[[Table, Common], Act]] = {
    "sale": selling.sale,
    "visit": selling.visit,
    "park": selling.park,
    "resume": selling.resume,
    "cancel": selling.cancel,
    "undo": selling.undo,
    "refund": selling.refund,
    "look": selling.look,
    "join": people.join,
    "change": people.change,
    "block": people.block,
    "unblock": people.unblock,
    "activity": people.activity,
    "adjust": people.adjust,
    "opening": people.opening,
    "issue": people.issue,
    "offer": people.offer,
    "move": people.move,
    "merge": people.merge,
    "household": people.household,
    "leave": people.leave,
    "wait": times.wait,
    "day": times.nightly,
    "sync": times.sync,
    "line": times.line,
    "programme": times.programme,
}
ALIASES: Mapping[str, str] = {
    "total_due": "due",
    "to_pay": "due",
    "points_earned": "earned",
    "points_spent": "used",
    "refusal": "refused",
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
_COMMENTS = ("about", "note", "why", "source")
_AT_ANY_TIME = {**STATE, **OFFERS}
_AFTER_AN_EVENT = {**STATE, **OFFERS, **RESULTS}
_MONEY = STATE_MONEY | RESULT_MONEY


def read(path: Path) -> Scenario:
    """Read a scenario's file. Raises Unreadable with every mistake."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            raw = json.loads(text, parse_float=Decimal)
        else:
            raw = tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError) as error:
        problem = Problem("", str(error), "a scenario in TOML or JSON")
        raise Unreadable(path.name, [problem]) from error
    return understood(raw, path)


def understood(raw: Any, path: Path) -> Scenario:
    """Turn a document into a scenario; `path` is where it stands, for files beside it."""
    problems: list[Problem] = []
    table = Table(raw, "", problems)
    scenario = whole(table, path)
    if problems or scenario is None:
        raise Unreadable(path.name, problems)
    return scenario


def whole(table: Table, path: Path) -> Scenario | None:
    """Read the table of a scenario; None where its programme cannot be used."""
    problems = table.problems
    versions = programmes.versions(table, path.parent)
    invalid = table.texts("invalid") if table.has("invalid") else None
    mistakes = tuple(problems)
    if invalid is not None:
        problems.clear()
        versions = versions or [programmes.usual()]
    if not versions:
        return None
    first = versions[0]
    table.scale = first.scale
    zone = first.time_zone
    named = table.text("id", default=path.stem)
    about = " ".join(filter(None, (table.text(each) for each in ("about", "title"))))
    table.has("source", "note", "tags")
    at_us, is_day = moment(table, "start", zone) or _usual_start(zone)
    scenario = Scenario(
        id=named,
        about=about,
        language=table.one_of(LANGUAGES, "language", default=_language(first)),
        versions=versions,
        at_us=begun(at_us, first) if is_day else at_us,
        seed=table.text("seed", default="a seed for scenarios").encode(),
        tills=_tills(table),
        guests=_guests(table),
        steps=[_step(each, zone) for each in table.tables("events")],
        expected=_final(table),
        invalid=invalid,
        mistakes=mistakes,
    )
    table.close()
    return scenario


def _usual_start(zone: str) -> tuple[int, bool]:
    found = moment(Table({"start": USUAL_START}, "", []), "start", zone)
    assert found is not None
    return found


def _language(programme: Programme) -> str:
    return "en" if "en" in programme.languages else programme.languages[0]


def _tills(table: Table) -> list[Till]:
    """Read the tills; without any there is one that holds everything."""
    found = []
    inner = table.inner("tills")
    for at, (name, value) in enumerate((inner.rest() if inner else {}).items()):
        assert inner is not None
        till = inner.table(value, name)
        limited = till.has("holds", "held")
        holds = till.figures("holds", "held") if limited else None
        found.append(
            Till(
                name=name,
                home=till.flag("home", default=at == 0),
                holds=holds if limited or at == 0 else {},
                line_up=till.one_of(("up", "down"), "line", default="up") == "up",
            )
        )
        till.close()
    return found or [COUNTER]


def _guests(table: Table) -> list[Guest]:
    inner = table.inner("members", "member")
    if inner is None:
        return [Guest(name=USUAL_MEMBER, facts={}, shares_with="", has={})]
    found = []
    for name, value in inner.rest().items():
        member = inner.table(value, name)
        facts = people.facts(member)
        shares = member.text("shares_with", "account_of")
        found.append(Guest(name=name, facts=facts, shares_with=shares, has=people.figures(member)))
        member.close()
    return found


def _step(table: Table, zone: str) -> Step:
    said = table.text("do", default="sale")
    found = moment(table, "at", zone)
    member = table.take("member")
    if member is False:
        member = ""
    if member is not None and not isinstance(member, str):
        table.wrong("member", member, "the name of a member, or false for none")
        member = None
    table.has("repeat", "every_days")
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
        may_refuse=bool(expect and expect.has("refused", "refusal", "accepted")),
        expected=expected,
    )


def _final(table: Table) -> list[Expected]:
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
