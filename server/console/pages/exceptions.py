"""Worth a look: what is unusual, worst first, accusing nobody; each opens its rows."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

from nicegui.element import Element

from loyalty import days
from loyalty.programme import Programme
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, element, panel, row, text
from server.console.kit.tables import Column, Rows, empty, table
from server.console.naming import Names, names
from server.console.page import Page, Visit
from server.console.wording import mark, moment, money
from server.insight import exceptions
from server.insight.exceptions import Finding, Row

NAMES = MappingProxyType(
    {
        "tills": mark("One card at {count} tills within {beside} minutes"),
        "visits": mark("One card {count} times on a day"),
        "reward_after_joined": mark("A reward {count} minutes after joining"),
        "reward_after_pin": mark("A reward {count} minutes after a new PIN"),
        "late": mark("{who}: cards added late {count} times, {beside} would be usual"),
        "taken": mark("{who}: sales taken back {count} times, {beside} would be usual"),
        "typed": mark("{who}: amounts typed {count} times, {beside} would be usual"),
        "goodwill": mark("{who}: goodwill given {count} times, {beside} would be usual"),
    }
)
SHOWN_MAX = 50


async def draw(visit: Visit) -> None:
    """Draw what is worth a look."""
    text(
        visit.say(
            "Unusual, and often with a good reason: a family with one card, a busy Saturday."
            " Look, ask, and mark it as fine."
        ),
        "p",
    )
    await _list(visit, column("gap"))


async def _list(visit: Visit, place: Element) -> None:
    today, programme = await visit.read(visit.desk.terms)
    access, now_us = visit.desk.access, visit.desk.now_us()
    found = await visit.read(lambda: exceptions.exceptions(access, now_us, today))
    known = await visit.read(lambda: names(access))
    place.clear()
    with place:
        if not found:
            empty(visit.say("Nothing unusual in the last 30 days."))
        for each in found[:SHOWN_MAX]:
            _one(visit, place, each, (programme, known))


def _one(visit: Visit, place: Element, one: Finding, about: tuple[Programme, Names]) -> None:
    title = _title(visit, one, about[1])
    with panel(title):
        if one.rows:
            with element("details"):
                text(visit.say("Show the records"), "summary")
                _rows(visit, title, one, about)
        if one.fine is not None:
            text(visit.say("Fine: {note}", note=one.fine), "p", "small")
        elif visit.may("exceptions.judge"):
            with row("ends"):
                mark_it = partial(_ask, visit, place, one)
                label = f"{visit.say('Mark as fine')}: {title}"
                button(visit, visit.say("Mark as fine"), mark_it, label=label)


def _title(visit: Visit, one: Finding, known: Names) -> str:
    who = visit.say(known.actor(one.about))
    number = visit.words.number
    return visit.say(NAMES[one.kind], who=who, count=number(one.count), beside=number(one.beside))


def _rows(visit: Visit, title: str, one: Finding, about: tuple[Programme, Names]) -> None:
    programme, known = about
    columns: list[Column[Row]] = [
        Column(
            head=visit.say("When"),
            cell=lambda each: moment(visit.words, days.read(each.at), programme.time_zone),
        ),
        Column(head=visit.say("Till"), cell=lambda each: known.till(each.device)),
        Column(head=visit.say("Who"), cell=lambda each: visit.say(known.actor(each.actor))),
        Column(
            head=visit.say("Amount"),
            cell=lambda each: money(
                visit.words, each.amount_minor, programme.currency, programme.scale
            ),
            number=True,
        ),
    ]
    table(visit, title, columns, Rows(rows=one.rows), visit.say("Nothing yet."))


async def _ask(visit: Visit, place: Element, one: Finding) -> None:
    fields: list[Field] = []
    access = visit.desk.access

    def keep() -> None:
        exceptions.mark_fine(
            access,
            one.finding,
            actor=visit.who.user_id,
            note=fields[-1].value.strip(),
            now_us=visit.desk.now_us(),
        )

    async def do() -> None:
        note = Note(what="fine", about=one.finding)
        await visit.act("exceptions.judge", note, keep)
        await _list(visit, place)
        notices.say(visit.say("Saved."))

    Dialog(visit, visit.say("Mark as fine")).open(
        lambda: fields.append(Field(visit.say("Why it is fine"), most=200)),
        visit.say("Mark as fine"),
        do,
    )


PAGE = Page(
    path="/exceptions",
    name=mark("Worth a look"),
    icon="exceptions",
    right="exceptions.see",
    draw=draw,
    many=True,
)
