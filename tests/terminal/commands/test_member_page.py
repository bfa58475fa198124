"""The verbs about members' phones, and what doctor says of the page."""

import json
from pathlib import Path

import pytest

from loyalty.errors import Outage, Refusal
from terminal.commands import doctor, member_page, output, surroundings
from terminal.commands.doctor_readers import Finding
from terminal.till import service
from tests.terminal.commands.place import card

HOST = "card.example.org"


def checked(folder: Path) -> Finding:
    """Give what doctor finds about the page."""
    return doctor._member_page(surroundings.enter(folder))


def test_a_link_names_the_public_address(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    around = surroundings.enter(folder)
    member_page.keep_public(around, f"https://{HOST}/")
    made: list[str] = []

    def make(number: str) -> str:
        made.append(number)
        return "secret"

    spaced = " ".join(card(1)[at : at + 4] for at in range(0, 16, 4))
    assert member_page.link(around, make, spaced, as_json=True) == output.OK
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "link": f"https://{HOST}/m/in/secret",
        "once": True,
        "hours": 24,
        "public": True,
    }
    assert made == [card(1)]


def test_without_a_server_no_link_is_made(folder: Path) -> None:
    def make(_number: str) -> str:
        raise AssertionError("the secret would be lost")

    with pytest.raises(Outage, match="does not run"):
        member_page.link(surroundings.enter(folder), make, card(1), as_json=False)


@pytest.mark.parametrize("host", ["card.example.org/shop", "a b", "", "-x", "http://x"])
def test_a_name_that_is_none_is_refused(folder: Path, host: str) -> None:
    with pytest.raises(Refusal, match="a name such as"):
        member_page.keep_public(surroundings.enter(folder), host)


def test_doctor_says_what_is_off_without_public_https(folder: Path) -> None:
    found = checked(folder)
    assert (found.ok, found.found) == (True, "on this computer only")
    assert "no changing code" in found.advice
    assert "server --public" in found.advice


def test_doctor_asks_the_public_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    member_page.keep_public(surroundings.enter(folder), "127.0.0.1:1")
    found = checked(folder)
    assert not found.ok
    assert "https://127.0.0.1:1 does not answer" in found.found
    monkeypatch.setattr(service, "answers", lambda url: url == "https://127.0.0.1:1")
    assert checked(folder).ok


def test_a_pin_is_taken_away_by_the_card(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def reset(number: str) -> int:
        asked.append(number)
        return 7

    spaced = " ".join(card(1)[at : at + 4] for at in range(0, 16, 4))
    assert member_page.reset_pin(reset, spaced, as_json=True) == output.OK
    assert json.loads(capsys.readouterr().out) == {"reset": True, "version": 7}
    assert member_page.reset_pin(reset, card(1), as_json=False) == output.OK
    assert "gone" in capsys.readouterr().out
    assert asked == [card(1)] * 2
    with pytest.raises(Refusal):
        member_page.reset_pin(reset, "1234", as_json=False)


def test_what_a_new_key_means_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    member_page.new_key(7, lost=False, as_json=False)
    assert "twelve hours" in capsys.readouterr().out
    member_page.new_key(8, lost=True, as_json=False)
    assert "void" in capsys.readouterr().out
    member_page.new_key(9, lost=True, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"key": 9, "old_codes": "void"}
