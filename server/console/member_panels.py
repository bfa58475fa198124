"""What the page of a member shows, panel by panel; what somebody wrote is text and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from loyalty.accounts import POINTS
from loyalty.explaining.explain import Voice, names
from loyalty.lots import NEVER
from server.commands.sealed_notes import Written
from server.console import member_deeds
from server.console.kit.controls import button
from server.console.kit.figures import Tile, tiles
from server.console.kit.parts import column, element, link, panel, row, text
from server.console.kit.tables import Column, Rows, empty, table
from server.console.member_words import CARDS, STATES
from server.console.page import Visit
from server.console.wording import day, mark, moment
from server.helping.casework import Told
from server.helping.history import History, Line
from server.helping.history import read as read_history
from server.helping.member import Lot, View
from server.helping.member import find as find_member
from server.pages import history_words
from server.pages.account_view import wording
from storage.server.cases import DECLINED, GIVEN, OPEN, WAITS

Again = Callable[[], Awaitable[None]]
CASE_STATES: Mapping[str, str] = {
    OPEN: mark("Waits for an answer"),
    WAITS: mark("Waits for a second person"),
    GIVEN: mark("Given"),
    DECLINED: mark("Answered"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that the page shows; `crew` are the names of who may use the console, by id."""

    view: View
    notes: Sequence[Written]
    cases: Sequence[Told]
    history: History
    crew: Mapping[str, str]
    zone: str


def head(visit: Visit, seen: Seen) -> None:
    """Say who it is, and what they have."""
    view, stand, words = seen.view, seen.view.stand, visit.words
    with row():
        text(view.fields.get("name", "") or visit.say("No name"), "h2", dir="auto")
        if view.is_erased:
            text(visit.say("Personal data deleted"), "span", "chip warning")
        elif view.member.status in STATES:
            kind = "ok" if view.member.status == "active" else "error"
            text(visit.say(STATES[view.member.status]), "span", f"chip {kind}")
    programme = stand.programme
    points = stand.balance.get(POINTS, 0)
    worth = words.money(programme.worth_minor(points), programme.currency, programme.scale)
    level = programme.text(stand.level.name, words.language) if stand.level else "\u2013"
    until = ""
    if stand.level_until:
        until = visit.say("until {day}", day=day(words, stand.level_until))
    shown = [
        Tile(name=visit.say("Points"), value=words.number(points), note=worth),
        Tile(name=visit.say("Level"), value=level, note=until),
        Tile(name=visit.say("Joined"), value=day(words, view.member.joined_day)),
    ]
    if stand.owed:
        owed = words.number(stand.owed.get(POINTS, 0))
        shown.append(Tile(name=visit.say("To make up first"), value=owed))
    tiles(shown)


def lots(visit: Visit, seen: Seen) -> None:
    """Say what there is, until when, and which till holds it."""
    words, view = visit.words, seen.view
    programme = view.stand.programme
    voice = Voice(
        say=visit.say,
        plural=visit.plural,
        number=words.number,
        named=names(programme, words.language),
    )

    def ends(lot: Lot) -> str:
        return visit.say("never") if lot.last_day == NEVER else day(words, lot.last_day)

    columns: list[Column[Lot]] = [
        Column(head=visit.say("What"), cell=lambda lot: voice.units(lot.unit, lot.amount)),
        Column(
            head=visit.say("From"),
            cell=lambda lot: day(words, lot.first_day) if lot.first_day else "\u2013",
        ),
        Column(head=visit.say("Last day"), cell=ends),
        Column(
            head=visit.say("Where it can be used now"),
            cell=lambda lot: lot.where or visit.say("Everywhere"),
        ),
    ]
    with panel(visit.say("What there is")):
        nothing = visit.say("There is nothing to use.")
        table(visit, visit.say("What there is"), columns, Rows(rows=view.lots), nothing)


def known(visit: Visit, seen: Seen) -> None:
    """Say what is known of the person: data, cards, household, consents."""
    view = seen.view
    labels = {
        "phone": visit.say("Phone"),
        "email": visit.say("Mail"),
        "birthday": visit.say("Birthday"),
        "language": visit.say("Language"),
    }
    with panel(visit.say("What is known")):
        with element("dl", "facts"):
            for name, label in labels.items():
                _fact(label, view.fields.get(name, ""))
            _fact(visit.say("PIN"), visit.say("chosen") if view.has_pin else "")
            cards = [
                f"{visit.say(CARDS.get(each.kind, each.kind))} \u2022\u2022\u2022\u2022 {each.end}"
                for each in view.cards
            ]
            _fact(visit.say("Cards"), ", ".join(cards))
            if view.tag is not None:
                _fact(visit.say("Keeping"), _tag(visit, seen))
        if view.household:
            text(visit.say("Shares the account with"), "h3")
            with element("ul", "plain"):
                for hit in view.household:
                    with element("li"):
                        link(hit.name or visit.say("No name"), f"/members/{hit.member_id}")
    _consents(visit, seen)


