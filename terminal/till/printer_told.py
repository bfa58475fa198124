"""What the till says when a slip did not come out: once, with what to do, beside every sale."""

from __future__ import annotations

from loyalty.errors import Outage
from terminal.till import strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

ASKS = "hold"


def printed(desk: Desk, problem: str) -> list[Effect]:
    """A printer took a slip, or did not; the same trouble is not said at every sale again.

    Nothing is said over a question: the chip stands until a slip goes out, and says it too.
    """
    before, desk.printer_problem = desk.printer_problem, problem
    is_asked = desk.strip is not None and desk.strip.state == ASKS
    if not problem or problem == before or is_asked:
        return []
    strip.put(desk, "device_lost", desk.say("Slip"), desk.words.refusal(Outage(problem)))
    return []
