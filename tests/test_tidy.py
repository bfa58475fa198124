"""The rules of the house that no linter knows: sizes, words, docstrings and what is in the tree."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SELF = Path("tests/test_tidy.py")
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
MEDIAN_LINES_MAX = 120

# Where time and chance come from: everything else gets them as arguments.
WIRING = ("main.py", "terminal/commands/")
CHANCE = ("random.random", "random.randint", "random.choice", "random.shuffle", "random.sample")
BANNED_CALLS = {
    "datetime.datetime.now": "pass the clock in",
    "datetime.datetime.utcnow": "pass the clock in",
    "datetime.date.today": "pass the business date in",
    "time.time": "pass the clock in",
    "time.time_ns": "pass the clock in",
    "uuid.uuid1": "pass the id in",
    "uuid.uuid4": "pass the id in",
    **dict.fromkeys(CHANCE, "pass a seeded random.Random in"),
}
BANNED = {
    r"\bFIXME\b": "finish it first",
    r"\bTODO\b": "finish it or file an issue",
    r"#.*\bXXX\b": "say what is wrong, or mend it",  # outside a comment it is ISO's "no currency"
}
BANNED_NAMES = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?)\.py$")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:work|root|home)/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs")
FONTS = {".ttf", ".otf", ".ttc", ".woff", ".woff2", ".eot", ".pfb"}
FONT_STARTS = (b"\0\1\0\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")
PURE = {"loyalty", "msgspec", "stdnum"} | sys.stdlib_module_names


def tracked() -> list[Path]:
    """Return every file that git keeps, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


TRACKED = tracked()
SOURCES = [path for path in TRACKED if path.suffix == ".py"]
PRODUCT = [path for path in SOURCES if path.parts[0] not in {"tests", "tools", "docs"}]


def text_of(path: Path) -> str | None:
    """Return the file's text, or None when it is not text."""
    data = (ROOT / path).read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8")


def tree_of(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse((ROOT / path).read_text("utf-8"))


def imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, in full."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_sizes(path: Path) -> None:
    """A module fits in the head, a function on the screen."""
    text = (ROOT / path).read_text("utf-8")
    assert text.count("\n") <= FILE_LINES_MAX, "split it by what its parts are for"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            assert lines <= FUNCTION_LINES_MAX, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_docstrings(path: Path) -> None:
    """Every module says in one sentence what it is for, every public class what it is."""
    tree = tree_of(path)
    if not tree.body and path.name == "__init__.py":
        return
    said = ast.get_docstring(tree)
    assert said, "say in one sentence what this module is for"
    assert said.split("\n\n")[0].rstrip().endswith((".", "!", "?", ":")), "begin with a sentence"
    if path in PRODUCT:
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"say in one line what {node.name} is"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_words(path: Path) -> None:
    """Names that say nothing and words that promise later work stay out."""
    assert not BANNED_NAMES.search(path.name), "name the module after what it knows"
    if path == SELF:
        return
    text = (ROOT / path).read_text("utf-8")
    for needle, advice in BANNED.items():
        assert not re.search(needle, text), f"{needle} is banned: {advice}"


@pytest.mark.parametrize("path", PRODUCT, ids=str)
def test_time_and_chance_are_passed_in(path: Path) -> None:
    """Only the wiring of the command line knows the real clock, real chance and new ids."""
    if path.as_posix().startswith(WIRING):
        return
    tree = tree_of(path)
    meant = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first, _, rest = ast.unparse(node.func).partition(".")
            called = f"{meant.get(first, '')}.{rest}".rstrip(".")
            assert called not in BANNED_CALLS, f"{called}: {BANNED_CALLS[called]}"


def test_no_module_is_large_on_the_whole(said_at_the_end: list[str]) -> None:
    """Half of the modules have fewer lines than a reader takes in at once."""
    sizes = [(ROOT / path).read_text("utf-8").count("\n") for path in PRODUCT]
    sizes = [size for size in sizes if size > 1]
    median = round(statistics.median(sizes))
    said_at_the_end.append(f"modules: {len(sizes)}, median {median} lines, longest {max(sizes)}")
    assert median <= MEDIAN_LINES_MAX


def test_every_package_is_in_the_layers() -> None:
    """A new top-level package has to say who may import it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {c["id"]: c for c in config["tool"]["importlinter"]["contracts"]}
    layers = {name.strip(" ()") for row in contracts["layers"]["layers"] for name in row.split("|")}
    packages = {path.parts[0] for path in PRODUCT if len(path.parts) > 1}
    assert packages <= layers
    assert {path.name for path in PRODUCT if len(path.parts) == 1} <= {"main.py"}


@pytest.mark.parametrize("path", [p for p in PRODUCT if p.parts[0] == "loyalty"], ids=str)
def test_the_rules_are_pure(path: Path) -> None:
    """The rules import the standard library, msgspec and python-stdnum, and nothing else."""
    for node in ast.walk(tree_of(path)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        for name in names:
            assert name.split(".")[0] in PURE, f"loyalty may not know {name}"


def test_no_machine_and_no_registry_is_named() -> None:
    """The tree says nothing about the computers it was made on or installed from."""
    for path in TRACKED:
        text = text_of(path)
        if text is None or path == SELF:
            continue
        for pattern in (MACHINE_PATH, REGISTRY):
            found = pattern.search(text)
            assert found is None, f"{path} names {found.group()}"


def test_no_font_is_kept() -> None:
    """Fonts come from packages; a copy in the tree would carry its own licence and age."""
    for path in TRACKED:
        assert path.suffix.lower() not in FONTS, path
        with (ROOT / path).open("rb") as file:
            assert not file.read(5).startswith(FONT_STARTS), path
