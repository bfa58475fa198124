"""One message: written in four steps, looked at, tried, started, and then what became of it."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from typing import TypeVar

from msgspec.structs import replace
from nicegui import ui

from loyalty.errors import Refusal
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Check, Choice, Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, element, link, panel, row, text
from server.console.page import Page, Visit
from server.console.pages.message_results import results
from server.console.pages.message_words import (
    CHANNELS,
    COUNTED,
    DATED,
    PURPOSES,
    day_of,
    kind_of,
    names,
    number_of,
    trigger_of,
)
from server.console.wording import NAMES, mark
from server.messages.campaigns import DRAFT, QUESTION, RUNNING, STOPPED, Campaign
from server.messages.conditions import NAME_MAX
from server.messages.consents import CHANNELS as ALL_CHANNELS
from server.messages.consents import PURPOSES as ALL_PURPOSES
from server.messages.templates import ALWAYS, BODY_MAX, LINK, SUBJECT_MAX, Text
from server.messages.triggers import FIELDS, OnDay, purposes

T = TypeVar("T")
NEW = "new"
NOTHING = Text(subject="", body="")


class _Writer:
    """One message as somebody writes it; a field keeps what was typed in it."""

    def __init__(self, visit: Visit, campaign: Campaign, day: str) -> None:
        self.visit, self.campaign, self.day = visit, campaign, day
        self.texts = dict(campaign.texts)
        self.language = next(iter(self.texts), visit.words.language)
        self.when = type(campaign.trigger).__name__
        self.number = str(number_of(campaign.trigger))

    async def draw(self) -> None:
        """Draw the four steps."""
        say, campaign = self.visit.say, self.campaign
        segments = await self.visit.read(self.visit.desk.post.segments.all)
        forms = await self.visit.read(self.visit.desk.post.feedback.all)
        with panel(say("1. When")):
            self._name = Field(say("Name, for you only"), value=campaign.name, most=NAME_MAX)
            occasions = [(name, say(word)) for name, word in names()]
            told = self._occasion
            Choice(say("When it goes"), occasions, value=self.when, told=told, visit=self.visit)
            self._when = column("gap")
            self._draw_when()
        with panel(say("2. To whom")):
            self._purpose_place = column("gap")
            self._draw_purpose()
            ways = [(one, say(CHANNELS[one])) for one in ALL_CHANNELS]
            self._channel = Choice(say("How it goes"), ways, value=campaign.channel)
            groups = [("", say("Everybody who agreed to it"))]
            groups += [(one.segment_id, one.name) for one in segments]
            self._segment = Choice(say("Group"), groups, value=campaign.segment_id)
            self._leaves_out = Check(
                say("Leave one in ten out, to see whether it helps"), value=campaign.leaves_out
            )
        with panel(say("3. What it says")):
            asks = [("", say("No questions"))] + [(one.form_id, one.name) for one in forms]
            self._form = Choice(say("Questions behind {question}"), asks, value=campaign.form_id)
            spoken = list(NAMES.items())
            Choice(say("Language"), spoken, value=self.language, told=self._speak, visit=self.visit)
            self._text = column("gap")
            self._draw_text()
        with panel(say("4. Look at it and start it")):
            self._look_place = element("div", "stack gap", role="status")
            self._buttons()

    def _buttons(self) -> None:
        say, visit = self.visit.say, self.visit
        trying = Dialog(visit, say("Send it to yourself"))
        starting = Dialog(visit, say("Start this message?"))
        with row():
            button(visit, say("Look at it"), self._look)
            if visit.may("messages.write"):
                button(visit, say("Save"), self._save)
                button(visit, say("Send it to yourself"), partial(self._try, trying))
            if visit.may("messages.send"):
                button(visit, say("Start"), partial(self._start, starting), kind="primary")

    def _draw_when(self) -> None:
        say, kind = self.visit.say, kind_of(self.when)
        self._when.clear()
        self._day = self._days = None
        with self._when:
            if kind in DATED:
                hint = "" if kind is OnDay else say("The weekday or the day of the month counts.")
                day = day_of(self.campaign.trigger, self.day)
                self._day = Field(say("Day"), value=day, kind="date", hint=hint)
            elif kind in COUNTED:
                number = (
                    self.number if self.number != "0" else {"Expiring": "14"}.get(self.when, "1")
                )
                if self.when == "WithinReach" and int(number) < 10:  # noqa: PLR2004 - percent
                    number = "80"
                self._days = Field(say(COUNTED[kind]), value=number, kind="number", most=3)
            minute = self.campaign.minute
            time = f"{minute // 60:02}:{minute % 60:02}"
            self._time = Field(say("At what time"), value=time, kind="time")

    def _draw_purpose(self) -> None:
        kind = kind_of(self.when)
        allowed = ALL_PURPOSES if kind in DATED else purposes(kind())
        say = self.visit.say
        self._purpose_place.clear()
        with self._purpose_place:
            self._purpose = Choice(
                say("What it is"),
                [(one, say(PURPOSES[one])) for one in allowed],
                value=self.campaign.purpose,
                hint=say("It goes only to members who agreed to this."),
            )

    def _draw_text(self) -> None:
        say, stands = self.visit.say, self.texts.get(self.language, NOTHING)
        self._text.clear()
        with self._text:
            Field(
                say("Subject"),
                value=stands.subject,
                most=SUBJECT_MAX,
                told=partial(self._typed, "subject"),
                visit=self.visit,
            )
            Field(
                say("Text"),
                value=stands.body,
                lines=8,
                most=BODY_MAX,
                hint=say("Filled in for each member: {fields}", fields=self._fields()),
                told=partial(self._typed, "body"),
                visit=self.visit,
            )

    def _fields(self) -> str:
        known = [*ALWAYS, *FIELDS.get(kind_of(self.when), ())]
        if self.visit.desk.post.public:
            known += [LINK, QUESTION]
        return ", ".join(f"{{{name}}}" for name in known)

    async def _occasion(self, name: str) -> None:
        self.when = name
        self._draw_when()
        self._draw_purpose()
        self._draw_text()

    async def _speak(self, language: str) -> None:
        self.language = language
        self._draw_text()

    async def _typed(self, part: str, value: str) -> None:
        stands = self.texts.get(self.language, NOTHING)
        self.texts[self.language] = replace(stands, **{part: value})

    def _made(self) -> Campaign:
        """Make a campaign of what stands on the page. Raises Refusal `campaign_when`."""
        hours, _, minutes = self._time.value.partition(":")
        minute = (
            int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 600
        )
        day = self._day.value if self._day else ""
        texts = {key: one for key, one in self.texts.items() if one.subject or one.body}
        return replace(
            self.campaign,
            name=self._name.value,
            trigger=trigger_of(self.when, day, self._days.value if self._days else ""),
            texts=texts,
            purpose=self._purpose.value,
            channel=self._channel.value,
            segment_id=self._segment.value,
            form_id=self._form.value,
            leaves_out=self._leaves_out.value,
            minute=minute,
        )

    async def _asked(self, answer: Awaitable[T]) -> T:
        """Wait for an answer; a field that nobody can fill in is named in the reader's language."""
        try:
            return await answer
        except Refusal as error:
            if error.code != "field_unknown":
                raise
            sentence = self.visit.say(
                "Nobody can fill in {field} here. There are: {fields}",
                field=f"{{{error.details['got']}}}",
                fields=self._fields(),
            )
            raise Refusal(error.code, sentence) from error

    async def _look(self) -> None:
        visit, made = self.visit, self._made()
        post, now_us = visit.desk.post, visit.desk.now_us()
        shown = await self._asked(visit.read(lambda: post.preview(made, self.language, now_us)))
        found = await visit.read(lambda: post.forecast(made, now_us))
        self._look_place.clear()
        with self._look_place:
            text(
                visit.plural(
                    "It would go to {n} member today at most.",
                    "It would go to {n} members today at most.",
                    found.members,
                ),
                "p",
            )
            if found.left_out:
                text(
                    visit.plural(
                        "{n} is left out to compare.",
                        "{n} are left out to compare.",
                        found.left_out,
                    ),
                    "p",
                )
            text(shown.subject, "h3")
            for line in shown.body.splitlines():
                text(line, "p")

    async def _save(self) -> None:
        visit, made = self.visit, self._made()
        note = Note(what="message_save", about=made.id)
        self.campaign = await self._asked(
            visit.act(
                "messages.write",
                note,
                lambda: visit.desk.post.campaigns.save(made, visit.desk.now_us()),
            )
        )
        notices.say(visit.say("Saved."))

    async def _try(self, trying: Dialog) -> None:
        visit, made = self.visit, self._made()
        asked: list[Field] = []

        def fill() -> None:
            asked.append(Field(visit.say("Address"), most=200))

        async def send() -> None:
            to, now_us = asked[-1].value.strip(), visit.desk.now_us()
            outcome = await visit.act(
                "messages.write",
                Note(what="message_test", about=made.id),
                lambda: visit.desk.post.test_send(made, to, self.language, now_us),
            )
            if outcome.state == "sent":
                notices.say(visit.say("It was handed over."))
            else:
                notices.say(visit.say("It was not taken: {why}", why=outcome.reason), "error")

        trying.open(fill, visit.say("Send"), send)

    async def _start(self, starting: Dialog) -> None:
        visit = self.visit
        await self._save()

        def fill() -> None:
            text(visit.say("From now on it goes out by itself, outside quiet hours."), "p")

        async def start() -> None:
            await move(visit, self.campaign, RUNNING)

        starting.open(fill, visit.say("Start"), start)


