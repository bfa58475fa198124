"""What other tills recorded about a member, as the server said last; nobody ever waits for it."""

from __future__ import annotations

from typing import Final

import msgspec

from loyalty import days, event
from loyalty.errors import Refusal
from loyalty.event import Event
from sync.exchange import Found, Lookup
from sync.wire import LookupRequest
from terminal.till import recorder, redirects
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Send

KEPT: Final = "elsewhere"
ACCOUNTS_MAX: Final = 30
LINES: Final = 20
EVER: Final = 50_000
"""Places of the feed that are looked through for a history."""
SOON: Final = 2_000
"""The same for the last stamp: in the largest of shops half an hour has fewer."""
ACCOUNT: Final = "account"
STAMP: Final = "stamp:"
SALE: Final = "sale"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An event of another device, as it was written."""

    device: str
    event: msgspec.Raw


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What was heard last of one account; `is_whole` where all of its history was asked for."""

    account: str
    is_whole: bool
    lines: tuple[Line, ...]


def ask(desk: Desk, *, among: int = EVER) -> list[Effect]:
    """Ask for the lines of whoever is attached, where there are other tills and a line to them."""
    if desk.sale is None or not (desk.shop.several_tills and desk.can_ask):
        return []
    account = redirects.account(desk, desk.sale.account)
    request = LookupRequest(kind=ACCOUNT, key=account, lines=LINES, among=among)
    return [Send(request=Lookup(request=request))]


def ask_for_stamps(desk: Desk) -> list[Effect]:
    """Ask for the last stamp where stamps lie some time apart."""
    if not (desk.limits.counter.stamp_minutes and recorder.programme(desk).stamp_cards):
        return []
    return ask(desk, among=SOON)


def heard(desk: Desk, reply: Found) -> bool:
    """Keep the lines that an answer brings; False for an answer to something else."""
    asked = reply.asked.request
    if not asked.lines:
        return False
    rows = reply.reply.lines
    if rows is None:
        return True  # an older server knows nothing of lines
    kept = _kept(desk)
    before = next((one for one in kept if one.account == asked.key), None)
    told = Heard(
        account=asked.key,
        is_whole=asked.among >= EVER,
        lines=tuple(Line(device=row.device, event=row.event) for row in rows),
    )
    if before is not None and before.is_whole and not told.is_whole:
        # The newest few are joined to what was heard of the whole history.
        ids = {_id(each) for each in told.lines}
        older = tuple(each for each in before.lines if _id(each) not in ids)
        told = Heard(account=asked.key, is_whole=True, lines=(*told.lines, *older)[:LINES])
    if told != before and (told.lines or before is not None):
        others = [one for one in kept if one.account != asked.key]
        desk.ledger.put(KEPT, msgspec.json.encode([told, *others][:ACCOUNTS_MAX]).decode())
    return True


def forget(desk: Desk) -> None:
    """Forget all of it: somebody was erased, and it is asked for again when it is needed."""
    if desk.ledger.get(KEPT):
        desk.ledger.put(KEPT, "")


def lines(desk: Desk, account: str) -> list[tuple[str, Event]]:
    """Give the events of other devices about an account, each with the name of who recorded it."""
    found = []
    for one in _of(desk, account):
        try:
            made = event.decode(bytes(one.event))
        except Refusal:
            continue  # a newer till writes what this one cannot read
        known = desk.directory.device(one.device)
        found.append((known.name if known else "", made))
    return found


def last_stamped_us(desk: Desk, account: str) -> int:
    """Give when another till gave the last stamp that still stands, as far as was heard; else 0."""
    made = [one for _, one in lines(desk, account)]
    back = {one.data.get("corrects") for one in made}
    return max(
        (
            days.read(one.at)
            for one in made
            if one.type == SALE and one.id not in back and stamped(one)
        ),
        default=0,
    )


def stamped(made: Event) -> bool:
    """Say whether an event gave a stamp."""
    given = made.data.get("given")
    named = [each.get("unit", "") for each in given] if isinstance(given, list) else []
    return any(isinstance(unit, str) and unit.startswith(STAMP) for unit in named)


def _of(desk: Desk, account: str) -> tuple[Line, ...]:
    return next((one.lines for one in _kept(desk) if one.account == account), ())


def _kept(desk: Desk) -> list[Heard]:
    raw = desk.ledger.get(KEPT)
    return msgspec.json.decode(raw, type=list[Heard]) if raw else []


def _id(one: Line) -> str:
    return event.decode(bytes(one.event)).id
