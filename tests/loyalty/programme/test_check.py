"""A programme with mistakes: every one is named at once, with its path and what was expected."""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from loyalty.programme import ProgrammeInvalid, from_wire, load_toml, to_wire
from loyalty.programme.wanted import stand_in
from tests.loyalty.documents import (
    COFFEE_BAR_TOML,
    card,
    document,
    per_euro,
    problems,
    reward,
    tier,
)
from tests.loyalty.programme.strategies import documents

STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**30,
    1.5,
    "",
    " ",
    "x",
    "2026-02-30",
    [],
    {},
    ["x"],
    [{}],
)


@pytest.mark.parametrize(
    ("parts", "path", "got", "expected"),
    [
        ({"format": 2}, "format", "2", "one of 1"),
        ({"id": "Ours"}, "id", '"Ours"', "an id of small letters, digits, - and _"),
        ({"id": "a:b"}, "id", '"a:b"', "an id of small letters, digits, - and _"),
        ({"version": 0}, "version", "0", "a whole number from 1 up"),
        ({"version": True}, "version", "true", "a whole number from 1 up"),
        ({"version": 1.0}, "version", "1.0", "a whole number from 1 up"),
        ({"version": 10**13}, "version", "10000000000000", "a whole number from 1 up"),
        ({"from": "1 May"}, "from", '"1 May"', "a day such as 2026-11-01"),
        ({"from": "2026-02-30"}, "from", '"2026-02-30"', "a day of the calendar"),
        ({"name": ""}, "name", '""', "text that is not empty or a table by language"),
        ({"name": {}}, "name", "{}", "text that is not empty or a table by language"),
        ({"name": {"en": 5}}, "name.en", "5", "text that is not empty"),
        ({"name": {"nl": "X"}}, "name.nl", '"nl"', "one of languages: en"),
        ({"currency": "euro"}, "currency", '"euro"', "a currency of three capitals such as EUR"),
        ({"scale": 5}, "scale", "5", "decimals of the currency, 0 to 4"),
        ({"languages": []}, "languages", "[]", "a list that is not empty"),
        ({"languages": "en"}, "languages", '"en"', "a list that is not empty"),
        ({"languages": ["english"]}, "languages[0]", '"english"', "a language such as en, nl"),
        ({"languages": ["en", "en"]}, "languages[1]", '"en"', "each language once"),
        ({"time_zone": "Mars/Base"}, "time_zone", '"Mars/Base"', "a known time zone such as"),
        ({"time_zone": "../etc/passwd"}, "time_zone", '"../etc/passwd"', "a known time zone"),
        ({"day_start_minutes": 1440}, "day_start_minutes", "1440", "minutes after midnight"),
        ({"points": {"days": 0}}, "points.days", "0", "a number of days, 1 to 36500"),
        ({"point_worth": {"minor": 0}}, "point_worth.minor", "0", "a whole number from 1 up"),
        ({"point_worth": 1}, "point_worth", "1", "a table"),
        ({"limits": {"no_pin": 1}}, "limits.no_pin", '"no_pin"', "the nearest is no_pin_card"),
        ({"reward": []}, "reward", '"reward"', "the nearest is rewards"),
        ({"earn": {}}, "earn", "{}", "a list: each of it begins with [[earn]]"),
        (
            {"earn": [per_euro(products="tea")]},
            "earn[0].products",
            '"tea"',
            'a list, as in ["tea"]',
        ),
        ({"earn": [per_euro(points=10**13)]}, "earn[0].points", "10000000000000", "at most 1000"),
        ({"earn": [per_euro(per_minor=1.5)]}, "earn[0].per_minor", "1.5", "500 for 5.00"),
        ({"earn": [per_euro(weekdays=["Tuesday"])]}, "earn[0].weekdays[0]", '"Tuesday"', "is tue"),
        (
            {"rewards": [reward("fixed", cost=100)]},
            "rewards[0].cost",
            "100",
            "a table such as { amount = 1 }",
        ),
        (
            {"tiers": [tier("a", 0, period="year")]},
            "tiers[0].period",
            '"year"',
            'a table such as { kind = "rolling" }',
        ),
        (
            {"limits": {"scale": 2}},
            "limits.scale",
            '"scale"',
            "scale at the top of the document, before the first [table]",
        ),
        ({"earn": [3]}, "earn[0]", "3", "a table"),
        ({"earn": [per_euro(kind="vist")]}, "earn[0].kind", '"vist"', "the nearest is visit"),
        ({"earn": [per_euro(carry=1)]}, "earn[0].carry", "1", "true or false"),
        ({"earn": [per_euro(priority=9999)]}, "earn[0].priority", "9999", "a whole number from"),
        ({"earn": [per_euro(), per_euro()]}, "earn[1].id", '"spend"', "earn[0].id has this one"),
        (
            {"multipliers": [{"id": "m", "tiers": ["gold"], "percent": 5}]},
            "multipliers[0].tiers[0]",
            '"gold"',
            "the id of a tier",
        ),
        ({"stamp_cards": [card() | {"per": "items"}]}, "stamp_cards[0].per", '"items"', "is item"),
        (
            {"stamp_cards": [card() | {"per": "amount"}]},
            "stamp_cards[0].per_minor",
            "0",
            "1 or more with per = amount",
        ),
        (
            {"stamp_cards": [card() | {"per_minor": 5}]},
            "stamp_cards[0].per_minor",
            "5",
            "left out here",
        ),
        (
            {"stamp_cards": [card() | {"reward": "produkt"}], "rewards": [reward("product")]},
            "stamp_cards[0].reward",
            '"produkt"',
            "the id of a reward; the nearest is product",
        ),
        (
            {"stamp_cards": [card() | {"reward": "product"}], "rewards": [reward("product")]},
            "stamp_cards[0].reward",
            '"product"',
            "a reward that costs 10 of stamp:coffees",
        ),
        (
            {"tiers": [tier("a", 5), tier("b", 5)]},
            "tiers[1].from_amount",
            "5",
            "more than 5",
        ),
        (
            {"tiers": [tier("a", 0), tier("b", 5, measure="visits")]},
            "tiers[1].measure",
            '"visits"',
            "spend, as below it",
        ),
        (
            {"tiers": [tier("a", 0), tier("b", 5, period={"kind": "calendar"})]},
            "tiers[1].period",
            '{"kind": "calendar", "unit": "year"}',
            "the same period as below it",
        ),
        (
            {"tiers": [tier("a", 0, period={"kind": "rolling", "months": 0})]},
            "tiers[0].period.months",
            "0",
            "a number of months, 1 to 120",
        ),
        (
            {"tiers": [tier("a", 0, period={"months": 3})]},
            "tiers[0].period.kind",
            "nothing",
            "one of calendar, ever, rolling",
        ),
        (
            {"rewards": [reward("fixed", cost={"amount": 1, "unit": "stamps"})]},
            "rewards[0].cost.unit",
            '"stamps"',
            '"points" or "stamp:" and the id of a stamp card',
        ),
        (
            {"rewards": [reward("fixed", cost={"amount": 1, "unit": "stamp:cofees"})]}
            | {"stamp_cards": [card()]},
            "rewards[0].cost.unit",
            '"stamp:cofees"',
            "the nearest is stamp:coffees",
        ),
        ({"rewards": [reward("percent", percent=101)]}, "rewards[0].percent", "101", "1 to 100"),
        (
            {"rewards": [reward("fixed", valid_from="2026-13-01")]},
            "rewards[0].valid_from",
            '"2026-13-01"',
            "a day of the calendar",
        ),
        (
            {"rewards": [reward("fixed", valid_from="2026-05-02", valid_until="2026-05-01")]},
            "rewards[0].valid_until",
            '"2026-05-01"',
            "2026-05-02 or later",
        ),
        ({"rewards": [reward("fixed", tier="gold")]}, "rewards[0].tier", '"gold"', "of a tier"),
        (
            {"rewards": [reward("fixed", tier="golf")], "tiers": [tier("gold", 0)]},
            "rewards[0].tier",
            '"golf"',
            "the nearest is gold",
        ),
        ({"rewards": [reward("fixed", tier=5)]}, "rewards[0].tier", "5", "an id of small"),
        (
            {"name": {"en": "X", "n": "Y"}, "languages": ["en", "nl"]},
            "name.n",
            '"n"',
            "the nearest is nl",
        ),
        ({"name": {"nl": "Y"}, "languages": ["en", "nl"]}, "name", '{"nl": "Y"}', "language, en"),
    ],
)
def test_a_mistake_is_named(parts: dict[str, Any], path: str, got: str, expected: str) -> None:
    found = problems(**parts)
    assert found[path][0] == got
    assert expected in found[path][1]


