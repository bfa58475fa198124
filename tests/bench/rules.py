"""How many sales the rules price and book on one core, beside the same written by hand.

Nothing here waits for a disk or a line, so the time is the processor's own: what else the machine
does meanwhile does not count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from loyalty.accounts import HELD, POINTS
from loyalty.basket import Basket, Line
from loyalty.benefits.daily import drafts
from loyalty.booking import Booking
from loyalty.earning.plan import Plan
from loyalty.programme import Programme, from_wire
from loyalty.quote import postings, quote_in
from loyalty.scene import Scene

SALES_GOAL: Final = 50_000
FLAT_GOAL: Final = 1.25
ROUNDS: Final = 5
MEMBERS: Final = 200
SALES_A_ROUND: Final = 2_000
SALES_A_ROUND_FULL: Final = 20_000
HISTORIES: Final = (10, 1_000, 10_000)
HISTORY_ROUND: Final = 100
FLAT_ROUNDS: Final = 24
DAYS: Final = tuple(f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29))

_HEAD: Final = (
    '"id":"bench","version":1,"from":"2026-01-01","name":"Bench","currency":"EUR",'
    '"time_zone":"Europe/Amsterdam"'
)
_TIERS: Final = (
    '"tiers":[{"id":"bronze","name":"Bronze","from_amount":0},'
    '{"id":"silver","name":"Silver","from_amount":15000},'
    '{"id":"gold","name":"Gold","from_amount":50000}]'
)
SIMPLE: Final = (
    "{"
    + _HEAD
    + ","
    + _TIERS
    + ',"earn":[{"kind":"amount","id":"spend","points":1,"per_minor":300}],'
    '"multipliers":[{"id":"silver","percent":25,"tiers":["silver"]},'
    '{"id":"gold","percent":50,"tiers":["gold"]}],'
    '"stamp_cards":[{"id":"card","name":"Card","stamps":10,"minimum_minor":250}]}'
)
RICH: Final = (
    "{" + _HEAD + ',"tiers":[{"id":"bronze","name":"Bronze","from_amount":0,"period":'
    '{"kind":"calendar"}},{"id":"silver","name":"Silver","from_amount":15000,"period":'
    '{"kind":"calendar"},"entry":{"points":50}},{"id":"gold","name":"Gold","from_amount":50000,'
    '"period":{"kind":"calendar"},"entry":{"points":100}}],'
    '"points":{"months":12,"until":"month"},'
    '"earn":[{"kind":"amount","id":"spend","points":1,"per_minor":300},'
    '{"kind":"visit","id":"visit","points":2,"most_per_day":4},'
    '{"kind":"item","id":"cake","points":3,"categories":["food"]}],'
    '"multipliers":[{"id":"silver","percent":25,"tiers":["silver"]},'
    '{"id":"gold","percent":50,"tiers":["gold"]},'
    '{"id":"tuesday","percent":100,"weekdays":["tue"]},'
    '{"id":"early","percent":50,"hours":[{"from":"07:00","until":"09:00"}]}],'
    '"stamp_cards":[{"id":"card","name":"Card","stamps":10,"categories":["coffee"]},'
    '{"id":"lunch","name":"Lunch","stamps":5,"per":"amount","per_minor":1000}],'
    '"rewards":[{"kind":"fixed","id":"five","name":"Five","amount_minor":500},'
    '{"kind":"percent","id":"automatic","name":"A","percent":5,"automatic":true,'
    '"minimum_minor":2000}],'
    '"milestones":[{"id":"every","name":"Every","every":15000,"gift":{"reward":"five"}}],'
    '"staircases":[{"id":"stairs","name":"Stairs","period":{"kind":"calendar","unit":"quarter"},'
    '"steps":[{"from_amount":20000,"gift":{"points":20}}]}],'
    '"bonuses":[{"kind":"welcome","id":"hello","name":"Hello","gift":{"points":10}},'
    '{"kind":"birthday","id":"birthday","name":"Birthday","gift":{"points":25}}]}'
)

Sale = tuple[str, int, tuple[Line, ...]]


def run(*, full: bool) -> dict[str, Any]:
    """Measure; `full` takes ten times the sales."""
    began = time.perf_counter()
    count = SALES_A_ROUND_FULL if full else SALES_A_ROUND
    simple, by_hand, rich = _in_turn(count)
    flat = _flatness()
    ratio = simple / by_hand
    return {
        "bench": "rules",
        "figures": {
            "simple_sales_per_s": {
                "value": round(simple),
                "goal": SALES_GOAL,
                "met": simple >= SALES_GOAL,
            },
            "rich_sales_per_s": {"value": round(rich)},
            **flat,
        },
        "baseline": {"by_hand_sales_per_s": {"value": round(by_hand)}},
        "ratio": round(ratio, 4),
        "goal": SALES_GOAL,
        "met": simple >= SALES_GOAL and bool(flat["flatness"]["met"]),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _in_turn(count: int) -> tuple[float, float, float]:
    """Give sales a second of the simple programme, the same by hand, and the rich one; medians."""
    simple, rich = from_wire(SIMPLE.encode()), from_wire(RICH.encode())
    sales = sales_of(count)
    ours: list[float] = []
    theirs: list[float] = []
    richly: list[float] = []
    for _ in range(ROUNDS + 1):  # the first round warms everything up and is not counted
        till, hand = Till(simple), ByHand()
        ours.append(count / _timed(till.sell, sales))
        theirs.append(count / _timed(hand.sell, sales))
        assert {who: each.standing().amount() for who, each in till.accounts.items()} == {
            f"member-{member}": points for member, points in hand.points.items()
        }, "the baseline gives the very points that the rules give"
        richly.append(count / _timed(Till(rich).sell, sales))
    return (
        statistics.median(ours[1:]),
        statistics.median(theirs[1:]),
        statistics.median(richly[1:]),
    )


def _flatness() -> dict[str, Any]:
    """Time a sale of one member with ever more sales behind them, in turn."""
    rich = from_wire(RICH.encode())
    tills = {size: Till(rich) for size in HISTORIES}
    sale = sales_of(1)[0]
    for size, till in tills.items():
        for at in range(size):
            till.sell(DAYS[at * len(DAYS) // size], *sale[1:])
        till.end_day(DAYS[-1])
    times: dict[int, list[float]] = {size: [] for size in HISTORIES}
    for _ in range(FLAT_ROUNDS):
        for size, till in tills.items():
            repeated = [(DAYS[-1], *sale[1:])] * HISTORY_ROUND
            times[size].append(_timed(till.sell, repeated) / HISTORY_ROUND * 1e6)
    medians = {size: statistics.median(each) for size, each in times.items()}
    ratio = medians[HISTORIES[-1]] / medians[HISTORIES[0]]
    figures: dict[str, Any] = {
        f"sale_us_after_{size}": {"value": round(each, 1)} for size, each in medians.items()
    }
    met = ratio <= FLAT_GOAL
    return {**figures, "flatness": {"value": round(ratio, 3), "goal": FLAT_GOAL, "met": met}}


def _timed(sell: Callable[..., None], sales: Sequence[Sale]) -> float:
    began = time.process_time()
    for sale in sales:
        sell(*sale)
    return time.process_time() - began


def sales_of(count: int) -> list[Sale]:
    """Give a year of small sales: two in three of one line, the others of two."""
    products = (("espresso", "coffee"), ("cappuccino", "coffee"), ("cake", "food"))
    sales: list[Sale] = []
    for at in range(count):
        lines = []
        for more in range(1 + (at % 3 == 0)):
            product, category = products[(at + more) % 3]
            amount_minor = 220 + (at * 37 + more * 101) % 900
            lines.append(Line(amount_minor=amount_minor, product=product, category=category))
        sales.append((DAYS[at * len(DAYS) // count], at * 7 % MEMBERS, tuple(lines)))
    return sales


class Till:
    """One till that prices every sale, makes its postings and books them."""

    def __init__(self, programme: Programme) -> None:
        self.accounts: dict[str, Booking] = {}
        self._programme = programme
        self._plan = Plan.of(programme)
        self._number = 0

    def sell(self, day: str, member: int, lines: tuple[Line, ...]) -> None:
        """Sell to a member."""
        name = f"member-{member}"
        account = self.accounts.get(name)
        if account is None:
            account = self.accounts[name] = Booking(name)
        self._number += 1
        sale_id = f"019ab001-0000-7000-8000-{self._number:012}"
        scene = self._scene(account, day)
        quoted = quote_in(scene, Basket(lines=lines), sale_id=sale_id)
        account.book(postings(quoted, name, sale_id, self._programme))

    def end_day(self, day: str) -> None:
        """Do what is done once a store-day: what nobody can need any more is dropped."""
        for account in self.accounts.values():
            scene = self._scene(account, day)
            for draft in drafts(scene, scene.standing.held, part=HELD):
                account.book(draft.postings)

    def _scene(self, account: Booking, day: str) -> Scene:
        return Scene(
            programme=self._programme,
            standing=account.standing(),
            day=day,
            minute=600,
            plan=self._plan,
        )


class ByHand:
    """The baseline: the simple programme as somebody writes it who needs no other."""

    def __init__(self) -> None:
        self.points: dict[int, int] = {}
        self.stamps: dict[int, int] = {}
        self.spend_minor: dict[int, int] = {}
        self.carried: dict[int, int] = {}
        self.log: list[tuple[str, int, int, str, int]] = []

    def sell(self, day: str, member: int, lines: tuple[Line, ...]) -> None:
        """Sell to a member."""
        amount_minor = sum(line.amount_minor for line in lines)
        spent_minor = self.spend_minor.get(member, 0)
        whole = amount_minor + self.carried.get(member, 0)
        points, self.carried[member] = divmod(whole, 300)
        if spent_minor >= 50_000:
            points += points * 50 // 100
        elif spent_minor >= 15_000:
            points += points * 25 // 100
        stamps = int(amount_minor >= 250)
        self.points[member] = self.points.get(member, 0) + points
        self.stamps[member] = self.stamps.get(member, 0) + stamps
        self.spend_minor[member] = spent_minor + amount_minor
        self.log.append((day, member, amount_minor, POINTS, points))
        self.log.append((day, member, amount_minor, "stamps", stamps))
