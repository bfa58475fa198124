"""Personal data: sealed on disk, told to tills, and gone for ever when erased."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from loyalty.errors import Corrupt
from server.books import Books
from storage.server import members
from storage.server import people as table
from storage.server.database import drop, open_sqlite
from storage.server.people import PlainPerson, open_keys
from storage.server.steps import PEOPLE_KEY_STEPS
from storage.server.tables import ERASED
from sync.wire import PersonRow
from tests.postgres import Cluster
from tests.server.shop import ANNA, NOW_US, Chance, Till, open_books

SECRETS = (b"Annelies", b"+31612345678", b"annelies@example.org")


def row(version: int = 1, person_id: str = "m1", name: str = "Annelies") -> PersonRow:
    return PersonRow(
        person_id=person_id,
        version=version,
        fields={"name": name, "phone": "+31612345678", "email": "annelies@example.org"},
        consents={"news": "2026-11-18"},
        blind={"phone": "f00d"},
    )


def enrol(till: Till) -> None:
    till.record("enrol", data={"member": "m1", "account": ANNA, "number": ""})


def test_a_person_reaches_the_other_till(books: Books, till: Till) -> None:
    other = Till(books, "other")
    enrol(till)
    assert till.push(people=[row()]).people == {"m1": 1}
    page = other.pull()
    assert page.people[0].fields == row().fields
    assert page.people[0].consents == row().consents
    assert [(one.kind, one.key) for one in page.credentials] == [("phone", "f00d")]


def test_an_older_version_never_replaces_a_newer(till: Till) -> None:
    enrol(till)
    till.push(people=[row(version=3, name="New")])
    assert till.push(people=[row(version=2, name="Old")]).people == {"m1": 3}
    assert till.pull().people[0].fields["name"] == "New"


def test_a_row_that_cannot_be_kept_does_not_come_again_for_ever(till: Till) -> None:
    bad = row(person_id="not a name", version=5)
    assert till.push(people=[bad]).people == {"not a name": 5}
    assert not till.pull().people


def plain_files(folder: Path, key: bytes) -> bytes:
    """Give every byte of the database as it is without the file's own encryption."""
    source = dbapi2.connect(str(folder / "server.db"))
    source.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(folder / "plain.db"),))
    source.execute("SELECT sqlcipher_export('plain')")
    source.close()
    return (folder / "plain.db").read_bytes()


def test_no_byte_of_a_person_is_on_disk_even_without_the_files_encryption(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)
    enrol(till)
    till.push(people=[row()])
    for path in data_dir.iterdir():
        content = path.read_bytes()
        assert not [secret for secret in SECRETS if secret in content], path
    chance = Chance("server")
    for _ in range(4):
        chance(32)
    inside = plain_files(data_dir, chance(32))
    assert b"m1" in inside
    assert not [secret for secret in SECRETS if secret in inside]
    books.close()


@pytest.mark.postgres
def test_no_byte_of_a_person_is_in_postgres_or_its_wal(postgres: Cluster, data_dir: Path) -> None:
    url = postgres.new()
    (data_dir / "database").write_text(url, "utf-8")
    books = open_books(data_dir)
    till = Till(books)
    enrol(till)
    till.push(people=[row()])
    books.close()
    postgres.tell("CHECKPOINT")
    data = postgres.folder / "data"
    inside = [
        path.read_bytes()
        for part in ("base", "pg_wal")
        for path in (data / part).rglob("*")
        if path.is_file()
    ]
    assert any(till.device.encode() in content for content in inside)
    for content in inside:
        assert not [secret for secret in SECRETS if secret in content]
    postgres.drop(url)


def test_an_erased_person_is_gone_and_cannot_come_back(
    books: Books, till: Till, data_dir: Path
) -> None:
    enrol(till)
    till.push(people=[row()])
    with books._database.read() as connection:
        sealed = table.read(connection, "shop", ["m1"])[0]
    assert books._people.keys.open("shop", [sealed])
    books.commands().erase_person("m1", NOW_US)
    page = till.pull()
    assert (page.erased, page.people, page.credentials) == (["m1"], [], [])
    assert not books._people.keys.open("shop", [sealed])
    assert till.push(people=[row(version=9)]).people == {"m1": 9}
    assert not till.pull().people


