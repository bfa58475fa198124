"""`import` and `export`: a real server, a real till's files, and what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from main import app
from storage.folder import Lock
from terminal.commands import output, surroundings
from tests.terminal.commands.place import served

ROWS = """name;phone;points;consent:email
Anna de Vries;06 12345678;1.250;2025-02-03 News by e-mail
=1+1;06 12345679;40;
Nobody;061;5;
"""


def say(folder: Path, *words: str, as_json: bool = True) -> tuple[int, dict[str, Any], str]:
    """Run a verb; give its exit code, its answer and what it said beside it."""
    more = ("--json",) if as_json else ()
    done = CliRunner().invoke(app, [*words, *more], env={"REGULARS_DATA": str(folder)})
    answer = json.loads(done.stdout.splitlines()[-1]) if as_json else {}
    return done.exit_code, answer, done.output


def test_members_come_and_go(folder: Path, data_dir: Path) -> None:
    file, out = data_dir / "members.csv", data_dir / "out.csv"
    file.write_text(ROWS, encoding="utf-8")
    with served(folder):
        code, _, text = say(folder, "import", str(file), "--dry-run", as_json=False)
        assert code == output.FOUND
        assert "Nothing was written" in text
        assert "name -> name" in text
        code, answer, _ = say(folder, "import", str(file))
        assert (code, answer["new"], answer["points"], answer["sent"]) == (1, 2, 1290, True)
        assert answer["rejects"] == str(data_dir / "members.rejects.csv")
        named = answer["import"]
        known = say(folder, "import", "--list")[1]["imports"]
        assert [(one["import"], one["members"], one["undone"]) for one in known] == [
            (named, 2, False)
        ]
        code, answer, _ = say(folder, "export", "--members", str(out))
        assert (code, answer["without_marketing"], answer["unsent"]) == (
            0,
            answer["members"] - 1,
            0,
        )
        assert oct(out.stat().st_mode)[-3:] == "600"
        text = out.read_text("utf-8-sig")
        assert "'=1+1" in text
        assert "2025-02-03 News by e-mail" in text
        code, answer, _ = say(folder, "import", "--undo", named[-6:])
        assert (code, answer["members"], answer["points"], answer["detached"]) == (0, 2, 1290, 2)
        found = say(folder, "ledger", "verify")[1]
        assert found["ok"]
        code, answer, _ = say(folder, "import", "--undo", "last")
        assert (code, answer["error"]["code"]) == (output.WRONG_USE, "import_unknown")
        say(folder, "export", "--members", str(out), "--layout", "square")
        assert "Anna" not in out.read_text("utf-8-sig"), "let go"


def test_what_is_asked_wrong_is_said(folder: Path, data_dir: Path) -> None:
    file = data_dir / "members.csv"
    file.write_text(ROWS, encoding="utf-8")
    wrong = (
        (("import",), "import_of"),
        (("import", str(file), "--list"), "import_of"),
        (("import", str(file), "--round", "sideways"), "members_round"),
        (("import", str(file), "--symbology", "stripe"), "members_symbology"),
        (("import", str(file), "--rejects", str(file)), "rejects_same"),
        (("import", str(file), "--mapping", "points=Purse"), "mapping_heading"),
        (("export", "--members", "x.csv", "--layout", "toast"), "export_layout"),
    )
    with served(folder):
        for words, code in wrong:
            exit_code, answer, _ = say(folder, *words)
            assert (exit_code, answer["error"]["code"]) == (output.WRONG_USE, code), words


def test_a_counter_that_is_open_keeps_its_books_to_itself(folder: Path, data_dir: Path) -> None:
    file = data_dir / "members.csv"
    file.write_text(ROWS, encoding="utf-8")
    with served(folder):
        lock = Lock(surroundings.enter(folder).folder.till)
        try:
            code, answer, _ = say(folder, "import", str(file))
        finally:
            lock.release()
    assert (code, answer["error"]["code"]) == (output.OUTAGE, "already_open")