def _consents(visit: Visit, seen: Seen) -> None:
    view, words = seen.view, visit.words
    programme = view.stand.programme
    shop = programme.text(programme.name, words.language)
    with panel(visit.say("Consents")):
        if not view.said and not view.consents:
            empty(visit.say("No consent was given."))
            return
        with element("ul", "plain"):
            told = {each.consent for each in view.said}
            for consent, since in sorted(view.consents.items()):
                if consent not in told:
                    text(
                        visit.say(
                            "{day}, at the counter, yes: {sentence}",
                            day=day(words, since) if since else "\u2013",
                            sentence=wording(words, shop, consent),
                        ),
                        "li",
                    )
            for each in view.said:
                sentence = (
                    visit.say("{day}, on the member's page, yes: {sentence}")
                    if each.given
                    else visit.say("{day}, on the member's page, no: {sentence}")
                )
                when = moment(words, each.made_us, seen.zone)
                text(sentence.format(day=when, sentence=each.wording), "li")


def notes(visit: Visit, seen: Seen, again: Again) -> None:
    """Show the notes, each with who wrote it and when."""
    with panel(visit.say("Notes")):
        if not seen.notes:
            empty(visit.say("Nothing was noted."))
        for each in seen.notes:
            with row("between"):
                with column():
                    text(each.text, "p", dir="auto")
                    who = seen.crew.get(each.made_by, each.made_by)
                    text(f"{who}, {moment(visit.words, each.made_us, seen.zone)}", "p", "small")
                if visit.may("members.help"):
                    drop = partial(
                        member_deeds.drop_note, visit, seen.view.member.member_id, each, again
                    )
                    button(visit, visit.say("Delete"), drop, kind="quiet")


def cases(visit: Visit, seen: Seen) -> None:
    """Show what the member sent because something is missing."""
    if not seen.cases:
        return
    with panel(visit.say("Something is missing")):
        for each in seen.cases:
            text(each.story.text, "p", dir="auto")
            state = visit.say(CASE_STATES.get(each.case.state, each.case.state))
            when = moment(visit.words, each.case.made_us, seen.zone)
            text(f"{state}, {when}", "p", "small")
            if each.story.answer:
                text(each.story.answer, "p", dir="auto")
        if visit.may("cases.see"):
            link(visit.say("To the messages that wait"), "/cases")


def history(visit: Visit, seen: Seen, again: Again) -> None:
    """Show what happened, newest first, with what can be taken back."""
    programme, words = seen.view.stand.programme, visit.words

    def what(line: Line) -> None:
        said = history_words.said(line, programme, words)
        text(f"{said.title}: {said.sentence}" if said.sentence else said.title)
        if line.undone:
            text(visit.say("taken back"), "span", "chip info")

    def doing(line: Line) -> None:
        if visit.may("members.change") and (line.undoable or line.partable):
            word = visit.say("Take back") if line.undoable else visit.say("Part again")
            label = f"{word}: {history_words.said(line, programme, words).title}, {line.day}"
            undo = partial(member_deeds.take_back, visit, line, again)
            button(visit, word, undo, label=label)

    columns: list[Column[Line]] = [
        Column(head=visit.say("Day"), cell=lambda line: day(words, line.day)),
        Column(head=visit.say("What"), cell=what),
        Column(
            head=visit.say("Moved"),
            cell=lambda line: history_words.said(line, programme, words).moved or "\u2013",
        ),
        Column(
            head=visit.say("Money"),
            cell=lambda line: (
                words.money(line.money_minor, programme.currency, programme.scale)
                if line.money_minor
                else "\u2013"
            ),
            number=True,
        ),
        Column(head=visit.say("Where"), cell=lambda line: line.where or visit.say("Head office")),
        Column(head=visit.say("What you can do"), cell=doing),
    ]
    with panel(visit.say("What happened")):
        first = _rows(visit, seen.view.member.member_id, seen.history)
        table(visit, visit.say("What happened"), columns, first, visit.say("Nothing yet."))


def _rows(visit: Visit, who: str, page: History) -> Rows[Line]:
    def reading() -> History:
        access = visit.desk.access
        with access.database.read() as connection:
            found = find_member(access, connection, who)
            return read_history(access, connection, found, before=page.before)

    async def more() -> Rows[Line]:
        return _rows(visit, who, await visit.read(reading))

    return Rows(rows=page.lines, more=more if page.before else None)


def _fact(label: str, value: str) -> None:
    with row():
        text(label, "dt")
        text(value or "\u2013", "dd", dir="auto")


def _tag(visit: Visit, seen: Seen) -> str:
    tag = seen.view.tag
    assert tag is not None, "somebody was listed or held"
    if tag.due_day:
        return visit.say("erased on {day} without a visit", day=day(visit.words, tag.due_day))
    return visit.say("kept longer: {why}", why=tag.why)
