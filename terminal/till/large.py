"""An amount far above the usual is asked about once: most often it is a digit too many."""

from __future__ import annotations

from typing import Final

from loyalty import counter_limits
from terminal.till import reward, sale, strip
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect

KIND: Final = "large"


def ask(desk: Desk) -> list[Effect] | None:
    """Ask about the amount of the open sale; None when there is nothing to ask.

    What is usual its last sales say (loyalty.counter_limits). Raises Refusal when it cannot close.
    """
    open_sale = desk.sale
    assert open_sale is not None
    if open_sale.is_usual or open_sale.linked or not open_sale.typed:
        return None
    _, _, quoted = sale.quoted(desk)
    if not counter_limits.is_large(quoted.to_pay_minor, _recent(desk), desk.limits.counter):
        return None
    desk.question = Question(kind=KIND)
    sentence = desk.say(
        "{amount} is far above the usual. Enter = it is right, Esc = correct it",
        amount=desk.words.money(quoted.to_pay_minor),
    )
    return strip.ask(desk, desk.say("Large amount"), sentence)


def answered(desk: Desk, *, yes: bool) -> list[Effect]:
    """Close the sale after a yes; after a no the amount stays, to be corrected.

    Raises what `reward.close` raises.
    """
    if desk.sale is None:
        return []
    if not yes:
        return strip.note(desk, desk.say("Amount"), desk.say("Correct the amount, then Enter."))
    sale.change(desk, is_usual=True)
    return reward.close(desk)


def forget(desk: Desk) -> None:
    """Somebody types on: the question is answered by that, and comes again at the end."""
    if desk.question is not None and desk.question.kind == KIND:
        desk.question = None


def _recent(desk: Desk) -> list[int]:
    rows = desk.ledger.recent_sales(counter_limits.LARGE_LOOKED_AT)
    return [row.amount_minor for row in rows if row.amount_minor > 0 and not row.reversed]
