"""Who works in a shop: rows from tills, told to every other one.

They lie in a setting of the shop, which is copied, moved and put back with the books, and which
the owner's verbs change too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loyalty import number, staff
from loyalty.errors import LoyaltyError
from loyalty.staff import StaffRow
from server.peppers import NUMBER_MAX
from server.work import Work
from storage import pin_hash
from storage.server import changes, settings

VERSION_MAX = 10**9
_ID = re.compile(r"[0-9A-Za-z._-]{1,40}")


def known(work: Work) -> tuple[StaffRow, ...]:
    """Give everybody's row."""
    tenant = work.tenant.tenant
    text = settings.read(work.connection, tenant, [staff.SETTING]).get(staff.SETTING, "")
    return staff.read(text)


def keep(work: Work, rows: Sequence[StaffRow]) -> dict[str, int]:
    """Keep newer versions of rows; give which version of each has been dealt with.

    Of two with the same version the first one here stays, and the tills hear of it once more. A
    row that cannot be kept is answered like the others, so that it is not sent for ever.
    """
    if not rows:
        return {}
    work.take_turn()
    before = {row.staff_id: row for row in known(work)}
    now = dict(before)
    for row in rows:
        mine = now.get(row.staff_id)
        has_room = mine is not None or len(now) < staff.STAFF_MAX
        if is_sound(row) and has_room and (mine is None or row.version > mine.version):
            now[row.staff_id] = row
    _put(work, now.values())
    return {row.staff_id: row.version for row in rows}


def is_sound(row: StaffRow) -> bool:
    """Say whether a row is one that tills can use."""
    return (
        _ID.fullmatch(row.staff_id) is not None
        and 0 < row.version <= VERSION_MAX
        and len(row.name) <= staff.NAME_MAX
        and row.name.isprintable()
        and row.role in staff.ROLES
        and len(row.own) <= staff.NAME_MAX
        and 0 <= row.authenticator <= VERSION_MAX
        and 0 < row.pepper <= NUMBER_MAX
        and _is_badge(row.badge)
        and (not row.verifier or pin_hash.is_verifier(row.verifier))
    )


def _is_badge(text: str) -> bool:
    if not text:
        return True
    try:
        return number.parse(text) == text
    except LoyaltyError:
        return False


def _put(work: Work, rows: Iterable[StaffRow]) -> None:
    text = staff.write(rows)
    settings.put(work.connection, work.tenant.tenant, staff.SETTING, text)
    work.tell(changes.SETTING, staff.SETTING)
