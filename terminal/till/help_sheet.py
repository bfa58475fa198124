"""Which key does what on which screen: the words of the help sheet."""

from __future__ import annotations

from terminal.till import camera_set_up, recorder, sale
from terminal.till.desk import Desk

Keys = tuple[tuple[str, ...], str]
ARROWS = ("\u2191", "\u2193")


def rows(desk: Desk) -> tuple[Keys, ...]:
    """Give the keys of the screen as it stands, and what they do."""
    own = {
        "idle": _idle,
        "member": _member,
        "redeem": _redeem,
        "find": _find,
        "enrol": _enrol,
        "refund": _journal,
    }.get(desk.mode, _set_up)
    say = desk.say
    return (*own(desk), (("F11",), say("The whole screen, and back")))


def headline(desk: Desk) -> str:
    """Say which screen this is about."""
    say = desk.say
    names = {
        "idle": say("Keys of the counter"),
        "member": say("Keys while a member is here"),
        "redeem": say("Keys while a reward is set aside"),
        "find": say("Keys while you look for a member"),
        "enrol": say("Keys for a new member"),
        "refund": say("Keys of the sales list"),
    }
    return names.get(desk.mode, say("Keys of the settings"))


def _idle(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    found: list[Keys] = [
        ((say("Scan"),), say("A card or phone says who it is. A slip takes its sale back.")),
        (("0", "9"), say("The amount, before or after the scan. Digits never spend.")),
        (("0", "9", "Enter"), say("Seven digits or more: a phone number.")),
        (("A", "Z"), say("A name")),
        (("F2",), say("Find a member by phone, name or last four")),
        (("F3",), say("New member, with or without a card")),
        (("F4", "1", "9"), say("Boost: everybody earns double, until it stops by itself")),
        (("F5",), say("The last slip again")),
        (("F7",), say("The last sales: take back, move to the right card, add a late card")),
        (("F8",), say("Undo the last sale")),
    ]
    if desk.camera_profile.rests:
        found.append((("F9",), say("Wake the camera")))
    elif len(camera_set_up.choices(desk)) >= camera_set_up.SEVERAL:
        found.append((("F9",), say("The other camera")))
    found.append((("F10",), say("Menu: settings, and the close of day")))
    if desk.crew.at is not None:
        found.append((("F12",), say("Lock")))
    return tuple(found)


def _member(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    programme = recorder.programme(desk)
    counts = sale.stamps_only(programme)
    amount = say("How many stamps") if counts else say("The amount of this sale")
    return (
        (("0", "9"), amount),
        (("Enter",), say("Give the points, and the sale is closed")),
        (("F4",), say("Use the reward that stands first")),
        (("F4", "1", "9"), say("Use another reward")),
        (("F2",), say("Where their points are: the last ten lines")),
        (("F5",), say("Their last slip again")),
        (("F6",), say("The card: paper stamps, a lost card, a PIN")),
        (("F7",), say("Their last sales here, to take one back")),
        (("F10",), say("Goodwill")),
        ((say("Scan"),), say("The other card, when this is not who it is")),
        (("Esc",), say("Clear the amount, then let the member go")),
    )


def _redeem(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    return (
        (("0", "9"), say("What is paid after the discount")),
        (("1", "9"), say("Another reward, before an amount is typed")),
        (("F9",), say("The typed amount is before the discount")),
        (("Enter",), say("The reward was given, and the sale is closed")),
        (("Esc",), say("No reward: nothing was used")),
    )


def _find(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    return (
        (("0", "9"), say("A phone number, or the last four of phone or card")),
        (("A", "Z"), say("A name; then a digit takes its row")),
        (ARROWS, say("Choose somebody")),
        (("Enter",), say("Take whoever is chosen")),
        (("F3",), say("New member, with what is typed")),
        (("Esc",), say("Clear, then back")),
    )


def _enrol(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    return (
        (("0", "9"), say("Their phone number, if they like")),
        (("Enter",), say("Start the membership")),
        ((say("Scan"),), say("Another card, and this one is left alone")),
        (("F2",), say("They are a member already: find them")),
        (("Esc",), say("Not now: nothing was written")),
    )


def _journal(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    return (
        (ARROWS, say("Choose a sale")),
        (("Enter",), say("Take the chosen sale back, whole")),
        (("0", "9", "Enter"), say("Take back only so much of it")),
        ((say("Scan"),), say("The right card: the sale moves there, within 15 minutes")),
        (("F2",), say("Find the right member without a card")),
        (("Esc",), say("Clear the amount, then close")),
    )


def _set_up(desk: Desk) -> tuple[Keys, ...]:
    say = desk.say
    return (
        (("1", "9"), say("The row with this digit")),
        (ARROWS, say("Choose a row")),
        (("Enter",), say("Open it, or keep it")),
        ((say("Scan"),), say("Whoever comes is served from here as well")),
        (("Esc",), say("Back")),
    )
