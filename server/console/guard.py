"""Stands before the console: strict headers, its own origin only, and nobody without a session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse

from loyalty.errors import LoyaltyError
from server.console.desk import Desk
from server.console.door import Who

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE: Final = "regulars_console"
KEY: Final = "regulars.asked"
SIGN_IN: Final = "/sign-in"
OPEN: Final = (SIGN_IN, "/join/", "/once/", "/look/", "/_nicegui/", "/favicon.ico")
_READING: Final = ("GET", "HEAD")
GUARDS: Final = {
    # Vue compiles its templates in the browser, which is what `unsafe-eval` is for; nothing that
    # a member or a till wrote is ever made part of a page but as text.
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request brought along: which shop's desk, whose session, and who that is.

    `base` is the address by which the browser knows the console, `https://host`.
    """

    desk: Desk
    token: str
    who: Who
    base: str
    threads: ThreadPoolExecutor


class Guard:
    """Lets requests of signed-in people through to the pages."""

    def __init__(self, app: App, desk: Desk, threads: ThreadPoolExecutor) -> None:
        """`threads` is where the books are asked; who made them ends them."""
        self._app = app
        self.desk = desk
        self.threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one line of events."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = str(scope["path"])
        is_page = scope["type"] == "http"
        changes = not is_page or scope["method"] not in _READING
        if changes and not _is_from_here(headers):
            await _refuse(scope, receive, send, "This was sent by another page.")
            return
        answering = _guarded(send, path)
        scope[KEY] = self.desk
        if path.startswith(OPEN):
            await self._app(scope, receive, answering)
            return
        token = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")[:128]
        try:
            who = await self._who(token)
        except LoyaltyError as error:
            await PlainTextResponse(error.message, 503)(scope, receive, answering)
            return
        if who is None:
            if is_page and scope["method"] in _READING:
                await RedirectResponse(SIGN_IN, 303)(scope, receive, answering)
            else:
                await _refuse(scope, receive, send, "Sign in first.")
            return
        scope[KEY] = Asked(
            desk=self.desk,
            token=token,
            who=who,
            base=f"{scope['scheme']}://{headers.get('host', '')}",
            threads=self.threads,
        )
        await self._app(scope, receive, answering)

    async def _who(self, token: str) -> Who | None:
        if not token:
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self.desk.door.who, token)


def _is_from_here(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    await PlainTextResponse(why, 403, headers=dict(GUARDS))(scope, receive, send)


def _guarded(send: Send, path: str) -> Send:
    async def guarded(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in GUARDS.items():
                headers.setdefault(name, value)
            if not path.startswith(("/_nicegui/", "/look/")):
                headers["cache-control"] = "no-store"
        await send(message)

    return guarded
