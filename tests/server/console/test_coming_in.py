"""Joining and signing in with a browser: what a person types, and what axe says of both pages."""

from __future__ import annotations

import pyotp

from server.console.door import SECOND_US
from server.console.rights import OWNER
from tests.server.console.browser import Chromium, Seen, axe_clean

PASSWORD = "correct horse battery"


def test_an_owner_joins_signs_out_and_in(console: Seen, chromium: Chromium) -> None:
    page = console.stranger()
    console.go(page, f"/join/{console.desk.crew.invite(OWNER)}")
    axe_clean(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Your name").fill("Maud <b>Jansen</b>")
    page.get_by_label("Name to sign in with").fill("maud")
    page.get_by_label("A password of at least").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("alert").get_by_text("The code does not fit").wait_for()
    axe_clean(page)
    assert page.locator("code").inner_text() == secret
    page.get_by_label("A password of at least").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_label("The six digits").fill(now(console, secret))
    page.get_by_role("button", name="Join").click()
    page.get_by_text("Maud <b>Jansen</b>").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    axe_clean(page)
    console.clock.us += 30 * SECOND_US
    page.get_by_label("Name to sign in with").fill("maud")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code from").fill(now(console, secret))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today").wait_for()


def test_the_till_opens_it_signed_in(console: Seen, chromium: Chromium) -> None:
    page = console.stranger()
    console.go(page, f"/once/{console.desk.crew.at_once()}")
    assert page.get_by_role("heading", name="Today").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"


def now(console: Seen, secret: str) -> str:
    return pyotp.TOTP(secret).at(console.clock() // SECOND_US)
