"""Practising: a shop of its own beside the real one, from which nothing comes back."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import msgspec
import pytest

from loyalty import number
from loyalty.errors import Refusal
from loyalty.programme import load_toml, to_wire
from storage import folder, keys
from storage.keys import FileKeyStore
from storage.records import Page, Position
from terminal.commands import surroundings, training
from terminal.commands.surroundings import Surroundings
from terminal.demo import members
from terminal.till import opening, quick_keys, training_shop
from terminal.till.desk import Desk, Shop
from terminal.till.effects import Effect, Print, Show, Train
from terminal.till.messages import CardLeft, Key, Message, Scan, Text
from terminal.till.opening import Identity
from terminal.till.quick_values import QuickKey
from terminal.till.till import Till

COFFEE = Path(__file__).parents[3] / "assets" / "programmes" / "coffee-bar.toml"
ANNA = number.make("0000", training_shop.GUESTS[0].digits)
REAL_CARD = number.make("4321", "123456789")


@pytest.fixture
def real(tmp_path: Path) -> Surroundings:
    """A connected till of a real shop, whose databases nobody has open."""
    made = folder.prepare(tmp_path / "shop", folder.SHOP)
    around = Surroundings(
        folder=made,
        store=FileKeyStore(made.keys),
        clock=surroundings.SystemClock(),
        randomness=secrets.token_bytes,
        language="en",
    )
    keys.ensure(around.store, around.randomness)
    own = Position(epoch=1, seq=0)
    directory = opening.directory_of(made, around.store)
    raw = to_wire(load_toml(COFFEE.read_text("utf-8")))
    directory.apply(Page(cursor="", feed_epoch="f", own=own, programmes=(raw,)))
    directory.close()
    ledger = opening.ledger_of(made, around.store)
    ledger.begin_epoch("d1", 1, "f")
    ledger.put(
        quick_keys.KEPT, msgspec.json.encode((QuickKey(name="Tea", price_minor=300),)).decode()
    )
    opening.keep_identity(
        ledger,
        Identity(device="d1", tenant="t", server_url="", server_key=""),
        Shop(
            name="Bar",
            till="Till 1",
            issuer="4321",
            language="en",
            currency="EUR",
            scale=2,
            time_zone="Europe/Amsterdam",
            region="NL",
            several_tills=True,
        ),
    )
    ledger.close()
    return around


class Practised:
    """A till to practise on, opened as the counter opens it."""

    def __init__(self, around: Surroundings) -> None:
        self.desk: Desk = opening.desk(
            around.folder, around.store, clock=around.clock, randomness=around.randomness
        )
        self.till = Till(self.desk)

    def do(self, *messages: Message) -> list[Effect]:
        return [effect for message in messages for effect in self.till.handle(message)]

    def close(self) -> None:
        found = self.desk.ledger.verify()
        assert found.ok, found
        opening.close(self.desk)


def typed(text: str) -> list[Message]:
    return [Text(text=char) for char in text]


def prints(folder_of: Path) -> dict[str, str]:
    """Give what every file of a folder holds, as a hash."""
    return {
        str(path.relative_to(folder_of)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder_of.rglob("*"))
        if path.is_file() and "training" not in path.relative_to(folder_of).parts
    }


def test_a_whole_sale_and_a_reward_change_nothing_of_the_real_till(real: Surroundings) -> None:
    before = prints(real.folder.root)
    around, ready = training.enter(real, anew=False)
    assert (ready.shop.training, ready.shop.issuer, ready.shop.several_tills) == (
        True,
        "0000",
        False,
    )
    till = Practised(around)
    frame = till.till.screen().frame
    assert frame.training
    assert frame.strip is not None
    assert frame.strip.state == "training"
    assert [status.name for status in frame.statuses] == ["camera"]
    till.do(Scan(text=ANNA))
    done = till.do(Key(name="F4"), Key(name="Enter"), Scan(text=ANNA))
    slip = next(each.slip for each in done if isinstance(each, Print))
    assert slip.marks == ("TRAINING",)
    till.do(Key(name="Esc"), Scan(text=REAL_CARD))
    strip = till.till.screen().frame.strip
    assert strip is not None
    assert "Real cards do nothing" in strip.sentence
    till.close()
    assert prints(real.folder.root) == before


def test_what_is_given_can_be_used_at_once_and_a_new_guest_is_enrolled(real: Surroundings) -> None:
    around, _ = training.enter(real, anew=False)
    till = Practised(around)
    fresh = number.make("0000", "555555555")
    till.do(Scan(text=fresh), Key(name="Enter"), *typed("12500"), Key(name="Enter"))
    till.do(Scan(text=ANNA), *typed("400"))
    done = till.do(Key(name="Enter"))
    assert any(isinstance(each, Print) for each in done)
    till.do(CardLeft(text=fresh), Scan(text=fresh, source="wedge"), Key(name="F4"))
    assert till.desk.mode == "redeem"
    # It asks for a line like any till; nobody takes it (terminal.commands.till.NoLine).
    assert all(not isinstance(each, Show) or each.screen.frame.training for each in done)
    till.close()


def test_it_goes_on_where_it_was_and_one_key_wipes_it(real: Surroundings) -> None:
    around, _ = training.enter(real, anew=False)
    till = Practised(around)
    till.do(Scan(text=ANNA), *typed("400"), Key(name="Enter"))
    assert till.desk.ledger.head().seq == 1
    assert Train(on=False) in till.do(Key(name="F10"), Text(text="t"))
    till.close()
    again, _ = training.enter(real, anew=False)
    till = Practised(again)
    assert till.desk.ledger.head().seq == 1
    assert [each.name for each in till.desk.quick] == ["Tea"]
    assert Train(on=True, anew=True) in till.do(Key(name="F10"), Text(text="w"))
    till.close()
    wiped, _ = training.enter(real, anew=True)
    till = Practised(wiped)
    assert till.desk.ledger.head().seq == 0
    till.close()


def test_what_is_about_the_real_till_is_refused_with_a_sentence(real: Surroundings) -> None:
    around, _ = training.enter(real, anew=False)
    till = Practised(around)
    for row in ("3", "4", "7"):
        till.do(Key(name="F10"), Text(text=row))
        strip = till.till.screen().frame.strip
        assert strip is not None
        assert "real till" in strip.sentence
        till.do(Key(name="Esc"))
    till.close()


def test_a_folder_that_was_cut_off_while_it_was_made_is_made_anew(real: Surroundings) -> None:
    cut = folder.prepare(real.folder.root / training.FOLDER, folder.DEMO)
    keys.ensure(FileKeyStore(cut.keys), secrets.token_bytes)
    opening.ledger_of(cut, FileKeyStore(cut.keys)).close()
    around, _ = training.enter(real, anew=False)
    till = Practised(around)
    till.do(Scan(text=ANNA))
    assert till.desk.mode == "member"
    till.close()


def test_the_recorded_camera_shows_the_cards_of_those_who_come_by() -> None:
    shown = set(members.numbers(training_shop.ISSUER))
    assert {number.make("0000", one.digits) for one in training_shop.GUESTS} <= shown


def test_a_real_till_never_takes_a_training_slip_or_card(real: Surroundings) -> None:
    with pytest.raises(Refusal, match="never mix"):
        folder.prepare(training.enter(real, anew=False)[0].folder.root, folder.SHOP)
