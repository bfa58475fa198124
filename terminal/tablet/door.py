"""Lets tablets in: a code that works once, then a secret that the browser keeps."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import threading
from collections.abc import Callable
from concurrent.futures import Future

from loyalty.errors import Outage, Refusal
from terminal.till.messages import Message
from terminal.till.tablet_state import CODE_LASTS_MS, TRIES, PairedTablet
from terminal.till.tablet_told import TabletCodeOver, TabletJoins

ANSWER_S = 10.0
SECRET_BYTES = 32
NAME_BYTES = 8


class Door:
    """Knows which code is offered and whose secrets open; the till says both."""

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        randomness: Callable[[int], bytes],
        post: Callable[[Message], None],
        answer_s: float = ANSWER_S,
    ) -> None:
        """`now_ms` is a monotonic clock; `answer_s` how long the till may take to keep a tablet."""
        self._now_ms = now_ms
        self._randomness = randomness
        self._post = post
        self._answer_s = answer_s
        self._lock = threading.Lock()
        self._code = ""
        self._until_ms = 0
        self._tries = 0
        self._digests: dict[str, str] = {}
        self._waiting: dict[str, Future[None]] = {}

    def offer(self, code: str) -> None:
        """Let one browser in that gives this code; an empty one lets nobody in."""
        with self._lock:
            self._code, self._tries = code, TRIES
            self._until_ms = self._now_ms() + CODE_LASTS_MS

    def know(self, paired: tuple[PairedTablet, ...]) -> None:
        """Let exactly these in from now on."""
        with self._lock:
            self._digests = {one.digest: one.tablet for one in paired}
            for tablet in self._digests.values():
                waiting = self._waiting.pop(tablet, None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(None)

    def tick(self) -> None:
        """Say when the offered code has run out."""
        with self._lock:
            is_late = bool(self._code) and self._now_ms() >= self._until_ms
            if is_late:
                self._code = ""
        if is_late:
            self._post(TabletCodeOver(why="late"))

    def who(self, secret: str) -> str:
        """Give the tablet whose secret this is. Raises Refusal `tablet_unknown`."""
        with self._lock:
            tablet = self._digests.get(digest_of(secret), "")
        if not tablet:
            raise Refusal("tablet_unknown", "this browser is not connected to the till")
        return tablet

    async def enter(self, code: str, name: str) -> str:
        """Let a browser in; gives its secret once the till has kept who it is.

        Raises Refusal `tablet_code_wrong`, `tablet_code_over`, Outage `tablet_away`.
        """
        self._spend(code)
        secret = self._randomness(SECRET_BYTES).hex()
        tablet = self._randomness(NAME_BYTES).hex()
        kept: Future[None] = Future()
        with self._lock:
            self._waiting[tablet] = kept
        self._post(TabletJoins(tablet=tablet, name=name, digest=digest_of(secret)))
        try:
            await asyncio.wait_for(asyncio.wrap_future(kept), self._answer_s)
        except TimeoutError:
            raise Outage("tablet_away", "the till did not answer") from None
        finally:
            with self._lock:
                self._waiting.pop(tablet, None)
        return secret

    def _spend(self, code: str) -> None:
        """Take the offered code, which is then of no more use."""
        self.tick()
        with self._lock:
            if not self._code:
                raise Refusal("tablet_code_over", "no code is offered now")
            is_right = hmac.compare_digest(plain(code).encode(), self._code.encode())
            self._tries -= 1
            is_over = not is_right and self._tries <= 0
            if is_right or is_over:
                self._code = ""
        if is_over:
            self._post(TabletCodeOver(why="tries"))
            raise Refusal("tablet_code_over", "the code was tried too often")
        if not is_right:
            raise Refusal("tablet_code_wrong", "this is not the code that the till shows")


def plain(code: str) -> str:
    """Give a code as it was made, however somebody typed it."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())


def digest_of(secret: str) -> str:
    """Give what is kept of a secret; it has 256 random bits, so nothing slows a guess down."""
    return hashlib.sha256(secret.encode()).hexdigest()
