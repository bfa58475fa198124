"""What every page of members needs: who may ask how often, the shop's name, and a plain no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from server.pages import answers, view
from server.pages.answers import COOKIE
from server.pages.limits import Limits
from server.pages.wording import Words, spoken

if TYPE_CHECKING:
    from server.phone import CardFace, Phones

TRIES_A_MINUTE = 10
TOKEN_MAX = 64
OK, FORBIDDEN, STRANGER, TOO_MANY = 200, 403, 401, 429


class House:
    """Knows the shop's phones and counts callers; shared by all pages."""

    def __init__(self, phones: Phones, now_us: Callable[[], int]) -> None:
        self.phones = phones
        self.now_us = now_us
        self._limits = Limits()

    def token(self, request: Request) -> str:
        """Give the secret that a phone brings along; empty when it brings none."""
        return request.cookies.get(COOKIE, "")[:TOKEN_MAX]

    def face(self, request: Request) -> CardFace | None:
        """Give what the card of this phone shows; None when it has to come in first."""
        token = self.token(request)
        language = spoken(request.headers.get("accept-language", ""))
        return self.phones.face(token, language, self.now_us()) if token else None

    def shop(self, words: Words) -> str:
        """Give the shop's name."""
        return self.phones.shop(words.language, self.now_us())

    def may(self, request: Request, what: str, most: int, caller: str = "") -> bool:
        """Count one more of something; False when it was too often this minute."""
        who = caller or (request.client.host if request.client else "")
        return self._limits.allow(what, who, most, self.now_us())

    def may_try(self, request: Request) -> bool:
        """Count one more try to come in."""
        return self.may(request, "try", TRIES_A_MINUTE)

    def outside(self, words: Words, sentence: str, status: int) -> Response:
        """Say why somebody stays outside."""
        return answers.html(view.outside(words, self.shop(words), sentence), status)

    def door(self, words: Words, sentence: str, status: int) -> Response:
        """Say why somebody stays outside, and how they come in by themselves."""
        return answers.html(view.door(words, self.shop(words), sentence), status)

    def too_many(self, words: Words) -> Response:
        """Ask for a minute's patience."""
        sentence = words.say("That was tried too often. Wait a minute, then try again.")
        return self.outside(words, sentence, TOO_MANY)


def words_of(request: Request) -> Words:
    """Give the words of whoever asks, by what their browser says."""
    return Words(spoken(request.headers.get("accept-language", "")))
