"""Writes what members read of a version: its terms, what changes, and what is kept about them."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.comparing.difference import difference
from loyalty.comparing.losers import Counted
from loyalty.comparing.wording import what
from loyalty.explaining.summary import INDENT, summary
from loyalty.explaining.voice import Voice
from loyalty.programme import Programme
from server.publishing.rules import Rules
from server.publishing.wording import LANGUAGES, reader, voice
from storage.server.publications import CHANGES, PRIVACY, TERMS


def texts(
    before: Programme | None, after: Programme, found: tuple[Counted, ...], rules: Rules
) -> dict[tuple[str, str], str]:
    """Write every text of a version in every language, by language and kind.

    `before` is what it follows, None for a shop's first; `found` is what becomes worse.
    """
    written: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        written[language, TERMS] = "\n".join(terms(after, language))
        written[language, PRIVACY] = "\n".join(privacy(after, rules, language))
        if before is not None:
            written[language, CHANGES] = "\n".join(changes(before, after, found, language))
    return written


def terms(programme: Programme, language: str) -> Iterator[str]:
    """Give the lines of the terms: headings, and sentences that begin with an indent."""
    said = voice(programme, language)
    yield from summary(
        programme,
        say=said.say,
        plural=said.plural,
        money=said.money,
        day=said.day,
        number=said.number,
        language=language,
    )
    yield said.say("About these terms")
    for text in _about(programme, said):
        yield f"{INDENT}{text}"


def _about(programme: Programme, said: Voice) -> Iterator[str]:
    say = said.say
    yield say("This is version {n} of the terms.").format(n=said.number(programme.version))
    yield say("What you already have keeps the terms under which you got it.")
    if not programme.memberships:
        yield say("Taking part is free of charge.")
    yield say("You can stop at any time: ask at the counter.")
    yield say("Points are not paid out in money.")


def privacy(programme: Programme, rules: Rules, language: str) -> Iterator[str]:
    """Give the lines of the notice about members' data."""
    said = voice(programme, language)
    say = said.say
    yield say("What we keep about you")
    for text in (
        say(
            "Your card number, what you bought with it and when, your points and rewards, and what"
            " you told us: name, phone number, mail address, birthday, language."
        ),
        say("We need it to give you what the terms promise, and to answer your questions."),
        say(
            "Name, phone number, mail address and birthday are kept sealed, with a key for you"
            " alone. When you are deleted that key is destroyed, and nobody can read them again."
        ),
        say("We sell nothing of it, and show it to nobody who does not work on this for us."),
        say("Messages come only if you agreed to them, and you can take that back at any time."),
        say(
            "You can see all of it, have it corrected, take a copy with you and have it deleted:"
            " ask at the counter."
        ),
        *_asked(programme, rules, said),
    ):
        yield f"{INDENT}{text}"


def _asked(programme: Programme, rules: Rules, said: Voice) -> Iterator[str]:
    keeper = rules.keeper or programme.text(programme.name, programme.languages[0])
    yield said.say("Responsible for it: {keeper}.").format(keeper=keeper)
    if rules.contact:
        yield said.say("Questions about it: {contact}.").format(contact=rules.contact)
    yield said.say("The authority for data protection of your country hears complaints.")


def changes(
    before: Programme, after: Programme, found: tuple[Counted, ...], language: str
) -> Iterator[str]:
    """Give the lines that tell members what will be different, what is worse for them first."""
    was, now = reader(before, language), reader(after, language)
    say = now.voice.say
    yield say("From {day} the rules change").format(day=now.voice.day(after.from_day))
    for loss in dict.fromkeys(what(each.loss, was.voice) for each in found):
        yield f"{INDENT}{loss}"
    for text in difference(was, now):
        yield f"{INDENT}{text}"
