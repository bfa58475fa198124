"""Words of the pages about members: reasons, states, and why something was not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from loyalty.errors import Refusal
from server.commands.adjust import REASONS
from server.console.audit import Note
from server.console.wording import mark
from server.pages import history_words
from storage.records import ACTIVE, BLOCKED, CARD, CARD_LOST, CARD_WAITS, LEGACY, MERGED

if TYPE_CHECKING:
    from server.console.page import Visit

T = TypeVar("T")

STATES: Mapping[str, str] = MappingProxyType(
    {ACTIVE: mark("Member"), BLOCKED: mark("Blocked"), MERGED: mark("Goes on as another")}
)
CARDS: Mapping[str, str] = MappingProxyType(
    {
        CARD: mark("Card"),
        LEGACY: mark("Card of before"),
        CARD_LOST: mark("Lost card, finds nobody"),
        CARD_WAITS: mark("New card, pays after a day"),
    }
)
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "search_short": mark("Type two letters of a name, or four digits of a card or phone."),
        "member_unknown": mark("Nobody has this card or number. Look at it again."),
        "amount_wrong": mark("Write a whole number that is not 0."),
        "reason_unknown": mark("Choose a reason."),
        "unit_unknown": mark("The programme does not give this."),
        "approval_own": mark("Somebody else has to approve what you asked for."),
        "approval_done": mark("Somebody decided this already."),
        "approval_unknown": mark("This waits no more."),
        "undo_done": mark("This was taken back already."),
        "undo_of_undo": mark("This took another one back. Give or take points instead."),
        "undo_nothing": mark("Both cards are one by now: there is nothing to move."),
        "undo_unknown": mark("Only what was done at the head office is taken back here."),
        "unmerge_done": mark("These two were parted already."),
        "merge_self": mark("This is one member already."),
        "card_wrong": mark("These digits are no card of this shop. Look at them again."),
        "card_taken": mark("Somebody has this card already. Take another one."),
        "level_unknown": mark("The programme has no such level."),
        "day_wrong": mark("Choose a day from today to five years ahead."),
        "text_wrong": mark("Write something, and not more than fits."),
        "person_erased": mark("This person was erased: nothing is kept about them any more."),
        "phone_wrong": mark("This is no phone number. Look at the digits again."),
        "mail_wrong": mark("This is no mail address. Look at it again."),
        "birthday_wrong": mark("Write month and day as 11-22, without a year."),
        "case_done": mark("Somebody answered this already."),
        "case_unknown": mark("This message is gone."),
        "keeping_wrong": mark("Write 6 to 120 months, and 7 to 365 days ahead."),
        "keeping_none": mark("Say first how long people are kept."),
        "keeping_waits": mark("The server still reads who came when. Look again tomorrow."),
        "limit_wrong": mark("Write a whole number, or leave it empty for no limit."),
        "recovering": mark("The server was put back: wait until every till has come."),
    }
)


def reasons(visit: Visit) -> list[tuple[str, str]]:
    """Give the reasons of an adjustment, each with its word."""
    return [(code, history_words.reason(code, visit.words)) for code in REASONS]


async def doing(visit: Visit, right: str, note: Note, run: Callable[[], T]) -> T:
    """Do something as `visit.act` does; what was refused is said in the reader's language."""
    try:
        return await visit.act(right, note, run)
    except Refusal as error:
        raise said(error) from error


def said(error: Refusal) -> Refusal:
    """Give a refusal with a sentence of the catalogues, where there is one."""
    return Refusal(error.code, _SENTENCES.get(error.code, error.message))


def whole(typed: str) -> int:
    """Read a whole number as people type it; what is none is 0, which nothing takes."""
    text = typed.replace(" ", "").replace("\u2212", "-")
    digits = text.removeprefix("-").removeprefix("+")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 12  # noqa: PLR2004
    return int(text) if is_number else 0
