"""A real till process over HTTP: what a cash register tells is booked once, whatever happens."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.commands.place import (
    READY_S,
    ROOT,
    StdioTill,
    card,
    environment,
    kill,
    run,
    served,
)

EXAMPLE = ROOT / "docs" / "examples" / "register.py"


class LinkedTill(StdioTill):
    """A till with its local API on a free port."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.address = ""
        self.token = run(folder, "register", "token").stdout.strip()
        super().__init__(folder, "--register", *words or ("0",))

    def until(self, wanted: Any) -> dict[str, Any]:
        """Note where the API listens on the way."""

        def noted(said: dict[str, Any]) -> bool:
            self.address = said.get("register", {}).get("address", "") or self.address
            return bool(wanted(said))

        return super().until(noted)

    def listening(self) -> None:
        """Wait until the API listens."""
        if not self.address:
            self.until(lambda said: "register" in said)

    def until_there(self, path: Path) -> None:
        """Wait for a file; the till's own seconds pass meanwhile."""
        deadline_s = time.monotonic() + READY_S
        while not path.exists():
            assert time.monotonic() < deadline_s, f"{path.name} never came"
            time.sleep(0.05)

    def ask(self, method: str, path: str, told: object = None) -> tuple[int, dict[str, Any]]:
        """Tell or ask something; give status and answer."""
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.address + path,
            method=method,
            data=None if told is None else json.dumps(told).encode(),
            headers={
                "authorization": f"Bearer {self.token}",
                "content-type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answered:  # noqa: S310
                return answered.status, json.load(answered)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@pytest.fixture
def folder(data_dir: Path) -> Iterator[Path]:
    """A shop with its books running."""
    with served(data_dir):
        yield data_dir


@pytest.mark.slow
def test_earning_takes_no_taps_and_survives_a_power_cut(folder: Path) -> None:
    till = LinkedTill(folder)
    till.listening()
    assert till.ask("PUT", "/v1/sales/R-1", {"lines": [{"amount_minor": 1250}]})[0] == 200
    till.say(scan=card(77))
    till.screen("enrol")
    till.say(key="Enter")
    till.screen("member")
    status, state = till.ask("GET", "/v1/state")
    assert (status, state["sale"], state["member"]["points"]) == (200, "R-1", 0)
    status, closed = till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 1250})
    assert (status, closed["points_given"]) == (200, 50)
    kill(till.process)
    till = LinkedTill(folder)
    till.listening()
    assert till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 1250}) == (200, closed)
    assert till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 1})[0] == 409
    told = {"refund": "F-1", "amount_minor": 250}
    status, back = till.ask("POST", "/v1/sales/R-1/refund", told)
    assert (status, back["points"]) == (200, -10)
    kill(till.process)
    till = LinkedTill(folder)
    till.listening()
    assert till.ask("POST", "/v1/sales/R-1/refund", told) == (200, back)
    till.close()
    exported = run(folder, "ledger", "export").stdout
    kinds = [json.loads(raw)["type"] for raw in exported.splitlines()]
    assert (kinds.count("sale"), kinds.count("refund")) == (1, 1)
    assert run(folder, "ledger", "verify").returncode == 0


@pytest.mark.slow
def test_the_worked_example_runs_as_it_stands(folder: Path) -> None:
    till = LinkedTill(folder)
    till.listening()

    def example(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(EXAMPLE), till.address, till.token, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=environment(folder),
        )

    done = example("coffee=3.50", "lunch=9.00", "--sale", "E-1", "--refund")
    assert done.stdout.splitlines() == [
        "no member",
        "to pay: 1250, points: +0",
        "back: 1250, points: +0",
    ], done.stderr
    till.say(scan=card(78))
    till.screen("enrol")
    till.say(key="Enter")
    till.screen("member")
    done = example("coffee=3.50", "lunch=9.00", "--sale", "E-2", "--refund")
    assert done.stdout.splitlines()[1:] == ["to pay: 1250, points: +50", "back: 1250, points: -50"]
    done = example("coffee=4.50", "--sale", "E-2")
    assert (done.returncode, "sale_closed" in done.stderr) == (1, True)
    till.close()


@pytest.mark.slow
def test_a_file_is_told_once_however_often_it_comes(folder: Path) -> None:
    place = folder / "files"
    till = LinkedTill(folder, f"0:{place}")
    till.listening()
    content = '[{"sale": "R-1", "total_minor": 700}, {"sale": "R-2", "total_minor": -1}]'
    for name in ("day.json", "day-2.json"):
        (place / name).write_text(content, "utf-8")
        till.until_there(place / "failed" / f"{name}.reason.json")
        reason = json.loads((place / "failed" / f"{name}.reason.json").read_text("utf-8"))
        assert reason["error"]["code"] == "amount_negative"
        assert [row["row"] for row in reason["rows"]] == [2]
    assert till.ask("POST", "/v1/sales/R-1/close", {"total_minor": 700})[1]["total_minor"] == 700
    till.close()
