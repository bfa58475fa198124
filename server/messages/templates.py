"""Texts with fields such as `{name}`: checked when they are written, filled in when they go."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from loyalty.errors import Refusal
from server.messages.words import mark

SUBJECT_MAX: Final = 150
BODY_MAX: Final = 4_000
LANGUAGES: Final = ("en", "nl", "sv", "de", "pt_BR")
ALWAYS: Final = ("name", "points", "shop", "card", "level")
LINK: Final = "link"
"""The member's own page; it needs a public address."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A message in one language. On ways without subjects the subject is left out."""

    subject: str
    body: str


def check(texts: Mapping[str, Text], known: Collection[str]) -> None:
    """Raise a Refusal for texts that cannot go.

    `text_missing` without any, `text_long`, `language_unknown`, `field_unknown` for a field that is
    not `known`, and `text_broken` for a brace that stands alone.
    """
    if not texts:
        raise Refusal("text_missing", mark("write the message in one language at least"))
    for language, text in texts.items():
        if language not in LANGUAGES:
            raise Refusal("language_unknown", f"messages are in {', '.join(LANGUAGES)}")
        if not text.subject.strip() or not text.body.strip():
            raise Refusal(
                "text_missing", mark("give the message a subject and a text"), path=language
            )
        if len(text.subject) > SUBJECT_MAX or len(text.body) > BODY_MAX:
            raise Refusal(
                "text_long",
                mark("a subject has 150 letters at most, a text 4000"),
                path=language,
            )
        for part in (text.subject, text.body):
            _check(part, known, language)


def _check(text: str, known: Collection[str], language: str) -> None:
    for name in fields(text, language):
        if name not in known:
            raise Refusal(
                "field_unknown",
                f"nobody can fill in {{{name}}} here; there are"
                f" {', '.join(f'{{{one}}}' for one in sorted(known))}",
                path=language,
                got=name,
            )


def fields(text: str, language: str = "") -> list[str]:
    """Name the fields of a text. Raises Refusal `text_broken`."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise Refusal(
            "text_broken", mark("a brace stands alone: write {{ for a plain one"), path=language
        ) from error
    found = []
    for _, name, form, turned in parts:
        if name is not None:
            if form or turned:
                raise Refusal("text_broken", mark("a field is a name in braces"), path=language)
            found.append(name)
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill a text that was checked in; what is not known of somebody is left empty."""
    parts = []
    for plain, name, _, _ in string.Formatter().parse(text):
        parts.append(plain)
        if name is not None:
            parts.append(values.get(name, ""))
    return "".join(parts)


def choose(texts: Mapping[str, Text], language: str, shop_language: str) -> tuple[str, Text]:
    """Give the text in somebody's language, else in the shop's, else the first that there is."""
    base = language.replace("-", "_").partition("_")[0].lower()
    for wanted in (base, shop_language, *texts):
        for known, text in texts.items():
            if wanted and known.partition("_")[0] == wanted.partition("_")[0]:
                return known, text
    raise AssertionError("a campaign has one text at least")
