"""Asks the desk of the programme for a page: refusals come back in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from loyalty.errors import LoyaltyError, Refusal
from loyalty.explaining.summary import INDENT
from loyalty.explaining.voice import Voice
from loyalty.programme import Programme
from server.console.audit import Note
from server.console.kit.parts import element, heading, text
from server.console.page import Visit
from server.publishing.desk import Publishing
from server.publishing.refusals import SENTENCES, refusal
from server.publishing.wording import voice

T = TypeVar("T")


class Asking:
    """One visit to the desk of the programme."""

    def __init__(self, visit: Visit, current: Programme, today: str) -> None:
        self.visit = visit
        self.desk = Publishing(visit.desk.access)
        self.current = current
        self.today = today
        self.voice: Voice = voice(current, visit.words.language)

    @property
    def now_us(self) -> int:
        """Give the moment."""
        return self.visit.desk.now_us()

    @property
    def who(self) -> str:
        """Give the id of whoever asks."""
        return self.visit.who.user_id

    async def read(self, run: Callable[[], T]) -> T:
        """Ask, off the event loop. Raises Refusal with a sentence of the reader's language."""
        try:
            return await self.visit.read(run)
        except LoyaltyError as error:
            raise self._said(error) from error

    async def act(self, right: str, note: Note, run: Callable[[], T]) -> T:
        """Do something. Raises as `read` does."""
        try:
            return await self.visit.act(right, note, run)
        except LoyaltyError as error:
            raise self._said(error) from error

    async def names(self) -> dict[str, str]:
        """Give the names of everybody who may use the console, by their ids."""
        found = await self.visit.read(self.visit.desk.crew.everybody)
        return {each.user_id: each.secret.name for each in found}

    def _said(self, error: LoyaltyError) -> LoyaltyError:
        if error.code not in SENTENCES:
            return error
        return Refusal(error.code, refusal(error, self.voice), **error.details)


async def begun(visit: Visit) -> Asking:
    """Begin a visit. Raises Refusal `programme_none`."""
    desk, now_us = Publishing(visit.desk.access), visit.desk.now_us()
    today = await visit.read(lambda: desk.today(now_us))
    return Asking(visit, await visit.read(lambda: desk.current(now_us)), today)


def lines(found: Sequence[str], level: int = 3) -> None:
    """Put lines of which the indented ones stand under the line above, as a list."""
    under = None
    for each in found:
        if each.startswith(INDENT):
            if under is None:
                under = element("ul", "told")
            with under:
                text(each.strip(), "li")
        else:
            under = None
            heading(each, level)


def listed(found: Sequence[str]) -> None:
    """Put sentences as a list."""
    with element("ul", "told"):
        for each in found:
            text(each, "li")
