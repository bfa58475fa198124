"""How long a person's data is kept after the last visit, by country, and who confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from loyalty.errors import Refusal
from storage.server import keeping, settings
from storage.server.database import Connection

_NAME = "helping/keeping"
_LAST = "helping/keeping_ran"
ELSEWHERE = ""
"""The country that stands for all that have no time of their own."""
SUGGESTED: Mapping[str, int] = MappingProxyType(
    {"NL": 24, "SE": 24, "DE": 36, "BR": 36, ELSEWHERE: 24}
)
"""Months after the last visit: a beginning to think from, and no legal advice."""
MONTHS_MIN, MONTHS_MAX = 6, 120
NOTICE_MIN, NOTICE_MAX = 7, 365
_YEAR = 12
_COUNTRY_LETTERS = 2


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Months by country (ISO 3166, "" elsewhere), and the days between being listed and erased.

    Nothing is erased before somebody looked at the list and confirmed (`confirmed_by`).
    """

    months: dict[str, int] = {}
    notice_days: int = 30
    confirmed_by: str = ""
    confirmed_us: int = 0

    def of(self, country: str) -> int:
        """Give the months that hold in a country; 0 where nothing is erased."""
        return self.months.get(country, self.months.get(ELSEWHERE, 0))

    @property
    def shortest(self) -> int:
        """Give the fewest months of any country; 0 where nothing is erased."""
        return min(self.months.values(), default=0)


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What the last night did: on which day, how many it listed, let off and erased."""

    day: str = ""
    listed: int = 0
    came_again: int = 0
    erased: int = 0


def read(connection: Connection, tenant: str) -> Rules:
    """Give the rules; none at first."""
    text = settings.read(connection, tenant, [_NAME]).get(_NAME, "")
    return msgspec.json.decode(text, type=Rules) if text else Rules()


def put(connection: Connection, tenant: str, rules: Rules) -> None:
    """Keep rules that nobody has confirmed yet; whoever was listed by others is no more.

    Raises Refusal `keeping_wrong`.
    """
    for country, months in rules.months.items():
        is_country = len(country) == _COUNTRY_LETTERS and country.isascii() and country.isupper()
        if not (is_country or country == ELSEWHERE) or not MONTHS_MIN <= months <= MONTHS_MAX:
            raise Refusal(
                "keeping_wrong",
                f"a country of two letters has {MONTHS_MIN} to {MONTHS_MAX} months",
                got=f"{country} {months}",
            )
    if not NOTICE_MIN <= rules.notice_days <= NOTICE_MAX:
        raise Refusal(
            "keeping_wrong",
            f"people are listed {NOTICE_MIN} to {NOTICE_MAX} days ahead",
            got=rules.notice_days,
        )
    keeping.drop_due(connection, tenant)
    save(connection, tenant, msgspec.structs.replace(rules, confirmed_by="", confirmed_us=0))


def save(connection: Connection, tenant: str, rules: Rules) -> None:
    """Keep rules as they are."""
    settings.put(connection, tenant, _NAME, msgspec.json.encode(rules).decode())


def ran(connection: Connection, tenant: str) -> Ran:
    """Give what the last night did."""
    text = settings.read(connection, tenant, [_LAST]).get(_LAST, "")
    return msgspec.json.decode(text, type=Ran) if text else Ran()


def put_ran(connection: Connection, tenant: str, done: Ran) -> None:
    """Keep what a night did."""
    settings.put(connection, tenant, _LAST, msgspec.json.encode(done).decode())


def months_before(day: str, months: int) -> str:
    """Give the day (ISO) so many months before another; in a shorter month its last safe day."""
    on = date.fromisoformat(day)
    year, month = divmod(on.year * _YEAR + on.month - 1 - months, _YEAR)
    return date(year, month + 1, min(on.day, 28)).isoformat()
