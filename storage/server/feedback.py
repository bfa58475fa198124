"""Questions to members and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import FEEDBACK_ANSWERS, FEEDBACK_FORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Questions as they are kept: `body` is what is asked, `version` counts its changes."""

    form_id: str
    version: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answered form; `member_id` is empty where the member is not to be known."""

    form_id: str
    answer_id: str
    member_id: str
    way: str
    at_us: int
    body: bytes


def forms(connection: Connection, tenant: str) -> list[Form]:
    """Give every form."""
    rows = find(connection, FEEDBACK_FORMS, tenant, order=("form_id",))
    return [Form(form_id=row.form_id, version=row.version, body=row.body) for row in rows]


def save(connection: Connection, tenant: str, form: Form) -> None:
    """Keep a form in place of the one before."""
    row = {
        "tenant_id": tenant,
        "form_id": form.form_id,
        "version": form.version,
        "body": form.body,
    }
    put(connection, FEEDBACK_FORMS, [row])


def answer(connection: Connection, tenant: str, said: Answer) -> None:
    """Keep an answer; a second one under the same id takes the place of the first."""
    row = {
        "tenant_id": tenant,
        "form_id": said.form_id,
        "answer_id": said.answer_id,
        "member_id": said.member_id,
        "way": said.way,
        "at_us": said.at_us,
        "body": said.body,
    }
    put(connection, FEEDBACK_ANSWERS, [row])


def is_answered(connection: Connection, tenant: str, form_id: str, answer_id: str) -> bool:
    """Say whether an answer is there."""
    return bool(find(connection, FEEDBACK_ANSWERS, tenant, form_id=form_id, answer_id=answer_id))


def answers(connection: Connection, tenant: str, form_id: str) -> Iterator[Answer]:
    """Give every answer to a form, in the order in which they came."""
    rows = connection.execute(
        select(FEEDBACK_ANSWERS)
        .where(FEEDBACK_ANSWERS.c.tenant_id == tenant, FEEDBACK_ANSWERS.c.form_id == form_id)
        .order_by(FEEDBACK_ANSWERS.c.at_us, FEEDBACK_ANSWERS.c.answer_id)
    )
    for row in rows:
        yield Answer(
            form_id=row.form_id,
            answer_id=row.answer_id,
            member_id=row.member_id,
            way=row.way,
            at_us=row.at_us,
            body=row.body,
        )


def of_member(connection: Connection, tenant: str, member_id: str) -> list[Answer]:
    """Give what a member answered under their own name."""
    rows = find(connection, FEEDBACK_ANSWERS, tenant, member_id=member_id)
    return [Answer(**{name: getattr(row, name) for name in Answer.__slots__}) for row in rows]


def forget(connection: Connection, tenant: str, member_id: str) -> None:
    """Take a member's name off what they answered."""
    connection.execute(
        FEEDBACK_ANSWERS.update()
        .where(FEEDBACK_ANSWERS.c.tenant_id == tenant, FEEDBACK_ANSWERS.c.member_id == member_id)
        .values(member_id="")
    )
