"""The addresses about messages: stop them, say what to hear and how often, answer a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import Refusal
from server.messages.choices import Said
from server.messages.consents import NEWS, PROFILING, REMINDERS
from server.messages.desk import Messages
from server.messages.feedback import MARKS, Asked, Question
from server.messages.letters import ASK, STOP
from server.messages.posting import hashed
from server.pages import answers, view
from server.pages.house import FORBIDDEN, OK, STRANGER, TOKEN_MAX, House, words_of
from server.pages.pin import BAD, with_form
from server.pages.view import Html, fill
from server.pages.wording import Words

HEAR: Final = "/m/hear"
ASKED: Final = "/m/asked"
PAGES_A_MINUTE: Final = 60
OFTEN_DAYS: Final = (0, 14, 30, 90)


class MessagePages:
    """Answers what members say about messages, and what they answer to questions."""

    def __init__(self, house: House, messages: Messages) -> None:
        self._house, self._messages = house, messages

    def routes(self) -> list[BaseRoute]:
        """Give the addresses."""
        return [
            Route(f"{STOP}{{token}}", self._stopping, methods=["GET"]),
            Route(f"{STOP}{{token}}", self._stop, methods=["POST"]),
            Route(f"{ASK}{{token}}", self._asking, methods=["GET"]),
            Route(f"{ASK}{{token}}", self._answer, methods=["POST"]),
            Route(HEAR, self._choosing, methods=["GET"]),
            Route(HEAR, self._choose, methods=["POST"]),
            Route(ASKED, self._asking_here, methods=["GET"]),
            Route(ASKED, self._answer_here, methods=["POST"]),
        ]

    def ways(self, request: Request, words: Words) -> list[tuple[str, str]]:
        """Give the further pages of a member who came in, by address and text."""
        found = [(HEAR, words.say("What I want to hear"))]
        token, now_us = self._house.token(request), self._house.now_us()
        if self._messages.feedback.asked_on_page(token, words.language, now_us):
            found.insert(0, (ASKED, words.say("A question for you")))
        return found

    def _stopping(self, request: Request) -> Response:
        words = words_of(request)
        if not self._house.may(request, "messages", PAGES_A_MINUTE):
            return self._house.too_many(words)
        purpose = self._messages.stops(_token(request))
        if not purpose:
            return self._no_link(words)
        body = fill(
            "stop",
            shop=self._house.shop(words),
            sentence=words.say("No more news from {shop}?", shop=self._house.shop(words))
            if purpose == NEWS
            else words.say("No more reminders from {shop}?", shop=self._house.shop(words)),
            button=words.say("Stop them"),
        )
        return self._page(words, body)

    def _stop(self, request: Request) -> Response:
        # A mail program sends this by itself, from nowhere in particular: the link is the proof.
        words = words_of(request)
        if not self._house.may(request, "messages", PAGES_A_MINUTE):
            return self._house.too_many(words)
        if not self._messages.stop(_token(request), self._house.now_us()):
            return self._no_link(words)
        sentence = words.say("Stopped. You can change this on your card's page at any time.")
        return self._house.outside(words, sentence, OK)

    def _choosing(self, request: Request) -> Response:
        return self._choices(request, "", OK)

    async def _choose(self, request: Request) -> Response:
        return await with_form(request, self._chosen)

    def _chosen(self, request: Request, form: dict[str, str]) -> Response:
        house, words = self._house, words_of(request)
        member = house.phones.member(house.token(request), house.now_us())
        if not house.may(request, "messages", PAGES_A_MINUTE):
            return house.too_many(words)
        if member is None or not answers.is_from_here(request):
            return answers.plain(FORBIDDEN)
        days = form.get("days", "")
        agreed = frozenset(one for one in (NEWS, REMINDERS, PROFILING) if one in form)
        try:
            said = Said(agreed=agreed, every_days=int(days) if days.isascii() else -1)
            self._messages.say(member.member_id, said, house.now_us())
        except (Refusal, ValueError):
            return answers.plain(BAD)
        return self._choices(request, words.say("Saved."), OK)

    def _choices(self, request: Request, sentence: str, status: int) -> Response:
        house, words = self._house, words_of(request)
        face = house.face(request)
        member = house.phones.member(house.token(request), house.now_us())
        if face is None or member is None:
            return house.door(words, words.say("Come in first."), STRANGER)
        words = Words(face.language)
        said = self._messages.look(member.member_id)
        texts = {
            NEWS: words.say("{shop} may send me news and deals.", shop=face.shop),
            REMINDERS: words.say("{shop} may remind me before points run out.", shop=face.shop),
            PROFILING: words.say(
                "{shop} may look at what I bought to choose what to send me.", shop=face.shop
            ),
        }
        boxes = (
            fill("box", name=one, text=text, checked="checked" if one in said.agreed else "")
            for one, text in texts.items()
        )
        body = fill(
            "hear",
            title=words.say("What I want to hear"),
            sentence=sentence,
            boxes=Html("".join(one.text for one in boxes)),
            often=words.say("How often at most"),
            days=Html(_often(words, said.every_days)),
            button=words.say("Save"),
            back=words.say("Back to the card"),
        )
        return self._page(words, body, status)

    def _asking(self, request: Request) -> Response:
        words = words_of(request)
        if not self._house.may(request, "messages", PAGES_A_MINUTE):
            return self._house.too_many(words)
        campaign = self._messages.campaign_of(_token(request))
        if campaign is None or not campaign.form_id:
            return self._no_link(words)
        asked = self._messages.feedback.asked_by_mail(
            _hashed(request), campaign.form_id, words.language, self._house.now_us()
        )
        return self._question(words, asked)

    async def _answer(self, request: Request) -> Response:
        return await with_form(request, self._answered)

    def _answered(self, request: Request, form: dict[str, str]) -> Response:
        words = words_of(request)
        if not self._house.may(request, "messages", PAGES_A_MINUTE):
            return self._house.too_many(words)
        campaign = self._messages.campaign_of(_token(request))
        if campaign is None or not campaign.form_id:
            return self._no_link(words)
        feedback, now_us = self._messages.feedback, self._house.now_us()
        said = _said(form, len(feedback.get(campaign.form_id).questions))
        try:
            feedback.answer_by_mail(_hashed(request), campaign.form_id, said, now_us)
        except Refusal:
            return self._not_yet(words)
        return self._thanks(words)

    def _asking_here(self, request: Request) -> Response:
        house, words = self._house, words_of(request)
        face, token = house.face(request), house.token(request)
        if face is None:
            return house.door(words, words.say("Come in first."), STRANGER)
        words = Words(face.language)
        asked = self._messages.feedback.asked_on_page(token, words.language, house.now_us())
        return self._question(words, asked) if asked else self._thanks(words)

    async def _answer_here(self, request: Request) -> Response:
        return await with_form(request, self._answered_here)

    def _answered_here(self, request: Request, form: dict[str, str]) -> Response:
        house, words = self._house, words_of(request)
        token, now_us = house.token(request), house.now_us()
        member = house.phones.member(token, now_us)
        if member is None or not answers.is_from_here(request):
            return answers.plain(FORBIDDEN)
        feedback, form_id = self._messages.feedback, form.get("form", "")
        try:
            said = _said(form, len(feedback.get(form_id).questions))
            feedback.answer_on_page(token, member.member_id, form_id, said, now_us)
        except Refusal:
            return self._not_yet(words)
        return self._thanks(words)

    def _question(self, words: Words, asked: Asked) -> Response:
        questions = (
            _fieldset(words, at, question, asked.rewards)
            for at, question in enumerate(asked.form.questions)
        )
        body = fill(
            "ask",
            shop=self._house.shop(words),
            sentence=words.say("Answer what you like, and leave the rest."),
            form=asked.form.form_id,
            questions=Html("".join(questions)),
            button=words.say("Send"),
        )
        return self._page(words, body)

    def _thanks(self, words: Words) -> Response:
        return self._house.outside(words, words.say("Thank you. This helps."), OK)

    def _not_yet(self, words: Words) -> Response:
        sentence = words.say("Nothing was chosen yet. Go back and answer one question at least.")
        return self._house.outside(words, sentence, BAD)

    def _no_link(self, words: Words) -> Response:
        sentence = words.say("This link leads nowhere any more. Nothing was changed.")
        return self._house.outside(words, sentence, FORBIDDEN)

    def _page(self, words: Words, body: Html, status: int = OK) -> Response:
        return answers.html(view.page(words, self._house.shop(words), body), status)


def _often(words: Words, chosen: int) -> str:
    texts = {
        0: words.say("As the shop does: once a week at most"),
        14: words.say("Once in two weeks"),
        30: words.say("Once a month"),
        90: words.say("Four times a year"),
    }
    return "".join(
        fill(
            "option",
            value=str(days),
            text=texts[days],
            chosen="selected" if days == chosen else "",
        ).text
        for days in OFTEN_DAYS
    )


def _fieldset(words: Words, at: int, question: Question, rewards: Mapping[str, str]) -> str:
    if question.kind == "reward":
        options = list(rewards.items())
    elif question.kind == "choice":
        options = [
            (str(place), in_language(texts, words.language))
            for place, texts in enumerate(question.options)
        ]
    else:
        ends = {
            "1": words.say("1 - not at all"),
            "5": words.say("5 - very much"),
        }
        options = [(mark, ends.get(mark, mark)) for mark in MARKS]
    drawn = "".join(
        fill("answer", at=str(at), value=value, text=text).text for value, text in options
    )
    text = in_language(question.text, words.language)
    return fill("question", text=text, answers=Html(drawn)).text


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Give a text in a language, else the first that there is."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _said(form: Mapping[str, str], count: int) -> list[str]:
    return [form.get(f"q{at}", "") for at in range(count)]


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:TOKEN_MAX]


def _hashed(request: Request) -> str:
    return hashed(_token(request))
