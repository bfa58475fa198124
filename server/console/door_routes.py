"""The addresses before anybody is signed in: plain forms, without a script."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import LoyaltyError, Outage, Refusal
from server.console import codes, door_view
from server.console.desk import Desk
from server.console.guard import COOKIE, GUARDS, KEY, SIGN_IN
from server.console.wording import mark
from server.pages.limits import Limits
from server.pages.wording import Words, spoken
from storage.server.console import Secret

TRIES_A_MINUTE = 20
FIELDS_MAX = 12
OK, WRONG, TOO_MANY, AWAY = 200, 401, 429, 503


class Routes:
    """Answers whoever is not signed in yet, so often a minute."""

    def __init__(self, look: Path) -> None:
        self._look = look
        self._limits = Limits()

    async def look(self, _request: Request) -> Response:
        """Give the style sheet."""
        return FileResponse(
            self._look, media_type="text/css", headers={"cache-control": "no-cache"}
        )

    async def show(self, request: Request) -> Response:
        """Show the form to sign in."""
        return await _page(request, "")

    async def sign_in(self, request: Request) -> Response:
        """Let somebody in who knows their password and has their authenticator."""
        desk = _desk(request)
        said = await _said(request)
        if not self._may(request, desk):
            return await _page(request, _patience().message, TOO_MANY)
        try:
            token = await asyncio.to_thread(
                desk.door.sign_in,
                said.get("sign_in", ""),
                said.get("password", ""),
                said.get("code", ""),
            )
        except LoyaltyError as error:
            status = AWAY if isinstance(error, Outage) else WRONG
            return await _page(request, error.message, status, said.get("sign_in", ""))
        return _let_in(request, token)

    async def sign_out(self, request: Request) -> Response:
        """End the session of this browser."""
        await asyncio.to_thread(_desk(request).door.sign_out, request.cookies.get(COOKIE, "")[:128])
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(
            COOKIE, secure=_is_https(request), httponly=True, samesite="lax", path="/"
        )
        return answer

    async def once(self, request: Request) -> Response:
        """Let in who has the till, by its link of thirty seconds."""
        desk = _desk(request)
        try:
            if not self._may(request, desk):
                raise _patience()
            token = await asyncio.to_thread(desk.crew.use_at_once, request.path_params["token"])
        except LoyaltyError as error:
            return await _page(request, error.message, WRONG)
        return _let_in(request, token)

    async def joining(self, request: Request) -> Response:
        """Show the form with which an invited person joins."""
        return await self._join_page(request, {}, "")

    async def join(self, request: Request) -> Response:
        """Make somebody of whoever has a link to join."""
        desk = _desk(request)
        said = await _said(request)
        made = Secret(
            name=said.get("name", "").strip(),
            sign_in=said.get("sign_in", ""),
            authenticator=said.get("authenticator", ""),
            language=_words(request).language,
        )
        try:
            if not self._may(request, desk):
                raise _patience()
            if said.get("password", "") != said.get("again", ""):
                raise Refusal("password_twice", mark("The two passwords are not the same."))
            token = await asyncio.to_thread(
                desk.crew.join,
                request.path_params["token"],
                made,
                said.get("password", ""),
                said.get("code", ""),
            )
        except LoyaltyError as error:
            return await self._join_page(request, said, error.message)
        return _let_in(request, token)

    async def _join_page(self, request: Request, said: dict[str, str], wrong: str) -> Response:
        desk = _desk(request)
        words = _words(request)
        try:
            if not self._may(request, desk):
                raise _patience()
            await asyncio.to_thread(desk.crew.joining, request.path_params["token"])
        except LoyaltyError as error:
            return await _page(request, error.message, WRONG)
        secret = said.get("authenticator", "")
        if not codes.is_secret(secret):
            secret = codes.secret(desk.access.randomness)
        shop = await asyncio.to_thread(desk.shop, words.language)
        text = door_view.join(words, shop, {**said, "authenticator": secret}, wrong)
        return _html(text, WRONG if wrong else OK)

    def _may(self, request: Request, desk: Desk) -> bool:
        who = request.client.host if request.client else ""
        return self._limits.allow("try", who, TRIES_A_MINUTE, desk.now_us())


def routes(look: Path) -> list[BaseRoute]:
    """Give the addresses."""
    made = Routes(look)
    return [
        Route("/look/look.css", made.look),
        Route(SIGN_IN, made.show),
        Route(SIGN_IN, made.sign_in, methods=["POST"]),
        Route(f"{SIGN_IN}/out", made.sign_out, methods=["POST"]),
        Route("/once/{token}", made.once),
        Route("/join/{token}", made.joining),
        Route("/join/{token}", made.join, methods=["POST"]),
    ]


async def _page(request: Request, wrong: str, status: int = OK, sign_in: str = "") -> Response:
    words = _words(request)
    desk = _desk(request)
    try:
        shop = await asyncio.to_thread(desk.shop, words.language)
    except Outage:
        shop = "Regulars"
    return _html(door_view.sign_in(words, shop, wrong, sign_in), status)


def _html(text: str, status: int) -> Response:
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {**GUARDS, "content-security-policy": policy}
    return Response(text, status, media_type="text/html", headers=headers)


def _let_in(request: Request, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        COOKIE, token, secure=_is_https(request), httponly=True, samesite="lax", path="/"
    )
    return answer


async def _said(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _desk(request: Request) -> Desk:
    found = request.scope[KEY]
    assert isinstance(found, Desk), "these addresses are open: nobody is asked who they are"
    return found


def _words(request: Request) -> Words:
    return Words(spoken(request.headers.get("accept-language", "")))


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def _patience() -> Refusal:
    return Refusal("tried_often", mark("That was tried too often. Wait a minute, then try again."))
