"""A shop's console in Debian's Chromium: who looks, as which role, and what axe says of a page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from server.books import Books
from server.console import front
from server.console.desk import Desk
from server.console.guard import COOKIE, Guard
from storage.server.console import Secret
from sync.listening import listen
from tests.server.messages.shop import messages_of
from tests.server.shop import NOW_US

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDE, PHONE = (1440, 900), (390, 844)
WAIT_MS = 10_000


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.us = NOW_US

    def __call__(self) -> int:
        """Give the moment."""
        return self.us


@dataclass(frozen=True)
class Seen:
    """The console of a test's books; `console.open("owner", "/tills")` looks at a page."""

    guard: Guard
    port: int
    desk: Desk
    clock: Clock
    browser: Browser | None

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def token(self, role: str, *, language: str = "en", theme: str = "") -> str:
        """Give a session of somebody new in a role."""
        crew = self.desk.crew
        with crew._access.database.write() as connection:
            secret = Secret(name=f"The {role}", language=language, theme=theme)
            user = crew._new(connection, role, secret)
            return self.desk.door.begin(connection, user.user_id, "sign_in")

    def open(
        self,
        role: str,
        path: str = "/",
        *,
        language: str = "en",
        theme: str = "",
        size: tuple[int, int] = WIDE,
    ) -> Page:
        """Open a page as somebody new in a role; close its context when done."""
        page = self.stranger(size)
        token = self.token(role, language=language, theme=theme)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.url}])
        self.go(page, path)
        return page

    def stranger(self, size: tuple[int, int] = WIDE) -> Page:
        """Give a page that nobody is signed in at."""
        assert self.browser is not None, "ask for the fixture `chromium` too"
        width, height = size
        context = self.browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(WAIT_MS)
        return context.new_page()

    def go(self, page: Page, path: str) -> None:
        """Go to a page and wait until it is drawn and its line of events is open."""
        page.goto(f"{self.url}{path}")
        page.locator("h1").wait_for()
        page.wait_for_function("() => !window.socket || window.socket.connected")


def axe_clean(page: Page) -> None:
    """Fail with what axe finds on a page as it is, by every rule of WCAG 2.0 to 2.2, A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert found.violations_count == 0, found.generate_report()


def walk(
    seen: Seen,
    path: str,
    *,
    role: str = "owner",
    dialog: Callable[[Page], None] | None = None,
    mistake: Callable[[Page], None] | None = None,
) -> None:
    """Look at a page at rest, with `dialog` open and after a `mistake`: light, dark, on a phone.

    Fails where axe finds anything, where a phone has to scroll sideways, or where the browser's
    console has an error.
    """
    for theme, size in (("light", WIDE), ("dark", WIDE), ("light", PHONE)):
        page = seen.open(role, path, theme=theme, size=size)
        errors: list[str] = []
        page.on("pageerror", partial(_keep, errors))
        try:
            axe_clean(page)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide for {size}"
            for act in (dialog, mistake):
                if act is not None:
                    act(page)
                    axe_clean(page)
            assert not errors, errors
        finally:
            page.context.close()


def _keep(errors: list[str], error: object) -> None:
    errors.append(str(error))


@contextmanager
def one_console() -> Iterator[tuple[Guard, int]]:
    """Serve one console for the whole run: NiceGUI keeps one application a process."""
    listener = listen("127.0.0.1", 0)
    with front.beside(cast("Desk", None), listener) as guard:
        together = threading.Barrier(front.THREADS + 1)
        for _ in range(front.THREADS):  # the threads are there before any test counts them
            guard.threads.submit(together.wait)
        together.wait()
        yield guard, listener.getsockname()[1]


def desk_of(books: Books, clock: Clock) -> Desk:
    """Make the desk of a test's books."""
    return Desk(
        books=books,
        now_us=clock,
        pairing=lambda: f"RGL1-{books.make_code(clock())}",
        messages=messages_of(books),
    )


class Chromium:
    """One browser, and the event loop that Playwright leaves in the thread that started it."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self.browser = self._playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        self._loop = asyncio._get_running_loop()
        self.rest()

    def work(self) -> None:
        """Let Playwright have this thread again."""
        asyncio._set_running_loop(self._loop)

    def rest(self) -> None:
        """Let other tests run loops of their own in this thread."""
        asyncio._set_running_loop(None)

    def close(self) -> None:
        """End it."""
        self.work()
        self.browser.close()
        self._playwright.stop()
        self.rest()
