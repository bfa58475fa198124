"""What time alone brings, once a store-day: lots end, silence ends points, counters are tidied.

Only what nobody holds is touched: a till ends what it holds itself. Every event has an id made of
its account and day, so that a day that is run twice, or by two processes, is written once. Days
that were missed are run in order, each as its own day, a page of accounts a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from loyalty.benefits.daily import Draft, drafts, missed
from loyalty.benefits.gifts import later
from loyalty.errors import Refusal
from loyalty.programme import BirthdayBonus, Programme, in_force
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from server import filling, recalling, terms
from server import people as people_rows
from server.access import Access
from server.book import Book
from server.purse import FREE
from server.work import Work
from storage.records import BLOCKED, Member
from storage.server import days, events, members, people, recovering, tenants
from storage.server.database import Connection

PAGE = 200
DAYS_MAX = 400
"""More missed days than that are a wrong clock, and nothing is ended because of one."""
BY_HOME = frozenset({"benefit"})
"""What is given by whoever has the home right (docs/adr/0017)."""

MONTH_DAY = len("11-22")
Homes = Callable[[Connection, str, Sequence[str]], set[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """Which days were run, and how many events they brought."""

    days: tuple[str, ...]
    events: int


class Nightly:
    """Runs business dates over a tenant's books."""

    def __init__(self, access: Access, *, at_home: Homes) -> None:
        """Keep where the books are.

        `at_home` gives those of the accounts whose home right the server has.
        """
        self._access = access
        self._database = access.database
        self._sealed_by = access.sealed_by
        self._tenant = access.tenant
        self._begin = access.begin
        self._at_home = at_home

    def run(self, now_us: int, day: str = "", *, stop: Callable[[], bool] = lambda: False) -> Ran:
        """Run the days that were missed, through today or through `day`.

        A `day` that was run before is run again, which writes nothing twice. `stop` is asked
        between pages; what is left is done at the next run. Raises Refusal `day_ahead`,
        `clock_wrong`, `programme_none` and `recovering`.
        """
        filling.fill(self._access, now_us, stop=stop)
        versions, wanted = self._days(now_us, day)
        done: list[str] = []
        count = 0
        for each in wanted:
            programme = in_force(versions, each)
            after: str | None = ""
            while after is not None:
                if stop():
                    return Ran(days=tuple(done), events=count)
                after, written = self._page(programme, each, after, now_us)
                count += written
            done.append(each)
        if done:
            self._forget_keys()
        return Ran(days=tuple(done), events=count)

    def _days(self, now_us: int, day: str) -> tuple[list[Programme], list[str]]:
        with self._database.read() as connection:
            tenant = tenants.read(connection, self._tenant)
            assert tenant is not None, "the books were made before anything else"
            if recovering.read(connection, self._tenant).active:
                raise Refusal("recovering", "the books were put back: days wait for every till")
            versions = terms.versions(connection, self._tenant)
            today = terms.today(versions, now_us, tenant.zone)
            last = days.last_run(connection, self._tenant) or later(today, -1)
        if day > today:
            raise Refusal("day_ahead", "this day has not begun", expected=today, got=day)
        if day and day <= last:
            return versions, [day]
        if later(last, DAYS_MAX) < (day or today):
            furthest = later(last, DAYS_MAX)
            raise Refusal(
                "clock_wrong",
                f"the last day that was run is {last}: set the clock; a shop that was closed for"
                f" so long runs its days with `server nightly --day {furthest}`",
                got=day or today,
            )
        return versions, list(missed(last, day or today))

    def _page(
        self, programme: Programme, day: str, after: str, now_us: int
    ) -> tuple[str | None, int]:
        """Run one page of accounts in one transaction; give where the next begins."""
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            work.take_turn()
            names = days.accounts_after(connection, self._tenant, after, PAGE)
            written = self._run(work, programme, day, names)
            is_last = len(names) < PAGE
            if is_last and day > days.last_run(connection, self._tenant):
                days.keep(connection, self._tenant, day)
                recalling.tidy(work)
            work.finish()
        return (None if is_last else names[-1]), written

    def _run(self, work: Work, programme: Programme, day: str, names: Sequence[str]) -> int:
        """Run a day over accounts; give how many events that brought."""
        work.shelf.fetch(names)
        book = work.shelf.book
        whose: dict[str, list[Member]] = {}
        for each in members.on_account(work.connection, self._tenant, names):
            whose.setdefault(each.account, []).append(each)
        here = self._at_home(work.connection, self._tenant, names)
        birthdays = self._birthdays(work, programme, [one for one in whose if one in here], whose)
        quiet: list[Draft] = []
        counters = _counters(book)
        for account, units in book.units_of(names):
            if book.root(account) == account:
                standing = _standing(book, account, units, counters.get(account, {}))
                scene = _scene(programme, day, standing, whose.get(account, []))
                quiet += [one for one in drafts(scene, standing.held) if one.kind not in BY_HOME]
        count = _write(work, quiet, day)
        for account in sorted(here):
            for member in whose.get(account, []):
                # One after the other: what a household got for one of them it has got.
                standing = structs.replace(
                    _standing(book, account, (), _counters(book).get(account, {})), home=True
                )
                facts = _facts(member, birthdays.get(member.member_id, ""))
                scene = Scene(programme=programme, standing=standing, facts=facts, day=day)
                due = [one for one in drafts(scene, {}) if one.kind in BY_HOME]
                count += _write(work, due, day)
        return count

    def _birthdays(
        self,
        work: Work,
        programme: Programme,
        accounts: Sequence[str],
        whose: Mapping[str, Sequence[Member]],
    ) -> dict[str, str]:
        """Open the birthdays of members, where there is something to give for one."""
        if not any(isinstance(bonus, BirthdayBonus) for bonus in programme.bonuses):
            return {}
        ids = [member.member_id for account in accounts for member in whose[account]]
        opened = people_rows.rows(work.connection, self._tenant, self._sealed_by, ids)
        return {row.person_id: row.fields.get("birthday", "")[-MONTH_DAY:] for row in opened}

    def _forget_keys(self) -> None:
        """Delete keys of the erased that a crash left behind."""
        with self._database.read() as connection:
            gone = people.all_erased(connection, self._tenant)
        self._sealed_by.keys.forget_all(self._tenant, gone)


