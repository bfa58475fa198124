"""The tills of a shop: what each holds, and one that is lost or found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from loyalty.errors import Refusal
from loyalty.margin.held_worth import most_minor
from loyalty.programme import Programme, from_wire, in_force
from server import homes, number_places, peppers, recovery
from server.peppers import Peppers
from server.work import SERVER, Work
from storage.server import changes, heads, purses, settings, tenants
from storage.server.database import Connection, Database
from storage.server.heads import LEFT, LOST, Device

COUNT = "tills"
"""The setting that says to every till how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TillState:
    """One till and what it could pay out without a line: by unit, and at most in money."""

    device: str
    name: str
    is_lost: bool
    held: dict[str, int]
    most_minor: int
    most: str


class Fleet:
    """What an owner asks of the tills of one shop."""

    def __init__(
        self,
        database: Database,
        tenant: str,
        begin: Callable[[Connection, int], Work],
        kept: Peppers,
    ) -> None:
        """`begin` opens the work of one transaction at a moment."""
        self._database = database
        self._tenant = tenant
        self._begin = begin
        self._peppers = kept

    def tills(self, now_us: int) -> list[TillState]:
        """Give every till, the lost ones too, by name."""
        with self._database.read() as connection:
            work = self._begin(connection, now_us)
            programme = _programme(work)
            found = [
                self._state(connection, device, programme)
                for device in heads.devices(connection, self._tenant)
                if device.device != SERVER
            ]
        return sorted(found, key=lambda each: (each.name, each.device))

    def lose(self, named: str, now_us: int) -> TillState:
        """Declare a till lost: what it holds is free again, and it is refused from now on.

        The homes that it had come back, what waited for it to take sales back is judged here, and
        PINs are kept under a pepper that it does not have.
        Gives what it held, which is what it could still pay out. Raises Refusal `till_unknown`.
        """
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            device = self._find(connection, named)
            ended = [
                replace(head, state=LOST)
                for head in heads.all_heads(connection, self._tenant)
                if head.device == device.device and head.state != LOST
            ]
            # All of them first: nothing that comes back may be lent to this till again.
            for head in ended:
                heads.save(connection, self._tenant, head)
            work.take_turn()
            state = self._state(connection, device, _programme(work))
            for head in ended:
                recovery.take_back(work, head)
            recovery.end_if_over(work)
            tell_count(work)
            if ended:
                # After its epochs ended: it asks for this one in vain.
                peppers.rotate(work, self._peppers)
            work.finish()
        return replace(state, is_lost=True)

    def find(self, named: str, now_us: int) -> TillState:
        """Let a lost till in again: it sends what it has, and begins anew without rights.

        Raises Refusal `till_unknown`.
        """
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            device = self._find(connection, named)
            missing = recovery.missing(connection, self._tenant)
            for head in heads.all_heads(connection, self._tenant):
                if head.device == device.device and head.state == LOST:
                    heads.save(connection, self._tenant, replace(head, state=LEFT))
            if missing:
                # Books that were put back had it lost still: it is one of those that are awaited.
                recovery.let_in(work, device)
            tell_count(work)
            work.finish()
            return self._state(connection, device, _programme(work))

    def _find(self, connection: Connection, named: str) -> Device:
        found = [
            device
            for device in heads.devices(connection, self._tenant)
            if device.device != SERVER and named in (device.device, device.name)
        ]
        one = found[0].device if len(found) == 1 else ""
        # Its pushes wait from here on: nothing of it moves while its epochs are ended or begun.
        locked = heads.device(connection, self._tenant, one, lock_row=True) if one else None
        if locked is None:
            raise Refusal(
                "till_unknown", "there is no till of that name, or more than one: see server tills"
            )
        return locked

    def _state(self, connection: Connection, device: Device, programme: Programme) -> TillState:
        held: Counter[str] = Counter()
        for right in purses.held_by(connection, self._tenant, device.device):
            held[right.unit] += right.amount
        worth_minor = most_minor(programme, held)
        return TillState(
            device=device.device,
            name=device.name,
            is_lost=heads.is_lost(connection, self._tenant, device),
            held=dict(sorted(held.items())),
            most_minor=worth_minor,
            most=programme.plain_money(worth_minor),
        )


def welcome(work: Work, device: Device) -> None:
    """Tell the others of a till that was let in; only a shop's first one has every home."""
    head = heads.lock(work.connection, work.tenant.tenant, device.device, device.newest_epoch)
    tell_count(work)
    tell_devices(work)
    number_places.give(work)
    if head is not None:
        homes.lend_all_at_once(work, head)


def tell_devices(work: Work) -> None:
    """Tell every till of those that it has not heard of: their slips are signed."""
    tenant = work.tenant.tenant
    for one in heads.devices(work.connection, tenant):
        known = changes.position_of(work.connection, tenant, changes.DEVICE, one.device)
        if one.device != SERVER and not known:
            work.tell(changes.DEVICE, one.device)


def tell_count(work: Work) -> None:
    """Say to every till how many there are."""
    tenant = work.tenant.tenant
    work.take_turn()
    count = heads.count_tills(work.connection, tenant, SERVER)
    settings.put(work.connection, tenant, COUNT, str(count))
    work.tell(changes.SETTING, COUNT)


def _programme(work: Work) -> Programme:
    documents = tenants.programmes(work.connection, work.tenant.tenant).values()
    return in_force(map(from_wire, documents), work.day)
