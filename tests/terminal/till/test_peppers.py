"""A till is lost: the others get a new pepper, and what they keep of PINs moves under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import LoyaltyError, Outage
from server.peppers import Peppers as ServerPeppers
from storage import keys, pin_hash
from storage import peppers as kept
from storage.keys import FileKeyStore
from storage.records import Pin
from sync.exchange import AskPeppers, Failed, Reply, Request
from sync.wire_secrets import PairSecrets
from terminal.till import joining, roll
from terminal.till.messages import Tick
from terminal.till.peppers import Peppers
from tests.pocket import Pocket
from tests.stories.counter import Counter
from tests.stories.play import Player
from tests.stories.words import card
from tests.terminal.till.restoring import backup, put_back

PIN = "8305"
CHOSEN = """
    till 2
    sync
    till 3
    sync
    till 1
    member "Anna de Vries" A
    earn A 50000
    left A
    wait 200
    scan A
    key F6
    key F6
    pad 8305
    pad 8305
    key Esc
    sync
    till 2
    sync
    till 3
    sync
    till 1
"""
TYPED = """
    left A
    wait 200
    scan A
    key F6
    key F6
    pad 8305
    key Esc
    key Esc
"""


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    """Three tills, at all of which Anna's PIN is known."""
    made = Player(data_dir / "story")
    made.play(CHOSEN)
    yield made
    made.close()


def pin_of(counter: Counter) -> Pin:
    anna = roll.by_number(counter.desk, card("A"))
    assert anna is not None
    found = roll.pin(counter.desk, anna.member_id)
    assert found is not None
    return found


def opens(pin: Pin, pepper: bytes) -> bool:
    return pin_hash.fits(pin.verifier, pin_hash.keyed(pepper, pin.member_id, PIN))


def test_a_right_pin_is_kept_anew_and_the_old_pepper_does_not_open_it(player: Player) -> None:
    thief = player.counters["2"]
    before = pin_of(player.counter)
    player.play("lost 2\nsync")
    assert pin_of(player.counter) == before, "nobody has typed it yet"
    player.play(TYPED)
    after = pin_of(player.counter)
    number, newest = player.counter.desk.peppers.newest()
    assert (after.version, after.pepper) == (before.version + 1, number)
    assert opens(after, newest)
    stolen = kept.read(thief.store)
    assert list(stolen) == [kept.FIRST]
    assert opens(before, stolen[kept.FIRST])
    assert not opens(after, stolen[kept.FIRST])
    player.play("sync\ntill 3\nsync")
    assert pin_of(player.counter) == after, "the others have it from the server"
    assert player.counter.desk.peppers.of(number) == newest
    player.play("till 2\nsync")
    assert list(kept.read(thief.store)) == [kept.FIRST]
    assert pin_of(thief) == before


def test_it_lies_in_the_key_store_before_the_till_says_that_it_has_it(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[int]] = []
    real = player.shop.answer

    def answer(device: str, request: Request) -> Reply:
        if isinstance(request, AskPeppers):
            asked.append(request.request.has)
        return real(device, request)

    def full(_name: str, _secret: bytes) -> None:
        raise Outage("disk_full", "no room")

    monkeypatch.setattr(player.shop, "answer", answer)
    put = player.counter.store.put
    monkeypatch.setattr(player.counter.store, "put", full)
    player.play("lost 2\nsync")
    assert asked == [[kept.FIRST]], "once a connection"
    assert player.counter.desk.peppers.newest()[0] == kept.FIRST
    monkeypatch.setattr(player.counter.store, "put", put)
    player.play("crash\nsync")
    number = player.counter.desk.peppers.newest()[0]
    assert number > kept.FIRST
    assert asked == [[kept.FIRST]] * 2
    assert list(kept.read(player.counter.store)) == [kept.FIRST, number]
    player.play("crash\nsync")
    assert player.counter.desk.peppers.newest()[0] == number
    assert len(asked) == 2, "and is never asked for again"


