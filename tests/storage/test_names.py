"""The index of names takes every text there is, and forgets what was taken out of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.directory import SqlDirectory
from storage.names import words
from storage.records import Page, Person, Position
from tests.contract import entries

OWN = Position(epoch=1, seq=0)
TEXTS = st.text(max_size=30)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlDirectory]:
    """Give a directory with somebody in it."""
    folder: Path = tmp_path_factory.mktemp("names")
    opened = SqlDirectory(folder / "directory.db", entries.KEY)
    opened.apply(keep("somebody", 1, "Anna de Vries"))
    opened.database.sql(
        "CREATE VIRTUAL TABLE temp.seen USING fts5vocab('main', 'person_word', 'row')"
    )
    yield opened
    opened.close()


def keep(person_id: str, version: int, name: str) -> Page:
    """Give a page with one person."""
    person = Person(person_id=person_id, version=version, name=name)
    return Page(cursor=f"{person_id}{version}", feed_epoch="f", own=OWN, people=(person,))


@given(typed=TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_text_is_a_wrong_question(directory: SqlDirectory, typed: str) -> None:
    assert set(directory.people_named(typed, 5)) <= {"somebody"}


@given(name=TEXTS, later=TEXTS)
@settings(max_examples=60, deadline=None)
def test_an_erased_name_leaves_no_word(directory: SqlDirectory, name: str, later: str) -> None:
    database = directory.database
    number = len(database.sql("SELECT person_id FROM erased"))
    person_id = f"p{number}"
    directory.apply(keep(person_id, 1, name))
    directory.apply(keep(person_id, 2, later))
    directory.apply(Page(cursor="e", feed_epoch="f", own=OWN, erased=(person_id,)))
    database.sql("INSERT INTO person_word (person_word, rank) VALUES ('integrity-check', 1)")
    left = {row[0] for row in database.sql("SELECT term FROM temp.seen")}
    assert left == {"anna", "de", "vries"}


def test_words_are_cut_and_bared_as_the_index_does() -> None:
    assert words("  Åsa  ÖBERG-de'Vries ") == ["asa", "oberg", "de", "vries"]
    assert words("\u0041\u030a") == ["a"]
    assert words("-'") == []
