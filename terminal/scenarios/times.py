"""Reads the events of time and of the shop itself: waiting, days, lines, new programmes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.book import passing
from loyalty.boost import LONGEST_US, Boost
from loyalty.days import local, microseconds
from loyalty.programme import ProgrammeInvalid
from terminal.scenarios import programmes
from terminal.scenarios.moments import NOON
from terminal.scenarios.selling import Common
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, World

MOST_DAYS = 36_525
MINUTE_US = 60_000_000


def wait(table: Table, _common: Common) -> Act:
    """Read time that passes: so many days or minutes from now, besides what `at` says."""
    days, minutes = table.whole("days"), table.whole("minutes")
    until = table.day("until")
    for key, most in (("days", MOST_DAYS), ("minutes", MOST_DAYS * 1440)):
        if not 0 <= table.whole(key) <= most:
            table.wrong(key, table.whole(key), f"a whole number from 0 to {most}")

    def act(world: World) -> Outcome:
        zone = ZoneInfo(world.shop.programme.time_zone)
        now = local(world.shop.at_us, str(zone))
        wall = now.replace(tzinfo=None) + timedelta(days=days)
        if until:
            wall = datetime.combine(date.fromisoformat(until), NOON)
        at_us = microseconds(wall.replace(tzinfo=zone)) if days or until else world.shop.at_us
        return Outcome(written=passing.pass_to(world.shop, at_us + minutes * 60_000_000))

    return act


def nightly(_table: Table, _common: Common) -> Act:
    """Read that the work of today's date is run once more."""

    def act(world: World) -> Outcome:
        return Outcome(written=passing.run_day(world.shop, world.shop.day))

    return act


def sync(_table: Table, common: Common) -> Act:
    """Read that the tills and the shop's own books meet: what is due is given."""
    return lambda world: Outcome(written=passing.sync(world.shop, common.till))


def line(table: Table, common: Common) -> Act:
    """Read that the line of a till is cut or mended."""
    is_up = table.one_of(("up", "down"), "line", "is", default="up") == "up"

    def act(world: World) -> Outcome:
        passing.line(world.shop, common.till, is_up=is_up)
        return Outcome()

    return act


def boosting(table: Table, _common: Common) -> Act:
    """Read that everybody earns more for so many minutes, or that what was prepared is on."""
    minutes, percent = table.whole("minutes", default=60), table.whole("percent")
    code = table.text("code")
    if not 0 <= minutes <= LONGEST_US // MINUTE_US:
        table.wrong("minutes", minutes, "as many minutes as a boost may last")

    def act(world: World) -> Outcome:
        from_us = world.shop.at_us
        until_us = from_us + minutes * MINUTE_US
        world.shop.boost = Boost(from_us=from_us, until_us=until_us, percent=percent, code=code)
        return Outcome()

    return act


def programme(table: Table, _common: Common) -> Act:
    """Read a new version of the programme, laid over the newest one."""
    changes = table.rest()

    def act(world: World) -> Outcome:
        shop = world.shop
        problems = Table({}, table.path, [])
        newest = max(shop.versions, key=lambda each: each.version)
        found = programmes.published(problems, newest, {"from": shop.day, **changes})
        if not found:
            raise ProgrammeInvalid(problems.problems)
        shop.versions += found
        return Outcome()

    return act
