"""Says what the posters say: the one message of a programme, or of a bonus day, and the rest."""

from __future__ import annotations

from cards.kit.values import Fact, Message, Sticker, Way
from loyalty import days
from loyalty.boost import Boost
from loyalty.explaining.promise import Promise
from loyalty.explaining.promises import Promises, boosted, promises
from loyalty.explaining.summary_terms import Reader
from terminal.kit.asked import Asked
from terminal.till.wording import Wording

FACTS = 3


def message_of(asked: Asked, reader: Reader, words: Wording) -> Message:
    """Make the message. Raises Refusal `kit_nothing`, `kit_boost`."""
    say = words.say
    found = promises(reader, asked.day)
    leading, others = found.leading, found.others
    if asked.is_bonus_day:
        leading = boosted(reader, asked.boost, when(asked.boost, reader, words))
        others = (found.leading, *found.others)
    return Message(
        shop=shop_of(asked, reader),
        kicker=_kicker(asked, words),
        head=leading.head,
        text=leading.text,
        how=leading.how,
        note=", ".join(leading.terms),
        stamps=leading.stamps,
        facts_title=say("And for every member") if others else "",
        facts=tuple(_fact(each) for each in others[:FACTS]),
        way=_way(asked, words),
        fine=_fine(asked, words),
    )


def shop_of(asked: Asked, reader: Reader) -> str:
    """Give the name of the shop: as its till has it, else as its programme is called."""
    return asked.shop or reader.text(asked.programme.name)


def all_of(asked: Asked, reader: Reader) -> Promises:
    """Give what the programme promises on the kit's day. Raises Refusal `kit_nothing`."""
    return promises(reader, asked.day)


def when(boost: Boost, reader: Reader, words: Wording) -> str:
    """Say when a boost holds: its day, and from when until when."""
    say, zone = words.say, reader.programme.time_zone
    starts, ends = days.local(boost.from_us, zone), days.local(boost.until_us, zone)
    text = say("{day}, from {start} until {until}")
    if ends.date() != starts.date() and ends.date().toordinal() - starts.date().toordinal() > 1:
        text = say("{day}, {start} until {last}, {until}")
    return text.format(
        day=_day(starts.date().isoformat(), reader, words),
        last=_day(ends.date().isoformat(), reader, words),
        start=f"{starts:%H:%M}",
        until=f"{ends:%H:%M}",
    )


def sticker_of(words: Wording) -> Sticker:
    """Say what the camera does not do."""
    return Sticker(
        head=words.say("Reads codes only."),
        text=words.say("No pictures are kept."),
    )


def _day(iso: str, reader: Reader, words: Wording) -> str:
    from datetime import date

    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    weekday = reader.voice.weekday(names[date.fromisoformat(iso).weekday()])
    return words.say("{weekday} {date}", weekday=weekday, date=words.day_of_month(iso))


def _kicker(asked: Asked, words: Wording) -> str:
    if asked.is_bonus_day:
        return words.say("Bonus day")
    if asked.programme.earn or asked.programme.stamp_cards:
        return words.say("Collect with us")
    return words.say("For our members")


def _fact(each: Promise) -> Fact:
    note = ", ".join((*((each.how,) if each.how else ()), *each.terms))
    return Fact(head=each.head, text=each.text, note=note)


def _way(asked: Asked, words: Wording) -> Way:
    say = words.say
    return Way(
        title=say("Ask at the counter"),
        text=say("You get a card with a code of your own."),
        link=asked.link,
        link_text=say("Already a member? Here is your card.") if asked.link else "",
    )


def _fine(asked: Asked, words: Wording) -> str:
    """Say from when the rules hold where they do not hold yet, and where the others stand."""
    rules = words.say("All rules: ask at the counter.")
    if asked.programme.from_day <= asked.day:
        return rules
    begins = words.say("From {day}.").format(day=words.date(asked.programme.from_day))
    return f"{begins} {rules}"
