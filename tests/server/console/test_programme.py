"""Programme in a browser: an idea, the form beside the text, two people, publishing, recall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from loyalty.programme import load_toml, to_wire
from server.console.registry import PAGES
from server.publishing.desk import Publishing
from server.publishing.rules import Rules
from tests.server.console.browser import Chromium, Seen, walk
from tests.server.shop import NOW_US

if TYPE_CHECKING:
    from playwright.sync_api import Page

COFFEE_BAR = (Path(__file__).parents[3] / "assets/programmes/coffee-bar.toml").read_text("utf-8")
PATIENCE_MS = 30_000
EVIL = "<img src=x onerror=document.title='mine'><b>{{1+1}}</b>"


@pytest.fixture
def desk(console: Seen) -> Publishing:
    """Give a coffee bar's desk of the programme."""
    rules = load_toml(COFFEE_BAR)
    second = msgspec.structs.replace(rules, id="shop", version=2, from_day="2026-02-01")
    console.desk.books.put_programme(to_wire(second), NOW_US)
    return Publishing(console.desk.access)


def patient(page: Page) -> Page:
    """Wait longer than usual: a busy machine draws a form of sixty fields slowly."""
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.mark.slow
def test_from_an_idea_to_a_version_and_back(
    console: Seen, desk: Publishing, chromium: Chromium
) -> None:
    """The form writes the text, the text fills the form; what becomes worse waits for its day."""
    page = patient(console.open("owner", "/programme"))
    page.get_by_role("button", name="Members should come more often").click()
    page.wait_for_url("**/programme/draft/*")
    page.get_by_text("There are no sales to members yet").wait_for()
    text = page.get_by_label("The programme as a text")
    assert "fifth-visit" in text.input_value()
    page.locator("summary", has_text="What you can get: 5.00 off").click()
    part = page.locator("details.part[open]")
    part.get_by_label("Costs").fill("700")
    page.wait_for_function("() => document.querySelector('textarea').value.includes('700')")
    part.get_by_label("Costs").fill("many")
    part.get_by_text("Give a whole number or an amount").wait_for()
    text.fill(text.input_value().replace("amount = 700 }", "amount = 800 }"))
    page.wait_for_function("() => !document.querySelector('.part[open] [aria-invalid]')")
    assert part.get_by_label("Costs").input_value() == "800"
    page.get_by_label("Begins on").fill("2026-11-20")
    page.get_by_role("button", name="Look ahead").click()
    page.get_by_text("this begins on 18 Dec 2026 at the earliest").wait_for()
    page.get_by_text("No member bought anything").wait_for()
    page.get_by_role("button", name="Publish from 20 Nov 2026").click()
    page.get_by_role("alert").get_by_text("begin on 18 Dec 2026 or later").wait_for()
    page.get_by_label("Begins on").fill("2026-12-18")
    page.get_by_role("button", name="Look ahead").click()
    page.get_by_role("button", name="Publish from 18 Dec 2026").click()
    page.wait_for_url("**/programme")
    page.get_by_role("button", name="Take version 3 back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    page.get_by_role("cell", name="Taken back").wait_for()
    assert [each.state for each in desk.versions(NOW_US)] == ["coming", "recalled", "now", "past"]


def test_the_second_of_two_is_told(console: Seen, desk: Publishing, chromium: Chromium) -> None:
    """They see who was first and what is different; a second person agrees over the limit."""
    desk.settle(Rules(cost_limit_minor=1), NOW_US)
    draft = desk.begin(EVIL, "olga", NOW_US).draft
    page = patient(console.open("manager", f"/programme/draft/{draft}"))
    page.get_by_role("heading", name=EVIL).wait_for()
    text = page.get_by_label("The programme as a text")
    mine = text.input_value().replace("points = 4", "points = 6")
    opened = desk.draft(draft)
    desk.save(draft, opened.edit, mine.replace("points = 6", "points = 5"), "olga", NOW_US)
    text.fill(mine)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("+ points = 6").wait_for()
    page.get_by_role("button", name="Save mine on top").click()
    page.get_by_text("Saved.").wait_for()
    assert desk.draft(draft).newest.document == mine
    sent = desk.publish(desk.prepare(draft, "2026-12-01", NOW_US), "olga", NOW_US)
    assert sent.waits is not None
    console.go(page, f"/programme/draft/{draft}")
    page.get_by_role("button", name="Agree and publish").click()
    page.wait_for_url("**/programme")
    assert desk.versions(NOW_US)[0].programme.version == 3
    assert page.title().startswith("Programme")


@pytest.mark.slow
def test_axe_finds_nothing(console: Seen, desk: Publishing, chromium: Chromium) -> None:
    """At rest, with a dialog, with mistakes in a text, with a forecast, and one version."""

    def settle(page: Page) -> None:
        page.get_by_role("button", name="How the programme is changed").click()
        page.get_by_role("dialog").wait_for()

    def mistake(page: Page) -> None:
        page.get_by_role("dialog").get_by_label("Weeks of sales").fill("x")
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        page.get_by_role("dialog").get_by_text("Give a whole number").first.wait_for()

    def open_parts(page: Page) -> None:
        page.locator("summary", has_text="The programme").first.click()
        page.get_by_role("button", name="Look ahead").click()
        page.get_by_text("No member bought anything").wait_for()

    def broken(page: Page) -> None:
        page.get_by_label("The programme as a text").fill("points = = 4")
        page.get_by_text("This cannot be published yet").wait_for()

    draft = desk.begin("Autumn", "olga", NOW_US).draft
    walk(console, "/programme", dialog=settle, mistake=mistake)
    walk(console, f"/programme/draft/{draft}", dialog=open_parts, mistake=broken)
    walk(console, "/programme/version/2")


def test_who_may_what(console: Seen, desk: Publishing, chromium: Chromium) -> None:
    """An analyst reads; a manager drafts and agrees; only an owner publishes."""
    draft = desk.begin("Autumn", "olga", NOW_US).draft
    page = console.open("analyst", "/programme")
    assert page.get_by_role("button", name="Begin a draft of your own").count() == 0
    console.go(page, f"/programme/draft/{draft}")
    assert page.get_by_role("button", name="Save", exact=True).count() == 0
    assert page.get_by_label("The programme as a text").get_attribute("readonly") is not None
    page = console.open("manager", f"/programme/draft/{draft}")
    page.get_by_role("button", name="Look ahead").click()
    page.get_by_text("An owner publishes it.").wait_for()
    console.go(page, "/programme/version/9")
    page.get_by_role("alert").get_by_text("There is no such version.").wait_for()
    rights = {each.path: each.right for each in PAGES if each.path.startswith("/programme")}
    assert set(rights.values()) == {"programme.see"}
