"""One member: what they have, what is known of them, what happened, and what can be done."""

from __future__ import annotations

from functools import partial

from nicegui.element import Element

from server.commands import sealed_notes
from server.console import member_deeds, member_panels
from server.console.audit import Note
from server.console.kit.parts import column, link, row
from server.console.member_panels import Seen
from server.console.member_words import doing
from server.console.page import Page, Visit
from server.console.wording import mark
from server.helping import casework, history, member
from server.helping.member import View
from storage.server import notes

NOTES_MAX = 50


async def draw(visit: Visit) -> None:
    """Draw a member; that somebody looked goes into the log."""
    link(visit.say("To all members"), "/members")
    place = column("gap")
    await show(visit, place)


async def show(visit: Visit, place: Element) -> None:
    """Draw everything anew: at first, and after something was done."""
    who = visit.asked["id"]
    seen = await doing(
        visit, "members.see", Note(what="member_seen", about=who), partial(_gather, visit, who)
    )

    async def again() -> None:
        await show(visit, place)

    place.clear()
    with place:
        member_panels.head(visit, seen)
        with row():
            member_deeds.buttons(visit, seen.view, again)
        with column("gap"):
            member_panels.lots(visit, seen)
            member_panels.known(visit, seen)
            member_panels.notes(visit, seen, again)
            member_panels.cases(visit, seen)
            member_panels.history(visit, seen, again)


def _gather(visit: Visit, who: str) -> Seen:
    access, now_us = visit.desk.access, visit.desk.now_us()
    with access.database.read() as connection:
        found = member.find(access, connection, who)
        view: View = member.view(access, connection, found, now_us)
        rows = notes.of(connection, access.tenant, found.member_id, limit=NOTES_MAX)
        return Seen(
            view=view,
            notes=sealed_notes.read_notes(access.tenant, access.sealed_by, rows),
            cases=casework.of(connection, access.tenant, access.sealed_by, found.member_id),
            history=history.read(access, connection, found),
            crew={each.user_id: each.secret.name for each in visit.desk.crew.everybody()},
            zone=view.stand.programme.time_zone,
        )


PAGE = Page(
    path="/members/{id}",
    name=mark("Member"),
    icon="members",
    right="members.see",
    draw=draw,
    in_menu=False,
)
