"""Says the conditions that many rules share: on what, when and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.explaining.voice import Voice
from loyalty.programme import Programme, Text
from loyalty.programme.terms import Rule, Scoped


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A member who reads the rules of a programme in a language."""

    programme: Programme
    language: str
    voice: Voice

    def text(self, names: Text) -> str:
        """Give a name in the reader's language."""
        return self.programme.text(names, self.language)

    def named(self, kind: str, which: str) -> str:
        """Give the name of a level, reward, card or membership; its id when it has none."""
        return self.voice.named(f"{kind}:{which}") or which


def sentence(text: str, terms: Sequence[str]) -> str:
    """Put the terms of a rule behind it: `2 points for every visit (only on Tuesday).`"""
    return f"{text} ({'; '.join(terms)})." if terms else f"{text}."


def conditions(rule: Rule, reader: Reader) -> list[str]:
    """Say on what, when and for whom a rule holds."""
    return [*scope(rule, reader), *times(rule, reader), *people(rule, reader)]


def scope(rule: Scoped, reader: Reader) -> list[str]:
    """Say on which goods a rule holds."""
    voice = reader.voice
    terms = []
    named = (*rule.categories, *rule.products)
    left_out = (*rule.except_categories, *rule.except_products)
    if named:
        terms.append(voice.say("only: {things}").format(things=voice.both(named)))
    if left_out:
        terms.append(voice.say("not: {things}").format(things=voice.both(left_out)))
    return terms


def times(rule: Rule, reader: Reader) -> list[str]:
    """Say on which days and at which hours a rule holds."""
    voice, say = reader.voice, reader.voice.say
    terms = []
    if rule.weekdays:
        days = voice.weekdays(",".join(rule.weekdays))
        terms.append(say("only on {days}").format(days=days))
    if rule.hours:
        hours = voice.hours(",".join(f"{each.start}-{each.until}" for each in rule.hours))
        terms.append(say("only {hours}").format(hours=hours))
    if rule.valid_from is not None:
        terms.append(say("from {day}").format(day=voice.when(rule.valid_from)))
    if rule.valid_until is not None:
        terms.append(say("until {day}").format(day=voice.when(rule.valid_until)))
    return terms


def people(rule: Rule, reader: Reader) -> list[str]:
    """Say for whom a rule holds."""
    voice, say = reader.voice, reader.voice.say
    terms = []
    if rule.tiers:
        levels = voice.either([reader.named("tier", each) for each in rule.tiers])
        terms.append(say("only for level {tier}").format(tier=levels))
    if rule.segments:
        groups = voice.either(rule.segments)
        terms.append(say("only for these groups: {groups}").format(groups=groups))
    if rule.memberships:
        passes = voice.either([reader.named("membership", each) for each in rule.memberships])
        terms.append(say("only with {membership}").format(membership=passes))
    if rule.personal:
        terms.append(say("only for members who were given it in person"))
    if rule.code is not None:
        terms.append(say("with the code {code}").format(code=rule.code))
    return terms
