"""`ledger verify|export|balance`: what the till recorded, checked and given away."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from loyalty import days, number
from loyalty.accounts import is_value
from loyalty.errors import Refusal
from loyalty.margin.held_worth import most_minor
from loyalty.programme import from_wire, in_force
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.records import CARD, Position
from storage.redirects import ACCOUNT
from terminal.commands import output, verified
from terminal.commands.surroundings import Surroundings
from terminal.till import opening
from terminal.till.redirects import last


@contextmanager
def opened(around: Surroundings) -> Iterator[SqlLedger]:
    """Open the ledger and close it again."""
    if not around.folder.ledger.exists():
        raise Refusal("no_ledger", "there is no till in this folder yet; open the counter once")
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        yield ledger
    finally:
        ledger.close()


def verify(around: Surroundings, *, as_json: bool) -> int:
    """Rebuild everything and compare; 1 when something differs."""
    with opened(around) as ledger:
        found = ledger.verify()
    return verified.say(found, as_json=as_json)


def export(around: Surroundings) -> int:
    """Write every event, a line each, in its own bytes."""
    with opened(around) as ledger:
        for raw in ledger.export():
            sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()
    return output.OK


def balance(around: Surroundings, card: str, *, as_json: bool) -> int:
    """Say what a card has by this till's own events and the server's last word."""
    parsed = number.parse(card)
    with opened(around) as ledger:
        directory = opening.directory_of(around.folder, around.store)
        try:
            member = directory.member_by(CARD, parsed) or ledger.member_by(CARD, parsed)
            if member is None:
                raise Refusal("unknown_member", "nobody has this card here")
            balances, held = figures(ledger, directory, member.account)
            in_all = dict(ledger.held_in_all())
            programme = in_force(map(from_wire, directory.programmes()), _today(around))
        finally:
            directory.close()
    shown = {
        "card": number.last_four(parsed),
        "balance": balances,
        "held": held,
        "without_internet": {"held": in_all, "most_minor": most_minor(programme, in_all)},
    }
    output.say(json.dumps(shown) if as_json else _sentence(balances, held))
    return output.OK


def _today(around: Surroundings) -> str:
    return days.business_date(around.clock.now_us(), "UTC").isoformat()


def figures(
    ledger: SqlLedger, directory: SqlDirectory, account: str
) -> tuple[dict[str, int], dict[str, int]]:
    """Give what an account has, and what of it can be paid out here, by unit."""
    known = directory.redirects(ACCOUNT)
    now = last(known, account)
    said = directory.standing(now)
    since = said.own if said else Position(epoch=0, seq=0)
    balances = dict(said.balance) if said else {}
    # What was recorded under the name of an account that goes on as this one counts too.
    for name in (now, *(old for old in known if last(known, old) == now)):
        for unit, delta in ledger.effect(name, since).items():
            if is_value(unit):
                balances[unit] = balances.get(unit, 0) + delta
    held = {unit: sum(lot.amount for lot in lots) for unit, lots in ledger.held(now).items()}
    return balances, held


def _sentence(balances: dict[str, int], held: dict[str, int]) -> str:
    parts = [
        f"{unit}: {amount} ({held.get(unit, 0)} can be paid out without internet)"
        for unit, amount in sorted(balances.items())
    ]
    return "; ".join(parts) or "nothing yet"
