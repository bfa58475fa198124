"""`programme check`: mistakes in a table or as JSON, a summary in the member's language."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loyalty.errors import Refusal
from loyalty.programme import Problem, load_toml, to_wire
from main import app
from terminal.commands import output, programme

PROGRAMMES = Path(__file__).parents[3] / "assets" / "programmes"
COFFEE_BAR = PROGRAMMES / "coffee-bar.toml"


def written(folder: Path, text: str | bytes) -> Path:
    """Write a programme's file."""
    file = folder / "programme.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_programme_is_said_in_its_first_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert programme.check(COFFEE_BAR, "", as_json=False) == output.OK
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Koffiebar De Zonnewijzer"
    assert any("Gratis koffie" in line for line in said)


def test_a_programme_is_said_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert programme.check(COFFEE_BAR, "en_GB", as_json=True) == output.OK
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert (found["id"], found["version"], found["from"]) == ("coffee-bar", 1, "2026-01-01")
    assert found["language"] == "en"
    assert any("Free coffee" in line for line in found["summary"])


def test_a_language_that_nobody_speaks_here_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        programme.check(COFFEE_BAR, "tlh", as_json=False)
    assert refused.value.code == "language_unknown"
    assert output.code_of(refused.value) == output.WRONG_USE


def test_a_shop_whose_own_language_is_not_ours_is_said_in_english(tmp_path: Path) -> None:
    text = COFFEE_BAR.read_text("utf-8").replace('["nl", ', '["fr", "nl", ').replace("nl =", "fr =")
    assert programme.speak(load_toml(text), "").language == "en"


def test_every_mistake_stands_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = COFFEE_BAR.read_text("utf-8").replace("version = 1", "verion = 1")
    file = written(tmp_path, text.replace("amount_minor = 500", "amount_minor = -5"))
    assert programme.check(file, "", as_json=False) == output.FOUND
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[0].split() == ["where", "found", "expected"]
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == [
        "rewards[0].amount_minor",
        "verion",
        "version",
    ]
    assert "the nearest is version" in said.out
    assert said.err == "3 mistakes\n"


def test_every_mistake_is_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, COFFEE_BAR.read_text("utf-8").replace("Amsterdam", "Amsterdm"))
    assert programme.check(file, "", as_json=True) == output.FOUND
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert found["error"]["code"] == "programme_invalid"
    assert [each["path"] for each in found["problems"]] == ["time_zone"]
    assert found["problems"][0] == {
        name: found["error"][name] for name in ("path", "got", "expected")
    }


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'id = "x"\nname = \n', "line 2"),
        (b'id = "x"\nid = "y"\n', "line 2"),
        (b'id = "x"\nname = "caf\xe9"\n', "line 2"),
        ('id = "x"'.encode("utf-16"), "line 1"),
        (b"{", "truncated"),
        (b'{"id": x}', "byte 7"),
        (b'{"id": "x"}', "nothing"),
        (b"", "nothing"),
        (b"\xef\xbb\xbf", "nothing"),
        (b"[" * 100_000, ""),
        (b"{" + b'"a":[' * 100_000, ""),
    ],
)
def test_what_is_no_programme_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, where: str
) -> None:
    assert programme.check(written(tmp_path, raw), "", as_json=False) == output.FOUND
    assert where in capsys.readouterr().out


def test_the_mark_of_a_windows_editor_and_the_wire_are_read(tmp_path: Path) -> None:
    ours = programme.read(COFFEE_BAR)
    raw = COFFEE_BAR.read_bytes()
    assert programme.read(written(tmp_path, b"\xef\xbb\xbf" + raw)) == ours
    assert programme.read(written(tmp_path, raw.replace(b"\n", b"\r\n"))) == ours
    assert programme.read(written(tmp_path, b"\xef\xbb\xbf\n " + to_wire(ours))) == ours


@pytest.mark.parametrize(("name", "message"), [("", "not a folder"), ("no.toml", "that is there")])
def test_no_file_is_wrong_use(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(Refusal, match=message) as refused:
        programme.check(tmp_path / name, "", as_json=False)
    assert refused.value.code == "programme_file"
    assert output.code_of(refused.value) == output.WRONG_USE


def test_the_table_fits_the_window() -> None:
    long = Problem("a" * 60, '"' + "b " * 30 + '"', "c " * 100)
    for width in (60, 80, 120):
        lines = list(programme.table([Problem("", "x", "y"), long], width))
        assert lines[1].split() == ["the", "file", "x", "y"]
        assert max(len(line) for line in lines) <= width
        assert "".join(lines).count("c") == 100 + "expected".count("c")


def test_the_verb_answers_in_the_shapes_of_all_verbs(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["programme", "check", str(COFFEE_BAR), "--language", "nl"]).exit_code == 0
    wrong = written(tmp_path, "verion = 1")
    assert run(app, ["programme", "check", str(wrong)]).exit_code == 1
    missing = run(app, ["programme", "check", str(tmp_path / "no"), "--json"])
    assert missing.exit_code == 2
    assert json.loads(missing.stdout)["error"]["code"] == "programme_file"
