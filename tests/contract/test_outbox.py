"""What goes out: batches in order, acknowledged once, people beside events, and the erased."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import Refusal
from storage.ledger import SqlLedger
from storage.ports import Ledger
from storage.records import CARD, PHONE, Credential, Member, Person, PersonOut
from tests.contract import entries
from tests.contract.entries import ANNA, DEVICE, FEED
from tests.contract.memory import MemoryLedger

NUMBER = "9000012345678934"
MEMBER = Member(member_id="m-anna", account=ANNA, number=NUMBER, joined_day=entries.DAY)
CREDENTIALS = (
    Credential(kind=CARD, key=NUMBER, member_id="m-anna"),
    Credential(kind=PHONE, key="blind", member_id="m-anna"),
)


def anna(version: int, name: str = "Anna-Maria Jansson") -> PersonOut:
    """Give Anna's personal data in some version."""
    person = Person(
        person_id="m-anna",
        version=version,
        name=name,
        phone="+46701234567",
        language="sv",
        consents={"news": "2026-11-22"},
    )
    return PersonOut(person=person, blind={PHONE: "blind"})


class OutboxContract:
    """Batches and acknowledgements."""

    def test_nothing_to_send(self, ledger: Ledger) -> None:
        assert ledger.batch(10, 1000) is None
        assert ledger.unsent() == 0

    def test_a_batch_is_consecutive_and_bounded(self, ledger: Ledger) -> None:
        made = []
        for n in range(1, 6):
            made.append(entries.sale(ledger, n))
            ledger.commit(made[-1])
        batch = ledger.batch(3, 1_000_000)
        assert batch is not None
        assert batch.events == tuple(entry.raw for entry in made[:3])
        small = ledger.batch(10, len(made[0].raw) + len(made[1].raw))
        assert small is not None
        assert len(small.events) == 2
        least = ledger.batch(10, 1)
        assert least is not None
        assert len(least.events) == 1
        ledger.acknowledge(1, 3)
        rest = ledger.batch(10, 1_000_000)
        assert rest is not None
        assert (rest.epoch, rest.from_seq, rest.previous) == (1, 4, made[2].hash)
        assert rest.events == tuple(entry.raw for entry in made[3:])
        assert ledger.unsent() == 2

    def test_an_acknowledgement_never_goes_back(self, ledger: Ledger) -> None:
        for n in range(1, 4):
            ledger.commit(entries.sale(ledger, n))
        ledger.acknowledge(1, 2)
        ledger.acknowledge(1, 1)
        assert ledger.unsent() == 1
        assert ledger.verify().ok

    def test_an_acknowledgement_of_what_is_not_here_is_refused(self, ledger: Ledger) -> None:
        ledger.commit(entries.sale(ledger, 1))
        for epoch, seq, code in ((1, 2, "acknowledged_ahead"), (2, 1, "epoch_unknown")):
            with pytest.raises(Refusal) as caught:
                ledger.acknowledge(epoch, seq)
            assert caught.value.code == code
        assert ledger.unsent() == 1

    def test_what_a_restored_server_forgot_goes_out_again(self, ledger: Ledger) -> None:
        for n in range(1, 5):
            ledger.commit(entries.sale(ledger, n))
        ledger.acknowledge(1, 3)
        ledger.resend(1, 1)
        assert ledger.unsent() == 3
        batch = ledger.batch(10, 1_000_000)
        assert batch is not None
        assert (batch.from_seq, len(batch.events)) == (2, 3)
        ledger.resend(1, 3)
        assert ledger.unsent() == 3
        assert ledger.verify().ok

    def test_acknowledged_events_stay(self, ledger: Ledger) -> None:
        ledger.commit(entries.sale(ledger, 1))
        ledger.acknowledge(1, 1)
        assert ledger.batch(10, 1000) is None
        assert len(list(ledger.export())) == 1

    def test_an_enrolment_is_found_at_once(self, ledger: Ledger) -> None:
        more: dict[str, Any] = {"member": MEMBER, "credentials": CREDENTIALS, "person": anna(1)}
        ledger.commit(entries.sale(ledger, 1, **more))
        assert ledger.member("m-anna") == MEMBER
        assert ledger.member_by(CARD, NUMBER) == MEMBER
        assert ledger.member_by(PHONE, "blind") == MEMBER
        assert ledger.member_by(PHONE, NUMBER) is None
        assert ledger.members_ending("8934", 5) == ("m-anna",)
        assert ledger.members_ending("8935", 5) == ()
        assert ledger.members_ending("x", 5) == ()
        assert ledger.person("m-anna") == anna(1).person
        assert ledger.joined_on(entries.DAY) == 1
        assert ledger.joined_on("2026-11-23") == 0
        for words in ("anna", "JANS", "jan ann", "anna-maria", " maria  anna "):
            assert ledger.people_named(words, 5) == ("m-anna",), words
        for words in ("", "-", '"', "anne", "anna bert", "nna", '" OR "anna'):
            assert ledger.people_named(words, 5) == (), words

    def test_people_travel_beside_events(self, ledger: Ledger) -> None:
        ledger.commit(entries.sale(ledger, 1, person=anna(1)))
        batch = ledger.batch(10, 1_000_000)
        assert batch is not None
        assert batch.people == (anna(1),)
        ledger.acknowledge(1, 1)
        alone = ledger.batch(10, 1_000_000)
        assert alone is not None
        assert (alone.events, alone.from_seq) == ((), 2)
        assert (alone.previous, alone.people) == (ledger.head().hash, (anna(1),))
        ledger.commit(entries.sale(ledger, 2, person=anna(2, "Anna Berg")))
        ledger.acknowledge(1, 2)
        ledger.people_acknowledge({"m-anna": 1})
        assert ledger.batch(10, 1_000_000) is not None
        ledger.people_acknowledge({"m-anna": 2, "nobody": 4})
        assert ledger.batch(10, 1_000_000) is None
        assert ledger.people_named("berg", 5) == ("m-anna",)
        assert ledger.people_named("jansson", 5) == ()

    def test_an_older_version_never_comes_back(self, ledger: Ledger) -> None:
        ledger.commit(entries.sale(ledger, 1, person=anna(3, "New")))
        ledger.commit(entries.sale(ledger, 2, person=anna(2, "Old")))
        found = ledger.person("m-anna")
        assert found is not None
        assert (found.version, found.name) == (3, "New")
        assert ledger.people_named("old", 5) == ()

    def test_the_erased_are_gone_for_good(self, ledger: Ledger) -> None:
        more: dict[str, Any] = {"member": MEMBER, "credentials": CREDENTIALS, "person": anna(1)}
        ledger.commit(entries.sale(ledger, 1, **more))
        ledger.erase(("m-anna", "nobody"))
        ledger.acknowledge(1, 1)
        assert ledger.person("m-anna") is None
        assert ledger.people_named("anna", 5) == ()
        assert ledger.member_by(PHONE, "blind") is None
        assert ledger.batch(10, 1000) is None
        assert ledger.member_by(CARD, NUMBER) == MEMBER
        ledger.commit(entries.sale(ledger, 2, person=anna(5), credentials=CREDENTIALS))
        ledger.acknowledge(1, 2)
        assert ledger.person("m-anna") is None
        assert ledger.member_by(PHONE, "blind") is None
        assert ledger.batch(10, 1000) is None
        assert ledger.verify().ok


class TestMemoryOutbox(OutboxContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        opened = MemoryLedger()
        opened.begin_epoch(DEVICE, 1, FEED)
        return opened


class TestSqlOutbox(OutboxContract):
    @pytest.fixture
    def ledger(self, data_dir: Path) -> Iterator[Ledger]:
        opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
        opened.begin_epoch(DEVICE, 1, FEED)
        yield opened
        opened.close()
