"""`server --wallet` and `cards wallet`, from the command line to a file that OpenSSL follows."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

import main
from loyalty.errors import Refusal
from terminal.commands import passes, surroundings
from tests.server.pages.pass_shop import PROGRAMME, TOML, filled
from tests.server.pages.shop import NUMBER, Premises
from tests.sync.authority import Authority, authority
from tests.sync.test_pass_signing import verified
from tests.terminal.commands.place import run
from tests.wallets import check_pass, unpacked


@pytest.fixture(scope="module")
def apple() -> Authority:
    """Give an authority in Apple's place."""
    return authority()


@pytest.fixture
def shop(folder: Path) -> Path:
    """Give a data folder whose server knows a member."""
    around = surroundings.enter(folder)
    premises = Premises(around.folder.server, around.clock.now_us(), PROGRAMME)
    premises.enrol()
    premises.books.close()
    return folder


def test_a_card_is_made_from_the_folder_that_was_named(
    shop: Path, tmp_path: Path, apple: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    around = surroundings.enter(shop)
    passes.keep(around, str(filled(tmp_path / "wallet", apple)), main._passes)
    out = tmp_path / "card.pkpass"
    passes.make(around, main._passes, NUMBER, "apple", out, as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "kind": "apple",
        "bytes": out.stat().st_size,
        "out": str(out),
    }
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    files = unpacked(out.read_bytes())
    assert verified(tmp_path, apple, files["signature"], files["manifest.json"])
    check_pass(json.loads(files["pass.json"]))
    passes.make(around, main._passes, NUMBER, "google", None, as_json=False)
    assert capsys.readouterr().out.startswith("https://pay.google.com/gp/v/save/")
    passes.make(around, main._passes, NUMBER, "google-class", None, as_json=False)
    assert json.loads(capsys.readouterr().out)["id"] == "3388000000012345678.card"


def test_what_is_wrong_is_said_and_nothing_is_kept(
    shop: Path, tmp_path: Path, apple: Authority
) -> None:
    around = surroundings.enter(shop)
    wrong = filled(tmp_path / "wallet", apple, TOML.replace("ABCDE12345", "ZZZZZ99999"))
    with pytest.raises(Refusal) as caught:
        passes.keep(around, str(wrong), main._passes)
    assert caught.value.code == "wallet_team"
    assert passes.folder(around) is None
    with pytest.raises(Refusal, match="server --wallet FOLDER"):
        passes.make(around, main._passes, NUMBER, "apple", tmp_path / "x", as_json=False)


@pytest.mark.slow
def test_the_same_from_the_command_line(shop: Path, tmp_path: Path, apple: Authority) -> None:
    out = tmp_path / "card.pkpass"
    wrong = filled(tmp_path / "wrong", apple, TOML.replace("ABCDE12345", "ZZZZZ99999"))
    started = run(shop, "server", "--wallet", str(wrong))
    assert started.returncode == 2
    assert "ABCDE12345" in started.stderr
    assert "Traceback" not in started.stderr
    around = surroundings.enter(shop)
    passes.keep(around, str(filled(tmp_path / "wallet", apple)), main._passes)
    made = run(shop, "cards", "wallet", "--member", NUMBER, "--out", str(out))
    assert made.returncode == 0, made.stderr
    files = unpacked(out.read_bytes())
    assert verified(tmp_path, apple, files["signature"], files["manifest.json"])


def test_none_forgets_the_folder(shop: Path, tmp_path: Path, apple: Authority) -> None:
    around = surroundings.enter(shop)
    wallet = filled(tmp_path / "wallet", apple)
    passes.keep(around, str(wallet), main._passes)
    assert passes.place(around) == {"wallet": wallet, "public": ""}
    for _ in range(2):
        passes.keep(around, "none", main._passes)
        assert passes.folder(around) is None


def test_a_place_that_cannot_be_written_is_said(
    shop: Path, tmp_path: Path, apple: Authority
) -> None:
    around = surroundings.enter(shop)
    passes.keep(around, str(filled(tmp_path / "wallet", apple)), main._passes)
    for out in (None, tmp_path / "nowhere" / "card.pkpass"):
        with pytest.raises(Refusal) as caught:
            passes.make(around, main._passes, NUMBER, "apple", out, as_json=False)
        assert caught.value.code == "wallet_out"
