"""Erasing a person: byte for byte gone from till, server, logs and copies that are made after."""

import logging
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from loyalty import event
from loyalty.event import Event, encode
from storage import backup, folder, keys
from storage.database import Database
from storage.records import CARD, Credential, Entry, Member, Person, PersonOut
from storage.server import people
from sync.exchange import Pull, Push, Request
from terminal.till.messages import SyncDue
from tests.contract.entries import ANNA, BERT
from tests.storage.pages import plain
from tests.stories.counter import KEY, Chance, Counter, Shopfront

NAME, PHONE, EMAIL = "Zwaantje Quisthoudt", "+31687654321", "zwaantje@quisthoudt.example"
TOLD = (NAME, PHONE, EMAIL, "Zwaantje", "Quisthoudt", "quisthou", "87654321")
CARD_NUMBER = "9000000000000001"


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


@pytest.fixture
def tills(shop: Shopfront) -> Iterator[tuple[Counter, Counter]]:
    both = Counter(shop, "Till 1"), Counter(shop, "Till 2")
    for till in both:
        till.do(SyncDue())
    yield both
    for till in both:
        till.close()


def person(version: int = 1, name: str = NAME, person_id: str = "m1") -> PersonOut:
    row = Person(
        person_id=person_id,
        version=version,
        name=name,
        phone=PHONE,
        email=EMAIL,
        consents={"news": "2026-11-20"},
    )
    return PersonOut(person=row, blind={"phone": "f00d"})


def record(till: Counter, n: int, kind: str, **more: object) -> None:
    """Commit an event with a person beside it."""
    head = till.ledger.head()
    data = {"member": "m1", "account": ANNA, "number": CARD_NUMBER} if kind == "enrol" else {}
    made = Event(
        id=f"0190a1b2-0000-7000-8000-{n:012d}",
        seq=head.seq + 1,
        at="2026-11-20T10:15:00.123456Z",
        day="2026-11-20",
        clock="ok",
        type=kind,
        actor="cashier:default",
        programme=1,
        postings=(),
        data=data,
    )
    raw = encode(made)
    entry = Entry(event=made, raw=raw, hash=event.link(head.hash, raw), **more)  # type: ignore[arg-type]
    till.ledger.commit(entry)


def enrol(till: Counter) -> None:
    member = Member(member_id="m1", account=ANNA, number=CARD_NUMBER)
    shown = (
        Credential(kind=CARD, key=CARD_NUMBER, member_id="m1"),
        Credential(kind="phone", key="f00d", member_id="m1"),
    )
    record(till, 1, "enrol", member=member, credentials=shown, person=person())
    other = Person(person_id="m2", version=1, name="Zoe Quist")
    neighbour = Member(member_id="m2", account=BERT)
    record(till, 2, "noted", member=neighbour, person=PersonOut(person=other, blind={}))


def files_of(shop: Shopfront) -> dict[str, bytes]:
    """Give every file below the shop's folder, decrypted where it is a database."""
    found: dict[str, bytes] = {}
    for path in sorted(shop.folder.rglob("*")):
        if path.suffix == ".db":
            found[path.name] = found.get(path.name, b"") + plain(path, KEY)
        elif path.is_file():
            found[path.name] = found.get(path.name, b"") + path.read_bytes()
    return found


def traces(content: bytes) -> list[str]:
    """Name what of the person is in there, in any way of writing it down."""
    small = content.lower()
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return [text for text in TOLD for way in ways if text.lower().encode(way) in small]


