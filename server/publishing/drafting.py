"""Drafts of the programme: saved by several people, none of whom overwrites another."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace

from loyalty.errors import Refusal
from loyalty.programme import Problem, Programme, ProgrammeInvalid, load_toml
from server.work import Work
from storage.server import drafts
from storage.server.database import Connection
from storage.server.drafts import Draft, Edit

TEXT_MAX = 200_000
TITLE_MAX = 80
EDITS_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A draft as somebody begins to edit it; `edit` names what they began from."""

    draft: Draft
    newest: Edit

    @property
    def edit(self) -> int:
        """Give the number to say when saving."""
        return self.newest.edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Somebody else saved first: what they wrote, and line by line what is different.

    What the second one wrote is kept as the edit `kept`, so that nothing of it is lost.
    """

    theirs: Edit
    kept: Edit
    lines: tuple[str, ...]


def begin(work: Work, *, title: str, editor: str, document: str, base: int, goal: str) -> Opened:
    """Begin a draft with a document. Raises Refusal `draft_title` and `draft_long`."""
    title = title.strip()
    if not title or len(title) > TITLE_MAX:
        raise Refusal("draft_title", f"give a title of 1 to {TITLE_MAX} characters", path="title")
    _check_length(document)
    tenant, name = work.tenant.tenant, work.new_id()
    draft = Draft(
        draft=name,
        edit=1,
        base=base,
        title=title,
        goal=goal,
        state=drafts.OPEN,
        wish=b"",
        made_us=work.now_us,
    )
    edit = Edit(
        draft=name,
        edit=1,
        after=0,
        aside=False,
        document=document,
        editor=editor,
        at_us=work.now_us,
    )
    drafts.save(work.connection, tenant, draft)
    drafts.add_edit(work.connection, tenant, edit)
    return Opened(draft=draft, newest=edit)


def save(
    work: Work, name: str, *, after: int, document: str, editor: str
) -> Opened | Contradiction:
    """Save an edit that was begun from the edit `after`.

    Where somebody saved another one in between, the second is told what is different, and what
    they wrote is kept aside. The same text again is no edit. A draft that waited for a second
    person is open again. Raises Refusal `draft_unknown`, `draft_over`, `draft_long`,
    `draft_edits`.
    """
    _check_length(document)
    tenant = work.tenant.tenant
    opened = read(work.connection, tenant, name)
    if opened.draft.state in (drafts.PUBLISHED, drafts.DROPPED):
        raise Refusal("draft_over", "this draft was published or given up: begin another one")
    if opened.newest.document == document:
        return opened
    number = len(drafts.edits(work.connection, tenant, name)) + 1
    if number > EDITS_MAX:
        raise Refusal("draft_edits", f"a draft takes {EDITS_MAX} edits: begin another one")
    is_aside = after != opened.edit
    edit = Edit(
        draft=name,
        edit=number,
        after=after,
        aside=is_aside,
        document=document,
        editor=editor,
        at_us=work.now_us,
    )
    drafts.add_edit(work.connection, tenant, edit)
    if is_aside:
        return Contradiction(theirs=opened.newest, kept=edit, lines=apart(opened.newest, edit))
    draft = replace(opened.draft, edit=number, state=drafts.OPEN, wish=b"")
    drafts.save(work.connection, tenant, draft)
    return Opened(draft=draft, newest=edit)


def drop(work: Work, name: str) -> None:
    """Give a draft up; its edits stay readable. Raises Refusal `draft_unknown`, `draft_over`."""
    opened = read(work.connection, work.tenant.tenant, name)
    if opened.draft.state == drafts.PUBLISHED:
        raise Refusal("draft_over", "this draft was published: recall its version instead")
    dropped = replace(opened.draft, state=drafts.DROPPED, wish=b"")
    drafts.save(work.connection, work.tenant.tenant, dropped)


def read(connection: Connection, tenant: str, name: str) -> Opened:
    """Give a draft with its newest edit. Raises Refusal `draft_unknown`."""
    found = drafts.read(connection, tenant, name) if name else []
    if not found:
        raise Refusal("draft_unknown", "there is no such draft", path="draft", got=name)
    edits = {each.edit: each for each in drafts.edits(connection, tenant, name)}
    return Opened(draft=found[0], newest=edits[found[0].edit])


def apart(first: Edit, second: Edit) -> tuple[str, ...]:
    """Give the lines that differ, `- ` those of the first and `+ ` those of the second."""
    compared = difflib.ndiff(first.document.splitlines(), second.document.splitlines())
    return tuple(line for line in compared if line.startswith(("- ", "+ ")))


def understood(document: str) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Read a document; give the programme, or every mistake in it."""
    try:
        return load_toml(document), ()
    except ProgrammeInvalid as error:
        return None, error.problems


def _check_length(document: str) -> None:
    if len(document) > TEXT_MAX:
        raise Refusal("draft_long", f"a programme has at most {TEXT_MAX} characters")
