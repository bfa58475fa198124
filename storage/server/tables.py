"""The server's tables, shaped so that SQLite, PostgreSQL and Citus can all keep them.

Every primary and unique key begins with `tenant_id`. Numbers that order things come from the
row of `feed`, never from a sequence. Events and postings are only ever added. This is what the
statements are built from; what makes the tables are the steps in `storage.server.steps`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.sql.type_api import TypeEngine

SCHEMA_VERSION = 1

INTEGER = BigInteger().with_variant(Integer(), "sqlite")
METADATA = MetaData()


def _table(table: str, /, keys: dict[str, TypeEngine[Any]], **columns: TypeEngine[Any]) -> Table:
    head = [Column("tenant_id", Text(), primary_key=True)]
    head += [Column(key, kind, primary_key=True, autoincrement=False) for key, kind in keys.items()]
    rest = [Column(column, kind, nullable=False) for column, kind in columns.items()]
    return Table(
        table, METADATA, *head, *rest, sqlite_strict=True, sqlite_with_rowid=table == "events"
    )


_EVENT_KEY: dict[str, TypeEngine[Any]] = {"device": Text(), "epoch": INTEGER, "seq": INTEGER}

TENANTS = _table(
    "tenants",
    {},
    schema_version=INTEGER,
    issuer=Text(),
    zone=Text(),
    feed_epoch=Text(),
    made_us=INTEGER,
    moved_to=Text(),
    moving_until_us=INTEGER,
)
FEED = _table("feed", {}, last=INTEGER)
DEVICES = _table(
    "devices",
    {"device": Text()},
    name=Text(),
    public_key=LargeBinary(),
    newest_epoch=INTEGER,
    paired_us=INTEGER,
)
PAIRING_CODES = _table(
    "pairing_codes",
    {"code": Text()},
    ends_us=INTEGER,
    tries_left=INTEGER,
    device=Text(),
)
EPOCHS = _table(
    "epochs",
    {"device": Text(), "epoch": INTEGER},
    parent=INTEGER,
    state=Text(),
    acked_seq=INTEGER,
    awaits_seq=INTEGER,
    head=LargeBinary(),
    signature=LargeBinary(),
)
EVENTS = _table(
    "events",
    _EVENT_KEY,
    position=INTEGER,
    event_id=Text(),
    type=Text(),
    day=Text(),
    outcome=Text(),
    posted=INTEGER,
    raw=LargeBinary(),
    hash=LargeBinary(),
    received_us=INTEGER,
)
Index("events_by_position", EVENTS.c.tenant_id, EVENTS.c.position, unique=True)
EVENT_IDS = _table("event_ids", {"event_id": Text()}, device=Text(), epoch=INTEGER, seq=INTEGER)
POSTINGS = _table(
    "postings",
    {"position": INTEGER, "line": INTEGER},
    debit=Text(),
    credit=Text(),
    unit=Text(),
    amount=INTEGER,
    lot=Text(),
)
QUARANTINE = _table("quarantine", _EVENT_KEY, reason=Text(), received_us=INTEGER)
BALANCES = _table("balances", {"account": Text(), "unit": Text()}, balance=INTEGER, owed=INTEGER)
RIGHTS = _table(
    "rights",
    {"account": Text(), "unit": Text(), "holder": Text(), "lot": Text()},
    amount=INTEGER,
)
GRANTS = _table(
    "grants",
    {"grant_id": Text()},
    device=Text(),
    epoch=INTEGER,
    request_id=Text(),
    feed_epoch=Text(),
    account=Text(),
    unit=Text(),
    lots=LargeBinary(),
    made_us=INTEGER,
)
RECALLS = _table(
    "recalls",
    {"device": Text(), "epoch": INTEGER, "account": Text(), "unit": Text()},
    amount=INTEGER,
)
EXPIRED = _table("expired", {"account": Text(), "unit": Text(), "lot": Text()}, amount=INTEGER)
GRANT_REQUESTS = _table(
    "grant_requests",
    {"device": Text(), "request_id": Text()},
    grant_id=Text(),
    reason=Text(),
)
MEMBERS = _table(
    "members",
    {"member_id": Text()},
    account=Text(),
    number=Text(),
    joined_day=Text(),
    status=Text(),
)
Index("members_by_account", MEMBERS.c.tenant_id, MEMBERS.c.account)
Index("members_by_status", MEMBERS.c.tenant_id, MEMBERS.c.status, MEMBERS.c.member_id)
CREDENTIALS = _table("credentials", {"kind": Text(), "key": Text(), "member_id": Text()})
Index("credentials_by_member", CREDENTIALS.c.tenant_id, CREDENTIALS.c.member_id)
PEOPLE = _table("people", {"person_id": Text()}, version=INTEGER, sealed=LargeBinary())
PINS = _table("pins", {"member_id": Text()}, version=INTEGER, sealed=LargeBinary())
VISIT_PINS = _table("visit_pins", {"key": Text()}, member_id=Text())
Index("visit_pins_by_member", VISIT_PINS.c.tenant_id, VISIT_PINS.c.member_id)
VISIT_PINS_TAKEN = _table("visit_pins_taken", {"member_id": Text()})
ERASED = _table("erased", {"person_id": Text()}, erased_us=INTEGER)
PROGRAMMES = _table("programmes", {"version": INTEGER}, from_day=Text(), document=LargeBinary())
PHONE_KEYS = _table(
    "phone_keys", {"key_id": INTEGER}, public=LargeBinary(), made_us=INTEGER, last_step=INTEGER
)
SETTINGS = _table("settings", {"name": Text()}, value=Text())
PAGE_LINKS = _table("page_links", {"token": Text()}, member_id=Text(), ends_us=INTEGER)
PAGE_SESSIONS = _table(
    "page_sessions", {"token": Text()}, member_id=Text(), made_us=INTEGER, ends_us=INTEGER
)
Index("page_sessions_by_member", PAGE_SESSIONS.c.tenant_id, PAGE_SESSIONS.c.member_id)
REFUNDS = _table("refunds", {"sale": Text(), "event_id": Text()}, said=LargeBinary())
REFUND_WISHES = _table(
    "refund_wishes",
    {"wish": Text()},
    sale=Text(),
    device=Text(),
    epoch=INTEGER,
    asker=Text(),
    state=Text(),
    reason=Text(),
    money_minor=INTEGER,
    part=LargeBinary(),
)
Index("refund_wishes_by_sale", REFUND_WISHES.c.tenant_id, REFUND_WISHES.c.sale)
Index(
    "refund_wishes_by_holder",
    REFUND_WISHES.c.tenant_id,
    REFUND_WISHES.c.device,
    REFUND_WISHES.c.epoch,
)
HOMES = _table(
    "homes",
    {"account": Text()},
    home_id=Text(),
    device=Text(),
    epoch=INTEGER,
    feed_epoch=Text(),
    wanted=Text(),
)
Index("homes_by_id", HOMES.c.tenant_id, HOMES.c.home_id)
Index("homes_by_holder", HOMES.c.tenant_id, HOMES.c.device, HOMES.c.epoch)
REDIRECTS = _table("redirects", {"kind": Text(), "key": Text()}, target=Text(), joined=INTEGER)
Index("redirects_by_target", REDIRECTS.c.tenant_id, REDIRECTS.c.kind, REDIRECTS.c.target)
COMMANDS = _table("commands", {"request_id": Text()}, answer=LargeBinary(), made_us=INTEGER)
CONSOLE_USERS = _table(
    "console_users",
    {"user_id": Text()},
    version=INTEGER,
    sealed=LargeBinary(),
    role=Text(),
    state=Text(),
    wrong=INTEGER,
    shut_us=INTEGER,
    last_step=INTEGER,
    made_us=INTEGER,
)
CONSOLE_SESSIONS = _table(
    "console_sessions", {"token": Text()}, user_id=Text(), seen_us=INTEGER, ends_us=INTEGER
)
CONSOLE_LINKS = _table(
    "console_links", {"token": Text()}, kind=Text(), user_id=Text(), role=Text(), ends_us=INTEGER
)
CONSOLE_AUDIT = _table(
    "console_audit",
    {"at_us": INTEGER, "audit_id": Text()},
    user_id=Text(),
    what=Text(),
    about=Text(),
    detail=Text(),
)
DAYS_RUN = _table("days_run", {}, day=Text())
FIGURES = _table(
    "figures",
    {"measure": Text(), "day": Text(), "device": Text(), "part": Text()},
    times=INTEGER,
    amount=INTEGER,
)
SHOPPING = _table(
    "shopping",
    {"month": Text(), "account": Text()},
    first_on=INTEGER,
    last_on=INTEGER,
    visits=INTEGER,
    visits_back=INTEGER,
    spend_minor=INTEGER,
    back_minor=INTEGER,
)
FIGURED = _table("figured", {}, through=INTEGER, until=INTEGER)
FINE = _table("fine", {"finding": Text()}, actor=Text(), note=Text(), at_us=INTEGER)
CHANGES = _table("changes", {"kind": Text(), "key": Text()}, position=INTEGER, device=Text())
Index("changes_by_position", CHANGES.c.tenant_id, CHANGES.c.position, unique=True)
PEOPLE_INDEX = _table("people_index", {"kind": Text(), "token": Text(), "member_id": Text()})
Index("people_index_by_member", PEOPLE_INDEX.c.tenant_id, PEOPLE_INDEX.c.member_id)
HISTORIES = _table("histories", {"position": INTEGER, "about": Text()}, type=Text(), day=Text())
Index(
    "histories_by_about",
    HISTORIES.c.tenant_id,
    HISTORIES.c.about,
    HISTORIES.c.position,
    unique=True,
)
NOTES = _table(
    "notes",
    {"member_id": Text(), "note_id": Text()},
    made_by=Text(),
    made_us=INTEGER,
    sealed=LargeBinary(),
)
CASES = _table(
    "cases",
    {"case_id": Text()},
    member_id=Text(),
    state=Text(),
    made_us=INTEGER,
    version=INTEGER,
    sealed=LargeBinary(),
    answered_by=Text(),
    answered_us=INTEGER,
)
Index("cases_by_state", CASES.c.tenant_id, CASES.c.state, CASES.c.case_id)
Index("cases_by_member", CASES.c.tenant_id, CASES.c.member_id, CASES.c.case_id)
APPROVALS = _table(
    "approvals",
    {"approval_id": Text()},
    state=Text(),
    member_id=Text(),
    wish=LargeBinary(),
    asked_by=Text(),
    asked_us=INTEGER,
    decided_by=Text(),
    decided_us=INTEGER,
)
Index("approvals_by_state", APPROVALS.c.tenant_id, APPROVALS.c.state, APPROVALS.c.approval_id)
KEEPING = _table(
    "keeping",
    {"member_id": Text()},
    state=Text(),
    due_day=Text(),
    made_by=Text(),
    made_us=INTEGER,
    why=Text(),
)
Index("keeping_by_due", KEEPING.c.tenant_id, KEEPING.c.state, KEEPING.c.due_day)
CONSENTS = _table(
    "consents",
    {"member_id": Text(), "consent": Text(), "made_us": INTEGER},
    given=INTEGER,
    way=Text(),
    language=Text(),
    wording=Text(),
)
DRAFTS = _table(
    "drafts",
    {"draft": Text()},
    edit=INTEGER,
    base=INTEGER,
    title=Text(),
    goal=Text(),
    state=Text(),
    wish=LargeBinary(),
    made_us=INTEGER,
)
DRAFT_EDITS = _table(
    "draft_edits",
    {"draft": Text(), "edit": INTEGER},
    after=INTEGER,
    aside=INTEGER,
    document=Text(),
    editor=Text(),
    at_us=INTEGER,
)
PUBLICATIONS = _table(
    "publications",
    {"version": INTEGER},
    draft=Text(),
    edit=INTEGER,
    from_day=Text(),
    publisher=Text(),
    seconder=Text(),
    at_us=INTEGER,
    recalled_by=INTEGER,
    said=LargeBinary(),
)
MEMBER_TEXTS = _table(
    "member_texts",
    {"version": INTEGER, "language": Text(), "kind": Text()},
    body=Text(),
    made_us=INTEGER,
)

WATCHED = _table("watched", {"name": Text()}, position=INTEGER)
SHOPPED = _table(
    "shopped",
    {"account": Text()},
    first_on=INTEGER,
    last_on=INTEGER,
    visits=INTEGER,
    spend_minor=INTEGER,
)
REACH = _table("reach", {"member_id": Text()}, flags=INTEGER, joined_by=Text(), joined_at=Text())
SEGMENTS = _table("segments", {"segment_id": Text()}, version=INTEGER, body=LargeBinary())
CAMPAIGNS = _table(
    "campaigns", {"campaign_id": Text()}, version=INTEGER, state=Text(), body=LargeBinary()
)
PLANNED_DAYS = _table("planned_days", {"campaign_id": Text(), "day": Text()}, at_us=INTEGER)
OUTGOING = _table(
    "outgoing",
    {"campaign_id": Text(), "occasion": Text(), "member_id": Text()},
    state=Text(),
    reason=Text(),
    message_id=Text(),
    token=Text(),
    facts=Text(),
    due_us=INTEGER,
    at_us=INTEGER,
    planned_us=INTEGER,
    visits_before=INTEGER,
    spend_before_minor=INTEGER,
    visits_after=INTEGER,
    spend_after_minor=INTEGER,
)
Index("outgoing_by_due", OUTGOING.c.tenant_id, OUTGOING.c.state, OUTGOING.c.due_us)
Index("outgoing_by_member", OUTGOING.c.tenant_id, OUTGOING.c.member_id, OUTGOING.c.at_us)
Index("outgoing_by_token", OUTGOING.c.tenant_id, OUTGOING.c.token)
Index("outgoing_by_message", OUTGOING.c.tenant_id, OUTGOING.c.message_id)
MESSAGE_CHOICES = _table("message_choices", {"member_id": Text()}, body=LargeBinary())
MESSAGE_SETTINGS = _table("message_settings", {"name": Text()}, value=Text())
FEEDBACK_FORMS = _table("feedback_forms", {"form_id": Text()}, version=INTEGER, body=LargeBinary())
FEEDBACK_ANSWERS = _table(
    "feedback_answers",
    {"form_id": Text(), "answer_id": Text()},
    member_id=Text(),
    way=Text(),
    at_us=INTEGER,
    body=LargeBinary(),
)
