"""The register's API over HTTP: who asks, what they tell, what the till answers."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from loyalty.errors import LoyaltyError, Outage, Refusal
from terminal.register import openapi
from terminal.register.contract import CALLS, DOCUMENT, EVENTS, PAGE, Call
from terminal.register.counter import ANSWER_S, Counter, busy
from terminal.register.feed import Feed, line
from terminal.register.page import page
from terminal.register.statuses import body_of, status_of
from terminal.till.register_calls import AnyTold, Name, StateWanted

BODY_MAX: Final = 256 * 1024
JSON: Final = "application/json"
HOSTS: Final = ("127.0.0.1", "localhost")
NOT_FOUND: Final = 404
LOG: Final = logging.getLogger("regulars.register")
Answer = Callable[[Request], Awaitable[Response]]


def app(counter: Counter, feed: Feed, token: str) -> Starlette:
    """Make the application; `token` opens everything but the page about it."""
    described = cache(openapi.document)

    async def document(_: Request) -> Response:
        return JSONResponse(described())

    async def about(_: Request) -> Response:
        return HTMLResponse(page(described()))

    async def listen(request: Request) -> Response:
        _check_token(request, token)
        feed.check_room()
        first = line("state", await _answer(counter, "", StateWanted()))
        headers = {"cache-control": "no-store"}
        return StreamingResponse(
            feed.listen(first), media_type="text/event-stream", headers=headers
        )

    routes = [
        *(
            Route(one.path, _guarded(_told(counter, token, one)), methods=[one.method])
            for one in CALLS
        ),
        Route(EVENTS, _guarded(listen)),
        Route(DOCUMENT, _guarded(document)),
        Route(PAGE, _guarded(about)),
    ]
    handlers: Any = {HTTPException: _unrouted}
    return Starlette(routes=routes, exception_handlers=handlers)


def _told(counter: Counter, token: str, call: Call) -> Answer:
    async def answer(request: Request) -> Response:
        _check_token(request, token)
        sale = _sale(request) if "{sale}" in call.path else ""
        told = await _read(request, call) if call.has_body else msgspec.convert({}, type=call.told)
        body = await _answer(counter, sale, told)
        return Response(body, media_type=JSON, headers={"cache-control": "no-store"})

    return answer


def _guarded(answer: Answer) -> Answer:
    """Turn what goes wrong into the one error shape; a log line names no more than the code."""

    async def guarded(request: Request) -> Response:
        try:
            _check_host(request)
            return await answer(request)
        except LoyaltyError as error:
            return _error(error)
        except Exception:
            LOG.exception("a request of the register failed")
            return _error(Outage("register_failed", "the till's API has a fault"))

    return guarded


async def _answer(counter: Counter, sale: str, told: AnyTold) -> bytes:
    try:
        return await asyncio.wait_for(asyncio.wrap_future(counter.ask(sale, told)), ANSWER_S)
    except TimeoutError:
        raise busy() from None


def _check_host(request: Request) -> None:
    # A page in a browser on this computer may be told that its own name is 127.0.0.1.
    name = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if name not in HOSTS or "origin" in request.headers:
        raise Refusal("host_wrong", "the till is asked as 127.0.0.1, and by no web page")


def _check_token(request: Request, token: str) -> None:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not given:
        raise Refusal("token_missing", "send `authorization: Bearer TOKEN`; F10 shows the token")
    plain = given.replace("-", "").strip().lower()
    if not hmac.compare_digest(plain.encode(), token.encode()):
        raise Refusal("token_wrong", "this is not the token of this till; F10 shows it")


def _sale(request: Request) -> str:
    try:
        return msgspec.convert(request.path_params["sale"], type=Name)
    except msgspec.ValidationError as error:
        message = "a number has 1 to 64 letters, digits and . _ : -"
        raise Refusal("sale_broken", message, path="sale") from error


async def _read(request: Request, call: Call) -> AnyTold:
    sent = request.headers.get("content-type", JSON).partition(";")[0].strip()
    if sent != JSON:
        raise Refusal("content_type", "the body is JSON", expected=JSON, got=sent[:64])
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_MAX:
            message = "a body has at most so many bytes"
            raise Refusal("body_too_large", message, expected=BODY_MAX)
    try:
        return msgspec.json.decode(bytes(body) or b"{}", type=call.told)
    except msgspec.DecodeError as error:
        raise _broken(error) from error


def _broken(error: msgspec.DecodeError) -> Refusal:
    what, _, where = str(error).partition(" - at `")
    return Refusal("body_broken", what, path=where.rstrip("`").removeprefix("$.") or None)


def _error(error: LoyaltyError) -> Response:
    headers = {"retry-after": "1"} if isinstance(error, Outage) else {}
    return Response(body_of(error), status_of(error), media_type=JSON, headers=headers)


async def _unrouted(_: Request, error: HTTPException) -> Response:
    if error.status_code == NOT_FOUND:
        return _error(Refusal("not_found", "there is nothing at this address; / says what is"))
    return _error(Refusal("method_wrong", "this address has another method; / says which"))
