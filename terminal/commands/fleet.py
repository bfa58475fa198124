"""`server tills|lost|found|limits`: what tills could pay out without internet, and may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import to_builtins
from msgspec.structs import asdict, replace

from loyalty import limits as rules
from loyalty.counter_limits import CounterLimits
from loyalty.errors import Refusal
from loyalty.limits import SETTING, Allowance, Limits
from terminal.commands import output
from terminal.commands.till_verbs import FleetBooks, TillState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed of new limits; empty leaves one as it is."""

    at_once: str
    ahead: str
    goodwill: str
    paper_cards: str
    counter: tuple[str, ...]
    stamps: bool


def listed(books: FleetBooks, now_us: int, *, as_json: bool) -> int:
    """List the tills."""
    found = books.fleet().tills(now_us)
    if as_json:
        output.answer({"tills": [_shown(each) for each in found]})
        return output.OK
    for each in found:
        state = "lost" if each.is_lost else f"could pay out {_bound(each)}"
        output.say(f"{each.name} ({each.device}): {state}")
    return output.OK


def lost(books: FleetBooks, till: str, now_us: int, *, sure: bool, as_json: bool) -> int:
    """Declare a till lost; without `sure` only say what that may cost, and end with 1."""
    fleet = books.fleet()
    if not sure:
        state = _one(fleet.tills(now_us), till)
        bound = f"{state.name} could still pay out {_bound(state)} without internet, no more."
        if as_json:
            output.answer({**_shown(state), "done": False})
        else:
            output.say(f"{bound} If it is lost for good, say so with --yes.")
        return output.FOUND
    state = fleet.lose(till, now_us)
    if as_json:
        output.answer({**_shown(state), "done": True})
    else:
        output.say(f"{state.name} is disconnected. It held {_bound(state)}, which is free again.")
    return output.OK


def found(books: FleetBooks, till: str, now_us: int, *, as_json: bool) -> int:
    """Let a lost till in again."""
    state = books.fleet().find(till, now_us)
    if as_json:
        output.answer(_shown(state))
    else:
        output.say(f"{state.name} may connect again: it sends its sales and begins without rights.")
    return output.OK


def limits(books: FleetBooks, wanted: Wanted, now_us: int, *, as_json: bool) -> int:
    """Say the limits, changed first where something was typed. Raises Refusal `limit_wrong`."""
    kept = rules.read(books.setting(SETTING))
    new = _changed(kept, wanted)
    if new != kept:
        books.put_setting(SETTING, rules.write(new), now_us)
    if as_json:
        output.answer(to_builtins(new))
    else:
        output.say("\n".join(_sentences(new)))
    return output.OK


def _changed(kept: Limits, wanted: Wanted) -> Limits:
    new = kept
    if wanted.at_once == "all":
        new = replace(new, at_once_always=True)
    elif wanted.at_once:
        at_once = _with(new.at_once, wanted.at_once, stamps=wanted.stamps)
        new = replace(new, at_once=at_once, at_once_always=False)
    if wanted.ahead == "default":
        new = replace(new, ahead=None)
    elif wanted.ahead:
        new = replace(
            new, ahead=_with(new.ahead or Allowance(), wanted.ahead, stamps=wanted.stamps)
        )
    if wanted.goodwill:
        new = replace(new, goodwill=_with(new.goodwill, wanted.goodwill, stamps=wanted.stamps))
    if wanted.paper_cards:
        new = replace(new, paper_cards=_number(wanted.paper_cards))
    return replace(new, counter=_counter(new.counter, wanted.counter))


def _counter(kept: CounterLimits, typed: Iterable[str]) -> CounterLimits:
    """Change the limits of the counter that were typed as NAME=NUMBER."""
    for each in typed:
        name, _, number = each.partition("=")
        if name not in CounterLimits.__struct_fields__:
            known = ", ".join(CounterLimits.__struct_fields__)
            raise Refusal("limit_wrong", f"there is no limit {name[:40]!r}, but {known}")
        kept = replace(kept, **{name: _number(number)})
    return kept


def _with(kept: Allowance, typed: str, *, stamps: bool) -> Allowance:
    number = _number(typed)
    return replace(kept, stamps=number) if stamps else replace(kept, points=number)


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):  # noqa: PLR2004
        raise Refusal("limit_wrong", "a limit is a number from 0", got=typed[:40])
    return int(typed)


def _sentences(limits: Limits) -> list[str]:
    at_once = _amount(limits.at_once) if limits.at_once != Allowance() else "nothing"
    ahead = "what the two cheapest rewards cost" if limits.ahead is None else _amount(limits.ahead)
    goodwill = _amount(limits.goodwill) if limits.goodwill != Allowance() else "nothing"
    return [
        "Of what a till gives, it may pay out before the books have heard of it: "
        + ("all of it" if limits.at_once_always else f"{at_once} a member"),
        f"Kept ready at a till where a member shops: {ahead} a member",
        f"Without internet a till may pay out beyond that: {goodwill} in all",
        f"Paper stamp cards that a till takes over in a day: {limits.paper_cards}",
        "At the counter without a supervisor: "
        + ", ".join(f"{name}={number}" for name, number in asdict(limits.counter).items()),
    ]


def _amount(allowance: Allowance) -> str:
    return f"{allowance.points} points and {allowance.stamps} stamps"


def _one(tills: Any, named: str) -> TillState:
    found = [each for each in tills if named in (each.device, each.name)]
    if len(found) != 1:
        raise Refusal("till_unknown", "there is no till of that name, or more than one")
    one: TillState = found[0]
    return one


def _bound(state: TillState) -> str:
    parts = ", ".join(f"{amount} {unit}" for unit, amount in sorted(state.held.items()))
    return f"at most {parts or 'nothing'} (worth {state.most})"


def _shown(state: TillState) -> Mapping[str, object]:
    return {
        "device": state.device,
        "name": state.name,
        "lost": state.is_lost,
        "held": dict(state.held),
        "most_minor": state.most_minor,
    }