def watch(till: Counter, shop: Shopfront, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Note every request that goes out."""
    sent: list[Request] = []
    real = shop.answer

    def answer(device: str, request: Request) -> object:
        if device == till.device:
            sent.append(request)
        return real(device, request)

    monkeypatch.setattr(shop, "answer", answer)
    return sent


def test_nothing_is_left_of_an_erased_person(
    shop: Shopfront, tills: tuple[Counter, Counter], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here, there = tills
    enrol(here)
    for till in tills:
        till.do(SyncDue())
    before = files_of(shop)
    assert {name for name, content in before.items() if traces(content)} == {
        "ledger.db",
        "directory.db",
    }, "on the server they are sealed already"
    assert there.directory.people_named("quist", 9) == ("m1", "m2")
    shop.books.commands().erase("r1", "m1", shop.clock.us)
    for till in tills:
        shop.clock.wait(60)
        till.do(SyncDue())
        assert till.directory.people_named("quist", 9) == ("m2",)
        assert till.directory.person("m1") is None
        assert till.directory.member_by("phone", "f00d") is None
    assert till.directory.member_by(CARD, CARD_NUMBER) is not None, "the card goes on"
    left = {name: traces(content) for name, content in files_of(shop).items()}
    assert not any(left.values()), left
    assert not traces(caplog.text.encode())


def test_copies_that_are_made_after_have_nothing_either(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    here, _ = tills
    enrol(here)
    here.do(SyncDue())
    place = folder.prepare(data_dir / "shop of one", folder.SHOP)
    store = keys.FileKeyStore(place.keys)
    keys.ensure(store, Chance("keys"))
    key = store.get(keys.DATABASE)
    assert key is not None

    def copied(stamp: str) -> bytes:
        for source, target in ((here.ledger, place.ledger), (here.directory, place.directory)):
            target.unlink(missing_ok=True)
            raw = data_dir / f"raw-{stamp}-{target.name}"
            with closing(Database(raw, KEY, file="copy")) as copy:
                source.database.copy_into(copy)
            with closing(Database(raw, KEY, file="copy")) as copy:
                copy.sql(f"PRAGMA rekey = \"x'{key.hex()}'\"")
            raw.rename(target)
        made = backup.backup(
            place, store, data_dir / "copies", stamp=stamp, randomness=Chance(stamp)
        )
        found = b""
        with zipfile.ZipFile(made.path) as archive:
            for name in archive.namelist():
                out = data_dir / f"out-{stamp}-{name}"
                out.write_bytes(archive.read(name))
                found += plain(out, key) if name.endswith(".db") else out.read_bytes()
        return found

    assert traces(copied("before"))
    shop.books.commands().erase("r1", "m1", shop.clock.us)
    shop.clock.wait(60)
    here.do(SyncDue())
    assert not traces(copied("after"))


def test_no_key_that_is_left_opens_what_an_old_copy_of_the_server_has(
    shop: Shopfront, tills: tuple[Counter, Counter], data_dir: Path
) -> None:
    here, _ = tills
    enrol(here)
    here.do(SyncDue())
    with shop.books._database.read() as connection:
        sealed = people.read(connection, "shop", ["m1", "m2"])
    assert len(sealed) == 2
    shop.books.commands().erase("r1", "m1", shop.clock.us)
    opened = shop.books._people.keys.open("shop", sealed)
    assert [row.person_id for row in opened] == ["m2"]
    with shop.books._database.read() as connection:
        assert people.read(connection, "shop", ["m1"]) == []


def test_a_till_that_was_away_erases_before_it_sends(
    shop: Shopfront, tills: tuple[Counter, Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = tills
    enrol(here)
    here.do(SyncDue())
    here.line_up = False
    here.do(SyncDue())
    record(here, 3, "noted", person=person(2, f"{NAME} again"))
    assert here.ledger.person("m1") is not None
    shop.books.commands().erase("r1", "m1", shop.clock.us)
    here.crash()
    here.line_up = True
    shop.clock.wait(400)
    sent = watch(here, shop, monkeypatch)
    here.do(SyncDue())
    assert isinstance(sent[0], Pull)
    pushed = [each for each in sent if isinstance(each, Push)]
    assert len(pushed) == 1
    assert not pushed[0].request.people
    assert len(pushed[0].request.events) == 1, "what was recorded is sent all the same"
    assert here.ledger.person("m1") is None
    assert here.ledger.batch(10, 10_000) is None
    with shop.books._database.read() as connection:
        assert people.read(connection, "shop", ["m1"]) == []
    assert not any(traces(content) for content in files_of(shop).values())


def test_a_person_who_was_never_sent_does_not_come_back(
    shop: Shopfront, tills: tuple[Counter, Counter]
) -> None:
    here, there = tills
    here.line_up = False
    here.do(SyncDue())
    enrol(here)
    shop.books.commands().erase_person("m1", shop.clock.us)
    here.line_up = True
    shop.clock.wait(400)
    here.do(SyncDue())
    shop.clock.wait(60)
    there.do(SyncDue())
    assert here.ledger.person("m1") is None
    assert there.directory.person("m1") is None
    assert there.directory.member_by("phone", "f00d") is None
    assert there.directory.member_by(CARD, CARD_NUMBER) is not None


def test_an_old_disk_that_is_put_back_erases_before_it_sends(
    shop: Shopfront, tills: tuple[Counter, Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = tills
    enrol(here)
    old = {path: path.read_bytes() for path in _closed(here, shop)}
    here.open()
    here.do(SyncDue())
    shop.books.commands().erase("r1", "m1", shop.clock.us)
    here.do(SyncDue())
    _closed(here, shop)
    for path, content in old.items():
        path.write_bytes(content)
    here.open()
    here.ledger.require_rejoin()
    assert here.ledger.person("m1") is not None
    shop.clock.wait(400)
    sent = watch(here, shop, monkeypatch)
    for _ in range(3):
        shop.clock.wait(60)
        here.do(SyncDue())
    told = [row for each in sent if isinstance(each, Push) for row in each.request.people]
    assert {row.person_id for row in told} == {"m2"}
    assert here.ledger.person("m1") is None
    with shop.books._database.read() as connection:
        assert people.read(connection, "shop", ["m1"]) == []


def _closed(till: Counter, shop: Shopfront) -> list[Path]:
    till.close()
    return sorted((shop.folder / "Till 1").glob("*.db"))
