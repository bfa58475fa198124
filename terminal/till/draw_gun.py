"""Draws the set-up of a scanner gun: the codes to scan, and what they have said so far."""

from __future__ import annotations

from scanner.wedge_calibration import (
    DIGITS_CODE,
    LETTERS_CODE,
    LONG_CODE,
    is_slow,
    longest_gap_ms,
    mean_gap_ms,
    profile_of,
)
from scanner.wedge_profile import NO_ENDING
from terminal.till import gun
from terminal.till.desk import Desk
from terminal.till.screens import Action, Calibrate, Frame, GunCode, Row


def calibrate(desk: Desk, frame: Frame) -> Calibrate:
    """Draw the set-up as it stands."""
    say = desk.say
    return Calibrate(
        frame=frame,
        headline=say("Set up the scanner gun"),
        caption=say("Point the gun at each code of the printed page. The order does not matter."),
        codes=(
            _code(desk, "1", DIGITS_CODE, say("Short bars")),
            _code(desk, "2", LONG_CODE, say("Long bars")),
            _code(desk, "3", LETTERS_CODE, say("Square code")),
        ),
        found_title=say("What this gun does"),
        rows=_rows(desk),
        advice=_advice(desk),
        is_warning=desk.gun_strange or is_slow(desk.tried),
        esc=Action(key="Esc", label=say("Leave it as it was")),
        enter=Action(key="Enter", label=say("Keep this"), ready=gun.is_enough(desk)),
    )


def _code(desk: Desk, key: str, text: str, title: str) -> GunCode:
    is_read = any(one.code == text for one in desk.tried)
    word = desk.say("Read") if is_read else desk.say("Not yet")
    if text == LETTERS_CODE and not is_read:
        word = desk.say("Only guns that read phones")
    return GunCode(key=key, title=title, word=word, is_read=is_read)


def _rows(desk: Desk) -> tuple[Row, ...]:
    say, tried = desk.say, desk.tried
    if not tried:
        return ()
    measured = profile_of(tried)
    ending = {
        "Enter": say("Enter"),
        "Tab": say("Tab"),
        NO_ENDING: say("nothing, a moment of rest"),
    }.get(measured.ending, say("not always the same"))
    mean, longest = desk.words.points(mean_gap_ms(tried)), desk.words.points(longest_gap_ms(tried))
    marks = [mark for mark in (measured.prefix, measured.suffix) if mark]
    if any(one.names_codes for one in tried):
        marks.append(say("name of the code"))
    return (
        Row(
            label=say("Speed"),
            figure=say("{mean} ms a key, longest {longest} ms", mean=mean, longest=longest),
        ),
        Row(label=say("Ends with"), figure=ending),
        Row(
            label=say("Keyboard"),
            figure=say("another one, translated") if measured.letters else say("as this one"),
        ),
        Row(label=say("Marks around a code"), figure=", ".join(marks) or say("none")),
    )


def _advice(desk: Desk) -> str:
    say = desk.say
    if desk.gun_strange:
        return say(
            "That was none of the three codes, or characters got lost. Set the gun to the "
            "keyboard of this computer, as its handbook says, and scan again."
        )
    if is_slow(desk.tried):
        return say(
            "This gun types as slowly as a person. Set it to a faster speed, as its handbook says."
        )
    if gun.is_enough(desk):
        return say("Everything is understood. Enter keeps it.")
    return ""
