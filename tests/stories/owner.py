"""What a story's owner does at the server, which tills hear of when they pull."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from loyalty.limits import SETTING
from terminal.till import old_cards
from tests.stories.counter import Shopfront
from tests.stories.words import StoryError, card


class Owner:
    """Does what a line says, each verb a method of its name."""

    def __init__(self, shop: Shopfront, sync: Callable[[], None]) -> None:
        """Take the shop, and what lets its counter hear."""
        self._shop, self._sync, self._commands = shop, sync, 0

    def do_accept(self, *kinds: str) -> None:
        """Let the owner take cards of before, which every till hears of with its next pull."""
        cards = []
        for kind in kinds:
            symbology, prefix, length = (*kind.split(":"), "", "")[:3]
            card = {"symbology": symbology, "prefix": prefix}
            cards.append(card | ({"length": int(length)} if length else {}))
        setting = msgspec.json.encode({"cards": cards}).decode() if cards else ""
        self._shop.books.put_setting(old_cards.SETTING, setting, self._shop.clock.us)
        self._sync()

    def do_limits(self, text: str) -> None:
        """Let the owner set what tills may do, which every till hears of with its next pull."""
        self._shop.books.put_setting(SETTING, text, self._shop.clock.us)
        self._sync()

    def do_server(self, verb: str, name: str, other: str = "") -> None:
        """Let the owner command something on the server; tills hear of it when they pull."""
        commands, now_us = self._shop.books.commands(), self._shop.clock.us
        self._commands += 1
        request, who = f"story-{self._commands}", card(name)
        match verb:
            case "merge":
                commands.merge(request, who, card(other), now_us)
            case "household":
                commands.household(request, who, [card(other)], now_us)
            case "adjust":
                commands.adjust(request, who, int(other), "goodwill", now_us)
            case "block":
                commands.block(request, who, now_us)
            case "erase":
                commands.erase(request, who, now_us)
            case _:
                raise StoryError(f"the server has no command {verb!r}")

    def do_lost(self, till: str) -> None:
        """Let the owner declare a till lost; the others hear of it when they pull."""
        self._shop.books.fleet().lose(f"Till {till}", self._shop.clock.us)
