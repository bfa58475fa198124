"""Who may use the head office's console, where they are signed in, and their one-time links.

Names, sign-in names, passwords' verifiers and authenticators are sealed under a key of each
person. Sessions and links are kept by the hash of their secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from storage.server.database import drop, put
from storage.server.matching import find
from storage.server.people import PeopleKeys, PlainPerson, SealedPerson
from storage.server.tables import CONSOLE_LINKS, CONSOLE_SESSIONS, CONSOLE_USERS

ACTIVE = "active"
OFF = "off"
USERS_MAX = 200
_PURPOSE = "console"


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of somebody; `theme` is "", "light" or "dark"."""

    name: str
    sign_in: str = ""
    verifier: str = ""
    authenticator: str = ""
    language: str = "en"
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may use the console; `last_step` is the last authenticator code that counted."""

    user_id: str
    version: int
    role: str
    state: str
    wrong: int = 0
    shut_us: int = 0
    last_step: int = 0
    made_us: int
    secret: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that was let in: `seen_us` is when it last asked."""

    user_id: str
    seen_us: int
    ends_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link: `kind` says what for, `user_id` for whom where that is known."""

    kind: str
    user_id: str
    role: str
    ends_us: int


def users(
    connection: Connection, tenant: str, keys: PeopleKeys, ids: Sequence[str] | None = None
) -> list[User]:
    """Give everybody, or some. Raises Corrupt `person_sealed`."""
    some: dict[str, Any] = {} if ids is None else {"user_id": list(ids)}
    rows = {
        row.user_id: row
        for row in find(connection, CONSOLE_USERS, tenant, order=("made_us", "user_id"), **some)
    }
    sealed = [
        SealedPerson(person_id=_key(row.user_id), version=row.version, sealed=row.sealed)
        for row in rows.values()
    ]
    opened = {each.person_id: each.plain for each in keys.open(tenant, sealed, _PURPOSE)}
    return [
        User(
            user_id=row.user_id,
            version=row.version,
            role=row.role,
            state=row.state,
            wrong=row.wrong,
            shut_us=row.shut_us,
            last_step=row.last_step,
            made_us=row.made_us,
            secret=msgspec.json.decode(opened[_key(row.user_id)], type=Secret),
        )
        for row in rows.values()
        if _key(row.user_id) in opened
    ]


def put_user(connection: Connection, tenant: str, keys: PeopleKeys, user: User) -> None:
    """Keep somebody in the place of what was kept of them."""
    plain = PlainPerson(
        person_id=_key(user.user_id),
        version=user.version,
        plain=msgspec.json.encode(user.secret),
    )
    row = {
        "tenant_id": tenant,
        "user_id": user.user_id,
        "version": user.version,
        "sealed": keys.seal(tenant, [plain], _PURPOSE)[0].sealed,
        "role": user.role,
        "state": user.state,
        "wrong": user.wrong,
        "shut_us": user.shut_us,
        "last_step": user.last_step,
        "made_us": user.made_us,
    }
    put(connection, CONSOLE_USERS, [row])


def put_session(connection: Connection, tenant: str, token: str, session: Session) -> None:
    """Let a browser in, or note that it was seen."""
    row = {
        "tenant_id": tenant,
        "token": _hashed(token),
        "user_id": session.user_id,
        "seen_us": session.seen_us,
        "ends_us": session.ends_us,
    }
    put(connection, CONSOLE_SESSIONS, [row])


def session(connection: Connection, tenant: str, token: str) -> Session | None:
    """Give the session of a secret; it may have ended."""
    for row in find(connection, CONSOLE_SESSIONS, tenant, token=_hashed(token)):
        return Session(user_id=row.user_id, seen_us=row.seen_us, ends_us=row.ends_us)
    return None


def drop_session(connection: Connection, tenant: str, token: str) -> None:
    """Let a browser go."""
    drop(connection, CONSOLE_SESSIONS, [{"tenant_id": tenant, "token": _hashed(token)}])


def drop_sessions(connection: Connection, tenant: str, user_id: str, keep: str = "") -> None:
    """Let all browsers of somebody go, but the one with the secret `keep`."""
    connection.execute(
        delete(CONSOLE_SESSIONS).where(
            CONSOLE_SESSIONS.c.tenant_id == tenant,
            CONSOLE_SESSIONS.c.user_id == user_id,
            CONSOLE_SESSIONS.c.token != (_hashed(keep) if keep else ""),
        )
    )


def forget_ended(connection: Connection, tenant: str, now_us: int) -> None:
    """Forget sessions and links whose time is over."""
    for table in (CONSOLE_SESSIONS, CONSOLE_LINKS):
        connection.execute(
            delete(table).where(table.c.tenant_id == tenant, table.c.ends_us <= now_us)
        )


def put_link(connection: Connection, tenant: str, token: str, link: Link) -> None:
    """Keep a one-time link."""
    row = {
        "tenant_id": tenant,
        "token": _hashed(token),
        "kind": link.kind,
        "user_id": link.user_id,
        "role": link.role,
        "ends_us": link.ends_us,
    }
    put(connection, CONSOLE_LINKS, [row])


def link(
    connection: Connection, tenant: str, token: str, now_us: int, *, lock_row: bool = False
) -> Link | None:
    """Give a link that still counts; with `lock_row` nobody else can use it meanwhile."""
    statement = select(CONSOLE_LINKS).where(
        CONSOLE_LINKS.c.tenant_id == tenant,
        CONSOLE_LINKS.c.token == _hashed(token),
        CONSOLE_LINKS.c.ends_us > now_us,
    )
    row = connection.execute(statement.with_for_update() if lock_row else statement).one_or_none()
    if row is None:
        return None
    return Link(kind=row.kind, user_id=row.user_id, role=row.role, ends_us=row.ends_us)


def drop_link(connection: Connection, tenant: str, token: str) -> None:
    """Use a link up."""
    drop(connection, CONSOLE_LINKS, [{"tenant_id": tenant, "token": _hashed(token)}])


def _key(user_id: str) -> str:
    return f"console.{user_id}"


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
