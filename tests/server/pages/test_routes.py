"""What the member page answers to good and bad callers, over real HTTP."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator

import httpx2
import pytest

from loyalty import phonecode
from loyalty.phonecode import step_at
from server.pages import routes
from server.pages.answers import COOKIE
from server.pages.house import TRIES_A_MINUTE
from server.pages.limits import CALLERS_MAX, MINUTE_US, Limits
from server.pages.view import Html, fill
from server.pages.wording import spoken
from server.phone import LINK_US, SESSION_US
from server.phone_keys import AHEAD_STEPS
from storage.server.phone import SESSIONS_MAX
from sync.sign import verify
from sync.wire import PersonRow
from tests.server.pages.shop import NUMBER, Premises, serving
from tests.server.shop import NOW_US


class Caller:
    """A phone that keeps the cookie it is given, and nothing else."""

    def __init__(self, url: str) -> None:
        self._client = httpx2.Client(base_url=url, timeout=30.0)

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Ask for a page."""
        return self._client.get(path, headers=headers)

    def post(self, path: str, **headers: str) -> httpx2.Response:
        """Send a form."""
        return self._client.post(path, headers=headers)

    def close(self) -> None:
        """Hang up."""
        self._client.close()


@pytest.fixture
def url(premises: Premises) -> Iterator[str]:
    """Run the shop's server."""
    with serving(premises) as (address, _):
        yield address


@pytest.fixture
def caller(url: str) -> Iterator[Caller]:
    """Give a phone that was never here."""
    made = Caller(url)
    yield made
    made.close()


@pytest.fixture
def member(caller: Caller, premises: Premises) -> Caller:
    """Give Anna's phone, which came in."""
    assert caller.post(f"/m/in/{premises.link()}").status_code == 303
    return caller


def test_a_link_works_once_and_looking_does_not_use_it_up(
    caller: Caller, premises: Premises, url: str
) -> None:
    path = f"/m/in/{premises.link()}"
    for _ in range(2):
        looked = caller.get(path)
        assert (looked.status_code, "set-cookie" in looked.headers) == (200, False)
        assert "<button>" in looked.text
    entered = caller.post(path)
    assert (entered.status_code, entered.headers["location"]) == (303, "/m/")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/m/" in cookie
    assert "secure" not in cookie, "this is plain HTTP on loopback"
    assert "1.840 punten" in caller.get("/m/").text
    for answer in (caller.get(path), caller.post(path)):
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_behind_https_the_cookie_never_leaves_it(caller: Caller, premises: Premises) -> None:
    entered = caller.post(f"/m/in/{premises.link()}", **{"x-forwarded-proto": "https"})
    assert "secure" in entered.headers["set-cookie"].lower()


def test_a_link_ends_and_so_does_a_phone_that_stays_away(
    caller: Caller, premises: Premises
) -> None:
    late = f"/m/in/{premises.link()}"
    premises.now_us += LINK_US
    assert caller.post(late).status_code == 403
    assert caller.post(f"/m/in/{premises.link()}").status_code == 303
    premises.now_us += SESSION_US - 1
    renewed = caller.get("/m/")
    assert renewed.status_code == 200
    assert COOKIE in renewed.headers["set-cookie"]
    premises.now_us += SESSION_US - 1
    assert caller.get("/m/").status_code == 200
    premises.now_us += SESSION_US
    assert caller.get("/m/").status_code == 401


def test_codes_are_those_of_the_next_twelve_hours(member: Caller, premises: Premises) -> None:
    answer = member.get("/m/codes").json()
    assert answer["first_step"] == step_at(NOW_US)
    each = (answer["side"] ** 2 + 7) // 8
    assert len(base64.b64decode(answer["codes"])) == AHEAD_STEPS * each
    assert answer["points"] == "1.840 punten"
    keys = premises.till.pull().phone_keys
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    made = phones.codes(visit.token, NOW_US)
    assert made is not None
    for at in (0, AHEAD_STEPS - 1):
        code = phonecode.read(made.texts[at])
        assert code is not None
        assert (code.number, code.step, code.key_id) == (
            NUMBER,
            step_at(NOW_US) + at,
            keys[0].key_id,
        )
        message = phonecode.signed_message(code.key_id, code.number, code.step)
        assert verify(bytes.fromhex(keys[0].public_key), message, code.signature)


def test_strangers_see_nothing_of_anybody(caller: Caller) -> None:
    assert caller.get("/m/").status_code == 401
    assert caller.get("/m/codes").status_code == 401
    assert caller.get("/m/code.svg").status_code == 401
    assert caller.get("/m/", cookie=f"{COOKIE}=guessed").status_code == 401
    assert caller.get("/m/in/guessed").status_code == 403


