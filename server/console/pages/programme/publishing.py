"""What publishing a draft would mean, and publishing it: the panel beside a draft."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from loyalty.comparing.difference import difference
from loyalty.comparing.wording import worse
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.parts import element, heading, panel, row, text
from server.console.pages.programme.asking import Asking, listed
from server.publishing import proposals, release, telling
from server.publishing.drafting import Opened
from server.publishing.release import Prepared
from server.publishing.wording import reader, voice
from storage.server.drafts import WAITING


class Publish:
    """Asks for a day, shows what would come of it, and publishes or lets it wait."""

    def __init__(
        self,
        asking: Asking,
        name: str,
        opened: Opened,
        save: Callable[[], Awaitable[bool]],
        names: dict[str, str],
    ) -> None:
        self._asking = asking
        self._visit = asking.visit
        self._name = name
        self._opened = opened
        self._save = save
        self._names = names
        self._day: Field
        self._place: Element

    def draw(self) -> None:
        """Draw the day, the button that looks ahead, and a wish that waits."""
        visit = self._visit
        with panel(visit.say("Publish")):
            if self._opened.draft.state == WAITING:
                self._waiting()
            self._day = Field(
                visit.say("Begins on"),
                kind="date",
                value=proposals.first_day(self._asking.today, 1),
                hint=visit.say("Something that becomes worse is announced ahead."),
            )
            with row():
                button(visit, visit.say("Look ahead"), self._look)
            self._place = element("div", "col gap", role="status")

    def _waiting(self) -> None:
        visit, wish = self._visit, release.wish_of(self._opened)
        said = visit.say("{name} wants to publish this from {day}. A second person has to agree.")
        who = self._names.get(wish.by, wish.by)
        text(said.format(name=who, day=self._asking.voice.day(wish.from_day)), "p")
        if visit.may("programme.approve") and wish.by != self._asking.who:
            with row():
                button(visit, visit.say("Agree and publish"), self._second, kind="primary")

    async def _second(self) -> None:
        asking = self._asking
        await asking.act(
            "programme.approve",
            Note(what="programme_seconded", about=self._name),
            lambda: asking.desk.second(self._name, asking.who, asking.now_us),
        )
        ui.navigate.to("/programme")

    async def _look(self) -> None:
        if self._visit.may("programme.draft") and not await self._save():
            return
        asking, from_day = self._asking, self._day.value
        now_us = asking.now_us
        found = await asking.read(lambda: asking.desk.prepare(self._name, from_day, now_us))
        past = await asking.read(lambda: asking.desk.past(now_us))
        self._place.clear()
        with self._place:
            self._differences(found)
            heading(self._visit.say("Forecast"), 3)
            if found.forecast is None:
                text(telling.no_sales(past, asking.voice), "p")
            else:
                listed(list(telling.forecast(found.forecast, asking.voice)))
            self._last(found)

    def _differences(self, found: Prepared) -> None:
        visit, language = self._visit, self._visit.words.language
        was, now = reader(found.before, language), reader(found.programme, language)
        heading(visit.say("What is different"), 3)
        listed(difference(was, now) or [visit.say("Nothing is different from the version before.")])
        if found.losses:
            heading(visit.say("What becomes worse"), 3)
            listed(list(worse(found.losses, voice(found.before, language))))
            text(
                visit.say(
                    "Members are told ahead: this begins on {day} at the earliest.",
                    day=self._asking.voice.day(found.earliest),
                ),
                "p",
            )

    def _last(self, found: Prepared) -> None:
        visit = self._visit
        if not visit.may("programme.publish"):
            text(visit.say("An owner publishes it."), "p", "hint")
            return

        async def publish() -> None:
            await self._publish(found)

        day = self._asking.voice.day(found.programme.from_day)
        with row():
            word = visit.say("Publish from {day}", day=day)
            button(visit, word, publish, kind="primary")

    async def _publish(self, found: Prepared) -> None:
        asking = self._asking
        sent = await asking.act(
            "programme.publish",
            Note(what="programme_published", about=self._name),
            lambda: asking.desk.publish(found, asking.who, asking.now_us),
        )
        if sent.published is not None:
            ui.navigate.to("/programme")
            return
        self._place.clear()
        with self._place:
            text(self._visit.say("It waits for a second person."), "p")
        notices.say(self._visit.say("It waits for a second person."))
