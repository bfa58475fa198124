"""Erasing a person: row, indexes, PINs and key, and a word to every till.

The account goes on without a name: what its card has is still there, and nobody knows whose it is.
"""

from __future__ import annotations

from server.commands import finding
from server.commands.asking import Answer
from server.work import Work
from storage.server import (
    cases,
    changes,
    consents,
    feedback,
    keeping,
    members,
    messages,
    notes,
    people,
    people_index,
    phone,
    pins,
)


def erase(work: Work, who: str) -> Answer:
    """Erase whoever has this card or id, and everybody who was merged into them.

    The keys are not deleted here but after the transaction (`server.commands.desk`). Raises
    Refusal `member_unknown`.
    """
    found = finding.member(work, who)
    return erase_person(work, found.member_id)


def erase_person(work: Work, person_id: str) -> Answer:
    """Erase a person by id, also one of whom no member is known; twice does nothing more."""
    tenant = work.tenant.tenant
    work.take_turn()
    if not people.erased(work.connection, tenant, [person_id]):
        work.act("erased", (), {"person": person_id})
        forget(work, person_id)
    return {"member": person_id}


def forget(work: Work, person_id: str) -> None:
    """Delete everything that is known of a person, and tell every till."""
    tenant = work.tenant.tenant
    people.erase(work.connection, tenant, person_id, work.now_us)
    members.replace_blind(work.connection, tenant, person_id, ())
    people_index.replace(work.connection, tenant, {person_id: ()})
    notes.drop(work.connection, tenant, person_id)
    cases.drop(work.connection, tenant, person_id)
    consents.drop(work.connection, tenant, person_id)
    keeping.drop(work.connection, tenant, person_id)
    phone.drop_member(work.connection, tenant, person_id)
    pins.erase(work.connection, tenant, person_id)
    messages.forget(work.connection, tenant, person_id)
    feedback.forget(work.connection, tenant, person_id)
    work.tell(changes.ERASED, person_id)