def test_books_that_were_put_back_are_erased_again(
    books: Books, till: Till, data_dir: Path
) -> None:
    enrol(till)
    till.push(people=[row()])
    with books._database.read() as connection:
        sealed = table.read(connection, "shop", ["m1"])
        shown = members.credentials(connection, "shop", ["m1"])
    books.commands().erase_person("m1", NOW_US)
    till.pull()
    with books._database.write() as connection:
        # What a backup from before brings back.
        table.save(connection, "shop", sealed)
        members.save_credentials(connection, "shop", shown)
        drop(connection, ERASED, [{"tenant_id": "shop", "person_id": "m1"}])
    assert books.commands().erase_again(NOW_US) == 1
    assert till.pull().erased == ["m1"]
    with books._database.read() as connection:
        assert table.read(connection, "shop", ["m1"]) == []
        assert members.credentials(connection, "shop", ["m1"]) == []
    assert books.commands().erase_again(NOW_US) == 0


def test_who_was_erased_before_a_crash_is_erased_from_books_that_are_put_back(
    books: Books, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crash comes between the books and the keys, the start after it makes up for it."""
    enrol(till)
    till.push(people=[row()])
    with books._database.read() as connection:
        sealed = table.read(connection, "shop", ["m1"])
        shown = members.credentials(connection, "shop", ["m1"])
    with monkeypatch.context() as patch:
        patch.setattr(books._people.keys, "forget", lambda *_: None)
        books.commands().erase_person("m1", NOW_US)
    assert not books._people.keys.forgotten("shop")
    assert books.commands().erase_again(NOW_US) == 0  # what every start does
    with books._database.write() as connection:
        table.save(connection, "shop", sealed)
        members.save_credentials(connection, "shop", shown)
        drop(connection, ERASED, [{"tenant_id": "shop", "person_id": "m1"}])
    assert books.commands().erase_again(NOW_US) == 1
    with books._database.read() as connection:
        assert table.read(connection, "shop", ["m1"]) == []
        assert members.credentials(connection, "shop", ["m1"]) == []


def test_a_row_moved_to_another_person_does_not_open(data_dir: Path) -> None:
    keys = open_keys(data_dir / "keys.db", bytes(32), Chance())
    people = [PlainPerson(person_id=name, version=1, plain=name.encode()) for name in ("m1", "m2")]
    sealed = keys.seal("shop", people)
    assert keys.open("shop", sealed) == people
    for person_id, version in (("m2", 1), ("m1", 2)):
        moved = replace(sealed[0], person_id=person_id, version=version)
        with pytest.raises(Corrupt):
            keys.open("shop", [moved])
    keys.close()


def test_a_row_of_before_its_person_was_forgotten_is_left_out(data_dir: Path) -> None:
    """Books that were put back have it still; the key that is there now was made afterwards."""
    keys = open_keys(data_dir / "keys.db", bytes(32), Chance())
    plain = PlainPerson(person_id="m1", version=1, plain=b"Anna")
    other = PlainPerson(person_id="m2", version=1, plain=b"Bert")
    old, kept = keys.seal("shop", [plain, other])
    keys.forget("shop", "m1")
    assert keys.open("shop", [old, kept]) == [other]
    (new,) = keys.seal("shop", [plain])
    assert keys.open("shop", [old, new, kept]) == [plain, other]
    with pytest.raises(Corrupt):
        keys.open("shop", [replace(kept, sealed=kept.sealed[:-1] + b"x")])
    keys.close()


def test_the_files_do_not_open_with_another_key(data_dir: Path) -> None:
    open_books(data_dir).close()
    with pytest.raises(Corrupt) as caught:
        open_sqlite(data_dir / "server.db", bytes(32))
    assert caught.value.code == "wrong_key"


def test_a_newer_file_of_keys_leaves_no_copy_of_the_older(data_dir: Path) -> None:
    path, key = data_dir / "keys.db", bytes(32)
    open_sqlite(path, key, steps=PEOPLE_KEY_STEPS[:1]).close()
    keys = open_keys(path, key, Chance())
    plain = PlainPerson(person_id="m1", version=1, plain=b"{}")
    sealed = keys.seal("shop", [plain])
    assert keys.open("shop", sealed) == [plain]
    keys.forget("shop", "m1")
    assert keys.forgotten("shop") == ["m1"]
    keys.close()
    assert [each.name for each in data_dir.iterdir()] == ["keys.db"]
