"""Changing the programme as methods: each reads or writes in one transaction.

What takes long, forecasts and counting, is done before the books are locked; what was looked at
is compared again when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from loyalty.errors import Refusal
from loyalty.programme import Programme, in_force, to_toml
from server import terms
from server.access import Access
from server.publishing import drafting, forecasting, losing, past_sales, proposals, release, rules
from server.publishing.goals import Goal, Question, goal
from server.publishing.past_sales import Past
from server.publishing.release import Prepared, Said, Wish
from server.publishing.rules import Rules
from server.work import Work
from storage.server import drafts, publications, tenants
from storage.server.database import Connection
from storage.server.drafts import Draft, Edit
from storage.server.publications import Publication

Found = TypeVar("Found")
PAST, NOW, COMING, RECALLED = "past", "now", "coming", "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the programme: its rules, where it stands in time, who published it."""

    programme: Programme
    state: str
    published: Publication | None

    @property
    def said(self) -> Said:
        """Give what was known when it was published."""
        if self.published is None:
            return Said()
        return msgspec.json.decode(self.published.said, type=Said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of publishing: a version, or a draft that waits for a second person."""

    published: Publication | None
    waits: Wish | None


class Publishing:
    """What an owner does with the programme on the server."""

    def __init__(self, access: Access) -> None:
        """Keep where the books are."""
        self._access = access
        self._tenant = access.tenant

    def rules(self) -> Rules:
        """Give what was settled about changing the programme."""
        return self._read(lambda connection: rules.read(connection, self._tenant))

    def settle(self, settled: Rules, now_us: int) -> None:
        """Settle it anew. Raises Refusal `publishing_rules`."""
        self._write(now_us, lambda work: rules.write(work, settled))

    def today(self, now_us: int) -> str:
        """Give the business date."""
        return self._read(lambda connection: self._today(connection, now_us)[1])

    def versions(self, now_us: int) -> tuple[Version, ...]:
        """Give every version, the newest first."""
        with self._access.database.read() as connection:
            known, today = self._today(connection, now_us)
            rows = publications.read(connection, self._tenant)
        ruling = in_force(known, today)
        return tuple(
            Version(
                programme=each,
                state=_state(each, ruling, today, rows.get(each.version)),
                published=rows.get(each.version),
            )
            for each in sorted(known, key=lambda one: one.version, reverse=True)
        )

    def current(self, now_us: int) -> Programme:
        """Give the version in force today. Raises Refusal `programme_none`."""
        with self._access.database.read() as connection:
            known, today = self._today(connection, now_us)
        return in_force(known, today)

    def newest(self, now_us: int) -> Programme:
        """Give what the next version follows: the newest one that is known."""
        return self.versions(now_us)[0].programme

    def past(self, now_us: int) -> Past:
        """Give the shop's own sales of the last weeks."""
        with self._access.database.read() as connection:
            return self._past(connection, now_us)

    def propose(self, asked: Question, title: str, editor: str, now_us: int) -> Draft:
        """Begin a draft with an idea for a question and a goal. Raises as `begin`."""
        past = self.past(now_us)
        today, base = self.today(now_us), self.newest(now_us)
        made = proposals.propose(asked, base, past, _after(base, today))
        wanted = goal(asked, past, today)
        text = msgspec.json.encode(wanted).decode()
        return self._begin(title, editor, to_toml(made), now_us, base=base.version, wanted=text)

    def begin(self, title: str, editor: str, now_us: int, document: str = "") -> Draft:
        """Begin a draft with a document, or with the newest version.

        Raises Refusal `draft_title` and `draft_long`.
        """
        base = self.newest(now_us)
        return self._begin(
            title, editor, document or to_toml(base), now_us, base=base.version, wanted=""
        )

    def drafts(self) -> tuple[Draft, ...]:
        """Give every draft that is open or waits, the newest first."""
        found = self._read(lambda connection: drafts.read(connection, self._tenant))
        return tuple(each for each in found if each.state in (drafts.OPEN, drafts.WAITING))

    def draft(self, name: str) -> drafting.Opened:
        """Give a draft as it stands. Raises Refusal `draft_unknown`."""
        return self._read(lambda connection: drafting.read(connection, self._tenant, name))

    def edits(self, name: str) -> tuple[Edit, ...]:
        """Give every edit of a draft, also those that contradicted another one."""
        return tuple(self._read(lambda connection: drafts.edits(connection, self._tenant, name)))

    def save(
        self, name: str, after: int, document: str, editor: str, now_us: int
    ) -> drafting.Opened | drafting.Contradiction:
        """Save an edit. Raises as `server.publishing.drafting.save`."""
        return self._write(
            now_us,
            lambda work: drafting.save(work, name, after=after, document=document, editor=editor),
        )

    def drop(self, name: str, now_us: int) -> None:
        """Give a draft up. Raises Refusal `draft_unknown` and `draft_over`."""
        self._write(now_us, lambda work: drafting.drop(work, name))

    def prepare(self, name: str, from_day: str, now_us: int) -> Prepared:
        """Say what publishing a draft from a day would mean. Takes seconds where much was sold.

        Raises ProgrammeInvalid, and Refusal `draft_unknown`, `programme_day`, `programme_order`.
        """
        with self._access.database.read() as connection:
            opened = drafting.read(connection, self._tenant, name)
            known, today = self._today(connection, now_us)
            settled = rules.read(connection, self._tenant)
            made = release.next_version(known, opened.newest.document, from_day)
            before = in_force(known, max(from_day, today))
            losses = losing.count(connection, self._tenant, before, made, today)
            past = past_sales.read(
                connection, self._tenant, before, today=today, weeks=settled.weeks
            )
        return Prepared(
            opened=opened,
            programme=made,
            before=before,
            losses=losses,
            forecast=forecasting.compare(before, made, past),
            earliest=release.earliest(today, settled, is_worse=bool(losses)),
        )

    def publish(self, prepared: Prepared, who: str, now_us: int) -> Sent:
        """Publish what was prepared, or let it wait for a second person.

        Raises Refusal as `server.publishing.release.check` and `draft_moved`.
        """

        def act(work: Work) -> Sent:
            settled = self._check(work, prepared)
            if release.needs_second(prepared.forecast, settled):
                return Sent(published=None, waits=release.wait(work, prepared, who))
            row = release.send(work, prepared, settled, publisher=who, seconder="")
            return Sent(published=row, waits=None)

        return self._write(now_us, act)

    def second(self, name: str, who: str, now_us: int) -> Publication:
        """Agree to a draft that waits, and publish it.

        Raises Refusal `second_none`, `second_same`, and as `publish`.
        """
        wish = release.wish_of(self.draft(name))
        if wish.by == who:
            raise Refusal("second_same", "a second person has to agree")
        prepared = self.prepare(name, wish.from_day, now_us)

        def act(work: Work) -> Publication:
            release.wish_of(drafting.read(work.connection, self._tenant, name))
            settled = self._check(work, prepared)
            return release.send(work, prepared, settled, publisher=wish.by, seconder=who)

        return self._write(now_us, act)

    def recall(self, version: int, who: str, now_us: int) -> Publication:
        """Take a version back that has not begun. Raises as `server.publishing.release.recall`."""

        def act(work: Work) -> Publication:
            settled = rules.read(work.connection, self._tenant)
            today = self._today(work.connection, work.now_us)[1]
            return release.recall(work, version, today, settled, who=who)

        return self._write(now_us, act)

    def texts(self, version: int, language: str) -> dict[str, str]:
        """Give what members read of a version in a language, by kind."""
        found = self._read(
            lambda connection: publications.texts(
                connection, self._tenant, version=version, language=language
            )
        )
        return {kind: body for (_, kind), body in found.items()}

    def _begin(
        self, title: str, editor: str, document: str, now_us: int, *, base: int, wanted: str
    ) -> Draft:
        opened = self._write(
            now_us,
            lambda work: drafting.begin(
                work, title=title, editor=editor, document=document, base=base, goal=wanted
            ),
        )
        return opened.draft

    def _check(self, work: Work, prepared: Prepared) -> Rules:
        """Raise unless what was prepared still stands and may be published."""
        known, today = self._today(work.connection, work.now_us)
        settled = rules.read(work.connection, self._tenant)
        follows = in_force(known, max(prepared.programme.from_day, today))
        newest = max(each.version for each in known)
        if follows != prepared.before or newest != prepared.programme.version - 1:
            raise Refusal("draft_moved", "another version was published: look at this again")
        release.check(prepared, today, settled)
        return settled

    def _past(self, connection: Connection, now_us: int) -> Past:
        known, today = self._today(connection, now_us)
        weeks = rules.read(connection, self._tenant).weeks
        return past_sales.read(
            connection, self._tenant, in_force(known, today), today=today, weeks=weeks
        )

    def _today(self, connection: Connection, now_us: int) -> tuple[list[Programme], str]:
        tenant = tenants.read(connection, self._tenant)
        assert tenant is not None, "the books were made before anything else"
        known = terms.versions(connection, self._tenant)
        return known, terms.today(known, now_us, tenant.zone)

    def _read(self, ask: Callable[[Connection], Found]) -> Found:
        with self._access.database.read() as connection:
            return ask(connection)

    def _write(self, now_us: int, act: Callable[[Work], Found]) -> Found:
        with self._access.database.write() as connection:
            work = self._access.begin(connection, now_us)
            work.take_turn()
            done = act(work)
            work.finish()
        return done


def goal_of(draft: Draft) -> Goal | None:
    """Give the goal behind a draft; None where it was begun without one."""
    return msgspec.json.decode(draft.goal, type=Goal) if draft.goal else None


def _after(base: Programme, today: str) -> str:
    return max(base.from_day, proposals.first_day(today, 1))


def _state(each: Programme, ruling: Programme, today: str, row: Publication | None) -> str:
    if row is not None and row.recalled_by:
        return RECALLED
    if each.version == ruling.version:
        return NOW
    return COMING if each.from_day > today else PAST