def test_a_pin_whose_pepper_is_not_here_yet_is_no_wrong_one(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.play("lost 2\nsync" + TYPED + "sync")
    real = player.shop.answer

    def answer(device: str, request: Request) -> Reply:
        if isinstance(request, AskPeppers):
            return Failed(asked=request, code="timeout")
        return real(device, request)

    monkeypatch.setattr(player.shop, "answer", answer)
    player.play("till 3\nsync\nscan A => member")
    events = player.counter.ledger.head().seq
    for _ in range(6):
        player.play(
            "key F6 => menu\n"
            'key F6 => member; pad rest; refused; "before it has internet again"; !"not right"'
        )
    assert player.counter.ledger.head().seq == events, "no try was counted"
    monkeypatch.setattr(player.shop, "answer", real)
    player.shop.clock.wait(600)
    player.counter.do(Tick())
    player.play("key F6 => menu\nkey F6 => member; pad pin\npad 8305 => member; pad choose")


def test_a_server_of_before_has_no_such_address(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = player.shop.answer

    def answer(device: str, request: Request) -> Reply:
        if isinstance(request, AskPeppers):
            return Failed(asked=request, code="not_found")
        return real(device, request)

    monkeypatch.setattr(player.shop, "answer", answer)
    player.counter.desk.peppers.due = True
    player.play("earn A 1000\nsync" + TYPED)
    assert player.counter.desk.peppers.newest()[0] == kept.FIRST
    assert player.counter.ledger.batch(1, 1_000) is None, "everything was sent all the same"


def test_a_server_put_back_gets_the_pepper_from_its_tills(player: Player, tmp_path: Path) -> None:
    shop = player.shop
    saved = backup(shop, tmp_path / "copy")
    player.play("lost 2\nsync" + TYPED + "sync")
    number, newest = player.counter.desk.peppers.newest()
    after = pin_of(player.counter)
    # The key store of the backup: the first pepper, and none of what came after.
    first = shop.secrets.peppers.known()[kept.FIRST]
    shop.secrets = shop.secrets.__class__(
        tenant_key=shop.secrets.tenant_key,
        peppers=ServerPeppers(Pocket(pepper=first)),
        signing_seed=shop.secrets.signing_seed,
        sealing_private=shop.secrets.sealing_private,
    )
    put_back(shop, saved)
    player.play("till 1\nsync")
    assert shop.secrets.peppers.known() == {kept.FIRST: first, number: newest}
    player.play("till 3\nsync")
    assert pin_of(player.counter) == after
    player.play(TYPED + "lost 2\nsync")
    again = shop.secrets.peppers.newest()[0]
    assert again > number, "declared lost once more, it gets another number"
    assert player.counter.desk.peppers.newest()[0] == again


def test_peppers_lie_in_the_key_store_by_number(data_dir: Path) -> None:
    store = FileKeyStore(data_dir / "keys")
    assert kept.read(store) == {}
    with pytest.raises(LoyaltyError):
        Peppers(store)
    secrets = PairSecrets(tenant_key="00", pepper="0a")
    joining.keep_peppers(store, secrets)
    kept.add(store, 1_795_000_000, b"later")
    kept.add(store, 1_794_000_000, b"sooner")
    kept.add(store, 1_795_000_000, b"another")
    kept.add(store, kept.FIRST, b"another")
    assert kept.read(FileKeyStore(data_dir / "keys")) == {
        1: b"\x0a",
        1_794_000_000: b"sooner",
        1_795_000_000: b"later",
    }
    assert Peppers(store).newest() == (1_795_000_000, b"later")
    fresh = Pocket()
    for name, secret in {**keys.everything(store), **kept.everything(store)}.items():
        fresh.put(name, secret)
    assert kept.read(fresh) == kept.read(store), "the recovery file carries all of them"
    assert "later" not in repr(Peppers(store))
    assert repr(secrets) == "PairSecrets()"
