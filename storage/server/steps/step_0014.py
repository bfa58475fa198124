"""Step 14 of the server's tables: whom messages reach, what was sent, and what members answered."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, index, table

_SQLITE, _POSTGRES = both(
    (
        table("watched", "name text", "position whole"),
        table(
            "shopped",
            "account text",
            "first_on whole, last_on whole, visits whole, spend_minor whole",
        ),
        table("reach", "member_id text", "flags whole, joined_by text, joined_at text"),
        table("segments", "segment_id text", "version whole, body blob"),
        table("campaigns", "campaign_id text", "version whole, state text, body blob"),
        table("planned_days", "campaign_id text, day text", "at_us whole"),
        table(
            "outgoing",
            "campaign_id text, occasion text, member_id text",
            "state text, reason text, message_id text, token text, facts text, due_us whole,"
            " at_us whole, planned_us whole, visits_before whole, spend_before_minor whole,"
            " visits_after whole, spend_after_minor whole",
        ),
        index("outgoing_by_due", "outgoing", "state, due_us"),
        index("outgoing_by_member", "outgoing", "member_id, at_us"),
        index("outgoing_by_token", "outgoing", "token"),
        index("outgoing_by_message", "outgoing", "message_id"),
        table("message_choices", "member_id text", "body blob"),
        table("message_settings", "name text", "value text"),
        table("feedback_forms", "form_id text", "version whole, body blob"),
        table(
            "feedback_answers",
            "form_id text, answer_id text",
            "member_id text, way text, at_us whole, body blob",
        ),
    )
)
STEP = Step(version=14, min_reader=8, sqlite=_SQLITE, postgres=_POSTGRES)
