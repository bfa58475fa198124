"""Real processes, killed as a power cut kills them: nothing is lost and nothing is doubled."""

import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from loyalty import event
from server import keys as server_keys
from server.boot import DATABASE
from server.work import SERVER
from storage import keys, peppers
from storage.keys import FileKeyStore
from storage.restoring import restore
from storage.server import events
from storage.server.database import open_sqlite
from tests.terminal.commands.place import StdioTill, card, kill, run, served, start_server

SALES = 8


def till_events(folder: Path) -> list[str]:
    """Give the ids of everything the till recorded."""
    done = run(folder, "ledger", "export")
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["id"] for line in done.stdout.splitlines()]


def server_events(folder: Path) -> Counter[str]:
    """Count the ids that the server keeps of the till's events."""
    store = FileKeyStore(folder / "server" / "keys")
    key = store.get("server-database")
    assert key is not None
    tenant = server_keys.tenant(store, os.urandom)
    database = open_sqlite(folder / "server" / DATABASE, key)
    try:
        with database.read() as connection:
            kept = [one for one in events.in_order(connection, tenant) if one.device != SERVER]
    finally:
        database.close()
    return Counter(event.decode(one.raw).id for one in kept)


def drained(folder: Path) -> None:
    """Keep a till open until it has nothing left to send."""
    till = StdioTill(folder)
    till.say(sync=True)
    if till.last_screen["frame"]["statuses"][0]["icon"] != "cloud-check":
        till.until(
            lambda said: (
                said.get("show", {"frame": {"statuses": [{"icon": ""}]}})["frame"]["statuses"][0][
                    "icon"
                ]
                == "cloud-check"
            )
        )
    till.close()


@pytest.mark.slow
def test_kill_dash_nine_at_random_points(data_dir: Path) -> None:
    """Till and server are killed again and again; in the end both have every sale once."""
    chance = random.Random(7)
    server = start_server(data_dir)
    till = StdioTill(data_dir)
    saved = 0
    for sale in range(SALES):
        till.say(scan=card(sale))
        till.screen("enrol")
        till.say(key="Enter")
        till.screen("member")
        till.say(text="1250")
        till.say(key="Enter")
        till.until(lambda said: "print" in said)
        saved += 1
        victim = chance.choice(["till", "server", "none"])
        if victim == "till":
            kill(till.process)
            till = StdioTill(data_dir)
        elif victim == "server":
            kill(server)
            server = start_server(data_dir)
    till.close()
    drained(data_dir)
    recorded = till_events(data_dir)
    kept = server_events(data_dir)
    assert len(recorded) == 2 * saved
    assert Counter(recorded) == kept
    assert run(data_dir, "ledger", "verify").returncode == 0
    kill(server)


@pytest.mark.slow
def test_every_till_gets_the_shops_pepper_however_it_is_made(data_dir: Path) -> None:
    """The first till of a shop, one that joins it, and one that is put back from a backup."""
    first, joined, restored = (data_dir / name for name in ("first", "joined", "restored"))
    with served(first):
        StdioTill(first).close()
        pairing = run(first, "server", "pair").stdout.split()[-1]
        assert run(joined, "pair", pairing).returncode == 0
    assert run(joined, "backup", str(data_dir / "usb")).returncode == 0
    recovery = keys.everything(FileKeyStore(joined / "till" / "keys"))[keys.RECOVERY]
    file = next((data_dir / "usb").iterdir())
    elsewhere = FileKeyStore(restored / "till" / "keys")
    restore(file, restored, elsewhere, recovery)
    pepper = FileKeyStore(first / "server" / "keys").get("pepper")
    assert pepper is not None
    for folder in (first, joined, restored):
        assert FileKeyStore(folder / "till" / "keys").get(keys.PEPPER) == pepper


@pytest.mark.slow
def test_a_running_server_gives_the_pepper_that_another_process_made(data_dir: Path) -> None:
    """The owner declares a till lost; a till that is let in then has both peppers."""
    first, thief, new = (data_dir / name for name in ("first", "thief", "new"))
    with served(first):
        for folder in (thief, new):
            pairing = run(first, "server", "pair").stdout.split()[-1]
            assert run(folder, "pair", pairing, "--name", folder.name).returncode == 0
            if folder == thief:
                assert run(first, "server", "lost", "thief", "--yes").returncode == 0
        known = peppers.read(FileKeyStore(first / "server" / "keys"))
        assert len(known) == 2
        assert peppers.read(FileKeyStore(new / "till" / "keys")) == known
        assert list(peppers.read(FileKeyStore(thief / "till" / "keys"))) == [peppers.FIRST]


def test_a_taken_port_and_a_second_counter_are_said(data_dir: Path) -> None:
    """One folder, one server: the second says so and ends with 3."""
    with served(data_dir):
        second = run(data_dir, "server")
    assert second.returncode == 3
    assert "already" in second.stderr


@pytest.mark.slow
def test_a_second_till_on_the_same_data_is_refused(data_dir: Path) -> None:
    """The first goes on; the second says so, writes nothing and ends with 3."""
    with served(data_dir):
        first = StdioTill(data_dir)
        second = run(data_dir, "till", "--stdio", input='{"key":"F2"}\n')
        first.say(key="F2")
        first.screen("find")
        first.close()
    assert second.returncode == 3
    assert "already_open" in second.stdout
