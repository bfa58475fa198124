"""The addresses of a member's page that put the card into a phone's wallet."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cards.wallet.bundle import KIND
from loyalty.errors import Refusal
from server.pages import answers, pass_words
from server.pages.answers import HOME
from server.pages.house import OK, House, words_of
from server.pages.passes import Passes
from server.pages.wording import Words, spoken

if TYPE_CHECKING:
    from server.wallet_figures import Holding

APPLE = f"{HOME}card.pkpass"
GOOGLE = f"{HOME}google-wallet"
PASSES_A_MINUTE = 6
GONE = 503
LOG = logging.getLogger("regulars.server")


class WalletPages:
    """Gives members' phones their cards; only where the shop has set it up."""

    def __init__(self, house: House, passes: Passes) -> None:
        self._house = house
        self._passes = passes

    def routes(self) -> list[BaseRoute]:
        """Give the addresses."""
        return [
            Route(APPLE, self._apple, methods=["GET"]),
            # A link, not a form: the page's policy lets forms go to this server alone.
            Route(GOOGLE, self._google, methods=["GET"]),
        ]

    def ways(self, words: Words) -> list[tuple[str, str]]:
        """Give address and text of each wallet that is offered now."""
        found = []
        if self._passes.has_apple(self._house.now_us()):
            found.append((APPLE, words.say("Add to Apple Wallet")))
        if self._passes.has_google:
            found.append((GOOGLE, words.say("Add to Google Wallet")))
        return found

    def _apple(self, request: Request) -> Response:
        def answer(holding: Holding, now_us: int) -> Response:
            made = self._passes.apple(pass_words.face(holding, now_us), now_us)
            named = {"content-disposition": 'attachment; filename="card.pkpass"'}
            return Response(
                made, status_code=OK, media_type=KIND, headers={**answers.GUARDS, **named}
            )

        return self._answered(request, answer)

    def _google(self, request: Request) -> Response:
        def answer(holding: Holding, now_us: int) -> Response:
            address = self._passes.google(pass_words.face(holding, now_us), now_us)
            return RedirectResponse(address, status_code=303, headers=answers.GUARDS)

        return self._answered(request, answer)

    def _answered(self, request: Request, answer: Callable[[Holding, int], Response]) -> Response:
        house, words = self._house, words_of(request)
        now_us, token = house.now_us(), house.token(request)
        language = spoken(request.headers.get("accept-language", ""))
        holding = house.phones.holding(token, language, now_us) if token else None
        if holding is None:
            return RedirectResponse(HOME, status_code=303, headers=answers.GUARDS)
        # Counted by card: each is a signature, and a second phone does not get around it.
        if not house.may(request, "pass", PASSES_A_MINUTE, holding.number):
            return house.too_many(words)
        try:
            return answer(holding, now_us)
        except Refusal as error:
            code = error.code
        LOG.error("a card for a wallet was not made: %s", code)
        sentence = words.say("The card cannot be put there now. Ask in the shop for help.")
        return house.outside(words, sentence, GONE)
