"""Words the page that shows how far a printer is off, in the shop's language."""

from __future__ import annotations

from cards.calibration import CalibrationWords
from terminal.till.wording import Wording


def calibration_words(wording: Wording) -> CalibrationWords:
    """Say the page."""
    say = wording.say
    return CalibrationWords(
        title=say("Is this printer straight?"),
        front=say("Front of the sheet"),
        back=say("Back of the sheet"),
        codes=say("Scan each of these: the smallest one that is read is good enough."),
        steps=(
            say("Print at 100 %, without fitting to the page. Both rulers are 100 mm long."),
            say("Measure from the left edge of the paper to the middle of the upper left cross."),
            say("It is 20 mm. The difference is what you set as the shift to the right."),
            say("Do the same from the upper edge: that is the shift down."),
            say("Look through the sheet at a lamp: the crosses of the back tell its own shift."),
        ),
    )
