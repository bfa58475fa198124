"""What one event adds to the figures of its day, as lines of whole numbers that are 0 or more.

A till made the event, and whatever stands in it can never stop the intake: what is no short name
is left out, and what is no whole number within a sale's bounds counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from loyalty import days
from loyalty.event import Event
from server.judge import AMOUNT_MAX, is_name

SOLD, UNDONE, REFUNDED = "sold", "undone", "refunded"
OTHER, OTHER_UNDONE, OTHER_REFUNDED = "other", "other_undone", "other_refunded"
HOUR, REWARD, RULE, ITEMS = "hour", "reward", "rule", "items"
JOINED, IMPORTED, GOODWILL, GOODWILL_BACK = "joined", "imported", "goodwill", "goodwill_back"
TAKEN, MOVED, LATE, TYPED = "taken", "moved", "late", "typed"
RECEIPTS, ANSWER = "receipts", "answer"
MEMBERS, OTHERS = "members", "others"
LISTED_MAX = 50
"""So many rewards and rules of one sale are counted; no real sale has more."""
_BECAUSE = {"moved": MOVED, "moved_back": MOVED, "late": LATE}
_TO_THE_MINUTE = len("2026-11-20T11:16")


class Line(NamedTuple):
    """How often something happened, and its money or points; `part` says who, which or when."""

    measure: str
    part: str
    times: int
    amount: int


def lines(made: Event, zone: str) -> Iterator[Line]:
    """Give what an event adds to the figures of its day; nothing for a type that none counts."""
    actor, data = named(made.actor), made.data
    match made.type:
        case "sale":
            yield from _sold(made, actor, zone)
        case "undo" | "refund":
            yield from _back(made.type == "undo", data, actor)
        case "enrol":
            yield Line(IMPORTED if data.get("import") else JOINED, actor, 1, 0)
        case "goodwill":
            yield Line(GOODWILL, actor, 1, whole(data.get("worth_minor")))
        case "goodwill_back":
            yield Line(GOODWILL_BACK, actor, 1, 0)
        case "day_closed" if type(data.get("receipts")) is int:
            yield Line(RECEIPTS, "", whole(data["receipts"]), whole(data.get("till_minor")))
        case "answer":
            yield Line(ANSWER, named(data.get("answer")), 1, 0)
        case _:
            return


def whole(value: Any) -> int:
    """Give a whole number from 0 to AMOUNT_MAX, and 0 for anything else."""
    return value if type(value) is int and 0 <= value <= AMOUNT_MAX else 0


def named(value: Any) -> str:
    """Give a short name that any database takes, and nothing for anything else."""
    return value if isinstance(value, str) and _is_name(value) else ""


def _sold(made: Event, actor: str, zone: str) -> Iterator[Line]:
    data = made.data
    paid_minor = whole(data.get("to_pay_minor"))
    is_member = bool(data.get("account"))
    yield Line(SOLD if is_member else OTHER, actor, 1, paid_minor)
    if is_member:
        yield from _brought(data)
    if data.get("because") is not None:
        return  # it stands in its hour already, from when it was sold
    who = MEMBERS if is_member else OTHERS
    hour = _hour(made.at[:_TO_THE_MINUTE], zone)
    if hour:
        yield Line(HOUR, f"{who}/{hour}", 1, paid_minor)
    items = sum(1 for each in _listed(data.get("lines")) if each.get("product"))
    if items:
        yield Line(ITEMS, who, 1, items)
    elif is_member and not data.get("register"):
        yield Line(TYPED, actor, 1, paid_minor)


def _brought(data: dict[str, Any]) -> Iterator[Line]:
    for each in _listed(data.get("spent"))[:LISTED_MAX]:
        reward = named(each.get("reward"))
        if reward:
            yield Line(REWARD, reward, 1, whole(each.get("worth_minor")))
    for each in _listed(data.get("given"))[:LISTED_MAX]:
        rule, unit = named(each.get("rule")), named(each.get("unit"))
        if rule and unit:
            yield Line(RULE, f"{rule}|{unit}", 1, whole(each.get("amount")))


def _back(is_whole: bool, data: dict[str, Any], actor: str) -> Iterator[Line]:  # noqa: FBT001
    money_minor = whole(data.get("money_minor"))
    is_member = bool(data.get("account"))
    if is_member:
        yield Line(UNDONE if is_whole else REFUNDED, actor, 1, money_minor)
    else:
        yield Line(OTHER_UNDONE if is_whole else OTHER_REFUNDED, actor, 1, money_minor)
    because = data.get("because")
    yield Line(_BECAUSE.get(because, TAKEN) if isinstance(because, str) else TAKEN, actor, 1, 0)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


# The same few names, and the same minute, come again and again.


@lru_cache(maxsize=4_096)
def _is_name(text: str) -> bool:
    return is_name(text)


@lru_cache(maxsize=4_096)
def _hour(stamped: str, zone: str) -> str:
    """Give the hour on the shop's wall clock as two digits; empty where it cannot be read."""
    try:
        return f"{days.moment(days.read(stamped + ':00Z')).astimezone(ZoneInfo(zone)).hour:02}"
    except (ValueError, OverflowError, TypeError):
        return ""
