"""Approvals: what is above the limit of one person waits here for a second one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from nicegui.element import Element

from loyalty.explaining.explain import Voice, names
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.parts import column, link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.member_words import doing, whole
from server.console.page import Page, Visit
from server.console.wording import mark, moment
from server.helping import approving, limits, search
from server.helping.approving import Waiting
from server.helping.desk import Helping
from server.helping.limits import Alone
from server.pages import history_words
from storage.server import members


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A page of what waits, whom it is about, who asked, and the limit."""

    waiting: list[Waiting]
    after: str
    who: Mapping[str, str]
    crew: Mapping[str, str]
    limit: Alone


async def draw(visit: Visit) -> None:
    """Draw what waits, and the limit."""
    place = column("gap")
    await _show(visit, place)


async def _show(visit: Visit, place: Element) -> None:
    found = await visit.read(partial(_gather, visit, ""))
    programme = (await visit.read(visit.desk.terms))[1]
    voice = Voice(
        say=visit.say,
        plural=visit.plural,
        number=visit.words.number,
        named=names(programme, visit.words.language),
    )

    def what(each: Waiting) -> str:
        amount = voice.units(each.wish.unit, abs(each.wish.amount))
        given = visit.say("give {what}") if each.wish.amount > 0 else visit.say("take {what}")
        return given.format(what=amount)

    def about(each: Waiting) -> None:
        link(
            found.who.get(each.member_id, "") or visit.say("No name"), f"/members/{each.member_id}"
        )

    columns: list[Column[Waiting]] = [
        Column(head=visit.say("Member"), cell=about),
        Column(head=visit.say("What"), cell=what),
        Column(
            head=visit.say("Reason"),
            cell=lambda each: history_words.reason(each.wish.reason, visit.words),
        ),
        Column(
            head=visit.say("Asked by"),
            cell=lambda each: found.crew.get(each.asked_by, each.asked_by),
        ),
        Column(
            head=visit.say("When"),
            cell=lambda each: moment(visit.words, each.asked_us, programme.time_zone),
        ),
        Column(head=visit.say("What you can do"), cell=partial(_deeds, visit, place)),
    ]
    place.clear()
    with place:
        with panel(visit.say("Waits for a second person")):
            nothing = visit.say("Nothing waits for approval.")
            table(visit, visit.say("Waits"), columns, _rows(visit, found), nothing)
        _limit(visit, found.limit, place)


def _rows(visit: Visit, found: _Listed) -> Rows[Waiting]:
    async def more() -> Rows[Waiting]:
        return _rows(visit, await visit.read(partial(_gather, visit, found.after)))

    return Rows(rows=found.waiting, more=more if found.after else None)


def _deeds(visit: Visit, place: Element, each: Waiting) -> None:
    is_own = each.asked_by == visit.who.user_id
    with row():
        if not is_own:
            button(
                visit,
                visit.say("Approve"),
                partial(_decide, visit, place, each, approve=True),
                kind="primary",
                label=f"{visit.say('Approve')}: {each.wish.amount}",
            )
        word = visit.say("Take back") if is_own else visit.say("Decline")
        button(visit, word, partial(_decide, visit, place, each, approve=False))


async def _decide(visit: Visit, place: Element, each: Waiting, *, approve: bool) -> None:
    what = "adjust_approved" if approve else "adjust_declined"
    detail = f"{each.approval_id} {each.wish.amount} {each.wish.unit} {each.asked_by}"
    await doing(
        visit,
        "members.approve",
        Note(what=what, about=each.member_id, detail=detail),
        lambda: Helping(visit.desk.access).decide(
            each.approval_id, visit.who.user_id, visit.desk.now_us(), approve=approve
        ),
    )
    await _show(visit, place)
    notices.say(visit.say("Done.") if approve else visit.say("It is not done."))


def _limit(visit: Visit, limit: Alone, place: Element) -> None:
    with panel(visit.say("What one person may do alone")):
        sentence = visit.say("Empty is no limit: then nothing waits for a second person.")
        if not visit.may("settings.change"):
            text(sentence, "p", "small")
            points = visit.say("No limit") if limit.points is None else str(limit.points)
            text(visit.say("Points: {limit}", limit=points), "p")
            return
        points_field = Field(
            visit.say("Points"), value=_shown(limit.points), hint=sentence, most=10
        )
        pieces_field = Field(visit.say("Stamps and rewards"), value=_shown(limit.pieces), most=10)

        async def save() -> None:
            made = Alone(points=_most(points_field.value), pieces=_most(pieces_field.value))
            await doing(
                visit,
                "settings.change",
                Note(what="limit_set", detail=f"{made.points} {made.pieces}"),
                lambda: Helping(visit.desk.access).put_limit(made, visit.desk.now_us()),
            )
            await _show(visit, place)
            notices.say(visit.say("Saved."))

        with row():
            button(visit, visit.say("Save"), save, kind="primary")


def _shown(most: int | None) -> str:
    return "" if most is None else str(most)


def _most(typed: str) -> int | None:
    """Read a limit: nothing is none, and what is no number is refused as below nothing."""
    text_ = typed.strip()
    if not text_:
        return None
    return 0 if text_ == "0" else whole(text_) or -1


def _gather(visit: Visit, after: str) -> _Listed:
    access = visit.desk.access
    with access.database.read() as connection:
        waiting, further = approving.waiting(connection, access.tenant, after=after)
        known = members.read(connection, access.tenant, [each.member_id for each in waiting])
        hits = search.hits(access, connection, list(known.values()))
        limit = limits.read(connection, access.tenant)
    return _Listed(
        waiting=waiting,
        after=further,
        who={hit.member_id: hit.name for hit in hits},
        crew={each.user_id: each.secret.name for each in visit.desk.crew.everybody()},
        limit=limit,
    )


PAGE = Page(
    path="/approvals",
    name=mark("Approvals"),
    icon="ok",
    right="members.approve",
    draw=draw,
    many=True,
)
