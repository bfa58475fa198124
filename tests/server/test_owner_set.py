"""What an owner sets at a till reaches the settings of the shop, and nothing else does."""

from __future__ import annotations

import pytest

from loyalty import boost, limits, owner_set
from loyalty.boost import Boost
from loyalty.counter_limits import CounterLimits
from loyalty.limits import Allowance, Limits
from server.books import Books
from tests.server.shop import NOW_US, Till

FIRST, SECOND = CounterLimits(moves=9), CounterLimits(moves=2, earning_visits=7)
SOME = Boost(from_us=1, until_us=9, percent=100)


def test_the_last_one_heard_counts_and_rights_of_tills_stay(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, other = pair
    ahead = Limits(ahead=Allowance(points=5))
    books.put_setting(limits.SETTING, limits.write(ahead), NOW_US)
    for till, value in ((one, FIRST), (other, SECOND), (one, SOME)):
        name = owner_set.COUNTER if isinstance(value, CounterLimits) else boost.BOOST
        till.record(owner_set.KIND, data=owner_set.data(name, value))
        till.push()
    kept = limits.read(books.setting(limits.SETTING))
    assert kept == Limits(ahead=Allowance(points=5), counter=SECOND)
    assert boost.read(books.setting(boost.BOOST)) == SOME
    assert other.pull().settings[boost.BOOST] == boost.write(SOME)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "at_once_always", "value": True},
        {"name": owner_set.COUNTER, "value": {"moves": "many"}},
        {"name": owner_set.COUNTER, "value": {"moves": -1}},
        {"name": boost.BOOST, "value": {"from_us": 0, "until_us": 10**18, "percent": 100}},
        {},
    ],
)
def test_what_cannot_be_used_changes_nothing_and_is_kept_as_an_event(
    books: Books, till: Till, said: dict[str, object]
) -> None:
    till.record(owner_set.KIND, data=said)
    assert [each.outcome for each in till.push().outcomes] == ["created"]
    assert books.setting(limits.SETTING) == books.setting(boost.BOOST) == ""
