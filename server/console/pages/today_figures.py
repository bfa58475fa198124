"""The last thirty days on Today: where the goal stands, the figures that matter, and their plot."""

from __future__ import annotations

from loyalty.programme import Programme
from server.console import figure_words
from server.console.kit.figures import Series, plot, tiles
from server.console.kit.parts import link, panel, text
from server.console.page import Visit
from server.console.wording import day, money, short_day
from server.insight import goals
from server.insight.overview import Overview, overview
from server.insight.period import ending

DAYS = 30
SHOWN = ("participation", "active_30", "basket", "rewards", "joined", "owed")


async def draw(visit: Visit) -> None:
    """Draw them, for whoever may see figures."""
    today, programme = await visit.read(visit.desk.terms)
    access = visit.desk.access
    found = await visit.read(lambda: overview(access, programme, ending(today, DAYS)))
    goal = await visit.read(lambda: goals.kept(access))
    words = visit.words
    with panel(visit.say("The last 30 days")):
        if not found.is_whole:
            text(visit.say("Older sales are still being counted. Come back in a minute."), "p")
        if goal is not None:
            text(goal_line(visit, goal, found, programme), "p")
        tiles(
            [
                figure_words.tile(words, programme, figure)
                for code in SHOWN
                for figure in found.figures
                if figure.code == code
            ]
        )
        _plot(visit, found, programme.currency, programme.scale)
        link(visit.say("All figures, and how each is computed"), "/figures")


def goal_line(visit: Visit, goal: goals.Goal, found: Overview, programme: Programme) -> str:
    """Say in a sentence where the goal stands."""
    figure = goals.stands(goal, found)
    return visit.say(
        "Goal: {figure} at {goal} by {day}. It stands at {now}.",
        figure=visit.say(figure_words.NAMES[figure.code]),
        goal=figure_words.written(visit.words, programme, figure.kind, goal.value),
        day=day(visit.words, goal.by),
        now=figure_words.written(visit.words, programme, figure.kind, figure.value),
    )


def _plot(visit: Visit, found: Overview, currency: str, scale: int) -> None:
    words = visit.words
    now, before = found.days, found.days_before
    plot(
        visit.say("What members spent"),
        [short_day(words, each.day) for each in now],
        [
            Series(
                name=visit.say("These 30 days"),
                values=[each.money_minor // 10**scale for each in now],
            ),
            Series(
                name=visit.say("The 30 before"),
                values=[each.money_minor // 10**scale for each in before],
                dashed=True,
            ),
        ],
        written=[
            [money(words, each.money_minor, currency, scale) for each in pair]
            for pair in zip(now, before, strict=True)
        ],
        table=visit.say("As a table"),
    )
