"""PINs from tills and from the server's own pages: the newest counts, a visit PIN is one member's.

Nobody but who chose it ever knows a PIN: what comes here is what it is checked with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from loyalty.errors import Refusal
from server.peppers import NUMBER_MAX
from server.work import Work
from storage import pin_hash
from storage.peppers import FIRST
from storage.records import CARD, VISIT_PIN, Pin
from storage.server import changes, members, people, pins
from storage.server.database import Connection
from storage.server.people import PeopleKeys
from sync.wire import CredentialRow, PinRow

VERSION_MAX = 10**9
_NAME = re.compile(r"[0-9A-Za-z._:-]{1,64}")


def keep(work: Work, keys: PeopleKeys, rows: Sequence[PinRow]) -> dict[str, int]:
    """Keep newer versions of PINs; give which version of each has been dealt with.

    Of two with the same version the first one here stays, and the tills hear of it once more: the
    one that sent the other has to drop it. A row that cannot be kept is answered like the others.
    """
    tenant = work.tenant.tenant
    sound = [row for row in rows if _is_sound(row)]
    if sound:
        work.take_turn()
    ids = [row.member_id for row in sound]
    gone = people.erased(work.connection, tenant, ids)
    kept = {pin.member_id: pin for pin in pins.read(work.connection, tenant, keys, ids)}
    newer: dict[str, Pin] = {}
    for row in sound:
        told = _pin(row)
        known = kept.get(row.member_id)
        if row.member_id in gone or told == known:
            continue
        if known is None or told.version > known.version:
            kept[row.member_id] = newer[row.member_id] = told
        work.tell(changes.PIN, row.member_id)
    pins.save(work.connection, tenant, keys, list(newer.values()))
    return {
        row.member_id: max(row.version, kept[row.member_id].version)
        if row.member_id in kept
        else row.version
        for row in rows
    }


def keep_visits(work: Work, rows: Sequence[CredentialRow]) -> dict[str, str]:
    """Keep visit PINs that nobody else has; give the keys that have been dealt with, by member.

    Two tills that cannot see each other may let two members choose the same one: it stays with
    whose came here first, and the other has none and is told to choose again. An empty key takes
    a visit PIN away.
    """
    tenant = work.tenant.tenant
    sound = [row for row in rows if row.kind == VISIT_PIN and _names(row)]
    if sound:
        work.take_turn()
    gone = people.erased(work.connection, tenant, [row.member_id for row in sound])
    for row in sound:
        if row.member_id in gone:
            continue
        owner = pins.owner(work.connection, tenant, row.key) if row.key else None
        if not row.key:
            pins.drop_visit(work.connection, tenant, row.member_id)
        elif owner in (None, row.member_id):
            pins.put_visit(work.connection, tenant, row.member_id, row.key)
        else:
            pins.note_taken(work.connection, tenant, row.member_id)
        work.tell(changes.VISIT_PIN, row.member_id)
    return {row.member_id: row.key for row in rows}


def put(
    work: Work,
    keys: PeopleKeys,
    member_id: str,
    verifier: str,
    *,
    pepper: int = FIRST,
    kind: str = "pin_chosen",
) -> Pin:
    """Give a member another PIN, or with "" none; the higher version also ends every lock."""
    tenant = work.tenant.tenant
    work.take_turn()
    version = pins.versions(work.connection, tenant, [member_id]).get(member_id, 0) + 1
    made = Pin(member_id=member_id, version=version, verifier=verifier, pepper=pepper)
    pins.save(work.connection, tenant, keys, [made])
    work.act(kind if verifier else "pin_reset", (), {"member": member_id, "version": version})
    work.tell(changes.PIN, member_id)
    return made


def reset(work: Work, keys: PeopleKeys, number: str) -> Pin:
    """Take the PIN of whoever has this card away. Raises Refusal `member_unknown`."""
    member = members.by_credential(work.connection, work.tenant.tenant, CARD, number)
    if member is None:
        raise Refusal("member_unknown", "the server knows no member with this card")
    return put(work, keys, member.member_id, "")


def rows(connection: Connection, tenant: str, keys: PeopleKeys, ids: Sequence[str]) -> list[PinRow]:
    """Open PINs for a till."""
    return [
        PinRow(
            member_id=pin.member_id,
            version=pin.version,
            verifier=pin.verifier,
            pepper=pin.pepper,
        )
        for pin in pins.read(connection, tenant, keys, ids)
    ]


def visit_rows(connection: Connection, tenant: str, ids: Sequence[str]) -> list[CredentialRow]:
    """Give the visit PINs of members for a till; an empty key for who has none."""
    return [
        CredentialRow(kind=row.kind, key=row.key, member_id=row.member_id)
        for row in pins.visits(connection, tenant, ids)
    ]


def _pin(row: PinRow) -> Pin:
    return Pin(
        member_id=row.member_id, version=row.version, verifier=row.verifier, pepper=row.pepper
    )


def _is_sound(row: PinRow) -> bool:
    return (
        0 < row.version <= VERSION_MAX
        and 0 < row.pepper <= NUMBER_MAX
        and _NAME.fullmatch(row.member_id) is not None
        and (not row.verifier or pin_hash.is_verifier(row.verifier))
    )


def _names(row: CredentialRow) -> bool:
    return all(_NAME.fullmatch(text) for text in (row.member_id, row.key or "none"))
