"""A batch that a till made reaches every other one, and nothing else does under its name."""

from __future__ import annotations

import pytest

from loyalty import card_stock, number
from loyalty.card_stock import ISSUED, Issued
from server.books import Books
from tests.server.shop import Till


def numbers(count: int, issuer: str = "0000") -> tuple[str, ...]:
    return tuple(number.make(issuer, f"{at:09d}") for at in range(count))


def test_every_till_hears_of_a_batch(pair: tuple[Till, Till]) -> None:
    one, other = pair
    for part in card_stock.parts(numbers(1_200)):
        one.record(ISSUED, data=card_stock.data(Issued(batch="b", numbers=part, of=1_200)))
    assert {each.outcome for each in one.push().outcomes} == {"created"}
    settings = other.pull().settings
    told = [text for name, text in settings.items() if name.startswith(card_stock.SETTING)]
    assert len(told) == 3
    assert {each for text in told for each in card_stock.of_setting(text)} == set(numbers(1_200))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"batch": "b", "numbers": list(numbers(2, "1234")), "of": 2},
        {"batch": "b", "numbers": ["9000000000000000"], "of": 1},
    ],
)
def test_what_is_no_batch_of_the_shop_is_kept_and_told_nobody(
    books: Books, till: Till, said: dict[str, object]
) -> None:
    till.record(ISSUED, data=said)
    assert [each.outcome for each in till.push().outcomes] == ["created"]
    assert not [name for name in till.pull().settings if name.startswith(card_stock.SETTING)]
    assert books.verify().ok
