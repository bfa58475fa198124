"""Notes and cases of a member, sealed under the person's key: written, read and handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from loyalty.errors import Refusal
from server.people import People
from server.work import Work
from storage.server import cases, notes, people
from storage.server.cases import Case
from storage.server.notes import Note
from storage.server.people import PlainPerson, SealedPerson

TEXT_MAX = 2_000
_NOTE = "note"
_CASE = "case"


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What a member wrote in a case, and the answer; `amount_minor` 0 is one that was not said."""

    text: str
    day: str = ""
    amount_minor: int = 0
    answer: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A note as it can be read."""

    note_id: str
    made_by: str
    made_us: int
    text: str


def text_of(typed: str, most: int = TEXT_MAX) -> str:
    """Give what somebody typed, without blanks around it. Raises Refusal `text_wrong`."""
    text = typed.strip()
    if not text or len(text) > most:
        raise Refusal("text_wrong", f"write 1 to {most} letters", expected=most, got=len(text))
    return text


def check_person(work: Work, member_id: str) -> None:
    """Raise Refusal `person_erased` for somebody of whom nothing personal may be kept again."""
    if people.erased(work.connection, work.tenant.tenant, [member_id]):
        raise Refusal("person_erased", "this person was erased: nothing may be written about them")


def seal_note(tenant: str, sealed_by: People, note: Note, text: str) -> Note:
    """Seal a note's text under the key of the member whom it is about."""
    row = PlainPerson(person_id=note.member_id, version=1, plain=text.encode())
    return replace(note, sealed=_seal(tenant, sealed_by, row, f"{_NOTE}/{note.note_id}"))


def read_notes(tenant: str, sealed_by: People, rows: Sequence[Note]) -> list[Written]:
    """Open notes; those whose person was erased are left out."""
    found = []
    for row in rows:
        sealed = SealedPerson(person_id=row.member_id, version=1, sealed=row.sealed)
        plain = _open(tenant, sealed_by, sealed, f"{_NOTE}/{row.note_id}")
        if plain is not None:
            written = Written(
                note_id=row.note_id,
                made_by=row.made_by,
                made_us=row.made_us,
                text=plain.decode(),
            )
            found.append(written)
    return found


def seal_case(tenant: str, sealed_by: People, case: Case, story: Story) -> Case:
    """Seal what a case says as its next version."""
    version = case.version + 1
    row = PlainPerson(person_id=case.member_id, version=version, plain=msgspec.json.encode(story))
    sealed = _seal(tenant, sealed_by, row, f"{_CASE}/{case.case_id}")
    return replace(case, version=version, sealed=sealed)


def read_case(tenant: str, sealed_by: People, case: Case) -> Story | None:
    """Open a case; None where its person was erased."""
    row = SealedPerson(person_id=case.member_id, version=case.version, sealed=case.sealed)
    plain = _open(tenant, sealed_by, row, f"{_CASE}/{case.case_id}")
    return msgspec.json.decode(plain, type=Story) if plain is not None else None


def hand_over(work: Work, sealed_by: People, old: str, new: str) -> None:
    """Seal what stands about one member as what stands about another; not for the erased."""
    tenant, connection = work.tenant.tenant, work.connection
    if people.erased(connection, tenant, [new]):
        return
    for note in notes.of(connection, tenant, old):
        for written in read_notes(tenant, sealed_by, [note]):
            moved = seal_note(tenant, sealed_by, replace(note, member_id=new), written.text)
            notes.save(connection, tenant, [moved])
    notes.drop(connection, tenant, old)
    for case in cases.of(connection, tenant, old):
        story = read_case(tenant, sealed_by, case)
        if story is not None:
            moved_case = seal_case(tenant, sealed_by, replace(case, member_id=new), story)
            cases.save(connection, tenant, [moved_case])


def _seal(tenant: str, sealed_by: People, row: PlainPerson, purpose: str) -> bytes:
    return sealed_by.keys.seal(tenant, [row], purpose)[0].sealed


def _open(tenant: str, sealed_by: People, row: SealedPerson, purpose: str) -> bytes | None:
    opened = sealed_by.keys.open(tenant, [row], purpose)
    return opened[0].plain if opened else None
