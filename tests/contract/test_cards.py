"""What every ledger and directory promises about cards, against files and the simulator's dicts."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from loyalty import card_stock, number
from loyalty.card_stock import ISSUED, PRINTED
from storage.directory import SqlDirectory
from storage.filling import Filling
from storage.ledger import SqlLedger
from storage.ports import Directory, Ledger
from storage.records import CARD_ISSUED, Credential, Page, Position
from tests.contract import entries
from tests.contract.entries import DEVICE, FEED
from tests.contract.memory import MemoryDirectory, MemoryLedger

NUMBERS = tuple(number.make("0000", f"{at:09d}") for at in range(5))
FIRST, SECOND = NUMBERS[:3], NUMBERS[3:]


def told(cursor: str, batches: dict[str, tuple[str, ...]]) -> Page:
    """Give a page of the feed that tells batches by their events."""
    settings = {
        f"{card_stock.SETTING}{name}": card_stock.as_setting(numbers)
        for name, numbers in batches.items()
    }
    own = Position(epoch=1, seq=0)
    return Page(cursor=cursor, feed_epoch="f", own=own, settings=settings | {"limits": "{}"})


class CardsContract:
    """Events about cards are found among sales, and their numbers by themselves."""

    def test_events_about_cards_are_found(self, ledger: Ledger) -> None:
        for n in (1, 2):
            ledger.commit(entries.sale(ledger, n))
        shown = tuple(
            Credential(kind=CARD_ISSUED, key=one, member_id=entries.event_id(3)) for one in FIRST
        )
        issued = entries.entry(ledger, 3, type=ISSUED, account="", sale="", credentials=shown)
        ledger.commit(issued)
        ledger.commit(entries.entry(ledger, 4, type=PRINTED, account="", sale=""))
        assert [one.raw for one in ledger.cards.of(ISSUED)] == [issued.raw]
        assert [one.seq for one in ledger.cards.of(PRINTED)] == [4]
        low, high = FIRST[0], FIRST[-1]
        assert ledger.keys_between(CARD_ISSUED, low, high, 9) == tuple(sorted(FIRST))
        assert ledger.keys_between(CARD_ISSUED, low, high, 2) == tuple(sorted(FIRST))[:2]
        assert ledger.keys_between(CARD_ISSUED, SECOND[0], SECOND[0], 1) == ()
        assert ledger.member_by(CARD_ISSUED, FIRST[0]) is None, "a blank card is nobody's"


class TestMemoryCards(CardsContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        made = MemoryLedger()
        made.begin_epoch(DEVICE, 1, FEED)
        return made


class TestSqlCards(CardsContract):
    @pytest.fixture
    def ledger(self, data_dir: Path) -> Iterator[Ledger]:
        with closing(SqlLedger(data_dir / "ledger.db", entries.KEY)) as made:
            made.begin_epoch(DEVICE, 1, FEED)
            yield made
            assert made.verify().ok


class ToldContract:
    """Batches that the server told of are numbers; the settings beside them stay settings."""

    def test_a_batch_is_known_by_its_numbers(self, directory: Directory) -> None:
        directory.apply(told("1", {"e1": FIRST}))
        directory.apply(told("2", {"e1": FIRST, "e2": SECOND}))
        low, high = min(NUMBERS), max(NUMBERS)
        assert directory.keys_between(CARD_ISSUED, low, high, 9) == tuple(sorted(NUMBERS))
        assert directory.setting("limits") == "{}"
        assert directory.setting(f"{card_stock.SETTING}e1") == ""
        directory.forget()
        assert directory.keys_between(CARD_ISSUED, low, high, 9) == ()


class TestMemoryTold(ToldContract):
    @pytest.fixture
    def directory(self) -> Directory:
        return MemoryDirectory()


class TestSqlTold(ToldContract):
    @pytest.fixture
    def directory(self, data_dir: Path) -> Iterator[Directory]:
        with closing(SqlDirectory(data_dir / "directory.db", entries.KEY)) as made:
            yield made


def test_a_copy_of_everything_has_the_batches_too(data_dir: Path) -> None:
    path = data_dir / "directory.db"
    filling = Filling(path, entries.KEY)
    filling.page(told("1", {"e1": FIRST}))
    filling.finish()
    with closing(SqlDirectory(path, entries.KEY)) as opened:
        assert opened.keys_between(CARD_ISSUED, FIRST[0], FIRST[0], 1) == FIRST[:1]
        assert opened.setting("limits") == "{}"


def test_what_an_older_program_kept_as_a_setting_is_understood_when_it_is_opened(
    data_dir: Path,
) -> None:
    """A till of the version before keeps what it does not know under its name."""
    path = data_dir / "directory.db"
    with closing(SqlDirectory(path, entries.KEY)) as older, older.database.transaction():
        name = f"shop/{card_stock.SETTING}e1"
        older._marks.put(name, card_stock.as_setting(FIRST))
    with closing(SqlDirectory(path, entries.KEY)) as newer:
        assert newer.keys_between(CARD_ISSUED, min(FIRST), max(FIRST), 9) == tuple(sorted(FIRST))
        assert newer.setting(f"{card_stock.SETTING}e1") == ""
