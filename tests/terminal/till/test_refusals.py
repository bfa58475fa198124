"""Whatever the rules refuse has a sentence at the counter that says what to do."""

import ast
from pathlib import Path

import pytest

from loyalty.explaining.obstacles import OBSTACLES
from terminal.till.refusals import SENTENCES

ROOT = Path(__file__).parents[3]
# Raised by the shop's books and shown by no counter: the server keeps the event and says why.
NEVER_AT_THE_COUNTER = {"event_shape"}


@pytest.mark.parametrize("code", sorted(OBSTACLES))
def test_what_stands_in_the_way_of_a_reward_can_be_refused_at_the_counter(code: str) -> None:
    assert code in SENTENCES


def test_every_refusal_of_the_rules_can_be_said_at_the_counter() -> None:
    missing: dict[str, str] = {}
    for path in sorted((ROOT / "loyalty").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if ast.unparse(node.func) in {"Refusal", "Outage", "errors.Refusal", "errors.Outage"}:
                missing |= {
                    str(part.value): str(path.relative_to(ROOT))
                    for part in node.args[:1]
                    if isinstance(part, ast.Constant) and part.value not in SENTENCES
                }
    assert set(missing) <= NEVER_AT_THE_COUNTER, missing


def test_sentences_say_two_things_and_end() -> None:
    """What is wrong, and what to do: one sentence of two parts, or two."""
    for code, text in SENTENCES.items():
        assert text[0].isupper(), code
        assert text.endswith("."), code
        assert len(text.split()) >= 6, code
        assert any(sign in text[:-1] for sign in (". ", ", ", "; ", ": ")), (code, text)
