"""Tills: what each holds and when it last sent something; one more, one lost, the set aside."""

from __future__ import annotations

from functools import partial

from nicegui.element import Element

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.tills import Aside, Till, aside, listed
from server.console.wording import mark, moment, money

REASONS = {
    "event_shape": mark("It cannot be read"),
    "seq_wrong": mark("Its number does not fit"),
    "enrol_data": mark("A new member that cannot be read"),
    "card_data": mark("A card that cannot be read"),
}


async def draw(visit: Visit) -> None:
    """Draw the tills, and what was set aside."""
    made = column("gap")
    if visit.may("tills.change"):
        with row():
            button(visit, visit.say("Connect one more till"), partial(_connect, visit, made))
    place = column("gap")
    await _list(visit, place)
    left = await visit.read(lambda: aside(visit.desk.access))
    zone = (await visit.read(visit.desk.terms))[1].time_zone
    columns: list[Column[Aside]] = [
        Column(head=visit.say("Till"), cell=lambda each: each.till),
        Column(
            head=visit.say("Came"),
            cell=lambda each: moment(visit.words, each.came_us, zone),
        ),
        Column(head=visit.say("Record"), cell=lambda each: f"{each.epoch}.{each.seq}"),
        Column(
            head=visit.say("Why it was set aside"),
            cell=lambda each: (
                visit.say(REASONS[each.reason]) if each.reason in REASONS else each.reason
            ),
        ),
    ]
    with panel(visit.say("Set aside")):
        text(
            visit.say("Records that the server could not book. They are kept, and count nowhere."),
            "p",
            "small",
        )
        nothing = visit.say("Nothing was set aside.")
        table(visit, visit.say("Set aside"), columns, Rows(rows=left), nothing)


async def _list(visit: Visit, place: Element) -> None:
    tills = await visit.read(lambda: listed(visit.desk.books, visit.desk.now_us()))
    programme = (await visit.read(visit.desk.terms))[1]
    zone = programme.time_zone

    def most(till: Till) -> str:
        amount = till.state.most_minor
        return money(visit.words, amount, programme.currency, programme.scale)

    place.clear()
    with place, panel():
        asking = Dialog(visit, visit.say("Declare this till lost?"))

        def doing(till: Till) -> None:
            if not visit.may("tills.change"):
                return
            if till.state.is_lost:
                button(
                    visit,
                    visit.say("Let in again"),
                    partial(_found, visit, till, place),
                    label=visit.say("Let {name} in again", name=till.state.name),
                )
            else:
                button(
                    visit,
                    visit.say("Lost"),
                    partial(_lost, visit, asking, till, place, most(till)),
                    label=visit.say("{name} is lost", name=till.state.name),
                )

        columns: list[Column[Till]] = [
            Column(head=visit.say("Till"), cell=lambda till: till.state.name),
            Column(head=visit.say("State"), cell=partial(_state, visit)),
            Column(
                head=visit.say("Last record"),
                cell=lambda till: (
                    moment(visit.words, till.sent_us, zone)
                    if till.sent_us
                    else visit.say("none yet")
                ),
            ),
            Column(
                head=visit.say("Still to come"),
                cell=lambda till: visit.words.number(till.awaited) if till.awaited else "\u2013",
                number=True,
            ),
            Column(
                head=visit.say("Can pay out alone"),
                cell=most,
                number=True,
            ),
            Column(head=visit.say("What you can do"), cell=doing),
        ]
        nothing = visit.say("No till is connected yet.")
        table(visit, visit.say("Tills"), columns, Rows(rows=tills), nothing)


def _state(visit: Visit, till: Till) -> str:
    return visit.say("Declared lost") if till.state.is_lost else visit.say("Connected")


async def _connect(visit: Visit, made: Element) -> None:
    string = await visit.act("tills.change", Note(what="till_code"), visit.desk.pairing)
    made.clear()
    with made, panel(visit.say("Type this at the new till, within fifteen minutes")):
        text(string, "p", "key")
    notices.say(visit.say("The code is made."))


async def _lost(visit: Visit, asking: Dialog, till: Till, place: Element, most: str) -> None:
    def fill() -> None:
        sentence = visit.say(
            "{name} may pay out rewards worth up to {most}. Whoever has it can still pay that out,"
            " and nothing more. It is refused from now on.",
            name=till.state.name,
            most=most,
        )
        text(sentence, "p")

    async def lose() -> None:
        await visit.act(
            "tills.change",
            Note(what="till_lost", about=till.state.device),
            lambda: visit.desk.books.fleet().lose(till.state.device, visit.desk.now_us()),
        )
        await _list(visit, place)
        notices.say(visit.say("The till is declared lost."))

    asking.open(fill, visit.say("Declare lost"), lose, kind="harmful")


async def _found(visit: Visit, till: Till, place: Element) -> None:
    await visit.act(
        "tills.change",
        Note(what="till_found", about=till.state.device),
        lambda: visit.desk.books.fleet().find(till.state.device, visit.desk.now_us()),
    )
    await _list(visit, place)
    notices.say(visit.say("The till may come again."))


PAGE = Page(
    path="/tills", name=mark("Tills"), icon="tills", right="tills.see", draw=draw, many=True
)
