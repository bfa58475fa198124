"""Keeping: how long people's data is kept, who would be erased, and what the last night did."""

from __future__ import annotations

from functools import partial

from nicegui.element import Element

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.figures import Tile, tiles
from server.console.kit.parts import column, link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.member_words import doing, whole
from server.console.page import Page, Visit
from server.console.wording import day, mark, moment
from server.helping import keeping_rules, retention
from server.helping.desk import Helping
from server.helping.keeping_rules import ELSEWHERE, SUGGESTED, Ran, Rules
from server.helping.retention import Away, Listed
from storage.server import keeping

COUNTRIES = (("NL", mark("Netherlands")), ("SE", mark("Sweden")), ("DE", mark("Germany")))
MORE = (("BR", mark("Brazil")), (ELSEWHERE, mark("Everywhere else")))


async def draw(visit: Visit) -> None:
    """Draw the times, the list and the last night."""
    place = column("gap")
    await _show(visit, place)


async def _show(visit: Visit, place: Element) -> None:
    rules, ran, due = await visit.read(partial(_gather, visit))
    zone = (await visit.read(visit.desk.terms))[1].time_zone
    place.clear()
    with place:
        _state(visit, rules, ran, due, zone)
        _times(visit, rules, place)
        if rules.months:
            with panel(visit.say("Who would be erased")):
                text(
                    visit.say(
                        "Whoever stayed away for so long. Looking changes nothing. After you"
                        " confirmed, each night gives them a day and erases whoever did not come."
                    ),
                    "p",
                    "small",
                )
                below = column("gap")
                with row():
                    see = partial(_list, visit, rules, below)
                    button(visit, visit.say("Show the list"), see, kind="primary")
                    if visit.may("keeping.change") and not rules.confirmed_by:
                        confirm = partial(_confirm, visit, place)
                        button(visit, visit.say("Confirm"), confirm, kind="harmful")


def _state(visit: Visit, rules: Rules, ran: Ran, due: int, zone: str) -> None:
    words = visit.words
    if rules.confirmed_by:
        when = moment(words, rules.confirmed_us, zone)
        state = visit.say("Confirmed on {when}", when=when)
    else:
        state = visit.say("Nobody is erased before the owner confirms")
    with panel():
        text(state, "p")
        if ran.day:
            sentence = visit.say(
                "The last night, {day}: {listed} listed, {again} came again, {erased} erased.",
                day=day(words, ran.day),
                listed=words.number(ran.listed),
                again=words.number(ran.came_again),
                erased=words.number(ran.erased),
            )
            text(sentence, "p", "small")
    tiles([Tile(name=visit.say("Listed with a day"), value=words.number(due))])


def _times(visit: Visit, rules: Rules, place: Element) -> None:
    with panel(visit.say("Months after the last visit")):
        text(
            visit.say(
                "By the country of the phone number, else of the shop. Empty keeps people for ever"
                " there. The suggestions are a beginning and no legal advice."
            ),
            "p",
            "small",
        )
        may = visit.may("keeping.change")
        fields: dict[str, Field] = {}
        for country, name in (*COUNTRIES, *MORE):
            known = rules.months or SUGGESTED
            shown = str(known[country]) if country in known else ""
            if may:
                fields[country] = Field(visit.say(name), value=shown, most=3, inputmode="numeric")
            else:
                text(f"{visit.say(name)}: {shown}", "p")
        if not may:
            return
        notice = Field(
            visit.say("Days between being listed and erased"),
            value=str(rules.notice_days),
            most=3,
            inputmode="numeric",
        )

        async def save() -> None:
            months = {land: whole(field.value) for land, field in fields.items() if field.value}
            others = {land: n for land, n in rules.months.items() if land not in fields}
            made = Rules(months={**others, **months}, notice_days=whole(notice.value))
            await doing(
                visit,
                "keeping.change",
                Note(what="keeping_set", detail=str(sorted(made.months.items()))),
                lambda: Helping(visit.desk.access).put_keeping(made, visit.desk.now_us()),
            )
            await _show(visit, place)
            notices.say(visit.say("Saved. Look at the list and confirm."))

        with row():
            button(visit, visit.say("Save"), save, kind="primary")


async def _list(visit: Visit, rules: Rules, below: Element) -> None:
    words = visit.words

    def name(each: Away) -> None:
        link(each.name or visit.say("No name"), f"/members/{each.member_id}")

    def country(each: Away) -> str:
        known = dict((*COUNTRIES, *MORE))
        return visit.say(known[each.country]) if each.country in known else each.country

    columns: list[Column[Away]] = [
        Column(head=visit.say("Name"), cell=name),
        Column(head=visit.say("Last visit"), cell=lambda each: day(words, each.last_day)),
        Column(head=visit.say("Country"), cell=country),
    ]
    first = await _part(visit, rules, "")
    below.clear()
    with below:
        nothing = visit.say("Nobody stayed away for so long.")
        table(visit, visit.say("Who would be erased"), columns, first, nothing)


async def _part(visit: Visit, rules: Rules, after: str) -> Rows[Away]:
    """Give the next part of the list that is not empty."""

    def reading() -> Listed:
        found = retention.listed(visit.desk.access, rules, visit.desk.now_us(), after=after)
        while found.after and not found.away:
            found = retention.listed(
                visit.desk.access, rules, visit.desk.now_us(), after=found.after
            )
        return found

    note = Note(what="keeping_seen")
    found = await doing(visit, "members.erase", note, reading)
    more = partial(_part, visit, rules, found.after) if found.after else None
    return Rows(rows=found.away, more=more)


async def _confirm(visit: Visit, place: Element) -> None:
    def fill() -> None:
        text(
            visit.say(
                "From tonight on whoever stays away is listed, and erased when the days are over."
                " Changing the times takes this back."
            ),
            "p",
        )

    async def do() -> None:
        await doing(
            visit,
            "keeping.change",
            Note(what="keeping_confirmed"),
            lambda: Helping(visit.desk.access).confirm_keeping(
                visit.who.user_id, visit.desk.now_us()
            ),
        )
        await _show(visit, place)
        notices.say(visit.say("Confirmed."))

    Dialog(visit, visit.say("Confirm")).open(fill, visit.say("Confirm"), do, kind="harmful")


def _gather(visit: Visit) -> tuple[Rules, Ran, int]:
    access = visit.desk.access
    with access.database.read() as connection:
        return (
            keeping_rules.read(connection, access.tenant),
            keeping_rules.ran(connection, access.tenant),
            keeping.count(connection, access.tenant, keeping.DUE),
        )


PAGE = Page(
    path="/keeping",
    name=mark("Keeping data"),
    icon="list",
    right="members.erase",
    draw=draw,
    many=True,
)
