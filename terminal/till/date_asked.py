"""Asks whether the machine's date is right, where it cannot be."""

from __future__ import annotations

from loyalty import days
from loyalty.errors import Refusal
from terminal.till import strip
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect

DATE_ASK_MS = 600_000


def ask(desk: Desk, now_ms: int) -> list[Effect]:
    """Ask whether the machine's date is right, and after a no not again for a while."""
    if desk.date_asked_ms and now_ms - desk.date_asked_ms < DATE_ASK_MS:
        return []
    desk.date_asked_ms = now_ms
    desk.question = Question(kind="date")
    now_us = desk.clock.now_us()
    local = days.local(now_us, desk.shop.time_zone)
    sentence = desk.say(
        "Is it {date}, {time}? Enter = yes, Esc = no",
        date=desk.words.date(local.date().isoformat()),
        time=desk.words.time(now_us),
    )
    return strip.ask(desk, desk.say("Date"), sentence)


def answered(desk: Desk, *, yes: bool) -> list[Effect]:
    """Go on with the machine's date, or say where it is put right."""
    if not yes:
        return strip.refused(desk, Refusal("clock_wrong"))
    now_us = desk.clock.now_us()
    desk.mark.set(now_us)
    desk.ledger.put("mark_us", str(now_us))
    return strip.note(desk, desk.say("Date"), desk.say("Thank you. Everything goes on."))
