"""F10, Staff: who works here is written down at the till, one question after the other."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from loyalty import authenticator, staff
from loyalty import number as numbers
from loyalty import pin as rules
from loyalty.errors import Refusal
from loyalty.staff import StaffRow
from terminal.till import lock, recorder, roll, staff_books, staff_pin, strip
from terminal.till.crew import Draft
from terminal.till.desk import Desk
from terminal.till.effects import Effect, HashPin, Sound
from terminal.till.messages import PinHashed
from terminal.till.secret import NO_DIGITS

LIST, FORM = "staff", "staff_form"
ID_BYTES = 5
IN_CONFIDENCE = ("pin", "again")


def open_list(desk: Desk) -> list[Effect]:
    """Show who works here. Raises Refusal `staff_manager` for whoever may not change it."""
    at = desk.crew.at
    if staff_books.are_several(desk) and (at is None or not staff.may(at.role, staff.STAFF)):
        raise Refusal("staff_manager")
    desk.mode, desk.chosen, desk.typed, desk.crew.draft = LIST, 0, "", None
    return strip.note(desk, desk.say("Staff"), desk.say("Their names stay in this shop."))


def add(desk: Desk) -> list[Effect]:
    """Begin with a new person; the first one is the owner."""
    people = staff_books.people(desk)
    row = StaffRow(
        staff_id="s" + desk.randomness(ID_BYTES).hex(),
        version=1,
        role=staff.CASHIER if people else staff.OWNER,
    )
    return _step(desk, Draft(row=row, step="name", is_new=True))


def pick(desk: Desk, at: int) -> list[Effect]:
    """Take a row: of the list a person, of a person what is to be changed, or a role."""
    draft, people = desk.crew.draft, staff_books.people(desk)
    if desk.mode == LIST:
        if at == 0:
            return add(desk)
        if at <= len(people):
            return _step(desk, Draft(row=people[at - 1], step="row"))
        return []
    if draft is not None and draft.step == "role" and 0 <= at < len(staff.ROLES):
        return _step(
            desk,
            Draft(row=replace(draft.row, role=staff.ROLES[at]), step="badge", is_new=draft.is_new),
        )
    if draft is not None and draft.step == "row" and 0 <= at < len(CHANGES):
        return _change(desk, draft, CHANGES[at])
    return []


CHANGES = ("badge", "pin", "own", "secret", "leave")
"""What can be changed of somebody, in the order in which it is offered."""


def _change(desk: Desk, draft: Draft, what: str) -> list[Effect]:
    if what == "leave":
        return _leave(desk, draft.row)
    if what == "secret" and not staff.may(draft.row.role, staff.TAKE_BACK_MORE):
        raise Refusal("staff_no_secret")
    if what == "secret":
        row = replace(
            draft.row,
            version=draft.row.version + 1,
            pepper=draft.row.pepper,
            authenticator=draft.row.authenticator + 1,
        )
        staff_books.save(desk, row)
        return _step(desk, Draft(row=row, step="secret"))
    return _step(desk, Draft(row=draft.row, step=what))


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if name in ("Up", "Down"):
        most = max(len(listed(desk)) - 1, 0)
        desk.chosen = min(max(desk.chosen + (1 if name == "Down" else -1), 0), most)
        return []
    if name == "Enter":
        return _enter(desk)
    if name == "Backspace":
        return _backspace(desk)
    if name in ("Esc", "F10"):
        return _back(desk)
    return [] if desk.mode in (LIST, FORM) else None


def typed(desk: Desk, text: str) -> list[Effect]:
    """Take letters of a name, digits of a PIN, or the digit of a row."""
    draft = desk.crew.draft
    if draft is None or draft.step in ("role", "row"):
        return pick(desk, int(text) - 1) if text in tuple("123456789") else []
    if draft.step == "name":
        desk.typed = (desk.typed + text)[: staff.NAME_MAX]
        return []
    if draft.step in IN_CONFIDENCE and not draft.job and desk.crew.trying is None:
        return _digits(desk, draft, text)
    return []


def scan(desk: Desk, text: str) -> list[Effect] | None:
    """A card is read while a badge or somebody's own card is wanted; None at any other step."""
    draft = desk.crew.draft
    if desk.mode != FORM or draft is None or draft.step not in ("badge", "own"):
        return None
    number = numbers.parse(text)
    if numbers.issuer_of(number) != desk.shop.issuer:
        raise Refusal("other_issuer")
    member = roll.by_number(desk, number)
    if draft.step == "own":
        if member is None:
            raise Refusal("staff_own_nobody")
        return _keep(desk, replace(draft.row, own=member.member_id))
    holder = lock.holder(desk, number)
    if member is not None or (holder is not None and holder.staff_id != draft.row.staff_id):
        raise Refusal("staff_badge_taken")
    row = replace(draft.row, badge=number)
    if draft.is_new:
        return [Sound(name="found"), *_step(desk, Draft(row=row, step="pin", is_new=True))]
    return _keep(desk, row)


def hashed(desk: Desk, message: PinHashed) -> list[Effect] | None:
    """The verifier of a new PIN was made; None when it was none of ours."""
    draft = desk.crew.draft
    if draft is None or not draft.job or draft.job != message.job:
        return None
    desk.crew.draft = dataclasses.replace(draft, job="")
    if message.problem:
        raise Refusal("pin_not_checked")
    return _keep(desk, replace(draft.row, verifier=message.verifier))


