"""The card of the attached member, behind F6: a paper card, a lost one, a PIN, one printed."""

from __future__ import annotations

from typing import Final

from terminal.till import (
    cards_set_up,
    digits,
    display_joining,
    listing,
    pad,
    paper_card,
    recorder,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect

MODE: Final = "card"


def open_sheet(desk: Desk) -> list[Effect]:
    """F6: digits are the stamps of a paper card, a scan is the new card."""
    desk.mode, desk.typed, desk.chosen = MODE, "", 0
    sentence = desk.say("Scan a new card when the old one is lost. Esc goes back.")
    return strip.note(desk, desk.say("Card"), sentence)


def has_stamps(desk: Desk) -> bool:
    """Say whether a paper card can be taken over here."""
    return paper_card.card_of(recorder.programme(desk)) is not None


def has_pin(desk: Desk) -> bool:
    """Say whether there is anything to choose a PIN for: rewards, or coming in."""
    programme = recorder.programme(desk)
    return desk.shop.pad and (bool(programme.rewards) or programme.check_in is not None)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be done besides typing stamps."""
    say = desk.say
    lost = MenuRow(
        key=say("Scan"),
        icon="identification-card",
        title=say("Lost card"),
        caption=say("Scan the new card. The old number is blocked at once."),
    )
    pin = MenuRow(
        key="F6",
        icon="lock-key",
        title=say("Choose a PIN"),
        caption=say("The member chooses it on their side, twice."),
    )
    joins = MenuRow(
        key="J",
        icon="user-circle-plus",
        title=say("Phone and consents"),
        caption=say("They finish joining on their side, while the sale goes on."),
    )
    made = MenuRow(
        key="K",
        icon="printer",
        title=say("Print their card"),
        caption=say("With the number they have, drawn while the sale goes on."),
    )
    found = (lost, pin) if has_pin(desk) else (lost,)
    found = (*found, joins) if desk.shop.pad else found
    return found if desk.shop.training else (*found, made)


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if desk.sale is None or desk.question is not None:
        return None
    match name:
        case "Up" | "Down":
            listing.step(desk, name, len(rows(desk)))
            return []
        case "Backspace":
            desk.typed = desk.typed[:-1]
            return []
        case "Esc" if desk.typed:
            desk.typed = ""
            return []
        case "Esc":
            _back(desk)
            return strip.note(desk, "", "")
        case "F6":
            _back(desk)
            return pad.choose(desk)
        case "Enter":
            return paper_card.take(desk) if desk.typed else pick(desk, desk.chosen)
        case _:
            return None


def typed(desk: Desk, text: str) -> list[Effect]:
    """Digits are the stamps on the paper card; J hands the member's side over, K prints a card."""
    keys = [row.key for row in rows(desk)]
    if text.upper() in ("J", "K") and text.upper() in keys:
        return pick(desk, keys.index(text.upper()))
    if has_stamps(desk) and text.isascii() and text.isdecimal():
        desk.typed = (desk.typed + text)[: digits.AMOUNT_DIGITS_MAX]
    return []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0. Raises what `pad.choose` raises."""
    if row == 0:
        sentence = desk.say("Scan the new card now.")
        return strip.note(desk, desk.say("Lost card"), sentence)
    found = rows(desk)
    if not row < len(found):
        return []
    if found[row].key == "K":
        return _print(desk)
    _back(desk)
    return display_joining.ask(desk) if found[row].key == "J" else pad.choose(desk)


def _print(desk: Desk) -> list[Effect]:
    """Order a card with the member's own number. Raises Refusal `cards_busy`."""
    assert desk.sale is not None
    effects = cards_set_up.print_one(desk, desk.sale.number)
    desk.typed, desk.chosen = "", 0
    sentence = desk.say("It is being made. F10, C at the idle screen says where it lies.")
    return [*effects, *strip.note(desk, desk.say("Card"), sentence)]


def _back(desk: Desk) -> None:
    desk.mode, desk.typed, desk.chosen = "member", "", 0
