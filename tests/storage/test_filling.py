"""A directory that is written at once: every page of it can be read, and so be copied."""

from pathlib import Path

import pytest

from loyalty.errors import Corrupt
from storage import copied
from storage.database import Database
from storage.filling import Filling
from storage.folder import SHOP, prepare
from storage.records import Page, Person, Position

THEIRS, OURS = b"t" * 32, b"o" * 32
PEOPLE = 20_000
"""So many that the index of names frees pages which were never written before."""


def filled(path: Path) -> Path:
    """Write a directory with many people in it."""
    filling = Filling(path, THEIRS)
    for first in range(0, PEOPLE, 2_000):
        filling.page(
            Page(
                cursor="",
                feed_epoch="",
                own=Position(epoch=1, seq=0),
                people=tuple(
                    Person(
                        person_id=f"{n:032x}",
                        version=1,
                        name=f"{n * 7919 % PEOPLE:x} {'abcdefghij'[n % 10] * (n % 13 + 3)}{n}",
                    )
                    for n in range(first, first + 2_000)
                ),
            )
        )
    filling.finish()
    return path


def test_every_page_of_it_can_be_read_and_copied(data_dir: Path) -> None:
    folder = prepare(data_dir, SHOP)
    part = filled(data_dir / "part.db")
    made = Database(part, THEIRS, file="directory", create=False)
    holes = made.sql("PRAGMA cipher_integrity_check")
    made.close()
    assert holes == []
    copied.bring_under(folder, part, THEIRS, OURS, lambda _done, _whole: None)
    copy = Database(copied.fresh(folder), OURS, file="directory", create=False)
    copy.check(whole=True)
    count = copy.sql("SELECT count(*) FROM person")
    copy.close()
    assert count == [(PEOPLE,)]


def test_a_copy_that_is_damaged_is_never_put_in(data_dir: Path) -> None:
    folder = prepare(data_dir, SHOP)
    part = filled(data_dir / "part.db")
    with part.open("r+b") as file:
        file.seek(part.stat().st_size // 2)
        file.write(bytes(4_096))
    with pytest.raises(Corrupt):
        copied.bring_under(folder, part, THEIRS, OURS, lambda _done, _whole: None)
