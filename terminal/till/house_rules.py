"""What an owner set at this till for the whole shop: in force here at once, elsewhere once sent."""

from __future__ import annotations

from typing import Any

import msgspec

from loyalty import boost, limits, owner_set
from loyalty.boost import Boost
from loyalty.counter_limits import CounterLimits
from loyalty.limits import Limits
from storage.ports import Directory, Ledger
from terminal.till import recorder
from terminal.till.desk import Desk

KEPT = "owner_set:"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What was set here and the place of its event: from there on the server's word counts."""

    epoch: int
    seq: int
    said: dict[str, Any]


def put(desk: Desk, name: str, value: CounterLimits | Boost, by: dict[str, str]) -> None:
    """Set something for the whole shop: an event, which every other till hears of.

    Raises what storage.ports.Ledger.commit raises; then nothing was set.
    """
    said = owner_set.data(name, value)
    recorder.record(
        desk,
        keeps_sale=True,
        kind=owner_set.KIND,
        event_id=recorder.new_id(desk),
        data=said | ({"override": by} if by else {}),
    )
    head = desk.ledger.head()
    made = Made(epoch=head.epoch, seq=head.seq, said=said)
    desk.ledger.put(f"{KEPT}{name}", msgspec.json.encode(made).decode())
    hear(desk)


def hear(desk: Desk) -> None:
    """Go by what is set now, here or by the server."""
    desk.limits = limits_of(desk.directory, desk.ledger)
    desk.boost = boost_of(desk.directory, desk.ledger)


def limits_of(directory: Directory, ledger: Ledger) -> Limits:
    """Give the owner's limits: what the server last said, and newer ones that were set here."""
    told = limits.read(directory.setting(limits.SETTING))
    made = _made(directory, ledger, owner_set.COUNTER)
    mine = owner_set.counter(made) if made is not None else None
    return msgspec.structs.replace(told, counter=mine) if mine is not None else told


def boost_of(directory: Directory, ledger: Ledger) -> Boost:
    """Give the boost of the shop, which may have ended, in the same way."""
    made = _made(directory, ledger, boost.BOOST)
    mine = owner_set.boost(made) if made is not None else None
    return mine if mine is not None else boost.read(directory.setting(boost.BOOST))


def _made(directory: Directory, ledger: Ledger, name: str) -> dict[str, Any] | None:
    """Give what was set here as long as the server's figures do not include it."""
    text = ledger.get(f"{KEPT}{name}")
    if not text:
        return None
    made = msgspec.json.decode(text, type=Made)
    own = directory.own()
    return made.said if (own.epoch, own.seq) < (made.epoch, made.seq) else None
