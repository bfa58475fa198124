"""What every ledger promises about a cash register, against the file and the simulator's dicts."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.ledger import SqlLedger
from storage.ports import Ledger
from storage.records import Told
from tests.contract import entries
from tests.contract.entries import DEVICE, FEED
from tests.contract.memory import MemoryLedger


class RegisterContract:
    """What a register told by its own numbers, and which event each is."""

    def test_a_register_s_sale_is_kept_with_its_event(self, ledger: Ledger) -> None:
        told = Told(
            kind="sale",
            name="R-1",
            sale="R-1",
            at_us=5,
            day=entries.DAY,
            amount_minor=1250,
            reply=b"{}",
        )
        assert ledger.register.find("sale", "R-1") is None
        assert ledger.register.of_event("") is None
        ledger.register.keep(told)
        later = dataclasses.replace(told, name="R-2", at_us=9)
        ledger.register.keep(later)
        first = entries.sale(ledger, 1)
        added = dataclasses.replace(later, event=first.event.id)
        ledger.commit(dataclasses.replace(first, register=(added,)))
        assert ledger.register.find("sale", "R-2") == added
        assert ledger.register.of_event(first.event.id) == added
        assert ledger.register.find("sale", "R-1") == told
        # What is put back from a copy brings no rows, only its events.
        ledger.commit(entries.sale(ledger, 2, data={"register": {"sale": "R-4"}}))
        back = ledger.register.find("sale", "R-4")
        assert back is not None
        assert (back.event, back.amount_minor) == (entries.event_id(2), 1250)
        assert ledger.register.find("refund", "R-4") is None


class TestMemoryRegister(RegisterContract):
    @pytest.fixture
    def bare(self) -> Ledger:
        return MemoryLedger()

    @pytest.fixture
    def ledger(self, bare: Ledger) -> Ledger:
        bare.begin_epoch(DEVICE, 1, FEED)
        return bare


class TestSqlRegister(RegisterContract):
    @pytest.fixture
    def bare(self, data_dir: Path) -> Iterator[Ledger]:
        opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
        yield opened
        opened.close()

    @pytest.fixture
    def ledger(self, bare: Ledger) -> Ledger:
        bare.begin_epoch(DEVICE, 1, FEED)
        return bare
