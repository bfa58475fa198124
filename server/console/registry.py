"""Every page of the console, in the order of the menu. A new page is one module and one line."""

from __future__ import annotations

from server.console.page import Page
from server.console.pages import (
    feedback,
    log,
    message,
    messages,
    people,
    segments,
    sending,
    settings,
    tills,
    today,
    you,
)

PAGES: tuple[Page, ...] = (
    today.PAGE,
    messages.PAGE,
    message.PAGE,
    sending.PAGE,
    segments.PAGE,
    segments.ONE,
    feedback.PAGE,
    tills.PAGE,
    people.PAGE,
    log.PAGE,
    settings.PAGE,
    you.PAGE,
)
