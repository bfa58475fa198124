"""A backup made while the till works, opened on another machine with the sheet alone."""

import random
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty import lots
from loyalty.errors import Corrupt, Refusal
from loyalty.lots import HeldLot
from storage import folder, keys, peppers, recovery
from storage.backup import backup
from storage.directory import SqlDirectory
from storage.folder import Folder
from storage.keys import FileKeyStore
from storage.ledger import SqlLedger
from storage.records import VISIT_PIN, Credential, Page, Pin, Position
from storage.restoring import restore
from tests.contract import entries

STAMP = "2026-11-22-1015"


class Till:
    """A till that is open and has sold something."""

    def __init__(self, root: Path) -> None:
        self.folder: Folder = folder.prepare(root, folder.SHOP)
        self.store = FileKeyStore(self.folder.keys)
        keys.ensure(self.store, random.Random(1).randbytes)
        key = self.store.get(keys.DATABASE)
        assert key is not None
        self.ledger = SqlLedger(self.folder.ledger, key)
        self.directory = SqlDirectory(self.folder.directory, key)
        self.ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
        self.ledger.take_grant(entries.grant("g", HeldLot(lot=lots.name("l"), amount=5)))
        self.ledger.commit(entries.sale(self.ledger, 1))
        own = Position(epoch=1, seq=0)
        self.directory.apply(Page(cursor="c1", feed_epoch=entries.FEED, own=own))

    def backup(self, target: Path) -> Path:
        """Copy it."""
        made = backup(
            self.folder, self.store, target, stamp=STAMP, randomness=random.Random(2).randbytes
        )
        return made.path

    def close(self) -> None:
        """Close both files."""
        self.ledger.close()
        self.directory.close()


@pytest.fixture
def till(data_dir: Path) -> Iterator[Till]:
    """Give an open till."""
    with closing(Till(data_dir / "shop")) as opened:
        yield opened


def test_a_backup_is_one_file_that_says_nothing(till: Till, data_dir: Path) -> None:
    made = till.backup(data_dir / "usb" / "stick")
    assert [path.name for path in made.parent.iterdir()] == [f"regulars-{STAMP}.backup"]
    raw = made.read_bytes()
    assert b"SQLite format" not in raw
    for secret in keys.everything(till.store).values():
        assert secret not in raw
        assert secret.hex().encode() not in raw


def test_the_sheet_alone_opens_it_elsewhere(till: Till, data_dir: Path) -> None:
    pin = Pin(member_id="m1", version=3, verifier="$argon2id$")
    own = Position(epoch=1, seq=0)
    told = Page(cursor="c1", feed_epoch=entries.FEED, own=own, pins=(pin,))
    till.directory.apply(told)
    visit = Credential(kind=VISIT_PIN, key="f00d", member_id="m1")
    chosen = entries.sale(till.ledger, 2, pin=replace(pin, version=4), credentials=(visit,))
    till.ledger.commit(chosen)
    peppers.add(till.store, 1_795_000_000, b"p" * 32)
    made = till.backup(data_dir / "usb")
    till.ledger.commit(entries.sale(till.ledger, 3))
    words = " ".join(recovery.words(keys.everything(till.store)[keys.RECOVERY]))
    elsewhere = data_dir / "new-machine"
    store = FileKeyStore(elsewhere / "till" / "keys")
    restored = restore(made, elsewhere, store, recovery.from_words(words)).folder
    assert restored.kind == folder.SHOP
    assert keys.everything(store) == keys.everything(till.store)
    assert peppers.read(store)[1_795_000_000] == b"p" * 32
    assert peppers.read(store) == peppers.read(till.store)
    with (
        closing(SqlLedger(restored.ledger, keys.everything(store)[keys.DATABASE])) as ledger,
        closing(
            SqlDirectory(restored.directory, keys.everything(store)[keys.DATABASE])
        ) as directory,
    ):
        assert ledger.verify().events == 2
        assert ledger.verify().ok
        assert ledger.needs_rejoin()
        waiting = ledger.batch(10, 100_000)
        assert waiting is not None
        assert (waiting.pins, waiting.visit_pins) == ((chosen.pin,), (("m1", "f00d"),))
        assert (ledger.pin("m1"), directory.pin("m1")) == (chosen.pin, pin)
        assert ledger.held(entries.ANNA) == {}
        assert directory.cursor() == "c1"


def test_on_the_same_machine_the_keys_are_there(till: Till, data_dir: Path) -> None:
    made = till.backup(data_dir / "usb")
    restored = restore(made, data_dir / "again", till.store).folder
    key = till.store.get(keys.DATABASE)
    assert key is not None
    with closing(SqlLedger(restored.ledger, key)) as ledger:
        assert ledger.needs_rejoin()


def test_restore_asks_for_what_it_needs(till: Till, data_dir: Path) -> None:
    made = till.backup(data_dir / "usb")
    empty = FileKeyStore(data_dir / "no-keys")
    cases = (
        ("not_empty", made, till.folder.root, till.store, None),
        ("keys_missing", made, data_dir / "a", empty, None),
        ("recovery_key", made, data_dir / "b", empty, bytes(32)),
        ("not_a_backup", till.folder.ledger, data_dir / "c", till.store, None),
    )
    for code, file, root, store, key in cases:
        with pytest.raises(Refusal) as caught:
            restore(file, root, store, key)
        assert caught.value.code == code
    for name in "abc":
        assert not (data_dir / name / "till" / "ledger.db").exists()


def test_a_damaged_backup_puts_nothing_back(till: Till, data_dir: Path) -> None:
    made = till.backup(data_dir / "usb")
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hurt = bytearray(parts["ledger.db"])
    hurt[len(hurt) // 2] ^= 1
    parts["ledger.db"] = bytes(hurt)
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(Corrupt) as caught:
        restore(made, data_dir / "again", till.store)
    assert caught.value.code == "ledger_corrupt"
    assert not (data_dir / "again" / "till" / "ledger.db").exists()


def test_an_old_write_ahead_log_is_not_played_in(till: Till, data_dir: Path) -> None:
    made = till.backup(data_dir / "usb")
    again = folder.prepare(data_dir / "again", folder.SHOP)
    again.ledger.with_name("ledger.db-wal").write_bytes(b"left over from another life")
    restored = restore(made, again.root, till.store).folder
    key = till.store.get(keys.DATABASE)
    assert key is not None
    with closing(SqlLedger(restored.ledger, key)) as ledger:
        assert ledger.verify().ok
