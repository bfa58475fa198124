"""Reads what a member is called, where they are reached, and what they agreed to and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from terminal.imports.layouts import (
    CONSENT,
    CONSENT_DAY,
    CONSENT_WORDS,
    EMAIL,
    NAME,
    SOURCE,
)
from terminal.imports.member_dates import Dates
from terminal.till.incoming import RowError
from terminal.till.marking import mark

NAME_MAX: Final = 200
EMAIL_MAX: Final = 254
SOURCE_MAX: Final = 100
WORDING_MAX: Final = 500
CONSENTS_MAX: Final = 10
ANY_CHANNEL: Final = "marketing"
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+(.*))?", re.ASCII | re.DOTALL)
_KEPT_BACK = re.compile(r"'+[=+\-@\t\r'0-9]")
_NO: Final = frozenset(
    {
        *("no", "n", "false", "0", "unsubscribed", "not subscribed", "nee", "nej", "nein"),
        # Square's third state of an address: nobody was asked.
        *("nao", "não", "unknown"),
    }
)
_LANGUAGES: Final = ("en", "nl", "sv", "de", "pt_BR")


def bare(text: str) -> str:
    """Take the apostrophe away that spreadsheets, and whoever fears them, write before a cell."""
    return text[1:] if _KEPT_BACK.match(text) else text


def name(whole: str, first: str, last: str) -> str:
    """Give the name in one. Raises RowError."""
    text = whole or " ".join(filter(None, (first, last)))
    if len(text) > NAME_MAX or not text.isprintable():
        raise RowError(
            mark("the name is longer than a name, or has signs that cannot be shown"), NAME
        )
    return text


def email(text: str) -> str:
    """Give an e-mail address. Raises RowError."""
    is_one = len(text) <= EMAIL_MAX and text.isprintable() and _EMAIL.fullmatch(text)
    if text and not is_one:
        raise RowError(mark("this is no e-mail address"), EMAIL)
    return text


def source(layout: str, text: str) -> str:
    """Give what the other system calls a member, told from other systems'. Raises RowError."""
    if len(text) > SOURCE_MAX or not text.isprintable():
        raise RowError(mark("the number has signs that cannot be shown"), SOURCE)
    return f"{layout}:{text}" if text else ""


def language(text: str) -> str:
    """Give a language that we speak, or none: it is no reason to leave somebody behind."""
    plain = text.replace("-", "_")
    for each in _LANGUAGES:
        if plain.casefold() == each.casefold() or plain.casefold()[:2] == each[:2]:
            return each
    return ""


def consents(of: Callable[[str], Mapping[str, str]], dates: Dates) -> tuple[Mapping[str, str], int]:
    """Give what somebody agreed to, by channel, and how much of it had no date and is left out.

    A yes without its day proves nothing to anybody: it is no consent. Raises RowError.
    """
    days, wordings = of(CONSENT_DAY), of(CONSENT_WORDS)
    found: dict[str, str] = {}
    undated = 0
    for channel, text in of(CONSENT).items():
        if text.casefold() in _NO:
            continue
        dated = _DATED.fullmatch(text)
        field = f"{CONSENT}:{channel}" if channel else CONSENT
        day = dated[1] if dated else days.get(channel, "")
        wording = (dated[2] if dated else "") or wordings.get(channel, "")
        if not day:
            undated += 1
            continue
        if len(wording) > WORDING_MAX or not wording.isprintable():
            raise RowError(mark("these words are too long, or cannot be shown"), field)
        found[channel or ANY_CHANNEL] = f"{dates.day(day, field)} {wording}".strip()
    if len(found) > CONSENTS_MAX:
        sentence = mark("nobody agrees to more than {most} things")
        raise RowError(sentence, CONSENT, most=CONSENTS_MAX)
    return found, undated
