"""One draft: its form beside its text, what it says, and the way to publishing it."""

from __future__ import annotations

from functools import partial

from nicegui import ui
from nicegui.element import Element

from loyalty.errors import Refusal
from loyalty.explaining.summary import summary
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.parts import column, element, heading, link, panel, row, text
from server.console.page import Page, Visit
from server.console.pages.programme.asking import Asking, begun, lines
from server.console.pages.programme.publishing import Publish
from server.console.wording import mark
from server.publishing import form, telling
from server.publishing.desk import goal_of
from server.publishing.drafting import Contradiction, Opened, understood
from server.publishing.wording import reader
from storage.server.drafts import DROPPED, PUBLISHED

TEXT_LINES = 24
TEXT_MAX = 200_000


async def draw(visit: Visit) -> None:
    """Draw the draft that the address names."""
    asking = await begun(visit)
    name = visit.asked.get("draft", "")
    opened = await asking.read(lambda: asking.desk.draft(name))
    link(visit.say("Back to the programme"), "/programme")
    heading(opened.draft.title)
    goal = goal_of(opened.draft)
    if goal is not None:
        text(telling.goal(goal, asking.voice), "p")
    if opened.draft.state in (PUBLISHED, DROPPED):
        text(visit.say("This draft was published or given up: begin another one."), "p", "empty")
        return
    editing = Editing(asking, opened, await asking.names())
    editing.draw()


