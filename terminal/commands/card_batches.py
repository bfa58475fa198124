"""`cards new`, `cards list`: batches of numbers, recorded before anything is printed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from loyalty import number as numbers
from loyalty.errors import Outage
from terminal.commands import bring_in, output
from terminal.commands.surroundings import Surroundings
from terminal.till import card_stock
from terminal.till.card_stock import Batch
from terminal.till.courier import Courier


def new(around: Surroundings, count: int, *, as_json: bool) -> int:
    """Make numbers and say them.

    Raises Refusal `cards_count`; Outage `already_open` while the counter is open (it makes
    cards itself, behind F10) and what the disk says.
    """
    card_stock.check_count(count)
    with bring_in.opened(around) as (desk, line):
        hear(line)
        batch = card_stock.issue(desk, count)
        sent = bring_in.tell(line)
    if as_json:
        output.answer(
            {**_as_json(batch, frozenset()), "numbers": list(batch.numbers), "sent": sent}
        )
        return output.OK
    for one in batch.numbers:
        output.say(numbers.grouped(one))
    output.progress(f"{count} cards, batch {batch.batch}. To print them: cards print --batch last")
    if not sent:
        output.progress("The server was not reached; the counter sends it by itself.")
    return output.OK


def hear(line: Courier) -> None:
    """Hear first what other tills made, so that no number is made twice; without a line go on."""
    with suppress(Outage):
        line.sync()


def listed(around: Surroundings, *, as_json: bool) -> int:
    """Say which batches this till made. Raises Outage `already_open`."""
    with bring_in.opened(around) as (desk, _):
        known, printed = card_stock.batches(desk), card_stock.printed(desk)
        waiting = [_as_json(one, printed) for one in known]
    if as_json:
        output.answer({"batches": waiting})
        return output.OK
    if not waiting:
        output.say("This till has made no cards.")
    for each in waiting:
        output.say(
            f"{each['batch']}  {each['day']}  {each['cards']} cards by {each['who']}, "
            f"{each['printed']} printed"
        )
    return output.OK


def _as_json(batch: Batch, printed: frozenset[str]) -> dict[str, Any]:
    return {
        "batch": batch.batch,
        "at": batch.at,
        "day": batch.day,
        "who": batch.actor,
        "cards": len(batch.numbers),
        "printed": sum(one in printed for one in batch.numbers),
    }
