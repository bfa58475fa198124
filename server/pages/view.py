"""Fills the pages in: every value is escaped on its way, and only a filled page is not."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from server.pages.wording import Words
from server.phone import CardFace

_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Html:
    """Text that is a piece of a page already."""

    text: str


def fill(name: str, /, **parts: str | Html) -> Html:
    """Fill a template in; what is not Html is escaped. Raises KeyError for a missing part."""
    safe = {
        key: part.text if isinstance(part, Html) else html.escape(part)
        for key, part in parts.items()
    }
    return Html(Template((_FOLDER / f"{name}.html").read_text("utf-8")).substitute(safe))


def page(words: Words, title: str, body: Html) -> str:
    """Put a body into the frame of every page."""
    return fill("frame", language=words.tag, title=title, body=body).text


def card(
    words: Words,
    face: CardFace,
    now_us: int,
    wallets: Sequence[tuple[str, str]] = (),
    *,
    note: str = "",
    more: Sequence[tuple[str, str]] = (),
) -> str:
    """Write the page with the code; `wallets` are address and text of each that is offered.

    `note` says when the rules change next; `more` are further pages of the member, by address
    and text.
    """
    stamps = "".join(
        fill(
            "stamps", name=one.name, count=f"{words.number(one.count)} / {words.number(one.of)}"
        ).text
        for one in face.stamps
    )
    added = "".join(fill("wallet", address=to, text=text).text for to, text in wallets)
    further = "".join(fill("further", address=to, text=text).text for to, text in more)
    body = fill(
        "card",
        more=Html(further),
        shop=face.shop,
        points=balance(words, face),
        as_of=as_of(words, face, now_us),
        stamps=Html(stamps),
        code_name=words.say("Your code for the counter"),
        fresh=words.say("Turn the brightness up and show this code at the counter."),
        used_up=words.say(
            "This is your plain code, because no fresh one is left. It collects as always; larger"
            " rewards ask for your PIN. Connect to the internet for fresh codes."
        ),
        offline=words.say("No internet now. The code works all the same."),
        last_four=words.say("Card ending in {digits}", digits=face.number[-4:]),
        wallets=Html(added),
        account=words.say("Points, rewards and history"),
        pin=words.say("Change your PIN") if face.has_pin else words.say("Choose a PIN"),
        note=fill("note", text=note) if note else Html(""),
        terms=words.say("Terms and privacy"),
        leave=words.say("Remove the card from this phone"),
    )
    return page(words, face.shop, body)


def balance(words: Words, face: CardFace) -> str:
    """Say how many points there are."""
    return words.plural("{n} point", "{n} points", face.points)


def as_of(words: Words, face: CardFace, now_us: int) -> str:
    """Say when they were counted."""
    return words.say("Counted at {time}", time=words.time(now_us, face.zone))


def enter(words: Words, shop: str) -> str:
    """Write the page of a link that was not used yet."""
    body = fill(
        "enter",
        shop=shop,
        sentence=words.say(
            "This link puts your card on this phone. It works once, so open it here."
        ),
        button=words.say("Put my card on this phone"),
    )
    return page(words, shop, body)


def door(words: Words, shop: str, sentence: str) -> str:
    """Write the page on which somebody comes in with phone number and PIN."""
    body = fill(
        "door",
        shop=shop,
        sentence=sentence,
        phone=words.say("Phone number"),
        pin=words.say("PIN"),
        button=words.say("Show my card"),
    )
    return page(words, shop, body)


def choose_pin(words: Words, shop: str, sentence: str, *, asks_current: bool) -> str:
    """Write the page on which a member chooses a PIN."""
    current = fill("current", current=words.say("Your PIN now")) if asks_current else Html("")
    body = fill(
        "pin",
        shop=shop,
        title=words.say("Choose a PIN"),
        sentence=sentence,
        current=current,
        pin=words.say("New PIN"),
        again=words.say("The same again"),
        button=words.say("Save"),
        back=words.say("Back to the card"),
    )
    return page(words, shop, body)


def pin_chosen(words: Words, shop: str) -> str:
    """Write the page that says that a PIN was chosen."""
    body = fill(
        "chosen",
        shop=shop,
        sentence=words.say("Your PIN is saved. Each till knows it once it has been online."),
        back=words.say("Back to the card"),
    )
    return page(words, shop, body)


def outside(words: Words, shop: str, sentence: str) -> str:
    """Write the page for a phone that has to come in first, or cannot."""
    return page(words, shop, fill("outside", shop=shop, sentence=sentence))
