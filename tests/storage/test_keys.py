"""The key store: private, whole after a crash, and never a second set of keys by mistake."""

import random
import sys
import time
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from loyalty.errors import Corrupt, Outage
from storage import keys
from storage.keys import FileKeyStore


class Ring(KeyringBackend):
    """A key ring in memory that can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """Give a secret."""
        if self.locked:
            raise KeyringLocked
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        if self.locked:
            raise KeyringLocked
        self.secrets[service, username] = password


@pytest.fixture
def ring(request: pytest.FixtureRequest) -> Ring:
    """Let this process use a key ring of its own."""
    before = keyring.get_keyring()
    request.addfinalizer(lambda: keyring.set_keyring(before))  # noqa: PT021 - shorter than a yield
    ring = Ring()
    keyring.set_keyring(ring)
    return ring


def test_a_file_keeps_secrets_for_us_alone(data_dir: Path) -> None:
    store = FileKeyStore(data_dir / "keys")
    assert store.get(keys.DATABASE) is None
    store.put(keys.DATABASE, b"\0\xff")
    store.put(keys.PEPPER, b"pepper")
    assert FileKeyStore(data_dir / "keys").get(keys.DATABASE) == b"\0\xff"
    assert keys.everything(store) == {keys.DATABASE: b"\0\xff", keys.PEPPER: b"pepper"}
    (path,) = (data_dir / "keys").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(path) in store.where()


def test_a_crash_while_writing_leaves_the_old_secrets(data_dir: Path) -> None:
    store = FileKeyStore(data_dir)
    store.put(keys.DATABASE, b"1")
    (data_dir / "keys.new").write_text("half of")
    assert store.get(keys.DATABASE) == b"1"
    store.put(keys.PEPPER, b"2")
    assert store.get(keys.PEPPER) == b"2"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"database": 5}', '{"database": "zz"}'])
def test_a_damaged_file_is_not_an_empty_one(data_dir: Path, text: str) -> None:
    (data_dir / "keys.json").write_text(text)
    with pytest.raises(Corrupt) as caught:
        FileKeyStore(data_dir).get(keys.DATABASE)
    assert caught.value.code == "key_store_corrupt"


def test_the_first_keys_are_made_once(data_dir: Path) -> None:
    store = FileKeyStore(data_dir)
    keys.ensure(store, random.Random(1).randbytes)
    made = keys.everything(store)
    assert {name: len(secret) for name, secret in made.items()} == {
        keys.DATABASE: 32,
        keys.RECOVERY: 32,
    }
    keys.ensure(store, random.Random(2).randbytes)
    assert keys.everything(store) == made


def test_without_a_key_ring_it_is_a_file(data_dir: Path) -> None:
    assert keys.choose(data_dir / "keys", "regulars").where().startswith("file ")


def test_a_linux_machine_with_nobody_to_ask_is_not_asked(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, ring: Ring
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(data_dir))
    ring.get_password = lambda *_: pytest.fail("it was asked")  # type: ignore[method-assign]
    assert isinstance(keys.choose(data_dir / "keys", "regulars"), FileKeyStore)


def test_a_key_ring_keeps_secrets(data_dir: Path, ring: Ring) -> None:
    store = keys.choose(data_dir / "keys", "regulars")
    assert store.where().startswith("key ring")
    store.put(keys.DATABASE, b"\0\xff")
    again = keys.choose(data_dir / "keys", "regulars")
    assert again.get(keys.DATABASE) == b"\0\xff"
    assert again.get(keys.PEPPER) is None
    assert len(ring.secrets) == 1


def test_a_locked_key_ring_never_leads_to_new_keys(data_dir: Path, ring: Ring) -> None:
    store = keys.choose(data_dir / "keys", "regulars")
    ring.locked = True
    for call in (
        lambda: keys.choose(data_dir / "keys", "regulars"),
        lambda: store.get(keys.DATABASE),
        lambda: store.put(keys.DATABASE, b"new"),
    ):
        with pytest.raises(Outage) as caught:
            call()
        assert caught.value.code == "key_store"


def test_a_folder_stays_with_its_file(data_dir: Path, ring: Ring) -> None:
    FileKeyStore(data_dir).put(keys.DATABASE, b"1")
    assert keys.choose(data_dir, "regulars").get(keys.DATABASE) == b"1"
    assert ring.secrets == {}


def test_a_key_ring_that_waits_for_a_password_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, ring: Ring
) -> None:
    monkeypatch.setattr(keys, "RING_TIMEOUT_S", 0.05)

    def wait(_: str) -> bytes | None:
        time.sleep(0.5)
        return None

    assert not keys.ring_answers(wait)
    assert keys.ring_answers(lambda _: None)
