"""The event: a frozen shape of bytes, and the chain that they are hashed into."""

import hashlib

import msgspec
import pytest

from loyalty import event
from loyalty.errors import Refusal
from loyalty.event import Event, Posting

SALE = Event(
    id="019ab001-0000-7000-8000-000000000001",
    seq=1,
    at="2026-11-22T10:15:00.123456Z",
    day="2026-11-22",
    clock="ok",
    type="sale",
    actor="cashier:default",
    programme=1,
    postings=(
        Posting(
            debit="shop:given", credit="m:a:open", unit="points", amount=50, lot="x~9999-12-31"
        ),
        Posting(debit="shop:counted", credit="m:a:count", unit="visits", amount=1),
    ),
    data={"total_minor": 1250},
)
GOLDEN = (
    b'{"v":1,"id":"019ab001-0000-7000-8000-000000000001","seq":1,'
    b'"at":"2026-11-22T10:15:00.123456Z","day":"2026-11-22","clock":"ok","type":"sale",'
    b'"actor":"cashier:default","programme":1,"postings":['
    b'{"debit":"shop:given","credit":"m:a:open","unit":"points","amount":50,"lot":"x~9999-12-31"},'
    b'{"debit":"shop:counted","credit":"m:a:count","unit":"visits","amount":1,"lot":""}],'
    b'"data":{"total_minor":1250}}'
)


def test_the_bytes_of_an_event_are_frozen_for_ever() -> None:
    """If this fails, every ledger in every shop is about to break: do not change the bytes."""
    assert event.encode(SALE) == GOLDEN


def test_reading_gives_back_what_was_written() -> None:
    assert event.decode(GOLDEN) == SALE


def test_a_later_release_may_add_to_type_and_data() -> None:
    changed = GOLDEN.replace(b'"sale"', b'"festival"').replace(b"1250}", b'1250,"new":[1]}')
    read = event.decode(changed)
    assert read.type == "festival"
    assert read.data == {"total_minor": 1250, "new": [1]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"seq":1', b'"seq":0'),
        (b'"clock":"ok"', b'"clock":"wrong"'),
        (b'"amount":50', b'"amount":50.5'),
        (b'"amount":50', b'"amount":"50"'),
        (b'"postings"', b'"posts"'),
        (b'"data":{', b'"data":['),
        (b"sale", b"\xff\xfe"),
    ],
)
def test_what_is_no_event_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        event.decode(GOLDEN.replace(old, new))
    assert refused.value.code == "event_shape"


def test_the_chain_by_hand() -> None:
    start = event.genesis("till-1", 3)
    assert start == hashlib.sha256(b"regulars/1/till-1/3").digest()
    assert event.link(start, GOLDEN) == hashlib.sha256(start + GOLDEN).digest()
    assert (
        event.genesis("d", 1).hex()
        == "a0393df124d2c54cd68406c9fc8e44334441c991860a9270e14503698295727f"
    )


def test_one_changed_byte_or_another_place_changes_the_chain() -> None:
    start = event.genesis("till-1", 1)
    links = {
        event.link(start, GOLDEN),
        event.link(start, GOLDEN + b" "),
        event.link(event.genesis("till-1", 2), GOLDEN),
        event.link(event.genesis("till-2", 1), GOLDEN),
    }
    assert len(links) == 4


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        SALE.seq = 2  # type: ignore[misc]
    assert msgspec.json.decode(GOLDEN)["seq"] == 1
