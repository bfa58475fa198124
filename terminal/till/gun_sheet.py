"""Words the page that sets a scanner gun up, in the shop's language."""

from __future__ import annotations

from cards.gun_sheet import GunSheet, SheetCode
from scanner.wedge_calibration import DIGITS_CODE, LETTERS_CODE, LONG_CODE
from terminal.till.wording import Wording


def gun_sheet(wording: Wording) -> GunSheet:
    """Make the page."""
    say = wording.say
    return GunSheet(
        title=say("Set up the scanner gun"),
        intro=say(
            "Three codes that tell the till how your scanner gun types. Print this page at its "
            "full size, or show it on a large screen."
        ),
        codes=(
            SheetCode(key="1", title=say("Short bars"), text=DIGITS_CODE),
            SheetCode(key="2", title=say("Long bars"), text=LONG_CODE),
            SheetCode(key="3", title=say("Square code"), text=LETTERS_CODE),
        ),
        steps_title=say("What to do with this page"),
        steps=(
            say("Plug the gun in. On the till, press F10 and choose the scanner gun."),
            say("Scan the three codes. A gun that reads bars only leaves the third out."),
            say("Read what the till found, and press Enter to keep it."),
            say("Take the gun into your hand on any screen: a card is read without a key before."),
        ),
    )
