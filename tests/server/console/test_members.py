"""The console's pages about members, worked as support, manager and owner do, and walked by axe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from loyalty.accounts import POINTS
from loyalty.programme import Tier, from_wire, to_wire
from server import people
from server.commands.sealed_notes import Story
from server.helping import catching_up, keeping_rules
from server.helping.approving import Wish
from server.helping.desk import Helping
from server.helping.keeping_rules import Rules
from server.helping.limits import Alone
from storage.server import console_audit
from sync.wire import PersonRow
from tests.server.commands.people import ANNA_CARD, points, two
from tests.server.console.browser import Chromium, Seen, walk
from tests.server.shop import ANNA, NOW_US, PROGRAMME, Till

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = "<img src=x onerror=document.title='mine'><b>{{1+1}}</b>"


@pytest.fixture
def shop(console: Seen) -> Seen:
    """Give a console whose shop has Anna, Ben and two levels."""
    books = console.desk.books
    tiers = (Tier(id="gold", name="Gold", from_amount=100, measure="visits"),)
    programme = structs.replace(from_wire(PROGRAMME), version=2, from_day="2026-01-02", tiers=tiers)
    books.put_programme(to_wire(programme), NOW_US)
    two(Till(books))
    return console


def kept(console: Seen) -> list[tuple[str, str]]:
    """Give what stands in the log, and about whom."""
    access = console.desk.access
    with access.database.read() as connection:
        found = console_audit.before(connection, access.tenant)
        return [(each.what, each.about) for each in found]


def press(page: Page, name: str) -> None:
    """Press a button of the page."""
    page.get_by_role("button", name=name, exact=True).first.click()


def fill(page: Page, title: str, do: str, **fields: str) -> None:
    """Open a dialog, fill it in and press its button."""
    press(page, title)
    dialog = page.get_by_role("dialog", name=title)
    for label, value in fields.items():
        field = dialog.get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("it => it.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    dialog.get_by_role("button", name=do, exact=True).click()


def test_members_are_searched_and_looked_at_with_a_trace(shop: Seen, chromium: Chromium) -> None:
    page = shop.open("support", "/members")
    page.get_by_role("row", name="Name of ben").wait_for()
    page.get_by_label("Search members").fill("ann")
    page.get_by_role("row", name="Name of ben").wait_for(state="detached")
    page.get_by_label("Search members").fill("a")
    page.get_by_text("Type two letters of a name").wait_for()
    page.get_by_label("Search members").fill(ANNA_CARD[-4:])
    page.get_by_role("link", name="Name of anna").click()
    page.get_by_role("heading", name="Name of anna").wait_for()
    page.get_by_role("row", name="Visit").wait_for()
    assert ("member_seen", "anna") in kept(shop)
    assert page.get_by_role("button", name="Erase").count() == 0, "support erases nobody"


@pytest.mark.slow
def test_a_members_page_is_clean(shop: Seen, chromium: Chromium) -> None:
    def ask(page: Page) -> None:
        press(page, "Give or take")
        page.get_by_role("dialog").wait_for()

    def wrong(page: Page) -> None:
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        page.get_by_role("alert").get_by_text("Write a whole number").wait_for()

    walk(shop, "/members", role="support")
    walk(shop, "/members/anna", dialog=ask, mistake=wrong)


def test_a_member_is_helped_and_each_deed_is_noted(shop: Seen, chromium: Chromium) -> None:
    page = shop.open("owner", "/members/anna")
    fill(page, "Give or take", "Save", How_many="25", Reason="goodwill")
    page.get_by_role("row", name="Put right by the shop: goodwill +25 points").wait_for()
    assert points(shop.desk.books, ANNA) == 125
    press(page, "Take back: Put right by the shop, 2026-11-18")
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    page.get_by_role("row", name="25 points").nth(1).wait_for()
    assert points(shop.desk.books, ANNA) == 100
    fill(page, "Give a level", "Save", Level="gold", Last_day="2026-12-24")
    page.get_by_text("until 24 Dec 2026").wait_for()
    fill(page, "Merge", "Save", Card_of_the_other_one="ben")
    page.get_by_role("row", name="Two cards became one").wait_for()
    press(page, "Part again: Two cards became one, 2026-11-18")
    page.get_by_role("dialog").get_by_role("button", name="Part again").click()
    page.get_by_role("row", name="Two cards were parted").wait_for()
    fill(page, "Block", "Save")
    page.get_by_text("Blocked", exact=True).wait_for()
    with page.expect_download() as coming:
        press(page, "Download all data")
    found = json.loads(Path(coming.value.path()).read_bytes())
    assert found["member"]["id"] == "anna"
    press(page, "Erase")
    page.get_by_role("dialog").get_by_role("button", name="Erase").click()
    page.get_by_text("Personal data deleted", exact=True).first.wait_for()
    told = {what for what, about in kept(shop) if about == "anna"}
    assert told >= {
        *("adjusted", "undone", "level_given", "merged", "unmerged"),
        *("member_blocked", "exported", "member_erased", "member_seen"),
    }


def test_what_people_wrote_is_only_ever_text(shop: Seen, chromium: Chromium) -> None:
    books = shop.desk.books
    desk = Helping(books.access())
    fields = dict.fromkeys(("name", "email", "birthday", "language"), EVIL)
    access = books.access()
    with access.database.write() as connection:
        work = access.begin(connection, NOW_US)
        row = PersonRow(person_id="anna", version=9, fields=fields, consents={EVIL[:40]: ""})
        people.keep(work, access.sealed_by, [row])
        work.finish()
    desk.add_note("anna", EVIL, EVIL, NOW_US)
    desk.hold("anna", EVIL, "mia", NOW_US)
    desk.send_case("anna", Story(text=EVIL), NOW_US)
    desk.put_limit(Alone(points=1), NOW_US)
    wish = Wish(amount=5, unit=POINTS, reason="other")
    desk.adjust("r1", "anna", wish, EVIL, NOW_US)
    for path, count in (("/members", 1), ("/members/anna", 5), ("/cases", 2), ("/approvals", 2)):
        page = shop.open("owner", path)
        page.get_by_text(EVIL).first.wait_for()
        assert page.get_by_text(EVIL).count() >= count, path
        assert page.locator("img").count() == 0
        assert "mine" not in page.title()
        page.context.close()


@pytest.mark.slow
def test_messages_and_approvals_are_clean(shop: Seen, chromium: Chromium) -> None:
    desk = Helping(shop.desk.access)
    desk.put_limit(Alone(points=1), NOW_US)
    desk.send_case("anna", Story(text="Tuesday"), NOW_US)
    desk.adjust("r1", "anna", Wish(amount=5, unit=POINTS, reason="other"), "mia", NOW_US)

    def ask(page: Page) -> None:
        press(page, "Say why not: Name of anna")
        page.get_by_role("dialog").wait_for()

    def wrong(page: Page) -> None:
        page.get_by_role("dialog").get_by_role("button", name="Send").click()
        page.get_by_role("alert").get_by_text("Write something").wait_for()

    walk(shop, "/cases", role="manager", dialog=ask, mistake=wrong)
    walk(shop, "/approvals")


def test_missing_points_are_given_approved_and_refused(shop: Seen, chromium: Chromium) -> None:
    desk = Helping(shop.desk.access)
    desk.put_limit(Alone(points=10), NOW_US)
    desk.send_case("anna", Story(text="Tuesday", day="2026-11-17", amount_minor=1250), NOW_US)
    desk.send_case("ben", Story(text="Wednesday"), NOW_US)

    page = shop.open("manager", "/cases")
    page.get_by_role("button", name="Give points: Name of anna").click()
    dialog = page.get_by_role("dialog", name="Give points")
    dialog.get_by_label("Points").fill("12")
    dialog.get_by_role("button", name="Give", exact=True).click()
    page.get_by_text("1 answer waits for a second person.").wait_for()
    page.get_by_role("button", name="Say why not: Name of ben").click()
    dialog = page.get_by_role("dialog", name="Say why not")
    dialog.get_by_role("button", name="Send").click()
    dialog.get_by_role("alert").get_by_text("Write something").wait_for()
    dialog.get_by_label("What the member reads").fill("That was another shop.")
    dialog.get_by_role("button", name="Send").click()
    page.get_by_text("Nobody misses anything.").wait_for()
    shop.go(page, "/approvals")
    assert page.get_by_role("button", name="Approve").count() == 0, "not one's own"
    other = shop.open("owner", "/approvals")
    press(other, "Approve: 12")
    other.get_by_text("Nothing waits for approval.").wait_for()
    assert points(shop.desk.books, ANNA) == 112
    assert {"case_given", "case_declined", "adjust_approved"} <= {what for what, _ in kept(shop)}


@pytest.mark.slow
def test_keeping_data_is_clean(shop: Seen, chromium: Chromium) -> None:
    walk(shop, "/keeping")


def test_keeping_times_are_set_looked_at_and_confirmed(shop: Seen, chromium: Chromium) -> None:
    access = shop.desk.access
    catching_up.catch_up(access, NOW_US)
    shop.clock.us += 800 * 24 * 3600 * 1_000_000
    page = shop.open("owner", "/keeping")
    page.get_by_label("Everywhere else").fill("3")
    press(page, "Save")
    page.get_by_role("alert").get_by_text("6 to 120 months").wait_for()
    page.get_by_label("Everywhere else").fill("24")
    press(page, "Save")
    page.get_by_text("Look at the list and confirm").wait_for()
    press(page, "Show the list")
    page.get_by_role("row", name="Name of anna").wait_for()
    press(page, "Confirm")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    page.get_by_text("Confirmed on").wait_for()
    with access.database.read() as connection:
        rules: Rules = keeping_rules.read(connection, access.tenant)
    assert rules.confirmed_by
    assert rules.months[""] == 24
