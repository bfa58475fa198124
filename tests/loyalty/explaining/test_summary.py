"""A member can read every rule: whatever an owner changes, the summary says so."""

import itertools
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from loyalty.explaining.summary import INDENT, summary
from loyalty.explaining.voice import english
from loyalty.programme import Document, Programme, from_wire, load_toml
from terminal.till.wording import LANGUAGES, Wording

ROOT = Path(__file__).parents[3]
READY = sorted((ROOT / "assets/programmes").glob("*.toml"))
TUPLE_LENGTH = 3
DAY_LENGTH = 10

# Fields that a member need not know, with the reason.
UNSAID = {
    "id": "an id is how rules name one another; members read names",
    "priority": "decides ties between rules that are worth the same to the member",
    "icon": "a picture on the till",
    "most_at_once": "guards a cashier's typing",
    "Programme.format": "the shape of the document itself",
    "Programme.version": "counts the owner's changes; the day from which they hold is said",
    "Programme.currency": "the money that is handed in writes it",
    "Programme.scale": "the money that is handed in writes it",
    "Programme.languages": "the reader's own language is handed in",
    "Programme.time_zone": "that of the shop in which the member stands",
    "Programme.margin_percent": "the owner's own figure",
    "Programme.segments": "each rule says for which groups it is",
}


def structs(kind: type[Document] = Document) -> Iterator[type[Document]]:
    """Give every part of a document that stands in one, found from the top."""
    seen: set[type[Document]] = set()
    waiting: list[Any] = [Programme]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, kind) and hint not in seen:
            seen.add(hint)
            yield hint
            waiting += typing.get_type_hints(hint).values()
        waiting += typing.get_args(hint)


def filled(hint: Any, n: int, examples: tuple[Any, ...] = ()) -> Any:
    """Give a value of a type; `n` chooses among alternatives, and the third leaves options out."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        metas = [each for each in arguments[1:] if isinstance(each, msgspec.Meta)]
        found = tuple(example for meta in metas for example in meta.examples or ())
        return filled(arguments[0], n, found or examples)
    if origin in {typing.Union, types.UnionType}:
        return _filled_union(arguments, n, examples)
    if origin is Literal:
        return arguments[n % len(arguments)]
    if origin is tuple:
        return _filled_tuple(arguments[0], n)
    if hint is bool:
        return n % 2 == 0
    if hint is int:
        return 7 + n
    if hint is str:
        return examples[0] if examples and len(examples[0]) > 1 else f"x{n}"
    assert issubclass(hint, Document), hint
    hints = typing.get_type_hints(hint, include_extras=True)
    return hint(**{name: filled(each, n) for name, each in hints.items() if name in fields(hint)})


def _filled_union(arguments: tuple[Any, ...], n: int, examples: tuple[Any, ...]) -> Any:
    if type(None) in arguments and n == TUPLE_LENGTH - 1:
        return None
    kinds = [each for each in arguments if each is not type(None)]
    documents = [each for each in kinds if isinstance(each, type) and issubclass(each, Document)]
    return filled((documents or kinds[:1])[n % max(len(documents), 1)], n, examples)


def _filled_tuple(element: Any, n: int) -> tuple[Any, ...]:
    kinds = [each for each in typing.get_args(element) if isinstance(each, type)]
    if len(kinds) > 1 and all(issubclass(each, Document) for each in kinds):
        return tuple(filled(each, at) for at, each in enumerate(kinds))
    return tuple(filled(element, n + at) for at in range(TUPLE_LENGTH))


def fields(kind: type[Document]) -> tuple[str, ...]:
    """Give the fields of a part of a document."""
    return tuple(each.name for each in msgspec.structs.fields(kind))


def changed(value: Any, hint: Any) -> Iterator[Any]:
    """Give other values for a field."""
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
        case str():
            yield from _changed_text(value, hint)
        case None:
            yield filled(hint, 0)
        case tuple():
            yield ()
        case _:
            yield from (each for each in (filled(hint, 0), filled(hint, 1)) if each != value)


def _changed_text(value: str, hint: Any) -> Iterator[str]:
    choices = [
        choice
        for each in (hint, *typing.get_args(hint))
        if typing.get_origin(each) is Literal
        for choice in typing.get_args(each)
    ]
    if choices:
        yield from (each for each in choices if each != value)
    elif len(value) == DAY_LENGTH and value[4] == "-":
        yield "2031-12-24"
    elif value[2:3] == ":":
        yield "12:34"
    else:
        yield f"{value}z"


def variants(value: Any, hint: Any) -> Iterator[tuple[str, Any]]:
    """Give the document again and again, each time with one field changed, and the field's name."""
    if isinstance(value, tuple):
        for at, each in enumerate(value):
            for label, other in variants(each, type(each)):
                yield label, (*value[:at], other, *value[at + 1 :])
    if not isinstance(value, Document):
        return
    hints = typing.get_type_hints(type(value), include_extras=True)
    for name in fields(type(value)):
        held = getattr(value, name)
        label = f"{type(value).__name__}.{name}"
        for other in changed(held, hints[name]):
            yield label, msgspec.structs.replace(value, **{name: other})
        for inner, other in variants(held, hints[name]):
            yield inner, msgspec.structs.replace(value, **{name: other})


