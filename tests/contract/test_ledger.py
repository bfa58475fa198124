"""What every ledger promises, held against the file and against the simulator's dicts."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import lots
from loyalty.errors import Corrupt, Refusal
from loyalty.event import Posting, decode, genesis
from loyalty.lots import HeldLot
from storage.ledger import SqlLedger
from storage.ports import Ledger
from storage.records import HeldRow, Position
from tests.contract import entries
from tests.contract.entries import ANNA, BERT, DEVICE, FEED
from tests.contract.memory import MemoryLedger

START = Position(epoch=0, seq=0)
LOT = lots.name("old", "2026-12-31")
LATER = lots.name("new")


def is_fine(ledger: Ledger) -> bool:
    """Let the ledger rebuild itself; show the difference when there is one."""
    found = ledger.verify()
    assert found.first_difference is None
    return found.ok


class LedgerContract:
    """Chain, rights, sums and outbox."""

    def test_a_till_without_a_shop_records_nothing(self, bare: Ledger) -> None:
        assert (bare.head().epoch, bare.head().device) == (0, "")
        with pytest.raises(Refusal, match="no shop yet"):
            bare.commit(entries.sale(bare, 1))
        assert bare.batch(10, 1000) is None
        assert is_fine(bare)

    def test_an_epoch_begins_with_its_genesis(self, ledger: Ledger) -> None:
        head = ledger.head()
        assert (head.device, head.epoch, head.seq, head.feed_epoch) == (DEVICE, 1, 0, FEED)
        assert head.hash == genesis(DEVICE, 1)

    def test_a_sale_is_there_with_its_own_bytes(self, ledger: Ledger) -> None:
        made = entries.sale(ledger, 1)
        ledger.commit(made)
        stored = ledger.event(made.event.id)
        assert stored is not None
        assert (stored.epoch, stored.seq, stored.raw, stored.hash) == (1, 1, made.raw, made.hash)
        assert (ledger.head().seq, ledger.head().hash) == (1, made.hash)
        assert ledger.events(1, 1, 10) == (stored,)
        assert list(ledger.export()) == [made.raw]
        assert ledger.event("nothing") is None
        assert is_fine(ledger)

    def test_what_is_held_in_all_is_summed_by_unit(self, ledger: Ledger) -> None:
        assert ledger.held_in_all() == {}
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=60)))
        ledger.take_grant(entries.grant("g2", HeldLot(lot=LATER, amount=40), account=BERT))
        assert ledger.held_in_all() == {"points": 100}

    def test_only_what_is_past_its_last_day_has_lapsed(self, ledger: Ledger) -> None:
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=60)))
        ledger.take_grant(entries.grant("g2", HeldLot(lot=LATER, amount=40), account=BERT))
        assert ledger.lapsed("2026-12-31", 10) == ()
        row = HeldRow(account=ANNA, unit="points", lot=LOT, amount=60)
        assert ledger.lapsed("2027-01-01", 10) == (row,)
        assert ledger.lapsed("2027-01-01", 0) == ()

    def test_what_waits_is_summed_by_its_sides_until_it_is_sent(self, ledger: Ledger) -> None:
        for n, account in enumerate((ANNA, BERT), 1):
            posting = entries.taken_back(account, 10 * n, LOT)
            ledger.commit(entries.entry(ledger, n, posting))
        assert ledger.unsent_sum("m:*:open", "shop:given") == {"points": 30}
        assert ledger.unsent_sum(f"m:{BERT}:open", "shop:given") == {"points": 20}
        assert ledger.unsent_sum("m:*:held", "shop:given") == {}
        ledger.acknowledge(1, 1)
        assert ledger.unsent_sum("m:*:open", "shop:given") == {"points": 20}

    def test_several_events_are_there_together_or_not_at_all(self, ledger: Ledger) -> None:
        before = ledger.head()
        first = entries.sale(ledger, 1)
        ledger.commit(first)
        rival = entries.sale(ledger, 2)
        wrong = dataclasses.replace(rival, hash=bytes(32))
        with pytest.raises(Corrupt, match="does not follow"):
            ledger.commit_all((rival, wrong))
        assert ledger.head().seq == before.seq + 1
        assert ledger.event(rival.event.id) is None
        ledger.commit_all((rival,))
        assert ledger.head().hash == rival.hash
        ledger.commit_all(())
        assert ledger.head().hash == rival.hash
        assert is_fine(ledger)

    def test_events_come_in_pages(self, ledger: Ledger) -> None:
        for n in range(1, 6):
            ledger.commit(entries.sale(ledger, n))
        assert [stored.seq for stored in ledger.events(1, 2, 3)] == [2, 3, 4]
        assert ledger.events(2, 1, 3) == ()

    def test_an_event_must_follow_the_one_before(self, ledger: Ledger) -> None:
        first, rival = entries.sale(ledger, 1), entries.sale(ledger, 2)
        ledger.commit(first)
        with pytest.raises(Corrupt) as caught:
            ledger.commit(rival)
        assert caught.value.code == "chain_broken"
        wrong = dataclasses.replace(entries.sale(ledger, 3), hash=bytes(32))
        with pytest.raises(Corrupt) as caught:
            ledger.commit(wrong)
        assert caught.value.code == "chain_broken"
        assert ledger.head().seq == 1
        assert is_fine(ledger)

    def test_an_event_says_what_its_bytes_say(self, ledger: Ledger) -> None:
        made = entries.sale(ledger, 1, points=10)
        other = entries.sale(ledger, 1, points=99)
        with pytest.raises(Corrupt) as caught:
            ledger.commit(dataclasses.replace(made, event=other.event))
        assert caught.value.code == "event_bytes"
        assert ledger.head().seq == 0

    def test_an_unknown_account_is_refused(self, ledger: Ledger) -> None:
        odd = Posting(debit="shop:given", credit="m::open", unit="points", amount=1)
        with pytest.raises(Corrupt) as caught:
            ledger.commit(entries.entry(ledger, 1, odd))
        assert caught.value.code == "account_unknown"

    def test_the_same_event_is_not_recorded_twice(self, ledger: Ledger) -> None:
        ledger.commit(entries.sale(ledger, 1))
        with pytest.raises(Corrupt):
            ledger.commit(entries.sale(ledger, 1))
        assert ledger.head().seq == 1
        assert is_fine(ledger)

    def test_only_what_is_held_can_be_spent(self, ledger: Ledger) -> None:
        assert ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        with pytest.raises(Corrupt) as caught:
            ledger.commit(entries.entry(ledger, 1, entries.used(ANNA, 31, LOT)))
        assert caught.value.code == "held_negative"
        with pytest.raises(Corrupt):
            ledger.commit(entries.entry(ledger, 1, entries.used(ANNA, 1, LATER)))
        with pytest.raises(Corrupt):
            ledger.commit(entries.entry(ledger, 1, entries.used(BERT, 1, LOT), account=BERT))
        assert ledger.head().seq == 0
        assert ledger.unsent() == 0
        ledger.commit(entries.entry(ledger, 1, entries.used(ANNA, 12, LOT)))
        assert ledger.held(ANNA) == {"points": (HeldLot(lot=LOT, amount=18),)}
        ledger.commit(entries.entry(ledger, 2, entries.used(ANNA, 18, LOT)))
        assert ledger.held(ANNA) == {}
        assert is_fine(ledger)

    def test_a_refusal_leaves_nothing_behind(self, ledger: Ledger) -> None:
        bad = entries.entry(
            ledger,
            1,
            entries.earned(ANNA, 5, LATER),
            entries.used(ANNA, 1, LOT),
            open_sale=b"left open",
        )
        with pytest.raises(Corrupt):
            ledger.commit(bad)
        assert ledger.event(bad.event.id) is None
        assert ledger.open_sale() is None
        assert ledger.effect(ANNA, START) == {}
        assert ledger.batch(10, 1000) is None
        ledger.commit(entries.sale(ledger, 1))
        assert is_fine(ledger)

    def test_lots_come_in_the_order_they_are_spent(self, ledger: Ledger) -> None:
        ledger.take_grant(
            entries.grant("g1", HeldLot(lot=LATER, amount=1), HeldLot(lot=LOT, amount=2))
        )
        assert [held.lot for held in ledger.held(ANNA)["points"]] == [LOT, LATER]
        assert ledger.held(BERT) == {}

    def test_a_grant_counts_once_and_only_here_and_now(self, ledger: Ledger) -> None:
        given = entries.grant("g1", HeldLot(lot=LOT, amount=30))
        assert ledger.take_grant(given)
        assert not ledger.take_grant(given)
        for wrong in ({"device": "till-2"}, {"epoch": 2}, {"feed_epoch": "other"}):
            assert not ledger.take_grant(entries.grant("g2", HeldLot(lot=LOT, amount=5), **wrong))
        assert ledger.take_grant(entries.grant("g3", HeldLot(lot=LOT, amount=5)))
        assert ledger.held(ANNA) == {"points": (HeldLot(lot=LOT, amount=35),)}
        assert is_fine(ledger)

    def test_a_wish_waits_for_its_answer(self, ledger: Ledger) -> None:
        asked = entries.asked("ask-g1", 40)
        ledger.ask(asked)
        ledger.ask(asked)
        ledger.ask(entries.asked("ask-g2", 5))
        assert [wish.request_id for wish in ledger.unanswered()] == ["ask-g1", "ask-g2"]
        ledger.answered("ask-g2")
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        assert ledger.unanswered() == ()

    def test_a_new_epoch_starts_with_nothing(self, ledger: Ledger) -> None:
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        ledger.ask(entries.asked("r", 1))
        ledger.commit(entries.sale(ledger, 1))
        ledger.begin_epoch(DEVICE, 2, FEED)
        assert ledger.held(ANNA) == {}
        assert ledger.unanswered() == ()
        assert (ledger.head().epoch, ledger.head().seq) == (2, 0)
        ledger.commit(entries.sale(ledger, 2))
        assert ledger.unsent() == 2
        first = ledger.batch(10, 10_000)
        assert first is not None
        assert (first.epoch, first.from_seq, len(first.events)) == (1, 1, 1)
        ledger.acknowledge(1, 1)
        second = ledger.batch(10, 10_000)
        assert second is not None
        assert (second.epoch, second.from_seq, second.previous) == (2, 1, genesis(DEVICE, 2))
        assert ledger.effect(ANNA, Position(epoch=1, seq=1))["points"] == 10
        for epoch, device in ((2, DEVICE), (1, DEVICE), (3, "till-2")):
            with pytest.raises(Refusal):
                ledger.begin_epoch(device, epoch, FEED)
        assert is_fine(ledger)

    def test_a_restored_till_has_no_rights_until_it_rejoins(self, ledger: Ledger) -> None:
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        assert not ledger.needs_rejoin()
        ledger.require_rejoin()
        assert ledger.needs_rejoin()
        assert ledger.held(ANNA) == {}
        assert not ledger.take_grant(entries.grant("g2", HeldLot(lot=LOT, amount=1)))
        assert is_fine(ledger)
        ledger.begin_epoch(DEVICE, 2, FEED)
        assert not ledger.needs_rejoin()
        assert ledger.take_grant(entries.grant("g3", HeldLot(lot=LOT, amount=1), epoch=2))
        assert is_fine(ledger)

    def test_the_tail_of_a_fork_goes_out_under_the_next_epoch(self, ledger: Ledger) -> None:
        ledger.commit_all([entries.sale(ledger, 1, points=10)])
        for n in (2, 3):
            ledger.commit(entries.sale(ledger, n, points=10 * n))
        ledger.acknowledge(1, 1)
        made = [stored.raw for stored in ledger.events(1, 2, 10)]
        ledger.require_rejoin(forked=True)
        ledger.require_rejoin()  # said again for another reason, the fork is not forgotten
        ledger.begin_epoch(DEVICE, 3, FEED)
        assert is_fine(ledger)
        assert [stored.raw for stored in ledger.events(3, 1, 10)] == made
        assert ledger.head().seq == 2
        assert ledger.unsent() == 2
        # What was shown of the account before the epoch began goes on to be shown.
        assert ledger.effect(ANNA, Position(epoch=1, seq=9))["points"] == 50
        assert ledger.effect(ANNA, Position(epoch=3, seq=1))["points"] == 30
        assert ledger.effect(ANNA, Position(epoch=3, seq=2)) == {}
        ledger.commit(entries.sale(ledger, 4, points=1))
        first = ledger.batch(10, 100_000)
        assert first is not None
        assert (first.epoch, first.from_seq, list(first.events)) == (3, 1, made)
        assert first.is_tail
        assert first.previous == genesis(DEVICE, 3)
        ledger.acknowledge(3, 2)
        second = ledger.batch(10, 100_000)
        assert second is not None
        assert (second.from_seq, len(second.events), second.is_tail) == (3, 1, False)
        ledger.resend(3, 1)
        again = ledger.batch(10, 100_000)
        assert again is not None
        assert (again.from_seq, list(again.events), again.is_tail) == (2, made[1:], True)
        assert is_fine(ledger)

    def test_a_tail_forks_again(self, ledger: Ledger) -> None:
        for n in (1, 2):
            ledger.commit(entries.sale(ledger, n, points=10))
        ledger.require_rejoin(forked=True)
        ledger.begin_epoch(DEVICE, 2, FEED)
        ledger.commit(entries.sale(ledger, 3, points=5))
        ledger.acknowledge(2, 1)
        ledger.require_rejoin(forked=True)
        ledger.begin_epoch(DEVICE, 7, FEED)
        waiting = ledger.batch(10, 100_000)
        assert waiting is not None
        sent = [stored.raw for stored in (*ledger.events(1, 2, 1), *ledger.events(2, 3, 1))]
        assert (waiting.epoch, list(waiting.events)) == (7, sent)
        assert ledger.effect(ANNA, Position(epoch=2, seq=9))["points"] == 15
        assert is_fine(ledger)

    def test_the_effect_of_own_events_on_an_account(self, ledger: Ledger) -> None:
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        ledger.commit(entries.sale(ledger, 1, points=10))
        ledger.commit(entries.sale(ledger, 2, points=7, account=BERT))
        ledger.commit(entries.entry(ledger, 3, entries.used(ANNA, 4, LOT)))
        assert ledger.effect(ANNA, START) == {"points": 6, "visits": 1}
        assert ledger.effect(BERT, START) == {"points": 7, "visits": 1}
        assert ledger.effect(ANNA, Position(epoch=1, seq=1)) == {"points": -4}
        assert ledger.effect(ANNA, Position(epoch=1, seq=3)) == {}
        assert ledger.effect(ANNA, Position(epoch=2, seq=0)) == {}
        ledger.commit(entries.entry(ledger, 4, entries.returned(ANNA, 26, LOT), sale=""))
        assert ledger.effect(ANNA, Position(epoch=1, seq=3)) == {}
        assert ledger.held(ANNA) == {}
        assert is_fine(ledger)

    def test_the_newest_sales_come_first(self, ledger: Ledger) -> None:
        first = entries.sale(ledger, 1, points=10)
        ledger.commit(first)
        ledger.commit(entries.sale(ledger, 2, points=7, account=BERT, day="2026-11-23"))
        undo = entries.entry(
            ledger,
            3,
            entries.taken_back(ANNA, 10, lots.name(first.event.id)),
            type="undo",
            sale=first.event.id,
            corrects=first.event.id,
        )
        ledger.commit(undo)
        rows = ledger.recent_sales(10)
        assert [row.sale for row in rows] == [entries.event_id(2), entries.event_id(1)]
        assert [row.points for row in rows] == [7, 10]
        assert [row.reversed for row in rows] == [False, True]
        assert rows[1].at == "2026-11-22T10:15:00.123456Z"
        assert (rows[1].day, rows[1].type, rows[1].amount_minor) == (entries.DAY, "sale", 1250)
        assert [row.account for row in ledger.recent_sales(10, BERT)] == [BERT]
        assert len(ledger.recent_sales(1)) == 1
        assert ledger.sales_of_day("2026-11-23") == rows[:1]
        assert ledger.sales_of_day("2026-11-24") == ()
        assert ledger.corrected_by(first.event.id) == undo.event.id
        assert ledger.corrected_by(undo.event.id) is None
        assert ledger.corrected_by("") is None

    def test_settings_and_the_open_sale_stay(self, ledger: Ledger) -> None:
        assert ledger.get("mark") is None
        ledger.put("mark", "1")
        ledger.put("mark", "2")
        assert ledger.get("mark") == "2"
        ledger.save_open_sale(b"basket")
        assert ledger.open_sale() == b"basket"
        ledger.commit(entries.sale(ledger, 1, open_sale=b"next"))
        assert ledger.open_sale() == b"next"
        ledger.commit(entries.sale(ledger, 2))
        assert ledger.open_sale() is None
        ledger.save_open_sale(b"basket")
        ledger.save_open_sale(None)
        assert ledger.open_sale() is None

    def test_bytes_stay_what_they_were(self, ledger: Ledger) -> None:
        for n in range(1, 4):
            ledger.commit(entries.sale(ledger, n))
        assert [decode(raw).seq for raw in ledger.export()] == [1, 2, 3]


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def bare(self) -> Ledger:
        return MemoryLedger()

    @pytest.fixture
    def ledger(self, bare: Ledger) -> Ledger:
        bare.begin_epoch(DEVICE, 1, FEED)
        return bare


class TestSqlLedger(LedgerContract):
    @pytest.fixture
    def bare(self, data_dir: Path) -> Iterator[Ledger]:
        opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
        yield opened
        opened.close()

    @pytest.fixture
    def ledger(self, bare: Ledger) -> Ledger:
        bare.begin_epoch(DEVICE, 1, FEED)
        return bare
