"""What a page of the console is, and what a page knows of whoever looks at it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from server.console.audit import Note
from server.console.desk import Desk
from server.console.door import Who
from server.console.guard import Asked
from server.console.rights import may
from server.pages.wording import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: where it is, what it is called, who may see it, and what draws it.

    `name` is a text that was marked for translation, `right` one of `rights.RIGHTS`, `icon` one of
    `kit.icons`. `path` may hold a `{name}`, whose value the visit has in `asked`; such a page and
    one without `in_menu` is reached from others. One of `many` is in the menu where there are two
    stores or tills, or where the switch in Settings says so.
    """

    path: str
    name: str
    icon: str
    right: str
    draw: Callable[[Visit], Awaitable[None]]
    in_menu: bool = True
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody's look at a page: `asked` is what stood in the address, by name."""

    brought: Asked
    page: Page
    words: Words
    asked: Mapping[str, str]

    @property
    def desk(self) -> Desk:
        """Give the shop's books."""
        return self.brought.desk

    @property
    def who(self) -> Who:
        """Give who is looking."""
        return self.brought.who

    @property
    def token(self) -> str:
        """Give the secret of their session."""
        return self.brought.token

    def say(self, msgid: str, **params: object) -> str:
        """Say a sentence in their language."""
        return self.words.say(msgid, **params)

    def plural(self, singular: str, plural: str, n: int) -> str:
        """Say a sentence about `n` things."""
        return self.words.plural(singular, plural, n)

    def may(self, right: str) -> bool:
        """Say whether they may do something, to show or not to show its button."""
        return may(self.who.role, right)

    async def read(self, run: Callable[[], T]) -> T:
        """Ask the books, off the event loop; the page's own right is checked again.

        Raises Refusal `signed_out` or `not_allowed`, and what `run` raises.
        """

        def reading() -> T:
            self.desk.known(self.token, self.page.right)
            return run()

        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.brought.threads, reading)

    async def act(self, right: str, note: Note, run: Callable[[], T]) -> T:
        """Do something or look at somebody, off the event loop: checked, and noted first.

        Raises Refusal `signed_out` or `not_allowed`, and what `run` raises.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.brought.threads, lambda: self.desk.act(self.token, right, note, run)
        )
