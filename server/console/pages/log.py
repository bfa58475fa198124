"""Log: who did what at the console, and who looked at whom, the newest first."""

from __future__ import annotations

from server.console.audit_words import WORDS
from server.console.crew import SYSTEM
from server.console.kit.parts import panel, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.wording import mark, moment
from storage.server import console_audit
from storage.server.console_audit import END_US, Record

PAGE_ROWS = 50


async def draw(visit: Visit) -> None:
    """Draw the log, a page of records at a time."""
    _, programme = await visit.read(visit.desk.terms)
    names = {user.user_id: user.secret.name for user in await visit.read(visit.desk.crew.everybody)}
    names[SYSTEM] = visit.say("The server itself")
    columns: list[Column[Record]] = [
        Column(
            head=visit.say("When"),
            cell=lambda each: moment(visit.words, each.at_us, programme.time_zone),
        ),
        Column(head=visit.say("Who"), cell=lambda each: names.get(each.user_id, each.user_id)),
        Column(head=visit.say("What"), cell=lambda each: _what(visit, each)),
        Column(head=visit.say("About"), cell=lambda each: names.get(each.about, each.about)),
        Column(head=visit.say("More"), cell=lambda each: each.detail),
    ]
    with panel():
        text(visit.say("Every change, and every look at a member, stays here for good."), "p")
        first = await _after(visit, END_US, "")
        table(visit, visit.say("Log"), columns, first, visit.say("Nothing was done yet."))


async def _after(visit: Visit, at_us: int, audit_id: str) -> Rows[Record]:
    access = visit.desk.access

    def reading() -> list[Record]:
        with access.database.read() as connection:
            return console_audit.before(
                connection, access.tenant, at_us, audit_id, limit=PAGE_ROWS + 1
            )

    found = await visit.read(reading)
    shown = found[:PAGE_ROWS]
    if len(found) <= PAGE_ROWS:
        return Rows(rows=shown)
    last = shown[-1]
    return Rows(rows=shown, more=lambda: _after(visit, last.at_us, last.audit_id))


def _what(visit: Visit, each: Record) -> str:
    plain = each.what.removesuffix(".refused")
    said = visit.say(WORDS[plain]) if plain in WORDS else plain
    return visit.say("{what}: refused", what=said) if plain != each.what else said


PAGE = Page(path="/log", name=mark("Log"), icon="list", right="log.see", draw=draw, many=True)