def test_nothing_is_missing_without_a_word() -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        from_wire(b"{}")
    assert {each.path for each in refused.value.problems} == {
        "id",
        "version",
        "from",
        "name",
        "currency",
        "time_zone",
    }
    assert {each.got for each in refused.value.problems} == {"nothing"}


@pytest.mark.parametrize("raw", [b"[]", b"5", b"null", b'"text"'])
def test_a_document_is_a_table(raw: bytes) -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        from_wire(raw)
    assert [each.expected for each in refused.value.problems] == ["a table"]


def test_all_mistakes_are_named_at_once_and_none_that_only_follow() -> None:
    text = (
        COFFEE_BAR_TOML.replace("amount_minor = 500", "amuont_minor = 5.0")
        .replace('tiers = ["silver"]', 'tiers = ["silvr"]')
        .replace('kind = "percent"', 'kind = "precent"')
        .replace("from_amount = 50000", "from_amount = 100")
        .replace("Amsterdam", "Amsterdm")
        .replace('en = "Gold"', "en = 5")
        .replace("version = 1", "")
    )
    with pytest.raises(ProgrammeInvalid) as refused:
        load_toml(text)
    assert [each.path for each in refused.value.problems] == [
        "multipliers[0].tiers[0]",
        "rewards[0].amount_minor",
        "rewards[0].amuont_minor",
        "rewards[3].kind",
        "tiers[2].from_amount",
        "tiers[2].name.en",
        "time_zone",
        "version",
    ]


