"""Reading scenarios: money, days, keys and programmes, and every mistake with its path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from terminal.scenarios.reading import read, understood
from terminal.scenarios.running import run
from terminal.scenarios.table import Unreadable

HERE = Path(__file__)
EARN = [{"kind": "amount", "id": "spend", "points": 1, "per_minor": 100}]


def mistakes(raw: dict[str, Any]) -> dict[str, str]:
    """Give what is wrong with a scenario, by path."""
    with pytest.raises(Unreadable) as refused:
        understood(raw, HERE)
    return {each.path: each.expected for each in refused.value.problems}


def differs(raw: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Give what differs when a scenario is run."""
    result = run(understood({"programme": {"earn": EARN}, **raw}, HERE))
    return [(each.path, each.expected, each.got) for each in result.differs]


def test_a_key_that_is_not_known_is_named_with_the_nearest() -> None:
    found = mistakes({"events": [{"amuont": 5}], "expekt": {}, "members": {"a": {"pionts": 5}}})
    assert "amount" in found["events[1].amuont"]
    assert "expect" in found["expekt"]
    assert "points" in found["members.a.pionts"]


def test_every_mistake_is_named_at_once() -> None:
    found = mistakes(
        {
            "start": "yesterday",
            "language": "fr",
            "programme": {"tiers": [{"id": "x"}]},
            "events": [{"do": "sail"}, {"amount": "1.234"}, {"amount": 1, "expect": {"pints": 1}}],
        }
    )
    assert set(found) >= {"programme.tiers[0].name", "programme.tiers[0].from_amount"}
    found = mistakes(
        {
            "start": "yesterday",
            "language": "fr",
            "events": [
                {"do": "sail"},
                {"amount": "1.234"},
                {"amount": 1, "expect": {"pints": 1}},
                {"do": "refund", "lines": [{"pieces": 1}]},
                {"lines": [{"product": "x"}]},
                {"do": "change", "birthday": "14-03"},
                {"product": "pen"},
            ],
        }
    )
    assert set(found) == {
        "start",
        "language",
        "events[1].do",
        "events[2].amount",
        "events[3].expect.pints",
        "events[4].lines[1].line",
        "events[5].lines[1].amount",
        "events[6].birthday",
        "events[7].amount",
    }
    assert "sale" in found["events[1].do"]
    assert "points" in found["events[3].expect.pints"]


@pytest.mark.parametrize("amount", ["12.50", "12,50", 12.5, None])
def test_money_is_read_exactly(amount: object, tmp_path: Path) -> None:
    said: dict[str, object] = {"amount_minor": 1250} if amount is None else {"amount": amount}
    event = {**said, "expect": {"due": "12.50", "due_minor": 1250, "spend": 12.5}}
    path = tmp_path / "money.json"
    path.write_text(json.dumps({"programme": {"earn": EARN}, "events": [event]}), "utf-8")
    assert run(read(path)).ok


def test_what_differs_has_its_path_and_both_values() -> None:
    raw = {
        "events": [
            {"amount": 5, "expect": {"points": 6, "due": "4.00", "lots": [{"amount": 7}]}},
            {"amount": -5},
            {"amount": 5, "expect": {"refused": "amount_negative"}},
        ],
        "expect": {"points": 11, "members": {"anna": {"visits": 3}, "bob": {"points": 1}}},
    }
    assert differs(raw) == [
        ("events[1].expect.points", 6, 5),
        ("events[1].expect.lots[1].amount", 7, 5),
        ("events[1].expect.due", "4.00", "5.00"),
        ("events[2]", "accepted", "amount_negative"),
        ("events[3].expect.refused", "amount_negative", ""),
        ("expect.points", 11, 10),
        ("expect.members.anna.visits", 3, 2),
        ("members.bob", "a member", "no such member"),
    ]


@pytest.mark.parametrize(
    "expect",
    [
        {"stamps": 1},
        {"vouchers": ["mug"]},
        {"vouchers": 2},
        {"tier": "gold"},
        {"balance": {"points": 4}},
        {"owed": 1},
        {"pending": 1},
        {"spendable": 6},
        {"expiring": {"2030-01-01": 5}},
        {"entries": {"sale": 2}},
        {"says": "six points"},
        {"never_says": "5 points"},
        {"says_exactly": "5 points"},
        {"offers": {"mug": True}},
        {"offered": "mug"},
        {"next_tier": "gold"},
        {"memberships": {"club": "2027-01-01"}},
        {"by_rule": {"spend": 4}},
        {"prices": ["5.01"]},
        {"cuts": ["0.01"]},
        {"follows": ["m"]},
        {"won": ["mug"]},
        {"draws": ["mug"]},
        {"rewards": ["mug"]},
        {"money_back": "1.00"},
        {"reasons": ["earn_flat"]},
        {"liability": "0.06"},
        {"accepted": False},
        {"refused": {"code": "not_enough", "missing": 3}},
        {"day": "2026-01-06"},
        {"version": 2},
        {"blocked": True},
        {"segments": ["vip"]},
        {"merged_into": "bob"},
        {"counters": {"visits": 2}},
        {"written": 2},
    ],
    ids=lambda expect: next(iter(expect)),
)
def test_every_expectation_can_fail(expect: dict[str, object]) -> None:
    assert differs({"events": [{"amount": 5, "expect": expect}]})


