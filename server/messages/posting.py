"""Sends what is due: each message is recorded before it is handed over, and handed over once.

After an answer it is sent, refused or planned for later. Without one (the line broke, the program
ended) nobody knows whether it arrived: it is listed as not known, and never sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from loyalty import accounts
from loyalty.errors import Outage
from loyalty.programme import Programme
from server import people
from server.access import Access
from server.messages import choices, consents, letters, quiet, segments, templates
from server.messages.campaigns import RUNNING, Campaign, read
from server.messages.consents import ADDRESS, Channel
from server.messages.letters import Reader, Speak
from server.messages.quiet import DAY_US, Manners
from storage.records import ACTIVE, Member
from storage.server import members, messages, outgoing, purses, tenants
from storage.server.database import Connection
from storage.server.outgoing import (
    NOT_KNOWN,
    PLANNED,
    REFUSED,
    SENDING,
    SENT,
    SKIPPED,
    Outgoing,
)
from sync.mail import Letter, Outcome, Post
from sync.wire import PersonRow

PAGE: Final = 100
LATE_US: Final = 14 * DAY_US
"""What could not go for so long is old news, and does not go any more."""
AGAIN_US: Final = 30 * 60 * 1_000_000
LEASE_US: Final = 10 * 60 * 1_000_000
"""An answer takes half a minute at most; after this whoever sent it is no more."""
TOKEN_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What sending needs besides the books: ways out, words, and the shop's own address."""

    posts: Mapping[Channel, Post]
    speak: Speak
    public: str = ""
    domain: str = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What holds for one round."""

    campaigns: Mapping[str, Campaign]
    manners: Manners
    programme: Programme
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A message that was recorded and may be handed over now."""

    row: Outgoing
    letter: Letter
    person: PersonRow
    channel: Channel


