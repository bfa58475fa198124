"""Boost now: everybody earns double until closing, for some hours, or what the owner prepared.

F4 with nobody attached, then a digit; a row of the menu opens the same list.
"""

from __future__ import annotations

from typing import Any

import msgspec

from loyalty import boost, days, staff
from loyalty.boost import Boost, Boosted
from terminal.till import (
    house_rules,
    listing,
    override,
    recorder,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect

MODE = "boost"
ICON = "rocket-launch"
DOUBLE = 100
HOURS = (1, 2, 4)
HOUR_US = 3_600 * 1_000_000
MINUTE_US = 60_000_000
OWN_WISH = "4"
DAY_MINUTES = 24 * 60


def of_sale(desk: Desk) -> Boosted | None:
    """Give what is on now, as a sale has it; None where nothing is."""
    return boost.at(desk.boost, desk.clock.now_us(), desk.shop.time_zone)


def is_on(desk: Desk) -> bool:
    """Say whether a boost is in force at this moment; it ends by itself."""
    return boost.is_on(desk.boost, desk.clock.now_us())


def data(desk: Desk) -> dict[str, Any]:
    """Give what the event of a sale keeps of it."""
    now = of_sale(desk)
    return {"boost": msgspec.to_builtins(now)} if now else {}


def sentence(desk: Desk) -> str:
    """Say what is on and until when; empty where nothing is."""
    if not is_on(desk):
        return ""
    if desk.boost.code:
        name = dict(boost.prepared(recorder.programme(desk))).get(desk.boost.code, "")
        name = name or desk.boost.code
        return desk.say("{name} for everybody until {time}", name=name, time=_until(desk))
    return desk.say("Everything counts double until {time}", time=_until(desk))


def state(desk: Desk) -> str:
    """Say in the menu what is on, or what this is for."""
    return sentence(desk) or desk.say("Double for everybody until closing, or for some hours")


def open_list(desk: Desk) -> list[Effect]:
    """Show what can be turned on."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    return strip.note(desk, desk.say("Boost"), desk.say("It stops by itself. Choose with a digit."))


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be turned on, and turned off where something is on."""
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption, _) in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    return listing.pressed(desk, name, len(rows(desk)), pick, ends=(*listing.ENDS, "F4"))


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Turn on what a row says, or off; somebody who may is asked for where several work.

    Raises what storage.ports.Ledger.commit raises; then nothing changed.
    """
    choices = _choices(desk)
    if not 0 <= row < len(choices):
        return []
    _, title, _, wanted = choices[row]

    def allow(here: Desk, by: dict[str, str]) -> list[Effect]:
        house_rules.put(here, boost.BOOST, wanted, by)
        here.mode, here.chosen = "idle", 0
        off = here.say("Everything counts as usual again.")
        return strip.saved(here, sentence(here) or off)

    return override.ask(desk, staff.BOOST, title, allow, reason=OWN_WISH)


def stop(desk: Desk) -> None:
    """End what is on, if anything is. Raises what storage.ports.Ledger.commit raises."""
    if is_on(desk):
        now_us = desk.clock.now_us()
        house_rules.put(desk, boost.BOOST, Boost(from_us=now_us, until_us=now_us), {})


def _choices(desk: Desk) -> tuple[tuple[str, str, str, Boost], ...]:
    say, words, now_us = desk.say, desk.words, desk.clock.now_us()
    closing_us = _closing_us(desk, now_us)
    found = []
    if is_on(desk):
        found.append(("stop", say("Stop"), sentence(desk), Boost(from_us=now_us, until_us=now_us)))
    until = say("Until {time}", time=words.time(closing_us))
    double = Boost(from_us=now_us, until_us=closing_us, percent=DOUBLE)
    found.append((ICON, say("Double until closing"), until, double))
    for hours in HOURS:
        until_us = now_us + hours * HOUR_US
        title = words.plural("Double for {n} hour", "Double for {n} hours", hours)
        until = say("Until {time}", time=words.time(until_us))
        some = Boost(from_us=now_us, until_us=until_us, percent=DOUBLE)
        found.append(("clock", title, until, some))
    for code, name in boost.prepared(recorder.programme(desk)):
        some = Boost(from_us=now_us, until_us=closing_us, code=code)
        title = say("{name} until closing", name=name)
        found.append(("gift", title, say("Until {time}", time=words.time(closing_us)), some))
    return tuple(found[: len(listing.DIGITS)])


def _closing_us(desk: Desk, now_us: int) -> int:
    """Give the end of this business date: a shop's day ends where its next one starts."""
    wall = days.local(now_us, desk.shop.time_zone)
    minute = wall.hour * 60 + wall.minute
    left = (desk.shop.day_start_minutes - minute - 1) % DAY_MINUTES + 1
    return now_us - now_us % MINUTE_US + left * MINUTE_US


def _until(desk: Desk) -> str:
    return f"{days.local(desk.boost.until_us, desk.shop.time_zone):%H:%M}"
