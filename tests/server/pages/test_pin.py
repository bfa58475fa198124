"""Phone number and PIN on the member page: coming in, being locked, choosing; over real HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import msgspec
import pytest

from loyalty import ids, pin
from server.pages import pin as pages
from server.pages.answers import COOKIE
from server.pages.house import TRIES_A_MINUTE
from server.pages.limits import MINUTE_US
from server.phone import DAY_US
from server.phone_pin import Wish, e164
from storage import pin_hash
from sync.wire import PersonRow, PinRow
from tests.server.pages.shop import NUMBER, Premises, serving
from tests.server.shop import ANNA, Till

PHONE, TYPED = "+31612345678", "06 12345678"
RIGHT, WRONG = "4719", "8302"


class Phone:
    """A browser that sends forms and keeps its cookie."""

    def __init__(self, url: str) -> None:
        self.client = httpx2.Client(base_url=url, timeout=30.0)

    def come_in(self, phone: str = TYPED, typed: str = RIGHT) -> httpx2.Response:
        return self.client.post("/m/in", data={"phone": phone, "pin": typed})

    def choose(self, typed: str, again: str = "", current: str = "") -> httpx2.Response:
        fields = {"pin": typed, "again": again or typed, "current": current}
        return self.client.post("/m/pin", data=fields)


@pytest.fixture
def anna(premises: Premises) -> Premises:
    """Give the shop in which Anna can be found by phone and has a PIN."""
    blind = ids.blind_phone(premises.books._secrets.tenant_key, PHONE)
    person = PersonRow(person_id="anna", version=2, blind={"phone": blind})
    keyed = pin_hash.keyed(premises.books._secrets.peppers.known()[1], "anna", RIGHT)
    row = PinRow(member_id="anna", version=1, verifier=pin_hash.make(keyed))
    request = msgspec.structs.replace(premises.till.batch(), people=[person], pins=[row])
    premises.till.push(request)
    return premises


@pytest.fixture(autouse=True)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let refusals not wait, except where a test looks at just that."""
    if "in_their_time" not in request.fixturenames:
        monkeypatch.setattr(pages, "REFUSED_S", 0.0)


@pytest.fixture
def in_their_time() -> float:
    """Let refusals take as long as in a shop; gives how long in seconds."""
    return pages.REFUSED_S


@pytest.fixture
def url(anna: Premises) -> Iterator[str]:
    """Run the shop's server."""
    with serving(anna) as (address, _):
        yield address


@pytest.fixture
def phone(url: str) -> Iterator[Phone]:
    """Give a phone that was never here."""
    made = Phone(url)
    yield made
    made.client.close()


@pytest.fixture
def linked(phone: Phone, anna: Premises) -> Phone:
    """Give Anna's phone, which came in by a link."""
    assert phone.client.post(f"/m/in/{anna.link()}").status_code == 303
    return phone


def counters(shop: Premises) -> dict[str, int]:
    """Give what is counted on Anna's account, as every till hears it."""
    found = {row.account: row.counters for row in shop.till.pull().standings}
    return found.get(ANNA, {})


def next_minute(shop: Premises) -> None:
    shop.now_us += MINUTE_US


def test_phone_number_and_pin_let_a_member_in(phone: Phone) -> None:
    outside = phone.client.get("/m/")
    assert outside.status_code == 401
    assert 'action="/m/in"' in outside.text
    entered = phone.come_in()
    assert (entered.status_code, entered.headers["location"]) == (303, "/m/")
    cookie = entered.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/m/"))
    assert NUMBER[-4:] in phone.client.get("/m/").text


@pytest.mark.parametrize(
    ("typed_phone", "typed_pin"),
    [
        (TYPED, WRONG),
        ("06 87654321", RIGHT),
        ("nonsense", RIGHT),
        ("", ""),
        (TYPED, "47191"),
        (TYPED, "٤٧١٩"),
    ],
)
def test_whatever_is_wrong_the_answer_is_one(
    phone: Phone, typed_phone: str, typed_pin: str
) -> None:
    refused = phone.come_in(typed_phone, typed_pin)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert refused.text == phone.come_in("06 11111111", WRONG).text
    assert typed_pin not in refused.text or not typed_pin


