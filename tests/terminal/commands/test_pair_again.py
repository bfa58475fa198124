"""`pair --again`: books out of a backup forgot a till; it comes back as it is."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.terminal.commands.place import StdioTill, card, run, served
from tests.terminal.commands.test_processes import drained, server_events, till_events


def code_of(shop: Path) -> str:
    """Let the server of a folder make a pairing string."""
    return run(shop, "server", "pair").stdout.split()[-1]


def sold(folder: Path, digits: int) -> None:
    """Enrol somebody and sell for 12.50, and wait until the server has it."""
    till = StdioTill(folder)
    till.say(scan=card(digits))
    till.screen("enrol")
    till.say(key="Enter")
    till.screen("member")
    till.say(text="1250")
    till.say(key="Enter")
    till.until(lambda said: "print" in said)
    till.close()
    drained(folder)


@pytest.mark.slow
def test_a_till_that_the_books_forgot_comes_back_with_everything(data_dir: Path) -> None:
    first, second, saved = (data_dir / name for name in ("first", "second", "saved"))
    with served(first):
        sold(first, 1)
    shutil.copytree(first / "server", saved)
    with served(first):
        assert run(second, "pair", code_of(first)).returncode == 0
        sold(second, 2)
        # A till that the books know has nothing to come back from.
        known = run(second, "pair", code_of(first), "--again")
        assert (known.returncode, "device_known" in known.stderr) == (2, True)
    shutil.rmtree(first / "server")
    shutil.copytree(saved, first / "server")
    assert run(first, "server", "recovery", "--begin", "--yes").returncode == 0
    with served(first):
        drained(first)
        wrong = run(second, "pair", code_of(first).replace("/", "/A", 1)[:-1], "--again")
        assert wrong.returncode == 2
        done = run(second, "pair", code_of(first), "--again", "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["device"]
        sold(second, 3)
        drained(first)
        status = json.loads(run(first, "server", "recovery", "--json").stdout)
        assert (status["recovering"], status["waiting"], status["unknown"]) == (False, [], 0)
    recorded = till_events(first) + till_events(second)
    assert Counter(recorded) == server_events(first)
    assert run(second, "ledger", "verify").returncode == 0


def test_a_till_that_never_was_one_cannot_come_again(data_dir: Path) -> None:
    done = run(data_dir / "third", "pair", "127.0.0.1:1/AAAAAAAAAA-AAAAAAAAAAAAAAAA", "--again")
    assert (done.returncode, "not_paired" in done.stderr) == (2, True)
