"""Figures, accounting and what is worth a look, as an owner reads them in a browser."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loyalty import lots
from server.insight import goals
from tests.server.console.browser import Chromium, Seen, walk
from tests.server.figures.test_tally import bought
from tests.server.shop import ANNA, BEN, Till, give

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sold(console: Seen) -> None:
    """Let two tills sell: one card at both within minutes, and somebody without a card."""
    for name in ("Front", "Back"):
        till = Till(console.desk.books, name)
        for account, amount in ((ANNA, 1250), (BEN, 400)):
            event_id = till.new_id()
            points = give(account, amount // 100, lots.name(event_id, lots.NEVER))
            said = {"account": account, "to_pay_minor": amount}
            till.record("sale", points, *bought(account, amount), event_id=event_id, data=said)
        till.record("sale", data={"account": "", "to_pay_minor": 300})
        till.push()


def ask(page: Page) -> None:
    page.get_by_role("button", name="Set the goal").click()
    page.get_by_role("dialog").wait_for()


def wrong(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Goal").fill("plenty")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("alert").get_by_text("Write a number above 0").wait_for()


@pytest.mark.parametrize("path", ["/accounting", "/exceptions"])
def test_tables_are_clean_in_light_dark_and_on_a_phone(
    console: Seen, chromium: Chromium, path: str
) -> None:
    sold(console)
    walk(console, path)


@pytest.mark.slow
def test_figures_are_clean_with_a_dialog_and_after_a_mistake(
    console: Seen, chromium: Chromium
) -> None:
    sold(console)
    walk(console, "/figures", dialog=ask, mistake=wrong)


def test_a_goal_is_set_and_stands_on_today(console: Seen, chromium: Chromium) -> None:
    sold(console)
    page = console.open("owner", "/figures")
    row = page.get_by_role("row", name="Share of sales with a member 66.7")
    row.wait_for()
    ask(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Goal").fill("80 %")
    dialog.get_by_label("By").fill("2027-01-01")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    kept = goals.kept(console.desk.access)
    assert kept == goals.Goal(figure="participation", value=800, by="2027-01-01")
    console.go(page, "/")
    page.get_by_text("Goal: Share of sales with a member at 80.0\u00a0% by 1 Jan 2027.").wait_for()
    support = console.open("support", "/")
    support.get_by_text("What waits").wait_for()
    assert support.get_by_text("The last 30 days").count() == 0


def test_what_is_unusual_opens_its_rows_and_is_marked_as_fine(
    console: Seen, chromium: Chromium
) -> None:
    sold(console)
    page = console.open("manager", "/exceptions")
    title = "One card at 2 tills within 10 minutes"
    assert page.get_by_role("heading", name=title).count() == 2
    page.get_by_text("Show the records").first.click()
    page.get_by_role("cell", name="The counter").first.wait_for()
    page.get_by_role("button", name=f"Mark as fine: {title}").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why it is fine").fill("<b>A family</b>")
    dialog.get_by_role("button", name="Mark as fine").click()
    page.get_by_text("Fine: <b>A family</b>").wait_for()


def test_accounting_is_saved_as_a_file_that_adds_up(
    console: Seen, chromium: Chromium, tmp_path: Path
) -> None:
    sold(console)
    page = console.open("analyst", "/accounting")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save as CSV").click()
    coming.value.save_as(tmp_path / "saved.csv")
    text = (tmp_path / "saved.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Month"], row["Opening"], row["Given"], row["Closing"]) for row in rows] == [
        ("2026-11", "0", "32", "32")
    ]
