"""Figures: the goal, every figure beside the period before and how it is computed, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from loyalty.errors import Refusal
from loyalty.programme import Programme
from server.console import figure_words
from server.console.audit import Note
from server.console.figure_words import written
from server.console.kit import notices, saving
from server.console.kit.controls import Choice, Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.naming import Names, names
from server.console.page import Page, Visit
from server.console.pages.today_figures import goal_line
from server.console.wording import mark, money
from server.figures import told
from server.insight import breakdown, export, goals
from server.insight.overview import MONEY, SHARE, Figure, Overview, overview
from server.insight.period import ending
from server.insight.uplift import uplift

PERIODS = ("7", "30", "90", "365")
BREAKDOWNS = (
    (told.SOLD, mark("By cashier"), mark("Who")),
    (told.HOUR, mark("By hour, with a member"), mark("Hour")),
    (told.REWARD, mark("By reward"), mark("Reward")),
)


async def draw(visit: Visit) -> None:
    """Draw the figures of the period in the address, thirty days where there is none."""
    days = visit.asked.get("days", "30")
    days = days if days in PERIODS else "30"
    today, programme = await visit.read(visit.desk.terms)
    access, period = visit.desk.access, ending(today, int(days))
    found = await visit.read(lambda: overview(access, programme, period))
    with row():
        for each in PERIODS:
            name = visit.plural("{n} day", "{n} days", int(each))
            link(name, f"/figures?days={each}", "button primary" if each == days else "button")
    await _goal(visit, found, programme, today)
    with panel(visit.say("Figures")):
        _figures(visit, found.figures, programme)
        _saving(visit, found)
    await _joining(visit, today)
    parts = await visit.read(lambda: breakdown.parts(access, period))
    known = await visit.read(lambda: names(access))
    for measure, title, head in BREAKDOWNS:
        _parts(visit, programme, known, parts[measure], (visit.say(title), visit.say(head)))
    _tills(visit, programme, known, await visit.read(lambda: breakdown.tills(access, period)))
    await _cohorts(visit, today)


def _figures(visit: Visit, found: Sequence[Figure], programme: Programme) -> None:
    words = visit.words
    columns: list[Column[Figure]] = [
        Column(head=visit.say("Figure"), cell=lambda one: visit.say(figure_words.NAMES[one.code])),
        Column(
            head=visit.say("Now"),
            cell=lambda one: written(words, programme, one.kind, one.value),
            number=True,
        ),
        Column(
            head=visit.say("Before"),
            cell=lambda one: written(words, programme, one.kind, one.before),
            number=True,
        ),
        Column(head=visit.say("How it is computed"), cell=partial(_how, visit)),
    ]
    table(visit, visit.say("Figures"), columns, Rows(rows=found), visit.say("Nothing yet."))


def _how(visit: Visit, figure: Figure) -> str:
    said = visit.say(figure_words.HOW[figure.code])
    if figure.value is None and figure.needs in figure_words.NEEDS:
        return f"{said} {visit.say(figure_words.NEEDS[figure.needs])}"
    return said


def _saving(visit: Visit, found: Overview) -> None:
    head = (
        *(visit.say("Day"), visit.say("Sales with a member"), visit.say("What members spent")),
        *(visit.say("Other sales"), visit.say("What others spent")),
    )
    rows = [
        (one.day, one.sales, one.money_minor, one.others, one.others_minor) for one in found.days
    ]
    saving_buttons(visit, f"figures-{found.period.first}-{found.period.last}", head, rows)


def saving_buttons(
    visit: Visit, name: str, head: Sequence[str], rows: Sequence[Sequence[export.Cell]]
) -> None:
    """Put the buttons that save rows as a file; money in it is in the smallest unit."""

    async def save(kind: str) -> None:
        is_csv = kind == "csv"
        note = Note(what="figures_saved", about=f"{name}.{kind}")
        content = await visit.act(
            visit.page.right,
            note,
            lambda: export.csv_of(head, rows) if is_csv else export.xlsx_of(name, head, rows),
        )
        saving.save(f"{name}.{kind}", content, saving.CSV if is_csv else saving.XLSX)
        notices.say(visit.say("Saved."))

    with row("ends"):
        button(visit, visit.say("Save as CSV"), partial(save, "csv"), picture="down")
        button(visit, visit.say("Save as a workbook"), partial(save, "xlsx"), picture="down")


async def _goal(visit: Visit, found: Overview, programme: Programme, today: str) -> None:
    goal = await visit.read(lambda: goals.kept(visit.desk.access))
    with panel(visit.say("Goal")):
        said = visit.say("There is no goal yet: choose what should get better, and by when.")
        text(goal_line(visit, goal, found, programme) if goal else said, "p")
        if visit.may("figures.goal"):
            ask = partial(_ask_goal, visit, programme, today)
            with row():
                button(visit, visit.say("Set the goal"), ask)


async def _ask_goal(visit: Visit, programme: Programme, today: str) -> None:
    asked: list[Choice | Field] = []

    def fill() -> None:
        choices = [(code, visit.say(figure_words.NAMES[code])) for code in goals.GOALS]
        asked.append(Choice(visit.say("Figure"), choices))
        asked.append(Field(visit.say("Goal"), hint=visit.say("Such as 60 for 60 %, or 12.50.")))
        asked.append(Field(visit.say("By"), kind="date"))

    async def keep() -> None:
        figure, value, by = (each.value for each in asked[-3:])
        goal = goals.Goal(figure=figure, value=_whole(figure, value, programme.scale), by=by)
        note = Note(what="goal", detail=f"{figure} {goal.value}")
        await visit.act("figures.goal", note, lambda: goals.keep(visit.desk.access, goal, today))
        notices.say(visit.say("Saved. It stands here from the next look on."))

    Dialog(visit, visit.say("Set the goal")).open(fill, visit.say("Save"), keep)


def _whole(figure: str, typed: str, scale: int) -> int:
    """Give what was typed in the figure's own unit. Raises Refusal `goal_unclear`."""
    places = {"participation": 1, "again": 1, "frequency": 2, "basket": scale}.get(figure, 0)
    whole, _, rest = typed.strip().rstrip("%").strip().replace(",", ".").partition(".")
    digits = whole + rest.ljust(places, "0")
    if not digits.isascii() or not digits.isdigit() or len(rest) > places or len(digits) > 12:  # noqa: PLR2004 - no figure is longer
        raise Refusal("goal_unclear", mark("Write a number above 0 that this figure can reach."))
    return int(digits)