def test_other_sites_can_send_no_form_of_ours(member: Caller, premises: Premises) -> None:
    foreign = {"origin": "https://elsewhere.example"}
    assert member.post("/m/out", **foreign).status_code == 403
    assert member.post(f"/m/in/{premises.link()}", **foreign).status_code == 403
    assert member.post("/m/out", origin="null").status_code == 403
    assert member.get("/m/").status_code == 200


def test_leaving_ends_this_phone_and_no_other(member: Caller, premises: Premises, url: str) -> None:
    other = Caller(url)
    other.post(f"/m/in/{premises.link()}")
    left = member.post("/m/out")
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert member.get("/m/").status_code == 401
    assert other.get("/m/").status_code == 200
    other.close()


def test_the_oldest_of_too_many_phones_is_let_go(premises: Premises) -> None:
    phones = premises.books.phones()
    assert phones is not None
    tokens = []
    for at in range(SESSIONS_MAX + 1):
        visit = phones.come_in(premises.link(), NOW_US + at)
        assert visit is not None
        tokens.append(visit.token)
    inside = [phones.face(token, "en", NOW_US + 9) is not None for token in tokens]
    assert inside == [False] + [True] * SESSIONS_MAX


def test_who_was_erased_is_let_go(member: Caller, premises: Premises) -> None:
    waiting = premises.link()
    premises.books.commands().erase_person("anna", NOW_US)
    assert member.get("/m/").status_code == 401
    assert member.post(f"/m/in/{waiting}").status_code == 403


def test_tries_and_codes_are_counted_by_the_minute(
    member: Caller, premises: Premises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "CODES_A_MINUTE", 2)
    statuses = [member.get("/m/in/guessed").status_code for _ in range(TRIES_A_MINUTE)]
    assert statuses[-1] == 429
    assert member.post(f"/m/in/{premises.link()}").status_code == 429
    fetched = [member.get("/m/codes").status_code for _ in range(3)]
    assert fetched == [200, 200, 429]
    premises.now_us += MINUTE_US
    assert member.get("/m/codes").status_code == 200
    assert member.post(f"/m/in/{premises.link()}").status_code == 303


def test_a_crowd_that_cannot_be_counted_waits() -> None:
    limits = Limits()
    assert all(limits.allow("try", str(at), 1, 0) for at in range(CALLERS_MAX))
    assert not limits.allow("try", "one more", 1, 0)
    assert limits.allow("try", "one more", 1, MINUTE_US)


def test_every_answer_is_guarded(member: Caller) -> None:
    for path in ("/m/", "/m/codes", "/m/card.js", "/m/worker.js", "/m/card.css", "/m/icon-192.png"):
        answer = member.get(path)
        assert answer.status_code == 200, path
        rules = answer.headers["content-security-policy"]
        assert rules.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in rules
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_without_scripts_there_is_the_plain_code(member: Caller) -> None:
    drawn = member.get("/m/code.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "/m/code.svg" in member.get("/m/").text


def test_what_is_filled_in_is_escaped() -> None:
    page = fill("outside", shop='<b>"Ann\'s" & co</b>', sentence=Html("<i>ours</i>")).text
    assert "&lt;b&gt;&quot;Ann&#x27;s&quot; &amp; co&lt;/b&gt;" in page
    assert "<i>ours</i>" in page


def test_nothing_of_anybody_gets_into_a_log(
    caller: Caller, premises: Premises, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = premises.link()
    caller.get(f"/m/in/{link}")
    entered = caller.post(f"/m/in/{link}")
    caller.get("/m/")
    caller.get("/m/codes")
    token = entered.headers["set-cookie"].partition("=")[2].partition(";")[0]
    said = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("http")
    )
    for secret in (link, token, NUMBER, "de Vries"):
        assert secret not in said


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr, nl;q=0.8", "nl"),
        ("pt-BR", "pt-BR"),
        ("tlh", "en"),
        ("DE-at;q=0.9,en", "DE-at"),
        ("x" * 10_000, "en"),
    ],
)
def test_the_phone_says_its_language(accepted: str, language: str) -> None:
    assert spoken(accepted) == language


def test_a_tills_person_row_cannot_take_a_phone_in(premises: Premises) -> None:
    """Personal data changes nothing about who came in."""
    phones = premises.books.phones()
    assert phones is not None
    visit = phones.come_in(premises.link(), NOW_US)
    assert visit is not None
    row = PersonRow(person_id="anna", version=9, fields={"language": "sv"})
    premises.till.push(premises.till.batch(), people=[row])
    face = phones.face(visit.token, "en", NOW_US)
    assert face is not None
    assert (face.language, face.points, face.renewed) == ("sv", 1_840, False)
