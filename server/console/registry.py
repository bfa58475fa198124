"""Every page of the console, in the order of the menu. A new page is one module and one line."""

from __future__ import annotations

from server.console.page import Page
from server.console.pages import (
    accounting,
    approvals,
    cases,
    exceptions,
    feedback,
    figures,
    keeping,
    log,
    member,
    members,
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
from server.console.pages.programme import draft, start, version

PAGES: tuple[Page, ...] = (
    today.PAGE,
    members.PAGE,
    member.PAGE,
    cases.PAGE,
    approvals.PAGE,
    keeping.PAGE,
    start.PAGE,
    draft.PAGE,
    version.PAGE,
    messages.PAGE,
    message.PAGE,
    sending.PAGE,
    segments.PAGE,
    segments.ONE,
    feedback.PAGE,
    figures.PAGE,
    accounting.PAGE,
    exceptions.PAGE,
    tills.PAGE,
    people.PAGE,
    log.PAGE,
    settings.PAGE,
    you.PAGE,
)
