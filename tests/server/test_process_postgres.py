"""A server whose books are in PostgreSQL, from the first till to the last signal."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import msgspec
import pytest
from sqlalchemy import text

from loyalty.errors import Outage
from server.books import Books
from server.boot import Shop, open_books, verify_books
from storage.keys import FileKeyStore
from storage.server.postgres import open_postgres
from sync.exchange import AskGrant, Lookup, Pull, Push, Rejoin
from sync.wire import (
    ErrorReply,
    GrantRequest,
    LookupRequest,
    PersonRow,
    PullReply,
    RejoinRequest,
)
from tests.postgres import Cluster
from tests.server.shop import ANNA, Chain
from tests.server.test_process import Process, assert_differs, connect, real_now_us

pytestmark = pytest.mark.postgres
CARD = "9000012345678908"
DEADLINE_S = 20


@pytest.fixture
def address(postgres: Cluster) -> Iterator[str]:
    """Give the address of an empty database."""
    url = postgres.empty("whole")
    yield url
    postgres.drop(url)


def reopened(folder: Path, address: str) -> Books:
    """Open the books beside the running server, as the commands of an operator do."""
    return open_books(
        folder,
        FileKeyStore(folder / "keys"),
        Shop(issuer="0000", zone="UTC", database=address),
        now_us=real_now_us(),
        randomness=lambda size: bytes(range(size)),
    )


def pull_of(till: Chain, cursor: str = "") -> Pull:
    own = till.own()
    return Pull(cursor=cursor, epoch=own.epoch, seq=own.seq, head=own.hash)


def until(address: str, statement: str) -> None:
    """Wait until the database says yes."""
    give_up = time.monotonic() + DEADLINE_S
    with closing(open_postgres(address)) as database:
        while time.monotonic() < give_up:
            with database.read() as connection:
                if connection.execute(text(statement)).scalar_one():
                    return
            time.sleep(0.02)
    pytest.fail(f"never true: {statement}")


def test_everything_that_is_asked_works_and_is_there_afterwards(
    data_dir: Path, address: str
) -> None:
    process = Process(data_dir, database=address)
    till, client = connect(process)
    data = {"member": "m1", "account": ANNA, "number": CARD, "phone_index": "f0"}
    till.record("enrol", data=data)
    lot = till.earn(ANNA, 60)
    person = PersonRow(person_id="m1", version=1, fields={"name": "Anna"}, blind={"phone": "f0"})
    request = msgspec.structs.replace(till.batch(), people=[person])
    assert client.push(Push(request=request)).acked_seq == 2
    page: PullReply = client.pull(pull_of(till))
    assert (page.standings[0].balance, page.people[0].fields) == ({"points": 60}, {"name": "Anna"})
    assert page.grants[0].lots[0].amount == 60
    till.acked = 2
    till.spend(ANNA, lot, 25)
    client.push(Push(request=till.batch()))
    own = till.own()
    wish = GrantRequest(request_id="r", account=ANNA, unit="points", amount=5)
    assert client.grant(AskGrant(request=wish, seq=own.seq, head=own.hash)).reason == "nothing_free"
    found = client.lookup(Lookup(request=LookupRequest(kind="card", key=CARD)))
    assert found.standing is not None
    assert found.standing.balance == {"points": 35}
    with closing(reopened(data_dir, address)) as books:
        link = books.make_phone_link(CARD, real_now_us())
    with httpx2.Client(base_url=process.ready["url"], trust_env=False) as phone:
        assert phone.get("/ready").json() == {"ok": True}
        entered = phone.post(f"/m/in/{link}", headers={"origin": process.ready["url"]})
        assert entered.status_code == 303
        assert "35" in phone.get(entered.headers["location"]).text
    again = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    assert client.rejoin(Rejoin(request=again)).epoch == 2
    client.close()
    assert process.end(signal.SIGTERM) == (0, "")
    with closing(reopened(data_dir, address)) as books:
        books.commands().erase_person("m1", real_now_us())
        assert books.balances() == {(ANNA, "points"): 35}
        assert books.verify().ok
    with closing(open_postgres(address)) as database, database.read() as connection:
        for table, left in (("people", 0), ("page_sessions", 0), ("erased", 1)):
            count = f"SELECT count(*) FROM {table}"  # noqa: S608 - a table of the line above
            assert connection.execute(text(count)).scalar_one() == left


def test_books_are_verified_beside_the_running_server(data_dir: Path, address: str) -> None:
    store = FileKeyStore(data_dir / "keys")
    process = Process(data_dir, database=address)
    till, client = connect(process)
    till.earn(ANNA, 60)
    till.acked = client.push(Push(request=till.batch())).acked_seq
    assert verify_books(data_dir, store, address).first_difference is None
    till.earn(ANNA, 5)
    assert client.push(Push(request=till.batch())).acked_seq == 2
    client.close()
    with closing(open_postgres(address)) as database, database.write() as connection:
        connection.execute(text("UPDATE balances SET balance = 66"))
    assert_differs(verify_books(data_dir, store, address))
    process.end(signal.SIGTERM)


def test_a_request_under_way_is_answered_after_the_signal(data_dir: Path, address: str) -> None:
    process = Process(data_dir, database=address)
    till, client = connect(process)
    till.earn(ANNA, 5)
    acked: list[int] = []

    def push() -> None:
        acked.append(client.push(Push(request=till.batch())).acked_seq)

    pushing = threading.Thread(target=push)
    with closing(open_postgres(address)) as database:
        with database.write() as connection:
            connection.execute(text("SELECT * FROM devices FOR UPDATE"))
            pushing.start()
            until(address, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type='Lock'")
            process.signal(signal.SIGTERM)
            # It takes nobody in any more, and still waits for the one that is under way.
            with pytest.raises(Outage):
                wait_until_closed(process)
            assert not acked
        pushing.join()
    client.close()
    assert acked == [1]
    assert process.wait() == (0, "")
    with closing(reopened(data_dir, address)) as books:
        assert books.balances() == {(ANNA, "points"): 5}


def test_everybody_is_told_in_one_way_while_the_database_is_away(
    data_dir: Path, address: str, postgres: Cluster
) -> None:
    process = Process(data_dir, database=address)
    till, client = connect(process)
    till.record("enrol", data={"member": "m1", "account": ANNA, "number": CARD})
    till.earn(ANNA, 60)
    person = PersonRow(person_id="m1", version=1, fields={"name": "Anna"})
    client.push(Push(request=msgspec.structs.replace(till.batch(), people=[person])))
    till.acked = 2
    with closing(reopened(data_dir, address)) as books:
        link = books.make_phone_link(CARD, real_now_us())
    other = "c29tZWJvZHktdHJpZXM"
    origin = process.ready["url"]
    with httpx2.Client(base_url=origin, trust_env=False, timeout=30) as phone:
        assert phone.post(f"/m/in/{link}", headers={"origin": origin}).status_code == 303
        assert "60" in phone.get("/m/").text
        postgres.stop()
        try:
            for method, path in (
                ("GET", "/ready"),
                ("GET", "/m/"),
                ("GET", "/m/codes"),
                ("GET", "/m/code.svg"),
                ("GET", "/m/manifest.webmanifest"),
                ("GET", f"/m/in/{other}"),
                ("POST", f"/m/in/{other}"),
                ("POST", "/m/out"),
            ):
                said = phone.request(method, path, headers={"origin": origin})
                error = msgspec.json.decode(said.content, type=ErrorReply).error
                assert (path, said.status_code, error.code) == (path, 503, "database_down")
                assert said.headers["retry-after"]
            assert phone.get("/health").json() == {"ok": True}
            figures = phone.get("/metrics")
            assert figures.status_code == 200
            assert 'status="503",code="database_down"' in figures.text
            till.earn(ANNA, 5)
            with pytest.raises(Outage):
                client.push(Push(request=till.batch()))
        finally:
            postgres.start()
        assert phone.get("/ready").json() == {"ok": True}
        assert client.push(Push(request=till.batch())).acked_seq == 3
        assert "65" in phone.get("/m/").text, "it was never told to leave"
    client.close()
    code, log = process.end(signal.SIGTERM)
    assert code == 0
    lines = [msgspec.json.decode(line, type=dict[str, str]) for line in log.splitlines()]
    said_once = {"a request failed", "the tills cannot be counted"}
    assert {line["text"].partition(":")[0] for line in lines} == said_once
    assert not any("exception" in line for line in lines), "an outage is no fault of the program"
    for secret in ("Anna", CARD, CARD[-4:], ANNA, link, other, till.device, address):
        assert secret not in log


def wait_until_closed(process: Process) -> None:
    """Raise Outage as soon as nobody listens on the port."""
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up:
        try:
            httpx2.get(f"{process.ready['url']}/health", trust_env=False, timeout=0.5)
        except httpx2.TransportError as error:
            raise Outage("line_down", "nobody listens") from error
        time.sleep(0.02)


def test_a_server_that_is_killed_keeps_what_it_acknowledged_once(
    data_dir: Path, address: str
) -> None:
    process = Process(data_dir, database=address)
    till, client = connect(process)
    till.earn(ANNA, 5)
    till.acked = client.push(Push(request=till.batch())).acked_seq
    process.end(signal.SIGKILL)
    till.earn(ANNA, 6)
    with pytest.raises(Outage):
        client.push(Push(request=till.batch()))
    process = Process(data_dir, process.port, address)
    reply = client.push(Push(request=till.batch(first=1)))
    assert [outcome.outcome for outcome in reply.outcomes] == ["exists", "created"]
    client.close()
    process.end(signal.SIGTERM)
