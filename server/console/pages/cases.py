"""Cases: what members miss, who waits longest first, answered with points or with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from nicegui.element import Element

from server.commands.sealed_notes import TEXT_MAX
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, link, panel, row, text
from server.console.kit.tables import empty
from server.console.member_words import doing, whole
from server.console.page import Page, Visit
from server.console.wording import day, mark, moment
from server.helping import casework, search
from server.helping.casework import Remedy, Told
from server.helping.desk import Helping
from server.helping.search import Hit
from storage.server import members
from storage.server.cases import OPEN, WAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A page of cases, and who sent them."""

    told: list[Told]
    after: str
    who: Mapping[str, Hit]
    second: int


async def draw(visit: Visit) -> None:
    """Draw what waits."""
    place = column("gap")
    await _show(visit, place)


async def _show(visit: Visit, place: Element) -> None:
    found = await doing(visit, "cases.see", Note(what="cases_seen"), partial(_gather, visit, ""))
    programme = (await visit.read(visit.desk.terms))[1]
    place.clear()
    with place:
        if found.second:
            sentence = visit.plural(
                "{n} answer waits for a second person.",
                "{n} answers wait for a second person.",
                found.second,
            )
            with row():
                text(sentence)
                if visit.may("members.approve"):
                    link(visit.say("To what waits for approval"), "/approvals")
        if not found.told:
            with panel():
                empty(visit.say("Nobody misses anything."))
        await _more(visit, place, found, (programme.currency, programme.scale, programme.time_zone))


async def _more(visit: Visit, place: Element, found: _Waiting, money: tuple[str, int, str]) -> None:
    for each in found.told:
        _case(visit, place, each, found.who.get(each.case.member_id), money)
    if found.after:
        with row() as last:

            async def on() -> None:
                page = await visit.read(partial(_gather, visit, found.after))
                last.clear()
                with place:
                    await _more(visit, place, page, money)

            button(visit, visit.say("Show more"), on, picture="down")


def _case(
    visit: Visit, place: Element, told: Told, who: Hit | None, money: tuple[str, int, str]
) -> None:
    story, words = told.story, visit.words
    name = (who.name if who else "") or visit.say("No name")
    facts = [moment(words, told.case.made_us, money[2])]
    if story.day:
        facts.append(visit.say("visit on {day}", day=day(words, story.day)))
    if story.amount_minor:
        facts.append(words.money(story.amount_minor, money[0], money[1]))
    with panel():
        with row("between"):
            link(name, f"/members/{told.case.member_id}")
            text(", ".join(facts), "span", "small")
        text(story.text, "p", dir="auto")
        if visit.may("cases.answer"):
            with row():
                button(
                    visit,
                    visit.say("Give points"),
                    partial(_give, visit, place, told),
                    kind="primary",
                    label=f"{visit.say('Give points')}: {name}",
                )
                button(
                    visit,
                    visit.say("Say why not"),
                    partial(_decline, visit, place, told),
                    label=f"{visit.say('Say why not')}: {name}",
                )


async def _give(visit: Visit, place: Element, told: Told) -> None:
    made = dict[str, Field]()

    def fill() -> None:
        text(told.story.text, "p", dir="auto")
        made["points"] = Field(visit.say("Points"), most=12, inputmode="numeric")
        made["said"] = Field(
            visit.say("What the member reads (may stay empty)"), lines=3, most=TEXT_MAX
        )

    async def do() -> None:
        remedy = Remedy(points=whole(made["points"].value), said=made["said"].value)
        note = Note(
            what="case_given",
            about=told.case.member_id,
            detail=f"{told.case.case_id} {remedy.points}",
        )
        done = await doing(
            visit,
            "cases.answer",
            note,
            lambda: Helping(visit.desk.access).give_case(
                told.case.case_id, remedy, visit.who.user_id, visit.desk.now_us()
            ),
        )
        await _show(visit, place)
        if done.answer["state"] == WAITS:
            sentence = visit.say("That is above the limit: a second person has to approve.")
            notices.say(sentence, "info")
        else:
            notices.say(visit.say("Given and answered."))

    Dialog(visit, visit.say("Give points")).open(fill, visit.say("Give"), do)


async def _decline(visit: Visit, place: Element, told: Told) -> None:
    made = dict[str, Field]()

    def fill() -> None:
        text(told.story.text, "p", dir="auto")
        made["said"] = Field(visit.say("What the member reads"), lines=4, most=TEXT_MAX)

    async def do() -> None:
        note = Note(what="case_declined", about=told.case.member_id, detail=told.case.case_id)
        await doing(
            visit,
            "cases.answer",
            note,
            lambda: Helping(visit.desk.access).decline_case(
                told.case.case_id, made["said"].value, visit.who.user_id, visit.desk.now_us()
            ),
        )
        await _show(visit, place)
        notices.say(visit.say("Answered."))

    Dialog(visit, visit.say("Say why not")).open(fill, visit.say("Send"), do)


def _gather(visit: Visit, after: str) -> _Waiting:
    access = visit.desk.access
    with access.database.read() as connection:
        told, further = casework.waiting(
            connection, access.tenant, access.sealed_by, OPEN, after=after
        )
        known = members.read(connection, access.tenant, [each.case.member_id for each in told])
        hits = search.hits(access, connection, list(known.values()))
        second, _ = casework.waiting(connection, access.tenant, access.sealed_by, WAITS)
    return _Waiting(
        told=told, after=further, who={hit.member_id: hit for hit in hits}, second=len(second)
    )


PAGE = Page(
    path="/cases",
    name=mark("Missing points"),
    icon="cases",
    right="cases.see",
    draw=draw,
    many=True,
)
