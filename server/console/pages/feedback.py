"""Questions: what members are asked, and what they answered, by group."""

from __future__ import annotations

from functools import partial

from nicegui.element import Element

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.bars import Bar, bars
from server.console.kit.controls import Check, Choice, Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, element, panel, row, text
from server.console.kit.tables import empty
from server.console.page import Page, Visit
from server.console.wording import mark
from server.messages.conditions import NAME_MAX
from server.messages.feedback import Form, Question, Results

QUESTIONS = 3
KINDS = {
    "": mark("No question"),
    "mark": mark("A mark from 1 to 5"),
    "reward": mark("Which reward they would like"),
    "choice": mark("Your own answers, one a line"),
}


async def draw(visit: Visit) -> None:
    """Draw each form with its answers."""
    asking = Dialog(visit, visit.say("New questions"))
    above = row()
    place = column("gap")
    if visit.may("feedback.write"):
        with above:
            ask = partial(_ask, visit, asking, place)
            button(visit, visit.say("New questions"), ask, kind="primary")
    await _list(visit, place)


async def _list(visit: Visit, place: Element) -> None:
    forms = await visit.read(visit.desk.post.feedback.all)
    groups = [("", visit.say("Everybody"))]
    groups += [(one.segment_id, one.name) for one in await visit.read(visit.desk.post.segments.all)]
    place.clear()
    with place:
        if not forms:
            empty(visit.say("Nothing was asked yet. One question after a visit tells much."))
        for form in forms:
            with panel(form.name):
                if form.on_page:
                    text(visit.say("Stands on the members' page"), "p", "note")
                above = element("div")
                shown = element("div", "stack gap", role="status")
                with above:
                    told = partial(_results, visit, form, shown)
                    Choice(visit.say("Answers of"), groups, told=told, visit=visit)
                await _results(visit, form, shown, "")


async def _results(visit: Visit, form: Form, place: Element, segment_id: str) -> None:
    post, now_us = visit.desk.post, visit.desk.now_us()
    found = await visit.read(lambda: post.feedback.results(form.form_id, segment_id, now_us))
    _, programme = await visit.read(visit.desk.terms)
    language = visit.words.language
    rewards = {one.id: programme.text(one.name, language) for one in programme.rewards}
    place.clear()
    with place:
        text(visit.plural("{n} answer", "{n} answers", found.answers), "p")
        for at, question in enumerate(form.questions):
            _question(visit, question, found, at, rewards)


def _question(
    visit: Visit, question: Question, found: Results, at: int, rewards: dict[str, str]
) -> None:
    words = {str(place): _spoken(visit, one) for place, one in enumerate(question.options)}
    named = rewards if question.kind == "reward" else words
    counts = {key: found.counts[at].get(key, 0) for key in (*named, *found.counts[at])}
    bars(
        _spoken(visit, question.text),
        [
            Bar(name=named.get(key, key), value=count, written=visit.words.number(count))
            for key, count in counts.items()
        ],
        heads=(visit.say("Answer"), visit.say("How many")),
    )


def _spoken(visit: Visit, texts: dict[str, str]) -> str:
    return texts.get(visit.words.language) or next((one for one in texts.values() if one), "")


async def _ask(visit: Visit, asking: Dialog, place: Element) -> None:
    made: list[tuple[Field, list[tuple[Choice, Field, Field]], Check]] = []

    def fill() -> None:
        name = Field(visit.say("Name, for you only"), most=NAME_MAX)
        asked = []
        kinds = [(kind, visit.say(word)) for kind, word in KINDS.items()]
        for at in range(1, QUESTIONS + 1):
            kind = Choice(visit.say("Question {n}", n=at), kinds, value="mark" if at == 1 else "")
            question = Field(visit.say("Text of question {n}", n=at), most=200)
            options = Field(visit.say("Own answers to question {n}", n=at), lines=2, most=800)
            asked.append((kind, question, options))
        made.append((name, asked, Check(visit.say("Put it on the members' page"))))

    async def save() -> None:
        name, asked, on_page = made[-1]
        language = visit.words.language
        questions = tuple(
            Question(
                kind=kind.value,  # type: ignore[arg-type]
                text={language: question.value.strip()},
                options=tuple(
                    {language: line.strip()} for line in options.value.splitlines() if line.strip()
                )
                if kind.value == "choice"
                else (),
            )
            for kind, question, options in asked
            if kind.value
        )
        form = Form(name=name.value.strip(), questions=questions, on_page=on_page.value)
        await visit.act(
            "feedback.write",
            Note(what="feedback_save"),
            lambda: visit.desk.post.feedback.save(form),
        )
        await _list(visit, place)
        notices.say(visit.say("Saved."))

    asking.open(fill, visit.say("Save"), save)


PAGE = Page(
    path="/feedback",
    name=mark("Questions"),
    icon="feedback",
    right="feedback.see",
    draw=draw,
    many=True,
)
