"""Coming in at the console: passwords and codes, throttled; links once; sessions that end."""

from __future__ import annotations

import pyotp
import pytest

from loyalty.errors import Refusal
from server.console import codes
from server.console.door import ABSOLUTE_US, IDLE_US, SECOND_US, SHUT_US, TRIES
from server.console.rights import ANALYST, MANAGER, OWNER
from storage.server.console import Secret
from storage.server.tables import CONSOLE_LINKS, CONSOLE_SESSIONS, CONSOLE_USERS
from tests.server.console.browser import Seen

PASSWORD = "correct horse battery"


def joined(console: Seen, name: str = "maud", role: str = OWNER) -> str:
    """Let somebody join; give their authenticator's secret."""
    secret = codes.secret(console.desk.access.randomness)
    said = Secret(name="Maud Jansen", sign_in=name, authenticator=secret)
    crew = console.desk.crew
    crew.join(crew.invite(role), said, PASSWORD, code(console, secret))
    return secret


def code(console: Seen, secret: str) -> str:
    """Give what their authenticator shows."""
    return pyotp.TOTP(secret).at(console.clock() // SECOND_US)


def later(console: Seen, us: int) -> None:
    console.clock.us += us


def test_a_password_and_a_code_let_in_and_a_code_counts_once(console: Seen) -> None:
    secret = joined(console)
    door = console.desk.door
    later(console, 60 * SECOND_US)
    token = door.sign_in(" MAUD ", PASSWORD, code(console, secret))
    who = door.who(token)
    assert who is not None
    assert (who.name, who.role) == ("Maud Jansen", OWNER)
    with pytest.raises(Refusal, match="does not fit"):
        door.sign_in("maud", PASSWORD, code(console, secret))
    door.sign_out(token)
    assert door.who(token) is None


def test_wrong_tries_shut_the_door_for_a_while(console: Seen) -> None:
    secret = joined(console)
    door = console.desk.door
    for _ in range(TRIES):
        with pytest.raises(Refusal, match="does not fit"):
            door.sign_in("maud", "something else", code(console, secret))
    later(console, 31 * SECOND_US)
    with pytest.raises(Refusal, match="Too many wrong tries"):
        door.sign_in("maud", PASSWORD, code(console, secret))
    later(console, SHUT_US)
    assert door.who(door.sign_in("maud", PASSWORD, code(console, secret)))
    with pytest.raises(Refusal, match="does not fit"):
        door.sign_in("nobody", PASSWORD, "123456")


def test_a_session_ends_when_nobody_looks_and_after_half_a_day(console: Seen) -> None:
    door = console.desk.door
    token = console.token(MANAGER)
    later(console, IDLE_US - SECOND_US)
    assert door.who(token)
    later(console, IDLE_US - SECOND_US)
    assert door.who(token)
    later(console, IDLE_US)
    assert door.who(token) is None
    token = console.token(MANAGER)
    for _ in range(ABSOLUTE_US // (IDLE_US // 2)):
        later(console, IDLE_US // 2)
        if door.who(token) is None:
            break
    assert door.who(token) is None


def test_links_work_once_and_in_time(console: Seen) -> None:
    crew = console.desk.crew
    link = crew.at_once()
    token = crew.use_at_once(link)
    who = console.desk.door.who(token)
    assert who is not None
    assert who.role == OWNER
    assert not who.has_password
    for spent in (link, "0" * 48):
        with pytest.raises(Refusal, match="was used or is too old"):
            crew.use_at_once(spent)
    late = crew.at_once()
    later(console, 30 * SECOND_US)
    with pytest.raises(Refusal, match="was used or is too old"):
        crew.use_at_once(late)
    with pytest.raises(Refusal, match="was used or is too old"):
        crew.use_at_once(crew.invite(OWNER))


def test_who_is_switched_off_is_out_at_once(console: Seen) -> None:
    joined(console)
    token = console.token(ANALYST)
    who = console.desk.door.who(token)
    assert who is not None
    console.desk.crew.switch(who.user_id, on=False)
    assert console.desk.door.who(token) is None


def test_nothing_of_a_person_stands_in_the_tables_as_text(console: Seen) -> None:
    secret = joined(console)
    token = console.token(OWNER)
    with console.desk.access.database.read() as connection:
        kept = repr(
            [
                *connection.execute(CONSOLE_USERS.select()),
                *connection.execute(CONSOLE_SESSIONS.select()),
                *connection.execute(CONSOLE_LINKS.select()),
            ]
        )
    for hidden in ("Maud", "maud", secret, token, PASSWORD):
        assert hidden not in kept


@pytest.mark.parametrize(
    ("said", "password", "right_code", "wrong"),
    [
        ({"sign_in": ""}, PASSWORD, True, "name_missing"),
        ({"name": " "}, PASSWORD, True, "name_missing"),
        ({"sign_in": "Maud"}, PASSWORD, True, "name_taken"),
        ({}, "short", True, "password_weak"),
        ({}, PASSWORD, False, "code_wrong"),
        ({"authenticator": "AAAA"}, PASSWORD, True, "code_wrong"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(
    console: Seen, said: dict[str, str], password: str, *, right_code: bool, wrong: str
) -> None:
    joined(console)
    crew = console.desk.crew
    link = crew.invite(MANAGER)
    secret = codes.secret(console.desk.access.randomness)
    fields = {"name": "Ben", "sign_in": "ben", "authenticator": secret, **said}
    typed = code(console, secret) if right_code else "12"
    with pytest.raises(Refusal) as refused:
        crew.join(link, Secret(**fields), password, typed)
    assert refused.value.code == wrong
    assert crew.joining(link).role == MANAGER
