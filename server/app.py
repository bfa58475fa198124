"""HTTP around the API: reads bodies up to their limit, and sheds load before it drowns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import Outage
from server.api import Api
from server.metrics import CONTENT_TYPE
from sync.codec import too_large
from sync.transport import Answered, Sent
from sync.wire import BODY_MAX

AT_ONCE = 8
WAITING_MAX = 128
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]


class Front:
    """Takes requests from HTTP, hands them to threads, and says no when too many wait."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="server")
        self._waiting = 0

    async def answer(self, request: Request) -> Response:
        """Answer one HTTP request."""
        sent = Sent(
            method=request.method,
            path=request.url.path,
            query=request.scope["query_string"].decode("latin-1"),
            headers=dict(request.headers),
            timeout_ms=0,
        )
        try:
            sent, whole = await _read(request, sent)
        except ClientDisconnect:
            return Response(status_code=400)
        if not whole:
            return _response(self._api.refuse(sent, too_large(BODY_MAX)))
        # Pushes carry what only one disk has; what can be asked again gives way first.
        room = WAITING_MAX if sent.path == "/v1/push" else WAITING_MAX // 2
        if self._waiting >= room:
            busy = Outage("server_busy", "too many requests wait: come back soon")
            return _response(self._api.refuse(sent, busy))
        self._waiting += 1
        try:
            answered = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._api.handle, sent
            )
        finally:
            self._waiting -= 1
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


def create_app(api: Api, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the ASGI application; `pages` are what people see, beside what tills ask."""
    front = Front(api)

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
    )


async def _read(request: Request, sent: Sent) -> tuple[Sent, bool]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            return sent, False
    whole = Sent(
        method=sent.method,
        path=sent.path,
        query=sent.query,
        headers=sent.headers,
        body=bytes(body),
        timeout_ms=0,
    )
    return whole, True


def _response(answered: Answered) -> Response:
    return Response(
        content=answered.body, status_code=answered.status, headers=dict(answered.headers)
    )
