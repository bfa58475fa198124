"""What can be expected of a member and of the shop at any time: figures, lots, level, vouchers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loyalty import accounts
from loyalty.accounts import EARNED, POINTS, SPEND, VISITS, stamps, voucher
from loyalty.benefits.levels import tier_on
from loyalty.lots import first_day, last_day
from loyalty.programme import Programme
from terminal.scenarios import climbing, expecting
from terminal.scenarios.expecting import Check, Reader, View, compared
from terminal.scenarios.records import records
from terminal.scenarios.table import Table


def _lots(view: View, unit: str) -> list[dict[str, Any]]:
    found = view.world.shop.shelf.lots(view.person.account, unit)
    return [
        {"amount": left, "first_day": first_day(lot), "last_day": last_day(lot), "unit": unit}
        for lot, left in found.items()
    ]


def _units(view: View, prefix: str = "") -> list[str]:
    rights = view.world.shop.shelf.rights.get(view.person.account, {})
    return [unit for unit in sorted(rights) if unit.startswith(prefix)]


def _every_lot(view: View) -> list[dict[str, Any]]:
    return [each for unit in _units(view) for each in _lots(view, unit)]


def _balance(view: View) -> dict[str, int]:
    return dict(view.standing.balance)


def _spendable(view: View) -> dict[str, int]:
    standing, day = view.standing, view.world.shop.day
    return {unit: standing.spendable(unit, day) for unit in standing.balance}


def _held(view: View) -> dict[str, int]:
    """Give what the till of the event holds of the member's, whatever it could reach."""
    till = view.outcome.written[-1].till if view.outcome.written else ""
    held = view.world.shop.standing(view.person.account, till).held
    return {unit: sum(lot.amount for lot in lots) for unit, lots in held.items()}


def _pending(view: View) -> dict[str, int]:
    day = view.world.shop.day
    return {
        unit: sum(each["amount"] for each in _lots(view, unit) if each["first_day"] > day)
        for unit in _units(view)
    }


def _expiring(view: View) -> dict[str, int]:
    """Give the points that are gone after a day, for every day."""
    return _Until(view)


class _Until(dict[str, int]):
    def __init__(self, view: View) -> None:
        super().__init__()
        self._lots = _lots(view, POINTS)

    def get(self, day: str, _default: Any = None) -> int:
        return sum(each["amount"] for each in self._lots if each["last_day"] <= day)


def _tier(view: View) -> str:
    found = tier_on(view.programme, view.standing.counters, view.world.shop.day)
    return found.id if found else ""


def _vouchers(view: View) -> list[dict[str, Any]]:
    return [
        {**each, "reward": unit.partition(":")[2]}
        for unit in _units(view, "voucher:")
        for each in _lots(view, unit)
    ]


def _vouchers_reader(table: Table, key: str) -> Check:
    """Expect vouchers: a table of how many by reward, or the list of every one with its days."""
    value = table.take(key)
    if isinstance(value, Mapping) and not {"reward", "last_day", "until"} & set(value):
        return expecting.figures(_balance, unit=voucher)(table, key)
    if isinstance(value, int):
        return expecting.number(lambda view: sum(each["amount"] for each in _vouchers(view)))(
            table, key
        )
    return records(_vouchers, "reward")(table, key)


def _liability(view: View) -> int:
    """Give what all points that members have are worth to them."""
    shelf = view.world.shop.shelf
    return sum(
        view.programme.worth_minor(max(units[POINTS].balance, 0))
        for units in shelf.rights.values()
        if POINTS in units
    )


def _entries(view: View) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in view.world.shop.journal:
        found[each.event.type] = found.get(each.event.type, 0) + 1
    return found


def _mine(view: View) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in view.world.shop.journal:
        if each.member == view.person.name:
            found[each.event.type] = found.get(each.event.type, 0) + 1
    return found


def _counters(view: View) -> Mapping[str, int]:
    return view.standing.counters


def _stock(view: View) -> dict[str, int]:
    return view.world.shop.shelf.counters.get(accounts.WHOLE_SHOP, {})


def _merged_into(view: View) -> str:
    return view.world.shop.roll.people[view.person.name].merged_into


def _only_card(programme: Programme) -> str:
    return programme.stamp_cards[0].id if programme.stamp_cards else ""


def _stamps_reader(table: Table, key: str) -> Check:
    """Expect stamps: by card, or a number for the only card."""
    value = table.take(key)
    if isinstance(value, Mapping):
        return expecting.figures(_balance, unit=stamps)(table, key)
    path, wanted = f"{table.path}.{key}", table.whole(key)
    return lambda view: compared(
        path, wanted, _balance(view).get(stamps(_only_card(view.programme)), 0)
    )


STATE: Mapping[str, Reader] = {
    "points": expecting.number(lambda view: view.standing.amount()),
    "worth": expecting.money(lambda view: view.programme.worth_minor(view.standing.amount())),
    "balance": expecting.figures(_balance, usual=POINTS),
    "spendable": expecting.figures(_spendable, usual=POINTS),
    "held": expecting.figures(_held, usual=POINTS),
    "pending": expecting.figures(_pending, usual=POINTS),
    "owed": expecting.figures(lambda view: view.standing.owed, usual=POINTS),
    "expiring": expecting.figures(_expiring),
    "lots": records(lambda view: _lots(view, POINTS), "amount"),
    "all_lots": records(_every_lot, "amount"),
    "stamps": _stamps_reader,
    "vouchers": _vouchers_reader,
    "counters": expecting.figures(_counters),
    "spend": expecting.money(lambda view: view.standing.counters.get(SPEND, 0)),
    "visits": expecting.number(lambda view: view.standing.counters.get(VISITS, 0)),
    "earned_ever": expecting.number(lambda view: view.standing.counters.get(EARNED, 0)),
    "tier": climbing.level(_tier),
    "next_tier": climbing.next_up,
    "memberships": climbing.memberships,
    "blocked": expecting.flag(lambda view: view.person.facts.blocked),
    "segments": expecting.names(lambda view: sorted(view.person.facts.segments)),
    "personal": expecting.names(lambda view: sorted(view.person.facts.personal)),
    "account": expecting.text(lambda view: view.person.account),
    "merged_into": expecting.text(_merged_into),
    "member_entries": expecting.figures(_mine),
    "entries": expecting.figures(_entries),
    "liability": expecting.money(_liability),
    "stock_used": expecting.figures(_stock, unit=accounts.used),
    "day": expecting.day(lambda view: view.world.shop.day),
    "version": expecting.number(lambda view: view.programme.version),
}
MONEY = frozenset({"worth", "spend", "liability"})
