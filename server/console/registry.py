"""Every page of the console, in the order of the menu. A new page is one module and one line."""

from __future__ import annotations

from server.console.page import Page
from server.console.pages import (
    accounting,
    approvals,
    cases,
    exceptions,
    figures,
    keeping,
    log,
    member,
    members,
    people,
    settings,
    tills,
    today,
    you,
)
from server.console.pages.programme import draft, start, version

PAGES: tuple[Page, ...] = (
    today.PAGE,
    figures.PAGE,
    accounting.PAGE,
    exceptions.PAGE,
    members.PAGE,
    member.PAGE,
    cases.PAGE,
    approvals.PAGE,
    keeping.PAGE,
    start.PAGE,
    draft.PAGE,
    version.PAGE,
    tills.PAGE,
    people.PAGE,
    log.PAGE,
    settings.PAGE,
    you.PAGE,
)
