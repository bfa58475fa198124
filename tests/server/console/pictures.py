"""Writes pictures of every page of the console: `python -m tests.server.console.pictures DIR`.

Each page of the menu in light, dark and on a telephone, with a shop that has a till, people and a
log; and the pages before anybody is signed in.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from server.console.registry import PAGES
from server.console.rights import OWNER, ROLES
from tests.server.console.browser import (
    PHONE,
    WIDE,
    Chromium,
    Clock,
    Seen,
    desk_of,
    one_console,
)
from tests.server.shop import ANNA, BEN, Till, open_books

LOOKS = (("light", WIDE), ("dark", WIDE), ("phone", PHONE))


def main(folder: Path) -> None:
    """Write them, a file a page and look."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        closing(open_books(Path(place))) as books,
        one_console() as (guard, port),
    ):
        chromium, clock = Chromium(), Clock()
        guard.desk = desk_of(books, clock)
        seen = Seen(guard=guard, port=port, desk=guard.desk, clock=clock, browser=chromium.browser)
        _fill(seen)
        chromium.work()
        try:
            _doors(seen, folder)
            for page in PAGES:
                if "{" not in page.path:
                    _page(seen, page.path, folder)
        finally:
            chromium.close()


def _fill(seen: Seen) -> None:
    till = Till(seen.desk.books)
    for who in (ANNA, BEN):
        till.earn(who, 120)
    till.push()
    for role in ROLES:
        seen.token(role)


def _page(seen: Seen, path: str, folder: Path) -> None:
    name = path.strip("/").replace("/", "-") or "today"
    for look, size in LOOKS:
        page = seen.open(OWNER, path, theme="" if look == "phone" else look, size=size)
        page.screenshot(path=folder / f"{name}-{look}.png")
        page.context.close()


def _doors(seen: Seen, folder: Path) -> None:
    for name, path in (("sign-in", "/sign-in"), ("join", f"/join/{seen.desk.crew.invite(OWNER)}")):
        for look, size in LOOKS:
            page = seen.stranger(size)
            page.emulate_media(color_scheme="dark" if look == "dark" else "light")
            seen.go(page, path)
            page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
            page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
