"""What a paired till can put into its events and beside them: a push never stops at it.

Schemathesis makes up requests; what travels inside signed events is made up here.
"""

import shutil
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from sync.wire import CredentialRow, PersonRow, PinRow, RejoinRequest
from sync.wire import GrantRequest as Ask
from tests.server.shop import ANNA, BEN, NOW_US, Till, open_books
from tests.server.shop import give as given_points

EXAMPLES = 12
EXAMPLES_SLOW = 300
NUMBERS = st.sampled_from([-(2**63), -1, 0, 1, 2, 10**9, 10**15, 2**63 - 1, 2**63, 10**30])
WORDS = st.sampled_from(["", "m1", "x", ANNA, BEN, "a/b", "\x00", "é", "0" * 300, "1/2", "1e9999"])
SCALARS = st.none() | st.booleans() | NUMBERS | WORDS | st.floats(allow_nan=False, width=32)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
KINDS = (
    *("sale", "enrol", "return", "refund", "undo", "refund_wanted", "refund_refused"),
    *("home_return", "grant", "merge", "expire", "put_right", "benefit", "nothing"),
    *("goodwill", "goodwill_back", "day_closed", "answer"),
)
NAMES = (
    *("sale", "device", "epoch", "slip", "lines", "amount_minor", "corrects", "returned", "wish"),
    *("home", "account", "member", "number", "phone_index", "old_cards", "reason", "given"),
    *("spent", "counted", "expired", "money_minor", "to_pay_minor", "event", "from", "to"),
    *("because", "worth_minor", "receipts", "till_minor", "answer", "import", "register"),
)


@st.composite
def events(draw: st.DrawFn) -> tuple[str, dict[str, Any], bool]:
    """Make an event's type, data and whether it posts; `SALE` and so on stand for real names."""
    real = st.sampled_from(["SALE", "WISH", "DEVICE", "OTHER", "SLIP", [[0, "1"]], [[0, "1/2"]]])
    data = draw(st.dictionaries(st.sampled_from(NAMES), real | ANYTHING, max_size=6))
    return draw(st.sampled_from(KINDS)), data, draw(st.booleans())


@st.composite
def beside(draw: st.DrawFn) -> dict[str, Any]:
    """Make what travels beside events."""
    who = st.sampled_from(["m1", "m2", ""]) | WORDS
    texts = st.dictionaries(WORDS, WORDS, max_size=2)
    person = st.builds(
        PersonRow, person_id=who, version=NUMBERS, fields=texts, consents=texts, blind=texts
    )
    pin = st.builds(PinRow, member_id=who, version=NUMBERS, verifier=WORDS, pepper=NUMBERS)
    visit = st.builds(CredentialRow, kind=WORDS, key=WORDS, member_id=who)
    return {
        "people": draw(st.lists(person, max_size=2)),
        "pins": draw(st.lists(pin, max_size=2)),
        "visit_pins": draw(st.lists(visit, max_size=2)),
    }


def named(data: Any, real: dict[str, str]) -> Any:
    """Put real names where data has their places."""
    if isinstance(data, dict):
        return {key: named(value, real) for key, value in data.items()}
    if isinstance(data, list):
        return [named(value, real) for value in data]
    return real.get(data, data) if isinstance(data, str) else data


def play(
    folder: Path, made: list[tuple[str, dict[str, Any], bool]], more: dict[str, Any], begin: int
) -> None:
    """Push what one till made up, let it begin anew, and see that all others go on."""
    books = open_books(folder)
    till, other = Till(books, "one"), Till(books, "two")
    sale = till.record("sale", given_points(ANNA, 100, "x"), data={"account": ANNA, "lines": []})
    wish = other.record("refund_wanted", data={"sale": sale, "device": till.device, "epoch": 1})
    for each in (till, other):
        each.push()
    real = {"SALE": sale, "WISH": wish, "DEVICE": till.device, "OTHER": other.device, "SLIP": sale}
    for kind, data, posts in made:
        postings = [given_points(BEN, 5, "y")] if posts else []
        till.record(kind, *postings, data=named(data, real))
    request = msgspec.structs.replace(till.batch(), **more)
    # What travels beside the events may be refused as a whole, never what is in them.
    with suppress(Refusal) if any(more.values()) else nullcontext():
        till.push(request)
    till.push()
    assert till.acked == len(till.chain)
    with suppress(Refusal) if begin not in (1, 2) else nullcontext():
        books.rejoin(till.device, RejoinRequest(epoch=begin, last_seq=0, last_hash=""), NOW_US)
    before = books.balances().get((BEN, POINTS), 0)
    other.earn(BEN, 7)
    assert other.push().outcomes[0].outcome == "created"
    assert books.balances()[BEN, POINTS] == before + 7
    books.grant(
        other.device, Ask(request_id="r", account=BEN, unit=POINTS, amount=1), other.own(), NOW_US
    )
    other.pull()
    msgspec.json.encode(other.pull())
    found = books.verify()
    books.close()
    assert found.ok, found.first_difference


def in_a_folder(
    made: list[tuple[str, dict[str, Any], bool]], more: dict[str, Any], begin: int
) -> None:
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        play(folder, made, more, begin)
    finally:
        shutil.rmtree(folder)


ABOUT = {"made": st.lists(events(), min_size=1, max_size=6), "more": beside(), "begin": NUMBERS}


@settings(max_examples=EXAMPLES)
@given(**ABOUT)
def test_nothing_that_a_till_records_stops_a_push(
    made: list[tuple[str, dict[str, Any], bool]], more: dict[str, Any], begin: int
) -> None:
    in_a_folder(made, more, begin)


@pytest.mark.slow
@settings(max_examples=EXAMPLES_SLOW)
@given(**ABOUT)
def test_much_that_a_till_records_stops_no_push(
    made: list[tuple[str, dict[str, Any], bool]], more: dict[str, Any], begin: int
) -> None:
    in_a_folder(made, more, begin)
