"""Versions: what may follow a programme that every till already has."""

import msgspec
import pytest

from loyalty.programme import ProgrammeInvalid, check_successor
from tests.loyalty.documents import COFFEE_BAR

NEXT = msgspec.structs.replace(COFFEE_BAR, version=2, from_day="2026-12-01")


def wrong(**changes: object) -> list[str]:
    """Give the paths that are wrong with a next version."""
    with pytest.raises(ProgrammeInvalid) as caught:
        check_successor(COFFEE_BAR, msgspec.structs.replace(NEXT, **changes))
    return [problem.path for problem in caught.value.problems]


def test_a_later_version_follows() -> None:
    check_successor(COFFEE_BAR, NEXT)
    same_day = msgspec.structs.replace(NEXT, from_day=COFFEE_BAR.from_day)
    check_successor(COFFEE_BAR, same_day)


def test_a_version_that_is_known_is_never_changed() -> None:
    assert wrong(version=COFFEE_BAR.version) == ["version"]


def test_none_begins_before_the_one_it_follows() -> None:
    assert wrong(from_day="2025-12-31") == ["from"]


def test_what_members_own_and_tills_recorded_keeps_its_meaning() -> None:
    assert wrong(id="other", currency="SEK", scale=0) == ["id", "currency", "scale"]
    assert wrong(time_zone="Europe/Stockholm", day_start_minutes=0) == [
        "time_zone",
        "day_start_minutes",
    ]