def test_a_programme_beside_the_scenario_is_found(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'earn = [{ kind = "flat", id = "f", points = 3 }]\n', "utf-8"
    )
    path = tmp_path / "story.toml"
    path.write_text(
        'programme = "mine.toml"\n'
        'changes = { earn = [{ id = "f", points = 4 }] }\n'
        '[[versions]]\nfrom = 2026-02-01\nearn = [{ id = "f", remove = true }]\n'
        "[[events]]\namount = 1\nexpect = { earned = 4, version = 1 }\n"
        "[[events]]\nat = 2026-02-01\namount = 1\nexpect = { earned = 0, version = 2 }\n",
        "utf-8",
    )
    assert run(read(path)).differs == ()


def test_a_programme_that_is_nowhere_is_named_with_the_ready_ones() -> None:
    assert "coffee-bar" in mistakes({"programme": "cofee-bar"})["programme"]


def test_a_file_that_is_no_document_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("events = [", "utf-8")
    with pytest.raises(Unreadable, match=r"broken\.toml"):
        read(path)


def test_time_does_not_go_back() -> None:
    raw = {"events": [{"at": "2026-03-02"}, {"at": "2026-03-01", "amount": 1}]}
    assert differs(raw) == [("events[2]", "accepted", "time_back")]


def test_a_day_alone_is_never_before_now() -> None:
    raw = {
        "events": [
            {"at": "2026-03-02T18:00", "amount": 1},
            {"at": "2026-03-02", "amount": 1, "expect": {"visits": 2, "day": "2026-03-02"}},
        ]
    }
    assert differs(raw) == []


def test_a_level_is_known_by_its_id_and_its_names() -> None:
    tiers = [{"id": "au", "name": {"en": "Gold", "nl": "Goud"}, "from_amount": 100}]
    for called, so in (("au", True), ("Gold", True), ("Goud", True), ("Silver", False)):
        raw = {
            "programme": {"languages": ["en", "nl"], "tiers": tiers},
            "events": [{"amount": 5, "expect": {"tier": called, "tier_before": False}}],
        }
        assert (differs(raw) == []) is so


@pytest.mark.parametrize(
    ("refused", "ok"),
    [
        (True, True),
        (False, False),
        ("amount_negative", True),
        ({"says": "amount"}, True),
        ({"code": "quantity"}, False),
        ({"says": "nothing of the kind"}, False),
    ],
)
def test_a_refusal_is_expected_in_several_ways(refused: object, *, ok: bool) -> None:
    raw = {"events": [{"amount": -5, "expect": {"refused": refused}}]}
    assert (differs(raw) == []) is ok


@pytest.mark.parametrize("refused", [True, "amount_negative", {"says": "amount"}, {"code": "x"}])
def test_a_refusal_that_does_not_come_is_a_difference(refused: object) -> None:
    assert differs({"events": [{"amount": 5, "expect": {"refused": refused}}]})


def test_an_event_is_repeated_so_many_days_apart() -> None:
    event = {"amount": 1, "repeat": 3, "every_days": 2, "at": "2026-03-27T10:00"}
    expect = {"visits": 3, "day": "2026-03-31"}
    assert differs({"events": [{**event, "expect": expect}]}) == []
    assert "events[1].repeat" in mistakes({"events": [{"amount": 1, "repeat": 0}]})


def test_the_mistakes_of_a_programme_are_compared() -> None:
    wrong = {"time_zone": "Nowhere", "tiers": [{"id": "x", "name": "X", "from_amount": -1}]}
    raw = {"programme": wrong, "invalid": ["tiers[0].from_amount", "time_zone"]}
    assert differs(raw) == []
    found = differs({**raw, "invalid": ["rewards"]})
    assert found == [("invalid", "rewards", found[0][2])]
    assert differs({"invalid": ["rewards"]}) == [("invalid", ["rewards"], "a valid one")]
