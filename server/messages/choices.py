"""What members say about messages: by one click in a mail, or on their own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from loyalty.errors import Refusal
from server import people
from server.access import Access
from server.messages import consents, segments, watching
from server.messages.campaigns import find
from server.messages.consents import PROFILING, PURPOSES, Channel, Choices
from server.messages.quiet import EVERY_DAYS_MAX
from server.messages.words import mark
from storage.server import messages, outgoing
from storage.server.database import Connection
from storage.server.outgoing import BOUNCED, NOT_KNOWN, SENT, Outgoing
from sync.wire import PersonRow

ASKED = (*PURPOSES, PROFILING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a member agreed to, as their page shows it; 0 days leaves it to the shop."""

    agreed: frozenset[str]
    every_days: int


def read(connection: Connection, tenant: str, member_id: str) -> Choices:
    """Give what a member said."""
    kept = messages.choices(connection, tenant, [member_id])
    return msgspec.json.decode(kept[member_id], type=Choices) if kept else Choices()


def look(access: Access, member_id: str) -> Said:
    """Give what a member agreed to, at the till, on paper or on their page."""
    with access.database.read() as connection:
        said = read(connection, access.tenant, member_id)
        rows = people.rows(connection, access.tenant, access.sealed_by, [member_id])
    given: Mapping[str, str] = rows[0].consents if rows else {}
    agreed = (name for name in ASKED if consents.agrees(name, given, said))
    return Said(agreed=frozenset(agreed), every_days=said.every_days)


def say(access: Access, member_id: str, wanted: Said, now_us: int) -> None:
    """Keep what a member agrees to from now on. Raises Refusal `choices_wrong`."""
    if not 0 <= wanted.every_days <= EVERY_DAYS_MAX or not wanted.agreed <= set(ASKED):
        raise Refusal("choices_wrong", mark("choose from what the page shows"))
    before = look(access, member_id)
    with access.database.write() as connection:
        day, _ = segments.today(connection, access.tenant, now_us)
        said = read(connection, access.tenant, member_id)
        stopped, agreed = dict(said.stopped), dict(said.agreed)
        for name in sorted(before.agreed ^ wanted.agreed):
            if name in wanted.agreed:
                # What was taken back earlier on this very day is agreed to again.
                stopped.pop(name, None)
                agreed[name] = day
            else:
                agreed.pop(name, None)
                stopped[name] = day
        now = replace(said, stopped=stopped, agreed=agreed, every_days=wanted.every_days)
        _keep(access, connection, member_id, now)


def purpose_of(access: Access, token_hash: str) -> str:
    """Say what the link in a message stops: `news` or `reminders`; empty for no link of ours."""
    with access.database.read() as connection:
        row = outgoing.by_token(connection, access.tenant, token_hash) if token_hash else None
        return find(connection, access.tenant, row.campaign_id).purpose if row else ""


def stop(access: Access, token_hash: str, now_us: int) -> bool:
    """Take back what a message was sent for; twice does nothing more. False for no link of ours."""
    with access.database.write() as connection:
        row = outgoing.by_token(connection, access.tenant, token_hash) if token_hash else None
        if row is None:
            return False
        purpose = find(connection, access.tenant, row.campaign_id).purpose
        day, _ = segments.today(connection, access.tenant, now_us)
        said = read(connection, access.tenant, row.member_id)
        agreed = {name: on for name, on in said.agreed.items() if name != purpose}
        now = replace(said, stopped={**said.stopped, purpose: day}, agreed=agreed)
        _keep(access, connection, row.member_id, now)
    return True


def undeliverable(
    access: Access, connection: Connection, person: PersonRow, channel: Channel
) -> None:
    """Send nothing more to this address, until the member has another."""
    said = read(connection, access.tenant, person.person_id)
    gone = {**said.undeliverable, channel: person.version}
    _keep(access, connection, person.person_id, replace(said, undeliverable=gone))


def bounced(access: Access, message_id: str) -> Outgoing:
    """Keep that a message came back, and send nothing more to its address.

    Raises Refusal `message_unknown` for a Message-ID that is none of ours.
    """
    with access.database.write() as connection:
        row = outgoing.by_message(connection, access.tenant, message_id.strip(" <>"))
        if row is None:
            raise Refusal("message_unknown", mark("no message of this shop has this Message-ID"))
        for before in (SENT, NOT_KNOWN):
            outgoing.move(connection, access.tenant, row, before, state=BOUNCED, reason="came_back")
        rows = people.rows(connection, access.tenant, access.sealed_by, [row.member_id])
        if rows:
            channel = find(connection, access.tenant, row.campaign_id).channel
            undeliverable(access, connection, rows[0], channel)
    return row


def _keep(access: Access, connection: Connection, member_id: str, said: Choices) -> None:
    body = msgspec.json.encode(said)
    messages.save_choices(connection, access.tenant, member_id, body)
    watching.count_again(access, connection, [member_id])
