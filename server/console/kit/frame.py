"""The frame around every page: the shop, the menu, who is signed in, and where notices appear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nicegui import ui

from loyalty.errors import LoyaltyError
from server.console.kit import notices
from server.console.kit.parts import element, icon, text
from server.console.rights import may
from server.console.wording import mark

if TYPE_CHECKING:
    from server.console.page import Page, Visit

EVERYTHING = "console_everything"
"""The setting that shows every page also where there is one till; "1" is on."""
ROLE_WORDS = {
    "owner": mark("Owner"),
    "manager": mark("Manager"),
    "support": mark("Helps members"),
    "analyst": mark("Reads figures"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the frame says: the shop's name and which pages stand in the menu."""

    shop: str
    pages: tuple[Page, ...]


def around(visit: Visit, pages: Sequence[Page]) -> Around:
    """Read what the frame says, off the event loop."""
    books = visit.desk.books
    is_many = books.count_tills() > 1 or books.setting(EVERYTHING) == "1"
    return Around(
        shop=visit.desk.shop(visit.words.language),
        pages=tuple(
            page
            for page in pages
            if page.in_menu and may(visit.who.role, page.right) and (is_many or not page.many)
        ),
    )


@contextmanager
def drawn(visit: Visit, told: Around) -> Iterator[None]:
    """Draw the frame; what the block draws is the page's own part."""
    _head(f"{visit.say(visit.page.name)} \u2013 {told.shop}")
    with element("div", "shell", data_theme=visit.who.theme or None):
        text(visit.say("To the page"), "a", "skip", href="#page")
        with element("header", "side"):
            _brand(told.shop)
            _menu(visit, told)
        with element("main", "main", id="page", tabindex="-1"):
            text(visit.say(visit.page.name), "h1")
            notices.places()
            yield


def trouble(visit: Visit, error: LoyaltyError) -> None:
    """Say on the page why it cannot be drawn."""
    with element("p", "notice error", role="alert"):
        icon("error")
        text(visit.say(error.message))


def not_allowed(visit: Visit) -> None:
    """Say that this page is for other roles."""
    sentence = mark("Your role does not allow this. Ask the owner.")
    _alone(visit, visit.say("Not for your role"), visit.say(sentence))


def missing(visit: Visit) -> None:
    """Say that there is no such page."""
    _alone(
        visit, visit.say("There is no such page"), visit.say("The address is wrong, or too old.")
    )


def failed(visit: Visit, error: LoyaltyError) -> None:
    """Say that the books are away."""
    _alone(visit, visit.say("The books are away"), visit.say(error.message))


def _alone(visit: Visit, title: str, sentence: str) -> None:
    _head(title)
    with element("main", "alone", data_theme=visit.who.theme or None):
        text(title, "h1")
        text(sentence, "p")
        text(visit.say("Back to Today"), "a", "link", href="/")


def _head(title: str) -> None:
    ui.page_title(title)
    ui.add_head_html('<link rel="stylesheet" href="/look/look.css">')


def _brand(shop: str) -> None:
    with element("div", "brand"):
        with element("svg", "tally", viewBox="0 0 32 32", aria_hidden="true"):
            element("path", d="M5 4v24M12 4v24M20 4v24M27 4v24M2 23 30 9")
        text(shop)


def _menu(visit: Visit, told: Around) -> None:
    # Open on a wide screen by look.css; on a telephone it is a button.
    with element("details", "menu"), element("summary"):
        icon("menu")
        text(visit.say("Menu"))
    with element("nav", "nav", aria_label=visit.say("Pages")):
        with element("ul"):
            for page in told.pages:
                here = "page" if page.path == visit.page.path else None
                with (
                    element("li"),
                    element("a", "item", href=page.path, aria_current=here),
                ):
                    icon(page.icon)
                    text(visit.say(page.name))
        with element("div", "whoami"):
            with element("a", "item", href="/you"):
                icon("you")
                with element("span", "stack"):
                    text(visit.who.name)
                    text(visit.say(ROLE_WORDS[visit.who.role]), kind="small")
            with element("form", method="post", action="/sign-in/out"):
                text(visit.say("Sign out"), "button", "button quiet", type="submit")
