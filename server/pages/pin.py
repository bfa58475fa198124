"""The addresses of PINs on the member page: coming in with phone number and PIN, choosing one.

What somebody types here is in the body of a form only: never in an address, a log or an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import Outage
from server.pages import answers, view
from server.pages.answers import HOME
from server.pages.house import FORBIDDEN, OK, House, words_of
from server.pages.wording import Words
from server.phone_pin import Wish

FORM_MAX = 4_096
FIELD_MAX = 64
FIELDS_MAX = 8
BAD = 400
REFUSED_S = 0.6
"""How long every refusal takes at least: longer than the slowest of them on a shop's computer."""


class PinPages:
    """Answers what phones ask about PINs."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> list[BaseRoute]:
        """Give the addresses."""
        return [
            Route("/m/in", self._enter, methods=["POST"]),
            Route("/m/pin", self._choosing, methods=["GET"]),
            Route("/m/pin", self._choose, methods=["POST"]),
        ]

    async def _enter(self, request: Request) -> Response:
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        answer = await with_form(request, self._come_in)
        if answer.status_code == FORBIDDEN:
            # A wrong try is written down and an unknown number is not, which a clock could tell.
            await asyncio.sleep(max(began_s + REFUSED_S - loop.time(), 0.0))
        return answer

    async def _choose(self, request: Request) -> Response:
        return await with_form(request, self._chosen)

    def _come_in(self, request: Request, form: dict[str, str]) -> Response:
        house, words = self._house, words_of(request)
        if not house.may_try(request):
            return house.too_many(words)
        if not answers.is_from_here(request):
            return answers.plain(FORBIDDEN)
        phone, pin = form.get("phone", ""), form.get("pin", "")
        try:
            visit = house.phones.come_in_by_pin(phone, pin, house.now_us())
        except Outage:
            return house.too_many(words)
        if visit is None:
            # One sentence for all, so that nobody learns who is a member here.
            sentence = words.say(
                "This phone number and PIN do not go together, or there were too many wrong tries"
                " today. Ask in the shop for help."
            )
            return house.door(words, sentence, FORBIDDEN)
        answer = RedirectResponse(HOME, status_code=303, headers=answers.GUARDS)
        answers.let(request, answer, visit.token)
        return answer

    def _choosing(self, request: Request) -> Response:
        if not self._house.may_try(request):
            return self._house.too_many(words_of(request))
        return self._form(request, "", OK)

    def _chosen(self, request: Request, form: dict[str, str]) -> Response:
        house = self._house
        if not house.may_try(request):
            return house.too_many(words_of(request))
        if not answers.is_from_here(request):
            return answers.plain(FORBIDDEN)
        wish = Wish(
            pin=form.get("pin", ""), again=form.get("again", ""), current=form.get("current", "")
        )
        try:
            outcome = house.phones.choose_pin(house.token(request), wish, house.now_us())
        except Outage:
            return house.too_many(words_of(request))
        if outcome != "chosen":
            return self._form(request, outcome or "", BAD)
        face = house.face(request)
        words = Words(face.language) if face else words_of(request)
        return answers.html(view.pin_chosen(words, house.shop(words)), OK)

    def _form(self, request: Request, outcome: str, status: int) -> Response:
        """Show the form; a phone that has to come in first goes to where it can."""
        house, face = self._house, self._house.face(request)
        asks = house.phones.asks_current_pin(house.token(request))
        if face is None:
            return RedirectResponse(HOME, status_code=303, headers=answers.GUARDS)
        words = Words(face.language)
        page = view.choose_pin(words, face.shop, _why(words, outcome), asks_current=asks)
        return answers.html(page, status)


def _why(words: Words, outcome: str) -> str:
    match outcome:
        case "weak":
            return words.say("This PIN is easy to guess. Choose another one.")
        case "differ":
            return words.say("The two are not the same. Type them again.")
        case "wrong":
            return words.say("That is not your PIN.")
        case _:
            return words.say("Four digits. At the till they open your larger rewards.")


async def with_form(request: Request, answer: Callable[..., Response]) -> Response:
    """Read the fields of a form, and answer on a thread: what follows is slow on purpose."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > FORM_MAX:
                return answers.plain(BAD)
        found = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except (ClientDisconnect, ValueError):
        return answers.plain(BAD)
    form = {name: text[:FIELD_MAX] for name, text in found}
    return await run_in_threadpool(answer, request, form)
