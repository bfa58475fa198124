"""Every wire version that was released is understood: nothing is taken away, renamed or altered."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import msgspec
import pytest

from loyalty import event
from server.api import STATUSES
from server.books import Books
from server.judge import QUARANTINED
from storage.server import events
from sync import codec
from sync.wire import RejoinRequest
from tests.golden.add import CODES, FOLDER, default_of, read, structs
from tests.server.shop import ANNA, NOW_US, Till

SHAPES = sorted(path.stem for path in FOLDER.glob("*.json") if path != CODES)
EVENTS = sorted((FOLDER / "events").glob("*.json"))
SERVERS_OWN = frozenset(
    {
        "benefit",
        "expire",
        "grant",
        "home",
        "home_back",
        "level_given",
        "pin_chosen",
        "pin_reset",
        "programme",
        "put_right",
        "taken_back",
    }
)


def holds(now: Any, then: Any, path: str = "$") -> None:
    """Say that all of a document is in another one, which may have more."""
    if isinstance(then, dict):
        for key, value in then.items():
            assert key in now, f"{path}.{key} is gone"
            holds(now[key], value, f"{path}.{key}")
    elif isinstance(then, list):
        assert len(now) >= len(then), path
        for at, value in enumerate(then):
            holds(now[at], value, f"{path}[{at}]")
    else:
        assert now == then, f"{path} was {then!r} and is {now!r}"


def read_today(name: str, document: Any) -> Any:
    return codec.unpack(msgspec.json.encode(document), "", structs()[name])


def written_today(value: Any) -> Any:
    """Write a value as it travels, its defaults too."""
    return json.loads(msgspec.json.encode(value))


@pytest.mark.parametrize("name", SHAPES)
def test_all_that_was_ever_sent_is_read_and_written_again(name: str) -> None:
    most = read(FOLDER / f"{name}.json")["most"]
    holds(written_today(read_today(name, most)), most)


@pytest.mark.parametrize("name", SHAPES)
def test_what_was_left_out_still_means_the_same(name: str) -> None:
    known = read(FOLDER / f"{name}.json")
    now = {field.encode_name: field for field in msgspec.structs.fields(structs()[name])}
    for field, then in known["fields"].items():
        assert field in now, f"{name}.{field} is gone"
        assert default_of(now[field]) == then, f"{name}.{field} has another default"
    least = {field: known["most"][field] for field, then in known["fields"].items() if not then}
    if isinstance(known["most"], dict):
        holds(written_today(read_today(name, least)), least)


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_new_may_be_left_out(name: str) -> None:
    known = read(FOLDER / f"{name}.json")
    for field in msgspec.structs.fields(structs()[name]):
        if known["fields"] and field.encode_name not in known["fields"]:
            assert not field.required, f"an older end sends no {name}.{field.encode_name}"


@pytest.mark.parametrize("name", SHAPES)
def test_what_a_newer_end_adds_is_passed_over(name: str) -> None:
    most = read(FOLDER / f"{name}.json")["most"]
    if isinstance(most, dict):
        newer = {**most, "from_the_future": {"any": [1, {"thing": None}]}}
        assert read_today(name, newer) == read_today(name, most)


@pytest.mark.parametrize(("code", "status"), read(CODES).items())
def test_a_code_keeps_its_status(code: str, status: int) -> None:
    assert STATUSES.get(code, 400) == status


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_an_event_of_every_type_is_read(path: Any) -> None:
    raw = path.read_bytes()
    made = event.decode(raw)
    assert made.type == path.stem
    holds(written_today(made), json.loads(raw))
    assert event.encode(made) == raw, "what is written today is what was written then"


def added_up(raws: list[bytes]) -> dict[tuple[str, str], int]:
    """Add up what the bytes themselves say, by account and unit."""
    total: Counter[tuple[str, str]] = Counter()
    for raw in raws:
        for posting in json.loads(raw)["postings"]:
            for side, sign in (("debit", -1), ("credit", 1)):
                if posting[side].startswith("m:"):
                    key = (posting[side].split(":")[1], posting["unit"])
                    total[key] += sign * posting["amount"]
    return {key: many for key, many in total.items() if many}


def test_a_server_books_all_events_that_were_ever_released(books: Books) -> None:
    """They come as the tail of a fork does: the very bytes, with the numbers they had."""
    till = Till(books)
    rejoined = books.rejoin(
        till.device,
        RejoinRequest(epoch=1, last_seq=0, last_hash=event.genesis(till.device, 1).hex()),
        NOW_US,
    )
    till.epoch = rejoined.epoch
    till.chain = [path.read_bytes() for path in EVENTS if path.stem not in SERVERS_OWN]
    reply = till.push()
    set_aside = [
        (json.loads(till.chain[one.seq - 1])["type"], one.reason)
        for one in reply.outcomes
        if one.outcome == QUARANTINED
    ]
    assert not set_aside
    assert reply.acked_seq == len(till.chain)
    found = {key: many for key, many in books.balances().items() if many}
    assert found == added_up(till.chain)
    with books._database.read() as connection:
        kept = [one.raw for one in events.in_order(connection, "shop") if one.device == till.device]
    assert kept == till.chain


UNKNOWN = (
    b'{"v":1,"id":"0193d000-0000-7000-8000-000000000001","seq":1,"at":"2026-11-18T12:00:00Z",'
    b'"day":"2026-11-18","clock":"ok","type":"hologram","actor":"x","programme":1,'
    b'"postings":[{"debit":"shop:given","credit":"m:' + ANNA.encode() + b':open","unit":"points",'
    b'"amount":12,"lot":"a~9999-12-31","why":"newer"}],'
    b'"data":{"when":1.50,"\\u00e9":[ ]}, "outer" : {"too":1e2}}'
)


def test_what_nobody_knows_yet_is_kept_byte_for_byte_and_booked(books: Books, till: Till) -> None:
    till.chain.append(UNKNOWN)
    assert [one.outcome for one in till.push().outcomes] == ["created"]
    assert books.balances() == {(ANNA, "points"): 12}
    with books._database.read() as connection:
        kept = [one for one in events.in_order(connection, "shop") if one.device == till.device]
    assert kept[0].raw == UNKNOWN
    assert kept[0].hash == event.link(event.genesis(till.device, 1), UNKNOWN)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_an_event_of_an_unknown_version_is_set_aside_and_holds_nothing_up(
    books: Books, till: Till, version: int
) -> None:
    till.chain.append(UNKNOWN.replace(b'"v":1', b'"v":%d' % version))
    till.earn(ANNA, 5)
    reply = till.push()
    assert [(one.outcome, one.reason) for one in reply.outcomes] == [
        ("quarantined", "event_shape"),
        ("created", None),
    ]
    assert books.balances() == {(ANNA, "points"): 5}


def test_a_corpus_with_something_missing_is_noticed() -> None:
    """The proof that these tests can fail: one field renamed, one default altered, one gone."""
    most = read(FOLDER / "PushReply.json")["most"]
    renamed = {("acknowledged" if key == "acked_seq" else key): one for key, one in most.items()}
    with pytest.raises(AssertionError, match=r"acked_seq is gone"):
        holds(renamed, most)
    with pytest.raises(AssertionError, match="was 7 and is 8"):
        holds({**most, "epoch": 8}, most)
    assert SHAPES
    assert EVENTS
