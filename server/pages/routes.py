"""The addresses of the member page: coming in, the card, its codes, leaving, and its parts.

Nothing here writes to a log: a token, a number or a caller's address in it would tell who came.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from loyalty.phonecode import STEP_S
from server.pages import answers, parts, view
from server.pages.answers import COOKIE, HOME
from server.pages.limits import Limits
from server.pages.pen import Drawing
from server.pages.wording import Words, spoken

if TYPE_CHECKING:
    from server.phone import CardFace, Phones

TRIES_A_MINUTE = 10
CODES_A_MINUTE = 12
PAGES_A_MINUTE = 240
TOKEN_MAX = 64
OK, FORBIDDEN, STRANGER, TOO_MANY = 200, 403, 401, 429


class Pages:
    """Answers members' phones."""

    def __init__(
        self, phones: Phones, now_us: Callable[[], int], drawing: Drawing | None = None
    ) -> None:
        self._phones = phones
        self._now_us = now_us
        self._limits = Limits()
        self._drawing = drawing or Drawing()

    def routes(self) -> list[BaseRoute]:
        """Give every address under /m/."""
        return [
            Route("/m", self._to_home, methods=["GET"]),
            Route(HOME, self._card, methods=["GET"]),
            Route("/m/in/{token}", self._enter, methods=["GET"]),
            Route("/m/in/{token}", self._come_in, methods=["POST"]),
            Route("/m/out", self._leave, methods=["POST"]),
            Route("/m/codes", self._codes, methods=["GET"]),
            Route("/m/code.svg", self._plain_code, methods=["GET"]),
            Route("/m/manifest.webmanifest", self._manifest, methods=["GET"]),
            *parts.routes(),
        ]

    def _to_home(self, _request: Request) -> Response:
        return RedirectResponse(HOME, headers=answers.GUARDS)

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
        answer = answers.html(view.card(Words(face.language), face, now_us), OK)
        if face.renewed:
            answers.let(request, answer, request.cookies[COOKIE])
        return answer

    def _enter(self, request: Request) -> Response:
        words = _words(request)
        if not self._may(request, "try", TRIES_A_MINUTE):
            return self._too_many(words)
        # Looking does not use a link up: messengers open what they carry before people do.
        if not self._phones.is_link(_token(request), self._now_us()):
            return self._ended(words)
        self._drawing.prepare()
        return answers.html(view.enter(words, self._shop(words)), OK)

    def _come_in(self, request: Request) -> Response:
        words = _words(request)
        if not self._may(request, "try", TRIES_A_MINUTE):
            return self._too_many(words)
        if not answers.is_from_here(request):
            return Response(status_code=FORBIDDEN, headers=answers.GUARDS)
        visit = self._phones.come_in(_token(request), self._now_us())
        if visit is None:
            return self._ended(words)
        answer = RedirectResponse(HOME, status_code=303, headers=answers.GUARDS)
        answers.let(request, answer, visit.token)
        return answer

    def _leave(self, request: Request) -> Response:
        if not answers.is_from_here(request):
            return Response(status_code=FORBIDDEN, headers=answers.GUARDS)
        self._phones.leave(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(
            HOME,
            status_code=303,
            headers={**answers.GUARDS, "clear-site-data": '"cache", "storage"'},
        )
        answers.forget(request, answer)
        return answer

    def _codes(self, request: Request) -> Response:
        if not self._may(request, "page", PAGES_A_MINUTE):
            return answers.plain(TOO_MANY)
        now_us, face = self._now_us(), self._face(request)
        if face is None:
            return answers.plain(STRANGER)
        # Counted by card, so that neither a second phone nor guessed cookies get around it.
        if not self._may(request, "codes", CODES_A_MINUTE, face.number):
            return answers.plain(TOO_MANY)
        codes = self._phones.codes(request.cookies[COOKIE], now_us)
        if codes is None:
            return answers.plain(STRANGER)
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
        return JSONResponse(answer, headers=answers.GUARDS)

    def _plain_code(self, request: Request) -> Response:
        face = self._face(request)
        if face is None:
            return answers.plain(STRANGER)
        drawn = self._drawing.svg(face.number)
        return Response(drawn, media_type="image/svg+xml", headers=answers.GUARDS)

    def _manifest(self, request: Request) -> Response:
        return parts.manifest(self._shop(_words(request)))

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
        return answers.html(view.outside(words, self._shop(words), sentence), status)

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
