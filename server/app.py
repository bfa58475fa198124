"""HTTP around the API: reads bodies up to their limit, and sheds load before it drowns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import LoyaltyError, Outage, Refusal
from server.api import Api
from server.metrics import CONTENT_TYPE
from sync.codec import too_large
from sync.transport import Answered, Sent
from sync.wire import BODY_MAX

AT_ONCE = 8
WAITING_MAX = 128
BODY_S = 30.0
DIGITS_MAX = 19
READING_MAX_BYTES = 16 * BODY_MAX
"""What all bodies together may have while they arrive: the rest is told to come back."""
HEALTH = "/health"
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]


class Front:
    """Takes requests from HTTP, hands them to threads, and says no when too many wait."""

    def __init__(self, api: Api, body_s: float) -> None:
        self._api = api
        self._body_s = body_s
        self._reading_bytes = 0
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="server")
        self._waiting = 0

    async def answer(self, request: Request) -> Response:
        """Answer one HTTP request."""
        sent = _sent(request)
        if sent.path == HEALTH:
            # It asks nobody else, so it is answered also while every thread waits for the database:
            # whoever watches must not kill a server that only waits for its next primary.
            return _response(self._api.handle(sent))
        turned_away = self._api.turn_away(sent)
        if turned_away is not None:
            return _response(turned_away)
        try:
            sent = replace(sent, body=await self._read(request))
        except ClientDisconnect:
            return Response(status_code=400)
        except LoyaltyError as error:
            return _response(self._api.refuse(sent, error))
        # Pushes carry what only one disk has; what can be asked again gives way first.
        room = WAITING_MAX if sent.path == "/v1/push" else WAITING_MAX // 2
        if self._waiting >= room:
            return _response(self._api.refuse(sent, _busy()))
        self._waiting += 1
        try:
            answered = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._api.handle, sent
            )
        finally:
            self._waiting -= 1
        return _response(answered)

    async def _read(self, request: Request) -> bytes:
        """Read a body. Raises Refusal `body_too_large` or `body_slow`, Outage `server_busy`."""
        said = request.headers.get("content-length", "")
        if said.isascii() and said.isdecimal() and int(said[:DIGITS_MAX]) > BODY_MAX:
            raise too_large(BODY_MAX)
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_s):
                async for chunk in request.stream():
                    body += chunk
                    self._reading_bytes += len(chunk)
                    if len(body) > BODY_MAX:
                        raise too_large(BODY_MAX)
                    if self._reading_bytes > READING_MAX_BYTES:
                        raise _busy()
        except TimeoutError:
            raise Refusal("body_slow", f"a body arrives within {self._body_s:g} s") from None
        finally:
            self._reading_bytes -= len(body)
        return bytes(body)

    async def no_such_method(self, request: Request, _error: Exception) -> Response:
        """Answer a method that no address here knows, in the one error shape."""
        return _response(self._api.no_such_method(_sent(request)))

    async def page_failed(self, request: Request, error: Exception) -> Response:
        """Answer for a page whose books are away, or that has a fault, in the one error shape."""
        sent = _sent(request)
        known = error if isinstance(error, LoyaltyError) else _faulty()
        answered = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._api.refuse, sent, known
        )
        return _response(answered)

    async def metrics(self, _request: Request) -> Response:
        """Give what Prometheus reads."""
        text = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._api.figures, self._waiting
        )
        return Response(content=text, media_type=CONTENT_TYPE)

    def close(self) -> None:
        """End the threads after the requests that they answer."""
        self._threads.shutdown()


def create_app(api: Api, pages: Sequence[BaseRoute] = (), body_s: float = BODY_S) -> Starlette:
    """Make the ASGI application; `pages` are what people see, beside what tills ask.

    A body that takes more than `body_s` to arrive is refused.
    """
    front = Front(api, body_s)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        front.close()

    return Starlette(
        routes=[
            *pages,
            Route("/metrics", front.metrics),
            Route("/{path:path}", front.answer, methods=METHODS),
        ],
        lifespan=lifespan,
        exception_handlers={
            405: front.no_such_method,
            LoyaltyError: front.page_failed,
            Exception: front.page_failed,
        },
    )


def _busy() -> Outage:
    return Outage("server_busy", "too many requests wait: come back soon")


def _faulty() -> Outage:
    return Outage("server_failed", "the server has a fault")


def _sent(request: Request) -> Sent:
    return Sent(
        method=request.method,
        path=request.url.path,
        query=request.scope["query_string"].decode("latin-1"),
        headers=dict(request.headers),
        timeout_ms=0,
    )


def _response(answered: Answered) -> Response:
    return Response(
        content=answered.body, status_code=answered.status, headers=dict(answered.headers)
    )
