"""Step 11 of the server's tables: figures that the intake keeps, and what was marked as fine.

Books that have events already get figures of them a page at a time, up to `until`: what comes
after it is counted as it comes.
"""

from __future__ import annotations

from storage.server.steps.shape import Made, Step, both, table

_BEGIN = "INSERT INTO figured (tenant_id, through, until) SELECT tenant_id, 0, last FROM feed"
_SQLITE, _POSTGRES = both(
    (
        table(
            "figures",
            "measure text, day text, device text, part text",
            "times whole, amount whole",
        ),
        table(
            "shopping",
            "month text, account text",
            "first_on whole, last_on whole, visits whole, visits_back whole, spend_minor whole,"
            " back_minor whole",
        ),
        table("figured", "", "through whole, until whole"),
        table("fine", "finding text", "actor text, note text, at_us whole"),
        Made(sqlite=_BEGIN, postgres=_BEGIN),
    )
)
# A program that knows nothing of figures would take events without counting them.
STEP = Step(version=11, min_reader=11, sqlite=_SQLITE, postgres=_POSTGRES)
