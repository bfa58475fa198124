"""The addresses of the member page: coming in, the card, its codes, leaving, and its parts.

Nothing here writes to a log: a token, a number or a caller's address in it would tell who came.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from loyalty.phonecode import STEP_S
from server.pages import icon, view
from server.pages.limits import Limits
from server.pages.pen import Drawing
from server.pages.wording import Words, spoken

if TYPE_CHECKING:
    from server.phone import CardFace, Phones

HOME = "/m/"
COOKIE = "regulars_card"
COOKIE_S = 180 * 24 * 3600
TRIES_A_MINUTE = 10
CODES_A_MINUTE = 12
PAGES_A_MINUTE = 240
TOKEN_MAX = 64
OK, FORBIDDEN, STRANGER, TOO_MANY = 200, 403, 401, 429
STATIC = Path(__file__).parent / "static"
ICONS = (192, 512)
GUARDS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)",
    "cache-control": "no-store",
}
FOREVER_S = 31_536_000


class Pages:
    """Answers members' phones."""

    def __init__(
        self, phones: Phones, now_us: Callable[[], int], drawing: Drawing | None = None
    ) -> None:
        self._phones = phones
        self._now_us = now_us
        self._limits = Limits()
        self._drawing = drawing or Drawing()
        self._icons: dict[int, bytes] = {}

    def routes(self) -> list[BaseRoute]:
        """Give every address under /m/."""
        made = [
            Route("/m", self._to_home, methods=["GET"]),
            Route(HOME, self._card, methods=["GET"]),
            Route("/m/in/{token}", self._enter, methods=["GET"]),
            Route("/m/in/{token}", self._come_in, methods=["POST"]),
            Route("/m/out", self._leave, methods=["POST"]),
            Route("/m/codes", self._codes, methods=["GET"]),
            Route("/m/code.svg", self._plain_code, methods=["GET"]),
            Route("/m/manifest.webmanifest", self._manifest, methods=["GET"]),
        ]
        for name, kind in (
            ("card.js", "text/javascript"),
            ("worker.js", "text/javascript"),
            ("card.css", "text/css"),
        ):
            made.append(Route(f"/m/{name}", _file(STATIC / name, kind), methods=["GET"]))
        made += [Route(f"/m/icon-{side}.png", self._icon(side), methods=["GET"]) for side in ICONS]
        return list(made)

    def _to_home(self, _request: Request) -> Response:
        return RedirectResponse(HOME, headers=GUARDS)

    def _card(self, request: Request) -> Response:
        words = _words(request)
        if not self._may(request, "page", PAGES_A_MINUTE):
            return self._too_many(words)
        face = self._face(request)
        if face is None:
            sentence = words.say(
                "Your card is not on this phone yet. Ask in the shop for a link that puts it here."
            )
            return self._outside(words, sentence, STRANGER)
        self._drawing.prepare()
        now_us = self._now_us()
        answer = _html(view.card(Words(face.language), face, now_us), OK)
        if face.renewed:
            _let(request, answer, request.cookies[COOKIE])
        return answer

    def _enter(self, request: Request) -> Response:
        words = _words(request)
        if not self._may(request, "try", TRIES_A_MINUTE):
            return self._too_many(words)
        # Looking does not use a link up: messengers open what they carry before people do.
        if not self._phones.is_link(_token(request), self._now_us()):
            return self._ended(words)
        self._drawing.prepare()
        return _html(view.enter(words, self._shop(words)), OK)

    def _come_in(self, request: Request) -> Response:
        words = _words(request)
        if not self._may(request, "try", TRIES_A_MINUTE):
            return self._too_many(words)
        if not _is_from_here(request):
            return Response(status_code=FORBIDDEN, headers=GUARDS)
        visit = self._phones.come_in(_token(request), self._now_us())
        if visit is None:
            return self._ended(words)
        answer = RedirectResponse(HOME, status_code=303, headers=GUARDS)
        _let(request, answer, visit.token)
        return answer

    def _leave(self, request: Request) -> Response:
        if not _is_from_here(request):
            return Response(status_code=FORBIDDEN, headers=GUARDS)
        self._phones.leave(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(
            HOME, status_code=303, headers={**GUARDS, "clear-site-data": '"cache", "storage"'}
        )
        answer.delete_cookie(
            COOKIE, path=HOME, secure=_is_https(request), httponly=True, samesite="lax"
        )
        return answer

    def _codes(self, request: Request) -> Response:
        if not self._may(request, "page", PAGES_A_MINUTE):
            return _plain(TOO_MANY)
        now_us, face = self._now_us(), self._face(request)
        if face is None:
            return _plain(STRANGER)
        # Counted by card, so that neither a second phone nor guessed cookies get around it.
        if not self._may(request, "codes", CODES_A_MINUTE, face.number):
            return _plain(TOO_MANY)
        codes = self._phones.codes(request.cookies[COOKIE], now_us)
        if codes is None:
            return _plain(STRANGER)
        words = Words(face.language)
        side, modules = self._drawing.rotating(codes.texts)
        plain_side, plain = self._drawing.plain(codes.number)
        answer = {
            "now_us": now_us,
            "step_s": STEP_S,
            "first_step": codes.first_step,
            "side": side,
            "codes": base64.b64encode(modules).decode(),
            "static_side": plain_side,
            "static": base64.b64encode(plain).decode(),
            "points": view.balance(words, face),
            "as_of": view.as_of(words, face, now_us),
        }
        return JSONResponse(answer, headers=GUARDS)

    def _plain_code(self, request: Request) -> Response:
        face = self._face(request)
        if face is None:
            return _plain(STRANGER)
        drawn = self._drawing.svg(face.number)
        return Response(drawn, media_type="image/svg+xml", headers=GUARDS)

    def _manifest(self, request: Request) -> Response:
        shop = self._shop(_words(request))
        icons = [
            {
                "src": f"/m/icon-{side}.png",
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for side in ICONS
            for purpose in ("any", "maskable")
        ]
        manifest = {
            "name": shop,
            "short_name": shop,
            "id": HOME,
            "start_url": HOME,
            "scope": HOME,
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": icons,
        }
        return JSONResponse(
            manifest, headers={**GUARDS, "content-type": "application/manifest+json"}
        )

    def _icon(self, side: int) -> Callable[[Request], Response]:
        def answer(_request: Request) -> Response:
            drawn = self._icons.get(side) or icon.png(side)
            self._icons[side] = drawn
            return Response(drawn, media_type="image/png", headers=GUARDS)

        return answer

    def _face(self, request: Request) -> CardFace | None:
        token = request.cookies.get(COOKIE, "")[:TOKEN_MAX]
        language = spoken(request.headers.get("accept-language", ""))
        return self._phones.face(token, language, self._now_us()) if token else None

    def _shop(self, words: Words) -> str:
        return self._phones.shop(words.language, self._now_us())

    def _may(self, request: Request, what: str, most: int, caller: str = "") -> bool:
        who = caller or (request.client.host if request.client else "")
        return self._limits.allow(what, who, most, self._now_us())

    def _outside(self, words: Words, sentence: str, status: int) -> Response:
        return _html(view.outside(words, self._shop(words), sentence), status)

    def _ended(self, words: Words) -> Response:
        sentence = words.say("This link was used before or has ended. Ask in the shop for another.")
        return self._outside(words, sentence, FORBIDDEN)

    def _too_many(self, words: Words) -> Response:
        sentence = words.say("That was tried too often. Wait a minute, then try again.")
        return self._outside(words, sentence, TOO_MANY)


def _words(request: Request) -> Words:
    return Words(spoken(request.headers.get("accept-language", "")))


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:TOKEN_MAX]


def _html(text: str, status: int) -> Response:
    return Response(text, status_code=status, media_type="text/html", headers=GUARDS)


def _plain(status: int) -> Response:
    return Response(status_code=status, headers=GUARDS)


def _let(request: Request, answer: Response, token: str) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_S,
        path=HOME,
        secure=_is_https(request),
        httponly=True,
        samesite="lax",
    )


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def _is_from_here(request: Request) -> bool:
    """Whether a form was sent by our own page, as far as the browser says."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _file(path: Path, kind: str) -> Callable[[Request], Response]:
    def answer(_request: Request) -> Response:
        return Response(path.read_bytes(), media_type=kind, headers=GUARDS)

    return answer
