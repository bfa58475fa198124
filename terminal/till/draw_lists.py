"""The screens with lists and forms: find, new member."""

from __future__ import annotations

from loyalty import number as numbers
from terminal.till import draw_member, old_cards, recorder, roll
from terminal.till import find as finding
from terminal.till.desk import Desk
from terminal.till.screens import (
    Action,
    Candidate,
    Enrol,
    Find,
    Frame,
    Typed,
)


def find(desk: Desk, frame: Frame) -> Find:
    """Draw the search with who was found so far."""
    candidates = tuple(_candidate(desk, member_id, at) for at, member_id in enumerate(desk.found))
    chosen = candidates[desk.chosen].name if candidates else ""
    headline, caption = _found_words(desk)
    return Find(
        frame=frame,
        typed=Typed(
            text=desk.typed,
            hint=desk.say("Phone, name or last four"),
            icon="magnifying-glass",
        ),
        headline=headline,
        caption=caption,
        candidates=candidates,
        chosen=desk.chosen,
        advice_title=desk.say("Ask for the first name."),
        advice=desk.say("Without the card a member earns, and uses small rewards only."),
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(
            key="Enter",
            label=desk.say("Take {name}", name=chosen) if chosen else desk.say("Take"),
            ready=bool(candidates),
        ),
    )


def _found_words(desk: Desk) -> tuple[str, str]:
    """Say how many were found, and how to choose among them or to go on."""
    count = len(desk.found)
    if not count:
        nobody = desk.say("Nobody found yet") if desk.typed else desk.say("Find a member")
        return nobody, desk.say(
            "Type the phone number, a name, or the last four digits of phone or card."
        )
    if count >= roll.FOUND_MAX:
        return desk.say("More than fit here"), desk.say(
            "Type one more, or choose with up and down and Enter."
        )
    many = desk.words.plural("{n} member found", "{n} members found", count)
    if finding.picks_by_digit(desk):
        return many, desk.say("Press the number of the row, or choose with up, down and Enter.")
    return many, desk.say("Up and down choose. Enter takes the chosen one.")


def enrol(desk: Desk, frame: Frame) -> Enrol:
    """Draw the form of a new member; everything on it is optional."""
    number = desk.enrol_number
    return Enrol(
        frame=frame,
        headline=desk.say("New member"),
        caption=_enrol_caption(desk),
        card_caption=_card_caption(desk),
        number=numbers.grouped(number) if number else "",
        starts_with="",
        phone_label=desk.say("Phone \u2013 optional, finds them without the card"),
        typed=Typed(text=desk.typed, hint=desk.say("Phone number"), icon="phone"),
        advice=desk.say(
            "Name, e-mail and news are the member's own choice, later, on their own phone."
        )
        if desk.typed
        else desk.say(
            "Without a phone or a name a lost card cannot be replaced. Both may come later."
        ),
        esc=Action(key="Esc", label=desk.say("Not now")),
        enter=Action(key="Enter", label=desk.say("Start membership")),
    )


def _enrol_caption(desk: Desk) -> str:
    if desk.enrol_number:
        return desk.say("Hand over the card. That is all.")
    if desk.old_cards:
        return desk.say("The card they have goes on.")
    return desk.say("No card needed: a photo of the slip is the card.")


def _card_caption(desk: Desk) -> str:
    number = desk.enrol_number
    if number:
        last_four = f"\u2022\u2022\u2022\u2022 {number[-4:]}"
        return desk.say("Card {card}, never used", card=last_four)
    if desk.old_cards:
        return desk.say("Earlier card {card}", card=old_cards.ending(desk.old_cards))
    return ""


def _candidate(desk: Desk, member_id: str, at: int) -> Candidate:
    member = roll.member(desk, member_id)
    account = member.account if member else ""
    programme = recorder.programme(desk)
    last = desk.ledger.recent_sales(1, account) if account else ()
    number = member.number if member else ""
    name = roll.short_name(desk, member_id) or desk.say("No name")
    return Candidate(
        key=str(at + 1),
        name=name,
        phone=roll.masked_phone(desk, member_id) or f"\u2022\u2022\u2022\u2022 {number[-4:]}",
        tier=draw_member.tier_mark(desk, programme, roll.standing(desk, account)),
        seen=desk.words.day(last[0].day) if last else "",
    )
