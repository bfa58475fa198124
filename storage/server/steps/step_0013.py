"""Step 13 of the server's tables: drafts of the programme, who published what, members' terms."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both(
    (
        table(
            "drafts",
            "draft text",
            "edit whole, base whole, title text, goal text, state text, wish blob, made_us whole",
        ),
        table(
            "draft_edits",
            "draft text, edit whole",
            "after whole, aside whole, document text, editor text, at_us whole",
        ),
        table(
            "publications",
            "version whole",
            "draft text, edit whole, from_day text, publisher text, seconder text, at_us whole,"
            " recalled_by whole, said blob",
        ),
        table(
            "member_texts", "version whole, language text, kind text", "body text, made_us whole"
        ),
    )
)
# A program that knows nothing of drafts leaves them as they are; what it serves stays right.
STEP = Step(version=13, min_reader=8, sqlite=_SQLITE, postgres=_POSTGRES)
