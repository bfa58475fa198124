"""The addresses of a member's own pages: points and history, something missing, data and consents.

A member sees and changes nothing but their own: whose page it is comes from the phone's secret.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from loyalty.errors import Outage, Refusal
from server.commands.desk import Commands
from server.commands.sealed_notes import Story
from server.helping import casework, history, typed
from server.helping import member as members
from server.helping.desk import Helping
from server.pages import account_view, answers
from server.pages.account_view import CONSENTS, Reader
from server.pages.answers import HOME
from server.pages.house import FORBIDDEN, OK, House
from server.pages.pin import BAD, with_form
from server.pages.refusal_words import sentence_of
from server.pages.wording import Words, spoken
from storage.records import Member
from storage.server.consents import Said

PAGES_A_MINUTE = 60
CHANGES_A_MINUTE = 10
TEXT_MAX = 1_000
FORM_MAX = 16_384
DIGITS_MAX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who asks: the member of this phone, and who reads."""

    member: Member
    reader: Reader
    asks_pin: bool


class AccountPages:
    """Answers members' phones about what is theirs."""

    def __init__(self, house: House, helping: Helping) -> None:
        """Share the house's counting of callers; `helping` has the books."""
        self._house = house
        self._helping = helping
        self._access = helping.access
        self._commands = Commands(helping.access)

    def routes(self) -> list[BaseRoute]:
        """Give the addresses."""
        return [
            Route("/m/account", self._account, methods=["GET"]),
            Route("/m/missing", self._missing, methods=["GET"]),
            Route("/m/missing", self._send, methods=["POST"]),
            Route("/m/you", self._you, methods=["GET"]),
            Route("/m/you/phone", self._phone, methods=["POST"]),
            Route("/m/you/consents", self._consents, methods=["POST"]),
            Route("/m/data.json", self._download, methods=["GET"]),
            Route("/m/delete", self._deleting, methods=["GET"]),
            Route("/m/delete", self._delete, methods=["POST"]),
        ]

    def _account(self, request: Request) -> Response:
        def answer(guest: Guest) -> Response:
            now_us = self._house.now_us()
            text = request.query_params.get("before", "")
            is_position = text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX
            with self._access.database.read() as connection:
                stand = members.stand(self._access, connection, guest.member, now_us)
                found = history.read(
                    self._access,
                    connection,
                    guest.member,
                    before=int(text) if is_position else 0,
                )
            return answers.html(account_view.account(guest.reader, stand, found), OK)

        return self._answered(request, answer)

    def _missing(self, request: Request) -> Response:
        return self._answered(request, lambda guest: self._cases(guest, "", OK))

    async def _send(self, request: Request) -> Response:
        def act(guest: Guest, form: dict[str, str]) -> Response | str:
            words = guest.reader.words
            story = Story(
                text=form.get("text", ""),
                day=form.get("day", ""),
                amount_minor=self._amount(guest, form.get("amount", "")),
            )
            self._helping.send_case(guest.member.member_id, story, self._house.now_us())
            return self._cases(guest, words.say("Thank you. The shop will look at it."), OK)

        return await self._changed(request, act, lambda g, why: self._cases(g, why, BAD))

    def _you(self, request: Request) -> Response:
        return self._answered(request, lambda guest: self._data(guest, "", OK))

    async def _phone(self, request: Request) -> Response:
        def act(guest: Guest, form: dict[str, str]) -> Response | str:
            if not self._proves(request, form):
                return "pin_wrong"
            fields = {"phone": form.get("phone", "")}
            self._helping.change(guest.member.member_id, fields, self._house.now_us())
            return self._data(guest, guest.reader.words.say("Your phone number is saved."), OK)

        return await self._changed(request, act, lambda g, why: self._data(g, why, BAD))

    async def _consents(self, request: Request) -> Response:
        def act(guest: Guest, form: dict[str, str]) -> Response | str:
            now_us, reader = self._house.now_us(), guest.reader
            for consent in CONSENTS:
                said = Said(
                    consent=consent,
                    made_us=now_us,
                    given=form.get(consent) == "yes",
                    way="page",
                    language=reader.words.language,
                    wording=account_view.wording(reader.words, reader.shop, consent),
                )
                self._helping.consent(guest.member.member_id, said, now_us)
            return self._data(guest, reader.words.say("Your choices are saved."), OK)

        return await self._changed(request, act, lambda g, why: self._data(g, why, BAD))

    def _download(self, request: Request) -> Response:
        def answer(guest: Guest) -> Response:
            found = self._commands.export(guest.member.member_id)
            named = {"content-disposition": 'attachment; filename="my-data.json"'}
            return Response(
                json.dumps(found, ensure_ascii=False, indent=1),
                media_type="application/json",
                headers={**answers.GUARDS, **named},
            )

        return self._answered(request, answer, CHANGES_A_MINUTE)

    def _deleting(self, request: Request) -> Response:
        return self._answered(request, lambda guest: self._sure(guest, "", OK))

    async def _delete(self, request: Request) -> Response:
        def act(guest: Guest, form: dict[str, str]) -> Response | str:
            if form.get("sure") != "yes":
                return "sure_missing"
            if not self._proves(request, form):
                return "pin_wrong"
            now_us = self._house.now_us()
            self._commands.erase(f"page-{guest.member.member_id}", guest.member.member_id, now_us)
            page = account_view.gone(guest.reader.words, guest.reader.shop)
            answer = answers.html(page, OK)
            answer.headers["clear-site-data"] = '"cache", "storage"'
            answers.forget(request, answer)
            return answer

        return await self._changed(request, act, lambda g, why: self._sure(g, why, BAD))

    def _cases(self, guest: Guest, sentence: str, status: int) -> Response:
        now_us = self._house.now_us()
        with self._access.database.read() as connection:
            tenant, sealed_by = self._access.tenant, self._access.sealed_by
            told = casework.of(connection, tenant, sealed_by, guest.member.member_id)
            stand = members.stand(self._access, connection, guest.member, now_us)
        return answers.html(account_view.missing(guest.reader, told, sentence, stand.day), status)

    def _data(self, guest: Guest, sentence: str, status: int) -> Response:
        with self._access.database.read() as connection:
            view = members.view(self._access, connection, guest.member, self._house.now_us())
        page = account_view.you(guest.reader, view, sentence, asks_pin=guest.asks_pin)
        return answers.html(page, status)

    def _sure(self, guest: Guest, sentence: str, status: int) -> Response:
        page = account_view.delete(guest.reader, sentence, asks_pin=guest.asks_pin)
        return answers.html(page, status)

    def _proves(self, request: Request, form: dict[str, str]) -> bool:
        """Say whether whoever asks may change what matters."""
        house = self._house
        return house.phones.proves(house.token(request), form.get("current", ""), house.now_us())

    def _amount(self, guest: Guest, text: str) -> int:
        with self._access.database.read() as connection:
            now_us = self._house.now_us()
            scale = members.stand(self._access, connection, guest.member, now_us).programme.scale
        return typed.money(text, scale)

    def _answered(
        self,
        request: Request,
        answer: Callable[[Guest], Response],
        most: int = PAGES_A_MINUTE,
    ) -> Response:
        """Answer a member's phone; another one goes to where it can come in."""
        house = self._house
        guest = self._guest(request)
        if guest is None:
            return RedirectResponse(HOME, status_code=303, headers=answers.GUARDS)
        if not house.may(request, f"account-{most}", most, guest.member.member_id):
            return house.too_many(guest.reader.words)
        return answer(guest)

    async def _changed(
        self,
        request: Request,
        act: Callable[[Guest, dict[str, str]], Response | str],
        refused: Callable[[Guest, str], Response],
    ) -> Response:
        """Do what a form asks; why not, by the code of it, stands above the form."""

        def answer(guest: Guest, form: dict[str, str]) -> Response:
            try:
                done = act(guest, form)
            except Refusal as error:
                done = error.code
            except Outage:
                return self._house.too_many(guest.reader.words)
            if isinstance(done, str):
                return refused(guest, sentence_of(done, guest.reader.words))
            return done

        def on_thread(request: Request, form: dict[str, str]) -> Response:
            if not answers.is_from_here(request):
                return answers.plain(FORBIDDEN)
            return self._answered(request, lambda guest: answer(guest, form), CHANGES_A_MINUTE)

        return await with_form(request, on_thread, TEXT_MAX, FORM_MAX)

    def _guest(self, request: Request) -> Guest | None:
        house, token, now_us = self._house, self._house.token(request), self._house.now_us()
        member = house.phones.member_of(token, now_us) if token else None
        face = house.phones.face(token, spoken(request.headers.get("accept-language", "")), now_us)
        if member is None or face is None:
            return None
        reader = Reader(words=Words(face.language), shop=face.shop, zone=face.zone)
        asks_pin = house.phones.asks_current_pin(token)
        return Guest(member=member, reader=reader, asks_pin=asks_pin)
