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
from server.helping.desk import Helping
from server.messages.desk import Messages
from server.pages import answers, parts, view
from server.pages.account import AccountPages
from server.pages.answers import COOKIE, HOME
from server.pages.house import (
    FORBIDDEN,
    OK,
    STRANGER,
    TOKEN_MAX,
    TOO_MANY,
    House,
    words_of,
)
from server.pages.messages import MessagePages
from server.pages.passes import Passes
from server.pages.pen import Drawing
from server.pages.pin import PinPages
from server.pages.terms import TermsPages
from server.pages.wallet import WalletPages
from server.pages.wording import Words
from server.publishing.shown import MemberTexts

if TYPE_CHECKING:
    from server.phone import Phones

CODES_A_MINUTE = 12
PAGES_A_MINUTE = 240


class Pages:
    """Answers members' phones."""

    def __init__(
        self,
        phones: Phones,
        now_us: Callable[[], int],
        drawing: Drawing | None = None,
        passes: Passes | None = None,
        *,
        shown: MemberTexts,
        helping: Helping | None = None,
        messages: Messages | None = None,
    ) -> None:
        self._phones = phones
        self._now_us = now_us
        self._house = House(phones, now_us)
        self._drawing = drawing or Drawing()
        self._terms = TermsPages(self._house, shown)
        self._wallet = WalletPages(self._house, passes) if passes else None
        self._account = AccountPages(self._house, helping) if helping else None
        self._messages = MessagePages(self._house, messages) if messages else None

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
            *PinPages(self._house).routes(),
            *self._terms.routes(),
            *(self._wallet.routes() if self._wallet else ()),
            *(self._account.routes() if self._account else ()),
            *(self._messages.routes() if self._messages else ()),
            *parts.routes(),
        ]

    def _to_home(self, _request: Request) -> Response:
        return RedirectResponse(HOME, headers=answers.GUARDS)

    def _card(self, request: Request) -> Response:
        words = words_of(request)
        if not self._house.may(request, "page", PAGES_A_MINUTE):
            return self._house.too_many(words)
        face = self._house.face(request)
        if face is None:
            sentence = words.say(
                "Your card is not on this phone yet. Ask in the shop for a link that puts it here,"
                " or come in with your phone number and PIN."
            )
            return self._house.door(words, sentence, STRANGER)
        self._drawing.prepare()
        now_us = self._now_us()
        words = Words(face.language)
        wallets = self._wallet.ways(words) if self._wallet else []
        more = self._messages.ways(request, words) if self._messages else []
        note = self._terms.notice(words, now_us)
        answer = answers.html(view.card(words, face, now_us, wallets, note=note, more=more), OK)
        if face.renewed:
            answers.let(request, answer, request.cookies[COOKIE])
        return answer

    def _enter(self, request: Request) -> Response:
        words = words_of(request)
        if not self._house.may_try(request):
            return self._house.too_many(words)
        # Looking does not use a link up: messengers open what they carry before people do.
        if not self._phones.is_link(_token(request), self._now_us()):
            return self._ended(words)
        self._drawing.prepare()
        return answers.html(view.enter(words, self._house.shop(words)), OK)

    def _come_in(self, request: Request) -> Response:
        words = words_of(request)
        if not self._house.may_try(request):
            return self._house.too_many(words)
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
        if not self._house.may(request, "page", PAGES_A_MINUTE):
            return answers.plain(TOO_MANY)
        now_us, face = self._now_us(), self._house.face(request)
        if face is None:
            return answers.plain(STRANGER)
        # Counted by card, so that neither a second phone nor guessed cookies get around it.
        if not self._house.may(request, "codes", CODES_A_MINUTE, face.number):
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
        face = self._house.face(request)
        if face is None:
            return answers.plain(STRANGER)
        drawn = self._drawing.svg(face.number)
        return Response(drawn, media_type="image/svg+xml", headers=answers.GUARDS)

    def _manifest(self, request: Request) -> Response:
        return parts.manifest(self._house.shop(words_of(request)))

    def _ended(self, words: Words) -> Response:
        sentence = words.say("This link was used before or has ended. Ask in the shop for another.")
        return self._house.outside(words, sentence, FORBIDDEN)


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:TOKEN_MAX]
