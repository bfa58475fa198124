"""How far the printer is off, behind F10, C, O: tenths of a millimetre by touch or digit."""

from __future__ import annotations

from typing import Final

from terminal.till import card_shifts, cards_place
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import SHIFT_STAGE
from terminal.till.desk import Desk

KEY: Final = "O"
_STEPS: Final = ((1, 0), (-1, 0), (0, 1), (0, -1))
_SIDE, _CLEAR = len(_STEPS), len(_STEPS) + 1


def row(desk: Desk) -> MenuRow | None:
    """Give the row that opens this, where the paper lets cards be moved."""
    paper = cards_place.paper(desk)
    if paper is None or not paper.shifts:
        return None
    title = desk.say("Printer is off")
    return MenuRow(key=KEY, icon="arrows-out", title=title, caption="")


def open_stage(desk: Desk) -> None:
    """Show the steps, for the front."""
    desk.making.stage, desk.typed, desk.chosen, desk.making.back = SHIFT_STAGE, "", 0, False


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the steps, the side that they are for, and the way back to nothing."""
    say = desk.say
    step = say("A tenth of a millimetre")
    side = say("The back is moved") if desk.making.back else say("The front is moved")
    return (
        MenuRow(key="1", icon="arrow-right", title=say("To the right"), caption=step),
        MenuRow(key="2", icon="arrow-left", title=say("To the left"), caption=step),
        MenuRow(key="3", icon="arrow-down", title=say("Down"), caption=step),
        MenuRow(key="4", icon="arrow-up", title=say("Up"), caption=step),
        MenuRow(key="5", icon="cards", title=side, caption=say("Press for the other side")),
        MenuRow(key="6", icon="arrow-counter-clockwise", title=say("Not moved at all"), caption=""),
    )


def pick(desk: Desk, at: int) -> None:
    """Take a step, counted from 0. Raises Outage when the disk says no."""
    making = desk.making
    if not 0 <= at <= _CLEAR:
        return
    desk.chosen = at
    if at == _SIDE:
        making.back = not making.back
        return
    kept = card_shifts.NONE
    if at != _CLEAR:
        right, down = _STEPS[at]
        was = card_shifts.shift(desk.ledger, making.stock)
        moved = (was[0] + right, was[1] + down), (was[2] + right, was[3] + down)
        kept = (*was[:2], *moved[1]) if making.back else (*moved[0], *was[2:])
    card_shifts.keep(desk.ledger, making.stock, kept)


def caption(desk: Desk) -> str:
    """Say how far cards are moved on this paper."""
    return _both(desk)


def _both(desk: Desk) -> str:
    right, down, back_right, back_down = card_shifts.shift(desk.ledger, desk.making.stock)
    front, back = _side(desk, right, down), _side(desk, back_right, back_down)
    if not front and not back:
        return desk.say("Cards are not moved")
    parts = []
    if front:
        parts.append(desk.say("Front: {moved}", moved=front))
    if back:
        parts.append(desk.say("Back: {moved}", moved=back))
    return " \u00b7 ".join(parts)


def _side(desk: Desk, right: int, down: int) -> str:
    say, parts = desk.say, []
    across, along = desk.words.tenths(abs(right)), desk.words.tenths(abs(down))
    if right > 0:
        parts.append(say("{mm} mm right", mm=across))
    elif right:
        parts.append(say("{mm} mm left", mm=across))
    if down > 0:
        parts.append(say("{mm} mm down", mm=along))
    elif down:
        parts.append(say("{mm} mm up", mm=along))
    return ", ".join(parts)
