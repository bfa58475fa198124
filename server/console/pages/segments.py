"""Groups: named sets of members, put together from conditions with a count that is always live."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import ui

from loyalty.programme import Programme
from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Check, Choice, Field, button
from server.console.kit.dialogs import Dialog
from server.console.kit.parts import column, element, link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.pages.segment_lines import KINDS, Line, condition_of, lines_of, values_of
from server.console.wording import mark
from server.messages.conditions import NAME_MAX, AnyOf, Segment
from server.messages.segments import Count

NEW = "new"
LINES_MAX = 8


async def draw(visit: Visit) -> None:
    """List the groups, each with how many it has now."""
    segments = visit.desk.post.segments

    def counted() -> list[tuple[Segment, Count]]:
        now_us = visit.desk.now_us()
        return [(one, segments.count(one.condition, now_us)) for one in segments.all()]

    found = await visit.read(counted)
    if visit.may("segments.write"):
        with row():
            link(visit.say("New group"), f"/segments/{NEW}", "button primary")

    def name(each: tuple[Segment, Count]) -> None:
        link(each[0].name, f"/segments/{each[0].segment_id}")

    columns: list[Column[tuple[Segment, Count]]] = [
        Column(head=visit.say("Group"), cell=name),
        Column(
            head=visit.say("Members now"),
            cell=lambda each: visit.words.number(each[1].members),
            number=True,
        ),
        Column(
            head=visit.say("Not looked at"),
            cell=lambda each: visit.words.number(each[1].left_out),
            number=True,
        ),
    ]
    with panel():
        nothing = visit.say("There is no group yet. A group says whom a message is for.")
        table(visit, visit.say("Groups"), columns, Rows(rows=found), nothing)


class _Builder:
    """One group on its way: its name, how its conditions are joined, and its lines."""

    def __init__(self, visit: Visit, segment: Segment, programme: Programme) -> None:
        self.visit, self.segment, self.programme = visit, segment, programme
        self.lines = lines_of(segment.condition, programme.scale)
        self.is_any = isinstance(segment.condition, AnyOf)
        self.name = segment.name

    def draw(self) -> None:
        """Draw it whole."""
        say = self.visit.say
        with panel():
            self._field = Field(say("Name of the group"), value=self.name, most=NAME_MAX)
            Choice(
                say("A member belongs to it when"),
                [("all", say("all of these are so")), ("any", say("one of these is so"))],
                value="any" if self.is_any else "all",
                told=self._join,
                visit=self.visit,
            )
            self._place = column("gap")
            with row():
                button(self.visit, say("Add a condition"), self._add)
        with panel(say("Members now")):
            self._count = element("div", role="status")
        self._draw_lines()
        if self.visit.may("segments.write"):
            removing = Dialog(self.visit, say("Delete this group?"))
            with row():
                button(self.visit, say("Save"), self._save, kind="primary")
                if self.segment.segment_id:
                    asking = partial(_remove, self.visit, removing, self.segment)
                    button(self.visit, say("Delete"), asking, kind="harmful")

    def _draw_lines(self) -> None:
        self._place.clear()
        with self._place:
            for at, line in enumerate(self.lines):
                self._draw_line(at, line)

    def _draw_line(self, at: int, line: Line) -> None:
        say = self.visit.say
        with element("fieldset", "panel"):
            text(say("Condition {n}", n=at + 1), "legend")
            kinds = [(kind, say(word)) for kind, word in KINDS.items()]
            kind = partial(self._kind, line)
            Choice(say("What"), kinds, value=line.kind, told=kind, visit=self.visit)
            with row():
                self._values(line)
            Check(
                say("Not so"),
                value=line.negated,
                told=partial(self._negate, line),
                visit=self.visit,
            )
            with row():
                button(
                    self.visit,
                    say("Remove"),
                    partial(self._drop, at),
                    label=say("Remove condition {n}", n=at + 1),
                )

    def _values(self, line: Line) -> None:
        say = self.visit.say
        fields = values_of(line.kind)
        if fields.options is not None:
            options = fields.options(self.visit, self.programme)
            if options and line.low not in [value for value, _ in options]:
                line.low = options[0][0]
            told = partial(self._value, line, "low")
            Choice(say("Which"), options, value=line.low, told=told, visit=self.visit)
            return
        for side, word in (("low", say("From")), ("high", say("To"))):
            if fields.kind:
                Field(
                    word,
                    value=getattr(line, side),
                    kind=fields.kind,
                    most=12,
                    told=partial(self._value, line, side),
                    visit=self.visit,
                )

    async def count(self) -> None:
        """Count who belongs to it as it stands."""
        condition = condition_of(self.lines, is_any=self.is_any, scale=self.programme.scale)
        visit = self.visit
        found = await visit.read(
            lambda: visit.desk.post.segments.count(condition, visit.desk.now_us())
        )
        self._count.clear()
        with self._count:
            text(visit.plural("{n} member", "{n} members", found.members), "p", "value")
            if found.left_out:
                sentence = visit.plural(
                    "{n} member is not looked at: they did not agree that purchases are used.",
                    "{n} members are not looked at: they did not agree that purchases are used.",
                    found.left_out,
                )
                text(sentence, "p", "note")
            days = visit.plural("{n} day", "{n} days", found.cycle.between_days)
            usual = visit.say("Between two visits usually lie: {days}", days=days)
            if not found.cycle.is_known:
                usual = visit.say("Nobody came twice yet, so {days} are taken.", days=days)
            text(usual, "p", "note")

    async def _add(self) -> None:
        if len(self.lines) < LINES_MAX:
            self.lines.append(Line(kind="visits", low="1"))
            self._draw_lines()
            await self.count()

    async def _drop(self, at: int) -> None:
        del self.lines[at]
        self._draw_lines()
        await self.count()

    async def _join(self, how: str) -> None:
        self.is_any = how == "any"
        await self.count()

    async def _kind(self, line: Line, kind: str) -> None:
        line.kind, line.low, line.high = kind, "", ""
        self._draw_lines()
        await self.count()

    async def _negate(self, line: Line, negated: bool) -> None:  # noqa: FBT001 - a check tells it so
        line.negated = negated
        await self.count()

    async def _value(self, line: Line, side: str, value: str) -> None:
        setattr(line, side, value)
        await self.count()

    async def _save(self) -> None:
        condition = condition_of(self.lines, is_any=self.is_any, scale=self.programme.scale)
        wanted = Segment(
            segment_id=self.segment.segment_id,
            version=self.segment.version,
            name=self._field.value,
            condition=condition,
        )
        about = Note(what="segment_save", about=self.segment.segment_id)
        saving: Callable[[], Segment] = lambda: self.visit.desk.post.segments.save(wanted)  # noqa: E731
        self.segment = await self.visit.act("segments.write", about, saving)
        notices.say(self.visit.say("Saved."))


async def one(visit: Visit) -> None:
    """Draw one group, or a new one."""
    segment_id = visit.asked.get("id", NEW)
    segment = Segment(segment_id="", name="")
    if segment_id != NEW:
        segment = await visit.read(lambda: visit.desk.post.segments.get(segment_id))
    _, programme = await visit.read(visit.desk.terms)
    builder = _Builder(visit, segment, programme)
    builder.draw()
    await builder.count()
    with row():
        link(visit.say("All groups"), "/segments")


async def _remove(visit: Visit, removing: Dialog, segment: Segment) -> None:
    def fill() -> None:
        sentence = visit.say("Messages for this group go to nobody from then on.")
        text(sentence, "p")

    async def remove() -> None:
        note = Note(what="segment_remove", about=segment.segment_id)
        await visit.act(
            "segments.write", note, lambda: visit.desk.post.segments.remove(segment.segment_id)
        )
        ui.navigate.to("/segments")

    removing.open(fill, visit.say("Delete"), remove, kind="harmful")


PAGE = Page(
    path="/segments",
    name=mark("Groups"),
    icon="segments",
    right="segments.see",
    draw=draw,
    many=True,
)
ONE = Page(
    path="/segments/{id}",
    name=mark("Group"),
    icon="segments",
    right="segments.see",
    draw=one,
    in_menu=False,
)
