"""The rows of the screen on which cards are made: designs, papers, and what else can be done."""

from __future__ import annotations

from typing import Final, NamedTuple

from terminal.till import card_jobs, card_values, cards_place, cards_rest, cards_shift, roll
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import (
    DesignSeen,
    StockSeen,
)
from terminal.till.desk import Desk

LETTERS: Final = "ABCDEFGH"
PAPERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAPER, GO_ON, LAST, STOP, LOGO = "P", "R", "M", "S", "L"
PLACE, SHIFT, REST = cards_place.KEY, cards_shift.KEY, cards_rest.KEY
DEEDS: Final = (PAPER, GO_ON, LAST, STOP, LOGO, PLACE, SHIFT, REST)
PRINTERS: Final = "WXYZ"
"""So many printers of the system are shown; a shop with more prints the file itself."""
TO_PRINTER: Final = "to "


class Row(NamedTuple):
    """A row with what it does: a design's name, or one of the letters above."""

    what: str
    row: MenuRow


def rows(desk: Desk) -> tuple[Row, ...]:
    """Give what can be chosen now, and what each is for."""
    say, state = desk.say, desk.making
    if state.stage:
        return _of_stage(desk)
    if state.running:
        stop = MenuRow(
            key=STOP,
            icon="stop-circle",
            title=say("Stop"),
            caption=say("What is half done goes away; the numbers wait."),
        )
        return (Row(STOP, stop),)
    found = [
        Row(each.name, MenuRow(key=key, icon="cards", title=_design(desk, each), caption=""))
        for key, each in zip(LETTERS, state.designs, strict=False)
    ]
    return (*_printers(desk), *_stopped(desk), *found, *_of_paper(desk), *_of_last(desk))


def _of_stage(desk: Desk) -> tuple[Row, ...]:
    """Give what is chosen beside the design: papers, or how far the printer is off."""
    match desk.making.stage:
        case card_values.PAPERS_STAGE:
            papers = zip(PAPERS, desk.making.stocks, strict=False)
            return tuple(_paper(desk, key, one) for key, one in papers)
        case card_values.SHIFT_STAGE:
            return tuple(Row(each.key, each) for each in cards_shift.rows(desk))
        case _:
            return ()


def _of_paper(desk: Desk) -> tuple[Row, ...]:
    """Give what belongs to the paper and to all cards: sheet, printer, logo."""
    paper = cards_place.paper(desk)
    if paper is None:
        return ()
    say = desk.say
    shown = (
        _sheet(desk, PAPER, paper, "file"),
        cards_place.row(desk),
        cards_shift.row(desk),
        MenuRow(key=LOGO, icon="image", title=say("Logo"), caption=""),
    )
    return tuple(Row(each.key, each) for each in shown if each is not None)


def is_deed(what: str) -> bool:
    """Say whether a row does something, and is no design or paper to choose."""
    return what in DEEDS or what.startswith(TO_PRINTER)


def _printers(desk: Desk) -> tuple[Row, ...]:
    """Give the printers that the cards that were just made can go to; they stand first."""
    made = desk.making.made
    if made is None or made.problem:
        return ()
    return tuple(
        Row(
            TO_PRINTER + name,
            MenuRow(
                key=key,
                icon="printer",
                title=desk.say("Print on {printer}", printer=name),
                caption=desk.say("At its full size"),
            ),
        )
        for key, name in zip(PRINTERS, desk.making.printers, strict=False)
    )


def _stopped(desk: Desk) -> tuple[Row, ...]:
    """Give the row for a job that was stopped while it was drawn, or while it was printed."""
    job = card_jobs.unfinished(desk.ledger)
    if job is not None:
        count = desk.words.plural("{n} card", "{n} cards", len(job.numbers))
        title = desk.say("Go on with the job that was stopped")
        return (Row(GO_ON, MenuRow(key=GO_ON, icon="play", title=title, caption=count)),)
    rest = cards_rest.row(desk)
    return (Row(REST, rest),) if rest is not None else ()


def _paper(desk: Desk, key: str, one: StockSeen) -> Row:
    is_used = one.name == desk.making.stock
    return Row(one.name, _sheet(desk, key, one, "check" if is_used else "file"))


def _sheet(desk: Desk, key: str, one: StockSeen, icon: str) -> MenuRow:
    """Draw a paper: what everybody has in the shop's words, the others by their makers' names."""
    say = desk.say
    titles = {
        "single": say("Card printer"),
        "press": say("Print shop, with marks to cut along"),
        "starter": say("A4 paper, to cut out"),
        "starter-letter": say("US Letter paper, to cut out"),
    }
    caption = desk.words.plural("{n} card on a sheet", "{n} cards on a sheet", one.cards)
    title = titles.get(one.name, one.title)
    return MenuRow(key=key, icon=icon, title=title, caption=caption)


def _design(desk: Desk, one: DesignSeen) -> str:
    """Give a design's name; what it is made for is said in the shop's words."""
    titles = {"fob": desk.say("Key fob"), "slip": desk.say("Paper slip")}
    return titles.get(one.name, one.title)


def _of_last(desk: Desk) -> tuple[Row, ...]:
    """Give the row for whoever was served last, as a new member is."""
    last = roll.by_number(desk, desk.closed_number) if desk.closed_number else None
    if last is None:
        return ()
    ending = f"\u2022\u2022\u2022\u2022 {last.number[-4:]}"
    name = roll.short_name(desk, last.member_id) or ending
    title, caption = desk.say("One card for {name}", name=name), desk.say("With their own number")
    return (Row(LAST, MenuRow(key=LAST, icon="user", title=title, caption=caption)),)
