"""Changes what is known of a person: name, phone, mail, birthday, language, and consents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from loyalty import ids
from loyalty.errors import Refusal
from server import people
from server.commands import finding, sealed_notes
from server.people import People
from server.phone_pin import e164
from server.work import Work
from storage.records import PHONE
from storage.server import consents
from storage.server.consents import Said
from sync.wire import PersonRow

FIELDS = ("name", "phone", "email", "birthday", "language")
TEXT_MAX = 200
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
_BIRTHDAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


def change(work: Work, sealed_by: People, who: str, fields: Mapping[str, str]) -> list[str]:
    """Change some fields of a person; an empty text takes one away. Gives what changed.

    A phone may be typed as at home. Raises Refusal `member_unknown`, `person_erased`,
    `field_unknown`, `phone_wrong`, `mail_wrong`, `birthday_wrong` and `text_wrong`.
    """
    row = _row(work, sealed_by, who)
    new = dict(row.fields)
    for name, typed in fields.items():
        text = _checked(work, name, typed)
        new[name] = text
    kept = {name: text for name, text in new.items() if text}
    changed = sorted(
        name for name in {*kept, *row.fields} if kept.get(name, "") != row.fields.get(name, "")
    )
    if changed:
        _keep(work, sealed_by, row, kept, row.consents)
    return changed


def consent(work: Work, sealed_by: People, who: str, said: Said) -> bool:
    """Keep that somebody said yes or no, with the sentence that stood there; gives whether new.

    Raises Refusal `member_unknown` and `person_erased`.
    """
    row = _row(work, sealed_by, who)
    had = said.consent in row.consents
    if had == said.given:
        return False
    now = {name: day for name, day in row.consents.items() if name != said.consent}
    if said.given:
        now[said.consent] = work.day
    _keep(work, sealed_by, row, row.fields, now)
    consents.add(work.connection, work.tenant.tenant, row.person_id, said)
    return True


def _row(work: Work, sealed_by: People, who: str) -> PersonRow:
    work.take_turn()
    member = finding.member(work, who)
    sealed_notes.check_person(work, member.member_id)
    tenant = work.tenant.tenant
    rows = people.rows(work.connection, tenant, sealed_by, [member.member_id])
    return rows[0] if rows else PersonRow(person_id=member.member_id, version=0)


def _keep(
    work: Work,
    sealed_by: People,
    row: PersonRow,
    fields: Mapping[str, str],
    consented: Mapping[str, str],
) -> None:
    phone = fields.get("phone", "")
    made = PersonRow(
        person_id=row.person_id,
        version=row.version + 1,
        fields=dict(fields),
        consents=dict(consented),
        blind={PHONE: ids.blind_phone(sealed_by.index_key, phone)} if phone else {},
    )
    people.keep(work, sealed_by, [made])


def _checked(work: Work, name: str, typed: str) -> str:
    text = " ".join(typed.split())
    if name not in FIELDS:
        raise Refusal("field_unknown", f"a person has {', '.join(FIELDS)}", got=name)
    if len(text) > TEXT_MAX:
        raise Refusal("text_wrong", f"write at most {TEXT_MAX} letters", expected=TEXT_MAX)
    if not text:
        return ""
    if name == "phone":
        text = e164(text, work.tenant.zone)
        if not text:
            raise Refusal("phone_wrong", "this is no phone number: look at the digits again")
    elif name == "email" and not _MAIL.fullmatch(text):
        raise Refusal("mail_wrong", "this is no mail address: look at it again")
    elif name == "birthday" and not _BIRTHDAY.fullmatch(text):
        raise Refusal("birthday_wrong", "write month and day as 11-22, without a year")
    return text
