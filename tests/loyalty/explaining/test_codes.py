"""No reason is without words: not one that the rules build, and not in any language."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from loyalty.explaining import earned as explain_earned
from loyalty.explaining import given as explain_given
from loyalty.explaining import obstacles as explain_obstacles
from loyalty.explaining import parts as explain_parts
from loyalty.explaining.explain import SENTENCES
from loyalty.explaining.teller import Teller
from loyalty.explaining.voice import Voice
from loyalty.margin import wording as protection_text
from loyalty.why import Why
from terminal.till.wording import LANGUAGES, Wording

ROOT = Path(__file__).parents[3]
# The arithmetic for the owner is said in words of its own.
SAID = SENTENCES | protection_text._TELLERS.keys()
MODULES = (explain_earned, explain_given, explain_obstacles, explain_parts)
TABLES = [
    table
    for module in MODULES
    for table in vars(module).values()
    if isinstance(table, MappingProxyType)
]

# What a forecast says to an owner has words of its own, beside what it works out.
TOLD_ELSEWHERE = {*(ROOT / "loyalty/forecast").rglob("*.py")}
# Names under which the rules keep a code until they make a reason of it.
KEPT_AS = {"code", "because"}


def reasons_in_the_rules() -> Iterator[tuple[str, str]]:
    """Give every code that the rules build a reason of, and where they do."""
    for path in sorted({*(ROOT / "loyalty").rglob("*.py")} - TOLD_ELSEWHERE):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            for part in codes(node):
                for code in literals(part):
                    yield code, str(path.relative_to(ROOT))


def codes(node: ast.AST) -> Iterator[ast.expr]:
    """Give the expressions that hold a code: arguments of a reason, and what is kept for one."""
    if isinstance(node, ast.Call):
        if ast.unparse(node.func) in {"why", "Why"}:
            yield from node.args[:1]
        if ast.unparse(node.func) not in {"Refusal", "Outage", "Corrupt"}:
            yield from (each.value for each in node.keywords if each.arg in KEPT_AS)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id in KEPT_AS:
                yield node.value
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
                yield from (value for name, value in pairs if ast.unparse(name) in KEPT_AS)


def literals(part: ast.expr) -> tuple[str, ...]:
    """Give the texts that an expression may be."""
    if isinstance(part, ast.IfExp):
        return literals(part.body) + literals(part.orelse)
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return (part.value,)
    return ()


def test_every_code_of_the_rules_has_a_sentence() -> None:
    """A new reason without words would be read out as `wrong_weekday`."""
    found = dict(reasons_in_the_rules())
    assert {"multiplier_tier", "not_enough", "owed", "milestone", "birthday"} <= found.keys()
    assert {code: where for code, where in found.items() if code not in SAID} == {}


# Modules whose functions return codes, with one that each of them must be found to return.
RETURNED = {"earning/conditions": "wrong_weekday", "earning/plan": "earn_flat"}


@pytest.mark.parametrize(("module", "known"), RETURNED.items())
def test_every_code_that_is_returned_has_a_sentence(module: str, known: str) -> None:
    """`conditions.missing` and `plan` hand their codes on as texts."""
    returned: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / f"loyalty/{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Return) and node.value is not None:
            value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
            returned |= {each for each in literals(value) if "_" in each}
    assert known in returned
    assert returned <= SENTENCES


class _Every(dict[str, int | str]):
    """Params that have everything: a figure where a figure is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        if key == "day":
            return "2026-12-31"
        if key in {"weekdays", "hours"}:
            return "tue,wed" if key == "weekdays" else "16:00-18:00"
        return 7 if default == 0 else f"<{key}>"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_reason_can_be_said_in_every_language(code: str, language: str) -> None:
    words = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    voice = Voice(
        say=words.say, plural=words.plural, money=words.money, day=words.date, number=words.points
    )
    reason = Why(code=code, params=_Every())
    tellers = [table[code] for table in TABLES if code in table]
    assert tellers
    for teller in tellers:
        said = teller(Teller(reason, voice))
        assert said
        assert "{" not in said


def test_the_tables_are_told_by_functions_of_their_own_module() -> None:
    """A teller that two codes share says the same for both; none is left that nobody reaches."""
    for module in MODULES:
        tables = [each for each in vars(module).values() if isinstance(each, MappingProxyType)]
        reached = {teller.__name__ for table in tables for teller in table.values()}
        written = {
            name
            for name, each in inspect.getmembers(module, inspect.isfunction)
            if each.__module__ == module.__name__
        }
        called = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Call)
        }
        assert written <= reached | called
