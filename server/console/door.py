"""Who comes in at the console: password and authenticator, throttled, then a session.

A try is counted before it is checked, so that many at once gain nothing. What is refused is
refused in the same words and the same time, whoever asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from loyalty.errors import Refusal
from server.access import Access
from server.console import codes
from server.console.audit import Note, write
from server.console.wording import mark
from storage import pin_hash
from storage.server import console
from storage.server.console import ACTIVE, Session, User
from storage.server.database import Connection

SECOND_US = 1_000_000
IDLE_US = 60 * 60 * SECOND_US
ABSOLUTE_US = 12 * 60 * 60 * SECOND_US
SEEN_EVERY_US = 60 * SECOND_US
TRIES = 5
SHUT_US = 60 * SECOND_US
SHUT_MAX_US = 15 * 60 * SECOND_US
TOKEN_BYTES = 32
TEXT_MAX = 200
PASSWORD_MIN = 10
_DOMAIN = b"regulars/console/1\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody who is signed in, as a page may know them."""

    user_id: str
    name: str
    role: str
    language: str
    theme: str
    has_password: bool


class Door:
    """Lets people in, knows them again, and lets them go."""

    def __init__(self, access: Access, now_us: Callable[[], int]) -> None:
        self._access = access
        self._now_us = now_us

    def sign_in(self, sign_in: str, password: str, code: str) -> str:
        """Give the secret of a new session.

        Raises Refusal `sign_in_wrong`, and `sign_in_wait` after too many wrong tries.
        """
        now_us = self._now_us()
        with self._access.database.write() as connection:
            found = self._counted(connection, sign_in, now_us)
        verifier = found.secret.verifier if found else ""
        fits = pin_hash.fits(verifier, hashed(password[:TEXT_MAX]))
        secret = found.secret.authenticator if found else ""
        step = codes.step_of(secret, code, now_us) if secret else 0
        if found is None or not fits or not step:
            raise wrong()
        with self._access.database.write() as connection:
            user = self._one(connection, found.user_id)
            if user is None or user.state != ACTIVE or step <= user.last_step:
                raise wrong()
            self._put(connection, replace(user, wrong=0, shut_us=0, last_step=step))
            return self.begin(connection, user.user_id, "sign_in")

    def begin(self, connection: Connection, user_id: str, what: str) -> str:
        """Begin a session in somebody's transaction; give its secret."""
        now_us = self._now_us()
        token = self._access.randomness(TOKEN_BYTES).hex()
        made = Session(user_id=user_id, seen_us=now_us, ends_us=now_us + ABSOLUTE_US)
        console.forget_ended(connection, self._access.tenant, now_us)
        console.put_session(connection, self._access.tenant, token, made)
        write(connection, self._access, user_id, Note(what=what), now_us)
        return token

    def who(self, token: str) -> Who | None:
        """Give who a session is; None when it has ended, or they may not come any more."""
        now_us = self._now_us()
        with self._access.database.read() as connection:
            known = console.session(connection, self._access.tenant, token)
            if known is None or now_us >= min(known.ends_us, known.seen_us + IDLE_US):
                return None
            user = self._one(connection, known.user_id)
        if user is None or user.state != ACTIVE:
            return None
        if now_us - known.seen_us > SEEN_EVERY_US:
            self._seen(token, now_us)
        secret = user.secret
        return Who(
            user_id=user.user_id,
            name=secret.name,
            role=user.role,
            language=secret.language,
            theme=secret.theme,
            has_password=bool(secret.verifier),
        )

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._access.database.write() as connection:
            known = console.session(connection, self._access.tenant, token)
            if known is not None:
                console.drop_session(connection, self._access.tenant, token)
                write(
                    connection,
                    self._access,
                    known.user_id,
                    Note(what="sign_out"),
                    self._now_us(),
                )

    def _seen(self, token: str, now_us: int) -> None:
        with self._access.database.write() as connection:
            # Read again: it may have been ended meanwhile, and must not come back.
            known = console.session(connection, self._access.tenant, token)
            if known is not None:
                moved = replace(known, seen_us=now_us)
                console.put_session(connection, self._access.tenant, token, moved)

    def _counted(self, connection: Connection, sign_in: str, now_us: int) -> User | None:
        """Find somebody by their sign-in name, and count the try. Raises `sign_in_wait`."""
        everybody = console.users(connection, self._access.tenant, self._access.sealed_by.keys)
        wanted = folded(sign_in)
        for user in everybody:
            if wanted and user.secret.sign_in == wanted and user.state == ACTIVE:
                break
        else:
            return None
        if user.shut_us > now_us:
            raise Refusal(
                "sign_in_wait",
                mark("Too many wrong tries. Wait a quarter of an hour, then try again."),
            )
        count = user.wrong + 1
        shut_us = 0
        if count >= TRIES:
            shut_us = now_us + min(SHUT_MAX_US, SHUT_US << min(count - TRIES, 10))
        self._put(connection, replace(user, wrong=count, shut_us=shut_us))
        return user

    def _one(self, connection: Connection, user_id: str) -> User | None:
        keys = self._access.sealed_by.keys
        found = console.users(connection, self._access.tenant, keys, [user_id])
        return found[0] if found else None

    def _put(self, connection: Connection, user: User) -> None:
        console.put_user(connection, self._access.tenant, self._access.sealed_by.keys, user)


def folded(sign_in: str) -> str:
    """Give a sign-in name as it is compared."""
    return sign_in[:TEXT_MAX].strip().casefold()


def hashed(password: str) -> bytes:
    """Give what argon2id is asked to keep of a password."""
    return hashlib.sha256(_DOMAIN + password.encode()).digest()


def check_password(password: str) -> None:
    """Raise Refusal `password_weak` for one that is too short or far too long."""
    if not PASSWORD_MIN <= len(password) <= TEXT_MAX:
        raise Refusal("password_weak", mark("Choose a password of at least ten characters."))


def wrong() -> Refusal:
    """Make the one answer to everything that does not let somebody in."""
    return Refusal("sign_in_wrong", mark("That does not fit. Check the name, password and code."))
