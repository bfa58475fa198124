"""Step 7 of the server's tables: refunds and wishes for them, and who may give benefits."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, index, table

_SQLITE, _POSTGRES = both(
    (
        table("refunds", "sale text, event_id text", "said blob"),
        table(
            "refund_wishes",
            "wish text",
            "sale text, device text, epoch whole, asker text, state text, reason text,"
            " money_minor whole, part blob",
        ),
        index("refund_wishes_by_sale", "refund_wishes", "sale"),
        index("refund_wishes_by_holder", "refund_wishes", "device, epoch"),
        table(
            "homes",
            "account text",
            "home_id text, device text, epoch whole, feed_epoch text, wanted text",
        ),
        index("homes_by_id", "homes", "home_id"),
        index("homes_by_holder", "homes", "device, epoch"),
    )
)
STEP = Step(version=7, min_reader=7, sqlite=_SQLITE, postgres=_POSTGRES)
