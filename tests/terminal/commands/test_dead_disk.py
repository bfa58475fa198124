"""The disk died: with one file and the words of the sheet a second machine sells again."""

import json
from collections import Counter
from pathlib import Path

import pytest

from storage import keys, recovery
from storage.keys import FileKeyStore
from tests.terminal.commands.place import StdioTill, card, run, served
from tests.terminal.commands.test_processes import drained, server_events, till_events


def sell(till: StdioTill, digits: int) -> None:
    """Let somebody new join and buy something."""
    till.say(scan=card(digits))
    till.screen("enrol")
    till.say(key="Enter")
    till.screen("member")
    till.say(text="1250")
    till.say(key="Enter")
    till.until(lambda said: "print" in said)


@pytest.mark.slow
def test_a_second_machine_goes_on_from_the_sheet_alone(data_dir: Path) -> None:
    first, second = data_dir / "first", data_dir / "second"
    with served(first):
        till = StdioTill(first)
        for digits in range(3):
            sell(till, digits)
        done = run(first, "backup", str(data_dir / "stick"), "--json")  # while both run
        assert done.returncode == 0, done.stderr
        sell(till, 3)  # this one dies with the disk
        till.close()
    file = json.loads(done.stdout)["backup"]
    before = set(till_events(first))
    key = keys.everything(FileKeyStore(first / "till" / "keys"))[keys.RECOVERY]
    words = " ".join(recovery.words(key))
    wrong = run(second, "restore", file, "--recovery", input="zoo " * 24 + "\n")
    assert wrong.returncode == 2
    again = run(second, "restore", file, "--recovery", input=words + "\n")
    assert again.returncode == 0, again.stderr
    with served(second):
        status = json.loads(run(second, "server", "recovery", "--json").stdout)
        assert status["recovering"] is True
        assert len(status["waiting"]) == 1
        drained(second)
        status = json.loads(run(second, "server", "recovery", "--json").stdout)
        assert (status["recovering"], status["waiting"], status["bound"]) == (False, [], {})
        till = StdioTill(second)
        sell(till, 9)
        till.close()
        drained(second)
        recorded = till_events(second)
        assert len(recorded) == 2 * 4
        assert len(before & set(recorded)) == 2 * 3
        assert Counter(recorded) == server_events(second)
        assert run(second, "ledger", "verify").returncode == 0
