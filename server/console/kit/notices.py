"""Says what came of something: in a strip at the page's end that a screen reader reads aloud."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui import context
from nicegui.element import Element

from loyalty.errors import LoyaltyError
from server.console.kit.parts import element, icon, text

if TYPE_CHECKING:
    from server.console.page import Visit

Handler = Callable[[], Awaitable[None]]
_KINDS = {"ok": "ok", "info": "info", "warning": "warning", "error": "error"}
_PLACES = ("regulars-said", "regulars-alarmed")


def places() -> None:
    """Make the two places where notices appear; the frame does that once a page."""
    with element("div", "notices"):
        element("div", "said", role="status", aria_live="polite").mark(_PLACES[0])
        element("div", "said", role="alert").mark(_PLACES[1])


def say(sentence: str, kind: str = "ok") -> None:
    """Show a sentence in place of the one before: `ok`, `info`, `warning` or `error`."""
    calm, alarmed = (_place(name) for name in _PLACES)
    calm.clear()
    alarmed.clear()
    with alarmed if kind == "error" else calm, element("p", f"notice {kind}"):
        icon(_KINDS[kind])
        text(sentence)


def refused(visit: Visit, error: LoyaltyError) -> None:
    """Show why something was not done."""
    say(visit.say(error.message), "error")


def guarded(visit: Visit, handler: Handler) -> Handler:
    """Give a handler whose refusals and outages are shown instead of raised.

    It works on the page as a whole: the part that its button stands in may be drawn anew meanwhile.
    """
    client = context.client

    async def run() -> None:
        with client:
            try:
                await handler()
            except LoyaltyError as error:
                refused(visit, error)

    return run


def _place(name: str) -> Element:
    for made in context.client.elements.values():
        if name in made._markers:  # noqa: SLF001 - NiceGUI finds markers by tests only
            return made
    raise LookupError(name)
