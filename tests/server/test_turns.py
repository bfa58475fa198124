"""Two processes of one server on PostgreSQL: whoever waited goes by what the other one wrote."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty import event
from server.books import Books
from server.work import SERVER
from storage.server import heads, recovering
from storage.server.database import Connection
from storage.server.recovering import Recovery
from tests.server.shop import ANNA, NOW_US, Till, open_books

# Write transactions of SQLite exclude each other.
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("shop_dir", ["postgres"], indirect=True),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
DEADLINE_S = 20


@pytest.fixture
def both(shop_dir: Path) -> Iterator[tuple[Books, Books]]:
    """Give one shop's books as two processes have them open."""
    one, two = open_books(shop_dir), open_books(shop_dir, later="two")
    yield one, two
    one.close()
    two.close()


def begun_meanwhile(connection: Connection, act: Callable[[], object]) -> threading.Thread:
    """Let another process begin something, and come back when it waits for this transaction."""
    thread = threading.Thread(target=act)
    thread.start()
    deadline_s = time.monotonic() + DEADLINE_S
    while not connection.exec_driver_sql(WAITING).scalar_one():
        assert thread.is_alive(), "it went on without waiting"
        assert time.monotonic() < deadline_s
    return thread


def test_a_till_is_lost_while_it_pushes(both: tuple[Books, Books]) -> None:
    one, two = both
    till = Till(one)
    with one._database.write() as connection:
        device = heads.device(connection, "shop", till.device, lock_row=True)
        assert device is not None
        head = heads.lock(connection, "shop", till.device, 1)
        assert head is not None
        moved = event.link(head.head, b"{}")
        heads.advance(connection, "shop", head, replace(head, acked_seq=1, head=moved))
        losing = begun_meanwhile(connection, lambda: two.fleet().lose(till.device, NOW_US))
    losing.join()
    with one._database.read() as connection:
        found = heads.read(connection, "shop", till.device, 1)
    assert found is not None
    assert (found.state, found.acked_seq, found.head) == (heads.LOST, 1, moved)


def test_two_tills_that_come_at_once_end_a_recovery(both: tuple[Books, Books]) -> None:
    one, two = both
    tills = [Till(one, name) for name in ("a", "b")]
    for till in tills:
        till.earn(ANNA, 10)
        till.push()
    one.restored().begin(NOW_US)
    first, second = tills
    ends = {first.device: {1: 1}, second.device: {1: 2}}
    with two._database.write() as connection:
        recovering.save(connection, "shop", Recovery(active=True, began_us=1, waits=ends))
    second.books = two
    second.earn(ANNA, 5)
    with one._database.write() as connection:
        one._work(connection, NOW_US).take_turn()
        pushing = begun_meanwhile(connection, second.push)
        left = {second.device: ends[second.device]}
        recovering.save(connection, "shop", Recovery(active=True, began_us=1, waits=left))
    pushing.join()
    with one._database.read() as connection:
        now = recovering.read(connection, "shop")
    assert (now.active, now.waits) == (False, {})


def test_whoever_waited_while_books_were_put_back_writes_to_the_new_chain(
    both: tuple[Books, Books],
) -> None:
    one, two = both
    with one._database.write() as connection:
        work = one._work(connection, NOW_US)
        work.take_turn()
        own = heads.device(connection, "shop", SERVER)
        assert own is not None
        heads.open_epoch(
            connection, "shop", own, epoch=2, parent=1, genesis=event.genesis(SERVER, 2)
        )
        recovering.save(connection, "shop", Recovery(began_us=NOW_US))
        writing = begun_meanwhile(connection, lambda: two.commands().erase_person("p1", NOW_US))
    writing.join()
    with one._database.read() as connection:
        assert [head.acked_seq for head in heads.all_heads(connection, "shop")] == [0, 1]
