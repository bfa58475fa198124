"""A new till fetches a copy of all members and ends as one that pulled everything."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import Outage
from server import copies as copying_server
from server.books import Books
from server.copies import Copies
from storage import copied, keys
from storage.directory import SqlDirectory
from storage.folder import SHOP, Folder, prepare
from storage.keys import FileKeyStore
from sync.client import Client, Identity
from sync.http import HttpTransport
from sync.sign import Signer
from sync.wire import PersonRow
from terminal.till import joining, opening
from terminal.till.courier import Courier, client_of
from terminal.till.desk import Desk
from terminal.till.fetching import Fetcher
from terminal.till.messages import MembersMoved
from tests.server.running import Running, serving, unhurried
from tests.server.shop import NOW_US, Chance, Till, open_books
from tests.stories.clock import StoryClock

MEMBERS = 60
COUNT = itertools.count()
ROWS = {
    "standing": "account, position, figures",
    "member": "*",
    "credential": "*",
    "person": "person_id, version, name, phone, email, language, birthday, consents",
    "erased": "*",
    "pin": "*",
    "phone_key": "*",
    "programme": "digest, raw",
    "redirect": "*",
    "meta": "name, value",
}


@dataclass
class Shop:
    """A server that runs, with a till that fills it."""

    books: Books
    running: Running
    till: Till
    copies: Copies

    def enrol(self, first: int, count: int) -> None:
        """Let members join, with a name, a phone and some points."""
        people = []
        for n in range(first, first + count):
            account, member = f"{n:032x}", f"m{n:04d}"
            data = {"member": member, "account": account, "number": f"{n:016d}"}
            self.till.record("enrol", data=data)
            self.till.earn(account, n + 1)
            fields = {"name": f"Name{n} Other", "phone": f"+3161234{n:04d}"}
            blind = {"phone": f"{n:032x}"}
            people.append(PersonRow(person_id=member, version=1, fields=fields, blind=blind))
        self.till.push(people=people)


@pytest.fixture
def shop(shop_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Give a shop of which a copy is worth making."""
    monkeypatch.setattr(copying_server, "FAR", 20)
    monkeypatch.setattr("server.feed.PAGE", 10)
    books = open_books(shop_dir)
    made = Copies(books.copy_room(), shop_dir / "copies", lambda: NOW_US)
    with serving(books, pace=unhurried(), copies=made) as running:
        opened = Shop(books=books, running=running, till=Till(books), copies=made)
        opened.enrol(0, MEMBERS)
        yield opened
    made.close()
    books.close()


@contextmanager
def joined(shop: Shop, root: Path) -> Iterator[tuple[Folder, FileKeyStore, Desk]]:
    """Open a till that has just been connected."""
    folder = prepare(root, SHOP)
    store, chance = FileKeyStore(folder.keys), Chance(root.name)
    joining.join(
        folder,
        store,
        str(shop.running.pairing()),
        name=root.name,
        language="en",
        randomness=chance,
        day="2026-11-18",
        own_server=False,
    )
    with opened(folder, store) as desk:
        yield folder, store, desk


def now() -> StoryClock:
    """Give a clock that stands at the moment of the server's."""
    clock = StoryClock()
    clock.us = NOW_US
    return clock


@contextmanager
def opened(folder: Folder, store: FileKeyStore) -> Iterator[Desk]:
    clock = now()
    desk = opening.desk(folder, store, clock=clock, randomness=Chance("desk"))
    try:
        yield desk
    finally:
        opening.close(desk)


def courier(
    shop: Shop,
    folder: Folder,
    store: FileKeyStore,
    desk: Desk,
    *,
    with_copy: bool = True,
    moved: Callable[[MembersMoved], None] = lambda _: None,
) -> Courier:
    """Make what carries a till's requests."""
    clock = now()

    chance = Chance(f"line/{next(COUNT)}")

    def source(_epoch: int) -> Client:
        return client_of(desk, store, shop.running.url, clock, chance)

    def fetcher(post: Callable[[MembersMoved], None]) -> Fetcher:
        return Fetcher(
            source=source, folder=folder, store=store, post=post, stopping=threading.Event()
        )

    client = client_of(desk, store, shop.running.url, clock, chance)
    return Courier(desk, client, fetcher if with_copy else None, moved)


def rows(folder: Folder, store: FileKeyStore) -> dict[str, list[Any]]:
    """Give everything in a directory, but the order in which it came."""
    key = store.get(keys.DATABASE)
    assert key is not None
    directory = SqlDirectory(folder.directory, key)
    try:
        return {
            table: sorted(directory.database.sql(f"SELECT {columns} FROM {table}"))  # noqa: S608
            for table, columns in ROWS.items()
        }
    finally:
        directory.close()


def pulled(shop: Shop, root: Path) -> dict[str, list[Any]]:
    """Give what a till has that pulled everything."""
    with joined(shop, root) as (folder, store, desk):
        line = courier(shop, folder, store, desk, with_copy=False)
        line.sync()
        line.close()
    return rows(folder, store)


def same(ours: dict[str, list[Any]], theirs: dict[str, list[Any]]) -> None:
    """Say that two tills know the same, but for where each stands in its own chain."""
    for table in ROWS:
        assert ours[table] == theirs[table], table


