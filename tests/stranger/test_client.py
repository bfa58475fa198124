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
ALLOWED = {"cryptography", "zstandard"}


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
