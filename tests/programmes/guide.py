"""Reads the owner's guide to programmes: its sections, its tables of keys and its examples."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "programmes.md"
READY = ROOT / "assets" / "programmes"

_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ALSO = re.compile(r"^Also everything under \[[^\]]+\]\(#([\w-]+)\)\.$", re.MULTILINE)
_ROW = re.compile(r"^\| `(?P<key>\w+)` \| (?P<says>.+?) \| (?P<left>.+?) \| (?P<example>.+?) \|$")


class Row(NamedTuple):
    """One key: what it says, what holds without it (as written), and an example line."""

    key: str
    says: str
    left_out: str
    example: str


class Fence(NamedTuple):
    """What stands between three backticks, and the language behind the first ones."""

    language: str
    text: str


class Section(NamedTuple):
    """One section: its heading's place in a link, its keys, and where more of them stand."""

    place: str
    text: str
    rows: tuple[Row, ...]
    also: tuple[str, ...]
    fences: tuple[Fence, ...]

    def snippet(self) -> dict[str, Any]:
        """Give the section's first TOML example, read."""
        return tomllib.loads(next(each.text for each in self.fences if each.language == "toml"))


def place(heading: str) -> str:
    """Give the name under which a link finds a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def sections() -> dict[str, Section]:
    """Read the guide; every heading is a section of its own, without those below it."""
    text = GUIDE.read_text("utf-8")
    # What looks like a heading inside an example is a comment of TOML.
    hidden = _FENCE.sub(lambda found: re.sub(r"[^\n]", "-", found.group()), text)
    heads = list(_HEADING.finditer(hidden))
    found: dict[str, Section] = {}
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
        section = _section(place(head.group(2)), text[head.end() : end])
        assert section.place not in found, f"two sections are called {section.place}"
        found[section.place] = section
    return found


def _section(name: str, text: str) -> Section:
    rows = [Row(**_named(found)) for line in text.split("\n") if (found := _ROW.match(line))]
    fences = tuple(Fence(*found) for found in _FENCE.findall(text))
    return Section(name, text, tuple(rows), tuple(_ALSO.findall(text)), fences)


def _named(found: re.Match[str]) -> dict[str, str]:
    return {
        "key": found["key"],
        "says": found["says"],
        "left_out": found["left"],
        "example": found["example"],
    }


def fences() -> list[Fence]:
    """Give everything in the guide that stands between three backticks, in order."""
    return [Fence(*found) for found in _FENCE.findall(GUIDE.read_text("utf-8"))]


def prose() -> str:
    """Give the guide without examples and without what stands between backticks."""
    text = _FENCE.sub("", GUIDE.read_text("utf-8"))
    return re.sub(r"`[^`\n]+`", "", text)
