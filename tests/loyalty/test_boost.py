"""Boost now: what it raises, why it says so, and what of it can be read again."""

from __future__ import annotations

import msgspec
import pytest

from loyalty import boost, owner_set
from loyalty.boost import RULE, Boost, Boosted
from loyalty.counter_limits import CounterLimits
from loyalty.explaining.parts import PARTS
from loyalty.explaining.teller import Teller
from loyalty.explaining.voice import Voice
from loyalty.quote import Quote, quote_in
from loyalty.scene import Scene
from loyalty.standing import Standing
from loyalty.why import Why
from tests.loyalty.earn_build import amount, basket, more, rules

HOUR_US = 3_600_000_000


def priced(boosted: Boosted | None, minor: int = 1_000, **parts: object) -> Quote:
    """Price a sale of somebody who has nothing yet."""
    programme = rules(earn=[amount()], **parts)
    scene = Scene(
        programme=programme, standing=Standing(account="a"), day="2026-01-05", boost=boosted
    )
    return quote_in(scene, basket(minor), sale_id="s")


def test_it_is_on_from_its_first_moment_and_off_at_its_last() -> None:
    some = Boost(from_us=HOUR_US, until_us=2 * HOUR_US, percent=100)
    on = [boost.is_on(some, at) for at in (HOUR_US - 1, HOUR_US, 2 * HOUR_US - 1, 2 * HOUR_US)]
    assert on == [False, True, True, False]
    assert boost.at(some, HOUR_US, "Europe/Amsterdam") == Boosted(percent=100, until="03:00")
    assert boost.at(some, 0, "UTC") is None
    assert not boost.is_on(Boost(from_us=0, until_us=HOUR_US), 0)


def test_it_raises_what_all_other_multipliers_made() -> None:
    made = priced(Boosted(percent=100, until="18:00"), multipliers=[more("extra", 50)])
    assert [(each.rule, each.amount) for each in made.given] == [
        ("spend", 10),
        ("extra", 5),
        (RULE, 15),
    ]
    why = made.given[-1].why
    said = PARTS[why.code](
        Teller(Why(code=why.code, params=why.params | {"said": "15"}), Voice(say=str))
    )
    assert said == "15 because everything counts double until 18:00"


def test_the_event_keeps_it_as_an_input() -> None:
    some = Boosted(percent=100, until="18:00")
    assert boost.of_event(priced(some).breakdown()["boost"]) == some
    assert "boost" not in priced(None).breakdown()
    assert priced(Boosted(code="GONE")).points_given == 10


@pytest.mark.parametrize(
    "said", [None, "x", {"percent": -1}, {"percent": 10**9}, {"until": "25:00"}, {"percent": "a"}]
)
def test_what_no_till_writes_is_no_boost(said: object) -> None:
    assert boost.of_event(said) is None


def test_only_what_earns_by_a_code_is_prepared() -> None:
    programme = rules(
        earn=[amount()],
        multipliers=[more("rain", 100, code="RAIN", name="Rain"), more("sun", 50, code="SUN")],
        rewards=[
            {"kind": "fixed", "id": "off", "name": "Off", "amount_minor": 100, "code": "SUN"},
        ],
    )
    assert boost.prepared(programme) == (("RAIN", "Rain"),)


def test_a_setting_that_nobody_can_use_is_none() -> None:
    some = Boost(from_us=1, until_us=HOUR_US, percent=100)
    assert boost.read(boost.write(some)) == some
    wrong = (
        Boost(from_us=2, until_us=1, percent=100),
        Boost(from_us=0, until_us=boost.LONGEST_US + 1, percent=100),
        Boost(from_us=0, until_us=1, percent=-1),
        Boost(from_us=0, until_us=1, code="x" * 101),
    )
    assert {boost.read(boost.write(each)) for each in wrong} == {boost.NONE}
    assert boost.read("{") == boost.read("") == boost.NONE


def test_what_an_owner_sets_at_a_till_is_read_back_and_nothing_else() -> None:
    some, limits = Boost(from_us=1, until_us=9, percent=100), CounterLimits(moves=9)
    said = [owner_set.data(boost.BOOST, some), owner_set.data(owner_set.COUNTER, limits)]
    assert [owner_set.boost(each) for each in said] == [some, None]
    assert [owner_set.counter(each) for each in said] == [None, limits]
    wrong = [
        {"name": "at_once", "value": {}},
        {"name": owner_set.COUNTER, "value": {"moves": -1}},
        {"name": owner_set.COUNTER, "value": "x"},
        {"name": boost.BOOST, "value": {"from_us": 9, "until_us": 1}},
        {"name": boost.BOOST},
        msgspec.json.decode(b"{}"),
    ]
    assert {(owner_set.boost(each), owner_set.counter(each)) for each in wrong} == {(None, None)}
