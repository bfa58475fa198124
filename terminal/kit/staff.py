"""Says the staff sheet: the rules in five sentences, what to say in one, eight answers."""

from __future__ import annotations

from collections.abc import Iterator

from cards.kit.values import Message, StaffSheet
from loyalty.explaining import promise, summary, summary_bonuses, summary_earning, summary_levels
from loyalty.explaining.promise import Promise
from loyalty.explaining.summary_rewards import reward
from loyalty.explaining.summary_terms import Reader
from loyalty.programme import PayReward
from terminal.kit.asked import Asked
from terminal.till.wording import Wording

RULES = 5
QUESTIONS = 8


def staff_sheet(
    asked: Asked, reader: Reader, words: Wording, message: Message, leading: Promise
) -> StaffSheet:
    """Make the sheet; `leading` is what the programme promises first, also on a bonus day."""
    say = words.say
    offer = f"{leading.head} {leading.text}"
    if asked.is_bonus_day:
        offer = f"{message.head}: {message.text}"
    return StaffSheet(
        shop=message.shop,
        title=say("For whoever works here"),
        say_title=say("Say this"),
        say=say("Do you have our card? {offer}. Shall I give you one?", offer=offer),
        rules_title=say("The rules in short"),
        rules=tuple(_rules(asked, reader, words, offer))[:RULES],
        questions_title=say("What guests ask"),
        questions=tuple(_questions(reader, words))[:QUESTIONS],
        fine=message.fine,
    )


def _rules(asked: Asked, reader: Reader, words: Wording, offer: str) -> Iterator[str]:
    rules = reader.programme
    if asked.is_bonus_day:
        yield f"{offer}."
        yield words.say("Turn it on that day: F4 with nobody attached, then its digit.")
    yield from (summary_earning.earning(each, reader) for each in rules.earn[:1])
    yield from (summary_earning.card(each, reader) for each in rules.stamp_cards[:1])
    yield from (summary_levels.milestone(each, reader) for each in rules.milestones[:2])
    yield from (summary_levels.staircase(each, reader) for each in rules.staircases[:1])
    filled = {each.reward for each in rules.stamp_cards}
    had = [each for each in rules.rewards if each.cost or isinstance(each, PayReward)]
    had = [each for each in had if each.id not in filled and each.code is None]
    had.sort(key=lambda each: each.cost.amount if each.cost else 0)
    yield from (reward(each, reader) for each in had[:1])
    yield from (summary_bonuses.bonus(each, reader) for each in rules.bonuses[:1])
    yield from (summary_bonuses.membership(each, reader) for each in rules.memberships[:1])
    higher = [each for each in rules.tiers if each.from_amount]
    yield from (summary_levels.tier(each, reader) for each in higher[:2])
    yield from (reward(each, reader) for each in had[1:])
    yield from (summary_bonuses.bonus(each, reader) for each in rules.bonuses[1:])
    if rules.rewards:
        yield summary.limits(reader)


def _questions(reader: Reader, words: Wording) -> Iterator[tuple[str, str]]:
    say, rules = words.say, reader.programme
    sold = [promise.sold(each, reader) for each in rules.memberships[:1]]
    paid = [f"{each.head}: {each.text}." for each in sold]
    yield say("What does it cost?"), " ".join((say("Joining costs nothing."), *paid))
    yield say("How do I join?"), say("You take a card, I scan it. Name and phone are up to you.")
    if rules.earn:
        lines = summary_earning.life_of_points(reader)
        yield say("How long do my points last?"), lines[0]
    yield (
        say("I forgot my card."),
        say("Tell me your phone number, or the last four digits of your card."),
    )
    yield (
        say("I lost my card."),
        say("With your phone number I give you a new one. The old one stops working."),
    )
    if rules.rewards:
        yield say("Do I need a PIN?"), summary.limits(reader)
    if rules.earn:
        yield say("What if I bring something back?"), summary_earning.owing(reader)
    yield say("Are you filming me?"), say("The camera reads codes only. No pictures are kept.")
    yield (
        say("What do you know about me?"),
        say("What you collect, and what you wrote on the form. We delete it when you ask."),
    )
    yield say("Does it work without internet?"), say("Yes. You collect as always.")
    yield say("Do I need an app?"), say("No. The card is enough.")
