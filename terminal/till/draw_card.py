"""Draws the card of the attached member: what can be done with it."""

from __future__ import annotations

from terminal.till import card_sheet, paper_card, recorder, sale
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed


def sheet(desk: Desk, frame: Frame) -> Menu:
    """Draw the stamps of a paper card as they are typed, and the other ways."""
    assert desk.sale is not None
    say, is_asked = desk.say, desk.question is not None
    return Menu(
        frame=frame,
        headline=say("Card of {name}", name=sale.who(desk, desk.sale)),
        caption=say("An anonymous card cannot be replaced: points need a name or a phone number.")
        if not card_sheet.has_stamps(desk)
        else say("Type the stamps on their paper card, or scan a new card for a lost one."),
        typed=_typed(desk),
        rows=card_sheet.rows(desk),
        chosen=-1 if desk.typed else desk.chosen,
        esc=Action(key="Esc", label=say("No") if is_asked else say("Back")),
        enter=Action(key="Enter", label=_enter(desk, is_asked=is_asked)),
    )


def _enter(desk: Desk, *, is_asked: bool) -> str:
    if is_asked:
        return desk.say("Yes, give the new card")
    return desk.say("Take over {n} stamps", n=desk.typed) if desk.typed else desk.say("Choose")


def _typed(desk: Desk) -> Typed | None:
    card = paper_card.card_of(recorder.programme(desk))
    if card is None:
        return None
    name = recorder.programme(desk).text(card.name, desk.words.language)
    return Typed(
        text=desk.typed,
        hint=desk.say("Stamps on the paper card"),
        meaning=desk.say("{name}, at most {most}", name=name, most=card.stamps),
        icon="ticket",
    )
