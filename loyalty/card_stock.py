"""Cards that a shop makes: their numbers as a batch, and what was printed, as events say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from loyalty import number

ISSUED: Final = "cards_issued"
PRINTED: Final = "cards_printed"
TOGETHER: Final = 500
"""Numbers in one event at most: under 10 KiB, so that ten thousand travel in a few pushes."""

SETTING: Final = "issued/"
"""What the names of settings begin with that tell every till the numbers of a batch."""
_BETWEEN: Final = " "


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says of numbers that are cards from now on; `batch` is one of its parts'."""

    batch: str
    numbers: tuple[str, ...]
    of: int


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says of cards that were made; `again` are those that were made before."""

    job: str
    design: str
    stock: str
    way: str
    numbers: tuple[str, ...]
    again: tuple[str, ...] = ()


def parts(numbers: Sequence[str]) -> list[tuple[str, ...]]:
    """Divide numbers into what one event holds each."""
    return [tuple(numbers[at : at + TOGETHER]) for at in range(0, len(numbers), TOGETHER)]


def data(said: Issued | Printed) -> dict[str, Any]:
    """Give what the event keeps."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in msgspec.structs.asdict(said).items()
    }


def issued(said: Mapping[str, Any], issuer: str) -> Issued | None:
    """Read a batch from an event's data; None for what is none of this issuer."""
    try:
        found = msgspec.convert(said, Issued)
    except msgspec.ValidationError:
        return None
    fits = 0 < len(found.numbers) <= TOGETHER and all(
        number.is_valid(one) and number.issuer_of(one) == issuer for one in found.numbers
    )
    return found if fits else None


def printed(said: Mapping[str, Any]) -> Printed | None:
    """Read what was printed from an event's data; None for what says nothing of the kind."""
    try:
        return msgspec.convert(said, Printed)
    except msgspec.ValidationError:
        return None


def as_setting(numbers: Sequence[str]) -> str:
    """Write numbers as the text that tells other tills of them."""
    return _BETWEEN.join(numbers)


def of_setting(text: str) -> tuple[str, ...]:
    """Read such a text; what is no number is passed over."""
    return tuple(one for one in text.split(_BETWEEN) if number.is_valid(one))
