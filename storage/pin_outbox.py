"""Which PINs the server has not acknowledged yet, and what its own word changes about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, delete, select, true
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.pins import Pins
from storage.records import VISIT_PIN, Credential, Pin
from storage.tables import LEDGER, pin_out, visit_pin_out

_put = insert(pin_out)
_PUT: Final = _put.on_conflict_do_update(
    index_elements=["member_id"], set_={"version": _put.excluded.version}
)
_DONE: Final = delete(pin_out).where(
    pin_out.c.member_id == bindparam("of_member"), pin_out.c.version <= bindparam("to_version")
)
_GONE: Final = delete(pin_out).where(pin_out.c.member_id == bindparam("of_member"))
_WAITING: Final = (
    select(pin_out.c.member_id).order_by(pin_out.c.member_id).limit(bindparam("limit"))
)
_put_visit = insert(visit_pin_out)
_PUT_VISIT: Final = _put_visit.on_conflict_do_update(
    index_elements=["member_id"], set_={"key": _put_visit.excluded.key}
)
_VISIT_DONE: Final = delete(visit_pin_out).where(
    visit_pin_out.c.member_id == bindparam("of_member"),
    visit_pin_out.c.key == bindparam("of_key"),
)
_VISIT_GONE: Final = delete(visit_pin_out).where(
    visit_pin_out.c.member_id == bindparam("of_member")
)
_VISIT: Final = select(visit_pin_out.c.key).where(
    visit_pin_out.c.member_id == bindparam("member_id")
)
_VISITS: Final = (
    select(visit_pin_out.c.member_id, visit_pin_out.c.key)
    .order_by(visit_pin_out.c.member_id)
    .limit(bindparam("limit"))
)


_kept = LEDGER.tables["pin"]
_credential = LEDGER.tables["credential"]
_AGAIN: Final = (
    insert(pin_out)
    .from_select(["member_id", "version"], select(_kept.c.member_id, _kept.c.version).where(true()))
    .on_conflict_do_nothing()
)
_VISITS_AGAIN: Final = (
    insert(visit_pin_out)
    .from_select(
        ["member_id", "key"],
        select(_credential.c.member_id, _credential.c.key).where(_credential.c.kind == VISIT_PIN),
    )
    .on_conflict_do_nothing()
)


class PinOutbox:
    """PINs on their way to the server. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database, pins: Pins) -> None:
        self._db = database
        self._pins = pins

    def put(self, pin: Pin) -> None:
        """Let a PIN wait to be sent."""
        self._db.run(_PUT, {"member_id": pin.member_id, "version": pin.version})

    def put_visit(self, credential: Credential) -> None:
        """Let a visit PIN wait to be sent."""
        self._db.run(_PUT_VISIT, {"member_id": credential.member_id, "key": credential.key})

    def done(self, versions: Mapping[str, int]) -> None:
        """Let PINs up to these versions wait no longer."""
        for member_id, version in versions.items():
            self._db.run(_DONE, {"of_member": member_id, "to_version": version})

    def visits_done(self, keys: Mapping[str, str]) -> None:
        """Let these visit PINs wait no longer, unless another was chosen since."""
        for member_id, key in keys.items():
            self._db.run(_VISIT_DONE, {"of_member": member_id, "of_key": key})

    def again(self) -> None:
        """Let every PIN that was chosen here wait again, because the server forgot some."""
        self._db.run(_AGAIN)
        self._db.run(_VISITS_AGAIN)

    def forget(self, member_ids: tuple[str, ...]) -> None:
        """Send nothing of these members any more."""
        for member_id in member_ids:
            self._db.run(_GONE, {"of_member": member_id})
            self._db.run(_VISIT_GONE, {"of_member": member_id})

    def waiting(self, limit: int) -> tuple[Pin, ...]:
        """Give PINs that wait."""
        found = (self._pins.get(row[0]) for row in self._db.all(_WAITING, limit=limit))
        return tuple(pin for pin in found if pin is not None)

    def waiting_visits(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Give visit PINs that wait, as members and keys; an empty key is one taken away."""
        return tuple((row[0], row[1]) for row in self._db.all(_VISITS, limit=limit))

    def settle(self, told: Pin) -> None:
        """Drop our own word on a PIN where the server's is newer, or is another of the same age."""
        kept = self._pins.get(told.member_id)
        if kept is None or kept == told or kept.version > told.version:
            return
        self._pins.drop(told.member_id)
        self._db.run(_GONE, {"of_member": told.member_id})

    def settle_visit(self, told: Credential) -> None:
        """Drop our own word on a visit PIN where the server's is another, unless it waits."""
        kept = self._pins.visit(told.member_id)
        waits = self._db.one(_VISIT, member_id=told.member_id) is not None
        if kept is not None and kept != told and not waits:
            self._pins.drop_visit(told.member_id)
