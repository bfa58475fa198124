"""The small values of a programme document: numbers, ids, days and texts, each with its words."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

MOST = 10**12
MOST_SALE_MAJOR = 10_000_000
"""The largest sale, in whole units of the currency: typed too much is refused."""

Whole = Annotated[int, Meta(ge=0, le=MOST, description="a whole number from 0 up", examples=[0])]
Positive = Annotated[int, Meta(ge=1, le=MOST, description="a whole number from 1 up", examples=[1])]
Percent = Annotated[
    int, Meta(ge=1, le=100, description="a whole number from 1 to 100", examples=[1])
]
Added = Annotated[
    int, Meta(ge=1, le=10_000, description="a whole number of per cent from 1 up", examples=[1])
]
Priority = Annotated[
    int, Meta(ge=-1000, le=1000, description="a whole number from -1000 to 1000", examples=[0])
]
Id = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z0-9][a-z0-9_-]{0,39}\Z",
        description="an id of small letters, digits, - and _",
        examples=["x"],
    ),
]
Day = Annotated[
    str,
    Meta(
        pattern=r"\A\d{4}-\d{2}-\d{2}\Z",
        description="a day such as 2026-11-01",
        examples=["2000-01-01"],
    ),
]
Clock = Annotated[
    str,
    Meta(
        pattern=r"\A([01]\d|2[0-3]):[0-5]\d\Z",
        description="a time of day from 00:00 to 23:59",
        examples=["00:00"],
    ),
]
Said = Annotated[str, Meta(min_length=1, description="text that is not empty", examples=["x"])]
Text = Said | Annotated[dict[str, Said], Meta(min_length=1)]
Language = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z]{2,3}(_[A-Z]{2})?\Z",
        description="a language such as en, nl or pt_BR",
        examples=["en"],
    ),
]
TimeZone = Annotated[
    str,
    Meta(
        min_length=1,
        description="a known time zone such as Europe/Amsterdam",
        examples=["UTC"],
    ),
]
Currency = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Z]{3}\Z",
        description="a currency of three capitals such as EUR",
        examples=["EUR"],
    ),
]
Scale = Annotated[
    int, Meta(ge=0, le=4, description="decimals of the currency, 0 to 4", examples=[2])
]
Minutes = Annotated[
    int, Meta(ge=0, le=1439, description="minutes after midnight, 0 to 1439", examples=[240])
]
Months = Annotated[
    int, Meta(ge=1, le=1200, description="a number of months, 1 to 1200", examples=[12])
]
Days = Annotated[
    int, Meta(ge=1, le=36_500, description="a number of days, 1 to 36500", examples=[365])
]
CostUnit = Annotated[
    str,
    Meta(
        pattern=r"\A(points|stamp:[a-z0-9][a-z0-9_-]{0,39})\Z",
        description='"points" or "stamp:" and the id of a stamp card',
        examples=["points"],
    ),
]


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every part of the document has in common: frozen, strict, named."""
