"""Letting a tablet in over real TLS: the code, the secret, and everybody who has neither."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from terminal.till.refusals_tablet import TABLET
from terminal.till.tablet_state import CODE_LASTS_MS, TABLETS_MAX, TRIES
from terminal.till.tablet_told import TabletCodeOver, TabletsRun
from tests.terminal.tablet.shop import TabletShop, listening, tablet_shop

COOKIE = "__Host-regulars_screen"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TabletShop]:
    """A till whose owner lets tablets come."""
    with tablet_shop(tmp_path) as made:
        made.turn_on()
        yield made


def refused(answer: httpx2.Response) -> tuple[int, str]:
    """Give status and code of a refusal, which says its one sentence and nothing else."""
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"] == TABLET[error["code"]]
    return answer.status_code, error["code"]


def test_tablets_are_off_until_the_owner_turns_them_on(tmp_path: Path) -> None:
    with tablet_shop(tmp_path) as shop:
        shop.keys("F10", "g")
        assert shop.set_up(lambda screen: True).caption == "Off"
        assert not [one for one in shop.said if isinstance(one, TabletsRun)]


def test_the_code_lets_one_browser_in_once(shop: TabletShop) -> None:
    client, screen = shop.paired()
    assert client.get("/known").json() == {"known": True}
    other = shop.browser(screen.address)
    assert refused(other.post("/pair", json={"code": screen.code})) == (410, "tablet_code_over")
    assert other.get("/known").json() == {"known": False}


def test_the_secret_is_out_of_every_script_and_every_other_site(shop: TabletShop) -> None:
    screen = shop.offer()
    answer = shop.browser(screen.address).post("/pair", json={"code": screen.code})
    said = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in said.split(";")}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= parts
    assert said.startswith(f"{COOKIE}=")
    assert "domain" not in said.lower()
    secret = said.partition("=")[2].partition(";")[0]
    counter = shop.counter
    assert counter is not None
    kept = counter.till._desk.tablets.paired
    assert [one.digest for one in kept] == [hashlib.sha256(secret.encode()).hexdigest()]
    assert secret not in repr(kept)
    assert (kept[0].name, answer.text) == ("iPad", "")


def test_however_it_is_typed_the_code_is_the_code(shop: TabletShop) -> None:
    screen = shop.offer()
    typed = f" {screen.code.lower().replace(' ', '-')} "
    client = shop.browser(screen.address)
    assert client.post("/pair", json={"code": typed}).status_code == 204


def test_five_wrong_tries_end_a_code(shop: TabletShop) -> None:
    screen = shop.offer()
    client = shop.browser(screen.address)
    for _ in range(TRIES - 1):
        assert refused(client.post("/pair", json={"code": "AAAAAAAA"})) == (
            403,
            "tablet_code_wrong",
        )
    assert refused(client.post("/pair", json={"code": "AAAAAAAA"})) == (410, "tablet_code_over")
    assert refused(client.post("/pair", json={"code": screen.code})) == (410, "tablet_code_over")
    shop.until(lambda: TabletCodeOver(why="tries") in shop.said)
    after = shop.set_up(lambda screen: not screen.code)
    assert after.frame.strip is not None
    assert "too often" in after.frame.strip.sentence


def test_a_code_ends_after_ten_minutes(shop: TabletShop) -> None:
    screen = shop.offer()
    shop.now_ms += CODE_LASTS_MS
    client = shop.browser(screen.address)
    assert refused(client.post("/pair", json={"code": screen.code})) == (410, "tablet_code_over")
    shop.until(lambda: TabletCodeOver(why="late") in shop.said)


def test_whoever_leaves_the_page_takes_the_code_away(shop: TabletShop) -> None:
    screen = shop.offer()
    shop.keys("Esc", "F10", "g")
    shop.set_up(lambda screen: not screen.code)
    client = shop.browser(screen.address)
    assert refused(client.post("/pair", json={"code": screen.code})) == (410, "tablet_code_over")


def test_the_link_names_the_certificate_and_another_one_is_refused(shop: TabletShop) -> None:
    screen = shop.offer()
    client = shop.browser(screen.address)
    code = screen.code.replace(" ", "")
    shown = "".join(screen.fingerprint).replace(" ", "")
    host, _, port = screen.address.removeprefix("https://").partition(":")
    pem = ssl.get_server_certificate((host, int(port)))
    assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper() == shown
    wrong = {"code": code, "till": "0" * 16}
    assert refused(client.post("/pair", json=wrong)) == (403, "tablet_other_till")
    assert client.post("/pair", json={"code": code, "till": shown[:16]}).status_code == 204


def test_the_certificate_stays_the_same_so_that_browsers_warn_once(shop: TabletShop) -> None:
    before = shop.runs().fingerprint
    shop.restart()
    assert shop.runs().fingerprint == before != ""


def test_a_stranger_gets_the_empty_page_and_nothing_else(shop: TabletShop) -> None:
    address = shop.offer().address
    client = shop.browser(address)
    for path in ("/", "/screen.css", "/screen.js", "/icon.svg"):
        answer = client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
    press = {"stream": "", "nth": 1, "key": "1"}
    assert refused(client.get("/events")) == (401, "tablet_unknown")
    assert refused(client.post("/press", json=press)) == (401, "tablet_unknown")
    assert refused(client.get("/members")) == (404, "tablet_page")
    client.cookies.set(COOKIE, "0" * 64)
    assert refused(client.get("/events")) == (401, "tablet_unknown")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.2:1"},
        {"host": "evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_may_ask_nothing(shop: TabletShop, headers: dict[str, str]) -> None:
    client, screen = shop.paired()
    press = {"stream": "", "nth": 1, "key": "1"}
    for path, body in (("/press", press), ("/pair", {"code": screen.code})):
        answer = client.post(path, json=body, headers=headers)
        assert refused(answer) == (403, "tablet_site")
    assert refused(client.get("/events", headers=headers)) == (403, "tablet_site")


def test_a_request_that_names_no_origin_changes_nothing(shop: TabletShop) -> None:
    client, _ = shop.paired()
    del client.headers["origin"]
    assert refused(client.post("/press", json={})) == (403, "tablet_site")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"stream":"a","nth":1,"key":"99"}', b'{"key":"1"}', b" " * 4096]
)
def test_a_body_that_says_nothing_is_refused_without_repeating_it(
    shop: TabletShop, body: bytes
) -> None:
    client, _ = shop.paired()
    answer = client.post("/press", content=body, headers={"content-type": "application/json"})
    assert refused(answer) == (400, "tablet_body")
    plain = client.post("/press", content=b"{}", headers={"content-type": "text/plain"})
    assert refused(plain) == (400, "tablet_body")


def test_a_till_without_a_network_says_so(tmp_path: Path) -> None:
    with tablet_shop(tmp_path, address="127.0.0.1") as shop:
        shop.keys("F10", "g", "1")
        screen = shop.set_up(lambda screen: "network" in screen.caption)
        assert not screen.modules


def test_a_disconnected_tablet_is_let_go_at_once(shop: TabletShop) -> None:
    client, _ = shop.paired()
    with listening(client) as page:
        page.until("scene")
        shop.until(lambda: len(shop.here()) == 1)
        screen = shop.set_up(lambda screen: screen.caption == "1 of 1 connected")
        assert screen.rows[3].title == "Disconnect iPad"
        shop.keys("4")
        page.until("dropped")
    assert refused(client.get("/events")) == (401, "tablet_unknown")
    shop.set_up(lambda screen: screen.caption == "On, no tablet yet")


def test_one_tablet_too_many_takes_the_place_of_the_first(shop: TabletShop) -> None:
    clients = [shop.paired()[0] for _ in range(TABLETS_MAX + 1)]
    assert [client.get("/known").json()["known"] for client in clients] == [
        False,
        *(True,) * TABLETS_MAX,
    ]


def test_who_is_connected_stays_connected_after_a_start(shop: TabletShop) -> None:
    client, _ = shop.paired()
    shop.restart()
    again = shop.browser(shop.runs().address)
    again.cookies.set(COOKIE, client.cookies[COOKIE])
    with listening(again) as page:
        page.until("scene")
