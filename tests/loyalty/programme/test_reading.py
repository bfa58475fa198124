"""Reading and writing programmes: TOML for people, one canonical JSON on the wire."""

import contextlib
from inspect import get_annotations
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given

from loyalty.errors import Refusal
from loyalty.programme import (
    Programme,
    ProgrammeInvalid,
    from_wire,
    in_force,
    load_toml,
    to_wire,
)
from tests.loyalty.documents import ROOT, per_euro, programme
from tests.loyalty.programme.strategies import programmes

HERE = Path(__file__).parent
EVERY_KIND = (HERE / "every_kind.toml").read_text("utf-8")
EVERY_KIND_WIRE = (HERE / "every_kind.json").read_bytes().rstrip()
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


def test_the_bytes_of_every_kind_stay() -> None:
    """A version that tills have is immutable: a later release must write the same bytes."""
    assert to_wire(load_toml(EVERY_KIND)) == EVERY_KIND_WIRE
    assert to_wire(from_wire(EVERY_KIND_WIRE)) == EVERY_KIND_WIRE


def test_every_kind_is_among_them() -> None:
    """Each kind, and each setting somewhere with a value that is not its default."""
    found: set[tuple[str, str]] = set()
    _note(load_toml(EVERY_KIND), found)
    wanted = {
        pair
        for kind in _kinds(Programme)
        for pair in [
            (kind.__name__, ""),
            *(_declared(kind, name) for name in kind.__struct_fields__),
        ]
    }
    # There is one format.
    assert wanted - found == {("Programme", "format")}


def _note(value: object, found: set[tuple[str, str]]) -> None:
    """Note each kind of a value, and what it sets under the kind that declared it."""
    if isinstance(value, tuple):
        for each in value:
            _note(each, found)
    if not isinstance(value, msgspec.Struct):
        return
    found.add((type(value).__name__, ""))
    for field in msgspec.structs.fields(value):
        each = getattr(value, field.name)
        _note(each, found)
        if field.required or each != field.default:
            found.add(_declared(type(value), field.name))


def _declared(kind: type, name: str) -> tuple[str, str]:
    """Name the kind in which a setting was declared."""
    owner = next(each for each in kind.__mro__ if name in get_annotations(each))
    return owner.__name__, name


def _kinds(kind: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """Give every struct that a document may hold."""
    found: set[type[msgspec.Struct]] = set()
    rest: list[Any] = [kind]
    while rest:
        match rest.pop():
            case type() as struct if issubclass(struct, msgspec.Struct):
                if struct not in found:
                    found.add(struct)
                    rest.extend(get_type_hints(struct).values())
            case other:
                rest.extend(get_args(other))
    return found


@given(programmes())
def test_any_programme_survives_the_wire(made: Programme) -> None:
    raw = to_wire(made)
    assert from_wire(raw) == made
    assert to_wire(from_wire(raw)) == raw


@given(programmes())
def test_nothing_that_is_a_default_is_written(made: Programme) -> None:
    """What is written at the top changes the programme when it is left out."""
    whole = msgspec.json.decode(to_wire(made))
    for name in whole.keys() - {"format"}:
        lean = {each: value for each, value in whole.items() if each != name}
        with contextlib.suppress(msgspec.ValidationError):
            assert msgspec.convert(lean, Programme) != made


def test_a_day_may_be_written_without_quotes_and_a_moment_may_not() -> None:
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
