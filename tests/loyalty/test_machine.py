"""A whole shop under any programme, whatever happens in it in whatever order: nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from loyalty.book import giving, keeping, passing, selling
from loyalty.book.people import Person, Till
from loyalty.book.shop import Shop, Written
from loyalty.days import local, microseconds
from loyalty.errors import Refusal
from loyalty.programme import ActivityBonus, Programme
from loyalty.refunds.returning import LineBack, Part
from loyalty.scene import Facts
from tests.loyalty.machine.baskets import baskets
from tests.loyalty.machine.holding import broken, ended, figures
from tests.loyalty.machine.rich import any_programmes

# The clocks of Europe go back on the first of these nights, and forward on the second.
STARTS = [
    datetime(2026, 10, 24, 21, 30, tzinfo=UTC),
    datetime(2027, 3, 27, 23, 10, tzinfo=UTC),
    datetime(2028, 2, 28, 12, 0, tzinfo=UTC),
    datetime(2026, 12, 30, 9, 0, tzinfo=UTC),
]
TILLS = [
    [Till(name="counter")],
    [Till(name="counter")],
    [Till(name="bar", holds={"points": 40}, home=False), Till(name="desk")],
    [Till(name="desk"), Till(name="van", holds={}, home=False), Till(name="web", home=False)],
]
HOUR_US, DAY_US = 3_600_000_000, 86_400_000_000
PASSES = [60_000_000, HOUR_US, 5 * HOUR_US, DAY_US, DAY_US, 3 * DAY_US, 8 * DAY_US, 33 * DAY_US]
BACK = {"refund_too_much", "refund_whole", "already_reversed", "refund_nothing", "refund_line"}


class Machine(RuleBasedStateMachine):
    """A shop, what happens to it, and what must hold afterwards."""

    shop: Shop

    def __init__(self) -> None:
        """Begin with a shop that is not open yet."""
        super().__init__()
        self.seen = 0
        self.adjusted: set[str] = set()
        self.took_place: list[Written] = []

    @initialize(
        programme=any_programmes,
        start=st.sampled_from(STARTS),
        tills=st.sampled_from(TILLS),
        seed=st.sampled_from([b"seed", b"", b"other"]),
    )
    def opens(self, programme: Programme, start: datetime, tills: list[Till], seed: bytes) -> None:
        programme = msgspec.structs.replace(programme, version=1, from_day="2024-01-01")
        self.shop = Shop([programme], at_us=microseconds(start), tills=tills, seed=seed)
        giving.join(self.shop, "m0", Facts(joined_day=self.shop.day, birthday="02-29"))

    @rule(data=st.data())
    def joins(self, data: st.DataObject) -> None:
        shop, day = self.shop, self.shop.day
        if len(shop.roll.people) > 4:
            return
        friend = self._somebody(data)
        ids = [each.id for each in (*shop.programme.earn, *shop.programme.rewards)]
        facts = Facts(
            joined_day=day,
            birthday=data.draw(st.sampled_from(["", "02-29", day[5:], "11-01", "01-02"])),
            birthday_told_day=data.draw(st.sampled_from(["", day])),
            segments=frozenset(data.draw(st.sets(st.sampled_from(["students", "staff"])))),
            personal=frozenset(ids) if data.draw(st.booleans()) else frozenset(),
            referred_by=friend.account if data.draw(st.booleans()) else "",
        )
        account = friend.account if data.draw(st.booleans()) else ""
        giving.join(shop, f"m{len(shop.roll.people)}", facts, account, self._till(data))

    @rule(data=st.data())
    def buys(self, data: st.DataObject) -> None:
        self._sells(data, self._somebody(data))

    @rule(data=st.data())
    def buys_again(self, data: st.DataObject) -> None:
        self._sells(data, self.shop.roll.person("m0"))

    @rule(data=st.data())
    def parks_and_cancels(self, data: st.DataObject) -> None:
        person, basket = self._somebody(data), data.draw(baskets(self.shop.programme))
        till, before = self._till(data), figures(self.shop)
        self._tried(lambda: selling.priced(self.shop, person, basket, till))
        self._tried(lambda: selling.offered(self.shop, person, basket, till))
        self.shop.hand_out()
        assert figures(self.shop) == before

    @precondition(lambda self: self.took_place)
    @rule(data=st.data())
    def refunds(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(self.took_place))
        count = max(len(of.event.data.get("lines", [])), 1)
        lines = st.builds(
            LineBack,
            line=st.integers(0, count - 1),
            pieces=st.integers(0, 2),
            amount_minor=st.sampled_from([0, 0, 1, 77]),
        )
        parts = st.one_of(
            st.just(Part()),
            st.builds(Part, amount_minor=st.integers(1, 900)),
            st.builds(Part, lines=st.lists(lines, min_size=1, max_size=2).map(tuple)),
        )
        part, till = data.draw(parts), self._till(data)
        self._tried(
            lambda: selling.take_back(self.shop, of, part, till=till, kind=selling.REFUND),
            *BACK,
        )

    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        person, till = self._somebody(data), self._till(data)
        try:
            of = selling.last_standing(self.shop, member=person.name)
        except Refusal:
            return
        if of.event.type == "adjust":
            self.adjusted |= {each.unit for each in of.event.postings}
        self._tried(
            lambda: selling.take_back(self.shop, of, till=till, kind=selling.UNDO),
            "reversal_final",
            *BACK,
        )

    @rule(data=st.data(), amount=st.integers(-30, 30))
    def is_adjusted(self, data: st.DataObject, amount: int) -> None:
        units = ["points", "stamp:coffees", "voucher:gift", "spend"]
        unit, person = data.draw(st.sampled_from(units)), self._somebody(data)
        self.adjusted |= {unit} - {"points"}
        giving.adjust(self.shop, person, unit, amount, reason="count", till=self._till(data))

    @rule(data=st.data())
    def does_something(self, data: st.DataObject) -> None:
        person, till = self._somebody(data), self._till(data)
        known = [
            each.activity for each in self.shop.programme.bonuses if isinstance(each, ActivityBonus)
        ]
        name = data.draw(st.sampled_from([*known, "nothing"]))
        self._tried(
            lambda: giving.record_activity(self.shop, person, name, till), "activity_unknown"
        )

    @rule(data=st.data(), first=st.sampled_from([0, 0, 2]), lasts=st.sampled_from([0, 1, 9]))
    def is_issued_something(self, data: st.DataObject, first: int, lasts: int) -> None:
        rewards = [each.id for each in self.shop.programme.rewards if not _is_paid(each)]
        if rewards:
            giving.issue(
                self.shop,
                [self._somebody(data)],
                data.draw(st.sampled_from(rewards)),
                first=self._day(first) if first else "",
                last=self._day(first + lasts) if lasts else "",
                till=self._till(data),
            )

    @rule(data=st.data(), amount=st.integers(1, 30))
    def moves_points(self, data: st.DataObject, amount: int) -> None:
        source, target, till = self._somebody(data), self._somebody(data), self._till(data)
        self._tried(
            lambda: keeping.move(self.shop, source, target, amount, till=till),
            "move_nothing",
            "not_enough",
        )

    @precondition(lambda self: len(self.shop.roll.people) > 2)
    @rule(data=st.data(), what=st.sampled_from(["merge", "household", "leave"]))
    def changes_accounts(self, data: st.DataObject, what: str) -> None:
        one, other, till = self._somebody(data), self._somebody(data), self._till(data)
        if not self.shop.till(till).line_up or any(
            not each.line_up for each in self.shop.tills.values()
        ):
            return
        if what == "merge" and one.name != other.name:
            keeping.merge(self.shop, one, other, till)
        if what == "household":
            keeping.household(self.shop, one, [other], till)
        if what == "leave" and len(self.shop.roll.of_account(one.account)) > 1:
            keeping.leave(self.shop, one)

    @rule(us=st.sampled_from(PASSES))
    def time_passes(self, us: int) -> None:
        before = self.shop.day
        passing.pass_to(self.shop, self.shop.at_us + us)
        left = ended(self.shop) if self.shop.day > before else []
        assert not left, "\n".join(left)

    @rule()
    def runs_the_day_twice(self) -> None:
        passing.run_day(self.shop, self.shop.day)
        written = len(self.shop.journal)
        passing.run_day(self.shop, self.shop.day)
        # What was only kept to be given can be tidied once it was given, also on the same day.
        assert {each.event.type for each in self.shop.journal[written:]} <= {"tidied"}
        written = len(self.shop.journal)
        passing.run_day(self.shop, self.shop.day)
        assert len(self.shop.journal) == written

    @rule(data=st.data())
    def syncs(self, data: st.DataObject) -> None:
        passing.sync(self.shop, self._till(data))

    @precondition(lambda self: len(self.shop.tills) > 1)
    @rule(data=st.data())
    def line_goes_or_comes(self, data: st.DataObject) -> None:
        passing.line(self.shop, self._till(data), is_up=data.draw(st.booleans()))

    @precondition(lambda self: len(self.shop.versions) < 3)
    @rule(programme=any_programmes, days=st.integers(1, 3))
    def makes_a_new_version(self, programme: Programme, days: int) -> None:
        last = self.shop.versions[-1]
        new = msgspec.structs.replace(
            programme,
            version=last.version + 1,
            from_day=max(self._day(days), last.from_day),
            time_zone=last.time_zone,
            day_start_minutes=last.day_start_minutes,
        )
        self.shop.versions.append(new)

    @invariant()
    def nothing_is_broken(self) -> None:
        if hasattr(self, "shop"):
            found = broken(self.shop, since=self.seen, adjusted=frozenset(self.adjusted))
            assert not found, "\n".join(found)
            self.seen = len(self.shop.journal)

    def _somebody(self, data: st.DataObject) -> Person:
        people = self.shop.roll.people
        return self.shop.roll.person(data.draw(st.sampled_from(sorted(people))))

    def _till(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.shop.tills)))

    def _day(self, days: int) -> str:
        at = local(self.shop.at_us, self.shop.programme.time_zone) + timedelta(days=days)
        return at.date().isoformat()

    def _sells(self, data: st.DataObject, person: Person) -> None:
        basket, till = data.draw(baskets(self.shop.programme)), self._till(data)
        sold = self._tried(lambda: selling.sell(self.shop, person, basket, till))
        if sold is None and basket.claims:
            # What was refused for its rewards is bought without them: more takes place this way.
            basket = msgspec.structs.replace(basket, claims=())
            sold = self._tried(lambda: selling.sell(self.shop, person, basket, till))
        if sold is not None:
            self.took_place = [*self.took_place, sold.written][-6:]

    def _tried(self, does: Callable[[], Any], *codes: str) -> Any:
        """Do something that the rules may refuse; refused, it must change nothing."""
        before, written = figures(self.shop), len(self.shop.journal)
        try:
            return does()
        except Refusal as refused:
            code = refused.code
        assert not codes or code in codes
        self.shop.hand_out()
        assert figures(self.shop) == before
        assert len(self.shop.journal) == written
        return None


def _is_paid(reward: Any) -> bool:
    return type(reward).__name__ == "PayReward"


def test_a_few_stories() -> None:
    """Try what every run has time for."""
    few = max(settings().max_examples // 10, 1)
    run_state_machine_as_test(Machine, settings=settings(max_examples=few, stateful_step_count=25))


@pytest.mark.slow
def test_as_many_stories_as_the_profile_says() -> None:
    many = max(settings().max_examples // 20, 1)
    run_state_machine_as_test(Machine, settings=settings(max_examples=many, stateful_step_count=40))
