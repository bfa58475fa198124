"""Programme: what should change, the drafts, every version, and how the programme is changed."""

from __future__ import annotations

from functools import partial

from nicegui import ui
from nicegui.element import Element

from loyalty.explaining.summary import summary
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import element, link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.pages.programme.asking import Asking, begun, lines
from server.console.pages.programme.settling import settle
from server.console.wording import mark, moment
from server.publishing import telling
from server.publishing.desk import COMING, NOW, RECALLED, Version
from server.publishing.goals import QUESTIONS, Question
from storage.server.drafts import WAITING, Draft

STATES = {
    NOW: mark("In force"),
    COMING: mark("Comes"),
    RECALLED: mark("Taken back"),
    "past": mark("Over"),
}
DRAFT = "/programme/draft/"
VERSION = "/programme/version/"


async def draw(visit: Visit) -> None:
    """Draw the questions, the drafts and the versions."""
    asking = await begun(visit)
    if visit.may("programme.draft"):
        _questions(asking)
    names = await asking.names()
    drafts = await asking.read(asking.desk.drafts)
    _drafts(asking, drafts)
    place = element("div")
    await _versions(asking, place, names)
    with element("div", "panel"), element("details"):
        text(visit.say("The rules as a member reads them"), "summary")
        lines(_summary(asking))


def _summary(asking: Asking) -> tuple[str, ...]:
    said = asking.voice
    return summary(
        asking.current,
        say=said.say,
        plural=said.plural,
        money=said.money,
        day=said.day,
        number=said.number,
        language=asking.visit.words.language,
    )


def _questions(asking: Asking) -> None:
    visit = asking.visit
    with panel(visit.say("What should change?")):
        text(
            visit.say(
                "Each answer makes a draft with one idea and a goal. Nothing changes before it is"
                " published."
            ),
            "p",
            "hint",
        )
        with row():
            for asked in QUESTIONS:
                word = telling.question(asked, asking.voice)
                button(visit, word, partial(_propose, asking, asked, word))
        with row():
            button(
                visit, visit.say("Begin a draft of your own"), partial(_begin, asking), kind="quiet"
            )
            if visit.may("settings.change"):
                dialog = Dialog(visit, visit.say("How the programme is changed"))
                word = visit.say("How the programme is changed")
                button(visit, word, partial(settle, asking, dialog), kind="quiet")


async def _propose(asking: Asking, asked: Question, title: str) -> None:
    note = Note(what="draft_begun", detail=asked)
    draft = await asking.act(
        "programme.draft",
        note,
        lambda: asking.desk.propose(asked, title[:80], asking.who, asking.now_us),
    )
    ui.navigate.to(f"{DRAFT}{draft.draft}")


async def _begin(asking: Asking) -> None:
    title = asking.visit.say("My changes")
    draft = await asking.act(
        "programme.draft",
        Note(what="draft_begun"),
        lambda: asking.desk.begin(title, asking.who, asking.now_us),
    )
    ui.navigate.to(f"{DRAFT}{draft.draft}")


def _drafts(asking: Asking, found: tuple[Draft, ...]) -> None:
    visit = asking.visit
    zone = asking.current.time_zone

    def title(draft: Draft) -> None:
        link(draft.title, f"{DRAFT}{draft.draft}")

    columns: list[Column[Draft]] = [
        Column(head=visit.say("Draft"), cell=title),
        Column(
            head=visit.say("State"),
            cell=lambda each: (
                visit.say("Waits for a second person")
                if each.state == WAITING
                else visit.say("In progress")
            ),
        ),
        Column(head=visit.say("Begun"), cell=lambda each: moment(visit.words, each.made_us, zone)),
    ]
    with panel(visit.say("Drafts")):
        nothing = visit.say("There is no draft.")
        if visit.may("programme.draft"):
            nothing = visit.say("There is no draft. Choose above what should change.")
        table(visit, visit.say("Drafts"), columns, Rows(rows=found), nothing)


async def _versions(asking: Asking, place: Element, names: dict[str, str]) -> None:
    visit = asking.visit
    now_us = asking.now_us
    found = await asking.read(lambda: asking.desk.versions(now_us))
    place.clear()
    with place, panel(visit.say("Versions")):
        dialog = Dialog(visit, visit.say("Take this version back?"))

        def number(each: Version) -> None:
            version = each.programme.version
            link(visit.say("Version {n}", n=version), f"{VERSION}{version}")

        def by(each: Version) -> str:
            row = each.published
            people = [row.publisher, row.seconder] if row is not None else []
            return ", ".join(names.get(one, one) for one in people if one)

        def doing(each: Version) -> str | None:
            if each.state != COMING or not visit.may("programme.publish"):
                return ""
            version = each.programme.version
            button(
                visit,
                visit.say("Take back"),
                partial(_recall, asking, dialog, version, place, names),
                kind="harmful",
                label=visit.say("Take version {n} back", n=version),
            )
            return None

        columns: list[Column[Version]] = [
            Column(head=visit.say("Version"), cell=number),
            Column(
                head=visit.say("From"), cell=lambda each: asking.voice.day(each.programme.from_day)
            ),
            Column(head=visit.say("State"), cell=lambda each: visit.say(STATES[each.state])),
            Column(head=visit.say("Published by"), cell=by),
            Column(head=visit.say("What you can do"), cell=doing),
        ]
        table(visit, visit.say("Versions"), columns, Rows(rows=found), "")


async def _recall(
    asking: Asking, dialog: Dialog, version: int, place: Element, names: dict[str, str]
) -> None:
    visit = asking.visit

    def fill() -> None:
        text(
            visit.say(
                "The rules of before go on from that day. A till that is offline until then goes by"
                " version {n} until it is online again.",
                n=version,
            ),
            "p",
        )

    async def recall() -> None:
        await asking.act(
            "programme.publish",
            Note(what="version_recalled", detail=str(version)),
            lambda: asking.desk.recall(version, asking.who, asking.now_us),
        )
        await _versions(asking, place, names)
        notices.say(visit.say("Version {n} is taken back.", n=version))

    dialog.open(fill, visit.say("Take back"), recall, kind="harmful")


PAGE = Page(
    path="/programme",
    name=mark("Programme"),
    icon="programme",
    right="programme.see",
    draw=draw,
)
