"""A shop's books go to another server, whole, whatever happens on the way."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import LoyaltyError, Outage, Refusal
from server import boot, move_in, move_out, move_run, verify
from server.books import Books
from server.boot import Shop
from server.outside import Outside
from storage import peppers
from storage.keys import FileKeyStore
from storage.server import whole
from sync import moving
from sync.wire import PersonRow
from tests.server.running import serving
from tests.server.shop import NOW_US, PROGRAMME, Till

SHOP = Shop(issuer="0000", zone="Europe/Amsterdam", programmes=(PROGRAMME,))


def opened(folder: Path, database: str = "") -> Books:
    """Open a server's books as its process does."""
    shop = Shop(issuer=SHOP.issuer, zone=SHOP.zone, programmes=SHOP.programmes, database=database)
    store = FileKeyStore(folder / "keys")
    return boot.open_books(folder, store, shop, now_us=NOW_US, randomness=secrets.token_bytes)


@dataclass
class Taker:
    """A server that waits for books."""

    folder: Path
    database: str
    lines: list[str] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Give the string that is typed."""
        return str(json.loads(self.lines[-1])["moving"])


@contextmanager
def waiting(folder: Path, database: str = "", port: int = 0) -> Iterator[Taker]:
    """Let a server wait in a thread, until the books have come."""
    folder.mkdir(exist_ok=True)
    taker, ready = Taker(folder, database), threading.Event()

    def say(line: str) -> None:
        taker.lines.append(line)
        ready.set()

    def take() -> None:
        place = move_run.Place(folder=folder, port=port, outside=Outside(), database=database)
        came = move_run.receive(
            place, now_us=lambda: NOW_US, randomness=secrets.token_bytes, say=say
        )
        taker.ports.append(came)

    thread = threading.Thread(target=take)
    thread.start()
    assert ready.wait(20)
    yield taker
    thread.join(20)
    assert not thread.is_alive()


def send(folder: Path, books: Books, place: str) -> move_out.Gone:
    """Move the books of a folder."""
    return move_run.send(books, folder, place, lambda: NOW_US, lambda *_: None)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[tuple[Path, Books, Till]]:
    """Give the server of a stand-alone shop with some members."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "issuer").write_text("0042", "utf-8")
    with closing(opened(folder)) as books:
        till = Till(books)
        people = []
        for n in range(30):
            account = f"{n:032x}"
            data = {"member": f"m{n}", "account": account, "number": f"{n:016d}"}
            till.record("enrol", data=data)
            till.earn(account, n + 1)
            people.append(PersonRow(person_id=f"m{n}", version=1, fields={"name": f"Anna {n}"}))
        till.push(people=people)
        till.spend(f"{29:032x}", next(iter(till.pull().grants)).lots[0].lot, 5)
        till.push()
        books.commands().erase_person("m3", NOW_US)
        yield folder, books, till


