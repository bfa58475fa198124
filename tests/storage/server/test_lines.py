"""A database that falls silent, that only reads, or whose commit no standby has."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import text

from loyalty.errors import Outage, Refusal
from storage.server import migrate
from storage.server.lines import Line
from storage.server.postgres import open_postgres
from tests.postgres import Cluster
from tests.server.shop import ANNA, Till, open_books

pytestmark = pytest.mark.postgres
DEADLINE_S = 20
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL of the test's own, whose settings it may change."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


def set_for_all(cluster: Cluster, name: str, value: str) -> None:
    """Change a setting of the whole server, and wait until new connections have it."""
    cluster.tell(f"ALTER SYSTEM SET {name} = '{value}'")
    cluster.tell("SELECT pg_reload_conf()")
    until(lambda: cluster.tell(f"SHOW {name}") == [(value,)])


def until(true: object) -> None:
    give_up = time.monotonic() + DEADLINE_S
    while not true():  # type: ignore[operator]
        assert time.monotonic() < give_up, "never true"
        time.sleep(0.02)


def test_a_silent_database_is_given_up_and_the_same_push_is_stored_once(
    cluster: Cluster, data_dir: Path
) -> None:
    (data_dir / "database").write_text(cluster.new(), "utf-8")
    with closing(open_books(data_dir)) as books:
        till = Till(books)
        till.earn(ANNA, 5)
        set_for_all(cluster, "synchronous_standby_names", "nobody")
        with mock.patch.object(Line, "silent_s", 1.0), pytest.raises(Outage) as caught:
            till.push()
        assert caught.value.code == "database_down"
        assert len(cluster.tell(WAITING)) == 1, "it was committed here, and waits for its standby"
        set_for_all(cluster, "synchronous_standby_names", "")
        assert [one.outcome for one in till.push().outcomes] == ["exists"]
        assert books.balances() == {(ANNA, "points"): 5}
        assert books.verify().ok


def test_a_commit_that_did_not_wait_for_its_standby_is_no_success(
    cluster: Cluster, data_dir: Path
) -> None:
    (data_dir / "database").write_text(cluster.new(), "utf-8")
    with closing(open_books(data_dir)) as books:
        till = Till(books)
        till.earn(ANNA, 5)
        set_for_all(cluster, "synchronous_standby_names", "nobody")
        said: list[str] = []

        def push() -> None:
            with pytest.raises(Outage) as caught:
                till.push()
            said.append(caught.value.code)

        for _ in range(2):  # the second time it is there already, and still on one machine only
            pushing = threading.Thread(target=push)
            pushing.start()
            until(lambda: cluster.tell(WAITING))
            cluster.tell(WAITING.replace("pid", "pg_cancel_backend(pid)", 1))
            pushing.join()
        assert said == ["database_down"] * 2
        set_for_all(cluster, "synchronous_standby_names", "")
        assert [one.outcome for one in till.push().outcomes] == ["exists"]
        assert books.verify().ok


def test_a_server_that_only_reads_now_is_left(cluster: Cluster) -> None:
    with closing(open_postgres(cluster.new(), pool=1)) as database:

        def backend() -> int:
            with database.write() as connection:
                return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

        before = backend()
        assert backend() == before
        # In these words a standby refuses a transaction that asks to write at once.
        with pytest.raises(Outage), database.write() as connection:
            connection.execute(text("SELECT count(*) FROM feed FOR UPDATE"))
        second = backend()
        assert second != before
        set_for_all(cluster, "default_transaction_read_only", "on")
        with pytest.raises(Outage) as caught, database.write() as connection:
            connection.execute(text("UPDATE feed SET last = last"))
        assert caught.value.code == "disk_read_only"
        assert backend() != second


def test_work_on_the_tables_themselves_may_be_silent_for_longer(cluster: Cluster) -> None:
    url = cluster.new()
    with mock.patch.object(Line, "silent_s", 1.0):
        with closing(open_postgres(url)) as database:
            began = time.monotonic()
            with pytest.raises(Outage), database.read() as connection:
                connection.execute(text("SELECT pg_sleep(10)"))
            assert time.monotonic() - began < 10
        lock = f"SELECT pg_advisory_lock({migrate.LOCK}), pg_sleep(2)"
        holding = threading.Thread(target=cluster.tell, args=(lock, url_name(url)))
        holding.start()
        until(lambda: cluster.tell("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"))
        open_postgres(url).close()
        holding.join()


def url_name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def test_the_address_says_how_long_to_knock(cluster: Cluster) -> None:
    url = f"{cluster.new()}&connect_timeout=2"
    with closing(open_postgres(url)) as database, database.read() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, Line)
        assert raw.info.get_parameters()["connect_timeout"] == "2"


def test_where_a_standby_is_demanded_nothing_counts_without_one(
    cluster: Cluster, data_dir: Path
) -> None:
    url = cluster.new()
    with pytest.raises(Outage) as caught:
        open_postgres(f"{url}&replicated=yes")
    assert caught.value.code == "database_down"
    with pytest.raises(Refusal) as refused:
        open_postgres(f"{url}&replicated=perhaps")
    assert refused.value.code == "database_address"
    # Somebody confirms; then, as after a failover, nobody does for a while; then somebody again.
    set_for_all(cluster, "synchronous_commit", "local")
    set_for_all(cluster, "synchronous_standby_names", "somebody")
    (data_dir / "database").write_text(f"{url}&replicated=yes", "utf-8")
    with closing(open_books(data_dir)) as books:
        till = Till(books)
        till.earn(ANNA, 5)
        till.push()
        till.earn(ANNA, 6)
        set_for_all(cluster, "synchronous_standby_names", "")
        with pytest.raises(Outage):
            till.push()
        assert books.balances() == {(ANNA, "points"): 11}
        set_for_all(cluster, "synchronous_standby_names", "somebody")
        assert [one.outcome for one in till.push().outcomes] == ["exists"]
        assert books.verify().ok
