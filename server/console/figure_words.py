"""What the console calls each figure, how it says that it is computed, and how it writes it."""

from __future__ import annotations

from types import MappingProxyType

from loyalty.programme import Programme
from server.console.kit.figures import Tile
from server.console.wording import mark, money
from server.insight.overview import HUNDREDTHS, MONEY, RECORDED, SHARE, Figure
from server.pages.wording import Words

NAMES = MappingProxyType(
    {
        "participation": mark("Share of sales with a member"),
        "joined": mark("New members"),
        "active_30": mark("Came in the last 30 days"),
        "active_90": mark("Came in the last 90 days"),
        "again": mark("Came again"),
        "frequency": mark("Visits a member"),
        "basket": mark("Average purchase of a member"),
        "basket_others": mark("Average purchase of others"),
        "rewards": mark("Rewards used"),
        "cost": mark("Worth of the rewards"),
        "cost_share": mark("Rewards of what members spent"),
        "never_used": mark("Points never used"),
        "owed": mark("What you still owe your members"),
    }
)
HOW = MappingProxyType(
    {
        "participation": mark("Sales with a member out of all sales, without those taken back."),
        "joined": mark("Cards and names given at the tills. Lists brought in do not count."),
        "active_30": mark("Members with a visit in the 30 days up to the end of the period."),
        "active_90": mark("Members with a visit in the 90 days up to the end of the period."),
        "again": mark("Members with two visits or more in the months of the period."),
        "frequency": mark("Visits for each member who came, in the months of the period."),
        "basket": mark("What members paid for each sale, after discounts and returns."),
        "basket_others": mark("What others paid for each sale, after returns."),
        "rewards": mark("Rewards that were used at the tills."),
        "cost": mark("What the rewards took off the price, or would have cost."),
        "cost_share": mark("Worth of the rewards out of what members paid."),
        "never_used": mark("Points that ended out of the points given."),
        "owed": mark("All points that members have now, at their worth in the programme."),
    }
)
UNKNOWN = mark("not known")
NEEDS = MappingProxyType(
    {
        RECORDED: mark("Needs sales without a member too: a linked till, or Enter twice."),
    }
)


def written(words: Words, programme: Programme, kind: str, value: int | None) -> str:
    """Write a value as its kind is written; `not known` where nobody knows it."""
    if value is None:
        return words.say(UNKNOWN)
    if kind == MONEY:
        return money(words, value, programme.currency, programme.scale)
    if kind == SHARE:
        return share(words, value)
    return hundredths(words, value) if kind == HUNDREDTHS else words.number(value)


def share(words: Words, thousandths: int) -> str:
    """Write a share per thousand as a percentage with one decimal."""
    return f"{_decimal(words, thousandths, 1)}\u00a0%"


def hundredths(words: Words, value: int) -> str:
    """Write hundredths with two decimals."""
    return _decimal(words, value, 2)


def tile(words: Words, programme: Programme, figure: Figure) -> Tile:
    """Make the tile of a figure: its value, what it was before, and what it needs."""
    before, note = "", ""
    if figure.before is not None:
        shown = written(words, programme, figure.kind, figure.before)
        before = words.say("{value} before", value=shown)
    if figure.value is None and figure.needs in NEEDS:
        note = words.say(NEEDS[figure.needs])
    is_known = figure.value is not None and figure.before is not None
    is_same = figure.value == figure.before
    return Tile(
        name=words.say(NAMES[figure.code]),
        value=written(words, programme, figure.kind, figure.value),
        before=before,
        up=(figure.value or 0) > (figure.before or 0) if is_known and not is_same else None,
        note=note,
    )


def _decimal(words: Words, value: int, places: int) -> str:
    from decimal import Decimal

    from babel.numbers import format_decimal

    whole = Decimal(value).scaleb(-places)
    pattern = "#,##0." + "0" * places
    return str(format_decimal(whole, format=pattern, locale=words.language))
