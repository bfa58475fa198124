"""What the counter says of its copies: calmly when all is well, with what to do when it is not."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from loyalty import days
from terminal.till import second_place
from terminal.till.desk import Desk
from terminal.till.screens import Notice, Row
from terminal.till.second_place import HERE

ICON = "floppy-disk"


def row(desk: Desk) -> tuple[Row, ...]:
    """Say when everything was copied last, beside the figures of the day; nothing in the demo."""
    second = desk.second
    if not second.place:
        return ()
    return (Row(icon=ICON, label=age(desk), figure=""),)


def age(desk: Desk) -> str:
    """Say how old the newest copy is, as people say it."""
    say, second = desk.say, desk.second
    if second.making:
        return say("Backup is being made")
    if not second.made_us:
        return say("No backup yet")
    shop = desk.shop
    made = days.business_date(second.made_us, shop.time_zone, shop.day_start_minutes)
    ago = (date.fromisoformat(desk.day()) - made).days
    time = desk.words.time(second.made_us)
    if ago == 0:
        return say("Backup today, {time}", time=time)
    if ago == 1:
        return say("Backup yesterday, {time}", time=time)
    return say("Backup {date}", date=desk.words.date(made.isoformat()))


def notice(desk: Desk) -> Notice | None:
    """Say what is not well with the copies, and what to do; None when nothing needs to be done."""
    say, second = desk.say, desk.second
    if not second.place:
        if desk.shop.demo or desk.shop.training or desk.later_rows is None:
            return None
        sentence = say("Press F10, then Backup, and choose where copies go: a USB stick is enough.")
        return Notice(word=say("There is no backup yet"), sentence=sentence)
    if second_place.is_gone(desk):
        return _gone(desk)
    if second.problem or second.lines.problem:
        return _problem(desk, second.problem or second.lines.problem)
    if second.seen is not None and not second.making and second_place.is_old(desk):
        return Notice(word=age(desk), sentence=say("Press F10, then Backup, and make one now."))
    return None


def state(desk: Desk) -> str:
    """Say how things stand, in one sentence or two."""
    if not desk.second.place:
        return choose(desk)
    what = notice(desk)
    if what is not None:
        return f"{what.word}. {what.sentence}"
    where = name(desk, desk.second.place)
    return desk.say("{age}. It goes to {place}, once a day.", age=age(desk), place=where)


def choose(desk: Desk) -> str:
    """Ask where copies go."""
    return desk.say(
        "Choose where copies go every day. Best is a stick or disk that you can unplug."
    )


def name(desk: Desk, place: str) -> str:
    """Give what a person calls a place."""
    if place == HERE:
        return desk.say("This computer only")
    return PurePath(place).name or place


def _gone(desk: Desk) -> Notice:
    say = desk.say
    where = name(desk, desk.second.place)
    return Notice(
        word=say("Backup place not found: {place}", place=where),
        sentence=say("Plug it in again, or choose another with F10. Selling goes on."),
    )


def _problem(desk: Desk, code: str) -> Notice:
    say = desk.say
    if code == "disk_full":
        return Notice(
            word=say("No room for a backup"),
            sentence=say("Make room there, or choose another place with F10."),
        )
    if code == "disk_read_only":
        return Notice(
            word=say("The backup place takes nothing"),
            sentence=say("It is locked against writing. Unlock it, or choose another with F10."),
        )
    return Notice(
        word=say("The backup could not be made"),
        sentence=say("It is tried again by itself. If this stays, choose another place with F10."),
    )
