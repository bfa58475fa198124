"""Says forecasts and goals in plain sentences, in any of our languages."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.explaining.voice import Voice
from server.publishing.forecasting import Compared, Side
from server.publishing.goals import Goal, Question
from server.publishing.past_sales import Past


def question(asked: Question, voice: Voice) -> str:
    """Say one of the answers to "what should change?"."""
    say = voice.say
    match asked:
        case "often":
            return say("Members should come more often")
        case "spend":
            return say("Members should spend more each time")
        case "friends":
            return say("Members should bring friends")
        case "quiet":
            return say("Quiet hours should fill")
        case "best":
            return say("My best guests should feel valued")


def goal(found: Goal, voice: Voice) -> str:
    """Say a goal: where it stands, where it is to stand, by when."""
    if found.now is None or found.wanted is None:
        return voice.say(
            "There are no sales to members yet, so nobody knows where this stands: set the goal"
            " after the first weeks. The amounts below are a beginning."
        )
    text = {
        "often": voice.say("Visits of a member in four weeks: from {now} to {wanted} by {day}."),
        "spend": voice.say("A member's usual sale: from {now} to {wanted} by {day}."),
        "friends": voice.say("New members in four weeks: from {now} to {wanted} by {day}."),
        "quiet": voice.say(
            "Sales in the quiet hours in four weeks: from {now} to {wanted} by {day}."
        ),
        "best": voice.say(
            "Visits of each of your best members in four weeks: from {now} to {wanted} by {day}."
        ),
    }[found.question]
    return text.format(
        now=_figure(found, found.now, voice),
        wanted=_figure(found, found.wanted, voice),
        day=voice.day(found.by_day),
    )


def _figure(found: Goal, figure: int, voice: Voice) -> str:
    if found.question == "spend":
        return voice.money(figure)
    if found.question in ("often", "best"):
        whole, rest = divmod(figure, 100)
        text = voice.say("{units}.{decimals}")
        return text.format(units=voice.number(whole), decimals=f"{rest:02}")
    return voice.number(figure)


def no_sales(past: Past, voice: Voice) -> str:
    """Say that there is nothing to run."""
    text = voice.say(
        "No member bought anything from {first} to {last}, so there is no forecast: one that"
        " is made up would help nobody. Publish in a small way, and look again in a month."
    )
    return text.format(first=voice.day(past.first_day), last=voice.day(past.last_day))


def forecast(found: Compared, voice: Voice) -> Iterator[str]:
    """Say what the same sales would have cost under both versions."""
    say, number, money = voice.say, voice.number, voice.money
    yield say(
        "Your own {sales} sales from {first} to {last} were run through both versions, as if they"
        " came from the day on which the new one begins. {mine} of them were to {members} members."
    ).format(
        sales=number(found.sales),
        first=voice.day(found.first_day),
        last=voice.day(found.last_day),
        mine=number(found.member_sales),
        members=number(found.members),
    )
    was, now = found.was, found.now
    yield _both(
        say("Points given: {was} before, {now} with the change."), was, now, "points_given", voice
    )
    for text, name in (
        (
            say("Rewards took, at selling prices: {was} before, {now} with the change."),
            "cost_minor",
        ),
        (say("In a month that is {was} before, {now} with the change."), "month_cost_minor"),
    ):
        yield text.format(was=money(getattr(was, name)), now=money(getattr(now, name)))
    yield _own_cost(was, now, voice)
    yield say(
        "Members could still ask for {was} at the end before, {now} with the change; they will"
        " probably ask for {likely}."
    ).format(
        was=money(was.owed_minor), now=money(now.owed_minor), likely=money(now.owed_likely_minor)
    )
    yield _both(
        say("Members who reach a reward: {was} before, {now} with the change."),
        was,
        now,
        "reached",
        voice,
    )
    yield from _left_out(found, voice)
    yield say(
        "Supposed: everybody began with nothing, uses the best reward at once and buys as before."
        " What members would buy because of the change is not in it."
    )


def _both(text: str, was: Side, now: Side, name: str, voice: Voice) -> str:
    return text.format(was=voice.number(getattr(was, name)), now=voice.number(getattr(now, name)))


def _own_cost(was: Side, now: Side, voice: Voice) -> str:
    if was.own_cost_minor is None or now.own_cost_minor is None:
        return voice.say(
            "What that costs you yourself is not known: the programme names no margin."
        )
    text = voice.say("What that costs you yourself, by your margin: {was} before, {now} after.")
    return text.format(was=voice.money(was.own_cost_minor), now=voice.money(now.own_cost_minor))


def _left_out(found: Compared, voice: Voice) -> Iterator[str]:
    say, number = voice.say, voice.number
    if found.undone:
        yield say("Left out, because they were taken back: {count}.").format(
            count=number(found.undone)
        )
    if found.returned:
        yield say("Counted whole, though a part came back: {count}.").format(
            count=number(found.returned)
        )
    if found.unread:
        yield say("Left out, because they have no amount: {count}.").format(
            count=number(found.unread)
        )
    if found.is_cut:
        yield say("There were more sales; the newest were taken.")
