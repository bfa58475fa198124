"""Step 12 of the server's tables: finding members, their histories, and what is done for them."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, index, table

_SQLITE, _POSTGRES = both(
    (
        table("people_index", "kind text, token text, member_id text"),
        index("people_index_by_member", "people_index", "member_id"),
        table("histories", "position whole, about text", "type text, day text"),
        index("histories_by_about", "histories", "about, position", unique=True),
        index("members_by_status", "members", "status, member_id"),
        index("redirects_by_target", "redirects", "kind, target"),
        table("notes", "member_id text, note_id text", "made_by text, made_us whole, sealed blob"),
        table(
            "cases",
            "case_id text",
            "member_id text, state text, made_us whole, version whole, sealed blob,"
            " answered_by text, answered_us whole",
        ),
        index("cases_by_state", "cases", "state, case_id"),
        index("cases_by_member", "cases", "member_id, case_id"),
        table(
            "approvals",
            "approval_id text",
            "state text, member_id text, wish blob, asked_by text, asked_us whole,"
            " decided_by text, decided_us whole",
        ),
        index("approvals_by_state", "approvals", "state, approval_id"),
        table(
            "keeping",
            "member_id text",
            "state text, due_day text, made_by text, made_us whole, why text",
        ),
        index("keeping_by_due", "keeping", "state, due_day"),
        table(
            "consents",
            "member_id text, consent text, made_us whole",
            "given whole, way text, language text, wording text",
        ),
    )
)
# Names and mails are sealed, and histories need every event read: both are caught up at night.
_CARDS = (
    "INSERT INTO people_index (tenant_id, kind, token, member_id)"
    " SELECT DISTINCT tenant_id, 'card', {last_four}, member_id FROM credentials"
    " WHERE kind = 'card'"
)
STEP = Step(
    version=12,
    min_reader=12,
    sqlite=(*_SQLITE, _CARDS.format(last_four="substr(key, -4)")),
    postgres=(*_POSTGRES, _CARDS.format(last_four="right(key, 4)")),
)
