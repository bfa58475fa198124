"""What the tests of benefits are made of: a member whose counters live on from sale to sale."""

from typing import Any

from msgspec.structs import replace

from loyalty import accounts
from loyalty.basket import Basket, Line
from loyalty.benefits import bonuses, counting, daily
from loyalty.benefits import due as benefits
from loyalty.benefits.gifts import Due
from loyalty.benefits.levels import tier_on
from loyalty.earning.earned import earned
from loyalty.entries import Counted, Given
from loyalty.lots import HeldLot
from loyalty.postings import of_entries
from loyalty.programme import Programme, Scoped
from loyalty.rewards.discount import Pricing
from loyalty.scene import Facts, Scene
from loyalty.settle import settled
from loyalty.standing import Standing

ACCOUNT = "a" * 32
FRIEND = "b" * 32
DAY = "2026-11-22"


def gift(points: int = 100) -> dict[str, Any]:
    """Give a gift of points."""
    return {"points": points}


class Member:
    """One member over many days, as the server sees them: every sale runs the real rules."""

    def __init__(self, rules: Programme, *, home: bool = True, **facts: Any) -> None:
        self.rules = rules
        self.facts = Facts(member="m1", **facts)
        self.standing = Standing(account=ACCOUNT, home=home)
        self.lots: dict[str, dict[str, int]] = {}
        self.sales = 0
        self.referrer: dict[str, int] | None = None
        self.given: list[Given] = []

    def scene(self, day: str) -> Scene:
        """Give the scene on a business date."""
        return Scene(
            programme=self.rules,
            standing=self.standing,
            facts=self.facts,
            day=day,
            referrer=self.referrer,
        )

    def buy(self, amount_minor: int, day: str = DAY, *lines: Line, **basket: Any) -> Due:
        """Run one sale and give what was due by it; it is kept for `undo`."""
        all_lines = (Line(amount_minor=amount_minor), *lines) if amount_minor else lines
        scene, sale = self.scene(day), Basket(lines=all_lines, **basket)
        pricing = Pricing(sale)
        tier = tier_on(self.rules, self.standing.counters, day)
        given, steps = earned(scene, sale, pricing, tier=tier)
        visited = bool(pricing.net_minor(Scoped())) or sale.visit
        steps += counting.counted(scene, sale, pricing, given, visited=visited)
        after = self._after(given, steps)
        seen = benefits.SaleSeen(
            pricing=pricing, given=given, codes=sale.codes, visited=visited, tier=tier
        )
        due = benefits.due(scene, after, sale=seen)
        self.last = ((*given, *due.given), (*steps, *due.counted))
        self._book(*self.last)
        return due

    def undo(self, entries: tuple[tuple[Given, ...], tuple[Counted, ...]] | None = None) -> None:
        """Take a whole sale back: what it gave and what it counted."""
        given, steps = entries or self.last
        self.standing = self._after((), tuple(_negative(each) for each in steps))
        for each in given:
            self.given.remove(each)

    def enrol(self, day: str = DAY) -> Due:
        """Join."""
        return self._happened(bonuses.enrolled(self.scene(day)))

    def does(self, activity: str, day: str = DAY) -> Due:
        """Do something that staff record."""
        return self._happened(bonuses.activity(self.scene(day), activity))

    def run_day(self, day: str) -> tuple[daily.Draft, ...]:
        """Run what a business date brings, and book it."""
        lots = {
            unit: tuple(HeldLot(lot=lot, amount=amount) for lot, amount in held.items())
            for unit, held in self.lots.items()
        }
        drafts = daily.drafts(self.scene(day), lots)
        for draft in drafts:
            self.standing = settled(self.standing, draft.postings)
            for change in accounts.changes(draft.postings):
                if change.part == accounts.OPEN and change.account == ACCOUNT:
                    held = self.lots.setdefault(change.unit, {})
                    held[change.lot] = held.get(change.lot, 0) + change.delta
        return drafts

    def _happened(self, due: Due) -> Due:
        self._book(due.given, due.counted)
        return due

    def _after(self, given: tuple[Given, ...], steps: tuple[Counted, ...]) -> Standing:
        return settled(self.standing, of_entries(ACCOUNT, "sale", given=given, counted=steps))

    def _book(self, given: tuple[Given, ...], steps: tuple[Counted, ...]) -> None:
        self.sales += 1
        self.given += given
        event_id = f"019ab001-0000-7000-8000-{self.sales:012}"
        postings = of_entries(ACCOUNT, event_id, given=given, counted=steps)
        self.standing = settled(self.standing, postings)
        for change in accounts.changes(postings):
            if change.part == accounts.OPEN and change.account == ACCOUNT:
                held = self.lots.setdefault(change.unit, {})
                held[change.lot] = held.get(change.lot, 0) + change.delta

    def away(self) -> None:
        """Let the home right be elsewhere."""
        self.standing = replace(self.standing, home=False)

    def back(self) -> None:
        """Bring the home right here."""
        self.standing = replace(self.standing, home=True)

    @property
    def counters(self) -> dict[str, int]:
        """Give the counters that are not zero."""
        return {unit: amount for unit, amount in self.standing.counters.items() if amount}

    def issued(self) -> list[str]:
        """Give the ids of the benefits that stand as given."""
        return sorted(
            unit.removeprefix("issued:")
            for unit, amount in self.counters.items()
            if unit.startswith("issued:") and amount > 0
        )


def ids(due: Due) -> list[str]:
    """Give the benefit ids of what was given."""
    return [each.benefit for each in due.given]


def points(due: Due) -> int:
    """Give the points of what was given to the member."""
    return sum(each.amount for each in due.given if each.unit == "points" and not each.account)


def _negative(each: Counted) -> Counted:
    return Counted(unit=each.unit, delta=-each.delta, account=each.account)