class Editing:
    """A draft that is being edited: one text, its form, and what both say."""

    def __init__(self, asking: Asking, opened: Opened, names: dict[str, str]) -> None:
        self._asking = asking
        self._visit = asking.visit
        self._name = opened.draft.draft
        self._edit = opened.edit
        self._saved = self._document = opened.newest.document
        self._names = names
        self._fields: dict[str, Field] = {}
        self._may = asking.visit.may("programme.draft")
        self._wishes = opened
        self._form: Element
        self._said: Element
        self._differs: Element
        self._text: Field

    def draw(self) -> None:
        """Draw everything."""
        visit = self._visit
        if self._may:
            with row():
                button(visit, visit.say("Save"), self._keep, kind="primary")
                button(visit, visit.say("Give this draft up"), self._drop, kind="quiet")
        self._differs = element("div", role="alert")
        with element("div", "two"):
            with column("gap"):
                with panel(visit.say("Form")):
                    self._form = column("gap")
                with panel(visit.say("Text")):
                    self._text = Field(
                        visit.say("The programme as a text"),
                        value=self._document,
                        lines=TEXT_LINES,
                        most=TEXT_MAX,
                        told=self._typed,
                        visit=visit,
                        spellcheck="false",
                        readonly=not self._may,
                    )
                    self._text.around.classes("wide")
            with column("gap"):
                with panel(visit.say("What it says")):
                    self._said = column("gap")
                Publish(self._asking, self._name, self._wishes, self.save, self._names).draw()
        self._draw_form()
        self._tell()

    async def save(self) -> bool:
        """Save what stands there; False where somebody else was first, and that is shown."""
        if self._document == self._saved:
            return True
        document, after = self._document, self._edit
        asking = self._asking
        found = await asking.act(
            "programme.draft",
            Note(what="draft_saved", about=self._name),
            lambda: asking.desk.save(self._name, after, document, asking.who, asking.now_us),
        )
        if isinstance(found, Contradiction):
            self._show(found)
            return False
        self._edit, self._saved = found.edit, document
        self._differs.clear()
        return True

    async def _keep(self) -> None:
        if await self.save():
            notices.say(self._visit.say("Saved."))

    async def _drop(self) -> None:
        asking = self._asking
        await asking.act(
            "programme.draft",
            Note(what="draft_dropped", about=self._name),
            lambda: asking.desk.drop(self._name, asking.now_us),
        )
        ui.navigate.to("/programme")

    def _show(self, found: Contradiction) -> None:
        visit = self._visit
        who = self._names.get(found.theirs.editor, found.theirs.editor)
        self._differs.clear()
        with self._differs, panel(visit.say("Somebody else saved first")):
            sentence = visit.say(
                "{name} changed this draft while you did. What you wrote is kept beside it. Lines"
                " with - are theirs, lines with + are yours.",
                name=who,
            )
            text(sentence, "p")
            with element("ul", "told"):
                for line in found.lines:
                    text(line, "li")
            with row():
                mine = partial(self._settle, found, theirs=False)
                theirs = partial(self._settle, found, theirs=True)
                button(visit, visit.say("Save mine on top"), mine, kind="primary")
                button(visit, visit.say("Take theirs"), theirs)

    async def _settle(self, found: Contradiction, *, theirs: bool) -> None:
        self._edit, self._saved = found.theirs.edit, found.theirs.document
        if theirs:
            self._put(found.theirs.document)
        self._differs.clear()
        await self._keep()

    async def _typed(self, value: str) -> None:
        self._document = value
        self._follow()
        self._tell()

    async def _changed(self, path: str, value: str) -> None:
        field = self._fields[path]
        try:
            self._document = form.changed(self._document, path, value, self._visit.words.language)
        except Refusal:
            field.wrong(self._visit.say("Give a whole number or an amount, such as 30 or 2.50."))
            return
        field.wrong("")
        self._text.put(self._document)
        self._tell()

    async def _without(self, path: str) -> None:
        self._put(form.without(self._document, path))

    def _put(self, document: str) -> None:
        self._document = document
        self._text.put(document)
        self._draw_form()
        self._tell()

    def _follow(self) -> None:
        """Let the form follow the text; where other rules stand there now, it is drawn anew."""
        found = form.parts(self._document, self._visit.words.language)
        fields = {each.path: each for part in found for each in part.fields}
        if not fields:
            return  # not a text that can be read at this moment: the form waits
        if list(fields) != list(self._fields):
            self._draw_form()
            return
        for path, each in fields.items():
            if self._fields[path].value != each.value:
                self._fields[path].put(each.value)
                self._fields[path].wrong("")

    def _draw_form(self) -> None:
        self._form.clear()
        self._fields = {}
        visit = self._visit
        with self._form:
            for part in form.parts(self._document, visit.words.language):
                with element("details", "part"):
                    name = form.heading(part, self._asking.voice)
                    text(name, "summary")
                    for each in part.fields:
                        self._fields[each.path] = Field(
                            visit.say(each.label),
                            value=each.value,
                            told=partial(self._changed, each.path),
                            visit=visit,
                            inputmode=None if each.kind == "text" else "decimal",
                            readonly=not self._may,
                        )
                    if part.path and self._may:
                        button(
                            visit,
                            visit.say("Take this rule out"),
                            partial(self._without, part.path),
                            label=visit.say("Take out: {rule}", rule=name),
                            kind="quiet",
                        )

    def _tell(self) -> None:
        """Say what the text comes to, or every mistake in it."""
        visit = self._visit
        rules, problems = understood(self._document)
        self._said.clear()
        with self._said:
            if rules is None:
                text(visit.say("This cannot be published yet:"), "p")
                with element("ul", "told"):
                    for each in problems:
                        said = visit.say("{place}: {got} stands there. Expected: {expected}.")
                        place = each.path or visit.say("The text")
                        text(said.format(place=place, got=each.got, expected=each.expected), "li")
                return
            read_by = reader(rules, visit.words.language)
            said_by = read_by.voice
            lines(
                summary(
                    rules,
                    say=said_by.say,
                    plural=said_by.plural,
                    money=said_by.money,
                    day=said_by.day,
                    number=said_by.number,
                    language=read_by.language,
                )
            )


PAGE = Page(
    path="/programme/draft/{draft}",
    name=mark("Draft"),
    icon="programme",
    right="programme.see",
    draw=draw,
    in_menu=False,
)
