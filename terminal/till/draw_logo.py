"""Draws the choice of the shop's logo: pictures that were found, and how one looks in print."""

from __future__ import annotations

from terminal.till import logo_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Typed
from terminal.till.screens_cards import Cards

_SEEN = 40
"""So many characters of a long path are shown, the last ones: they are being typed."""


def sheet(desk: Desk, frame: Frame) -> Cards:
    """Draw what can be chosen, or the picture that is looked at."""
    say, state = desk.say, desk.logo
    pictures = state.seen.pictures if state.seen is not None else state.pictures
    return Cards(
        frame=frame,
        headline=_headline(desk),
        caption=_caption(desk),
        rows=logo_set_up.rows(desk),
        chosen=desk.chosen,
        typed=_typed(desk) if state.stage == "typing" else None,
        picture=say("The logo on a card, a slip and a poster"),
        pictures=pictures if state.stage in ("files", "seen") else (),
        esc=Action(key="Esc", label=say("Back")),
        enter=_enter(desk),
    )


def _enter(desk: Desk) -> Action | None:
    say = desk.say
    match desk.logo.stage:
        case "reading":
            return None
        case "seen":
            return Action(key="Enter", label=say("Use this logo"))
        case "typing":
            return Action(key="Enter", label=say("Look at it"), ready=bool(desk.typed.strip()))
        case _:
            return Action(key="Enter", label=say("Choose"))


def _headline(desk: Desk) -> str:
    stage = desk.logo.stage
    if stage == "reading":
        return desk.say("The picture is being looked at")
    return logo_set_up.name(desk) if stage == "seen" else desk.say("Logo")


def _caption(desk: Desk) -> str:
    say, state = desk.say, desk.logo
    if state.stage == "seen" and state.seen is not None:
        wide, high = desk.words.points(state.seen.wide_px), desk.words.points(state.seen.high_px)
        return say("{wide} x {high} dots. Slips are black and white.", wide=wide, high=high)
    if state.stage == "typing":
        return say("A PNG, JPEG or SVG file on this computer or on a stick")
    if state.stage == "reading":
        return ""
    if state.pictures:
        return say("In use, as the picture shows. Choose another one, or take it away.")
    return say("Which picture is it? PNG, JPEG or SVG, the newest first.")


def _typed(desk: Desk) -> Typed:
    text = desk.typed if len(desk.typed) <= _SEEN else f"\u2026{desk.typed[-_SEEN:]}"
    return Typed(text=text, hint=desk.say("Where the picture lies"), icon="image")