def test_an_unknown_number_costs_the_same_hash(
    anna: Premises, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = pin_hash.fits

    def fits(verifier: str, keyed: bytes) -> bool:
        hashed.append(verifier)
        return real(verifier, keyed)

    monkeypatch.setattr(pin_hash, "fits", fits)
    phones = anna.books.phones()
    assert phones is not None
    for number in (TYPED, "06 87654321", "nonsense"):
        assert phones.come_in_by_pin(number, WRONG, anna.now_us) is None
    assert [bool(verifier) for verifier in hashed] == [True, False, False]


def test_no_refusal_is_quicker_than_another(phone: Phone, in_their_time: float) -> None:
    for number, typed in (("06 87654321", RIGHT), (TYPED, WRONG), ("nonsense", "")):
        assert phone.come_in(number, typed).elapsed.total_seconds() >= in_their_time
    assert phone.come_in().status_code == 303


def test_five_wrong_ones_in_a_day_lock_the_pin_everywhere(phone: Phone, anna: Premises) -> None:
    for _ in range(pin.DAY_TRIES):
        assert phone.come_in(typed=WRONG).status_code == 403
    assert phone.come_in().status_code == 403
    anna.now_us += 2 * DAY_US
    assert phone.come_in().status_code == 403
    found = counters(anna)
    assert pin.is_locked(found, "anna", 1)
    assert sum(n for unit, n in found.items() if unit.startswith(pin.COUNTED)) == 6
    anna.books.reset_pin(NUMBER, anna.now_us)
    assert phone.come_in().status_code == 403, "there is no PIN now"
    assert not pin.is_locked(counters(anna), "anna", 2)


def test_wrong_ones_at_a_till_count_here_too(phone: Phone, anna: Premises) -> None:
    from loyalty.postings import of_entries

    found: dict[str, int] = {}
    for _ in range(pin.DAY_TRIES):
        for one in pin.wrong_try(found, "anna", 1, "2026-11-18"):
            found[one.unit] = found.get(one.unit, 0) + one.delta
            anna.till.record("pin_wrong", *of_entries(ANNA, "e", counted=(one,)))
    anna.till.push()
    assert phone.come_in().status_code == 403


def test_many_tries_at_once_are_no_more_than_one(anna: Premises) -> None:
    phones = anna.books.phones()
    assert phones is not None
    guesses = [f"{n:04d}" for n in range(4713, 4720)]
    with ThreadPoolExecutor(len(guesses)) as threads:
        came = list(
            threads.map(lambda typed: phones.come_in_by_pin(TYPED, typed, anna.now_us), guesses)
        )
    tried = counters(anna).get(pin.wrong_unit("anna", 1, "2026-11-18"), 0)
    assert tried <= pin.DAY_TRIES
    assert len(came) - came.count(None) <= 1


def test_a_caller_may_try_only_so_often(phone: Phone) -> None:
    statuses = [phone.come_in("06 87654321").status_code for _ in range(TRIES_A_MINUTE + 1)]
    assert statuses == [403] * TRIES_A_MINUTE + [429]


def test_a_link_is_enough_to_choose_a_pin(linked: Phone, anna: Premises) -> None:
    form = linked.client.get("/m/pin")
    assert form.status_code == 200
    assert 'name="current"' not in form.text
    assert linked.choose(WRONG).status_code == 200
    told = anna.till.pull().pins
    assert [row.version for row in told] == [2]
    assert pin_hash.fits(
        told[0].verifier, pin_hash.keyed(anna.books._secrets.peppers.known()[1], "anna", WRONG)
    )
    linked.client.cookies.clear()
    assert linked.come_in(typed=RIGHT).status_code == 403
    assert linked.come_in(typed=WRONG).status_code == 303


def test_a_right_one_of_before_a_till_was_lost_is_kept_under_the_newest_pepper(
    phone: Phone, anna: Premises
) -> None:
    thief = Till(anna.books, "thief")
    anna.books.fleet().lose(thief.device, anna.now_us)
    peppers = anna.books._secrets.peppers.known()
    newest = max(peppers)
    assert phone.come_in(typed=WRONG).status_code == 403
    assert [row.version for row in anna.till.pull().pins] == [1]
    for _ in range(2):
        assert phone.come_in(typed=RIGHT).status_code == 303
    (told,) = anna.till.pull().pins or (None,)
    assert told is not None
    assert (told.version, told.pepper) == (2, newest)
    fits = {
        number: pin_hash.fits(told.verifier, pin_hash.keyed(secret, "anna", RIGHT))
        for number, secret in peppers.items()
    }
    assert fits == {1: False, newest: True}
    assert anna.till.pull().pins == []
    assert anna.books.verify().ok


def test_one_whose_pepper_no_till_has_brought_back_is_no_wrong_try(
    phone: Phone, anna: Premises
) -> None:
    verifier = pin_hash.make(pin_hash.keyed(b"\x5e" * 32, "anna", RIGHT))
    row = PinRow(member_id="anna", version=2, verifier=verifier, pepper=1_795_000_123)
    anna.till.push(msgspec.structs.replace(anna.till.batch(), pins=[row]))
    refused = [phone.come_in(typed=RIGHT) for _ in range(2)]
    assert [one.status_code for one in refused] == [403, 403]
    assert refused[0].text == phone.come_in("06 87654321", RIGHT).text
    assert counters(anna) == {}
    anna.books._secrets.peppers.add(row.pepper, b"\x5e" * 32)
    assert phone.come_in(typed=RIGHT).status_code == 303


def test_choosing_a_new_one_unlocks(linked: Phone, anna: Premises) -> None:
    other = Phone(str(linked.client.base_url))
    for _ in range(pin.DAY_TRIES):
        other.come_in(typed=WRONG)
    assert other.come_in().status_code == 403
    assert linked.choose("2738").status_code == 200
    next_minute(anna)
    assert other.come_in(typed="2738").status_code == 303
    other.client.close()


@pytest.mark.parametrize("weak", ["1234", "1212", "1999", "0000", "123", "12345", "abcd", ""])
def test_a_weak_pin_is_refused(linked: Phone, anna: Premises, weak: str) -> None:
    refused = linked.choose(weak, weak)
    assert refused.status_code == 400
    assert 'action="/m/pin"' in refused.text
    assert not weak or f'"{weak}"' not in refused.text
    assert [row.version for row in anna.till.pull().pins] == [1]


def test_the_two_have_to_be_the_same(linked: Phone, anna: Premises) -> None:
    assert linked.choose(WRONG, "8303").status_code == 400
    assert [row.version for row in anna.till.pull().pins] == [1]


def test_who_came_in_by_pin_has_to_say_it_again(phone: Phone, anna: Premises) -> None:
    assert phone.come_in().status_code == 303
    assert 'name="current"' in phone.client.get("/m/pin").text
    assert phone.choose("2738", current=WRONG).status_code == 400
    assert counters(anna)[pin.wrong_unit("anna", 1, "2026-11-18")] == 1
    assert phone.choose("2738", current=RIGHT).status_code == 200
    phone.client.cookies.clear()
    assert phone.come_in(typed="2738").status_code == 303


def test_a_stranger_chooses_nothing(phone: Phone, anna: Premises) -> None:
    for answer in (phone.client.get("/m/pin"), phone.choose(WRONG)):
        assert (answer.status_code, answer.headers["location"]) == (303, "/m/")
    assert [row.version for row in anna.till.pull().pins] == [1]


@pytest.mark.parametrize("path", ["/m/in", "/m/pin"])
def test_forms_of_other_sites_and_of_nobody_are_refused(linked: Phone, path: str) -> None:
    fields = {"phone": TYPED, "pin": "2738", "again": "2738"}
    foreign = linked.client.post(path, data=fields, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    for body in (b"x" * 5_000, b"\xff\xfe", b"&".join([b"a=b"] * 50)):
        assert linked.client.post(path, content=body).status_code == 400


def test_nothing_that_is_typed_reaches_a_log(
    linked: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    linked.choose("2738")
    linked.choose("2738", "2739")
    linked.client.cookies.clear()
    linked.come_in(typed="2738")
    linked.come_in(typed=WRONG)
    said = " ".join(record.getMessage() for record in caplog.records if "server" in record.name)
    assert not [typed for typed in ("2738", "2739", WRONG, TYPED, PHONE) if typed in said]
    assert "2738" not in repr(Wish(pin="2738", again="2738"))


def test_a_session_by_pin_is_told_from_one_by_link(phone: Phone, anna: Premises) -> None:
    phone.come_in()
    assert phone.client.cookies[COOKIE].startswith("p.")
    phone.client.cookies.clear()
    phone.client.post(f"/m/in/{anna.link()}")
    assert "." not in phone.client.cookies[COOKIE]


@pytest.mark.parametrize(
    ("typed", "zone", "found"),
    [
        ("06 12345678", "Europe/Amsterdam", PHONE),
        ("+31 6 1234 5678", "Europe/Stockholm", PHONE),
        ("0031612345678", "Europe/Amsterdam", PHONE),
        ("06 12345678", "UTC", ""),
        ("070-123 45 67", "Europe/Stockholm", "+46701234567"),
        ("4719", "Europe/Amsterdam", ""),
        ("", "Europe/Amsterdam", ""),
    ],
)
def test_numbers_are_read_as_where_the_shop_stands(typed: str, zone: str, found: str) -> None:
    assert e164(typed, zone) == found
