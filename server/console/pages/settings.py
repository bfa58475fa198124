"""Settings: which pages the menu shows, and what the shop is."""

from __future__ import annotations

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Check, button
from server.console.kit.frame import EVERYTHING
from server.console.kit.parts import element, link, panel, row, text
from server.console.page import Page, Visit
from server.console.wording import day, mark

_MORE = (
    ("/tills", mark("Tills"), "tills.see"),
    ("/people", mark("People"), "people.see"),
    ("/log", mark("Log"), "log.see"),
    ("/you", mark("You"), "self"),
)


async def draw(visit: Visit) -> None:
    """Draw the switch and the facts."""
    say = visit.say
    date, programme = await visit.read(visit.desk.terms)
    shows = await visit.read(lambda: visit.desk.books.setting(EVERYTHING)) == "1"
    with panel(say("The shop")), element("dl", "facts"):
        for name, value in (
            (say("Name"), programme.text(programme.name, visit.words.language)),
            (say("Money"), programme.currency),
            (say("Time zone"), programme.time_zone),
            (say("Business date"), day(visit.words, date)),
        ):
            with element("div", "line"):
                text(name, "dt", "small")
                text(value, "dd")
    with panel(say("The menu")):
        every = Check(say("Show every page, also with one till"), value=shows)

        async def save() -> None:
            await visit.act(
                "settings.change",
                Note(what="settings", detail=f"{EVERYTHING}={int(every.value)}"),
                lambda: visit.desk.books.put_setting(
                    EVERYTHING, "1" if every.value else "", visit.desk.now_us()
                ),
            )
            notices.say(say("Saved. The next page shows it."))

        with row():
            button(visit, say("Save"), save, kind="primary")
    with panel(say("More pages")), element("ul", "plain"):
        for path, name, right in _MORE:
            if visit.may(right):
                with element("li"):
                    link(say(name), path)


PAGE = Page(
    path="/settings", name=mark("Settings"), icon="settings", right="settings.see", draw=draw
)
