"""Makes the whole kit of a programme in one language: every word said, every figure written."""

from __future__ import annotations

from cards.kit.values import Consent, FormWords, Kit, Message, Post
from terminal.kit.asked import Asked, reader_of, words_of
from terminal.kit.message import all_of, message_of, shop_of, sticker_of
from terminal.kit.staff import staff_sheet
from terminal.till import display_joining
from terminal.till.wording import Wording


def kit_of(asked: Asked) -> Kit:
    """Make the kit. Raises Refusal `kit_nothing`, `kit_boost`."""
    words = words_of(asked)
    reader = reader_of(asked, words)
    message = message_of(asked, reader, words)
    leading = all_of(asked, reader).leading
    return Kit(
        language=words.language,
        message=message,
        staff=staff_sheet(asked, reader, words, message, leading),
        sticker=sticker_of(words),
        posts=_posts(message, words, is_day=asked.is_bonus_day),
        form=form_words(shop_of(asked, reader), words),
        numbers=asked.numbers,
    )


def form_words(shop: str, words: Wording) -> FormWords:
    """Say what stands on every joining form."""
    say = words.say
    return FormWords(
        shop=shop,
        title=say("Become a member"),
        intro=say("Fill in what you like. With your phone number we find you without your card."),
        name=say("Name"),
        phone=say("Phone"),
        birthday=say("Birthday"),
        day=say("day"),
        month=say("month"),
        consents=tuple(
            Consent(key=str(at), text=display_joining.sentence(each, shop, words))
            for at, each in enumerate(display_joining.CONSENTS, 1)
        ),
        may_stop=say("Both are up to you, and you can stop at any time."),
        date=say("Date"),
        signature=say("Signature"),
        stub_title=say("Your card"),
        stub_text=say("Keep this part and show it when you pay. It counts from the first time."),
        stub_empty=say("Number of the card"),
        cut=say("cut here"),
        office=say("Staff: F10, K, forms. Scan, then type: name phone day-month /boxes"),
    )


def _posts(message: Message, words: Wording, *, is_day: bool) -> tuple[Post, ...]:
    say = words.say
    offer = f"{message.head}: {message.text}" if is_day else f"{message.head} {message.text}"
    note = f" ({message.note})" if message.note else ""
    terms = f"{message.how}{note}." if message.how else ""
    if not message.how and message.note:
        terms = f"{message.note}."
    facts = [
        f"- {each.head} {each.text}" + (f" ({each.note})" if each.note else "")
        for each in message.facts
    ]
    link = [f"{message.way.link_text} {message.way.link}"] if message.way.link else []
    way = f"{message.way.title}. {message.way.text}"
    whole = [
        f"{message.kicker}: {offer}.",
        *([terms] if terms else []),
        *([f"{message.facts_title}:", *facts] if facts else []),
        way,
        *link,
        message.shop,
    ]
    return (
        Post(title=say("Short"), text=" ".join(filter(None, (f"{offer}.", terms, message.shop)))),
        Post(title=say("Long"), text="\n".join(whole)),
    )
