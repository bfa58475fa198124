"""PINs in plain dicts, for both in-memory stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storage.records import VISIT_KINDS, VISIT_PIN, Credential, Entry, Pin
from tests.contract.memory_people import MemoryPeople


class MemoryPins:
    """PINs, and for a ledger what of them waits to be sent."""

    def __init__(self, people: MemoryPeople) -> None:
        self._people = people
        self.pins: dict[str, Pin] = {}
        self.out: dict[str, int] = {}
        self.visits_out: dict[str, str] = {}

    def take(self, entry: Entry) -> None:
        """Keep what an entry says that members can show, and let PINs wait to be sent."""
        for credential in entry.credentials:
            if credential.kind != VISIT_PIN:
                self._people.put_credential(credential)
            elif self.put_visit(credential):
                self.visits_out[credential.member_id] = credential.key
        if entry.pin is not None and self.put(entry.pin):
            self.out[entry.pin.member_id] = entry.pin.version

    def put(self, pin: Pin) -> bool:
        """Keep a PIN; False when a newer version is there or the person was erased."""
        old = self.pins.get(pin.member_id)
        if pin.member_id in self._people.erased or (old and old.version > pin.version):
            return False
        self.pins[pin.member_id] = pin
        return True

    def put_visit(self, credential: Credential) -> bool:
        """Let a visit PIN take the place of the older one; False for the erased."""
        if credential.member_id in self._people.erased:
            return False
        self.drop_visit(credential.member_id)
        if credential.key:
            self._people.put_credential(credential)
        return True

    def visit(self, member_id: str) -> Credential | None:
        """Give what is known of a member's visit PIN."""
        for credential in self._people.credentials.values():
            if credential.member_id == member_id and credential.kind in VISIT_KINDS:
                return credential
        return None

    def drop_visit(self, member_id: str) -> None:
        """Forget a member's visit PIN."""
        old = self.visit(member_id)
        if old is not None:
            del self._people.credentials[old.kind, old.key]

    def erase(self, member_ids: Iterable[str]) -> None:
        """Forget everything of these members."""
        for member_id in member_ids:
            self.drop_visit(member_id)
            self.pins.pop(member_id, None)
            self.out.pop(member_id, None)
            self.visits_out.pop(member_id, None)

    def acknowledge(self, versions: Mapping[str, int], visit_keys: Mapping[str, str]) -> None:
        """Let what is acknowledged wait no longer."""
        for member_id, version in versions.items():
            if self.out.get(member_id, version + 1) <= version:
                del self.out[member_id]
        for member_id, key in visit_keys.items():
            if self.visits_out.get(member_id) == key:
                del self.visits_out[member_id]

    def settle(self, told: Iterable[Pin], visits: Iterable[Credential]) -> None:
        """Drop what the server knows better."""
        for pin in told:
            kept = self.pins.get(pin.member_id)
            if kept is not None and kept != pin and kept.version <= pin.version:
                del self.pins[pin.member_id]
                self.out.pop(pin.member_id, None)
        for credential in visits:
            mine = self.visit(credential.member_id)
            if mine not in (None, credential) and credential.member_id not in self.visits_out:
                self.drop_visit(credential.member_id)
