"""The people of the console: invited by a one-time link, given a role, switched off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from msgspec import structs

from loyalty import ids
from loyalty.errors import Refusal
from server.access import Access
from server.console import codes
from server.console.audit import Note, write
from server.console.door import SECOND_US, TEXT_MAX, Door, check_password, folded, hashed, wrong
from server.console.rights import OWNER, ROLES
from server.console.wording import mark
from storage import pin_hash
from storage.server import console
from storage.server.console import ACTIVE, OFF, USERS_MAX, Link, Secret, User
from storage.server.database import Connection

JOIN: Final = "join"
AT_ONCE: Final = "at_once"
LIVES_US: Final = {JOIN: 72 * 3600 * SECOND_US, AT_ONCE: 30 * SECOND_US}
LINK_BYTES = 24
SYSTEM = "server"
"""Who the audit log names for what was done at the command line or the till."""


class Crew:
    """Everybody who may use the console."""

    def __init__(self, access: Access, now_us: Callable[[], int]) -> None:
        self._access = access
        self._now_us = now_us
        self._door = Door(access, now_us)

    def everybody(self) -> list[User]:
        """Give everybody, the first one first."""
        with self._access.database.read() as connection:
            return self._users(connection)

    def invite(self, role: str, by: str = SYSTEM) -> str:
        """Make a one-time link with which somebody joins in a role; give its secret."""
        if role not in ROLES:
            raise Refusal("role_unknown", mark("Choose one of the roles."), got=role)
        now_us = self._now_us()
        with self._access.database.write() as connection:
            if len(self._users(connection)) >= USERS_MAX:
                raise Refusal(
                    "users_many", mark("There are as many people as the console can have.")
                )
            token = self._link(connection, JOIN, "", role, now_us)
            write(connection, self._access, by, Note(what="invite", detail=role), now_us)
        return token

    def at_once(self) -> str:
        """Make a link of thirty seconds that signs the owner in, for whoever has the till.

        The first active owner, or one who is made here and has no password yet.
        """
        now_us = self._now_us()
        with self._access.database.write() as connection:
            owners = [
                user
                for user in self._users(connection)
                if user.role == OWNER and user.state == ACTIVE
            ]
            owner = owners[0] if owners else self._new(connection, OWNER, Secret(name="Owner"))
            token = self._link(connection, AT_ONCE, owner.user_id, OWNER, now_us)
            write(connection, self._access, SYSTEM, Note(what="till_link"), now_us)
        return token

    def use_at_once(self, token: str) -> str:
        """Turn a link of the till into a session. Raises Refusal `link_over`."""
        now_us = self._now_us()
        with self._access.database.write() as connection:
            link = self._use(connection, token, AT_ONCE, now_us)
            return self._door.begin(connection, link.user_id, "sign_in_till")

    def joining(self, token: str) -> Link:
        """Give what a link to join is for. Raises Refusal `link_over`."""
        with self._access.database.read() as connection:
            link = console.link(connection, self._access.tenant, token, self._now_us())
        if link is None or link.kind != JOIN:
            raise _over()
        return link

    def join(self, token: str, said: Secret, password: str, code: str) -> str:
        """Make somebody of a link to join; give the secret of their first session.

        Raises Refusal `link_over`, `password_weak`, `name_missing`, `name_taken`, `code_wrong`.
        """
        check_password(password)
        now_us = self._now_us()
        step = self._checked(said, code, now_us)
        verifier = pin_hash.make(hashed(password))
        with self._access.database.write() as connection:
            link = self._use(connection, token, JOIN, now_us)
            sign_in = self._free_name(connection, said.sign_in)
            secret = structs.replace(said, sign_in=sign_in, verifier=verifier)
            user = self._new(connection, link.role, secret, last_step=step)
            return self._door.begin(connection, user.user_id, "join")

    def secure(self, user_id: str, said: Secret, password: str, code: str, keep: str) -> None:
        """Give somebody a new sign-in name, password and authenticator; others are signed out.

        Raises as `join` does.
        """
        check_password(password)
        now_us = self._now_us()
        step = self._checked(said, code, now_us)
        verifier = pin_hash.make(hashed(password))
        with self._access.database.write() as connection:
            user = self._one(connection, user_id)
            sign_in = self._free_name(connection, said.sign_in, user_id)
            secret = structs.replace(
                said,
                sign_in=sign_in,
                verifier=verifier,
                language=user.secret.language,
                theme=user.secret.theme,
            )
            self._put(connection, replace(user, secret=secret, last_step=step))
            console.drop_sessions(connection, self._access.tenant, user_id, keep)

    def prefer(self, user_id: str, language: str, theme: str) -> None:
        """Keep somebody's language and theme ("" follows the computer)."""
        if theme not in ("", "light", "dark"):
            raise Refusal("theme_unknown", mark("Choose one of the themes."), got=theme)
        with self._access.database.write() as connection:
            user = self._one(connection, user_id)
            secret = structs.replace(user.secret, language=language[:8], theme=theme)
            self._put(connection, replace(user, secret=secret))

    def give_role(self, user_id: str, role: str) -> None:
        """Give somebody another role. Raises Refusal `last_owner`."""
        if role not in ROLES:
            raise Refusal("role_unknown", mark("Choose one of the roles."), got=role)
        with self._access.database.write() as connection:
            user = self._one(connection, user_id)
            if role != OWNER:
                self._keep_an_owner(connection, user)
            self._put(connection, replace(user, role=role))

    def switch(self, user_id: str, *, on: bool) -> None:
        """Switch somebody off, everywhere at once, or on again. Raises Refusal `last_owner`."""
        with self._access.database.write() as connection:
            user = self._one(connection, user_id)
            if not on:
                self._keep_an_owner(connection, user)
                console.drop_sessions(connection, self._access.tenant, user_id)
            self._put(connection, replace(user, state=ACTIVE if on else OFF))

    def _keep_an_owner(self, connection: Connection, user: User) -> None:
        others = [
            each
            for each in self._users(connection)
            if each.role == OWNER and each.state == ACTIVE and each.user_id != user.user_id
        ]
        if user.role == OWNER and not others:
            raise Refusal(
                "last_owner", mark("This is the only owner: make somebody else one first.")
            )

    def _link(self, connection: Connection, kind: str, user_id: str, role: str, now_us: int) -> str:
        token = self._access.randomness(LINK_BYTES).hex()
        made = Link(kind=kind, user_id=user_id, role=role, ends_us=now_us + LIVES_US[kind])
        console.put_link(connection, self._access.tenant, token, made)
        return token

    def _use(self, connection: Connection, token: str, kind: str, now_us: int) -> Link:
        tenant = self._access.tenant
        link = console.link(connection, tenant, token, now_us, lock_row=True)
        if link is None or link.kind != kind:
            raise _over()
        console.drop_link(connection, tenant, token)
        return link

    def _checked(self, said: Secret, code: str, now_us: int) -> int:
        if not said.name.strip() or not folded(said.sign_in):
            raise Refusal("name_missing", mark("Type your name and a name to sign in with."))
        if len(said.name) > TEXT_MAX or not said.name.isprintable():
            raise Refusal("name_missing", mark("Type a shorter name."))
        is_ours = codes.is_secret(said.authenticator)
        step = codes.step_of(said.authenticator, code, now_us) if is_ours else 0
        if not step:
            raise Refusal(
                "code_wrong", mark("The code does not fit. Type the six digits shown now.")
            )
        return step

    def _free_name(self, connection: Connection, sign_in: str, own: str = "") -> str:
        wanted = folded(sign_in)
        for user in self._users(connection):
            if user.user_id != own and user.secret.sign_in == wanted:
                raise Refusal(
                    "name_taken", mark("Somebody signs in with this name: choose another.")
                )
        return wanted

    def _new(
        self, connection: Connection, role: str, secret: Secret, *, last_step: int = 0
    ) -> User:
        now_us = self._now_us()
        made = User(
            user_id=ids.uuid7(now_us, self._access.randomness(ids.RANDOM_BYTES)),
            version=1,
            role=role,
            state=ACTIVE,
            last_step=last_step,
            made_us=now_us,
            secret=secret,
        )
        self._put(connection, made)
        return made

    def _users(self, connection: Connection) -> list[User]:
        return console.users(connection, self._access.tenant, self._access.sealed_by.keys)

    def _one(self, connection: Connection, user_id: str) -> User:
        for user in self._users(connection):
            if user.user_id == user_id:
                return user
        raise wrong()

    def _put(self, connection: Connection, user: User) -> None:
        console.put_user(connection, self._access.tenant, self._access.sealed_by.keys, user)


def _over() -> Refusal:
    return Refusal("link_over", mark("This link was used or is too old: ask for a new one."))
