"""Runs a scenario through the engine: event after event, and compares what is so with the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from loyalty.book import giving, passing
from loyalty.book.people import Person
from loyalty.book.shop import Shop
from loyalty.book.verify import verified
from loyalty.days import local, microseconds
from loyalty.errors import Corrupt, Refusal
from loyalty.scene import Facts
from terminal.scenarios import saying
from terminal.scenarios.expecting import Difference, View
from terminal.scenarios.story import Expected, Guest, Scenario, Step
from terminal.scenarios.world import Outcome, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a scenario came to; it is right when nothing differs."""

    id: str
    differs: Sequence[Difference]

    @property
    def ok(self) -> bool:
        """Say whether everything was as expected."""
        return not self.differs


def run(scenario: Scenario) -> Result:
    """Run a scenario from its start. Raises Refusal for one that cannot even begin."""
    if scenario.invalid is not None:
        return Result(id=scenario.id, differs=tuple(_mistaken(scenario)))
    world = _opened(scenario)
    found: list[Difference] = []
    last = Outcome()
    for step in scenario.steps:
        outcome = _done(world, step)
        for _ in range(step.times - 1):
            if outcome.refusal:
                break
            outcome = _again(world, step)
        if outcome.refusal and not step.may_refuse:
            why = saying.refusal(world.shop, outcome, scenario.language)
            found.append(
                Difference(path=step.path, expected="accepted", got=outcome.refusal.code, why=why)
            )
        if step.name and outcome.written:
            world.named[step.name] = outcome.written
        person = _whose(world, step, outcome)
        found += _compared(world, outcome, person, scenario.language, step.expected)
        last = outcome if outcome.written else last
    whose = world.person() if world.usual_member else Outcome().person
    final = Outcome(written=last.written, person=last.person)
    found += _compared(world, final, whose, scenario.language, scenario.expected)
    found += [Difference(path="books", expected="", got=each) for each in verified(world.shop)]
    return Result(id=scenario.id, differs=tuple(found))


def _opened(scenario: Scenario) -> World:
    shop = Shop(scenario.versions, at_us=scenario.at_us, tills=scenario.tills, seed=scenario.seed)
    usual = scenario.guests[0].name if scenario.guests else ""
    world = World(shop=shop, usual_member=usual)
    for guest in scenario.guests:
        host = world.person(guest.shares_with).account if guest.shares_with else ""
        shop.roll.add(guest.name, Facts(), host)
    for guest in scenario.guests:
        _known(world, guest)
    for guest in scenario.guests:
        if guest.has:
            giving.opening(shop, world.person(guest.name), guest.has)
    return world


def _known(world: World, guest: Guest) -> None:
    person = world.person(guest.name)
    said = dict(guest.facts)
    if said.get("referred_by"):
        said["referred_by"] = world.person(str(said["referred_by"])).account
    world.shop.roll.change(replace(person, facts=replace(person.facts, **said)))


def _done(world: World, step: Step) -> Outcome:
    """Do one event at its time; what is refused is an outcome like any other."""
    try:
        if step.at_us is not None:
            # A day alone is the middle of it, or now when it is later already.
            is_today = step.is_day and step.at_us < world.shop.at_us
            same_day = world.shop.on(step.at_us)[0] == world.shop.day
            if not (is_today and same_day):
                passing.pass_to(world.shop, step.at_us)
        return step.act(world)
    except Refusal as refused:
        return Outcome(refusal=refused, person=_member(world, step))


def _again(world: World, step: Step) -> Outcome:
    """Do an event once more, so many days later on the same time of day."""
    later = local(world.shop.at_us, world.shop.programme.time_zone)
    wall = later.replace(tzinfo=None) + timedelta(days=step.every_days)
    zone = ZoneInfo(world.shop.programme.time_zone)
    at_us = microseconds(wall.replace(tzinfo=zone)) if step.every_days else None
    return _done(world, replace(step, at_us=at_us, is_day=False))


def _mistaken(scenario: Scenario) -> Iterator[Difference]:
    """Compare the mistakes of a programme with those that it was to have."""
    paths = [each.path.partition("programme.")[2] or each.path for each in scenario.mistakes]
    shown = [f"{each.path}: {each.got}, expected {each.expected}" for each in scenario.mistakes]
    if not paths:
        yield Difference(path="invalid", expected=list(scenario.invalid or ()), got="a valid one")
        return
    for wanted in scenario.invalid or ():
        if not any(path.startswith(wanted) for path in paths):
            yield Difference(path="invalid", expected=wanted, got=paths, why="; ".join(shown))


def _member(world: World, step: Step) -> Person:
    try:
        return world.person(step.member)
    except Refusal:
        return Outcome().person


def _whose(world: World, step: Step, outcome: Outcome) -> Person:
    """Give the member whose figures an event's expectations are about, as they are known now."""
    person = outcome.person if outcome.person.name else _member(world, step)
    return world.shop.roll.people.get(person.name, person)


def _compared(
    world: World,
    outcome: Outcome,
    person: Person,
    language: str,
    expected: Sequence[Expected],
) -> list[Difference]:
    found: list[Difference] = []
    for each in expected:
        try:
            of = person if each.member is None else world.shop.roll.people[each.member]
        except KeyError:
            got = "no such member"
            found.append(Difference(path=f"members.{each.member}", expected="a member", got=got))
            continue
        view = View(world=world, outcome=outcome, person=of, language=language)
        try:
            found += each.check(view)
        except (Refusal, Corrupt) as refused:
            found.append(Difference(path="", expected="an answer", got=refused.message))
    said = "; ".join(dict.fromkeys(saying.sentences(world.shop, outcome, language)))
    return [each if each.why else replace(each, why=said) for each in found]
