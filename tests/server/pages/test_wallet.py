"""A member's page puts the card into wallets: over real HTTP, with an authority of the test."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx2
import jwt
import pytest

from loyalty.errors import Refusal
from server.pages import pass_folder
from server.pages.pass_folder import opened
from server.pages.passes import Passes
from server.pages.wallet import APPLE, GOOGLE, PASSES_A_MINUTE
from tests.server.pages.pass_shop import GOOGLE_KEY, PROGRAMME, TOML, filled
from tests.server.pages.shop import NUMBER, POINTS, Premises, serving
from tests.server.shop import NOW_US
from tests.sync.authority import Authority, authority, issue, public_pem, shop_name
from tests.sync.test_pass_signing import verified
from tests.wallets import check_pass, strings, unpacked

PUBLIC = "https://card.example.org"


@pytest.fixture(scope="module")
def apple() -> Authority:
    """Give an authority in Apple's place."""
    return authority()


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Premises]:
    """Give a shop with levels, a reward that is not reached, and Anna."""
    made = Premises(data_dir, programme=PROGRAMME)
    made.enrol()
    yield made
    made.books.close()


@pytest.fixture
def passes(tmp_path: Path, apple: Authority) -> Passes:
    """Open a wallet folder in which everything is right."""
    return opened(filled(tmp_path / "wallet", apple), PUBLIC, NOW_US)


@pytest.fixture
def phone(shop: Premises, passes: Passes) -> Iterator[httpx2.Client]:
    """Give Anna's phone, which came in."""
    with serving(shop, passes=passes) as (url, _), httpx2.Client(base_url=url) as made:
        assert made.post(f"/m/in/{shop.link()}").status_code == 303
        yield made


def test_the_page_offers_both_in_the_members_language(phone: httpx2.Client) -> None:
    page = phone.get("/m/").text
    assert f'href="{APPLE}">Zet in Apple Wallet<' in page
    assert f'href="{GOOGLE}">Zet in Google Wallet<' in page


def test_the_page_of_a_shop_without_wallets_offers_none(shop: Premises) -> None:
    with serving(shop) as (url, _), httpx2.Client(base_url=url) as phone:
        phone.post(f"/m/in/{shop.link()}")
        assert "Wallet" not in phone.get("/m/").text
        assert phone.get(APPLE).status_code == 404


