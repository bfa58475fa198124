"""Who works at a counter, what each may do, and which of two rows about somebody counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

SETTING = "staff"
"""The setting of a shop that holds the rows of everybody who works there."""
CASHIER, SUPERVISOR, MANAGER, OWNER = "cashier", "supervisor", "manager", "owner"
ROLES = (CASHIER, SUPERVISOR, MANAGER, OWNER)
"""The least first: each may do what those before may."""
ALONE = "cashier:default"
"""Who acts while nobody signs in, because one person works here."""
NAME_MAX = 60
STAFF_MAX = 200
PIN_DIGITS = 4
SEVERAL = 2

LATE_MORE, MOVE_MORE, MOVE_LATE = "late_more", "move_more", "move_late"
TAKE_BACK_MORE, GOODWILL_MORE, VISITS_MORE = "take_back_more", "goodwill_more", "visits_more"
SPEND_NEW_CARD, REOPEN, SETTINGS, STAFF = "spend_new_card", "reopen", "settings", "staff"
BOOST = "boost"
LEAST: Mapping[str, str] = MappingProxyType(
    {
        LATE_MORE: SUPERVISOR,
        MOVE_MORE: SUPERVISOR,
        MOVE_LATE: SUPERVISOR,
        TAKE_BACK_MORE: SUPERVISOR,
        GOODWILL_MORE: SUPERVISOR,
        VISITS_MORE: SUPERVISOR,
        SPEND_NEW_CARD: SUPERVISOR,
        REOPEN: SUPERVISOR,
        SETTINGS: MANAGER,
        STAFF: MANAGER,
        BOOST: MANAGER,
    }
)
"""The least role for each act that not everybody may do; everything else anybody may."""


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person who works in the shop; the higher version counts, and nobody is ever deleted.

    `badge` is the number of a card of the shop that opens the counter, `own` the member that this
    person is. `pepper` is what `verifier` was made under. `authenticator` counts the secrets that
    their authenticator was given (0: none); the secret itself is made from the pepper and stands
    nowhere. Who has left has neither name, badge nor PIN.
    """

    staff_id: str
    version: int
    name: str = ""
    role: str = CASHIER
    badge: str = ""
    own: str = ""
    verifier: str = ""
    pepper: int = 1
    authenticator: int = 0
    active: bool = True

    def __repr__(self) -> str:
        """Show no name, number or verifier."""
        return f"StaffRow(staff_id={self.staff_id!r}, version={self.version})"


def may(role: str, act: str) -> bool:
    """Say whether a role may do an act; a role that is not known may only what anybody may."""
    least = LEAST.get(act, CASHIER)
    rank = ROLES.index(role) if role in ROLES else 0
    return rank >= ROLES.index(least)


def actor(row: StaffRow) -> str:
    """Name somebody as events do: a role and an id, which are no personal data."""
    return f"{row.role}:{row.staff_id}"


def secret_of(staff_id: str) -> str:
    """Say whose PIN a verifier is made for, so that no member's PIN ever fits one of staff."""
    return f"staff/{staff_id}"


def read(text: str) -> tuple[StaffRow, ...]:
    """Read the rows of a setting; what cannot be read is nobody's, because it is a later one's."""
    if not text:
        return ()
    try:
        return msgspec.json.decode(text, type=tuple[StaffRow, ...])
    except msgspec.MsgspecError:
        return ()


def write(rows: Iterable[StaffRow]) -> str:
    """Write rows as a setting, by id."""
    ordered = sorted(rows, key=lambda row: row.staff_id)
    return msgspec.json.encode(ordered).decode() if ordered else ""


def merged(told: Iterable[StaffRow], made: Iterable[StaffRow]) -> tuple[StaffRow, ...]:
    """Give everybody once, by name: the higher version, and of two alike what the server told."""
    known = {row.staff_id: row for row in told}
    for row in made:
        before = known.get(row.staff_id)
        if before is None or row.version > before.version:
            known[row.staff_id] = row
    return tuple(sorted(known.values(), key=lambda row: (row.name.casefold(), row.staff_id)))


def unheard(told: Iterable[StaffRow], made: Iterable[StaffRow]) -> tuple[StaffRow, ...]:
    """Give the rows made here that the server does not have in this or a newer version."""
    known = {row.staff_id: row.version for row in told}
    return tuple(row for row in made if row.version > known.get(row.staff_id, 0))


def active(rows: Iterable[StaffRow]) -> tuple[StaffRow, ...]:
    """Give those who work here now."""
    return tuple(row for row in rows if row.active)


def are_several(rows: Iterable[StaffRow]) -> bool:
    """Say whether somebody has to sign in: one person alone never does."""
    return len(active(rows)) >= SEVERAL


def by_badge(rows: Iterable[StaffRow], number: str) -> StaffRow | None:
    """Find whose badge a number is."""
    return next((row for row in active(rows) if number and row.badge == number), None)


def gone(row: StaffRow) -> StaffRow:
    """Give the row of somebody who has left: the id stays for the history, the rest is erased."""
    return StaffRow(staff_id=row.staff_id, version=row.version + 1, role=row.role, active=False)
