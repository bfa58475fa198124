"""Reading and writing programmes: TOML for people, one canonical JSON on the wire."""

import hashlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refusal
from loyalty.programme import ProgrammeInvalid, from_wire, in_force, load_toml, to_wire
from tests.loyalty.documents import COFFEE_BAR, ROOT, document, per_euro, programme, reward

SHIPPED = sorted((ROOT / "assets/programmes").glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_programme_is_right_and_survives_the_wire(path: Path) -> None:
    read = load_toml(path.read_text("utf-8"))
    assert read.id == path.stem
    assert from_wire(to_wire(read)) == read


def test_the_wire_is_canonical() -> None:
    """Names in order, defaults left out, whether an owner wrote them or not."""
    lean = programme(earn=[per_euro()])
    wordy = programme(
        earn=[per_euro(carry=True, minimum_minor=0, categories=[])],
        limits={"no_pin_card_minor": 1000},
        point_worth={"points": 1, "minor": 1},
        scale=2,
    )
    assert (
        to_wire(lean)
        == to_wire(wordy)
        == (
            b'{"currency":"EUR","earn":[{"id":"spend","kind":"amount","per_minor":100,"points":1}],'
            b'"format":1,"from":"2026-01-01","id":"test","name":"Test",'
            b'"time_zone":"Europe/Amsterdam","version":1}'
        )
    )


def test_the_coffee_bars_bytes_stay() -> None:
    """A version that tills have is immutable: a later release must write the same bytes."""
    digest = hashlib.sha256(to_wire(COFFEE_BAR)).hexdigest()
    assert digest == "b8c86168d3ca420ea9b8aaefe8389cef35d40b43c637d47d254082295b8d2f0c"


@given(
    st.builds(
        document,
        version=st.integers(1, 99),
        scale=st.integers(0, 4),
        earn=st.lists(st.builds(per_euro, points=st.integers(1, 9)), max_size=1),
        rewards=st.lists(st.builds(reward, st.sampled_from(["fixed", "percent"])), max_size=1),
    )
)
def test_any_programme_survives_the_wire(raw: dict[str, object]) -> None:
    read = from_wire(msgspec.json.encode(raw))
    assert from_wire(to_wire(read)) == read
    assert to_wire(from_wire(to_wire(read))) == to_wire(read)


def test_a_day_may_be_written_without_quotes_and_a_time_may_not() -> None:
    text = 'id="a"\nversion=1\nfrom=2026-05-01\nname="A"\ncurrency="EUR"\ntime_zone="UTC"\n'
    assert load_toml(text).from_day == "2026-05-01"
    with pytest.raises(ProgrammeInvalid) as refused:
        load_toml(text.replace("2026-05-01", "2026-05-01T10:00:00"))
    assert refused.value.problems[0].path == "from"


@pytest.mark.parametrize(
    ("text", "where"),
    [("id = ", "end of document"), ("= 1", "line 1, column 1"), ("\n[[earn]\n", "line 2")],
)
def test_what_is_no_toml_says_where(text: str, where: str) -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        load_toml(text)
    assert where in refused.value.problems[0].got
    assert refused.value.problems[0].expected == "a TOML document"


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'"\xff"'])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        from_wire(raw)
    assert refused.value.problems[0].expected == "a JSON document"


def test_the_newest_begun_version_is_in_force() -> None:
    versions = [
        programme(version=1, **{"from": "2026-01-01"}),
        programme(version=3, **{"from": "2026-06-01"}),
        programme(version=2, **{"from": "2026-06-01"}),
        programme(version=4, **{"from": "2027-01-01"}),
    ]
    assert in_force(versions, "2026-05-31").version == 1
    assert in_force(versions, "2026-06-01").version == 3
    assert in_force(reversed(versions), "2026-12-31").version == 3
    assert in_force(versions, "2027-01-01").version == 4


def test_before_every_version_none_is_in_force() -> None:
    with pytest.raises(Refusal) as refused:
        in_force([programme()], "2025-12-31")
    assert refused.value.code == "programme_none"
