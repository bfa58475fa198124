"""Values under names are kept in memory, and are what the file says whatever became of a write."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.named import Named
from storage.tables import setting
from tests.contract import entries
from tests.contract.test_directory import page


@pytest.fixture
def ledger(data_dir: Path) -> Iterator[SqlLedger]:
    opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
    yield opened
    opened.close()


def test_what_came_to_nothing_is_not_remembered(ledger: SqlLedger) -> None:
    named = Named(ledger.database, setting)
    with ledger.database.transaction():
        named.put("kept", "1")
    with pytest.raises(ZeroDivisionError), ledger.database.transaction():  # noqa: PT012
        named.put("kept", "2")
        named.put("new", "3")
        assert (named.get("kept"), named.get("new")) == ("2", "3")
        raise ZeroDivisionError
    assert (named.get("kept"), named.get("new")) == ("1", None)


def test_a_value_is_forgotten_alone_or_with_all_that_begin_like_it(ledger: SqlLedger) -> None:
    named = Named(ledger.database, setting)
    with ledger.database.transaction():
        for name in ("shop/a", "shop/b", "shopping", "SHOP/c"):
            named.put(name, name)
    assert named.get("shop/a") == "shop/a"
    with ledger.database.transaction():
        named.drop_all("shop/")
        named.drop("SHOP/c")
    assert [named.get(name) for name in ("shop/a", "shop/b", "SHOP/c")] == [None] * 3
    assert named.get("shopping") == "shopping"


def test_another_feed_forgets_the_shops_settings(data_dir: Path) -> None:
    directory = SqlDirectory(data_dir / "directory.db", entries.KEY)
    directory.apply(page("c1", settings={"old_cards": "some"}))
    assert directory.setting("old_cards") == "some"
    directory.forget()
    assert (directory.setting("old_cards"), directory.cursor()) == ("", "")
    directory.close()
