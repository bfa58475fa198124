"""The tablet's page over HTTP: its three files, the code that lets it in, scenes and keys."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from loyalty.errors import LoyaltyError, Outage, Refusal
from terminal.tablet import guard
from terminal.tablet.door import Door
from terminal.tablet.guard import COOKIE, COOKIE_S, COOKIE_TLS, GUARDS, Pair, Press
from terminal.tablet.page import Page
from terminal.tablet.streams import Streams
from terminal.till.messages import DisplayTap, Message, PadKey

KEYS: Final = frozenset((*"0123456789", "Delete", "Cancel", "Enter", "Later"))
UNAVAILABLE: Final = 503
CONFLICT: Final = 409
STATUSES: Final = {
    "tablet_unknown": 401,
    "tablet_code_wrong": 403,
    "tablet_other_till": 403,
    "tablet_plain": 403,
    "tablet_site": 403,
    "tablet_page": 404,
    "tablet_code_over": 410,
    "tablet_body": 400,
}
LOG: Final = logging.getLogger("regulars.tablet")
Answer = Callable[[Request], Awaitable[Response]]
Told = TypeVar("Told", Pair, Press)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where the page is (`host` with its port), how it is protected, and its words.

    `fingerprint` is the SHA-256 of the certificate; empty without TLS, and then nobody types.
    """

    host: str
    fingerprint: str
    words: Mapping[str, str]

    @property
    def cookie(self) -> str:
        """Name the cookie; with this beginning no other site of the same name can set it."""
        return COOKIE_TLS if self.fingerprint else COOKIE


class App:
    """The answers, over one door and its streams."""

    def __init__(
        self,
        shown: Shown,
        page: Page,
        door: Door,
        streams: Streams,
        post: Callable[[Message], None],
    ) -> None:
        self._shown = shown
        self._page = page
        self._door = door
        self._streams = streams
        self._pictures = page.pictures
        self._post = post

    def made(self) -> Starlette:
        """Make the application."""
        files = [
            Route(path, self._guarded(self._file(content, kind)), methods=["GET"])
            for path, (content, kind) in self._page.files().items()
        ]
        routes = [
            *files,
            Route("/pair", self._guarded(self._pair), methods=["POST"]),
            Route("/known", self._guarded(self._known), methods=["GET"]),
            Route("/slides/{name}", self._guarded(self._slide), methods=["GET"]),
            Route("/events", self._guarded(self._events), methods=["GET"]),
            Route("/press", self._guarded(self._press), methods=["POST"]),
        ]
        handlers: Any = {HTTPException: self._unrouted}
        return Starlette(routes=routes, exception_handlers=handlers)

    def _file(self, content: bytes, kind: str) -> Answer:
        async def answer(_: Request) -> Response:
            return Response(content, media_type=kind, headers=GUARDS)

        return answer

    async def _pair(self, request: Request) -> Response:
        wanted = _read(await guard.body(request), Pair)
        own = self._shown.fingerprint
        if wanted.till and not (own and own.startswith(wanted.till)):
            raise Refusal("tablet_other_till", "the code came with another certificate")
        name = guard.named(request.headers.get("user-agent", ""))
        secret = await self._door.enter(wanted.code, name)
        answer = Response(status_code=204, headers=GUARDS)
        self._let(answer, secret)
        return answer

    async def _known(self, request: Request) -> Response:
        try:
            self._door.who(self._secret(request))
        except Refusal:
            return JSONResponse({"known": False}, headers=GUARDS)
        return JSONResponse({"known": True}, headers=GUARDS)

    async def _events(self, request: Request) -> Response:
        tablet = self._door.who(self._secret(request))
        self._streams.check_room()
        answer = StreamingResponse(
            self._streams.listen(tablet), media_type="text/event-stream", headers=GUARDS
        )
        self._let(answer, self._secret(request))
        return answer

    async def _slide(self, request: Request) -> Response:
        """Give a picture of the owner to who was let in, and to nobody else."""
        self._door.who(self._secret(request))
        name = str(request.path_params["name"])
        picture = await run_in_threadpool(self._pictures.read, name)
        return Response(picture, media_type="image/jpeg", headers=GUARDS)

    async def _press(self, request: Request) -> Response:
        tablet = self._door.who(self._secret(request))
        press = _read(await guard.body(request), Press)
        if bool(press.tap) == bool(press.key) or (press.key and press.key not in KEYS):
            raise Refusal("tablet_body", "there is no such key")
        if not self._shown.fingerprint:
            raise Refusal("tablet_plain", "without TLS nothing is typed here")
        self._streams.pressed(tablet, press.stream, press.nth)
        self._post(PadKey(name=press.key) if press.key else DisplayTap(action=press.tap))
        return Response(status_code=204, headers=GUARDS)

    def _secret(self, request: Request) -> str:
        return request.cookies.get(self._shown.cookie, "")

    def _let(self, answer: Response, secret: str) -> None:
        answer.set_cookie(
            self._shown.cookie,
            secret,
            max_age=COOKIE_S,
            path="/",
            secure=bool(self._shown.fingerprint),
            httponly=True,
            samesite="strict",
        )

    def _guarded(self, answer: Answer) -> Answer:
        """Turn what goes wrong into one sentence; a log line names no more than the code."""

        async def guarded(request: Request) -> Response:
            try:
                guard.check(request, self._shown.host)
                return await answer(request)
            except LoyaltyError as error:
                return self._error(error)
            except Exception as error:  # noqa: BLE001 - its text may name what was typed
                LOG.error("a request of a tablet failed: %s", type(error).__name__)  # noqa: TRY400
                return self._error(Outage("tablet_away", "the till's page has a fault"))

        return guarded

    def _error(self, error: LoyaltyError) -> Response:
        status = STATUSES.get(error.code, UNAVAILABLE if isinstance(error, Outage) else CONFLICT)
        said = {"code": error.code, "message": self._shown.words.get(error.code, error.message)}
        return JSONResponse({"error": said}, status, headers=GUARDS)

    async def _unrouted(self, _: Request, error: HTTPException) -> Response:
        del error
        return self._error(Refusal("tablet_page", "there is nothing at this address"))


def _read(raw: bytes, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError:
        # Its text may quote what was sent, and that may be a digit of a PIN.
        raise Refusal("tablet_body", "the body has another shape") from None
