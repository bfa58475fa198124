"""An owner's limits of the counter: their defaults, what is right, what is asked about."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from loyalty import counter_limits, limits
from loyalty.counter_limits import CounterLimits
from loyalty.limits import Limits


def test_they_travel_with_the_other_limits_and_older_ones_have_the_defaults() -> None:
    changed = Limits(counter=CounterLimits(moves=9))
    assert limits.read(limits.write(changed)) == changed
    assert limits.read('{"at_once_always":true}').counter == CounterLimits()


@pytest.mark.parametrize("name", CounterLimits.__struct_fields__)
def test_no_limit_is_below_nothing(name: str) -> None:
    wrong = replace(CounterLimits(), **{name: -1})
    assert not counter_limits.is_right(wrong)
    assert limits.read(limits.write(Limits(counter=wrong))) == Limits()


@pytest.mark.parametrize(
    ("amount", "usual", "asked"), [(3_000, 1_000, False), (3_001, 1_000, True), (9_999, 0, False)]
)
def test_an_amount_far_above_the_usual_is_asked_about(
    amount: int, usual: int, *, asked: bool
) -> None:
    assert counter_limits.is_large(amount, usual, CounterLimits()) is asked
