"""The addresses of the terms: what the rules are, what will be different, what is kept."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import Refusal
from loyalty.explaining.summary import INDENT
from server.pages import answers, view
from server.pages.house import OK, House, words_of
from server.pages.view import Html
from server.pages.wording import Words
from server.publishing.shown import Lines, MemberTexts, Page

PAGES_A_MINUTE = 60
UNKNOWN = 404


class TermsPages:
    """Shows the terms to anybody who asks."""

    def __init__(self, house: House, shown: MemberTexts) -> None:
        self._house = house
        self._shown = shown

    def routes(self) -> list[BaseRoute]:
        """Give the addresses."""
        return [
            Route("/m/terms", self._terms, methods=["GET"]),
            Route("/m/terms/{version:int}", self._terms, methods=["GET"]),
        ]

    def notice(self, words: Words, now_us: int) -> str:
        """Say when the rules change next; empty when they do not."""
        return self._shown.next_day(words.language, now_us)

    def _terms(self, request: Request) -> Response:
        face = self._house.face(request)
        words = Words(face.language) if face is not None else words_of(request)
        if not self._house.may(request, "terms", PAGES_A_MINUTE):
            return self._house.too_many(words)
        version = int(request.path_params.get("version", 0))
        try:
            page = self._shown.page(words.language, self._house.now_us(), version)
        except Refusal:
            sentence = words.say("There are no such terms.")
            return self._house.outside(words, sentence, UNKNOWN)
        shop = self._house.shop(words)
        body = view.fill(
            "terms",
            shop=shop,
            title=words.say("Terms and privacy"),
            coming=_listed(page.coming),
            terms=_listed((page.terms,)),
            privacy=_listed((page.privacy,)),
            others=_others(words, page),
            back=words.say("Back to the card"),
        )
        return answers.html(view.page(words, shop, body), OK)


def _listed(texts: tuple[Lines, ...]) -> Html:
    """Make headings and lists of lines."""
    made: list[str] = []
    for lines in texts:
        is_open = False
        for line in lines:
            is_under = line.startswith(INDENT)
            if is_under != is_open:
                made.append("<ul>" if is_under else "</ul>")
                is_open = is_under
            text = escape(line.strip())
            made.append(f"<li>{text}</li>" if is_under else f"<h2>{text}</h2>")
        made += ["</ul>"] if is_open else []
    return Html("\n".join(made))


def _others(words: Words, page: Page) -> Html:
    links = [
        f'<li><a href="/m/terms/{version}">'
        f"{escape(words.say('Version {n}', n=words.number(version)))}</a></li>"
        for version in reversed(page.others)
    ]
    if not links:
        return Html("")
    title = escape(words.say("Other versions"))
    return Html(f"<h2>{title}</h2>\n<ul>{''.join(links)}</ul>")
