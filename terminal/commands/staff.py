"""`server staff list|add|remove`: who works in a shop, as its server tells every till."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from loyalty import number as numbers
from loyalty import pin as rules
from loyalty import staff
from loyalty.errors import LoyaltyError, Refusal
from loyalty.staff import StaffRow
from storage import peppers, pin_hash
from terminal.commands import output, own_server
from terminal.commands.surroundings import Surroundings

ID_BYTES = 5


class Books(Protocol):
    """What these verbs ask of a shop's books (`server.books.Books`)."""

    def setting(self, name: str) -> str:
        """Give a setting."""
        ...

    def put_setting(self, name: str, value: str, now_us: int) -> None:
        """Keep a setting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed about somebody new."""

    name: str
    role: str
    badge: str
    pin: str = field(repr=False)


def listed(books: Books, *, as_json: bool) -> int:
    """List who works here."""
    found = staff.active(_known(books))
    if as_json:
        output.answer({"staff": [_shown(row) for row in found]})
        return output.OK
    for row in found:
        output.say(f"{row.name} ({row.staff_id}): {row.role}")
    if not found:
        output.say("Nobody signs in: one person works here.")
    return output.OK


def add(around: Surroundings, books: Books, wanted: Wanted, *, as_json: bool) -> int:
    """Keep somebody new. Raises Refusal `staff_wrong`, `staff_many`, `pin_weak`."""
    known = _known(books)
    role = wanted.role or (staff.CASHIER if staff.active(known) else staff.OWNER)
    _check(known, wanted, role)
    number, pepper = max(peppers.read(own_server.begin(around).store).items())
    row = StaffRow(
        staff_id="s" + around.randomness(ID_BYTES).hex(),
        version=1,
        name=" ".join(wanted.name.split()),
        role=role,
        badge=numbers.parse(wanted.badge) if wanted.badge else "",
        pepper=number,
    )
    if wanted.pin:
        _check_pin(around, known, wanted.pin)
        keyed = pin_hash.keyed(pepper, staff.secret_of(row.staff_id), wanted.pin)
        row = replace(row, verifier=pin_hash.make(keyed))
    _keep(around, books, (*known, row))
    if as_json:
        output.answer(_shown(row))
    else:
        output.say(f"{row.name} ({row.staff_id}) signs in as {row.role} from now on.")
    return output.OK


def remove(around: Surroundings, books: Books, who: str, *, as_json: bool) -> int:
    """Let somebody leave. Raises Refusal `staff_unknown`, `staff_last`."""
    known = _known(books)
    found = [row for row in staff.active(known) if who in (row.staff_id, row.name)]
    if len(found) != 1:
        raise Refusal("staff_unknown", "there is nobody of that name, or more than one")
    one = found[0]
    others = [row for row in staff.active(known) if row != one]
    if others and not any(staff.may(row.role, staff.STAFF) for row in others):
        raise Refusal("staff_last", "somebody has to be manager or owner: add another one first")
    left = staff.gone(one)
    _keep(around, books, [left if row == one else row for row in known])
    if as_json:
        output.answer({"id": left.staff_id, "active": False})
    else:
        output.say(f"{one.name} has left. Each till hears of it with its next pull.")
    return output.OK


def _check(known: Iterable[StaffRow], wanted: Wanted, role: str) -> None:
    here = staff.active(known)
    name = " ".join(wanted.name.split())
    if not name or len(name) > staff.NAME_MAX or not name.isprintable():
        raise Refusal("staff_wrong", f"a name has up to {staff.NAME_MAX} characters")
    if role not in staff.ROLES:
        raise Refusal("staff_wrong", f"a role is one of {', '.join(staff.ROLES)}", got=role[:40])
    if not wanted.badge and not wanted.pin:
        raise Refusal("staff_wrong", "whoever signs in has a --badge, a --pin or both")
    if len([*known]) >= staff.STAFF_MAX:
        raise Refusal("staff_many", f"a shop has at most {staff.STAFF_MAX} rows of staff")
    if wanted.badge:
        try:
            badge = numbers.parse(wanted.badge)
        except LoyaltyError as error:
            raise Refusal("staff_wrong", "a badge is the number of one of your cards") from error
        if staff.by_badge(here, badge) is not None:
            raise Refusal("staff_wrong", "somebody has this badge")


def _check_pin(around: Surroundings, known: Iterable[StaffRow], pin: str) -> None:
    if len(pin) != staff.PIN_DIGITS or not rules.is_pin(pin) or rules.is_weak(pin):
        raise Refusal("pin_weak", "a PIN is four digits that nobody guesses first")
    secrets = peppers.read(own_server.begin(around).store)
    for row in staff.active(known):
        pepper = secrets.get(row.pepper)
        if not row.verifier or pepper is None:
            continue
        if pin_hash.fits(row.verifier, pin_hash.keyed(pepper, staff.secret_of(row.staff_id), pin)):
            raise Refusal("pin_weak", "choose another PIN: this one is easy to guess")


def _known(books: Books) -> tuple[StaffRow, ...]:
    return staff.read(books.setting(staff.SETTING))


def _keep(around: Surroundings, books: Books, rows: Iterable[StaffRow]) -> None:
    books.put_setting(staff.SETTING, staff.write(rows), around.clock.now_us())


def _shown(row: StaffRow) -> dict[str, object]:
    return {
        "id": row.staff_id,
        "name": row.name,
        "role": row.role,
        "badge": row.badge,
        "pin": bool(row.verifier),
        "authenticator": bool(row.authenticator),
    }
