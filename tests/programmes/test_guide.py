"""The guide's walk through setting up a shop: what it says to type is typed, and prints that."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loyalty.basket import claims
from loyalty.programme import ProgrammeInvalid, load_toml
from main import app
from tests.programmes.guide import READY, sections
from tests.programmes.story import Story, line

SECTIONS = sections()
COFFEE_BAR = (READY / "coffee-bar.toml").read_text("utf-8")
WIDTH = "100"
WRONG = ("minimum_minor = 2.50", "stamps = 12", 'curency = "EUR"')
MISTAKE = re.compile(r"^\| (?P<wrote>.+?) \| `(?P<at>[^`]+)` \| `(?P<wanted>[^`]+)` \|[^|]+\|$")
UNREADABLE = re.compile(r"^\| `(?P<wrote>[^`]+)` \| `(?P<got>[^`]+)` \|[^|]+\|$")


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
    return SECTIONS["2-make-it-yours"].fences[0].text.splitlines()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the file that an owner has after the second step."""
    monkeypatch.setenv("COLUMNS", WIDTH)
    path = tmp_path / "programme.toml"
    path.write_text(written(COFFEE_BAR, *owners_lines()), "utf-8")
    return path


def printed(*words: str, code: int = 0) -> str:
    """Run a command and give what it answers."""
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done.stdout


def test_the_amounts_to_look_for_are_in_the_file() -> None:
    """Every line that the second step names stands in the ready file as it is written there."""
    told = SECTIONS["2-make-it-yours"].text
    named = re.findall(r"^\| [^|]+ \| `([^`]+)`", told, re.MULTILINE)
    assert len(named) == 5
    lines = COFFEE_BAR.splitlines()
    assert all(one in lines for one in named)
    assert COFFEE_BAR.count('cost = { unit = "stamp:coffees", amount = 10 }') == 1


def test_the_check_prints_what_the_guide_shows(shop: Path) -> None:
    shown = SECTIONS["3-check-it"].fences[-1].text
    assert printed("programme", "check", str(shop)) == shown


def test_the_forecast_prints_what_the_guide_shows(shop: Path) -> None:
    command, shown = SECTIONS["4-see-what-it-costs"].fences[:2]
    words = command.text.replace("\\\n", " ").split()
    at = words.index("main.py")
    words = [str(shop) if each.endswith("programme.toml") else each for each in words[at + 1 :]]
    assert printed(*words) == shown.text


def test_a_stamp_card_alone_gives_the_eleventh_coffee() -> None:
    """The small programme in the guide is whole, and gives what stands above it."""
    programme = load_toml(SECTIONS["only-a-stamp-card"].fences[0].text)
    story = Story(programme=programme)
    assert story.buy(249) == "nothing yet"
    assert [story.buy(250) for _ in range(10)] == ["1 stamp"] * 10
    assert story.buy(line(300, product="coffee"), use=claims("free-coffee")) == "pays 0.00"
    assert story.has("stamp:coffees") == 0


def test_the_example_of_a_wrong_file_prints_what_the_guide_shows(shop: Path) -> None:
    shop.write_text(written(COFFEE_BAR, *WRONG), "utf-8")
    shown = SECTIONS["when-the-check-says-no"].fences[0].text
    assert printed("programme", "check", str(shop), code=1) == shown


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


def test_each_mistake_is_named_as_the_guide_says() -> None:
    told = SECTIONS["when-the-check-says-no"].text
    rows = [found for each in told.splitlines() if (found := MISTAKE.match(each))]
    assert len(rows) == 13
    for row in rows:
        with pytest.raises(ProgrammeInvalid) as caught:
            load_toml(broken(row["wrote"], row["at"]))
        (problem,) = caught.value.problems
        assert (problem.path, problem.expected) == (row["at"], row["wanted"]), row["wrote"]


def test_what_cannot_be_read_is_named_as_the_guide_says() -> None:
    told = SECTIONS["when-the-check-says-no"].text
    rows = [found for each in told.splitlines() if (found := UNREADABLE.match(each))]
    assert len(rows) == 3
    for row in rows:
        with pytest.raises(ProgrammeInvalid) as caught:
            load_toml(written(COFFEE_BAR, row["wrote"]))
        assert [problem.got for problem in caught.value.problems] == [row["got"]]
