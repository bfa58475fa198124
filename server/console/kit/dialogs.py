"""A dialog with a name, over the page: Esc closes it, and what was typed in it is lost then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui.element import Element

from loyalty.errors import LoyaltyError
from server.console.kit.controls import button
from server.console.kit.notices import Handler
from server.console.kit.parts import element, icon, row, script, text

if TYPE_CHECKING:
    from server.console.page import Visit


class Dialog:
    """Asks something; its parts are made anew each time it opens."""

    def __init__(self, visit: Visit, title: str) -> None:
        self._visit = visit
        self._title = title
        self._place = element("div")
        self._dialog: Element | None = None
        self._wrong: Element | None = None

    def open(
        self, fill: Callable[[], None], do: str, handler: Handler, kind: str = "primary"
    ) -> None:
        """Show it with what `fill` draws; `do` is the word on its button.

        It closes when `handler` has done its work; a refusal is shown in it instead.
        """
        self._place.clear()
        with self._place:
            self._dialog = element("dialog", "dialog")
            with self._dialog:
                name = text(self._title, "h2")
                self._dialog.props["aria-labelledby"] = f"c{name.id}"
                fill()
                self._wrong = element("div", role="alert")
                with row("ends"):
                    button(self._visit, self._visit.say("Cancel"), self.close, kind="quiet")
                    button(self._visit, do, self._doing(handler), kind=kind)
        script(self._dialog, "it.showModal()")

    async def close(self) -> None:
        """Take it away."""
        if self._dialog is not None:
            script(self._dialog, "it.close()")
            self._dialog = None

    def _doing(self, handler: Handler) -> Handler:
        async def run() -> None:
            try:
                await handler()
            except LoyaltyError as error:
                self._say(self._visit.say(error.message))
            else:
                await self.close()

        return run

    def _say(self, sentence: str) -> None:
        assert self._wrong is not None, "a button of an open dialog was pressed"
        self._wrong.clear()
        with self._wrong, element("p", "notice error"):
            icon("error")
            text(sentence)
