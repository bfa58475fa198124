"""Today: what the shop's tills sent today, and what waits for somebody."""

from __future__ import annotations

from server.console.kit.figures import Tile, tiles
from server.console.kit.parts import link, panel, text
from server.console.page import Page, Visit
from server.console.wording import mark


async def draw(visit: Visit) -> None:
    """Draw today's figures."""
    found = await visit.read(visit.desk.today)
    words = visit.words
    tiles(
        [
            Tile(name=visit.say("Sales with a member"), value=words.number(found.sales)),
            Tile(name=visit.say("New members"), value=words.number(found.joined)),
            Tile(name=visit.say("Points given"), value=words.number(found.given)),
            Tile(name=visit.say("Points used"), value=words.number(found.used)),
        ]
    )
    with panel(visit.say("What waits")):
        if found.aside:
            text(
                visit.plural(
                    "{n} record from a till was set aside: look at it.",
                    "{n} records from tills were set aside: look at them.",
                    found.aside,
                ),
                "p",
            )
            if visit.may("tills.see"):
                link(visit.say("To the tills"), "/tills")
        else:
            text(visit.say("Nothing waits for you."), "p", "empty")


PAGE = Page(path="/", name=mark("Today"), icon="today", right="today.see", draw=draw)
