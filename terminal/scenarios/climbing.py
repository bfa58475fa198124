"""What can be expected of levels and paid memberships: the next one up, and until when they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loyalty.benefits.levels import next_tier
from loyalty.benefits.membership import runs
from terminal.scenarios import expecting
from terminal.scenarios.expecting import Check, Difference, Reader, View, compared
from terminal.scenarios.table import Table


def level(get: Callable[[View], str]) -> Reader:
    """Expect a level by its id or by one of its names; `none` and false mean that there is none."""

    def read(table: Table, key: str) -> Check:
        path, value = f"{table.path}.{key}", table.take(key)
        wanted = "" if value in (False, "none") else value
        if not isinstance(wanted, str):
            table.wrong(key, value, "a level, or false for none")
        return lambda view: compared(path, wanted, _called(view, get(view), wanted))

    return read


def _called(view: View, tier_id: str, wanted: object) -> object:
    """Give the id of a level, or its name where that is what is asked for."""
    tier = view.programme.tier(tier_id)
    if tier is None:
        return tier_id
    names = tier.name.values() if isinstance(tier.name, dict) else [tier.name]
    return wanted if wanted in names else tier_id


def next_up(table: Table, key: str) -> Check:
    """Expect the next level: its id, or a table of `tier` and what is `missing` in its measure."""
    value = table.take(key)
    if isinstance(value, str) or value is False:
        return expecting.text(lambda view: _upward(view)[0])(table, key)
    inner = table.table(value, key)
    path, wanted = inner.path, inner.text("tier")
    missing = inner.take("missing")
    as_money = None if missing is None else inner.as_money(missing, "missing")
    exact = inner.whole("missing_minor") if inner.has("missing_minor") else None
    inner.close()

    def check(view: View) -> list[Difference]:
        name, left, is_money = _upward(view)
        found = compared(f"{path}.tier", wanted, name) if wanted else []
        if exact is not None:
            found += compared(f"{path}.missing_minor", exact, left)
        if as_money is not None and is_money:
            found += compared(f"{path}.missing", view.money(as_money), view.money(left))
        elif as_money is not None:
            found += compared(f"{path}.missing", as_money // 10**view.programme.scale, left)
        return found

    return check


def _upward(view: View) -> tuple[str, int, bool]:
    found = next_tier(view.programme, view.standing.counters, view.world.shop.day)
    if found is None:
        return "", 0, False
    return found[0].id, found[1], found[0].measure == "spend"


def memberships(table: Table, key: str) -> Check:
    """Expect of each paid membership the last day on which it runs, or that it does not (false)."""
    inner = table.inner(key)
    wanted = inner.rest() if inner else {}
    path = f"{table.path}.{key}"
    known: dict[str, dict[str, str]] = {}
    for name, value in wanted.items():
        assert inner is not None
        if value is False:
            known[name] = {"last_day": ""}
        elif isinstance(value, Mapping):
            of = inner.table(value, name)
            known[name] = {k: of.day(k) for k in ("first_day", "last_day") if of.has(k)}
            of.close()
        else:
            known[name] = {"last_day": inner.as_day(value, name)}

    def check(view: View) -> list[Difference]:
        found = []
        for name, days in known.items():
            run = max(runs(view.standing.counters, name), key=lambda each: each[1], default=None)
            so = {"first_day": run[0], "last_day": run[1]} if run else {}
            for which, day in days.items():
                found += compared(f"{path}.{name}.{which}", day, so.get(which, ""))
        return found

    return check
