"""Draws the lock, the list of staff and the questions about one person."""

from __future__ import annotations

from loyalty import authenticator, staff
from terminal.till import override, staff_books, staff_set_up
from terminal.till.camera_values import MenuRow
from terminal.till.crew import Draft, Wanted
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed
from terminal.till.screens_staff import Lock
from terminal.till.screens_steps import FirstStart

KEYS = "123456789"
ROLE_ICONS = ("user", "shield-check", "user-gear", "crown-simple")


def locked(desk: Desk, frame: Frame) -> Lock:
    """Draw the lock: a PIN to type, and nobody's name."""
    crew, say = desk.crew, desk.say
    return Lock(
        frame=frame,
        headline=say("Locked"),
        caption=say("Scan your badge, or type your PIN."),
        filled=staff.PIN_DIGITS if crew.trying is not None else len(crew.typed),
        of=staff.PIN_DIGITS,
        note=crew.note or _read(desk),
        is_wrong=crew.is_wrong,
        kept=say("One sale is kept") if desk.sale is not None else "",
        foot=say("A scan works here too. Nobody's points are shown while locked."),
        clear=say("Clear"),
        delete=say("Delete"),
    )


def _read(desk: Desk) -> str:
    """Say that a card was read, without whose; the strip itself would name them."""
    if desk.strip is not None and desk.strip.state == "refused":
        return desk.say("Not done")
    if desk.sale is not None:
        return desk.say("A card was read. Enter counts it.")
    return desk.say("Saved") if desk.strip is not None and desk.strip.state == "saved" else ""


def wanted(desk: Desk, frame: Frame, asked: Wanted) -> Lock:
    """Draw what waits for somebody who may allow it: their PIN or code, then why."""
    crew, say = desk.crew, desk.say
    of = authenticator.DIGITS if len(crew.typed) > staff.PIN_DIGITS else staff.PIN_DIGITS
    why = say("Why? {reasons}", reasons=override.reasons(desk)) if asked.by else ""
    return Lock(
        frame=frame,
        headline=asked.title,
        caption=why or override.sentence(desk),
        filled=len(crew.typed),
        of=1 if asked.by else of,
        note=crew.note,
        is_wrong=crew.is_wrong,
        foot=say("Who allowed it stands in the history."),
        clear=say("Back"),
        delete=say("Delete"),
    )


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw who works here, with a row for somebody new before them."""
    people = staff_books.people(desk)
    new = (KEYS[0], "user-plus", desk.say("New person"), desk.say("Name, role, badge and PIN"))
    roles = dict(zip(staff.ROLES, role_names(desk), strict=True))
    rows = [new]
    for at, row in enumerate(people, 1):
        key = KEYS[at] if at < len(KEYS) else "\u00b7"
        icon = ROLE_ICONS[staff.ROLES.index(row.role)] if row.role in staff.ROLES else "user"
        rows.append((key, icon, row.name, _caption(desk, row, roles.get(row.role, row.role))))
    return Menu(
        frame=frame,
        headline=desk.say("Staff"),
        caption=desk.say("Whoever stands here signs in with a badge or a PIN."),
        rows=tuple(
            MenuRow(key=key, icon=icon, title=title, caption=caption)
            for key, icon, title, caption in rows
        ),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Open")),
    )


def _caption(desk: Desk, row: staff.StaffRow, role: str) -> str:
    badge = desk.say("badge {card}", card=f"\u2022\u2022\u2022\u2022 {row.badge[-4:]}")
    return f"{role}, {badge}" if row.badge else role


def role_names(desk: Desk) -> tuple[str, ...]:
    """Give the roles in the cashier's language, the least first."""
    say = desk.say
    return (say("Cashier"), say("Supervisor"), say("Manager"), say("Owner"))


def form(desk: Desk, frame: Frame) -> FirstStart | Lock:
    """Draw the one question that is open about somebody."""
    draft = desk.crew.draft
    assert draft is not None
    if draft.step in staff_set_up.IN_CONFIDENCE:
        return _pin(desk, frame, draft)
    headline, caption = _words(desk, draft)
    return FirstStart(
        frame=frame,
        headline=headline,
        caption=caption,
        rows=_rows(desk, draft),
        chosen=desk.chosen,
        typed=_field(desk, draft),
        advice=_advice(desk, draft),
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=_enter(desk, draft),
    )


def _pin(desk: Desk, frame: Frame, draft: Draft) -> Lock:
    say, waits = desk.say, draft.job or desk.crew.trying is not None
    again = draft.step == "again"
    return Lock(
        frame=frame,
        headline=draft.row.name,
        caption=say("The same PIN once more.") if again else say("Four digits, typed by them."),
        filled=staff.PIN_DIGITS if waits else len(draft.typed),
        of=staff.PIN_DIGITS,
        note=draft.note,
        is_wrong=bool(draft.note),
        foot=say("Nobody else knows it, and it is nobody else's here."),
        clear=say("Back"),
        delete=say("Delete"),
    )


def _words(desk: Desk, draft: Draft) -> tuple[str, str]:
    say, name = desk.say, draft.row.name
    return {
        "name": (say("New person"), say("What they are called here. A first name is enough.")),
        "role": (name, say("What they may do.")),
        "badge": (name, say("Scan a card from the pile: it is their badge from now on.")),
        "own": (name, say("Scan their own member card: they cannot use it while they work.")),
        "secret": (name, say("Type this into the authenticator on their phone, as a time code.")),
        "row": (name, say("What changes?")),
    }[draft.step]


def _rows(desk: Desk, draft: Draft) -> tuple[MenuRow, ...]:
    say = desk.say
    if draft.step == "role":
        may = (
            say("Sells, gives points and rewards"),
            say("Also allows what is over a limit"),
            say("Also changes settings and staff"),
            say("May do everything"),
        )
        rows = tuple(zip(ROLE_ICONS, role_names(desk), may, strict=True))
    elif draft.step == "row":
        rows = (
            ("identification-badge", say("Badge"), say("Another card from the pile")),
            ("dots-nine", say("PIN"), say("Four new digits")),
            ("user-circle-minus", say("Their own member card"), say("Not used while they work")),
            ("device-mobile", say("Authenticator"), say("Allows from afar, by six digits")),
            ("user-minus", say("Has left"), say("Name, badge and PIN are erased")),
        )
    else:
        return ()
    return tuple(
        MenuRow(key=key, icon=icon, title=title, caption=caption)
        for key, (icon, title, caption) in zip(KEYS, rows, strict=False)
    )


def _field(desk: Desk, draft: Draft) -> Typed | None:
    if draft.step != "name":
        return None
    return Typed(text=desk.typed, hint=desk.say("Name"), icon="user")


def _advice(desk: Desk, draft: Draft) -> str:
    if draft.step == "badge" and draft.is_new:
        return desk.say("Without a badge a PIN is enough: Enter goes on.")
    return staff_set_up.secret_words(desk, draft.row) if draft.step == "secret" else ""


def _enter(desk: Desk, draft: Draft) -> Action | None:
    if draft.step in ("own", "badge") and not draft.is_new:
        return None
    label = desk.say("Done") if draft.step == "secret" else desk.say("Next")
    return Action(key="Enter", label=label, ready=draft.step != "name" or bool(desk.typed.strip()))
