"""What the console's pages ask of the shop's server: its books, its people, the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from loyalty.accounts import GIVEN, POINTS, USED
from loyalty.errors import Refusal
from loyalty.programme import Programme, in_force
from server import terms
from server.access import Access
from server.console.audit import Note, write
from server.console.crew import Crew
from server.console.door import Door, Who
from server.console.rights import may
from server.console.wording import mark
from server.figures import told
from server.messages.desk import Messages
from storage.server import insight, tenants, today

if TYPE_CHECKING:
    from server.books import Books

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What tills sent today, and how many records were set aside in all."""

    sales: int
    joined: int
    given: int
    used: int
    aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One shop's books as the console has them; `pairing` makes a string for one more till.

    `messages` is what sends, None where this process sends nothing.
    """

    books: Books
    now_us: Callable[[], int]
    pairing: Callable[[], str]
    messages: Messages | None = None

    @property
    def post(self) -> Messages:
        """Give what the shop does about messages. Raises Refusal `messages_off`."""
        if self.messages is None:
            raise Refusal("messages_off", mark("This server sends no messages."))
        return self.messages

    @property
    def access(self) -> Access:
        """Give the books as a part of the head office takes them."""
        return self.books.access()

    @property
    def door(self) -> Door:
        """Give what lets people in."""
        return Door(self.access, self.now_us)

    @property
    def crew(self) -> Crew:
        """Give everybody who may use the console."""
        return Crew(self.access, self.now_us)

    def known(self, token: str, right: str) -> Who:
        """Say who is asking, now. Raises Refusal `signed_out`, and `not_allowed` for the right."""
        who = self.door.who(token)
        if who is None:
            raise Refusal("signed_out", mark("You were signed out. Sign in again."))
        if not may(who.role, right):
            raise Refusal("not_allowed", mark("Your role does not allow this. Ask the owner."))
        return who

    def act(self, token: str, right: str, note: Note, run: Callable[[], T]) -> T:
        """Do something for whoever has a session: the right is checked and a note kept first.

        Nothing is done without a trace; what was refused then gets a second note. Raises as
        `known` does, and what `run` raises.
        """
        who = self.known(token, right)
        self._keep(who, note)
        try:
            return run()
        except Refusal as error:
            refused = Note(what=f"{note.what}.refused", about=note.about, detail=error.code)
            self._keep(who, refused)
            raise

    def terms(self) -> tuple[str, Programme]:
        """Give the business date, and the terms in force. Raises Refusal `programme_none`."""
        access, now_us = self.access, self.now_us()
        with access.database.read() as connection:
            found = terms.versions(connection, access.tenant)
            kept = tenants.read(connection, access.tenant)
        assert kept is not None, "the books were made before anything else"
        day = terms.today(found, now_us, kept.zone)
        return day, in_force(found, day)

    def shop(self, language: str) -> str:
        """Give the shop's name."""
        try:
            _, programme = self.terms()
        except Refusal:
            return "Regulars"
        return programme.text(programme.name, language)

    def today(self) -> Today:
        """Count what tills sent today. Raises Refusal `programme_none`."""
        day, _ = self.terms()
        access = self.access
        with access.database.read() as connection:
            counts = today.counts(connection, access.tenant, day)
            sold = insight.by_day(connection, access.tenant, (told.SOLD, told.UNDONE), day, day)
            given, used = today.moved(
                connection, access.tenant, day, POINTS, given=GIVEN, used=USED
            )
        return Today(
            sales=sum(row.times if row.measure == told.SOLD else -row.times for row in sold),
            joined=counts.get("enrol", 0),
            given=given,
            used=used,
            aside=sum(self.books.quarantined().values()),
        )

    def _keep(self, who: Who, note: Note) -> None:
        access = self.access
        with access.database.write() as connection:
            write(connection, access, who.user_id, note, self.now_us())
