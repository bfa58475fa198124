"""What an owner says about members on the command line, and what a till knows about one."""

import json
import stat
import time
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from terminal.commands import output, owner, surroundings, till_export
from tests.terminal.commands.place import StdioTill, card, run, served


def test_a_till_gives_everything_it_has_about_a_member(folder: Path) -> None:
    found = till_export.export(surroundings.enter(folder), card(1))
    assert found["member"]["card"] == card(1)[-4:]
    assert found["standing"]["balance"]["points"] == 50
    kinds = [each["type"] for each in found["events"]]
    assert kinds[0] == "enrol"
    assert "sale" in kinds
    assert card(1) not in json.dumps(found)
    by_id = till_export.export(surroundings.enter(folder), found["member"]["id"])
    assert by_id == found
    with pytest.raises(Refusal) as caught:
        till_export.export(surroundings.enter(folder), card(2))
    assert caught.value.code == "member_unknown"


def test_a_folder_with_books_is_known_by_them(folder: Path, data_dir: Path) -> None:
    assert owner.keeps_books(surroundings.enter(folder))
    without = surroundings.enter(data_dir / "till only")
    assert not owner.keeps_books(without)
    with pytest.raises(Refusal) as caught:
        owner.check_erasing(without, yes=True)
    assert caught.value.code == "server_only"
    with pytest.raises(Refusal) as caught:
        owner.check_erasing(surroundings.enter(folder), yes=False)
    assert caught.value.code == "yes_needed"


def test_what_is_written_is_for_one_user(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = data_dir / "new" / "anna.json"
    assert owner.write({"from": "till", "events": [1, 2]}, out, as_json=True) == output.OK
    assert json.loads(capsys.readouterr().out) == {"out": str(out), "from": "till", "events": 2}
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text("utf-8"))["events"] == [1, 2]


@pytest.mark.parametrize("day", ["2026-13-01", "20261120", "today"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(Refusal) as caught:
        owner.check_day(day)
    assert caught.value.code == "day_wrong"


def known(folder: Path, export: tuple[str, ...], out: Path) -> list[str]:
    """Give the types of the events that the server knows of somebody."""
    if run(folder, *export).returncode != output.OK:
        return []
    return [each["type"] for each in json.loads(out.read_text("utf-8"))["events"]]


@pytest.mark.slow
def test_the_verbs_do_it_on_the_real_books(folder: Path, data_dir: Path) -> None:
    out = data_dir / "out.json"
    export = ("member", "export", card(1), "--out", str(out), "--json")
    with served(folder):
        till = StdioTill(folder)
        # The till sends what it recorded as soon as it has its line.
        until = time.monotonic() + 60
        while "sale" not in known(folder, export, out) and time.monotonic() < until:
            pass
        till.close()
    given = run(
        folder, "server", "member-adjust", card(1), "--give", "30", "--reason", "goodwill",
        "--request", "r1", "--json",
    )  # fmt: skip
    assert given.returncode == output.OK, given.stderr
    assert json.loads(given.stdout)["balance"] == 80
    again = run(
        folder, "server", "member-adjust", card(1), "--give", "30", "--reason", "goodwill",
        "--request", "r1", "--json",
    )  # fmt: skip
    assert again.stdout == given.stdout
    exported = run(folder, *export)
    assert json.loads(exported.stdout)["from"] == "server"
    assert json.loads(out.read_text("utf-8"))["standing"]["points"]["balance"] == 80
    unsure = run(folder, "member", "erase", card(1), "--json")
    assert unsure.returncode == output.WRONG_USE
    assert json.loads(unsure.stdout)["error"]["code"] == "yes_needed"
    erased = run(folder, "member", "erase", card(1), "--yes", "--json")
    assert json.loads(erased.stdout)["command"] == "erase"
    nightly = run(folder, "server", "nightly", "--json")
    assert set(json.loads(nightly.stdout)) == {"days", "events"}
