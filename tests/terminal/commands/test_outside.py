"""Where a server listens is chosen once, kept, and looked at by `doctor`."""

import secrets
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from storage.folder import SHOP, prepare
from storage.keys import FileKeyStore
from sync import certificates
from terminal.commands import outside
from terminal.commands.outside import Outside
from terminal.commands.surroundings import Surroundings, SystemClock

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is asked for


@pytest.fixture
def around(data_dir: Path) -> Surroundings:
    """Give a shop's folder."""
    folder = prepare(data_dir / "shop", SHOP)
    return Surroundings(
        folder=folder,
        store=FileKeyStore(folder.keys),
        clock=SystemClock(),
        randomness=secrets.token_bytes,
        language="en",
    )


def test_what_was_chosen_is_kept_until_it_is_said_otherwise(around: Surroundings) -> None:
    assert outside.read(around) == Outside()
    outside.choose(around, host=EVERYWHERE, name="till.local", announce=False)
    kept = Outside(host=EVERYWHERE, name="till.local", announce=False)
    assert outside.choose(around) == outside.read(around) == kept
    assert outside.choose(around, announce=True).announce
    assert outside.choose(around, host="localhost") == Outside()
    assert outside.read(around) == Outside()


def test_what_cannot_be_is_said(around: Surroundings, tmp_path: Path) -> None:
    file = tmp_path / "c.pem"
    for wrong, code in (
        ({"host": "shop.example.org"}, "host_wrong"),
        ({"certificate": file, "key": file}, "certificate_file"),
        ({"host": EVERYWHERE, "certificate": file}, "certificate_file"),
    ):
        with pytest.raises(Refusal) as caught:
            outside.choose(around, **wrong)
        assert caught.value.code == code
    assert outside.read(around) == Outside()


def test_doctor_says_who_may_come_and_for_how_long(around: Surroundings) -> None:
    assert outside.look(around).ok
    outside.choose(around, host=EVERYWHERE)
    assert "cannot be read" in outside.look(around).found
    now_us = around.clock.now_us()
    path = around.folder.server / "leaf.pem"
    path.write_bytes(certificates.leaf(bytes(32), ["a"], now_us).certificate)
    assert outside.look(around).ok
    early_us = now_us - (certificates.LIFE_DAYS - 2) * outside.DAY_US
    path.write_bytes(certificates.leaf(bytes(32), ["a"], early_us).certificate)
    found = outside.look(around)
    assert not found.ok
    assert "ends in" in found.found
