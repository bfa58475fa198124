"""Every page for every role, over HTTP; strangers, other origins and what the log keeps."""

from __future__ import annotations

import httpx2
import pytest

from loyalty.errors import Refusal
from server.console.audit import Note
from server.console.guard import COOKIE, GUARDS
from server.console.registry import PAGES
from server.console.rights import ANALYST, OWNER, RIGHTS, ROLES, may
from storage.server import console_audit
from tests.server.console.browser import Seen

OTHER = "https://other.example"


def get(console: Seen, path: str, token: str = "") -> httpx2.Response:
    return httpx2.get(f"{console.url}{path}", headers={"cookie": f"{COOKIE}={token}"})


def test_every_page_asks_for_its_right_from_every_role(console: Seen) -> None:
    assert {page.path for page in PAGES} >= {"/", "/tills", "/people", "/log", "/settings", "/you"}
    for role in ROLES:
        token = console.token(role)
        for page in PAGES:
            answer = get(console, page.path.replace("{", "").replace("}", ""), token)
            assert answer.status_code == 200, (role, page.path)
            refused = "Not for your role" in answer.text
            assert refused is not may(role, page.right), (role, page.path)


def test_a_stranger_sees_the_door_and_nothing_else(console: Seen) -> None:
    for page in PAGES:
        answer = get(console, page.path, "made-up")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in"
    door = get(console, "/sign-in")
    assert door.status_code == 200
    assert "script-src" not in door.headers["content-security-policy"]
    assert get(console, "/join/made-up").status_code == 401
    assert get(console, "/_nicegui_ws/socket.io/?EIO=4&transport=polling").status_code == 303


def test_every_answer_has_the_strict_headers(console: Seen) -> None:
    token = console.token(OWNER)
    for path in ("/", "/sign-in", "/look/look.css", "/nowhere"):
        answer = get(console, path, token)
        for name in set(GUARDS) - {"content-security-policy"}:
            assert answer.headers[name] == GUARDS[name], (path, name)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/out", "/join/x"])
def test_another_site_cannot_send_forms(console: Seen, path: str) -> None:
    answer = httpx2.post(f"{console.url}{path}", data={"a": "b"}, headers={"origin": OTHER})
    assert answer.status_code == 403


def test_an_act_is_checked_and_kept_before_it_is_done(console: Seen) -> None:
    done: list[str] = []
    note = Note(what="till_lost", about="t1")
    with pytest.raises(Refusal, match="Your role does not allow this"):
        console.desk.act(console.token(ANALYST), "tills.change", note, lambda: done.append("x"))
    assert not done
    console.desk.act(console.token(OWNER), "tills.change", note, lambda: done.append("x"))
    assert done == ["x"]
    with pytest.raises(Refusal, match="You were signed out"):
        console.desk.act("made-up", "tills.change", note, lambda: done.append("x"))
    access = console.desk.access
    with access.database.read() as connection:
        kept = [each for each in console_audit.before(connection, access.tenant) if each.about]
    assert [(each.what, each.about) for each in kept] == [("till_lost", "t1")]


def test_an_owner_may_do_everything_and_every_right_is_somebodys() -> None:
    for right, roles in RIGHTS.items():
        assert OWNER in roles, right
        assert roles <= set(ROLES)
