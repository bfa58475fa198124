"""`doctor` sees what keeps cards for wallets from being signed, and what soon will."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from terminal.commands import doctor_wallet, passes, surroundings
from terminal.commands.surroundings import Surroundings
from tests.server.pages.pass_shop import filled
from tests.sync.authority import Authority, authority


@pytest.fixture(scope="module")
def apple() -> Authority:
    """Give an authority in Apple's place."""
    return authority()


@pytest.fixture
def around(folder: Path, tmp_path: Path, apple: Authority) -> Surroundings:
    """Give a data folder whose server was told of a wallet folder."""
    made = surroundings.enter(folder)
    made.folder.server.mkdir(parents=True, exist_ok=True)
    (made.folder.server / passes.WALLET).write_text(str(filled(tmp_path / "wallet", apple)))
    return made


def test_a_shop_without_wallets_is_well(folder: Path) -> None:
    found = doctor_wallet.look(surroundings.enter(folder))
    assert (found.ok, found.found) == (True, "not set up")


def test_a_whole_folder_says_how_long_it_lasts(around: Surroundings) -> None:
    found = doctor_wallet.look(around)
    assert found.ok
    assert found.found.startswith("Google, Apple until 2")


@pytest.mark.parametrize("name", ["pass.pem", "pass.key", "wwdr.pem", "service-account.json"])
def test_a_missing_file_is_named(around: Surroundings, tmp_path: Path, name: str) -> None:
    (tmp_path / "wallet" / name).unlink()
    found = doctor_wallet.look(around)
    assert (found.ok, found.found) == (False, "wallet_file")
    assert found.advice.startswith(name)


def test_a_key_that_others_may_read_and_a_broken_file_are_said(
    around: Surroundings, tmp_path: Path
) -> None:
    (tmp_path / "wallet" / "pass.key").chmod(0o644)
    assert doctor_wallet.look(around).found == "wallet_key_open"
    (tmp_path / "wallet" / "wallet.toml").write_text("[apple")
    assert doctor_wallet.look(around).found == "wallet_settings"


def test_an_end_that_is_near_or_over_is_said(around: Surroundings) -> None:
    last = date.fromisoformat(doctor_wallet.look(around).found.rpartition(" ")[2])
    around.clock.go_to(f"{last - timedelta(days=2)}T00:00:00Z")
    near = doctor_wallet.look(around)
    assert (near.ok, "less than 30 days" in near.found) == (False, True)
    around.clock.wait(4 * 86_400)
    assert doctor_wallet.look(around).found == "wallet_certificate_over"