def listed(desk: Desk) -> tuple[str, ...]:
    """Name the rows that can be chosen now."""
    draft = desk.crew.draft
    if desk.mode == LIST:
        return ("", *(row.staff_id for row in staff_books.people(desk)))
    if draft is None:
        return ()
    return {"role": staff.ROLES, "row": CHANGES}.get(draft.step, ())


def secret_words(desk: Desk, row: StaffRow) -> str:
    """Give the secret of somebody's authenticator as they type it; empty without the pepper."""
    pepper = desk.peppers.of(row.pepper)
    if pepper is None:
        return ""
    key = authenticator.secret(pepper, row.staff_id, row.authenticator)
    words = authenticator.typed_words(key)
    return " ".join(words[at : at + 4] for at in range(0, len(words), 4))


def _step(desk: Desk, draft: Draft) -> list[Effect]:
    desk.mode, desk.crew.draft, desk.chosen, desk.typed = FORM, draft, 0, ""
    return []


def _enter(desk: Desk) -> list[Effect]:
    draft = desk.crew.draft
    if draft is None or draft.step in ("role", "row"):
        return pick(desk, desk.chosen)
    if draft.step == "name":
        name = " ".join(desk.typed.split())
        if not name:
            raise Refusal("staff_name")
        row = replace(draft.row, name=name)
        step = "badge" if row.role == staff.OWNER else "role"
        return _step(desk, Draft(row=row, step=step, is_new=True))
    if draft.step == "badge" and draft.is_new:
        return _step(desk, Draft(row=draft.row, step="pin", is_new=True))
    if draft.step == "secret":
        return open_list(desk)
    return []


def _backspace(desk: Desk) -> list[Effect]:
    draft = desk.crew.draft
    desk.typed = desk.typed[:-1]
    if draft is not None:
        desk.crew.draft = dataclasses.replace(draft, typed=draft.typed.shorter())
    return []


def _back(desk: Desk) -> list[Effect]:
    draft, desk.crew.draft = desk.crew.draft, None
    if draft is not None:
        return open_list(desk)
    desk.mode, desk.chosen, desk.strip = "idle", 0, None
    return []


def _digits(desk: Desk, draft: Draft, text: str) -> list[Effect]:
    for digit in text:
        if digit.isascii() and digit.isdecimal() and len(draft.typed) < staff.PIN_DIGITS:
            draft = dataclasses.replace(draft, typed=draft.typed.plus(digit), note="")
    desk.crew.draft = draft
    if len(draft.typed) < staff.PIN_DIGITS:
        return []
    if draft.step == "pin":
        easy = rules.is_weak(draft.typed.reveal())
        if easy:
            return _another(desk)
        desk.crew.draft = dataclasses.replace(
            draft, step="again", first=draft.typed, typed=NO_DIGITS
        )
        return []
    if draft.typed != draft.first:
        note = desk.say("They were not the same. Choose once more.")
        desk.crew.draft = dataclasses.replace(
            draft, step="pin", first=NO_DIGITS, typed=NO_DIGITS, note=note
        )
        return [Sound(name="refused")]
    others = [row for row in staff_books.people(desk) if row.staff_id != draft.row.staff_id]
    return staff_pin.find(
        desk, draft.typed, right=lambda here, _: _another(here), wrong=_make, among=others
    )


def _another(desk: Desk) -> list[Effect]:
    draft = desk.crew.draft
    if draft is not None:
        note = desk.say("Please choose another one: this one is easy to guess.")
        desk.crew.draft = dataclasses.replace(
            draft, step="pin", first=NO_DIGITS, typed=NO_DIGITS, note=note
        )
    return [Sound(name="refused")]


def _make(desk: Desk) -> list[Effect]:
    """The PIN is nobody else's: have its verifier made."""
    draft = desk.crew.draft
    if draft is None:
        return []
    number, pepper = desk.peppers.newest()
    row = replace(draft.row, pepper=number)
    if row.authenticator and number != draft.row.pepper:
        # The secret is made from the pepper: under another one the old secret is no more.
        row = replace(row, authenticator=0)
    job = recorder.new_id(desk)
    desk.crew.draft = dataclasses.replace(draft, row=row, job=job)
    return [HashPin(job=job, keyed=staff_pin.keyed(pepper, row, draft.typed))]


def _keep(desk: Desk, row: StaffRow) -> list[Effect]:
    draft = desk.crew.draft
    is_new = draft is not None and draft.is_new
    row = row if is_new else replace(row, version=row.version + 1)
    was_alone = not staff_books.are_several(desk)
    staff_books.save(desk, row)
    desk.crew.draft, desk.mode, desk.chosen = None, LIST, 0
    effects = strip.saved(desk, desk.say("{name} is in the list.", name=row.name))
    if was_alone and staff_books.are_several(desk):
        lock.shut(desk)
        desk.crew.note = desk.say("From now on everybody signs in.")
    return effects


def _leave(desk: Desk, row: StaffRow) -> list[Effect]:
    """Let somebody leave. Raises Refusal `staff_last` for the last who may change the list."""
    others = [each for each in staff_books.people(desk) if each.staff_id != row.staff_id]
    if others and not any(staff.may(each.role, staff.STAFF) for each in others):
        raise Refusal("staff_last")
    staff_books.save(desk, staff.gone(row))
    desk.crew.draft, desk.mode, desk.chosen = None, LIST, 0
    if desk.crew.at is not None and desk.crew.at.staff_id == row.staff_id:
        staff_books.hear(desk)
    return strip.saved(desk, desk.say("{name} has left.", name=row.name))
