"""Members: everybody, or whom a name, phone, card, mail or the last digits find."""

from __future__ import annotations

from collections.abc import Callable

from nicegui.element import Element

from loyalty.errors import Refusal
from server.console.kit.controls import Field
from server.console.kit.parts import column, link, panel, row
from server.console.kit.tables import Column, Rows, empty, table
from server.console.member_words import STATES, said
from server.console.page import Page, Visit
from server.console.wording import day, mark
from server.helping import search
from server.helping.search import Found, Hit
from storage.records import ACTIVE


async def draw(visit: Visit) -> None:
    """Draw the field and what it finds."""

    async def typed(text: str) -> None:
        await _list(visit, place, text, lambda: field.value == text)

    with row():
        # In a small shop the menu has the few pages of every day: these are reached from here.
        for word, to, right in (
            (visit.say("Missing points"), "/cases", "cases.see"),
            (visit.say("Approvals"), "/approvals", "members.approve"),
            (visit.say("Keeping data"), "/keeping", "members.erase"),
        ):
            if visit.may(right):
                link(word, to)
    with panel():
        field = Field(
            visit.say("Search members"),
            hint=visit.say("Name, phone, mail, card, or the last four digits."),
            kind="search",
            most=search.TYPED_MAX,
            told=typed,
            visit=visit,
        )
    place = column("gap")
    await _list(visit, place, "", lambda: True)


async def _list(visit: Visit, place: Element, text: str, is_wanted: Callable[[], bool]) -> None:
    try:
        found = await visit.read(lambda: search.search(visit.desk.access, text))
        sentence = visit.say("Nobody is found. Try fewer letters, or the last digits.")
    except Refusal as error:
        if error.code != "search_short":
            raise
        found, sentence = Found(hits=()), visit.say(said(error).message)
    if not is_wanted():
        return  # somebody typed on: what they wait for comes by itself
    place.clear()
    with place, panel():
        if not text and not found.hits:
            empty(visit.say("Nobody has joined yet. Members join at the till."))
            return
        table(visit, visit.say("Members"), _columns(visit), _rows(visit, text, found), sentence)


def _rows(visit: Visit, text: str, found: Found) -> Rows[Hit]:
    async def more() -> Rows[Hit]:
        page = await visit.read(lambda: search.search(visit.desk.access, text, before=found.before))
        return _rows(visit, text, page)

    return Rows(rows=found.hits, more=more if found.before else None)


def _columns(visit: Visit) -> list[Column[Hit]]:
    def name(hit: Hit) -> None:
        link(hit.name or visit.say("No name"), f"/members/{hit.member_id}")

    def state(hit: Hit) -> str:
        words = [] if hit.status == ACTIVE else [visit.say(STATES.get(hit.status, hit.status))]
        if hit.shares:
            words.append(visit.say("Shares an account"))
        return ", ".join(words)

    return [
        Column(head=visit.say("Name"), cell=name),
        Column(head=visit.say("Card"), cell=lambda hit: ending(hit.card_end)),
        Column(head=visit.say("Phone"), cell=lambda hit: ending(hit.phone_end)),
        Column(head=visit.say("Joined"), cell=lambda hit: day(visit.words, hit.joined_day)),
        Column(
            head=visit.say("Points"),
            cell=lambda hit: visit.words.number(hit.points),
            number=True,
        ),
        Column(head=visit.say("State"), cell=state),
    ]


def ending(digits: str) -> str:
    """Write the end of a number that is not shown whole; a dash where there is none."""
    return f"\u2022\u2022\u2022\u2022 {digits}" if digits else "\u2013"


PAGE = Page(path="/members", name=mark("Members"), icon="members", right="members.see", draw=draw)
