"""Whoever has only the page can write a till: this one speaks to a real server process."""

from __future__ import annotations

import ast
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.test_process import Process
from tests.stranger import client
from tests.stranger.client import ServerError, Till, uuid7

ACCOUNT, MEMBER, NUMBER = "a1" * 16, "b2" * 16, "4000000000000002"
NEVER = "9999-12-31"
ALLOWED = {"cryptography", "sqlcipher3", "zstandard"}
PART_BYTES = 50_000


@pytest.fixture
def process(data_dir: Path) -> Iterator[Process]:
    running = Process(data_dir)
    yield running
    assert running.end(signal.SIGTERM) == (0, "")


def test_it_knows_nothing_of_this_project() -> None:
    text = Path(client.__file__).read_text("utf-8")
    names = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names - set(sys.stdlib_module_names) == ALLOWED


def test_a_till_by_a_stranger_does_a_day(process: Process) -> None:
    till = Till(process.ready["pairing"], "Stranger")
    try:
        assert len(bytes.fromhex(till.secrets["tenant_key"])) == 32
        till.record("enrol", [], {"member": MEMBER, "account": ACCOUNT, "number": NUMBER})
        lots = []
        for _ in range(30):
            lot = f"{uuid7()}~{NEVER}"
            lots.append(lot)
            given = {"debit": "shop:given", "credit": f"m:{ACCOUNT}:open", "unit": "points"}
            till.record("sale", [{**given, "amount": 10, "lot": lot}], {"by": "a stranger"})
        reply = till.push()
        assert [one["outcome"] for one in reply["outcomes"]] == ["created"] * 31
        pages = till.pull()
        held = [row for page in pages for row in page["grants"]]
        standings = [row for page in pages for row in page["standings"]]
        assert standings[-1]["balance"] == {"points": 300}
        assert [row["member_id"] for page in pages for row in page["members"]] == [MEMBER]
        taken = held[0]["lots"][0]
        used = {"debit": f"m:{ACCOUNT}:held", "credit": "shop:used", "unit": "points"}
        till.record("sale", [{**used, "amount": 4, "lot": taken[0]}], {})
        assert till.push()["outcomes"][0]["outcome"] == "created"
        assert till.lookup("card", NUMBER)["standing"]["balance"] == {"points": 296}
        assert till.grant(ACCOUNT, 5)["reason"] == "nothing_free"
        assert till.grant("nobody", 5)["reason"] == "unknown_account"
    finally:
        till.line.close()


def enrol(till: Till, number: int) -> None:
    """Make a member with some points."""
    account = f"{number:032x}"
    data = {"member": f"m{number}", "account": account, "number": f"{number:016d}"}
    till.record("enrol", [], data)
    earn(till, account, 10 + number)


def earn(till: Till, account: str, amount: int) -> None:
    """Give an account points."""
    given = {"debit": "shop:given", "credit": f"m:{account}:open", "unit": "points"}
    till.record("sale", [{**given, "amount": amount, "lot": f"{uuid7()}~{NEVER}"}], {})


def test_a_copy_of_everything_is_fetched_in_parts_and_what_changed_since_is_put_on_top(
    process: Process, tmp_path: Path
) -> None:
    till, path = Till(process.ready["pairing"], "Stranger"), tmp_path / "copy"
    try:
        for number in range(20):
            enrol(till, number)
        till.push()
        copy = till.order_copy()
        assert till.fetch_part(copy, path, PART_BYTES)
        # It is cut, and something changes before it goes on where it was.
        till.line.close()
        earn(till, f"{7:032x}", 100)
        enrol(till, 20)
        till.push()
        while till.fetch_part(copy, path, PART_BYTES):
            pass
        members, standings = till.open_copy(copy, path)
        assert sorted(members) == sorted(f"m{number}" for number in range(20))
        assert standings[f"{7:032x}"]["balance"] == {"points": 17}
        pages = till.pull()
        since = [row for page in pages for row in page["standings"]]
        assert {row["account"] for row in since} == {f"{7:032x}", f"{20:032x}"}
        for page in pages:
            members |= {row["member_id"]: row for row in page["members"]}
            for row in page["standings"]:
                if row["position"] > standings.get(row["account"], {"position": 0})["position"]:
                    standings[row["account"]] = row
        till.cursor = ""
        whole = till.pull()
        assert members.keys() == {row["member_id"] for page in whole for row in page["members"]}
        assert {account: row["balance"] for account, row in standings.items()} == {
            row["account"]: row["balance"] for page in whole for row in page["standings"]
        }
        till.drop_copy(copy)
        path.unlink()
        with pytest.raises(ServerError) as caught:
            till.fetch_part(copy, path, PART_BYTES)
        assert (caught.value.status, caught.value.error["code"]) == (404, "snapshot_unknown")
    finally:
        till.line.close()


def test_a_gap_is_told_to_it(process: Process) -> None:
    till = Till(process.ready["pairing"], "Stranger")
    try:
        till.acked = 5
        till.hashes += [till.hashes[0]] * 5
        till.record("sale", [], {})
        with pytest.raises(ServerError) as caught:
            till.push()
        assert (caught.value.status, caught.value.error["code"]) == (409, "conflict")
        assert caught.value.error["expected"] == 1
    finally:
        till.line.close()
