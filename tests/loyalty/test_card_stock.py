"""Batches of numbers as events and settings say them: bounded, of one issuer, read back whole."""

from __future__ import annotations

import msgspec
import pytest

from loyalty import card_stock, event, number
from loyalty.card_stock import TOGETHER, Issued, Printed
from loyalty.event import Event
from sync.wire import BYTES_MAX


def made(count: int, issuer: str = "0000") -> tuple[str, ...]:
    return tuple(number.make(issuer, f"{at:09d}") for at in range(count))


def test_ten_thousand_numbers_are_events_of_a_bounded_size() -> None:
    numbers = made(10_000)
    divided = card_stock.parts(numbers)
    assert [len(part) for part in divided] == [TOGETHER] * 20
    assert tuple(one for part in divided for one in part) == numbers
    said = Issued(batch="b", numbers=divided[0], of=len(numbers))
    raw = event.encode(
        Event(
            id="e",
            seq=1,
            at="",
            day="",
            clock="ok",
            type=card_stock.ISSUED,
            actor="owner:1",
            programme=1,
            postings=(),
            data=card_stock.data(said),
        )
    )
    assert len(raw) < BYTES_MAX // 20, "a push carries many of them"


def test_what_was_said_is_read_back() -> None:
    said = Issued(batch="b", numbers=made(3), of=3)
    data = msgspec.json.decode(msgspec.json.encode(card_stock.data(said)))
    assert card_stock.issued(data, "0000") == said
    done = Printed(
        job="j", design="classic", stock="single", way="pdf", numbers=made(2), again=made(1)
    )
    data = msgspec.json.decode(msgspec.json.encode(card_stock.data(done)))
    assert card_stock.printed(data) == done
    assert card_stock.of_setting(card_stock.as_setting(made(3))) == made(3)
    assert card_stock.of_setting("") == ()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"batch": "b", "numbers": [], "of": 0},
        {"batch": "b", "numbers": ["9000000000000000"], "of": 1},
        {"batch": "b", "numbers": list(made(1, "1234")), "of": 1},
        {"batch": "b", "numbers": list(made(TOGETHER + 1)), "of": TOGETHER + 1},
        {"batch": "b", "numbers": "9", "of": 1},
    ],
)
def test_what_is_no_batch_of_ours_is_read_as_none(said: dict[str, object]) -> None:
    assert card_stock.issued(said, "0000") is None


def test_what_names_nothing_printed_is_read_as_none() -> None:
    assert card_stock.printed({"job": "j"}) is None
