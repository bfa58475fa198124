"""Everything that the server keeps about one person, for whoever asks to have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import msgspec

from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.subject import LAST_SHOWN, is_about, shown
from server import people
from server.commands import finding, sealed_notes
from server.people import People
from storage.records import Member
from storage.server import (
    cases,
    caught_up,
    consents,
    events,
    feedback,
    histories,
    members,
    messages,
    notes,
    outgoing,
    purses,
    redirects,
)
from storage.server.database import Connection


def export(connection: Connection, tenant: str, sealed_by: People, who: str) -> dict[str, Any]:
    """Gather it; where histories are not caught up yet it reads every event, which takes a while.

    Credentials are shown by their last four characters: whole, they would let others in. Raises
    Refusal `member_unknown`.
    """
    found = finding.find(connection, tenant, who)
    if found is None:
        raise Refusal("member_unknown", "the server knows no member with this card or id")
    accounts = {found.account, *_former(connection, tenant, redirects.ACCOUNT, found.account)}
    ids = {found.member_id, *_former(connection, tenant, redirects.MEMBER, found.member_id)}
    return {
        "member": _member(found),
        "merged": sorted(ids - {found.member_id}),
        "person": [
            {"version": row.version, "fields": row.fields, "consents": row.consents}
            for row in people.rows(connection, tenant, sealed_by, [found.member_id])
        ],
        "credentials": [
            {"kind": row.kind, "last_four": row.key[-LAST_SHOWN:]}
            for row in members.credentials(connection, tenant, [found.member_id])
        ],
        "standing": _standing(connection, tenant, found.account),
        "consents": [asdict(each) for each in consents.of(connection, tenant, found.member_id)],
        "notes": [
            {"made_us": each.made_us, "text": each.text}
            for each in sealed_notes.read_notes(
                tenant, sealed_by, notes.of(connection, tenant, found.member_id)
            )
        ],
        "cases": list(_cases(connection, tenant, sealed_by, found.member_id)),
        **_messages(connection, tenant, found.member_id),
        "events": list(_events(connection, tenant, accounts, ids)),
    }


def _former(connection: Connection, tenant: str, kind: str, now: str) -> Iterator[str]:
    known = {row.key: row.target for row in redirects.everything(connection, tenant, kind)}
    for old in known:
        last = old
        while last in known:
            last = known[last]
        if last == now:
            yield old


def _cases(
    connection: Connection, tenant: str, sealed_by: People, member_id: str
) -> Iterator[dict[str, Any]]:
    for case in cases.of(connection, tenant, member_id):
        story = sealed_notes.read_case(tenant, sealed_by, case)
        if story is not None:
            told: dict[str, Any] = msgspec.to_builtins(story)
            yield {"made_us": case.made_us, "state": case.state, **told}


def _member(found: Member) -> dict[str, str]:
    return {
        "id": found.member_id,
        "account": found.account,
        "card": found.number[-LAST_SHOWN:],
        "joined": found.joined_day,
        "status": found.status,
    }


def _messages(connection: Connection, tenant: str, member_id: str) -> dict[str, Any]:
    """Give what was written to a member, what they said about that, and what they answered."""
    said = messages.choices(connection, tenant, [member_id])
    return {
        "messages": [
            {
                "message": row.campaign_id,
                "occasion": row.occasion,
                "state": row.state,
                "at_us": row.at_us,
            }
            for row in outgoing.of_member(connection, tenant, member_id)
        ],
        "message_choices": [msgspec.json.decode(body) for body in said.values()],
        "answers": [
            {"form": row.form_id, "at_us": row.at_us, "answers": msgspec.json.decode(row.body)}
            for row in feedback.of_member(connection, tenant, member_id)
        ],
    }


def _standing(connection: Connection, tenant: str, account: str) -> dict[str, Any]:
    return {
        row.unit: {"balance": row.balance, "owed": row.owed}
        for row in purses.balances(connection, tenant, [account])
        if row.balance or row.owed
    }


def _events(
    connection: Connection, tenant: str, accounts: set[str], ids: set[str]
) -> Iterator[dict[str, Any]]:
    for device, raw in _raw(connection, tenant, accounts | ids):
        try:
            made = msgspec.json.decode(raw, type=Event)
        except msgspec.MsgspecError:
            continue  # it was set aside: nobody can say whom it is about
        if is_about(made, accounts | ids):
            yield {"device": device, **shown(made)}


def _raw(connection: Connection, tenant: str, names: set[str]) -> Iterator[tuple[str, bytes]]:
    """Give the events that may be about somebody: every one where histories are not whole yet."""
    if caught_up.is_whole(connection, tenant):
        for past in histories.everything(connection, tenant, sorted(names)):
            yield past.device, past.raw
    else:
        for kept in events.in_order(connection, tenant):
            yield kept.device, kept.raw