def test_what_only_follows_from_a_mistake_is_not_said() -> None:
    """A tier whose id is wrong is not also reported by everything that names it."""
    found = problems(
        tiers=[tier("BAD", 0)],
        rewards=[reward("fixed", tier="silver"), {"kind": "gift"}],
        multipliers=[{"id": "m", "tiers": ["silver"], "percent": 5}],
    )
    assert set(found) == {"tiers[0].id", "rewards[1].kind"}


def test_the_error_is_one_sentence_and_a_list() -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        from_wire(msgspec.json.encode(document(version=0, scale=9)))
    error = refused.value
    assert error.code == "programme_invalid"
    assert error.as_json()["error"] == {
        "code": "programme_invalid",
        "message": "scale: 9, expected decimals of the currency, 0 to 4; "
        "version: 0, expected a whole number from 1 up",
        "path": "scale",
        "expected": "decimals of the currency, 0 to 4",
        "got": "9",
    }


def test_mistakes_are_said_in_the_order_of_the_document() -> None:
    """The tenth of a list comes after the ninth."""
    rules = [per_euro(id=f"rule-{n}", points=0) for n in range(11)]
    assert list(problems(earn=rules)) == [f"earn[{n}].points" for n in range(11)]


def test_long_values_are_shortened() -> None:
    got, _ = problems(version="x" * 500)["version"]
    assert len(got) == 60
    assert got.endswith("...")


def test_a_shape_without_an_example_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="no stand-in"):
        stand_in(inspect.type_info(float))


@pytest.mark.parametrize(("kind", "value"), [(bool, False), (int | None, 0), (tuple[int, ...], [])])
def test_other_shapes_stand_in_by_the_least_of_their_kind(kind: Any, value: object) -> None:
    if kind == int | None:
        with pytest.raises(TypeError, match="no stand-in"):
            stand_in(inspect.type_info(kind))
    else:
        assert stand_in(inspect.type_info(kind)) == value


@settings(max_examples=25)
@given(documents(), st.data())
def test_any_spoilt_document_is_refused_in_words(document: dict[str, Any], data: Any) -> None:
    """Whatever stands anywhere, the answer is a programme or every mistake in it."""
    document = json.loads(json.dumps(document))  # no part of it stands in two places
    places = list(_places(document))
    for _ in range(data.draw(st.integers(1, 3))):
        table, key = data.draw(st.sampled_from(places))
        with contextlib.suppress(LookupError):
            _spoil(table, key, data.draw)
    with contextlib.suppress(ProgrammeInvalid):
        read = from_wire(json.dumps(document).encode())
        assert from_wire(to_wire(read)) == read


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place in a document that something can be put."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        yield value, key
        if isinstance(each, dict | list):
            yield from _places(each)


def _spoil(table: Any, key: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    """Replace, remove, double or misname what stands in a place."""
    match draw(st.sampled_from(["replace", "remove", "add", "double"])):
        case "remove":
            del table[key]
        case "add" if isinstance(table, dict):
            table[f"{key}s"] = table[key]
        case "double" if isinstance(table, list):
            table.append(table[key])
        case _:
            table[key] = draw(st.sampled_from(STRANGE))
