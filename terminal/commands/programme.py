"""`programme check`: what is wrong with a programme, or what it says to a member."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.errors import Refusal
from loyalty.programme import Problem, Programme, ProgrammeInvalid, from_wire, load_toml
from terminal.commands import output

if TYPE_CHECKING:
    from loyalty.explaining.voice import Voice
    from terminal.till.wording import Wording

_UTF8_MARK = b"\xef\xbb\xbf"
_HEADINGS = ("where", "found", "expected")
_GAP = "  "
_WIDTH_LEAST = 60


def check(file: Path, language: str, *, as_json: bool) -> int:
    """Say every mistake in a programme, or what it comes to in the member's language.

    Raises Refusal `programme_file` and `language_unknown`.
    """
    try:
        programme = read(file)
    except ProgrammeInvalid as error:
        say_problems(error, as_json=as_json)
        return output.FOUND
    wording = speak(programme, language)
    too_dear = beyond_margin(programme, wording)
    if too_dear:
        say_margin(programme, too_dear, as_json=as_json)
        return output.FOUND
    from loyalty.explaining.summary import summary

    lines = summary(
        programme,
        say=wording.say,
        plural=wording.plural,
        money=wording.money,
        day=wording.date,
        number=wording.points,
        language=wording.language,
    )
    if as_json:
        output.answer(
            {
                "ok": True,
                "id": programme.id,
                "version": programme.version,
                "from": programme.from_day,
                "language": wording.language,
                "summary": list(lines),
            }
        )
    else:
        for line in lines:
            output.say(line)
    return output.OK


def read(file: Path) -> Programme:
    """Read a programme as an owner writes it (TOML), or as it travels (JSON).

    Raises ProgrammeInvalid with every mistake, and Refusal `programme_file` when there is no file
    that can be read.
    """
    if not file.is_file():
        wanted = "a file, not a folder" if file.is_dir() else "a file that is there"
        raise _no_file(file, wanted)
    try:
        raw = file.read_bytes().removeprefix(_UTF8_MARK)
    except OSError as error:
        raise _no_file(file, f"a file that can be read: {error.strerror}") from error
    if raw.lstrip().startswith(b"{"):
        return from_wire(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"byte {raw[error.start]:#04x} in line {line}"
        raise ProgrammeInvalid([Problem("", got, "text that is saved as UTF-8")]) from error
    return load_toml(text)


def speak(programme: Programme, language: str) -> Wording:
    """Give the words of a language, of the programme's first one when none is asked for.

    Raises Refusal `language_unknown`.
    """
    from terminal.till.wording import LANGUAGES, Wording

    wanted = language or programme.languages[0]
    fitting = (each for each in (wanted, wanted.partition("_")[0]) if each in LANGUAGES)
    found = next(fitting, "")
    if language and not found:
        raise Refusal(
            "language_unknown",
            f"there is no language {language!r}: it is one of {', '.join(LANGUAGES)}",
            expected=", ".join(LANGUAGES),
            got=language,
        )
    return Wording(
        found,
        currency=programme.currency,
        scale=programme.scale,
        time_zone=programme.time_zone,
    )


def beyond_margin(programme: Programme, wording: Wording) -> tuple[str, ...]:
    """Give the arithmetic of rewards that can cost more than the programme's own margin.

    Nothing when they cannot, or when the programme names no margin.
    """
    from loyalty.margin.protection import protection
    from loyalty.margin.wording import protected

    margin = programme.margin_percent
    found = protection(programme)
    if margin is None or not found.exceeds(margin):
        return ()
    speaking = voice(programme, wording)
    return tuple(protected(line, speaking, wording.share) for line in found.arithmetic(margin))


def voice(programme: Programme, wording: Wording) -> Voice:
    """Give the voice that says reasons in the words of a language and the names of a programme."""
    from loyalty.explaining.explain import names
    from loyalty.explaining.voice import Voice

    return Voice(
        say=wording.say,
        plural=wording.plural,
        money=wording.money,
        day=wording.date,
        number=wording.points,
        named=names(programme, wording.language),
    )


def say_margin(programme: Programme, lines: tuple[str, ...], *, as_json: bool) -> None:
    """Say the arithmetic of a programme that can cost more than its margin."""
    if as_json:
        refused = Refusal(
            "programme_margin",
            lines[-1],
            path="margin_percent",
            expected="rewards that cost no more than the margin",
            got=programme.margin_percent,
        )
        output.answer({"ok": False, **refused.as_json(), "arithmetic": list(lines)})
        return
    for line in lines:
        output.say(line)


def _no_file(file: Path, wanted: str) -> Refusal:
    message = f"{file} cannot be read: give {wanted}"
    return Refusal("programme_file", message, path=str(file), expected=wanted, got=str(file))


def say_problems(error: ProgrammeInvalid, *, as_json: bool) -> None:
    """Say every mistake of a programme, as a table or as JSON."""
    if as_json:
        problems = [each._asdict() for each in error.problems]
        output.answer({"ok": False, **error.as_json(), "problems": problems})
        return
    for line in table(error.problems, shutil.get_terminal_size((120, 24)).columns):
        output.say(line)
    count = len(error.problems)
    output.progress("1 mistake" if count == 1 else f"{count} mistakes")


def table(problems: Iterable[Problem], width: int) -> Iterator[str]:
    """Write mistakes as lines of three columns that fit a width in characters, from 60 up."""
    width = max(width, _WIDTH_LEAST)
    rows = [_HEADINGS, *((each.path or "the file", each.got, each.expected) for each in problems)]
    first = min(max(len(row[0]) for row in rows), width * 2 // 5)
    second = min(max(len(row[1]) for row in rows), width // 4)
    third = width - first - second - 2 * len(_GAP)
    for path, got, wanted in rows:
        wrapped = zip_longest(
            textwrap.wrap(path, first),
            textwrap.wrap(got, second),
            textwrap.wrap(wanted, third),
            fillvalue="",
        )
        for one, two, three in wrapped:
            yield f"{one:{first}}{_GAP}{two:{second}}{_GAP}{three}".rstrip()
