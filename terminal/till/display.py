"""The member's side: which screens there are, and what a touch on them means."""

from __future__ import annotations

from terminal.till import (
    display_joining,
    display_set_up,
    display_visit,
    draw_display_member,
    pad,
    reward,
    strip,
)
from terminal.till.desk import Desk
from terminal.till.display_state import forget
from terminal.till.effects import Effect, Sound
from terminal.till.line import Line
from terminal.till.messages import DisplayLive, DisplayTap, ScreensFound


def told(desk: Desk, line: Line, message: DisplayTap | DisplayLive | ScreensFound) -> list[Effect]:
    """Take what a member's screen says.

    A touch on what is not shown any more does nothing. Raises what using a reward raises, and
    Outage when the disk says no.
    """
    guest = desk.guest
    match message:
        case DisplayLive():
            without = guest.live - {message.source}
            guest.live = without | {message.source} if message.live else without
            display_set_up.follow(desk)
            if not guest.live:
                guest.choosing_until_ms, guest.visit = 0, None
        case ScreensFound():
            guest.screens, guest.here = message.names, message.here
        case DisplayTap() if not desk.crew.is_locked and desk.stopped is None:
            desk.touched_ms = desk.clock.monotonic_ms()
            return _tapped(desk, line, message.action)
        case DisplayTap():
            pass
    return []


def pressed(desk: Desk, name: str) -> list[Effect]:
    """A key of the pad: a phone number's while one is typed there, else the pad's own.

    Raises as `told`.
    """
    taken = display_joining.pressed(desk, name)
    return pad.pressed(desk, name) if taken is None else taken


def tick(desk: Desk) -> None:
    """Let time pass on the member's side. Raises what storage.ports.Ledger.commit raises."""
    if desk.crew.is_locked:
        forget(desk.guest)
        return
    display_visit.tick(desk)
    display_joining.tick(desk)


def _tapped(desk: Desk, line: Line, action: str) -> list[Effect]:
    verb, _, rest = action.partition(":")
    match verb:
        case "choose" if _may_choose(desk):
            whole_ms = draw_display_member.CHOOSE_S * 1000
            desk.guest.choosing_until_ms = desk.clock.monotonic_ms() + whole_ms
        case "not_now":
            desk.guest.choosing_until_ms = 0
        case "use" if desk.guest.choosing_until_ms and _may_choose(desk):
            return _use(desk, line, rest)
        case "show":
            display_visit.scratched(desk)
        case "answer":
            display_visit.thanked(desk, rest)
        case "done":
            display_joining.done(desk)
        case "yes" | "no":
            return display_joining.said(desk, yes=verb == "yes")
        case _:
            pass
    return []


def _may_choose(desk: Desk) -> bool:
    """Say whether a reward may be chosen now: a member is there, and nothing else is under way."""
    is_free = desk.question is None and desk.asking is None and desk.waiting is None
    return desk.sale is not None and desk.mode == "member" and is_free


def _use(desk: Desk, line: Line, which: str) -> list[Effect]:
    """The member chose a reward: it is set aside as if the cashier had pressed its button."""
    desk.guest.choosing_until_ms = 0
    reward_id, _, choice = which.partition(":")
    effects = reward.resume(desk, line, reward_id, choice)
    if desk.sale is not None and desk.sale.reward:
        named = reward.title(desk)
        sentence = desk.say("{reward}: chosen by the member. Esc gives it back.", reward=named)
        strip.put(desk, "hold", desk.say("Set aside"), sentence)
        return [*effects, Sound(name="found")]
    return effects
