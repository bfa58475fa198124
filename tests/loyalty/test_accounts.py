"""The names of accounts and units, and what postings do to members."""

import pytest

from loyalty import accounts
from loyalty.event import Posting


def test_the_names() -> None:
    assert accounts.held("a1") == "m:a1:held"
    assert accounts.open_("a1") == "m:a1:open"
    assert accounts.count("a1") == "m:a1:count"
    assert accounts.stamps("coffees") == "stamp:coffees"
    assert accounts.carry("spend", 100) == "carry:spend/100"


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("points", True),
        ("stamp:coffees", True),
        ("voucher:v1", True),
        ("spend", False),
        ("visits", False),
        ("earned", False),
        ("carry:spend/100", False),
    ],
)
def test_values_can_be_spent_and_counters_cannot(unit: str, *, value: bool) -> None:
    assert accounts.is_value(unit) is value


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("shop:given", True),
        ("shop:used", True),
        ("shop:expired", True),
        ("shop:counted", True),
        ("shop:purse", False),
        ("m:a:held", True),
        ("m:a:open", True),
        ("m:a:count", True),
        ("m:a:free", False),
        ("m::held", False),
        ("x:a:held", False),
        ("m:a", False),
        ("m:a:held:till.1", False),
        ("", False),
    ],
)
def test_a_till_may_name_only_these(name: str, *, known: bool) -> None:
    assert accounts.is_known(name) is known


def test_a_credit_adds_and_a_debit_takes() -> None:
    moved = accounts.changes(
        [
            Posting(debit="shop:given", credit="m:a:open", unit="points", amount=5, lot="l"),
            Posting(debit="m:a:held", credit="m:b:held", unit="points", amount=2, lot="k"),
            Posting(debit="shop:given", credit="shop:used", unit="points", amount=9),
        ]
    )
    assert [(each.account, each.part, each.lot, each.delta) for each in moved] == [
        ("a", "open", "l", 5),
        ("a", "held", "k", -2),
        ("b", "held", "k", 2),
    ]
