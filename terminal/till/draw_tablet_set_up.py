"""Draws the screen that connects tablets: a list, and the QR of the code that is offered."""

from __future__ import annotations

from terminal.till import tablet_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame
from terminal.till.screens_tablet import TabletSetUp

GROUP = 4
GROUPS_A_LINE = 4


def set_up(desk: Desk, frame: Frame) -> TabletSetUp:
    """Draw the rows with the chosen one, and the code while there is one."""
    known, say = desk.tablets, desk.say
    rows = tablet_set_up.rows(desk)
    offer = known.offer
    is_plain = known.setting.is_on and known.setting.plain
    return TabletSetUp(
        frame=frame,
        headline=say("Tablet for guests"),
        caption=tablet_set_up.state(desk),
        rows=rows,
        chosen=min(desk.chosen, len(rows) - 1),
        modules=offer.modules if offer else (),
        how=say("Scan it, or type address and code."),
        address=known.address if offer else "",
        code=_grouped(offer.code) if offer else "",
        fingerprint_title=say("The browser warns. Its SHA-256 has to be:")
        if offer and known.fingerprint
        else "",
        fingerprint=_lines(known.fingerprint) if offer else (),
        warning=say("Without encryption nothing is typed on the tablet.") if is_plain else "",
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Choose")),
    )


def _grouped(text: str) -> str:
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _lines(fingerprint: str) -> tuple[str, ...]:
    wide = GROUP * GROUPS_A_LINE
    return tuple(_grouped(fingerprint[at : at + wide]) for at in range(0, len(fingerprint), wide))
