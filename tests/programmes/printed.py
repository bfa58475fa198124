"""What the program prints for the guide: the check, the forecast and the mistakes, as they are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from loyalty.programme import Problem, ProgrammeInvalid, load_toml
from main import app
from tests.programmes.guide import READY, sections

WIDTH = "100"
COFFEE_BAR = (READY / "coffee-bar.toml").read_text("utf-8")
WRONG = ("minimum_minor = 2.50", "stamps = 12", 'curency = "EUR"')
TOO_DEAR = "per_minor = 10"
MISTAKE = re.compile(
    r"^\| (?P<wrote>.+?) \| `(?P<at>[^`]+)` \| `(?P<wanted>[^`]+)` \|[^|]+\|$", re.MULTILINE
)
UNREADABLE = re.compile(r"^\| `(?P<wrote>[^`]+)` \| `(?P<got>[^`]+)` \|[^|]+\|$", re.MULTILINE)


class Printed(NamedTuple):
    """An answer in the guide: its section, which of its examples, the file and the exit code.

    The command stands in the example before it.
    """

    place: str
    at: int
    file: str
    code: int = 0


def written(text: str, *lines: str) -> str:
    """Give a file in which lines stand in the place of the first ones with the same key."""
    for new in lines:
        key = new.partition(" = ")[0].replace("curency", "currency")
        old = next(each for each in text.splitlines() if each.startswith(f"{key} = "))
        text = text.replace(f"\n{old}\n", f"\n{new}\n", 1)
        assert new in text.splitlines(), new
    return text


def owners_lines() -> list[str]:
    """Give the lines that the guide says to change first."""
    return sections()["2-make-it-yours"].fences[0].text.splitlines()


def answers() -> tuple[Printed, ...]:
    """Give every answer of the program that the guide shows."""
    own = written(COFFEE_BAR, *owners_lines())
    return (
        Printed("3-check-it", 1, own),
        Printed("4-see-what-it-costs", 1, own),
        Printed("when-the-check-says-no", 1, written(own, *WRONG), 1),
        Printed("when-it-costs-too-much", 1, written(own, TOO_DEAR), 1),
    )


def answer(shown: Printed, folder: Path) -> str:
    """Type the command of an answer on its file and give what is printed, 100 characters wide."""
    path = folder / "programme.toml"
    path.write_text(shown.file, "utf-8")
    command = sections()[shown.place].fences[shown.at - 1].text.replace("\\\n", " ").split()
    words = [str(path) if each.endswith(path.name) else each for each in command[2:]]
    done = CliRunner(env={"COLUMNS": WIDTH}).invoke(app, words)
    assert done.exit_code == shown.code, done.output
    return done.stdout


def mistakes() -> Iterator[tuple[re.Match[str], Problem]]:
    """Give the rows about mistakes, each with what the check finds."""
    for row in MISTAKE.finditer(sections()["when-the-check-says-no"].text):
        yield row, only_problem(broken(row["wrote"], row["at"]))


def unreadable() -> Iterator[tuple[re.Match[str], Problem]]:
    """Give the rows about files that are no TOML, each with what the check finds."""
    for row in UNREADABLE.finditer(sections()["when-the-check-says-no"].text):
        yield row, only_problem(written(COFFEE_BAR, row["wrote"]))


def only_problem(text: str) -> Problem:
    """Give the one mistake in a file."""
    try:
        load_toml(text)
    except ProgrammeInvalid as error:
        (problem,) = error.problems
        return problem
    raise AssertionError(text)


def broken(wrote: str, at: str) -> str:
    """Give the coffee bar's file with one mistake in it, where the guide puts it."""
    if "`ten-percent`" in wrote:
        cost = 'cost = { unit = "points", amount = 200 }\n'
        assert COFFEE_BAR.count(cost) == 1
        return COFFEE_BAR.replace(cost, "")
    new = wrote.strip("`")
    key = new.partition(" = ")[0]
    parts = re.findall(r"(\w+)\[(\d+)\]", at)[:1]
    if not parts or key == "fr":
        return written(COFFEE_BAR, new) if key != "fr" else named_in_french(new)
    table, nth = parts[0]
    pieces = re.split(rf"(?m)^(?=\[\[{table}\]\]$)", COFFEE_BAR)
    pieces[int(nth) + 1] = written(pieces[int(nth) + 1], new)
    return "".join(pieces)


def named_in_french(new: str) -> str:
    """Give the free coffee a name in a language that the programme does not have."""
    named = 'en = "Free coffee"'
    assert COFFEE_BAR.count(named) == 1
    return COFFEE_BAR.replace(named, f"{named}\n{new}")