async def move(visit: Visit, campaign: Campaign, state: str) -> None:
    """Start or stop a message, and show the page anew."""
    note = Note(what=f"message_{state}", about=campaign.id)
    campaigns = visit.desk.post.campaigns
    await visit.act(
        "messages.send", note, lambda: campaigns.move(campaign.id, campaign.version, state)
    )
    ui.navigate.to(f"/messages/{campaign.id}")


async def draw(visit: Visit) -> None:
    """Draw a new message, one that is being written, or what became of one."""
    campaign_id = visit.asked.get("id", NEW)
    day, _ = await visit.read(visit.desk.terms)
    if campaign_id == NEW:
        campaign = Campaign(name="", trigger=OnDay(day=day), texts={})
    else:
        campaign = await visit.read(lambda: visit.desk.post.campaigns.get(campaign_id))
    if campaign.state == DRAFT:
        await _Writer(visit, campaign, day).draw()
    else:
        await results(visit, campaign)
        if visit.may("messages.send") and campaign.state in (RUNNING, STOPPED):
            is_on = campaign.state == RUNNING
            word = visit.say("Stop it") if is_on else visit.say("Go on")
            with row():
                state = STOPPED if is_on else RUNNING
                button(visit, word, partial(move, visit, campaign, state))
    with row():
        link(visit.say("All messages"), "/messages")


PAGE = Page(
    path="/messages/{id}",
    name=mark("Message"),
    icon="messages",
    right="messages.see",
    draw=draw,
    in_menu=False,
)
