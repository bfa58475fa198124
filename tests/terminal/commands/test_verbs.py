"""Each verb's answer, exit code and error shape (CONTRACTS.md)."""

import json
from pathlib import Path

import pytest
import typer.main

from loyalty.errors import Corrupt, Outage, Refusal
from main import app
from terminal.commands import (
    copies,
    decoding,
    doctor,
    ledger,
    output,
    own_server,
    proving,
    surroundings,
)
from tests.terminal.commands.place import card


def test_ledger_verify_says_that_everything_agrees(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 and the shape of the contract."""
    assert ledger.verify(surroundings.enter(folder), as_json=True) == output.OK
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert found["events"] == 2
    assert found["first_difference"] is None


def test_server_verify_says_so_in_words_and_in_json(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 with the shape of `ledger verify`; nothing is made where no server ever was."""
    verb = typer.main.get_command(app)

    def say(where: Path, *more: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            verb.main(["server", "verify", "--data", str(where), *more])
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().out

    code, said = say(folder)
    assert code == output.OK
    assert said.endswith(" events, and everything agrees.\n")
    code, said = say(folder, "--json")
    found = json.loads(said)
    assert (code, found["ok"], found["first_difference"]) == (output.OK, True, None)
    assert {"events", "heads", "balances", "rights", "grants"} <= found["checked"].keys()
    code, said = say(data_dir / "empty", "--json")
    assert (code, json.loads(said)["error"]["code"]) == (output.OUTAGE, "keys_missing")
    assert not list((data_dir / "empty").rglob("server.db*"))


def test_ledger_export_gives_the_events_own_bytes(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A line each, in order."""
    assert ledger.export(surroundings.enter(folder)) == output.OK
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [1, 2]
    assert [json.loads(line)["type"] for line in lines] == ["enrol", "sale"]


def test_ledger_balance(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """50 points for 12.50 at 4 a euro; an unknown card is refused."""
    around = surroundings.enter(folder)
    assert ledger.balance(around, card(1), as_json=True) == output.OK
    found = json.loads(capsys.readouterr().out)
    assert found["balance"]["points"] == 50
    assert found["card"] == card(1)[-4:]
    with pytest.raises(Refusal, match="nobody"):
        ledger.balance(around, card(2), as_json=True)


def test_an_empty_folder_has_no_ledger(data_dir: Path) -> None:
    """The sentence says what to do."""
    with pytest.raises(Refusal, match="open the counter once"):
        ledger.verify(surroundings.enter(data_dir / "new"), as_json=True)


def test_backup_and_restore_on_another_machine(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the sheet's words alone a backup opens where no key is."""
    from storage import keys, recovery

    around = surroundings.enter(folder)
    assert copies.backup(around, data_dir / "usb", as_json=True) == output.OK
    made = Path(json.loads(capsys.readouterr().out)["backup"])
    key = around.store.get(keys.RECOVERY)
    assert key is not None
    words = " ".join(recovery.words(key))
    other = data_dir / "other"
    assert copies.restore(made, other, words, as_json=True) == output.OK
    capsys.readouterr()
    assert ledger.verify(surroundings.enter(other), as_json=True) == output.OK
    wrong = " ".join(["abandon"] * 23 + ["art"])
    with pytest.raises(Refusal):
        copies.restore(made, data_dir / "third", wrong, as_json=True)


def test_doctor_names_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check says what to do when it is not well."""
    doctor.run(surroundings.enter(folder), as_json=True)
    found = json.loads(capsys.readouterr().out)
    names = {check["name"] for check in found["checks"]}
    expected = {"versions", "camera", "databases", "key store", "check-in", "recovery sheet"}
    expected |= {"scanner gun", "cards of before", "other machines", "backup", "wallet"}
    assert expected | {"server", "member page", "clock", "screen"} == names
    for check in found["checks"]:
        assert check["ok"] or check["advice"], check


def test_doctor_finds_a_damaged_ledger(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page of garbage in the middle is found and nothing is written."""
    path = folder / "till" / "ledger.db"
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\0" * 4096
    path.write_bytes(content)
    code = doctor.run(surroundings.enter(folder), as_json=True)
    assert code == output.FOUND
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert not checks["databases"]["ok"]


def test_decode_answers_a_line_for_every_file(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no picture gets its error as its line, and 2."""
    text = data_dir / "note.txt"
    text.write_text("no picture", encoding="utf-8")
    assert decoding.run([text, data_dir / "missing.png"], "member") == output.WRONG_USE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["error"]["code"] for line in lines] == ["not_a_picture", "no_file"]
    with pytest.raises(Refusal):
        decoding.run([text], "everything")


def test_exit_codes() -> None:
    """2 wrong use, 3 outage, 4 corrupt."""
    assert output.code_of(Refusal("x")) == output.WRONG_USE
    assert output.code_of(Outage("x")) == output.OUTAGE
    assert output.code_of(Corrupt("x")) == output.CORRUPT


def test_a_remembered_port_that_is_taken_is_given_up_for_a_free_one() -> None:
    """One that was asked for is not: that is said."""
    tried: list[int] = []

    def run(port: int) -> None:
        tried.append(port)
        if port:
            raise Outage("port_in_use", "taken")

    own_server.on_a_port(0, 8741, run)
    assert tried == [8741, 0]
    with pytest.raises(Outage):
        own_server.on_a_port(8741, 8741, run)


def test_bench_scan_without_samples_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there is no mistake: the samples do not travel with the source."""
    for as_json in (False, True):
        said = proving.bench(
            "scan",
            full=False,
            frames=tmp_path / "none",
            form="auto",
            seed=None,
            members=0,
            as_json=as_json,
        )
        assert said == output.OK
    plain, shown = capsys.readouterr().out.splitlines()
    assert plain == "scan  skipped: no samples"
    assert json.loads(shown) == {"bench": "scan", "skipped": "no samples"}
