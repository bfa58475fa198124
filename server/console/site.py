"""Joins the console: the sign-in pages, and NiceGUI with every page of the registry.

NiceGUI keeps one application a process, so this is made once; which shop a request is about
comes with the request (`server.console.guard`).
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from nicegui import context, ui
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from loyalty.errors import LoyaltyError, Outage
from server.console import door_routes
from server.console.guard import KEY, SIGN_IN, Asked
from server.console.kit import frame
from server.console.kit.marks import TALLY
from server.console.page import Page, Visit
from server.console.registry import PAGES
from server.pages.wording import Words

LOOK = Path(__file__).parent / "kit" / "look.css"
_TAGS = {"en": "en-GB", "nl": "nl", "sv": "sv", "de": "de", "pt_BR": "pt-BR"}
_ANSWER_S = 20.0


@cache
def made() -> FastAPI:
    """Make the application; a second time gives the same one."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, routes=door_routes.routes(LOOK))
    for page in PAGES:
        ui.page(page.path, response_timeout=_ANSWER_S)(_showing(page))
    ui.page("/{missing:path}")(_missing)
    ui.run_with(
        app,
        title="Regulars",
        favicon=TALLY,
        dark=None,
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30.0,
        cache_control_directives="public, max-age=86400",
    )
    return app


async def _missing(request: Request) -> Response | None:
    asked = request.scope[KEY]
    if not isinstance(asked, Asked):
        return RedirectResponse(SIGN_IN, 303)
    frame.missing(_visit(PAGES[0], asked, request))
    return None


def _visit(page: Page, asked: Asked, request: Request) -> Visit:
    words = Words(asked.who.language)
    client = context.client
    client.page = copy.copy(client.page)
    client.page.language = cast("Any", _TAGS[words.language])
    given = {**request.query_params, **request.path_params}
    return Visit(brought=asked, page=page, words=words, asked=given)


def _showing(page: Page) -> Callable[[Request], Awaitable[Response | None]]:
    # A function of its own: FastAPI reads what it wants from its signature.
    async def show(request: Request) -> Response | None:
        return await _show(page, request)

    return show


async def _show(page: Page, request: Request) -> Response | None:
    asked = request.scope[KEY]
    if not isinstance(asked, Asked):
        return RedirectResponse(SIGN_IN, 303)
    visit = _visit(page, asked, request)
    if not visit.may(page.right):
        frame.not_allowed(visit)
        return None
    try:
        around = await visit.read(partial(frame.around, visit, PAGES))
        with frame.drawn(visit, around):
            await _drawn(visit)
    except Outage as error:
        frame.failed(visit, error)
    return None


async def _drawn(visit: Visit) -> None:
    try:
        await visit.page.draw(visit)
    except LoyaltyError as error:
        frame.trouble(visit, error)
