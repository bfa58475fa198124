"""The guide's reference and the document cannot drift: every key, default and example is read."""

import re
import tomllib
import types

import msgspec
import pytest

from loyalty.programme import ProgrammeInvalid, benefits, earn, rewards, terms
from loyalty.programme.scalars import Document
from tests.programmes.examples import (
    ALL,
    BASE,
    PLACES,
    SECTIONS,
    UNSEEN,
    added_for_members,
    read,
    with_example,
)
from tests.programmes.guide import Row, Section, prose
from tests.test_docs import INNER_WORDS

SHARED: dict[str, type[Document]] = {
    "which-goods-when-and-for-whom": terms.Rule,
    "how-points-are-given": earn.Earning,
}
SHARED |= {"rewards": rewards.Offered, "bonuses": benefits._Bonus}
"""Where the keys stand that several kinds have."""

NEVER = {
    (rewards.ChoiceReward, "automatic"),
    (rewards.PayReward, "automatic"),
    (rewards.PayReward, "cost"),
}
"""Keys of every kind of reward that two kinds refuse, which their rows say."""


def named(struct: type[Document]) -> str:
    """Name a test after its part."""
    return struct.__name__


def tag_of(struct: type[Document]) -> str:
    """Give the kind of a struct, or nothing."""
    tag = struct.__struct_config__.tag
    return tag if isinstance(tag, str) else ""


def keys_of(struct: type[msgspec.Struct]) -> list[str]:
    """Give the keys that a struct reads, besides its kind."""
    return [item.encode_name for item in msgspec.structs.fields(struct)]


def documented(section: Section) -> list[Row]:
    """Give the rows of a section and of those to which it points."""
    rows = list(section.rows)
    for other in section.also:
        rows += documented(SECTIONS[other])
    return rows


def own_rows(struct: type[Document]) -> list[Row]:
    """Give the rows of a part, its kind left out."""
    return [row for row in documented(SECTIONS[PLACES[struct]]) if row.key != "kind"]


def test_every_part_has_its_section() -> None:
    """A new kind of rule fails here until it is written about."""
    assert set(ALL) == set(PLACES)
    assert set(PLACES.values()) | set(SHARED) <= set(SECTIONS)
    assert len(set(PLACES.values())) == len(PLACES)


@pytest.mark.parametrize("struct", ALL, ids=named)
def test_a_part_has_its_keys_and_no_others(struct: type[Document]) -> None:
    section = SECTIONS[PLACES[struct]]
    written = [row.key for row in documented(section) if row.key != "kind"]
    assert sorted(written) == sorted(keys_of(struct))
    if tag_of(struct):
        assert f'kind = "{tag_of(struct)}"' in section.text


@pytest.mark.parametrize("place", SHARED)
def test_shared_keys_stand_once_in_their_section(place: str) -> None:
    """Keys that several kinds have are those of the struct on which they are built."""
    shared = SHARED[place]
    written = [row.key for row in documented(SECTIONS[place]) if row.key != "kind"]
    assert sorted(written) == sorted(keys_of(shared))


@pytest.mark.parametrize("struct", ALL, ids=named)
def test_what_counts_without_a_key(struct: type[Document]) -> None:
    """The third column is the default of the code, or says that there is none."""
    items = {item.encode_name: item for item in msgspec.structs.fields(struct)}
    for row in own_rows(struct):
        item = items[row.key]
        if row.left_out == "*needed*":
            assert item.required, row
        elif row.left_out == "-":
            empty = (None, (), type(item.default)()) if item.default is not None else (None,)
            assert item.default in empty, row
            assert not isinstance(item.default, bool | int | str), row
        else:
            written = tomllib.loads(f"x = {row.left_out.strip('`')}")["x"]
            assert msgspec.convert(written, item.type) == item.default, row


def test_the_base_of_the_examples_is_right() -> None:
    read(BASE)


@pytest.mark.parametrize("struct", [one for one in ALL if one is not terms.Ever], ids=named)
def test_the_example_of_a_part_is_right(struct: type[Document]) -> None:
    """Each section's example is a programme that the check accepts."""
    read(with_example(struct, ""))


@pytest.mark.parametrize("struct", ALL, ids=named)
def test_the_example_line_of_a_key_is_right(struct: type[Document]) -> None:
    """The line is one that the check accepts where the guide puts it."""
    for row in own_rows(struct):
        if row.example.startswith("["):
            named, _, target = row.example.partition("](#")
            assert row.key in named
            assert target.rstrip(")") in SECTIONS
            continue
        line = "\n".join(re.findall(r"`([^`]+)`", row.example))
        assert list(tomllib.loads(line))[-1] == row.key
        if (struct, row.key) in NEVER:
            with pytest.raises(ProgrammeInvalid, match=rf"\.{row.key}: "):
                read(with_example(struct, line))
        else:
            read(with_example(struct, line))


@pytest.mark.parametrize("struct", [one for one in ALL if one not in UNSEEN], ids=named)
def test_a_member_reads_what_the_guide_says(struct: type[Document]) -> None:
    """Below an example stand the sentences that it adds to what members read."""
    added = added_for_members(struct)
    assert added
    assert re.findall(r"^> (.+)$", SECTIONS[PLACES[struct]].text, re.MULTILINE) == added


def test_shops_read_no_inner_word() -> None:
    """Outside keys and examples the guide says things as screens and slips do."""
    assert [found.group() for found in INNER_WORDS.finditer(prose())] == []


def test_types_are_looked_into() -> None:
    """Unions and tuples are walked, so that the list of parts is whole."""
    assert isinstance(rewards.Reward, types.UnionType)
    assert rewards.Prize in ALL
    assert terms.Hours in ALL
