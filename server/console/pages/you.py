"""You: the own name, password and authenticator, language and colours."""

from __future__ import annotations

from nicegui import ui

from loyalty.errors import Refusal
from server.console import codes
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Choice, Field, button
from server.console.kit.parts import element, panel, qr, row, text
from server.console.page import Page, Visit
from server.console.wording import NAMES, mark
from storage.server.console import Secret


async def draw(visit: Visit) -> None:
    """Draw both forms."""
    _prefer(visit)
    _secure(visit)


def _prefer(visit: Visit) -> None:
    with panel(visit.say("Language and colours")):
        language = Choice(visit.say("Language"), list(NAMES.items()), value=visit.words.language)
        theme = Choice(
            visit.say("Colours"),
            [
                ("", visit.say("As this computer")),
                ("light", visit.say("Light")),
                ("dark", visit.say("Dark")),
            ],
            value=visit.who.theme,
        )

        async def save() -> None:
            await visit.act(
                "self",
                Note(what="you_prefer"),
                lambda: visit.desk.crew.prefer(visit.who.user_id, language.value, theme.value),
            )
            ui.navigate.reload()

        with row():
            button(visit, visit.say("Save"), save, kind="primary")


def _secure(visit: Visit) -> None:
    say = visit.say
    with panel(say("Name, password and authenticator")):
        if not visit.who.has_password:
            text(
                say("You have no password yet: you can only come in from the till."),
                "p",
                "notice warning",
            )
        name = Field(say("Your name"), value=visit.who.name, most=100)
        sign_in = Field(say("Name to sign in with"), most=100)
        password = Field(say("A password of at least ten characters"), kind="password", most=200)
        again = Field(say("The password again"), kind="password", most=200)
        place = element("div", "stack gap")

        async def begin() -> None:
            if password.value != again.value:
                raise Refusal("password_twice", mark("The two passwords are not the same."))
            secret = codes.secret(visit.desk.access.randomness)
            place.clear()
            with place:
                address = codes.address(secret, "Regulars", sign_in.value or name.value)
                text(say("Read this code with an authenticator on your telephone."), "p")
                qr(address, say("Code for the authenticator"))
                with element("p"):
                    text(say("Or type this key into it:") + " ")
                    text(secret, "code", "key")
                code = Field(say("The six digits that it shows"), most=10, inputmode="numeric")

                async def save() -> None:
                    said = Secret(
                        name=name.value.strip(), sign_in=sign_in.value, authenticator=secret
                    )
                    await visit.act(
                        "self",
                        Note(what="you_secure", about=visit.who.user_id),
                        lambda: visit.desk.crew.secure(
                            visit.who.user_id, said, password.value, code.value, visit.token
                        ),
                    )
                    place.clear()
                    notices.say(say("Saved. Your other browsers were signed out."))

                with row():
                    button(visit, say("Save"), save, kind="primary")

        with row():
            button(visit, say("Show the code for the authenticator"), begin)
        with place:
            element("span")


PAGE = Page(path="/you", name=mark("You"), icon="you", right="self", draw=draw, in_menu=False)