def read(rules: Programme, language: str = "en") -> tuple[str, ...]:
    """Read the rules, in plain English or in another language with its own figures."""
    if language == "en":
        money = rules.plain_money
        return summary(rules, say=str, plural=english, money=money, day=str, language="en")
    words = Wording(language, currency=rules.currency, scale=2, time_zone="Europe/Amsterdam")
    return summary(
        rules,
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        language=language,
    )


def test_every_field_of_the_document_is_said_or_has_a_reason_not_to_be() -> None:
    whole = filled(Programme, 0)
    before = read(whole)
    said: set[str] = set()
    for label, other in variants(whole, Programme):
        if label not in said and read(other) != before:
            said.add(label)
    every = {f"{kind.__name__}.{name}" for kind in structs() for name in fields(kind)}
    assert len(every) > 200
    excused = {each for each in every if each in UNSAID or each.partition(".")[2] in UNSAID}
    assert every - said - excused == set()


def test_no_reason_is_given_for_what_is_said_after_all() -> None:
    """An excuse that nothing needs hides the next field of that name."""
    names = {name for kind in structs() for name in fields(kind)}
    labels = {f"{kind.__name__}.{name}" for kind in structs() for name in fields(kind)}
    assert set(UNSAID) <= names | labels


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_ready_programmes_can_be_read_in_every_language(path: Path, language: str) -> None:
    rules = load_toml(path.read_text("utf-8"))
    lines = read(rules, language)
    assert lines[0] == rules.text(rules.name, language)
    assert len(lines) > 8
    for line, after in itertools.pairwise(lines):
        # A heading is never empty: what a programme does not have is not mentioned.
        assert line.startswith(INDENT) or after.startswith(INDENT)
        assert not line.startswith(INDENT) or line.endswith(".")
    assert not any("{" in line for line in lines)
    if language != "en":
        headings = {line for line in read(rules)[1:] if not line.startswith(INDENT)}
        assert headings.isdisjoint(lines)


HEAD = {
    "id": "test",
    "version": 1,
    "from": "2026-01-01",
    "name": "Test",
    "currency": "EUR",
    "time_zone": "Europe/Amsterdam",
}


def rules_of(**parts: Any) -> Programme:
    """Read the smallest programme with these parts."""
    return from_wire(msgspec.json.encode({**HEAD, **parts}))


def test_the_coffee_bar_in_plain_words() -> None:
    lines = read(load_toml((ROOT / "assets/programmes/coffee-bar.toml").read_text("utf-8")))
    assert "  4 points for every 1.00 you pay (what is left over counts next time)." in lines
    assert (
        "  Coffees: a stamp for every visit (from 2.50). "
        "A full card has 10 stamps and brings: Free coffee."
    ) in lines
    assert "  Free cappuccino: free, worth 3.50, for 350 points." in lines
    assert "  Silver: at least 150.00 spent in all." in lines


HAPPY = {
    "id": "x",
    "percent": 100,
    "name": "Happy hour",
    "weekdays": ["mon", "tue", "wed", "sun"],
    "hours": [{"from": "16:00", "until": "18:00"}],
}
VISIT = {"kind": "visit", "id": "x", "points": 5}


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"multipliers": [HAPPY]},
            "double points (only on Monday to Wednesday and Sunday; only from 16:00 to 18:00).",
        ),
        (
            {"earn": [{**VISIT, "life": {"until": "year"}}]},
            "5 points for every visit (these points last to the end of the year).",
        ),
        (
            {"earn": [VISIT], "points": {"months": 12, "until": "month"}},
            "Points last for 12 months, to the end of that month.",
        ),
    ],
)
def test_terms_are_said_behind_the_rule(parts: dict[str, Any], line: str) -> None:
    assert any(each.endswith(line) for each in read(rules_of(**parts)))


DRAW = {
    "kind": "mystery",
    "id": "draw",
    "name": "Lucky draw",
    "cost": {"amount": 50},
    "prizes": [{"weight": 1, "points": 100}, {"weight": 2, "points": 10}, {"weight": 5}],
}


def test_the_odds_of_a_draw_are_published_in_per_cent() -> None:
    odds = "12.5 % 100 points, 25 % 10 points, 62.5 % nothing"
    rules = rules_of(rewards=[DRAW])
    assert f"  Lucky draw: a draw: {odds}, for 50 points." in read(rules)
    thirds = [{"weight": 1, "points": 100}, {"weight": 2}]
    rules = rules_of(rewards=[{**DRAW, "prizes": thirds}])
    assert "  Lucky draw: a draw: 33.33 % 100 points, 66.67 % nothing, for 50 points." in read(
        rules
    )


def test_a_price_in_stamps_names_the_card_only_where_there_are_several() -> None:
    cards = [{"id": each, "name": each.title(), "stamps": 5} for each in ("tea", "cake")]
    tea = {
        "kind": "product", "id": "t", "name": "T", "product": "pot", "worth_minor": 300,
        "cost": {"unit": "stamp:tea", "amount": 5},
    }  # fmt: skip
    one = read(rules_of(rewards=[tea], stamp_cards=cards[:1]))
    assert "  T: free, worth 3.00, for 5 stamps." in one
    two = read(rules_of(rewards=[tea], stamp_cards=cards))
    assert "  T: free, worth 3.00, for 5 stamps of Tea." in two


def test_what_a_programme_does_not_have_is_not_mentioned() -> None:
    assert read(rules_of()) == (
        "Test",
        "  From 2026-01-01.",
        "  A day at this shop begins at 04:00.",
    )
