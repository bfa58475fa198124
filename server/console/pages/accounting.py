"""Accounting: what each month opened with, what moved, what it closed with and is worth."""

from __future__ import annotations

from functools import partial

from loyalty.programme import Programme
from server.console.figure_words import written
from server.console.kit.parts import panel, text
from server.console.kit.tables import Column, Rows, table
from server.console.naming import names
from server.console.page import Page, Visit
from server.console.pages.figures import saving_buttons
from server.console.wording import mark
from server.insight import accounting
from server.insight.accounting import Month, Settled
from server.insight.overview import MONEY

SEVERAL = 2


async def draw(visit: Visit) -> None:
    """Draw the months, and what the tills owe each other for the newest one."""
    _, programme = await visit.read(visit.desk.terms)
    access = visit.desk.access
    found = await visit.read(lambda: accounting.months(access, programme))
    with panel():
        text(
            visit.say(
                "A month is closed after the fifth day of the next one and never changes. What"
                " comes later stands in the month it came in."
            ),
            "p",
        )
        columns = _columns(visit, programme)
        nothing = visit.say("No points were given yet.")
        table(visit, visit.say("Accounting"), columns, Rows(rows=found), nothing)
        rows = [
            (
                *(one.month, _unit(visit, programme, one), one.opening, one.issued, one.used),
                *(one.expired, one.reversed, one.closing, one.price_minor, one.cost_minor),
            )
            for one in found
        ]
        if rows:
            saving_buttons(visit, "accounting", [each.head for each in columns], rows)
    if found:
        await _settled(visit, programme, found[0].month)


def _columns(visit: Visit, programme: Programme) -> list[Column[Month]]:
    number = visit.words.number
    return [
        Column(head=visit.say("Month"), cell=lambda one: one.month),
        Column(head=visit.say("What"), cell=partial(_unit, visit, programme)),
        Column(head=visit.say("Opening"), cell=lambda one: number(one.opening), number=True),
        Column(head=visit.say("Given"), cell=lambda one: number(one.issued), number=True),
        Column(head=visit.say("Used"), cell=lambda one: number(one.used), number=True),
        Column(head=visit.say("Ended"), cell=lambda one: number(one.expired), number=True),
        Column(head=visit.say("Put right"), cell=lambda one: number(one.reversed), number=True),
        Column(head=visit.say("Closing"), cell=lambda one: number(one.closing), number=True),
        Column(
            head=visit.say("At price"),
            cell=lambda one: written(visit.words, programme, MONEY, one.price_minor),
            number=True,
        ),
        Column(
            head=visit.say("At cost"),
            cell=lambda one: written(visit.words, programme, MONEY, one.cost_minor),
            number=True,
        ),
    ]


def _unit(visit: Visit, programme: Programme, one: Month) -> str:
    kind, _, name = one.unit.partition(":")
    if kind == "points":
        return visit.say("Points")
    kept = [*programme.stamp_cards, *programme.rewards]
    named = next((each.name for each in kept if each.id == name), name)
    return visit.say("Stamps: {name}" if kind == "stamp" else "Rewards given: {name}", name=named)


async def _settled(visit: Visit, programme: Programme, month: str) -> None:
    access = visit.desk.access
    found = await visit.read(lambda: accounting.settlement(access, programme, month))
    if len(found) < SEVERAL:
        return
    known = await visit.read(lambda: names(access))
    number = visit.words.number
    columns: list[Column[Settled]] = [
        Column(head=visit.say("Till"), cell=lambda one: visit.say(known.till(one.device))),
        Column(head=visit.say("Given"), cell=lambda one: number(one.given), number=True),
        Column(head=visit.say("Used"), cell=lambda one: number(one.used), number=True),
        Column(
            head=visit.say("Is owed by the others"),
            cell=lambda one: written(visit.words, programme, MONEY, one.owed_minor),
            number=True,
        ),
    ]
    title = visit.say("Between tills in {month}", month=month)
    with panel(title):
        text(visit.say("Points that one till gave and another one let use, at price."), "p")
        table(visit, title, columns, Rows(rows=found), visit.say("Nothing yet."))


PAGE = Page(
    path="/accounting",
    name=mark("Accounting"),
    icon="accounting",
    right="accounting.see",
    draw=draw,
    many=True,
)
