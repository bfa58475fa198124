"""PostgreSQL as the server's database: limits, partitions, and two connections at once."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import text

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from server.books import Books
from storage.server import events, heads, partitions, tenants
from storage.server.database import put
from storage.server.postgres import open_postgres
from storage.server.tables import FEED
from tests.postgres import PARTITION_ROWS, Cluster
from tests.server.shop import ANNA, BEN, NOW_US, Stranger, Till, open_books

pytestmark = pytest.mark.postgres


@pytest.fixture
def folder(postgres: Cluster, data_dir: Path) -> Iterator[Path]:
    """Give the folder of a shop whose books are in PostgreSQL."""
    url = postgres.new()
    (data_dir / "database").write_text(url, "utf-8")
    yield data_dir
    postgres.drop(url)


def stored(books: Books) -> list[tuple[str, int, int]]:
    """Give the place in its chain of every event that is stored, in feed order."""
    with books._database.read() as connection:
        return [(k.device, k.epoch, k.seq) for k in events.in_order(connection, "shop")]


def count_partitions(books: Books) -> int:
    with books._database.read() as connection:
        return int(
            connection.execute(
                text("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass")
            ).scalar_one()
        )


def at_once(*acts: object) -> list[object]:
    """Do things at once; give what each returned or raised."""
    found: list[object] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(index: int, act: object) -> None:
        barrier.wait()
        try:
            found[index] = act()  # type: ignore[operator]
        except LoyaltyError as error:
            found[index] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_every_connection_has_its_limits(postgres: Cluster) -> None:
    url = postgres.new()
    with closing(open_postgres(url, pool=2)) as database:
        for _ in range(3):
            with database.read() as one, database.write() as two:
                for connection in (one, two):
                    for name, expected in (("statement_timeout", "15s"), ("lock_timeout", "5s")):
                        assert connection.execute(text(f"SHOW {name}")).scalar_one() == expected
                assert one.execute(text("SHOW transaction_read_only")).scalar_one() == "on"
                assert one.execute(text("SHOW transaction_isolation")).scalar_one() == (
                    "repeatable read"
                )
    postgres.drop(url)


def test_when_every_connection_is_in_use_the_next_is_told_so(postgres: Cluster) -> None:
    url = postgres.new()
    with (
        mock.patch("storage.server.postgres.POOL_S", 0.05),
        closing(open_postgres(url, pool=1)) as database,
        database.read(),
        database.read(),
        database.read(),
    ):
        assert database.connections() == 3
        with pytest.raises(Outage) as caught, database.read():
            pytest.fail("a fourth connection")
    assert caught.value.code == "database_busy"
    postgres.drop(url)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "database_down"),
        ("not an address", "database_address"),
        ("mysql://root@localhost/shop", "database_address"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(url: str, code: str) -> None:
    with pytest.raises(LoyaltyError) as caught:
        open_postgres(url)
    assert caught.value.code == code


def test_what_the_server_says_names_no_values(folder: Path) -> None:
    books = open_books(folder)
    with books._database.write() as connection:
        tenants.put_programme(connection, "shop", 7, "2026-01-01", b"{}")
    with pytest.raises(Corrupt) as caught, books._database.write() as connection:
        tenants.put_programme(connection, "shop", 7, "2026-01-01", b"{}")
    assert "2026" not in caught.value.message
    assert "shop" not in caught.value.message
    with pytest.raises(Refusal) as refused, books._database.write() as connection:
        put(connection, FEED, [{"tenant_id": "sh\0op", "last": 1}])
    assert refused.value.code == "body_broken"
    books.close()


def test_partitions_are_there_before_they_are_needed(folder: Path) -> None:
    books = open_books(folder)
    assert count_partitions(books) == 2
    till = Till(books)
    for _ in range(5 * PARTITION_ROWS):
        till.earn(ANNA, 1)
    while till.acked < len(till.chain):
        till.push(till.batch(last=min(till.acked + 17, len(till.chain))))
        with books._database.read() as connection:
            last = connection.execute(text("SELECT last FROM feed")).scalar_one()
        assert count_partitions(books) >= last // PARTITION_ROWS + 1
    assert count_partitions(books) >= 6
    assert books.balances() == {(ANNA, "points"): len(till.chain)}
    assert books.verify().ok
    books.close()


def test_a_batch_larger_than_a_partition_fits(folder: Path) -> None:
    books = open_books(folder)
    till = Till(books)
    for _ in range(3 * PARTITION_ROWS):
        till.earn(ANNA, 1)
    assert till.push().acked_seq == 3 * PARTITION_ROWS
    assert books.verify().ok
    books.close()


def test_the_next_partition_waits_for_nobody_who_writes(folder: Path) -> None:
    books = open_books(folder)
    till = Till(books)
    for _ in range(2 * PARTITION_ROWS):
        till.earn(ANNA, 1)
    till.push(till.batch(last=5))
    with books._database.engine.connect() as other, other.begin():
        # Somebody has read and written both tables and is not done yet.
        other.exec_driver_sql("LOCK TABLE events, postings IN ROW EXCLUSIVE MODE")
        before = count_partitions(books)
        till.push()
        assert count_partitions(books) > before
    books.close()


def test_where_the_next_partition_cannot_be_made_the_shop_goes_on(folder: Path) -> None:
    books = open_books(folder)
    till = Till(books)
    for _ in range(PARTITION_ROWS + 5):
        till.earn(ANNA, 1)
    with (
        mock.patch.object(partitions, "LOCK_MS", 50),
        books._database.engine.connect() as other,
        other.begin(),
    ):
        other.exec_driver_sql("LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE")
        till.push()
        assert count_partitions(books) == 2
    till.earn(ANNA, 1)
    till.push()
    assert count_partitions(books) == 3
    books.close()


def test_a_batch_sent_again_over_a_boundary_is_stored_once(folder: Path) -> None:
    books = open_books(folder)
    till = Till(books)
    for _ in range(PARTITION_ROWS - 12):
        till.earn(ANNA, 1)
    till.push()
    for _ in range(20):
        till.earn(BEN, 1)
    request = till.batch()
    first = till.push(request)
    with books._database.read() as connection:
        parts = set(
            connection.execute(
                text("SELECT tableoid::regclass::text FROM events WHERE device = :device"),
                {"device": till.device},
            ).scalars()
        )
    assert parts == {"events_p0000", "events_p0001"}
    again = till.push(request)
    assert {one.outcome for one in again.outcomes} == {"exists"}
    assert again.acked_seq == first.acked_seq
    assert books.balances()[BEN, "points"] == 20
    keys = stored(books)
    assert len(keys) == len(set(keys))
    books.close()


def test_a_batch_on_two_connections_at_once_is_stored_once(folder: Path) -> None:
    one, two = open_books(folder), open_books(folder, later="two")
    till = Till(one)
    for _ in range(6):
        for _ in range(15):
            till.earn(ANNA, 1)
        request = till.batch()
        replies = at_once(
            lambda request=request: one.push(till.device, request, NOW_US),
            lambda request=request: two.push(till.device, request, NOW_US),
        )
        outcomes = sorted({o.outcome for o in reply.outcomes}.pop() for reply in replies)  # type: ignore[attr-defined]
        assert outcomes == ["created", "exists"]
        till.acked = len(till.chain)
    keys = stored(one)
    assert len(keys) == len(set(keys))
    assert one.balances() == {(ANNA, "points"): 90}
    assert one.verify().ok
    one.close()
    two.close()


def test_without_its_lock_the_head_still_moves_only_once(folder: Path) -> None:
    one, two = open_books(folder), open_books(folder, later="two")
    till = Till(one)
    till.earn(ANNA, 1)
    till.push()
    real_read = heads._read
    met = threading.Barrier(2, timeout=5)

    def device(connection: object, tenant: str, name: str) -> object:
        return heads.device(connection, tenant, name), False  # type: ignore[arg-type]

    def lock(connection: object, tenant: str, name: str, epoch: int) -> object:
        found = real_read(connection, tenant, name, epoch, lock_row=name == "server")  # type: ignore[arg-type]
        if name == till.device:
            met.wait()  # both have read the same head before either moves it
        return found

    for _ in range(10):
        till.earn(ANNA, 1)
    request = till.batch()
    with mock.patch.object(heads, "lock_device", device), mock.patch.object(heads, "lock", lock):
        found = at_once(
            lambda: one.push(till.device, request, NOW_US),
            lambda: two.push(till.device, request, NOW_US),
        )
    refused = [error for error in found if isinstance(error, LoyaltyError)]
    assert [error.code for error in refused] == ["database_busy"]
    keys = stored(one)
    assert len(keys) == len(set(keys))
    assert one.balances() == {(ANNA, "points"): 11}
    assert one.verify().ok
    one.close()
    two.close()


def test_tills_that_sell_to_the_same_member_at_once_lose_no_point(folder: Path) -> None:
    one, two = open_books(folder), open_books(folder, later="two")
    tills = [Till(one, "one"), Till(one, "two")]
    tills[1].books = two

    def work(till: Till) -> int:
        for _ in range(12):
            till.earn(ANNA, 1)
            till.push()
        return till.acked

    assert at_once(lambda: work(tills[0]), lambda: work(tills[1])) == [12, 12]
    assert one.balances() == {(ANNA, "points"): 24}
    assert one.verify().ok
    one.close()
    two.close()


def test_one_link_lets_one_phone_in_and_one_code_one_till(folder: Path) -> None:
    one, two = open_books(folder), open_books(folder, later="two")
    for number in range(3):
        code = one.make_code(NOW_US)
        strangers = [Stranger(books, f"s{number}") for books in (one, two)]
        strangers[1] = Stranger(two, f"other{number}")
        hellos = [stranger.hello(code) for stranger in strangers]
        found = at_once(
            lambda hellos=hellos: one.pair(hellos[0], NOW_US),
            lambda hellos=hellos: two.pair(hellos[1], NOW_US),
        )
        refused = [error.code for error in found if isinstance(error, LoyaltyError)]
        assert refused == ["pairing_code"]
    assert one.count_tills() == 3
    one.close()
    two.close()


def test_a_database_that_comes_back_is_used_again(postgres: Cluster, data_dir: Path) -> None:
    cluster = Cluster()
    try:
        (data_dir / "database").write_text(cluster.new(), "utf-8")
        books = open_books(data_dir)
        till = Till(books)
        till.earn(ANNA, 5)
        cluster.stop("immediate")
        with pytest.raises(Outage) as caught:
            till.push()
        assert caught.value.code == "database_down"
        with pytest.raises(Outage):
            books.check()
        cluster.start()
        assert till.push().acked_seq == 1
        books.check()
        assert books.verify().ok
        books.close()
    finally:
        cluster.remove()
