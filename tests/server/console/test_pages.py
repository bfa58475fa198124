"""The console's own pages, walked with axe and worked with a mouse, as an owner does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.console.kit.frame import EVERYTHING
from storage.server import console_audit
from tests.server.console.browser import Chromium, Seen, walk
from tests.server.shop import Till

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = "<img src=x onerror=document.title='mine'><b>{{1+1}}</b>"


def what_was_kept(console: Seen) -> list[str]:
    access = console.desk.access
    with access.database.read() as connection:
        return [each.what for each in console_audit.before(connection, access.tenant)]


@pytest.mark.slow
def test_today_settings_and_log_are_clean(console: Seen, chromium: Chromium) -> None:
    for path in ("/", "/settings", "/log"):
        walk(console, path)


def test_the_menu_shows_every_page_by_a_switch(console: Seen, chromium: Chromium) -> None:
    page = console.open("owner", "/settings")
    menu = page.get_by_role("navigation")
    assert menu.get_by_role("link", name="People").count() == 0
    page.get_by_label("Show every page").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    assert console.desk.books.setting(EVERYTHING) == "1"
    console.go(page, "/settings")
    assert menu.get_by_role("link", name="People").count() == 1
    assert page.get_by_label("Show every page").is_checked()
    assert "settings" in what_was_kept(console)


@pytest.mark.slow
def test_people_are_invited_given_roles_and_switched_off(console: Seen, chromium: Chromium) -> None:
    def ask(page: Page) -> None:
        page.get_by_role("button", name="Invite somebody").click()
        page.get_by_role("dialog").wait_for()

    walk(console, "/people", dialog=ask)
    page = console.open("owner", "/people")
    console.token("support")
    ask(page)
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label("Role").select_option("analyst")
    dialog.get_by_role("button", name="Make the link").click()
    page.get_by_text(f"{console.url}/join/").wait_for()
    assert not dialog.is_visible()
    console.go(page, "/people")
    page.get_by_role("button", name="Role of The support").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("manager")
    page.get_by_role("button", name="Give this role").click()
    page.get_by_role("row", name="The support Manager").wait_for()
    page.get_by_role("button", name="Switch off The support").click()
    page.get_by_role("dialog").get_by_role("button", name="Switch off").click()
    page.get_by_role("row", name="The support Manager Switched off").wait_for()
    kept = what_was_kept(console)
    assert {"people_invite", "people_role", "people_off"} <= set(kept)


def test_the_only_owner_stays_and_hears_why(console: Seen, chromium: Chromium) -> None:
    page = console.open("owner", "/people")
    page.get_by_role("button", name="Switch off The owner").click()
    page.get_by_role("dialog").get_by_role("button", name="Switch off").click()
    page.get_by_role("alert").get_by_text("This is the only owner").wait_for()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert {"people_off", "people_off.refused"} <= set(what_was_kept(console))


@pytest.mark.slow
def test_a_till_is_connected_lost_and_let_in_again(console: Seen, chromium: Chromium) -> None:
    till = Till(console.desk.books, EVIL)

    def ask(page: Page) -> None:
        page.get_by_role("button", name="is lost").click()
        page.get_by_role("dialog").wait_for()

    walk(console, "/tills", dialog=ask)
    page = console.open("manager", "/tills")
    page.get_by_role("button", name="Connect one more till").click()
    page.get_by_text("RGL1-").wait_for()
    ask(page)
    page.get_by_role("button", name="Declare lost").click()
    page.get_by_role("cell", name="Declared lost").wait_for()
    assert [each.is_lost for each in console.desk.books.fleet().tills(console.clock())] == [True]
    page.get_by_role("button", name="Let Till in again").click()
    page.get_by_role("cell", name="Connected").wait_for()
    assert till.device


@pytest.mark.slow
def test_you_choose_language_colours_and_a_password(console: Seen, chromium: Chromium) -> None:
    def wrong(page: Page) -> None:
        page.get_by_label("A password of at least").fill("one thing")
        page.get_by_role("button", name="Show the code").click()
        page.get_by_role("alert").get_by_text("not the same").wait_for()

    walk(console, "/you", role="analyst", mistake=wrong)
    page = console.open("support", "/you")
    page.get_by_label("Language").select_option("nl")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_role("button", name="Save").click()
    page.locator("html[lang=nl]").wait_for()
    page.locator("[data-theme=dark]").wait_for()
