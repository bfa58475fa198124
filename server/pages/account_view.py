"""Writes the pages on which members see points, rewards, history, and look after their data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.accounts import POINTS
from loyalty.days import local
from loyalty.programme import Programme
from loyalty.rewards.offers import Offer
from server.helping.casework import Told
from server.helping.history import History
from server.helping.member import Stand, View
from server.pages import history_words
from server.pages.view import Html, fill, page
from server.pages.wording import Words
from storage.server.cases import DECLINED, GIVEN

REWARDS_MAX = 6
CONSENTS = ("news", "reminders", "profiling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a page: in which words, of which shop, in which zone."""

    words: Words
    shop: str
    zone: str


def wording(words: Words, shop: str, consent: str) -> str:
    """Say what a member agrees to."""
    match consent:
        case "news":
            return words.say("{shop} may send me news and deals.", shop=shop)
        case "reminders":
            return words.say("{shop} may remind me before points run out.", shop=shop)
        case _:
            return words.say("{shop} may choose deals for me by what I bought.", shop=shop)


def account(reader: Reader, stand: Stand, history: History) -> str:
    """Write where a member stands, and what happened."""
    words, programme = reader.words, stand.programme
    points = stand.balance.get(POINTS, 0)
    worth_minor = programme.worth_minor(points)
    worth = words.money(worth_minor, programme.currency, programme.scale) if worth_minor else ""
    more = words.say("Older")
    link = f'<p><a href="/m/account?before={history.before}">{fill("text", text=more).text}</a></p>'
    body = fill(
        "account",
        shop=reader.shop,
        points=words.plural("{n} point", "{n} points", points),
        worth=words.say("Worth {amount}", amount=worth) if worth else "",
        level=_level(words, stand),
        rewards_title=words.say("Rewards"),
        rewards=Html(_rewards(words, programme, stand.rewards)),
        history_title=words.say("What happened"),
        entries=Html("".join(_entries(words, programme, history))),
        more=Html(link if history.before else ""),
        missing=words.say("Something is missing"),
        you=words.say("My data"),
        back=words.say("Back to the card"),
    )
    return page(words, reader.shop, body)


def missing(reader: Reader, told: Sequence[Told], sentence: str, today: str) -> str:
    """Write the form for whoever misses something, and what became of earlier ones."""
    words = reader.words
    body = fill(
        "missing",
        title=words.say("Something is missing"),
        sentence=sentence
        or words.say("Tell the shop what is missing. The answer will stand on this page."),
        day=words.say("Day of the visit, if you know it"),
        amount=words.say("Amount, if you know it"),
        text=words.say("What is missing?"),
        send=words.say("Send"),
        back=words.say("Back"),
        today=today,
        earlier=_earlier(reader, told),
    )
    return page(words, reader.shop, body)


def you(reader: Reader, view: View, sentence: str, *, asks_pin: bool) -> str:
    """Write the page of a member's own data."""
    words = reader.words
    consents = "".join(
        fill(
            "consent",
            name=name,
            checked=" checked" if name in view.consents else "",
            text=wording(words, reader.shop, name),
        ).text
        for name in CONSENTS
    )
    body = fill(
        "you",
        title=words.say("My data"),
        sentence=sentence,
        phone=words.say("Phone number"),
        number=view.fields.get("phone", ""),
        current=_current(words) if asks_pin else Html(""),
        save_phone=words.say("Save the phone number"),
        consents_title=words.say("What the shop may do"),
        consents=Html(consents),
        save_consents=words.say("Save my choices"),
        data_title=words.say("Everything that is kept about me"),
        download=words.say("Download my data"),
        delete=words.say("Delete my data"),
        back=words.say("Back"),
    )
    return page(words, reader.shop, body)


def delete(reader: Reader, sentence: str, *, asks_pin: bool) -> str:
    """Write the page that asks once more before a member's data is deleted."""
    words = reader.words
    body = fill(
        "delete",
        title=words.say("Delete my data"),
        sentence=sentence
        or words.say(
            "Name, phone number, consents and messages are deleted for ever. The card keeps its"
            " points, and nobody knows any more whose they are: a lost card cannot be replaced."
        ),
        sure=words.say("I know that this cannot be undone."),
        current=_current(words) if asks_pin else Html(""),
        button=words.say("Delete my data now"),
        back=words.say("Back"),
    )
    return page(words, reader.shop, body)


def gone(words: Words, shop: str) -> str:
    """Write the page that says that a member's data is deleted."""
    sentence = words.say("Your data is deleted. The card still collects, without a name.")
    return page(words, shop, fill("gone", shop=shop, sentence=sentence))


def _current(words: Words) -> Html:
    return fill("current", current=words.say("Your PIN now"))


def _level(words: Words, stand: Stand) -> Html:
    """Say the level, and what the next one still takes; nothing where the shop has none."""
    programme = stand.programme
    if stand.level is None and stand.coming is None:
        return Html("")
    level = programme.text(stand.level.name, words.language) if stand.level else ""
    until = words.say("until {day}", day=words.day(stand.level_until)) if stand.level_until else ""
    text = ""
    if stand.coming is not None:
        name = programme.text(stand.coming.name, words.language)
        amount = _measured(words, programme, stand.coming.measure, stand.missing)
        text = words.say("{amount} to {tier}", amount=amount, tier=name)
    return fill("progress", level=level, until=until, text=text)


def _measured(words: Words, programme: Programme, measure: str, count: int) -> str:
    if measure == "spend":
        return words.money(count, programme.currency, programme.scale)
    if measure == "visits":
        return words.plural("{n} visit", "{n} visits", count)
    return words.plural("{n} point", "{n} points", count)


def _rewards(words: Words, programme: Programme, offers: Sequence[Offer]) -> str:
    if not offers:
        return fill("text", text=words.say("There are no rewards to choose now.")).text
    found = [
        fill(
            "entry",
            day="",
            title=programme.text(each.reward.name, words.language),
            moved=_state(words, each),
            sentence="",
        ).text
        for each in offers[:REWARDS_MAX]
    ]
    return f"<ul>{''.join(found)}</ul>"


def _state(words: Words, offer: Offer) -> str:
    if offer.vouchers:
        return words.say("Yours: use it at the counter")
    if not offer.missing:
        return words.say("Within reach: ask for it at the counter")
    if offer.cost_unit == POINTS:
        return words.plural("{n} point to go", "{n} points to go", offer.missing)
    return words.plural("{n} stamp to go", "{n} stamps to go", offer.missing)


def _entries(words: Words, programme: Programme, history: History) -> Sequence[str]:
    said = (history_words.said(line, programme, words) for line in history.lines)
    return [
        fill("entry", day=each.day, title=each.title, moved=each.moved, sentence=each.sentence).text
        for each in said
    ]


def _earlier(reader: Reader, told: Sequence[Told]) -> Html:
    if not told:
        return Html("")
    words = reader.words
    cases = "".join(
        fill(
            "case",
            day=words.day(local(each.case.made_us, reader.zone).date().isoformat()),
            state=_case_state(words, each),
            text=each.story.text,
            answer=each.story.answer if each.case.state in (GIVEN, DECLINED) else "",
        ).text
        for each in told
    )
    return fill("earlier", title=words.say("What you sent before"), cases=Html(cases))


def _case_state(words: Words, told: Told) -> str:
    if told.case.state == GIVEN:
        given = words.plural("{n} point", "{n} points", told.story.points)
        return words.say("You got {what}", what=given)
    if told.case.state == DECLINED:
        return words.say("The shop answered")
    return words.say("The shop is looking at it")