def check(books: Books, gone: move_out.Gone, till: Till) -> None:
    """Say that all of it is there, and that its till goes on."""
    room = books.copy_room()
    assert books.verify().ok
    with room.database.read() as connection:
        totals = whole.totals(connection, room.tenant)
    assert totals == gone.totals
    till.books = books
    till.earn(f"{7:032x}", 100)
    assert till.push().outcomes[0].outcome == "created"
    assert books.balances()[f"{7:032x}", "points"] == 108
    till.cursor = ""
    found = {row.person_id: row.fields for row in till.pull().people}
    assert found["m7"] == {"name": "Anna 7"}
    assert "m3" not in found


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def test_everything_goes_and_the_till_goes_on(
    old: tuple[Path, Books, Till], tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    folder, books, till = old
    database = ""
    if engine == "postgres":
        database = request.getfixturevalue("postgres").new()
    books.fleet().lose(Till(books, "lost").device, NOW_US)
    with waiting(tmp_path / "new", database) as taker:
        gone = send(folder, books, taker.place)
    carried = peppers.read(FileKeyStore(tmp_path / "new" / "keys"))
    assert carried == peppers.read(FileKeyStore(folder / "keys"))
    assert len(carried) == 2
    assert taker.ports[0] > 0
    assert gone.totals.rows["members"] == 30
    with pytest.raises(Refusal) as caught:
        till.push(till.batch(first=1, last=1))
    assert caught.value.code == "moved"
    assert caught.value.details["expected"] == gone.url
    assert gone.url in caught.value.message
    with closing(opened(tmp_path / "new", database)) as there:
        assert there.signer.public == books.signer.public
        check(there, gone, till)
    assert (tmp_path / "new" / "issuer").read_text("utf-8") == "0042"
    # The old server starts again, to tell whoever still comes.
    with closing(opened(folder)) as again, pytest.raises(Refusal) as caught:
        again.push(till.device, till.batch(first=1, last=1), NOW_US)
    assert caught.value.code == "moved"


STEPS = (moving.Begin, moving.Clear, moving.Rows, moving.People, moving.Secrets, moving.Compare)


@pytest.mark.parametrize("step", STEPS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
def test_cut_anywhere_the_old_server_works_and_the_move_goes_on(
    old: tuple[Path, Books, Till],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: type,
    answered: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    folder, books, till = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            patched.setattr(moving.Carrier, "send", _cut(step, answered=answered))
            with pytest.raises(Outage):
                send(folder, books, taker.place)
        till.earn(f"{8:032x}", 1)
        assert till.push().outcomes[-1].outcome == "created"
        gone = send(folder, books, taker.place)
    with closing(opened(tmp_path / "new")) as there:
        check(there, gone, till)


def test_who_is_erased_between_two_tries_is_forgotten_there_too(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, till = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            patched.setattr(moving.Carrier, "send", _cut(moving.Compare, answered=True))
            with pytest.raises(Outage):
                send(folder, books, taker.place)
        books.commands().erase_person("m5", NOW_US)
        gone = send(folder, books, taker.place)
    with closing(opened(tmp_path / "new")) as there:
        room = there.copy_room()
        assert "m5" not in dict(room.sealed_by.keys.rows_after(room.tenant, "", 100))
        check(there, gone, till)


def test_a_folder_whose_books_have_not_all_come_is_not_served(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, _ = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            patched.setattr(moving.Carrier, "send", _cut(moving.Secrets, answered=True))
            with pytest.raises(Outage):
                send(folder, books, taker.place)
        with pytest.raises(Refusal) as caught:
            opened(tmp_path / "new")
        assert caught.value.code == "books_coming"
        send(folder, books, taker.place)
    with closing(opened(tmp_path / "new")) as there:
        assert there.verify().ok


def test_a_database_that_has_these_books_takes_them_from_nobody(
    old: tuple[Path, Books, Till], tmp_path: Path
) -> None:
    folder, books, till = old
    (tmp_path / "other").mkdir()
    with waiting(tmp_path / "other") as taker:
        send(folder, books, taker.place)
    with closing(opened(tmp_path / "other")) as there, waiting(tmp_path / "new") as taker:
        room = there.copy_room()
        beside = move_in.Room(
            folder=tmp_path / "new",
            store=FileKeyStore(tmp_path / "empty"),
            database=room.database,
            people=room.sealed_by.keys,
            public_key=b"",
            code="",
            serving=str,
        )
        with closing(move_in.MovingIn(beside)) as taking, pytest.raises(Refusal) as caught:
            taking.act(moving.Begin(tenant=room.tenant))
        assert caught.value.code == "books_here"
        till.books = there
        till.earn(f"{8:032x}", 1)
        till.push()
        send(tmp_path / "other", there, taker.place)
    with closing(opened(tmp_path / "new")) as last:
        assert last.verify().ok


def test_a_long_comparison_is_asked_about_until_it_is_ready(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, till = old
    monkeypatch.setattr(move_in, "COMPARE_S", 0.01)
    go_on, asked = threading.Event(), []
    verified, send_on = verify.verify, moving.Carrier.send

    def slowly(*words: Any) -> Any:
        assert go_on.wait(20)
        return verified(*words)

    def counted(self: moving.Carrier, step: moving.Step, kind: Any) -> Any:
        found = send_on(self, step, kind)
        if isinstance(found, moving.Compared):
            asked.append(found.ready)
            if len(asked) == 3:
                go_on.set()
        return found

    monkeypatch.setattr(verify, "verify", slowly)
    monkeypatch.setattr(moving.Carrier, "send", counted)
    with waiting(tmp_path / "new") as taker:
        gone = send(folder, books, taker.place)
    assert asked[:3] == [False, False, False]
    assert asked[-1]
    with closing(opened(tmp_path / "new")) as there:
        check(there, gone, till)


def test_told_again_after_the_last_answer_was_lost(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, _ = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            patched.setattr(moving.Carrier, "send", _cut(moving.Serve, answered=True))
            with pytest.raises(Outage):
                send(folder, books, taker.place)
        place = taker.place
    with closing(opened(tmp_path / "new")) as there, serving(there, port=taker.ports[0]):
        assert send(folder, books, place).totals.rows["members"] == 30


def _cut(step: type, *, answered: bool) -> Callable[..., Any]:
    """Cut the line at the first step of a kind."""
    send_on = moving.Carrier.send

    def send_until(self: moving.Carrier, made: moving.Step, kind: Any) -> Any:
        if not isinstance(made, step):
            return send_on(self, made, kind)
        if answered:
            send_on(self, made, kind)
        raise Outage("line_down", "cut")

    return send_until


def test_cut_before_the_new_server_heard_it_serves_after_the_next_try(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, till = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            patched.setattr(moving.Carrier, "send", _cut(moving.Serve, answered=False))
            with pytest.raises(Outage):
                send(folder, books, taker.place)
        with pytest.raises(Refusal):
            till.push(till.batch(first=1, last=1))
        gone = send(folder, books, taker.place)
    with closing(opened(tmp_path / "new")) as there:
        check(there, gone, till)


def test_books_that_differ_stay_where_they_are(
    old: tuple[Path, Books, Till], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, books, till = old
    with waiting(tmp_path / "new") as taker:
        with monkeypatch.context() as patched:
            put_rows = whole.put_rows

            def lose(connection: Any, tenant: str, table: Any, rows: Any) -> None:
                put_rows(connection, tenant, table, rows[:-1] if table.name == "rights" else rows)

            patched.setattr(whole, "put_rows", lose)
            with pytest.raises(LoyaltyError) as caught:
                send(folder, books, taker.place)
        assert caught.value.code == "move_differs"
        till.earn(f"{8:032x}", 1)
        till.push()
        gone = send(folder, books, taker.place)
    with closing(opened(tmp_path / "new")) as there:
        check(there, gone, till)


def test_a_move_that_died_lets_the_old_books_go_after_a_while(
    old: tuple[Path, Books, Till],
) -> None:
    _, books, till = old
    mover = move_out.MovingOut(
        books.copy_room(),
        move_out.Leaving(keys={}, texts={}),
        lambda *_: None,
        lambda: NOW_US,
        lambda *_: None,
    )
    mover._hold()
    till.earn(f"{8:032x}", 1)
    with pytest.raises(Outage) as caught:
        till.push()
    assert caught.value.code == "moving"
    assert books.push(till.device, till.batch(), NOW_US + move_out.STILL_US).acked_seq
    mover._now_us = lambda: NOW_US + move_out.STILL_US
    with pytest.raises(Outage) as caught:
        mover._close("http://127.0.0.1:1")
    assert caught.value.code == "move_slow"


def test_a_wrong_code_gets_nothing_and_five_end_it(
    old: tuple[Path, Books, Till], tmp_path: Path
) -> None:
    folder, books, _ = old
    with waiting(tmp_path / "new") as taker:
        right = taker.place
        host, _, rest = right.partition("/")
        wrong = f"{host}/{'0' * 10}-{rest.partition('-')[2]}"
        with pytest.raises(Refusal) as caught:
            send(folder, books, f"{host}/{rest.partition('-')[0]}-{'A' * 16}")
        assert caught.value.code == "other_server"
        for _ in range(4):
            with pytest.raises(Refusal) as caught:
                send(folder, books, wrong)
            assert caught.value.code == "pairing_code"
        send(folder, books, right)


def test_a_folder_with_books_takes_no_others(tmp_path: Path) -> None:
    with closing(opened(tmp_path)):
        pass
    place = move_run.Place(folder=tmp_path, port=0, outside=Outside(), database="")
    with pytest.raises(Refusal) as caught:
        move_run.receive(place, now_us=lambda: NOW_US, randomness=secrets.token_bytes, say=print)
    assert caught.value.code == "books_here"
