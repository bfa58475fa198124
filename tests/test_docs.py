"""What the documents say is there: every verb, option and variable, every link, no inner word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from main import app

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMANDS = ROOT / "docs" / "command-line.md"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.as_posix()
)
FOR_SHOPS = ("README.md", "CHANGELOG.md", "docs/shop-guide.md")
OWNERS_PART_ENDS = "\n## For developers"
PICTURE_BYTES_MAX = 200_000

# What code and developers say; a shop never has to learn it.
INNER_WORDS = re.compile(
    r"\b(escrow|grant(s|ed|ing)?|held|hold(s|ing)?|ledger|postings?|entry|entries|quarantined?"
    r"|outbox|breakage|liabilit(y|ies)|uplift|deficit|clawback|lots?|tiers?|redeem(s|ed|ing)?"
    r"|redemptions?|reversals?|credentials?|assurance|cohorts?|rfm|control group|multipliers?"
    r"|staircase|milestones?|earn rules?|fleet|pair(s|ed|ing)?|revoked?|vouchers?|offers?"
    r"|[xz][ -]report|snapshots?|embedded server|feed|cursor|epochs?)\b",
    re.IGNORECASE,
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OPTION = re.compile(r"^\| `(--[a-z-]+)", re.MULTILINE)
VARIABLE = re.compile(r"^\| (`[A-Z0-9_]+`(?:, `[A-Z0-9_]+`)*) \|", re.MULTILINE)
# Between a bench and the process that it starts: nobody sets it by hand.
BENCH_ONLY = "REGULARS_BENCH_BEGAN_NS"


def verbs(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give every verb of the command line with its name, the one without a name first."""
    if not path or group.invoke_without_command:
        yield " ".join(path) or "main.py", group
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from verbs(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def options(command: Any) -> set[str]:
    """Give the long names of a verb's options."""
    found = {name for one in command.params for name in one.opts if name.startswith("--")}
    return found - {"--help"}


def sections() -> dict[str, str]:
    """Give what is written about each verb."""
    found = {}
    for part in COMMANDS.read_text("utf-8").split("\n### `")[1:]:
        heading, _, text = part.partition("\n")
        words = heading.rstrip("`").split()
        found[" ".join(word for word in words if word.islower())] = text
    return found


VERBS = dict(verbs(typer.main.get_command(app)))
SECTIONS = sections()


def test_every_verb_is_written_about_and_no_other() -> None:
    """The page has a section for each verb, and for nothing that is not there."""
    assert set(SECTIONS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_stands_with_its_verb(verb: str) -> None:
    """The table under a verb has its options, and no others."""
    assert set(OPTION.findall(SECTIONS[verb])) == options(VERBS[verb])


def test_every_variable_is_named() -> None:
    """What the program reads from its environment stands in the table, and nothing else does."""
    read: set[str] = set()
    for path in [ROOT / "main.py", *sources()]:
        read |= variables(path)
    text = COMMANDS.read_text("utf-8")
    named = {name for row in VARIABLE.findall(text) for name in re.findall("[A-Z0-9_]+", row)}
    assert named == read
    assert "REGULARS_DATA" in read


def sources() -> Iterator[Path]:
    """Give the modules of the product."""
    for package in ("loyalty", "storage", "scanner", "cards", "sync", "terminal", "server"):
        yield from (ROOT / package).rglob("*.py")


def variables(path: Path) -> set[str]:
    """Give the names of the environment that a module asks for or sets."""
    text = path.read_text("utf-8")
    if "environ" not in text and "getenv" not in text:
        return set()
    tree = ast.parse(text)
    constants = {
        ast.unparse(node.targets[0]): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        for asked in asked_for(node):
            name = asked.value if isinstance(asked, ast.Constant) else constants[ast.unparse(asked)]
            assert isinstance(name, str), ast.unparse(asked)
            found.add(name)
    return found


def asked_for(node: ast.AST) -> list[ast.expr]:
    """Give the name under which a piece of code uses the environment."""
    match node:
        case ast.Call(func=ast.Attribute(value=place, attr="get" | "setdefault" | "pop")):
            return [node.args[0]] if is_environment(place) else []
        case ast.Call(func=function) if ast.unparse(function).endswith("getenv"):
            return [node.args[0]]
        case ast.Subscript(value=place, slice=name):
            return [name] if is_environment(place) else []
        case ast.Compare(left=name, comparators=[place]):
            return [name] if is_environment(place) else []
        case _:
            return []


def is_environment(place: ast.expr) -> bool:
    """Say whether an expression is the environment."""
    return ast.unparse(place).endswith("environ")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """A link to a file names one that exists, and a place in it is one of its headings."""
    for link in LINK.findall(document.read_text("utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, place = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), f"{document.name}: {link}"
        if place:
            assert place in places(target), f"{document.name}: {link}"


def places(document: Path) -> set[str]:
    """Give the anchors that headings make."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def test_pictures_are_small_and_used() -> None:
    """Each picture is shown somewhere, and none makes a clone heavy."""
    shown = {
        (document.parent / link).resolve()
        for document in DOCUMENTS
        for link in LINK.findall(document.read_text("utf-8"))
        if link.endswith(".png")
    }
    kept = set((ROOT / "docs" / "pictures").glob("*.png"))
    assert shown == kept
    assert kept
    for picture in kept:
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size <= PICTURE_BYTES_MAX, picture.name


@pytest.mark.parametrize("name", FOR_SHOPS)
def test_shops_read_no_inner_word(name: str) -> None:
    """What a shop reads says things as screens and slips do."""
    text = (ROOT / name).read_text("utf-8").split(OWNERS_PART_ENDS)[0]
    said = [found.group() for found in INNER_WORDS.finditer(text)]
    assert said == []


def test_the_readme_has_a_part_for_developers() -> None:
    """The mark at which the owner's part ends is there, so that the test above sees it all."""
    assert README.read_text("utf-8").count(OWNERS_PART_ENDS) == 1


def test_every_act_of_a_story_is_written_down() -> None:
    """The page about stories has every act that the player knows."""
    player = (ROOT / "tests" / "stories" / "play.py").read_text("utf-8")
    acts = set(re.findall(r"def _do_(\w+)\(", player))
    table = (ROOT / "docs" / "stories.md").read_text("utf-8").split("## What must be true")[0]
    assert acts == set(re.findall(r"`(\w+)[ `]", table.split("## Acts")[1])) & acts
    assert acts
