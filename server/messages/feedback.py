"""Feedback: one to three questions, what was answered, and what a low mark leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec
from msgspec.structs import replace

from loyalty.errors import Refusal
from server.access import Access
from server.messages import segments, watching
from server.messages.conditions import NAME_MAX
from server.messages.consents import MAY_PROFILE
from server.messages.segments import Terms
from server.messages.words import mark
from storage.server import feedback as rows
from storage.server import outgoing, shopped
from storage.server import segments as segment_rows
from storage.server.database import Connection

QUESTIONS_MAX: Final = 3
OPTIONS_MIN: Final = 2
OPTIONS_MAX: Final = 8
MARKS: Final = ("1", "2", "3", "4", "5")
LOW: Final = 2
"""A mark up to this one is a reason to ask what happened."""
Way = Literal["mail", "page"]
Label = Annotated[str, msgspec.Meta(max_length=200)]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question by language. `kind` says how it is answered.

    `mark` is 1 to 5, `reward` one of the programme's rewards, `choice` one of `options`, of which
    each is a text by language.
    """

    kind: Literal["mark", "reward", "choice"]
    text: dict[str, Label]
    options: tuple[dict[str, Label], ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One to three questions. `on_page` puts them on the members' page until they are answered."""

    name: str
    questions: tuple[Question, ...]
    on_page: bool = False
    form_id: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LowMark:
    """Somebody is not content; `member_id` is empty where they are not to be known."""

    form_id: str
    name: str
    member_id: str
    mark: int
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form for one member, with the names of the rewards to choose from by their ids."""

    form: Form
    rewards: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """How often each answer was given, question by question; `known` are those of known members."""

    answers: int
    known: int
    counts: tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Who:
    member_id: str
    answer_id: str
    way: Way


class Feedback:
    """The questions of a shop. `on_low` hears of every low mark, once."""

    def __init__(
        self, access: Access, on_low: Callable[[Connection, LowMark], None] | None = None
    ) -> None:
        self._access = access
        self._on_low = on_low

    def all(self) -> list[Form]:
        """Give every form, by name."""
        with self._access.database.read() as connection:
            kept = rows.forms(connection, self._access.tenant)
        return sorted(map(_form, kept), key=lambda one: (one.name.casefold(), one.form_id))

    def get(self, form_id: str) -> Form:
        """Give one. Raises Refusal `form_unknown`."""
        for one in self.all():
            if one.form_id == form_id:
                return one
        raise Refusal("form_unknown", mark("these questions are not there any more"))

    def save(self, form: Form) -> Form:
        """Keep a form, a new one where its id is empty.

        Raises Refusal `form_wrong`, and `changed_meanwhile`.
        """
        check(form)
        made = form.form_id or self._access.randomness(8).hex()
        with self._access.database.write() as connection:
            known = {one.form_id: one for one in rows.forms(connection, self._access.tenant)}
            stands = known[made].version if made in known else 0
            if stands != form.version:
                raise Refusal(
                    "changed_meanwhile",
                    mark("somebody else changed this meanwhile: look at what stands there now"),
                    expected=stands,
                    got=form.version,
                )
            kept = replace(form, form_id=made, version=stands + 1)
            body = msgspec.json.encode(kept)
            row = rows.Form(form_id=made, version=kept.version, body=body)
            rows.save(connection, self._access.tenant, row)
        return kept

    def asked_by_mail(self, token_hash: str, form_id: str, language: str, now_us: int) -> Asked:
        """Give the form behind the link of a message. Raises Refusal `form_unknown`."""
        with self._access.database.read() as connection:
            if outgoing.by_token(connection, self._access.tenant, token_hash) is None:
                raise Refusal("form_unknown", mark("this link leads to no question"))
            return self._asked(connection, form_id, language, now_us)

    def asked_on_page(self, session: str, language: str, now_us: int) -> Asked | None:
        """Give the form that waits on a member's page; None where nothing is asked any more."""
        with self._access.database.read() as connection:
            for form in map(_form, rows.forms(connection, self._access.tenant)):
                own = _answer_id(form.form_id, session)
                if form.on_page and not rows.is_answered(
                    connection, self._access.tenant, form.form_id, own
                ):
                    return self._asked(connection, form.form_id, language, now_us)
        return None

    def answer_by_mail(
        self, token_hash: str, form_id: str, said: Sequence[str], now_us: int
    ) -> None:
        """Keep an answer to a message. Raises Refusal `form_unknown`, `answer_wrong`."""
        with self._access.database.write() as connection:
            row = outgoing.by_token(connection, self._access.tenant, token_hash)
            if row is None:
                raise Refusal("form_unknown", mark("this link leads to no question"))
            who = _Who(row.member_id, _answer_id(form_id, token_hash), "mail")
            self._keep(connection, who, form_id, said, now_us)

    def answer_on_page(
        self, session: str, member_id: str, form_id: str, said: Sequence[str], now_us: int
    ) -> None:
        """Keep an answer of a member's page; `session` is the secret of their phone.

        Raises Refusal `form_unknown`, `answer_wrong`.
        """
        with self._access.database.write() as connection:
            who = _Who(member_id, _answer_id(form_id, session), "page")
            self._keep(connection, who, form_id, said, now_us)

    def results(self, form_id: str, segment_id: str, now_us: int) -> Results:
        """Count the answers, of everybody or of the known members of a segment.

        Raises Refusal `form_unknown`, `segment_unknown`.
        """
        form = self.get(form_id)
        members = self._members(segment_id, now_us) if segment_id else None
        counts: list[dict[str, int]] = [_empty(one) for one in form.questions]
        size = known = 0
        with self._access.database.read() as connection:
            for answer in rows.answers(connection, self._access.tenant, form_id):
                if members is not None and answer.member_id not in members:
                    continue
                size, known = size + 1, known + bool(answer.member_id)
                said = msgspec.json.decode(answer.body, type=list[str])
                for at, one in enumerate(said[: len(counts)]):
                    if one:
                        counts[at][one] = counts[at].get(one, 0) + 1
        return Results(answers=size, known=known, counts=tuple(counts))

    def _members(self, segment_id: str, now_us: int) -> set[str]:
        from server.messages import asking, cycle

        condition = segments.Segments(self._access).get(segment_id).condition
        watching.follow(self._access)
        with self._access.database.read() as connection:
            day, programme = segments.today(connection, self._access.tenant, now_us)
            found = cycle.of_day(connection, self._access.tenant, day)
            where: segment_rows.Where = asking.where(condition, found)
            terms = Terms(programme=programme, day=day)
            pages = segments.walk(self._access, connection, where, terms)
            return {one.member_id for page in pages for one in page}

    def _asked(self, connection: Connection, form_id: str, language: str, now_us: int) -> Asked:
        _, programme = segments.today(connection, self._access.tenant, now_us)
        rewards = {one.id: programme.text(one.name, language) for one in programme.rewards}
        return Asked(form=_one(connection, self._access.tenant, form_id), rewards=rewards)

    def _keep(
        self,
        connection: Connection,
        who: _Who,
        form_id: str,
        said: Sequence[str],
        now_us: int,
    ) -> None:
        tenant = self._access.tenant
        form = _one(connection, tenant, form_id)
        _, programme = segments.today(connection, tenant, now_us)
        _check_answer(form, said, {one.id for one in programme.rewards})
        is_new = not rows.is_answered(connection, tenant, form_id, who.answer_id)
        flags = shopped.reach(connection, tenant, [who.member_id])
        may_know = who.member_id in flags and flags[who.member_id].flags & MAY_PROFILE
        member = who.member_id if may_know else ""
        rows.answer(
            connection,
            tenant,
            rows.Answer(
                form_id=form_id,
                answer_id=who.answer_id,
                member_id=member,
                way=who.way,
                at_us=now_us,
                body=msgspec.json.encode(list(said)),
            ),
        )
        marks = [
            int(one)
            for question, one in zip(form.questions, said, strict=True)
            if question.kind == "mark" and one
        ]
        if self._on_low and is_new and marks and min(marks) <= LOW:
            low = LowMark(
                form_id=form_id, name=form.name, member_id=member, mark=min(marks), at_us=now_us
            )
            self._on_low(connection, low)


def check(form: Form) -> None:
    """Raise Refusal `form_wrong` for a form that nobody can answer."""
    if not form.name.strip() or len(form.name) > NAME_MAX:
        raise Refusal("form_wrong", mark("give the questions a name of 1 to 80 letters"))
    if not 1 <= len(form.questions) <= QUESTIONS_MAX:
        raise Refusal("form_wrong", mark("ask one to three questions"))
    for question in form.questions:
        if not any(text.strip() for text in question.text.values()):
            raise Refusal("form_wrong", mark("write the question down"))
        if (question.kind == "choice") != (OPTIONS_MIN <= len(question.options) <= OPTIONS_MAX):
            raise Refusal("form_wrong", mark("a choice has two to eight answers"))


def _check_answer(form: Form, said: Sequence[str], rewards: set[str]) -> None:
    if len(said) != len(form.questions) or not any(said):
        raise Refusal("answer_wrong", mark("answer one question at least"))
    for question, one in zip(form.questions, said, strict=True):
        known = {
            "mark": set(MARKS),
            "reward": rewards,
            "choice": {str(at) for at in range(len(question.options))},
        }[question.kind]
        if one and one not in known:
            raise Refusal("answer_wrong", mark("choose one of the answers"))


def _empty(question: Question) -> dict[str, int]:
    if question.kind == "mark":
        return dict.fromkeys(MARKS, 0)
    return {str(at): 0 for at in range(len(question.options))}


def _answer_id(form_id: str, secret: str) -> str:
    """Name an answer so that it is one, and so that nobody learns from it whose it is."""
    return hashlib.sha256(f"{form_id}/{secret}".encode()).hexdigest()


def _one(connection: Connection, tenant: str, form_id: str) -> Form:
    for one in rows.forms(connection, tenant):
        if one.form_id == form_id:
            return _form(one)
    raise Refusal("form_unknown", mark("these questions are not there any more"))


def _form(kept: rows.Form) -> Form:
    return replace(
        msgspec.json.decode(kept.body, type=Form), form_id=kept.form_id, version=kept.version
    )
