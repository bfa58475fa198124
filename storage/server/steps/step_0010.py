"""Step 10 of the server's tables: who may use the head office's console, and what they did."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both(
    (
        table(
            "console_users",
            "user_id text",
            "version whole, sealed blob, role text, state text, wrong whole, shut_us whole,"
            " last_step whole, made_us whole",
        ),
        table("console_sessions", "token text", "user_id text, seen_us whole, ends_us whole"),
        table("console_links", "token text", "kind text, user_id text, role text, ends_us whole"),
        table(
            "console_audit",
            "at_us whole, audit_id text",
            "user_id text, what text, about text, detail text",
        ),
    )
)
STEP = Step(version=10, min_reader=8, sqlite=_SQLITE, postgres=_POSTGRES)
