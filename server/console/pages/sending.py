"""How messages leave: the mail server, addresses for texts and pushes, quiet hours, how often."""

from __future__ import annotations

from typing import cast

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Choice, Field, button
from server.console.kit.parts import link, panel, row
from server.console.page import Page, Visit
from server.console.wording import mark
from server.messages.quiet import Manners
from server.messages.ways import Ways
from sync.mail import Security


async def draw(visit: Visit) -> None:
    """Draw both forms."""
    post = visit.desk.post
    _ways(visit, await visit.read(post.ways))
    _manners(visit, await visit.read(post.manners))
    with row():
        link(visit.say("All messages"), "/messages")


def _ways(visit: Visit, stands: Ways) -> None:
    post, say = visit.desk.post, visit.say
    with panel(say("Mail")):
        host = Field(say("Mail server"), value=stands.host, most=255)
        port = Field(say("Port"), value=str(stands.port), kind="number", most=5)
        secure = [
            ("starttls", "STARTTLS"),
            ("tls", "TLS"),
            ("none", say("Open, to this computer only")),
        ]
        security = Choice(say("Line"), secure, value=stands.security)
        user = Field(say("User name"), value=stands.user, most=255)
        password = Field(
            say("Password"),
            kind="password",
            hint=say("Leave it empty to keep the one that is there."),
        )
        sender = Field(say("Sender's address"), value=stands.sender, most=255)
        name = Field(say("Sender's name"), value=stands.sender_name, most=80)
    with panel(say("Text messages and pushes")):
        sms = Field(say("Address that takes text messages"), value=stands.sms_url, kind="url")
        push = Field(say("Address that takes pushes"), value=stands.push_url, kind="url")
        key = Field(
            say("Key that signs them"),
            kind="password",
            hint=say("Leave it empty to keep the one that is there."),
        )

    async def save_ways() -> None:
        wanted = Ways(
            host=host.value.strip(),
            port=int(port.value) if port.value.isascii() and port.value.isdecimal() else 0,
            security=cast("Security", security.value),
            user=user.value.strip(),
            sender=sender.value.strip(),
            sender_name=name.value.strip(),
            sms_url=sms.value.strip(),
            push_url=push.value.strip(),
        )
        await visit.act(
            "settings.change",
            Note(what="message_ways"),
            lambda: post.put_ways(wanted, password=password.value, key=key.value.encode()),
        )
        notices.say(say("Saved."))

    if visit.may("settings.change"):
        with row():
            button(visit, say("Save how messages leave"), save_ways, kind="primary")


def _manners(visit: Visit, manners: Manners) -> None:
    post, say = visit.desk.post, visit.say
    with panel(say("Quiet hours")):
        start = Field(say("Nothing goes from"), value=_time(manners.quiet_from_minute), kind="time")
        end = Field(say("until"), value=_time(manners.quiet_to_minute), kind="time")
        days = Field(
            say("Days between two messages to one member"),
            value=str(manners.every_days),
            kind="number",
            most=3,
            hint=say("It counts over all messages. A member can ask for less on their page."),
        )

    async def save_manners() -> None:
        wanted = Manners(
            quiet_from_minute=_minute(start.value),
            quiet_to_minute=_minute(end.value),
            every_days=int(days.value) if days.value.isascii() and days.value.isdecimal() else 0,
            language=manners.language,
        )
        await visit.act(
            "settings.change", Note(what="message_ways"), lambda: post.put_manners(wanted)
        )
        notices.say(say("Saved."))

    if visit.may("settings.change"):
        with row():
            button(visit, say("Save quiet hours"), save_manners, kind="primary")


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(time: str) -> int:
    hours, _, minutes = time.partition(":")
    both = hours.isdecimal() and minutes.isdecimal()
    return int(hours) * 60 + int(minutes) if both else -1


PAGE = Page(
    path="/sending",
    name=mark("How messages leave"),
    icon="messages",
    right="messages.see",
    draw=draw,
    in_menu=False,
)
