"""Says the arithmetic of protection and of forecasts in sentences, in any language.

`say` and `plural` find their texts as in `explain_voice`; `share` writes hundredths of a per cent,
so that 6250 becomes "62.5%" as the reader's country writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.explaining.teller import Teller
from loyalty.explaining.voice import Voice
from loyalty.why import Why

Share = Callable[[int], str]


def plain_share(hundredths: int) -> str:
    """Write hundredths of a per cent without any locale: 62.5%."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + "%"


def protected(why: Why, voice: Voice, share: Share = plain_share) -> str:
    """Say one line of the arithmetic; an unknown one is its code."""
    teller = _TELLERS.get(why.code)
    return why.code if teller is None else teller(_Line(why, voice, share))


class _Line(Teller):
    """One line: its figures, and shares beside the other ways to write them."""

    def __init__(self, why: Why, voice: Voice, share: Share) -> None:
        super().__init__(why, voice)
        self._share = share

    def share(self, key: str = "share") -> str:
        return self._share(self.count(key))

    def what(self) -> str:
        """Name the card, reward or rule that the line is about."""
        for prefix, key in (("stamp", "card"), ("rule", "rule"), ("reward", "reward")):
            if self.word(key):
                named = self.voice.named(f"{prefix}:{self.word(key)}")
                if named or self.word("name"):
                    return named or self.word("name")
        return self.say("Levels") if self.word("rule") == "tiers" else self.word("rule")


def _points(line: _Line) -> str:
    text = line.say(
        "{name}, worth {worth}, for {cost} points; {cost} points are earned by spending {spend}:"
        " {share} of what is paid"
    )
    if line.count("raised"):
        text = line.say(
            "{name}, worth {worth}, for {cost} points; {cost} points are earned by spending"
            " {spend}, with {raised}% extra points at best: {share} of what is paid"
        )
    return text.format(
        worth=line.money("worth_minor"),
        name=line.what(),
        cost=line.number("cost"),
        spend=line.money("spend_minor"),
        raised=line.number("raised"),
        share=line.share(),
    )


def _points_visits(line: _Line) -> str:
    text = line.say(
        "{name}, worth {worth}, for {cost} points, which visits earn: {per_visit} a visit, however"
        " little is paid"
    )
    return text.format(
        worth=line.money("worth_minor"),
        name=line.what(),
        cost=line.number("cost"),
        per_visit=line.money("per_visit_minor"),
    )


def _stamps(line: _Line) -> str:
    text = line.say(
        "{name}: {worth} for {count} stamps, for which at least {spend} is paid:"
        " {share} of what is paid"
    )
    return _counted(line, text)


def _stamps_visits(line: _Line) -> str:
    text = line.say(
        "{name}: {worth} for {count} stamps: {per_visit} a visit, however little is paid"
    )
    return _counted(line, text)


def _reached(line: _Line) -> str:
    text = line.say("{name}: {worth} by the time {spend} is paid: {share} of what is paid")
    return _counted(line, text)


def _reached_visits(line: _Line) -> str:
    text = line.say(
        "{name}: {worth} after {count} visits: {per_visit} a visit, however little is paid"
    )
    return _counted(line, text)


def _free(line: _Line) -> str:
    text = line.say("{name}: {worth} off a sale from {spend}: {share} of what is paid")
    return _counted(line, text)


def _free_visits(line: _Line) -> str:
    return _counted(line, line.say("{name}: {worth} at every visit, however little is paid"))


def _counted(line: _Line, text: str) -> str:
    return text.format(
        name=line.what(),
        worth=line.money("worth_minor"),
        count=line.number("count"),
        spend=line.money("spend_minor"),
        per_visit=line.money("per_visit_minor"),
        share=line.share(),
    )


def _percent(line: _Line) -> str:
    text = line.say("{name}: up to {share} of the price")
    return text.format(name=line.what(), share=line.share())


def _once(line: _Line) -> str:
    text = line.say("Besides, by itself and not by what is bought: {name}, worth {worth}")
    return text.format(name=line.what(), worth=line.money("worth_minor"))


def _total(line: _Line) -> str:
    return line.say("Together at most {share} of what is paid").format(share=line.share())


def _within(line: _Line) -> str:
    text = line.say("Together at most {share} of what is paid; your margin is {margin}%")
    return text.format(share=line.share(), margin=line.number("margin"))


def _exceeds(line: _Line) -> str:
    text = line.say(
        "Together up to {share} of what is paid, but your margin is {margin}%:"
        " this programme can cost more than it leaves you"
    )
    return text.format(share=line.share(), margin=line.number("margin"))


def _depends(line: _Line) -> str:
    text = line.say(
        "Within your margin of {margin}% as long as a visit comes to {least} or more on average"
    )
    return text.format(margin=line.number("margin"), least=line.money("least_minor"))


_TELLERS: Mapping[str, Callable[[_Line], str]] = MappingProxyType(
    {
        "protection_points": _points,
        "protection_points_visits": _points_visits,
        "protection_stamps": _stamps,
        "protection_stamps_visits": _stamps_visits,
        "protection_reached": _reached,
        "protection_reached_visits": _reached_visits,
        "protection_free": _free,
        "protection_free_visits": _free_visits,
        "protection_percent": _percent,
        "protection_once": _once,
        "protection_total": _total,
        "protection_within": _within,
        "protection_exceeds": _exceeds,
        "protection_depends": _depends,
    }
)