def _id(draft: Draft) -> str:
    # A till that ends what it holds on the same day writes an event of its own.
    return f"{draft.id}@server"


def _write(work: Work, found: Sequence[Draft], day: str) -> int:
    """Write those drafts that were not written before."""
    ids = [_id(draft) for draft in found]
    known = events.known_ids(work.connection, work.tenant.tenant, ids)
    fresh = [draft for draft in found if _id(draft) not in known]
    for draft in fresh:
        data = {"account": draft.account, "why": [each.code for each in draft.whys]}
        work.act(draft.kind, draft.postings, data, event_id=_id(draft), day=day)
    return len(fresh)


def _counters(book: Book) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (account, unit), amount in book.counters.items():
        found.setdefault(account, {})[unit] = amount
    return found


def _facts(member: Member, birthday: str) -> Facts:
    return Facts(
        member=member.member_id,
        joined_day=member.joined_day,
        birthday=birthday,
        blocked=member.status == BLOCKED,
    )


def _standing(
    book: Book, account: str, units: Sequence[str], counters: Mapping[str, int]
) -> Standing:
    """Give an account with what nobody holds as what may be ended."""
    purses = {unit: book.purse(account, unit) for unit in units}
    return Standing(
        account=account,
        balance={unit: purse.balance for unit, purse in purses.items()},
        held={unit: purse.held(FREE) for unit, purse in purses.items()},
        owed={unit: purse.owed for unit, purse in purses.items() if purse.owed},
        counters=counters,
    )


def _scene(programme: Programme, day: str, standing: Standing, whose: Sequence[Member]) -> Scene:
    # In a household the newest member's time counts: nobody loses points because another is old.
    joined = max((each.joined_day for each in whose), default="")
    facts = Facts(member=whose[0].member_id if whose else "", joined_day=joined)
    return Scene(programme=programme, standing=standing, facts=facts, day=day)