class Postman:
    """Sends a shop's messages; one round after the other, by one thread."""

    def __init__(self, access: Access, office: Office, now_us: Callable[[], int]) -> None:
        self._access, self._office, self._now_us = access, office, now_us

    def round(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Send what is due; give how many were handed over.

        Nothing goes in quiet hours, nor from books that have moved. Raises Outage as
        `sync.mail.Post.send`: whatever is left waits for the next round.
        """
        now_us = self._now_us()
        with self._access.database.write() as connection:
            outgoing.give_up(connection, self._access.tenant, now_us - LEASE_US)
        scene = self._scene(now_us)
        sent = 0
        if scene is None:
            return 0
        while not stop():
            with self._access.database.read() as connection:
                due = outgoing.due(connection, self._access.tenant, self._now_us(), PAGE)
            if not due:
                break
            for row in due:
                if stop():
                    break
                sent += self._one(scene, row)
        return sent

    def _scene(self, now_us: int) -> _Scene | None:
        with self._access.database.read() as connection:
            tenant = tenants.read(connection, self._access.tenant)
            assert tenant is not None
            manners = quiet.read(messages.settings(connection, self._access.tenant))
            if tenant.moved_to or quiet.is_quiet(manners, now_us, tenant.zone):
                return None
            day, programme = segments.today(connection, self._access.tenant, now_us)
            kept = messages.campaigns(connection, self._access.tenant)
        found = {one.campaign_id: read(one) for one in kept}
        return _Scene(campaigns=found, manners=manners, programme=programme, day=day)

    def _one(self, scene: _Scene, row: Outgoing) -> int:
        ready = self._record(scene, row)
        if ready is None:
            return 0
        try:
            outcome = self._office.posts[ready.channel].send(ready.letter)
        except Outage:
            # Nothing was handed over: the next round records and sends it anew.
            self._settle(ready, Outcome(state="later", reason="line"))
            raise
        self._settle(ready, outcome)
        return 1

    def _record(self, scene: _Scene, row: Outgoing) -> _Ready | None:
        """Decide about a message in one transaction, and record it before it goes."""
        now_us = self._now_us()
        with self._access.database.write() as connection:
            found = self._look(connection, scene, row, now_us)
            if isinstance(found, _Ready):
                moved = outgoing.move(
                    connection,
                    self._access.tenant,
                    row,
                    PLANNED,
                    state=SENDING,
                    message_id=found.row.message_id,
                    token=found.row.token,
                    at_us=now_us,
                )
                return found if moved else None
            if isinstance(found, int):
                outgoing.move(connection, self._access.tenant, row, PLANNED, due_us=found)
            else:
                outgoing.move(
                    connection, self._access.tenant, row, PLANNED, state=SKIPPED, reason=found
                )
        return None

    def _look(
        self, connection: Connection, scene: _Scene, row: Outgoing, now_us: int
    ) -> _Ready | int | str:
        """Give the message, or until when it waits, or why it does not go."""
        campaign = scene.campaigns.get(row.campaign_id)
        if campaign is None or campaign.state != RUNNING:
            return "stopped"
        if now_us - row.planned_us > LATE_US:
            return "late"
        member = members.read(connection, self._access.tenant, [row.member_id]).get(row.member_id)
        person = self._person(connection, row.member_id)
        if member is None or member.status != ACTIVE or person is None:
            return "gone"
        said = choices.read(connection, self._access.tenant, row.member_id)
        flags = consents.flags(person.fields, person.consents, said, person.version)
        if not flags & consents.bit(campaign.channel, campaign.purpose):
            return "agreement"
        if campaign.channel not in self._office.posts:
            return now_us + AGAIN_US
        last_us = outgoing.last_us(connection, self._access.tenant, row.member_id)
        free_us = quiet.free_from(last_us, scene.manners, said.every_days)
        if free_us > now_us:
            return free_us if free_us - row.planned_us <= LATE_US else "often"
        return self._ready(
            connection, scene, row, campaign=campaign, member=member, person=person, now_us=now_us
        )

    def _ready(
        self,
        connection: Connection,
        scene: _Scene,
        row: Outgoing,
        *,
        campaign: Campaign,
        member: Member,
        person: PersonRow,
        now_us: int,
    ) -> _Ready:
        token = self._access.randomness(TOKEN_BYTES).hex()
        message_id = f"{self._access.randomness(TOKEN_BYTES).hex()}@{self._office.domain}"
        language, text = templates.choose(
            campaign.texts, person.fields.get("language", ""), scene.manners.language
        )
        said = letters.write(
            campaign,
            reader_of(connection, self._access.tenant, member, person, row.facts),
            scene.programme,
            self._office.speak(language),
            text,
            day=scene.day,
            public=self._office.public,
            token=token,
        )
        to = member.member_id
        if campaign.channel != "push":
            to = person.fields[ADDRESS[campaign.channel]]
        letter = Letter(
            to=to,
            subject=said.subject,
            text=said.body,
            message_id=message_id,
            at_us=now_us,
            headers=letters.headers(campaign, self._office.public, token),
        )
        return _Ready(
            row=replace(row, message_id=message_id, token=hashed(token)),
            letter=letter,
            person=person,
            channel=campaign.channel,
        )

    def _settle(self, ready: _Ready, outcome: Outcome) -> None:
        tenant, now_us = self._access.tenant, self._now_us()
        with self._access.database.write() as connection:
            if outcome.state == "later":
                changes: dict[str, str | int] = {
                    "state": PLANNED,
                    "due_us": now_us + AGAIN_US,
                    "at_us": 0,
                }
            else:
                states = {"sent": SENT, "refused": REFUSED, "not_known": NOT_KNOWN}
                changes = {"state": states[outcome.state]}
            outgoing.move(connection, tenant, ready.row, SENDING, reason=outcome.reason, **changes)
            if outcome.is_address:
                choices.undeliverable(self._access, connection, ready.person, ready.channel)

    def _person(self, connection: Connection, member_id: str) -> PersonRow | None:
        found = people.rows(connection, self._access.tenant, self._access.sealed_by, [member_id])
        return found[0] if found else None


def reader_of(
    connection: Connection, tenant: str, member: Member, person: PersonRow, facts: str
) -> Reader:
    """Give what a message can say of a member."""
    rows = purses.balances(connection, tenant, [member.account])
    return Reader(
        name=person.fields.get("name", ""),
        card=member.number,
        points=sum(row.balance for row in rows if row.unit == accounts.POINTS),
        counters={row.unit: row.balance for row in rows if not accounts.is_value(row.unit)},
        facts=msgspec.json.decode(facts, type=dict[str, str | int]) if facts else {},
    )


def hashed(token: str) -> str:
    """Give what is kept of a link's secret: whoever reads the table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
