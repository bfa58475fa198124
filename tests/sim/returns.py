"""What came back of each sale, whoever took it back: never more of it than was sold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.sim.faults import need
from tests.sim.purses import Key
from tests.sim.reading import is_counter, parts_of

if TYPE_CHECKING:
    from tests.sim.auditor import Auditor
    from tests.sim.till_end import TillEnd
    from tests.sim.truth import ShopTruth

WISH = "refund_wanted"
TAKES_BACK = frozenset({"refund", "undo"})
PUT_RIGHT = "put_right"


class CameBack(NamedTuple):
    """What one event took back: parts by line, money, and value by unit."""

    lines: dict[int, Fraction]
    money_minor: int
    units: Counter[str]


@dataclass(slots=True)
class Returns:
    """What came back, by sale and by event, in one feed of the server's books."""

    of: defaultdict[str, dict[str, CameBack]] = field(default_factory=lambda: defaultdict(dict))
    fresh: set[str] = field(default_factory=set)
    """Sales that were taken back since the last look."""
    judged: set[str] = field(default_factory=set)
    """Those of them that the server took back by itself."""

    def heard(
        self,
        event_id: str,
        kind: str,
        data: Mapping[str, Any],
        deltas: Mapping[Key, int],
        *,
        by_server: bool,
    ) -> None:
        """Take in what an event that was booked says of a sale that came back."""
        sale = str(data.get("corrects", ""))
        if kind == PUT_RIGHT and sale:
            del self.of[sale][str(data["event"])]
        elif kind in TAKES_BACK and sale:
            lines = {int(line): Fraction(part) for line, part in data["returned"]}
            units: Counter[str] = Counter()
            for (_, unit), delta in deltas.items():
                units[unit] += delta
            self.of[sale][event_id] = CameBack(lines, data["money_minor"], units)
            if by_server:
                self.judged.add(sale)
        else:
            return
        self.fresh.add(sale)

    def check(self, shop: ShopTruth, is_open: Mapping[tuple[str, int], bool]) -> None:
        """No more comes back than was sold, and the server judges only what no till may.

        `is_open` says of epochs, by device and number, whether a till may still decide there.
        """
        for sale in sorted(self.fresh):
            self._check_sale(sale, shop)
        for sale in sorted(self.judged):
            need(not is_open.get(shop.sold_in[sale], False), "refund_right", sale, "by the server")
        self.fresh.clear()
        self.judged.clear()

    def _check_sale(self, sale: str, shop: ShopTruth) -> None:
        sold, found = shop.ever[sale].data, self.of[sale]
        lines: Counter[int] = Counter()
        units: Counter[str] = Counter()
        for each in found.values():
            lines.update(each.lines)
            units.update(each.units)
        said = f"{sale}: {found}"
        need(all(part <= 1 for part in lines.values()), "refunded_more", said)
        money_minor = sum(each.money_minor for each in found.values())
        need(money_minor <= sold["to_pay_minor"], "refunded_money", said, sold["to_pay_minor"])
        given: Counter[str] = Counter()
        spent: Counter[str] = Counter()
        for unit, gave, took in parts_of(sold):
            given[unit] += gave
            spent[unit] += took
        for unit, amount in units.items():
            is_within = is_counter(unit) or -given[unit] <= amount <= spent[unit]
            need(is_within, "refunded_value", said, unit, amount, given[unit], spent[unit])


def answered(till: TillEnd, auditor: Auditor) -> None:
    """At the end every wish of a till has its answer, and one that was granted is in the books."""
    shop, returns = till.truth.shop, auditor.now.returns
    for made in till.truth.disk.made.values():
        if made.type != WISH:
            continue
        sale = str(made.data["sale"])
        answer = till.directory.refund_answer(made.event_id)
        if sale in shop.gone:
            continue  # on no disk any more: nobody can say what it was
        if auditor.is_left_open(*shop.sold_in[sale]):
            continue  # sold at a copy that was switched off: its owner has not said so yet
        need(answer is not None, "wish_unanswered", till.name, made.event_id, "for", sale)
        assert answer is not None
        is_back = bool(returns.of.get(sale))
        need(answer.state != "done" or is_back, "wish_not_done", till.name, sale)