async def _joining(visit: Visit, today: str) -> None:
    found = await visit.read(lambda: uplift(visit.desk.access, today))
    words = visit.words
    with panel(visit.say("Do members buy more?")):
        if found is None:
            text(
                visit.say(
                    "Not known: it needs 30 people who used a card before they gave their name."
                ),
                "p",
            )
            return
        text(
            visit.say(
                "{change} more than before they joined, between {low} and {high} ({n} people).",
                change=figure_words.share(words, found.change),
                low=figure_words.share(words, found.low),
                high=figure_words.share(words, found.high),
                n=words.number(found.people),
            ),
            "p",
        )
        text(
            visit.say("Three months after joining against three before, for the same people."),
            "p",
            "small",
        )


def _parts(
    visit: Visit,
    programme: Programme,
    known: Names,
    found: Sequence[breakdown.Part],
    title: tuple[str, str],
) -> None:
    columns: list[Column[breakdown.Part]] = [
        Column(head=title[1], cell=lambda one: visit.say(known.actor(one.part))),
        Column(
            head=visit.say("Times"), cell=lambda one: visit.words.number(one.times), number=True
        ),
        Column(
            head=visit.say("Amount"),
            cell=lambda one: money(
                visit.words, one.amount_minor, programme.currency, programme.scale
            ),
            number=True,
        ),
    ]
    with panel(title[0]):
        table(visit, title[0], columns, Rows(rows=found), visit.say("Nothing yet."))


def _tills(
    visit: Visit, programme: Programme, known: Names, found: Sequence[breakdown.Till]
) -> None:
    words = visit.words
    columns: list[Column[breakdown.Till]] = [
        Column(head=visit.say("Till"), cell=lambda one: known.till(one.device)),
        Column(
            head=visit.say(figure_words.NAMES["participation"]),
            cell=lambda one: written(words, programme, SHARE, one.participation),
            number=True,
        ),
        Column(
            head=visit.say(figure_words.NAMES["basket"]),
            cell=lambda one: written(words, programme, MONEY, one.basket_minor),
            number=True,
        ),
        Column(
            head=visit.say(figure_words.NAMES["joined"]),
            cell=lambda one: words.number(one.joined),
            number=True,
        ),
    ]
    with panel(visit.say("By till")):
        table(visit, visit.say("By till"), columns, Rows(rows=found), visit.say("Nothing yet."))


async def _cohorts(visit: Visit, today: str) -> None:
    found = await visit.read(lambda: breakdown.cohorts(visit.desk.access, today))
    words = visit.words
    columns: list[Column[breakdown.Cohort]] = [
        Column(head=visit.say("First visit in"), cell=lambda one: one.month),
        Column(head=visit.say("Members"), cell=lambda one: words.number(one.members), number=True),
        *(
            Column(
                head=visit.plural("{n} month later", "{n} months later", at),
                cell=partial(_stayed, visit, at),
                number=True,
            )
            for at in range(1, breakdown.MONTHS)
        ),
    ]
    with panel(visit.say("Who stays")):
        table(visit, visit.say("Who stays"), columns, Rows(rows=found), visit.say("Nothing yet."))


def _stayed(visit: Visit, at: int, one: breakdown.Cohort) -> str:
    return figure_words.share(visit.words, one.stayed[at]) if at < len(one.stayed) else ""


PAGE = Page(path="/figures", name=mark("Figures"), icon="figures", right="figures.see", draw=draw)
