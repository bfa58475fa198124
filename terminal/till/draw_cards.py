"""Draws the making of cards: designs and how many, how a card looks, how far the job is."""

from __future__ import annotations

from terminal.till import (
    card_stock,
    card_values,
    cards_place,
    cards_rest,
    cards_set_up,
    cards_shift,
)
from terminal.till.card_values import (
    PAPERS_STAGE,
    PLACE_STAGE,
    REST_STAGE,
    SHIFT_STAGE,
    CardWanted,
)
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Progress, Typed
from terminal.till.screens_cards import Cards


def sheet(desk: Desk, frame: Frame) -> Cards:
    """Draw what can be chosen, or the job that runs."""
    say, state = desk.say, desk.making
    runs = bool(state.running)
    count = cards_set_up.many(desk)
    rows = cards_set_up.rows(desk)
    makes = desk.words.plural("Make {n} card", "Make {n} cards", count)
    return Cards(
        frame=frame,
        headline=_headline(desk),
        caption=_caption(desk),
        rows=rows,
        chosen=min(desk.chosen, len(rows) - 1),
        typed=None if runs else _typed(desk, count),
        design=state.design if state.designs else "",
        picture=say("How a card looks"),
        card=CardWanted(number=card_stock.example(desk), name="", language=desk.words.language),
        shop=desk.shop.name,
        logo=state.logo,
        progress=_progress(desk) if runs else None,
        sheet=cards_place.sheet(desk) if state.stage == PLACE_STAGE else None,
        esc=Action(key="Esc", label=say("To the counter") if runs else say("Back")),
        enter=None if runs else _enter(desk, makes),
    )


def _enter(desk: Desk, makes: str) -> Action:
    rows, state = cards_set_up.rows(desk), desk.making
    if state.stage == REST_STAGE:
        left = cards_rest.left(desk)
        label = desk.words.plural("Make {n} card", "Make {n} cards", left)
        return Action(key="Enter", label=label, ready=bool(desk.typed) and left > 0)
    if state.stage == PLACE_STAGE:
        return Action(key="Enter", label=desk.say("Keep"))
    names = [one.name for one in state.designs]
    is_design = not state.stage and cards_set_up.what(desk) in names
    label = makes if is_design or desk.typed or not rows else desk.say("Choose")
    # Designs are found on a thread, in a moment: until then there is nothing to make.
    return Action(key="Enter", label=label, ready=bool(state.designs))


def _headline(desk: Desk) -> str:
    state = desk.making
    if state.stage:
        return {
            PAPERS_STAGE: desk.say("What are they printed on?"),
            PLACE_STAGE: desk.say("Which place is the first free one?"),
            SHIFT_STAGE: desk.say("Where should cards go?"),
            REST_STAGE: desk.say("Which was the last good card?"),
        }[state.stage]
    if state.running:
        return desk.words.plural("{n} card is being made", "{n} cards are being made", state.many)
    if state.made is not None and not state.made.problem:
        return desk.words.plural("{n} card is ready", "{n} cards are ready", state.many)
    return desk.say("Cards")


def _caption(desk: Desk) -> str:
    state, say = desk.making, desk.say
    if state.stage:
        return _caption_of_stage(desk)
    if state.running:
        return say("Go on selling meanwhile. Every code is read back before they are called good.")
    if state.made is not None and not state.made.problem:
        return say("Print {file} at its full size.", file=state.made.out)
    if state.made is not None and state.made.number:
        return say(
            "It stopped at {card}.", card=f"\u2022\u2022\u2022\u2022 {state.made.number[-4:]}"
        )
    return say("Each gets a number that nobody has. All tills know them after the next contact.")


def _caption_of_stage(desk: Desk) -> str:
    match desk.making.stage:
        case card_values.PLACE_STAGE:
            return desk.say("Touch it, or type it. Counted from the upper left, row by row.")
        case card_values.SHIFT_STAGE:
            return cards_shift.caption(desk)
        case card_values.REST_STAGE:
            return desk.say("Scan it, or type how many are good. Only the others are made.")
        case _:
            return desk.say("Choose what lies in the printer.")


def _typed(desk: Desk, count: int) -> Typed | None:
    stage, say = desk.making.stage, desk.say
    if stage == PLACE_STAGE:
        meaning = say("of {count} places", count=cards_place.count(desk))
        hint = say("The first free place")
        return Typed(text=desk.typed, hint=hint, meaning=meaning, icon="squares-four")
    if stage == REST_STAGE:
        meaning = desk.words.plural("of {n} card", "of {n} cards", len(desk.making.last))
        return Typed(text=desk.typed, hint=say("Good cards"), meaning=meaning, icon="cards")
    if stage:
        return None
    return Typed(
        text=desk.typed,
        hint=desk.say("How many cards"),
        meaning=desk.words.plural("{n} card", "{n} cards", count),
        icon="cards",
    )


def _progress(desk: Desk) -> Progress:
    step = desk.making.step
    is_reading = step is not None and step.checking
    title = desk.say("Reading every code back") if is_reading else desk.say("Drawing")
    percent = cards_set_up.percent(desk)
    caption = desk.say("{percent} %", percent=percent)
    return Progress(title=title, caption=caption, done=percent, whole=100)
