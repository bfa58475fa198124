"""What an owner sets at a till for the whole shop: an event, so that it travels like a sale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from loyalty import counter_limits
from loyalty.boost import BOOST, Boost
from loyalty.boost import is_right as boost_is_right
from loyalty.counter_limits import CounterLimits

KIND: Final = "owner_set"
COUNTER: Final = "counter"


def data(name: str, value: CounterLimits | Boost) -> dict[str, Any]:
    """Give what the event keeps."""
    return {"name": name, "value": msgspec.to_builtins(value)}


def counter(said: Mapping[str, Any]) -> CounterLimits | None:
    """Read the limits of the counter from an event's data; None where it is about something else.

    What cannot be used is about nothing.
    """
    if said.get("name") != COUNTER:
        return None
    try:
        found = msgspec.convert(said.get("value"), CounterLimits)
    except msgspec.ValidationError:
        return None
    return found if counter_limits.is_right(found) else None


def boost(said: Mapping[str, Any]) -> Boost | None:
    """Read a boost from an event's data, in the same way."""
    if said.get("name") != BOOST:
        return None
    try:
        found = msgspec.convert(said.get("value"), Boost)
    except msgspec.ValidationError:
        return None
    return found if boost_is_right(found) else None
