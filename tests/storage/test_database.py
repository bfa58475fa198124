"""Bad disks and bad files: each gets one clear error, and nothing recorded is lost."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from loyalty.errors import Corrupt, Outage
from storage import database
from storage.database import Database
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from tests.contract import entries

NOT_MOUNTABLE = "only root on Linux can mount the small disk that this needs"


def ledger_at(path: Path) -> SqlLedger:
    """Open a ledger that belongs to a shop."""
    ledger = SqlLedger(path, entries.KEY)
    if ledger.head().epoch == 0:
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
    return ledger


@pytest.fixture
def small_disk(data_dir: Path) -> Iterator[Path]:
    """Give a disk of one megabyte."""
    folder = data_dir / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.name == "nt" or os.geteuid() != 0 or mount is None:
        pytest.skip(NOT_MOUNTABLE)
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip(NOT_MOUNTABLE)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_the_pragmas_hold(data_dir: Path) -> None:
    with closing(Database(data_dir / "x.db", entries.KEY, file="ledger")) as opened:
        found = {
            name: opened.sql(f"PRAGMA {name}")[0][0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "secure_delete",
                "busy_timeout",
            )
        }
        assert opened.sql("PRAGMA cipher_version")
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


def test_nothing_readable_lies_on_the_disk(data_dir: Path) -> None:
    ledger = ledger_at(data_dir / "ledger.db")
    ledger.commit(entries.sale(ledger, 1))
    written = b"".join(path.read_bytes() for path in data_dir.iterdir())
    ledger.close()
    written += (data_dir / "ledger.db").read_bytes()
    for word in (b"SQLite format", b"cashier:default", b"CREATE TABLE", entries.KEY):
        assert word not in written


def test_a_wrong_key_is_told_without_noise(
    data_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ledger_at(data_dir / "ledger.db").close()
    with pytest.raises(Corrupt) as caught:
        SqlLedger(data_dir / "ledger.db", bytes(32))
    assert caught.value.code == "wrong_key"
    assert capfd.readouterr() == ("", "")
    with closing(ledger_at(data_dir / "ledger.db")) as ledger:
        assert ledger.head().epoch == 1


def test_a_file_of_something_else_is_told(data_dir: Path) -> None:
    (data_dir / "ledger.db").write_bytes(b"a shopping list, long enough for a page " * 200)
    with pytest.raises(Corrupt) as caught:
        SqlLedger(data_dir / "ledger.db", entries.KEY)
    assert caught.value.code == "wrong_key"


def test_flipped_bits_are_found_at_start(data_dir: Path) -> None:
    path = data_dir / "ledger.db"
    with closing(ledger_at(path)) as ledger:
        for n in range(40):
            ledger.commit(entries.sale(ledger, n))
    whole = path.read_bytes()
    for page in (3, len(whole) // 4096 // 2, len(whole) // 4096 - 1):
        hurt = bytearray(whole)
        hurt[page * 4096 + 1000] ^= 0xFF
        path.write_bytes(hurt)
        with pytest.raises(Corrupt) as caught:
            SqlLedger(path, entries.KEY)
        assert caught.value.code == "ledger_corrupt"
        assert path.read_bytes() == bytes(hurt), "what is left is kept as it is"
    path.write_bytes(whole)
    with closing(ledger_at(path)) as ledger:
        assert ledger.verify().ok


def test_damage_while_running_is_corrupt_too(data_dir: Path) -> None:
    path = data_dir / "ledger.db"
    with closing(ledger_at(path)) as ledger:
        for n in range(600):
            ledger.commit(entries.sale(ledger, n))
    size = path.stat().st_size
    with closing(ledger_at(path)) as ledger:
        ledger.database.sql("PRAGMA cache_size = 1")
        with path.open("r+b") as file:
            for page in range(40, size // 4096, 2):
                file.seek(page * 4096 + 500)
                file.write(b"\xff" * 16)
        with pytest.raises(Corrupt) as caught:
            list(ledger.export())
    assert caught.value.code == "ledger_corrupt"


def test_a_damaged_directory_names_itself(data_dir: Path) -> None:
    path = data_dir / "directory.db"
    SqlDirectory(path, entries.KEY).close()
    hurt = bytearray(path.read_bytes())
    hurt[len(hurt) // 8192 * 4096 + 77] ^= 1
    path.write_bytes(hurt)
    with pytest.raises(Corrupt) as caught:
        SqlDirectory(path, entries.KEY)
    assert caught.value.code == "directory_corrupt"


def fill(ledger: SqlLedger) -> Outage:
    """Record sales until the disk says no."""
    for n in range(100_000):
        try:
            ledger.commit(entries.sale(ledger, n))
        except Outage as outage:
            return outage
    raise AssertionError("the disk never got full")


def test_a_full_database_refuses_and_keeps_what_it_has(data_dir: Path) -> None:
    with closing(ledger_at(data_dir / "ledger.db")) as ledger:
        ledger.database.sql("PRAGMA max_page_count = 80")
        assert fill(ledger).code == "disk_full"
        recorded = ledger.head().seq
        assert recorded > 10
        assert ledger.verify().ok
        ledger.database.sql("PRAGMA max_page_count = 8000")
        ledger.commit(entries.sale(ledger, 200_000))
        assert ledger.head().seq == recorded + 1
        assert ledger.verify().ok


def test_a_full_disk_refuses_and_keeps_what_it_has(small_disk: Path) -> None:
    filler = small_disk / "photos"
    filler.write_bytes(bytes(300_000))
    with closing(ledger_at(small_disk / "ledger.db")) as ledger:
        assert fill(ledger).code == "disk_full"
        recorded = ledger.head().seq
        assert ledger.verify().events == recorded
        filler.unlink()
        ledger.commit(entries.sale(ledger, 200_000))
    with closing(ledger_at(small_disk / "ledger.db")) as ledger:
        assert ledger.head().seq == recorded + 1
        assert ledger.verify().ok


def test_a_full_disk_at_first_start(small_disk: Path) -> None:
    (small_disk / "photos").write_bytes(bytes(1_000_000))
    with pytest.raises(Outage) as caught:
        ledger_at(small_disk / "ledger.db")
    assert caught.value.code == "disk_full"


def test_a_read_only_disk(small_disk: Path) -> None:
    ledger = ledger_at(small_disk / "ledger.db")
    ledger.commit(entries.sale(ledger, 1))
    ledger.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(Outage) as caught:
        ledger_at(small_disk / "ledger.db")
    assert caught.value.code == "disk_read_only"


def test_a_folder_that_is_not_there(data_dir: Path) -> None:
    with pytest.raises(Outage) as caught:
        SqlLedger(data_dir / "nowhere" / "ledger.db", entries.KEY)
    assert caught.value.code == "disk_read_only"
    with pytest.raises(Outage):
        SqlLedger(data_dir / "ledger.db", entries.KEY, create=False)
    assert not (data_dir / "ledger.db").exists()


def test_another_writer_makes_it_busy(data_dir: Path) -> None:
    with (
        closing(ledger_at(data_dir / "ledger.db")) as ledger,
        closing(Database(data_dir / "ledger.db", entries.KEY, file="ledger")) as other,
    ):
        ledger.database.sql("PRAGMA busy_timeout = 20")
        with other.transaction():
            with pytest.raises(Outage) as caught:
                ledger.commit(entries.sale(ledger, 1))
            assert caught.value.code == "database_busy"
        ledger.commit(entries.sale(ledger, 1))
        assert ledger.verify().ok


def test_a_second_writer_cannot_fork_the_chain(data_dir: Path) -> None:
    with (
        closing(ledger_at(data_dir / "ledger.db")) as first,
        closing(ledger_at(data_dir / "ledger.db")) as second,
    ):
        first.commit(entries.sale(first, 1))
        with pytest.raises(Corrupt) as caught:
            second.commit(entries.sale(second, 2))
        assert caught.value.code == "chain_broken"
        assert first.verify().events == 1


def test_a_head_that_changed_under_us_is_not_built_upon(data_dir: Path) -> None:
    with closing(ledger_at(data_dir / "ledger.db")) as ledger:
        ledger.commit(entries.sale(ledger, 1))
        ledger.database.sql("UPDATE chain SET hash = zeroblob(32)")
        with pytest.raises(Corrupt) as caught:
            ledger.commit(entries.sale(ledger, 2))
        assert caught.value.code == "chain_broken"
        assert len(list(ledger.export())) == 1


def test_an_old_sqlite_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(Outage) as caught:
        Database(data_dir / "x.db", entries.KEY, file="ledger")
    assert caught.value.code == "sqlite_old"
    assert not (data_dir / "x.db").exists()


def test_another_thread_may_not_touch_it(data_dir: Path) -> None:
    caught: list[Exception] = []
    with closing(ledger_at(data_dir / "ledger.db")) as ledger:

        def touch() -> None:
            try:
                ledger.get("mark")
            except dbapi2.ProgrammingError as error:
                caught.append(error)

        thread = threading.Thread(target=touch)
        thread.start()
        thread.join()
    assert len(caught) == 1