def test_apples_card_is_signed_keeps_to_the_rules_and_shows_the_books(
    phone: httpx2.Client, apple: Authority, tmp_path: Path
) -> None:
    answer = phone.get(APPLE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.apple.pkpass"
    assert answer.headers["cache-control"] == "no-store"
    files = unpacked(answer.content)
    assert verified(tmp_path, apple, files["signature"], files["manifest.json"])
    content = json.loads(files["pass.json"])
    check_pass(content)
    assert content["barcodes"][0]["message"] == NUMBER
    assert content["organizationName"] == "Koffiebar"
    card = content["storeCard"]
    assert card["headerFields"][0]["value"] == POINTS
    assert card["primaryFields"][0]["value"] == pytest.approx(18.40)
    assert [each["value"] for each in card["secondaryFields"]] == [
        "Vast",
        "Gratis lunch: nog 160 punten",
    ]
    assert {name.partition(".")[0] for name in files if name.endswith(".strings")} == {
        *("en", "nl", "sv", "de", "pt-BR")
    }
    english = strings(files["en.lproj/pass.strings"])
    assert english["Gratis lunch: nog 160 punten"] == "Free lunch: 160 points to go"
    assert {"icon.png", "icon@2x.png", "icon@3x.png"} <= set(files)
    whole = b"".join(files.values())
    for secret in (b"Anna", b"Vries", b"PRIVATE KEY", b"+31"):
        assert secret not in whole


def test_the_serial_number_stays_and_is_another_for_everybody(
    phone: httpx2.Client, shop: Premises
) -> None:
    first = json.loads(unpacked(phone.get(APPLE).content)["pass.json"])["serialNumber"]
    shop.till.earn("a" * 32, 10)
    shop.till.push(shop.till.batch())
    again = json.loads(unpacked(phone.get(APPLE).content)["pass.json"])
    assert again["serialNumber"] == first
    assert len(first) == 32
    assert NUMBER not in first
    assert "anna" not in first


def test_googles_link_is_signed_short_enough_and_says_the_card(phone: httpx2.Client) -> None:
    answer = phone.get(GOOGLE)
    assert answer.status_code == 303
    base, _, token = answer.headers["location"].rpartition("/")
    assert base == "https://pay.google.com/gp/v/save"
    assert len(token) <= 1_800, len(token)
    claims = jwt.decode(
        token,
        public_pem(GOOGLE_KEY),
        algorithms=["RS256"],
        audience="google",
        options={"verify_iat": False},
    )
    assert claims["origins"] == [PUBLIC]
    assert claims["iat"] == NOW_US // 1_000_000
    (card,) = claims["payload"]["loyaltyObjects"]
    (shared,) = claims["payload"]["loyaltyClasses"]
    assert card["classId"] == shared["id"]
    assert card["barcode"]["value"] == NUMBER
    assert card["loyaltyPoints"]["balance"] == {"int": POINTS}
    assert "Anna" not in json.dumps(claims)


def test_strangers_get_none_and_members_not_too_many(phone: httpx2.Client, shop: Premises) -> None:
    del shop
    stranger = httpx2.Client(base_url=phone.base_url)
    for path in (APPLE, GOOGLE):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/m/")
    stranger.close()
    answers = [phone.get(APPLE).status_code for _ in range(PASSES_A_MINUTE + 1)]
    assert answers == [200] * PASSES_A_MINUTE + [429]


def test_a_certificate_that_ended_takes_the_button_away_and_nothing_else(
    shop: Premises, tmp_path: Path, apple: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    passes = opened(filled(tmp_path / "wallet", apple), PUBLIC, NOW_US)
    with serving(shop, passes=passes) as (url, _), httpx2.Client(base_url=url) as phone:
        shop.now_us = 4_102_444_800_000_000
        phone.post(f"/m/in/{shop.link()}")
        page = phone.get("/m/").text
        assert "Apple Wallet" not in page
        assert "Google Wallet" in page
        with caplog.at_level(logging.ERROR, "regulars.server"):
            answer = phone.get(APPLE)
    assert answer.status_code == 503
    assert [each.getMessage() for each in caplog.records] == [
        "a card for a wallet was not made: wallet_certificate_over"
    ]


def test_a_link_that_is_too_long_loses_what_it_can_do_without_and_then_says_so(
    shop: Premises, tmp_path: Path, apple: Authority
) -> None:
    phones = shop.books.phones()
    far = "https://shop.example/" + "a" * 200
    toml = TOML.replace("https://shop.example/logo.png", far)
    passes = opened(filled(tmp_path / "wallet", apple, toml), PUBLIC, NOW_US)
    made = pass_folder.issue(phones, passes, NUMBER, "nl", NOW_US)
    token = made["google"]().decode().rpartition("/")[2]
    read = jwt.decode(token, options={"verify_signature": False})["payload"]
    assert "textModulesData" not in read["loyaltyObjects"][0]
    far = "https://shop.example/" + "a" * 270
    toml = TOML.replace("https://shop.example/logo.png", far)
    settings = toml + 'class = "' + "b" * 40 + '"\n'
    long = opened(filled(tmp_path / "long", apple, settings), f"https://{'c' * 200}.org", NOW_US)
    made = pass_folder.issue(phones, long, NUMBER, "nl", NOW_US)
    with pytest.raises(Refusal, match="class_exists = true") as caught:
        made["google"]()
    assert caught.value.code == "wallet_link_long"
    shared = json.loads(made["google-class"]())
    assert shared["programLogo"]["sourceUri"]["uri"] == far
    there = opened(
        filled(tmp_path / "there", apple, settings + "class_exists = true\n"), PUBLIC, NOW_US
    )
    assert pass_folder.issue(phones, there, NUMBER, "nl", NOW_US)["google"]()


def test_a_folder_with_a_mistake_is_refused_by_name_and_served_without_it(
    tmp_path: Path, apple: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    other = issue(apple.wwdr, shop_name("pass.com.example.other"))

    def open_key(folder: Path) -> None:
        (folder / "pass.key").chmod(0o640)

    def missing(folder: Path) -> None:
        (folder / "wwdr.pem").unlink()

    def foreign(folder: Path) -> None:
        (folder / "pass.pem").write_bytes(other.pem)

    for number, (spoil, code) in enumerate(
        ((open_key, "wallet_key_open"), (missing, "wallet_file"), (foreign, "wallet_key_other"))
    ):
        folder = filled(tmp_path / str(number), apple)
        spoil(folder)
        with pytest.raises(Refusal) as caught:
            opened(folder, PUBLIC, NOW_US)
        assert caught.value.code == code
        with caplog.at_level(logging.ERROR, "regulars.server"):
            served = pass_folder.serving(folder, PUBLIC, NOW_US)
        assert served is not None
        assert (served.has_apple(NOW_US), served.has_google) == (False, True)
        assert caplog.messages[-1] == f"cards for a wallet cannot be made: {code}"


def test_a_folder_that_is_gone_keeps_no_shop_from_its_books(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert pass_folder.serving(tmp_path / "nowhere", PUBLIC, NOW_US) is None
    assert caplog.messages == ["cards for a wallet cannot be made: wallet_file"]


def test_a_certificate_that_ends_soon_is_said_in_the_log(
    tmp_path: Path, apple: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    folder = filled(tmp_path / "wallet", apple)
    short = issue(apple.wwdr, shop_name(), end=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    (folder / "pass.pem").write_bytes(short.pem)
    (folder / "pass.key").write_bytes(short.key_pem)
    served = pass_folder.serving(folder, PUBLIC, NOW_US)
    assert served is not None
    assert served.has_apple(NOW_US)
    assert caplog.messages == ["the certificate for Apple Wallet ends on 2026-12-01"]


def test_keys_are_in_no_repr(passes: Passes) -> None:
    assert "BEGIN" not in repr(passes)


def test_a_card_that_nobody_has_is_refused(shop: Premises, passes: Passes) -> None:
    with pytest.raises(Refusal) as caught:
        pass_folder.issue(shop.books.phones(), passes, "9000000000000016", "nl", NOW_US)
    assert caught.value.code == "member_unknown"