@pytest.mark.slow
def test_a_copy_is_what_pulling_gives(shop: Shop, tmp_path: Path) -> None:
    shop.books.commands().erase_person("m0003", NOW_US)
    shop.books.put_setting("cards", '{"cards":[]}', NOW_US)
    said: list[MembersMoved] = []
    with joined(shop, tmp_path / "new") as (folder, store, desk):
        line = courier(shop, folder, store, desk, moved=said.append)
        line.sync()
        line.close()
        assert desk.directory.people_named("name7", 5) == ("m0007",)
        assert desk.ledger.person("m0003") is None
        # What speaks to the second place reads the new file too.
        assert desk.later_rows is not None
        assert desk.later_rows.erased().person_ids == ("m0003",)
        found = rows(folder, store)
    assert said[-1].state == "ready"
    assert {one.state for one in said} >= {"fetching", "preparing", "ready"}
    assert [one.permille for one in said] == sorted(one.permille for one in said)
    # Tills hear how many they are: the second one to join knows of one more.
    theirs = pulled(shop, tmp_path / "old")
    for side in (found, theirs):
        side["meta"] = [row for row in side["meta"] if row[0] not in ("shop/tills", "cursor")]
    same(found, theirs)
    assert found["erased"] == [("m0003",)]
    assert sorted(path.name for path in folder.till.iterdir() if "direct" in path.name) == [
        "directory.db"
    ]
    assert not list((tmp_path).glob("**/copies/*.db"))


@pytest.mark.slow
def test_what_changes_meanwhile_comes_after_it(shop: Shop, tmp_path: Path) -> None:
    began: list[str] = []

    def meanwhile(message: MembersMoved) -> None:
        if message.state not in began:
            began.append(message.state)
            first = MEMBERS + 20 * len(began)
            shop.enrol(first, 5)
            shop.till.earn(f"{7:032x}", 1_000)
            shop.till.push()
            shop.books.commands().erase_person(f"m{10 + len(began):04d}", NOW_US)

    with joined(shop, tmp_path / "new") as (folder, store, desk):
        line = courier(shop, folder, store, desk, moved=meanwhile)
        line.sync()
        line.close()
        standing = desk.directory.standing(f"{7:032x}")
        assert standing is not None
        assert standing.balance["points"] == 8 + 1_000 * len(began)
    assert len(began) > 2
    found, theirs = rows(folder, store), pulled(shop, tmp_path / "old")
    for side in (found, theirs):
        side["meta"] = [row for row in side["meta"] if row[0] not in ("shop/tills", "cursor")]
    same(found, theirs)


def test_a_fetch_that_was_cut_goes_on_where_it_was(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    part = Client.part
    monkeypatch.setattr("terminal.till.fetching.PART_BYTES", 16_384)
    monkeypatch.setattr("terminal.till.fetching.POLL_S", 0.01)

    def cut(self: Client, snapshot: str, first: int, last: int) -> bytes:
        asked.append((first, last))
        if len(asked) in range(3, 3 + 5):
            raise Outage("line_down", "cut")
        return part(self, snapshot, first, last)

    monkeypatch.setattr(Client, "part", cut)
    with joined(shop, tmp_path / "new") as (folder, store, desk):
        line = courier(shop, folder, store, desk)
        line.sync()
        line.close()
        assert desk.directory.members_count(1_000) == MEMBERS
        assert desk.fetches_failed == 1
    fetched = [first for first, _ in asked]
    assert fetched[:8] == [0, 16_384, *[32_768] * 6], "nothing is fetched twice"


class _Crash(BaseException):
    """The machine loses its power."""


@pytest.mark.parametrize("step", ["bring_under", "put_in", "replace", "sync_folder"])
def test_a_crash_leaves_the_old_directory_or_the_new_one(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object) -> None:
        raise _Crash

    with joined(shop, tmp_path / "new") as (folder, store, desk):
        line = courier(shop, folder, store, desk)
        with monkeypatch.context() as patched:
            if step == "replace":
                patched.setattr(Path, "replace", die)
            elif step == "sync_folder":
                patched.setattr("storage.copied.failures.sync_folder", die)
            else:
                patched.setattr(copied, step, die)
            with pytest.raises(_Crash):
                line.sync()
        line.close()
    count = len(rows(folder, store)["member"])
    assert (count == MEMBERS) == (step == "sync_folder")
    with opened(folder, store) as desk:
        line = courier(shop, folder, store, desk)
        line.sync()
        line.close()
        assert desk.directory.members_count(1_000) == MEMBERS


def test_a_copy_is_for_its_till_alone(shop: Shop, tmp_path: Path) -> None:
    seen: list[str] = []
    stranger = Till(shop.books, "stranger")
    thief = Client(
        transport=HttpTransport(shop.running.url),
        identity=Identity(device=stranger.device, epoch=1, server_key=shop.books.signer.public),
        signer=Signer(Chance("stranger")(32)),
        now_us=lambda: NOW_US,
        randomness=Chance("thief"),
    )

    def steal(message: MembersMoved) -> None:
        if message.state == "fetching" and not seen:
            seen.extend(shop.copies._live)
            with pytest.raises(Exception, match="no such copy"):
                thief.part(seen[0], 0, 10)

    with joined(shop, tmp_path / "new") as (folder, store, desk):
        line = courier(shop, folder, store, desk, moved=steal)
        line.sync()
        line.close()
    assert seen
    thief.close()
    assert not shop.copies._live
