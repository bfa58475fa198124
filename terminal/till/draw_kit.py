"""Draws the launch kit behind F10, and the line that paper forms are entered with."""

from __future__ import annotations

from terminal.till import kit_set_up, paper_forms
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed

_SEEN = 34
"""So many characters of a long line are shown, the last ones: they are being typed."""


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw what can be made."""
    return Menu(
        frame=frame,
        headline=desk.say("Launch kit"),
        caption=kit_set_up.caption(desk),
        rows=kit_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose"), ready=not desk.kit.is_making),
    )


def forms(desk: Desk, frame: Frame) -> Menu:
    """Draw the form in hand as it is understood, or ask for the next one."""
    say, state = desk.say, desk.kit
    hint = say("name phone day-month /boxes") if state.number else say("The number of the form")
    text = desk.typed if len(desk.typed) <= _SEEN else f"\u2026{desk.typed[-_SEEN:]}"
    signed = say("Signed: {day} (Up and Down change it)", day=desk.words.day(state.day))
    return Menu(
        frame=frame,
        headline=_headline(desk),
        caption=signed,
        rows=paper_forms.rows(desk),
        chosen=-1,
        typed=Typed(text=text, hint=hint, icon="keyboard"),
        esc=Action(key="Esc", label=say("Clear") if desk.typed else say("Back")),
        enter=Action(
            key="Enter",
            label=say("Keep it, next form") if state.number else say("Take this number"),
            ready=bool(state.number or desk.typed),
        ),
    )


def _headline(desk: Desk) -> str:
    state = desk.kit
    if state.number:
        card = f"\u2022\u2022\u2022\u2022 {state.number[-4:]}"
        return desk.say("Form {card}", card=card)
    if state.entered:
        many = len(state.entered)
        return desk.words.plural(
            "{n} form entered. Scan the next", "{n} forms entered. Scan the next", many
        )
    return desk.say("Scan a joining form")
