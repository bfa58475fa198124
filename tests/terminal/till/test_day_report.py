"""The report of a day as a file: a line for each who was there, and what the register said."""

from __future__ import annotations

import csv
from pathlib import Path

from loyalty.shift import Shift, Tally
from terminal.till import day_report
from tests.stories.play import Player


def test_the_file_has_a_line_for_each_and_no_formula(tmp_path: Path) -> None:
    player = Player(tmp_path)
    kept: dict[str, str] = {}
    player.counter.desk.keep_report = kept.__setitem__
    player.play(
        "member Anna A\nearn A 1250\nkey F10\ntype z\ntype 4\nkey Enter\ntype 5600\nkey Enter"
    )
    ((name, text),) = kept.items()
    assert name == "2026-11-20-day-0001.csv"
    lines = [*csv.DictReader(text.splitlines())]
    assert [line["who"] for line in lines] == ["This till", "all"]
    last = lines[-1]
    assert (last["sales"], last["turnover"], last["new_members"]) == ("1", "12.50", "1")
    assert (last["register_receipts"], last["register_turnover"]) == ("4", "56.00")
    assert last["with_member_percent"] == "25"
    odd = Shift(by_actor={"cashier:=1+1": Tally(sales=1)})
    table = day_report.table(player.counter.desk, odd)
    assert "'=1+1" in table
    player.close()
