"""Campaigns: what is said to whom and when, checked before anything goes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

import msgspec
from msgspec.structs import replace

from loyalty.errors import Refusal
from server.access import Access
from server.messages import templates
from server.messages.conditions import NAME_MAX
from server.messages.consents import NEWS, Channel, Purpose
from server.messages.templates import ALWAYS, LINK, Text
from server.messages.triggers import FIELDS, Trigger, purposes
from server.messages.words import mark
from storage.server import messages as rows
from storage.server import segments as segment_rows
from storage.server.database import Connection

DRAFT: Final = "draft"
RUNNING: Final = "running"
STOPPED: Final = "stopped"
DONE: Final = "done"
MOVES: Final = {
    DRAFT: frozenset({RUNNING}),
    RUNNING: frozenset({STOPPED, DONE}),
    STOPPED: frozenset({RUNNING}),
    DONE: frozenset(),
}
LEFT_OUT_OF: Final = 10
"""One of so many is left out, to compare."""
QUESTION: Final = "question"
Minute = Annotated[int, msgspec.Meta(ge=0, lt=24 * 60)]


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A message with its occasion. `segment_id` empty is everybody who agreed to it.

    `texts` are by language, `minute` is when it goes on the shop's clock, `form_id` names the
    questions that `{question}` leads to. `id`, `version` and `state` are given when it is kept.
    """

    name: str
    trigger: Trigger
    texts: dict[str, Text]
    purpose: Purpose = NEWS
    channel: Channel = "email"
    segment_id: str = ""
    minute: Minute = 10 * 60
    leaves_out: bool = True
    form_id: str = ""
    id: str = ""
    version: int = 0
    state: str = DRAFT


class Campaigns:
    """The campaigns of a shop. `has_public` says whether members can reach a page of the shop."""

    def __init__(self, access: Access, *, has_public: bool) -> None:
        self._access = access
        self._has_public = has_public

    def all(self) -> list[Campaign]:
        """Give every campaign, the newest first."""
        with self._access.database.read() as connection:
            kept = rows.campaigns(connection, self._access.tenant)
        return sorted(map(read, kept), key=lambda one: one.id, reverse=True)

    def get(self, campaign_id: str) -> Campaign:
        """Give one. Raises Refusal `campaign_unknown`."""
        with self._access.database.read() as connection:
            return find(connection, self._access.tenant, campaign_id)

    def check(self, campaign: Campaign) -> None:
        """Raise a Refusal for what cannot be sent: what is wrong, and what to do.

        `campaign_name`, `campaign_purpose`, `public_missing`, `question_missing`, and as
        `templates.check`.
        """
        if not campaign.name.strip() or len(campaign.name) > NAME_MAX:
            raise Refusal("campaign_name", mark("give the message a name of 1 to 80 letters"))
        if campaign.purpose not in purposes(campaign.trigger):
            raise Refusal(
                "campaign_purpose",
                mark(
                    "this occasion is for the other kind of message: news and reminders are agreed"
                    " to apart"
                ),
                expected=list(purposes(campaign.trigger)),
                got=campaign.purpose,
            )
        if not self._has_public:
            why_not = without_public(campaign)
            if why_not:
                raise Refusal("public_missing", why_not)
        templates.check(campaign.texts, known_fields(campaign, has_public=self._has_public))
        asks = any(QUESTION in templates.fields(text.body) for text in campaign.texts.values())
        if asks != bool(campaign.form_id):
            raise Refusal(
                "question_missing",
                mark(
                    "a message that asks something has {question} in its text, where the link goes"
                    if campaign.form_id
                    else "choose the questions that {question} leads to"
                ),
            )

    def save(self, campaign: Campaign, now_us: int) -> Campaign:
        """Keep a draft, a new one where its id is empty.

        Raises as `check`; Refusal `segment_unknown`, `campaign_running` for one that is no draft
        any more, and `changed_meanwhile` where somebody else changed it since its `version`.
        """
        self.check(campaign)
        tenant = self._access.tenant
        made = campaign.id or f"{now_us:016x}{self._access.randomness(4).hex()}"
        with self._access.database.write() as connection:
            known = rows.campaign(connection, tenant, made)
            if known is not None and known.state != DRAFT:
                raise Refusal(
                    "campaign_running", mark("this message goes out already: make a new one")
                )
            _check_version(known.version if known else 0, campaign.version)
            groups = {one.segment_id for one in segment_rows.kept(connection, tenant)}
            if campaign.segment_id and campaign.segment_id not in groups:
                raise Refusal(
                    "segment_unknown", mark("this group is not there any more: choose another")
                )
            kept = replace(campaign, id=made, version=campaign.version + 1, state=DRAFT)
            _write(connection, tenant, kept)
        return kept

    def move(self, campaign_id: str, version: int, state: str) -> Campaign:
        """Start, stop or end a campaign.

        Raises Refusal `campaign_unknown`, `changed_meanwhile`, `campaign_move`, and as `check`.
        """
        tenant = self._access.tenant
        with self._access.database.write() as connection:
            found = find(connection, tenant, campaign_id)
            _check_version(found.version, version)
            if state not in MOVES[found.state]:
                raise Refusal(
                    "campaign_move", mark("this message cannot do that now"), got=found.state
                )
            if state == RUNNING:
                self.check(found)
            moved = replace(found, version=version + 1, state=state)
            _write(connection, tenant, moved)
        return moved


def without_public(campaign: Campaign) -> str:
    """Say why a campaign cannot go where members reach no page of the shop; empty where it can."""
    if campaign.form_id:
        return mark(
            "answers come back over a page of the shop: give the server a public address first"
        )
    if campaign.purpose == NEWS:
        return mark(
            "news need a link with which they are stopped: give the server a public address first."
            " Reminders go without one"
        )
    return ""


def known_fields(campaign: Campaign, *, has_public: bool) -> frozenset[str]:
    """Name what the texts of a campaign can say."""
    more = FIELDS.get(type(campaign.trigger), ())
    question = (QUESTION,) if campaign.form_id else ()
    return frozenset((*ALWAYS, *more, *question, *((LINK,) if has_public else ())))


def is_left_out(campaign_id: str, member_id: str) -> bool:
    """Say whether a member is drawn to get nothing of a campaign: the same at every asking."""
    drawn = hashlib.sha256(f"{campaign_id}/{member_id}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % LEFT_OUT_OF == 0


def find(connection: Connection, tenant: str, campaign_id: str) -> Campaign:
    """Give a campaign. Raises Refusal `campaign_unknown`."""
    kept = rows.campaign(connection, tenant, campaign_id)
    if kept is None:
        raise Refusal("campaign_unknown", mark("this message is not there any more"))
    return read(kept)


def read(kept: rows.Kept) -> Campaign:
    """Read a campaign as it is kept."""
    body = msgspec.json.decode(kept.body, type=Campaign)
    return replace(body, id=kept.campaign_id, version=kept.version, state=kept.state)


def _write(connection: Connection, tenant: str, campaign: Campaign) -> None:
    kept = rows.Kept(
        campaign_id=campaign.id,
        version=campaign.version,
        state=campaign.state,
        body=msgspec.json.encode(campaign),
    )
    rows.save(connection, tenant, kept)


def _check_version(stands: int, got: int) -> None:
    if stands != got:
        raise Refusal(
            "changed_meanwhile",
            mark("somebody else changed this meanwhile: look at what stands there now"),
            expected=stands,
            got=got,
        )
