"""Today, as an owner sees it in a browser."""

from __future__ import annotations

from tests.server.console.browser import Chromium, Seen, walk


def test_today_is_drawn_and_axe_finds_nothing(console: Seen, chromium: Chromium) -> None:
    page = console.open("owner")
    assert page.title() == "Today \u2013 Shop"
    assert page.get_by_role("navigation").is_visible()
    walk(console, "/")
