"""Writes lists of members: in our own columns, which lose nothing, and in those of other systems.

Theirs are what `layouts` reads: the columns that each of them takes in its own import. Nobody who
did not say yes is written down as somebody who did.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import IO, Any, Final

from loyalty.accounts import POINTS
from terminal.imports import layouts, member_figures
from terminal.imports.member_cards import SEPARATOR
from terminal.imports.rejects import harmless
from terminal.till.taking_over import MEMBER_SIGN

Told = Mapping[str, Any]
Columns = tuple[tuple[str, Callable[[Told], str]], ...]
OWN: Final = "regulars"
_YES: Final = "yes"
_NO: Final = "no"


def _field(name: str) -> Callable[[Told], str]:
    return lambda told: str(told["fields"].get(name, ""))


def _plain(name: str) -> Callable[[Told], str]:
    return lambda told: str(told[name])


def _first(told: Told) -> str:
    return str(told["fields"].get("name", "")).partition(" ")[0]


def _last(told: Told) -> str:
    return str(told["fields"].get("name", "")).partition(" ")[2]


def _points(told: Told) -> str:
    return str(told["balance"].get(POINTS, 0))


def _card(told: Told) -> str:
    """Give what the other system can read off the card in the member's hand."""
    older = told["old_cards"]
    return str(older[0].partition(":")[2] if older else told["card"])


def _last_day(told: Told) -> str:
    """Give the day on which the first points end, where any do."""
    from loyalty.lots import NEVER, last_day

    days = [last_day(lot) for unit, lot, amount in told["lots"] if unit == POINTS and amount]
    first = min(days, default=NEVER)
    return "" if first == NEVER else first


def _agreed(channel: str, yes: str = _YES, no: str = _NO) -> Callable[[Told], str]:
    return lambda told: yes if channel in told["consents"] else no


def _nothing(told: Told) -> str:
    del told
    return ""


def _blank(*names: str) -> Columns:
    return tuple((name, _nothing) for name in names)


_FOREIGN: Mapping[str, Columns] = MappingProxyType(
    {
        "square": (
            ("Reference ID", _card),
            ("First Name", _first),
            ("Last Name", _last),
            ("Email Address", _field("email")),
            ("Phone Number", _field("phone")),
            *_blank("Nickname", "Company Name", "Street Address 1", "Street Address 2"),
            *_blank("City", "State", "Postal Code"),
            ("Birthday", _field("birthday")),
            ("Memo", lambda told: f"{_points(told)} points"),
            ("Email Subscription Status", _agreed("email", "subscribed", "unsubscribed")),
        ),
        "shopify": (
            ("First Name", _first),
            ("Last Name", _last),
            ("Email", _field("email")),
            ("Accepts Email Marketing", _agreed("email")),
            *_blank("Default Address Company", "Default Address Address1"),
            *_blank("Default Address Address2", "Default Address City"),
            *_blank("Default Address Province Code", "Default Address Country Code"),
            *_blank("Default Address Zip", "Default Address Phone"),
            ("Phone", _field("phone")),
            ("Accepts SMS Marketing", _agreed("sms")),
            ("Tags", lambda _told: "regulars"),
            ("Note", lambda told: f"{_points(told)} points, card {_card(told)}"),
            ("Tax Exempt", lambda _told: _NO),
        ),
        "loyverse": (
            ("Customer name", _field("name")),
            ("Email", _field("email")),
            ("Phone", _field("phone")),
            *_blank("Address", "City", "Region", "Postal code", "Country"),
            ("Customer code", _card),
            ("Points balance", _points),
            ("Note", _nothing),
            ("First visit", _plain("joined")),
        ),
        "odoo": (
            ("code", _card),
            ("partner_id", _field("name")),
            ("program_id", _nothing),
            ("points", _points),
            ("expiration_date", _last_day),
        ),
        "odoo-contacts": (
            ("name", lambda told: _field("name")(told) or _card(told)),
            ("phone", _field("phone")),
            ("email", _field("email")),
            ("barcode", _card),
            ("ref", _plain("card")),
            ("lang", _field("language")),
        ),
    }
)
LAYOUTS: Final = (OWN, *_FOREIGN)


def columns_of(layout: str, everybody: Sequence[Told]) -> Columns:
    """Give the columns of a layout; our own has one for each stamp card and each consent."""
    if layout != OWN:
        return _FOREIGN[layout]
    units = sorted({unit for told in everybody for unit in told["balance"]})
    channels = sorted({channel for told in everybody for channel in told["consents"]})
    stamps = [unit for unit in units if unit.startswith("stamp:")]
    return (
        (layouts.CARD, _plain("card")),
        (layouts.OLD_CARDS, lambda told: SEPARATOR.join(told["old_cards"])),
        (layouts.NAME, _field("name")),
        (layouts.PHONE, _field("phone")),
        (layouts.EMAIL, _field("email")),
        (layouts.BIRTHDAY, lambda told: str(told["fields"].get("birthday", ""))[-5:]),
        (layouts.LANGUAGE, _field("language")),
        (layouts.JOINED, _plain("joined")),
        (layouts.STATUS, _plain("status")),
        (layouts.POINTS, lambda told: "" if told["shares_with"] else _points(told)),
        *((_stamps_field(unit), _balance(unit)) for unit in stamps),
        (layouts.LOTS, lambda told: member_figures.lots_text(told["lots"])),
        (layouts.OWED, lambda told: member_figures.counted_text(told["owed"])),
        (layouts.COUNTERS, _counters),
        (layouts.SHARES, _plain("shares_with")),
        *((f"{layouts.CONSENT}:{channel}", _consent(channel)) for channel in channels),
    )


def write(file: IO[str], layout: str, everybody: Sequence[Told]) -> None:
    """Write a list: no cell of it is a formula to any spreadsheet."""
    columns = columns_of(layout, everybody)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in columns])
    for told in everybody:
        writer.writerow([_safe(cell(told)) for _, cell in columns])


def without_marketing(everybody: Iterable[Told]) -> int:
    """Count the members who agreed to nothing."""
    return sum(not told["consents"] for told in everybody)


def _stamps_field(unit: str) -> str:
    return f"{layouts.STAMPS}:{unit.partition(':')[2]}"


def _balance(unit: str) -> Callable[[Told], str]:
    return lambda told: str(told["balance"].get(unit, ""))


def _consent(channel: str) -> Callable[[Told], str]:
    return lambda told: str(told["consents"].get(channel, ""))


def _counters(told: Told) -> str:
    """Write counters; those that name the member name whoever reads them later."""
    figures = {
        unit.replace(told["member"], MEMBER_SIGN): amount
        for unit, amount in told["counters"].items()
    }
    return member_figures.counted_text(figures)


def _safe(cell: str) -> str:
    """Give a cell that no spreadsheet runs; what begins with such an apostrophe gets one more."""
    begins_kept = cell[:1] == "'" and len(cell) > 1
    return f"'{cell}" if begins_kept else harmless(cell)
