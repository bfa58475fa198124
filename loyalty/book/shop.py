"""The shop in memory: what every account has, what was written, and what a moment's scene is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from loyalty import accounts, boost, event
from loyalty.accounts import WHOLE_SHOP, changes
from loyalty.book.people import Person, Roll, Till
from loyalty.book.shelf import FREE, Shelf
from loyalty.days import stamp, wall
from loyalty.errors import Corrupt, Refusal
from loyalty.event import Event, Posting
from loyalty.ids import uuid7
from loyalty.programme import Programme, in_force
from loyalty.scene import NOBODY_KNOWN, Scene
from loyalty.settle import settled
from loyalty.standing import Standing

ACTOR = "cashier:default"
NOBODY = Person(name="", account="", facts=NOBODY_KNOWN)
COUNTER = Till(name="counter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One event of the journal, whose it was and at which till it was made."""

    event: Event
    account: str
    member: str
    till: str


class Shop:
    """A shop with everything in memory. Its clock stands at `at_us` until it is moved on."""

    def __init__(
        self,
        versions: Sequence[Programme],
        *,
        at_us: int,
        tills: Sequence[Till] = (COUNTER,),
        seed: bytes = b"",
    ) -> None:
        """Open a shop under versions of one programme; `seed` decides draws."""
        self.versions = list(versions)
        self.tills = {each.name: each for each in tills}
        self.seed = seed
        self.at_us = at_us
        self.boost = boost.NONE
        self.shelf = Shelf()
        self.roll = Roll()
        self.journal: list[Written] = []
        self._ids: set[str] = set()

    @property
    def first_till(self) -> str:
        """Name the till at which things happen unless another is named."""
        return next(iter(self.tills))

    @property
    def day(self) -> str:
        """Give the business date of now (ISO)."""
        return self.on(self.at_us)[0]

    @property
    def programme(self) -> Programme:
        """Give the version that is in force now. Raises Refusal `programme_none`."""
        return in_force(self.versions, self.day)

    def on(self, at_us: int) -> tuple[str, int]:
        """Give the business date of a moment and its minute on the wall, by the newest terms."""
        begun = [each for each in self.versions if each.from_day <= stamp(at_us)[:10]]
        terms = max(begun or self.versions[:1], key=lambda each: (each.from_day, each.version))
        return wall(at_us, terms.time_zone, terms.day_start_minutes)

    def till(self, name: str = "") -> Till:
        """Find a till; without a name the first. Raises Refusal `unknown_till`."""
        found = self.tills.get(name or self.first_till)
        if found is None:
            raise Refusal("unknown_till", f"there is no till {name!r}", till=name)
        return found

    def standing(self, account: str, till: str = "") -> Standing:
        """Give one account as a till sees it."""
        at = self.till(till)
        return self.shelf.standing(account, at.name, home=at.home)

    def scene(self, person: Person, till: str = "", day: str = "") -> Scene:
        """Give the scene of something that happens now, or in the quiet of another day."""
        today, minute = self.on(self.at_us)
        return Scene(
            programme=in_force(self.versions, day or today),
            standing=self.standing(person.account, till),
            facts=person.facts,
            day=day or today,
            minute=None if day else minute,
            shop=self.shelf.counters.get(WHOLE_SHOP, {}),
            seed=self.seed,
            referrer=self._referrer(person),
            boost=boost.at(self.boost, self.at_us, self.versions[-1].time_zone),
        )

    def _referrer(self, person: Person) -> Mapping[str, int] | None:
        brought_by = person.facts.referred_by
        if not brought_by:
            return None
        return self.shelf.counters.get(self.roll.account(brought_by), {})

    def new_id(self) -> str:
        """Make the id of the next event: later than every earlier one."""
        at = len(self.journal)
        return uuid7(self.at_us + at * 1000, at.to_bytes(10, "big"))

    def write(
        self,
        kind: str,
        *,
        postings: Iterable[Posting],
        data: Mapping[str, Any],
        event_id: str = "",
        person: Person = NOBODY,
        till: str = "",
        day: str = "",
    ) -> Written | None:
        """Write an event and book it. One whose id was written before changes nothing: None.

        Raises Corrupt `unbalanced` for postings that move nothing or from one place to itself, and
        Corrupt `bookings_differ` when the books and `settled` do not agree.
        """
        made_id = event_id or self.new_id()
        if made_id in self._ids:
            return None
        made = Event(
            id=made_id,
            seq=len(self.journal) + 1,
            at=stamp(self.at_us),
            day=day or self.day,
            clock="ok",
            type=kind,
            actor=ACTOR,
            programme=in_force(self.versions, day or self.day).version,
            postings=tuple(postings),
            data={"member": person.name, "account": person.account, **data},
        )
        kept = event.decode(event.encode(made))
        _check(kept)
        at = self.till(till)
        expected = self._expected(kept, at)
        self.shelf.book(kept.postings, at.name)
        self._compare(expected, at)
        self._ids.add(made_id)
        written = Written(event=kept, account=person.account, member=person.name, till=at.name)
        self.journal.append(written)
        self.hand_out()
        return written

    def reach(self, till: str) -> None:
        """Let a till with a line have everything that is free or at another with a line."""
        at = self.till(till)
        if at.line_up and len(self.tills) > 1:
            self._gather(at.name)

    def hand_out(self) -> None:
        """Let every till with a line hold what it may: first those with a limit, then the rest."""
        up = [each for each in self.tills.values() if each.line_up]
        if len(self.tills) > 1:
            self._gather(FREE)
        for each in sorted(up, key=lambda till: till.holds is None):
            for units in self.shelf.rights.values():
                for unit, rights in units.items():
                    most = None if each.holds is None else each.holds.get(unit, 0)
                    rights.move(FREE, each.name, most)

    def _gather(self, holder: str) -> None:
        for each in [FREE, *(till.name for till in self.tills.values() if till.line_up)]:
            if each != holder:
                for units in self.shelf.rights.values():
                    for rights in units.values():
                        rights.move(each, holder)

    def _expected(self, made: Event, at: Till) -> dict[str, Standing]:
        touched = {each.account for each in changes(made.postings)}
        return {
            account: settled(self.standing(account, at.name), made.postings) for account in touched
        }

    def _compare(self, expected: Mapping[str, Standing], at: Till) -> None:
        """Hold the books to what a till works out by itself, where it holds everything."""
        for account, should in expected.items():
            so = self.standing(account, at.name)
            counters = {unit: amount for unit, amount in should.counters.items() if amount}
            differs = dict(so.balance) != dict(should.balance) or dict(so.counters) != counters
            if differs or (len(self.tills) == 1 and dict(so.owed) != dict(should.owed)):
                raise Corrupt("bookings_differ", f"{so} is not {should}")


def plain(entries: Iterable[msgspec.Struct]) -> list[Any]:
    """Give entries as an event's data keeps them."""
    listed: list[Any] = msgspec.json.decode(msgspec.json.encode(list(entries)))
    return listed


def _check(made: Event) -> None:
    for posting in made.postings:
        sides = (posting.debit, posting.credit)
        known = all(accounts.is_known(side) for side in sides)
        if posting.amount <= 0 or posting.debit == posting.credit or not known:
            raise Corrupt("unbalanced", f"{made.type}: {posting}")
