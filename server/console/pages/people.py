"""People: who may use the console, as what; invited by a link, switched off at once."""

from __future__ import annotations

from functools import partial

from nicegui.element import Element

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Choice, button
from server.console.kit.dialogs import Dialog
from server.console.kit.frame import ROLE_WORDS
from server.console.kit.parts import column, element, panel, qr, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.rights import MANAGER, ROLES
from server.console.wording import mark
from storage.server.console import ACTIVE, User

ROLE_HINTS = mark(
    "An owner may do everything. A manager runs the programme day by day. Who helps members sees"
    " and helps them. Who reads figures sees no member."
)


async def draw(visit: Visit) -> None:
    """Draw the list, and what is done with it."""
    asking = Dialog(visit, visit.say("Invite somebody"))
    made = column("gap")
    with row():
        button(visit, visit.say("Invite somebody"), partial(_invite, visit, asking, made))
    place = element("div")
    await _list(visit, place)


async def _list(visit: Visit, place: Element) -> None:
    everybody = await visit.read(visit.desk.crew.everybody)
    place.clear()
    with place, panel():
        changing = Dialog(visit, visit.say("Change the role"))
        switching = Dialog(visit, visit.say("Switch off?"))

        def doing(user: User) -> None:
            with row():
                name = user.secret.name
                button(
                    visit,
                    visit.say("Role"),
                    partial(_change, visit, changing, user, place),
                    label=visit.say("Role of {name}", name=name),
                )
                if user.state == ACTIVE:
                    button(
                        visit,
                        visit.say("Switch off"),
                        partial(_switch_off, visit, switching, user, place),
                        label=visit.say("Switch off {name}", name=name),
                    )
                else:
                    button(
                        visit,
                        visit.say("Switch on"),
                        partial(_switch, visit, user, place, on=True),
                        label=visit.say("Switch on {name}", name=name),
                    )

        columns: list[Column[User]] = [
            Column(head=visit.say("Name"), cell=lambda user: user.secret.name),
            Column(head=visit.say("Role"), cell=lambda user: visit.say(ROLE_WORDS[user.role])),
            Column(head=visit.say("State"), cell=partial(_state, visit)),
            Column(head=visit.say("What you can do"), cell=doing),
        ]
        nothing = visit.say("There is nobody yet.")
        table(visit, visit.say("People"), columns, Rows(rows=everybody), nothing)


def _state(visit: Visit, user: User) -> str:
    if user.state != ACTIVE:
        return visit.say("Switched off")
    return visit.say("May come in") if user.secret.verifier else visit.say("Only from the till")


async def _invite(visit: Visit, asking: Dialog, made: Element) -> None:
    chosen: list[Choice] = []

    def fill() -> None:
        chosen.append(_roles(visit, MANAGER))

    async def invite() -> None:
        role = chosen[-1].value
        token = await visit.act(
            "people.change",
            Note(what="people_invite", detail=role),
            lambda: visit.desk.crew.invite(role, visit.who.user_id),
        )
        address = f"{visit.brought.base}/join/{token}"
        made.clear()
        with made, panel(visit.say("Send this link: it works once, for three days")):
            text(address, "p", "key")
            qr(address, visit.say("The same link as a code"))
        notices.say(visit.say("The invitation is made."))

    asking.open(fill, visit.say("Make the link"), invite)


def _roles(visit: Visit, value: str) -> Choice:
    options = [(role, visit.say(ROLE_WORDS[role])) for role in ROLES]
    return Choice(visit.say("Role"), options, value=value, hint=visit.say(ROLE_HINTS))


async def _change(visit: Visit, changing: Dialog, user: User, place: Element) -> None:
    chosen: list[Choice] = []

    def fill() -> None:
        text(user.secret.name, "p")
        chosen.append(_roles(visit, user.role))

    async def change() -> None:
        role = chosen[-1].value
        await visit.act(
            "people.change",
            Note(what="people_role", about=user.user_id, detail=role),
            lambda: visit.desk.crew.give_role(user.user_id, role),
        )
        await _list(visit, place)
        notices.say(visit.say("Saved."))

    changing.open(fill, visit.say("Give this role"), change)


async def _switch_off(visit: Visit, switching: Dialog, user: User, place: Element) -> None:
    def fill() -> None:
        sentence = visit.say(
            "{name} is signed out everywhere and cannot come in.", name=user.secret.name
        )
        text(sentence, "p")

    switching.open(
        fill,
        visit.say("Switch off"),
        partial(_switch, visit, user, place, on=False),
        kind="harmful",
    )


async def _switch(visit: Visit, user: User, place: Element, *, on: bool) -> None:
    await visit.act(
        "people.change",
        Note(what="people_on" if on else "people_off", about=user.user_id),
        lambda: visit.desk.crew.switch(user.user_id, on=on),
    )
    await _list(visit, place)
    notices.say(visit.say("Saved."))


PAGE = Page(
    path="/people", name=mark("People"), icon="people", right="people.see", draw=draw, many=True
)
