"""Whole random programmes that are valid by the way they are made, for hypothesis.

`programmes()` gives Programme values, `documents()` the tables that they are read from. Whatever a
programme refers to is drawn first, so that every reference leads somewhere; of exclusive rules
each has a priority of its own; a reward that would be had in no other way gets a cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec
from hypothesis import strategies as st

from loyalty.programme import Programme, from_wire

Table = dict[str, Any]

SEGMENTS = ("students", "staff")
CATEGORIES = ("coffee", "food", "gifts")
PRODUCTS = ("espresso", "tea", "cake")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = ("Europe/Amsterdam", "America/Sao_Paulo", "Asia/Tokyo", "UTC")

small = st.integers(1, 20)
minor = st.integers(1, 5_000)
names = st.sampled_from(["Coffee", "Tea \u2615", {"en": "Cake", "nl": "Taart"}, {"en": "Milk"}])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ids that the rest of a programme may refer to."""

    tiers: tuple[str, ...]
    memberships: tuple[str, ...]
    cards: tuple[str, ...]
    handed_out: tuple[str, ...]
    """Rewards that can be given as a voucher and be an option of a choice."""


def programmes() -> st.SearchStrategy[Programme]:
    """Give whole programmes with any kinds of rules."""
    return documents().map(msgspec.json.encode).map(from_wire)


@st.composite
def documents(draw: st.DrawFn) -> Table:
    """Give the document of a whole programme."""
    known = Known(
        tiers=_ids("tier", draw(st.integers(0, 3))),
        memberships=_ids("club", draw(st.integers(0, 1))),
        cards=_ids("card", draw(st.integers(0, 2))),
        handed_out=_ids("gift", draw(st.integers(0, 2))),
    )
    whole: Table = {
        "id": "random",
        "version": draw(small),
        "from": draw(st.sampled_from(["2024-02-29", "2026-01-01"])),
        "name": draw(names),
        "currency": draw(st.sampled_from(["EUR", "SEK", "BRL"])),
        "scale": draw(st.integers(0, 3)),
        "languages": ["en", "nl"],
        "time_zone": draw(st.sampled_from(ZONES)),
        "day_start_minutes": draw(st.sampled_from([0, 240, 300])),
        "point_worth": {"points": draw(small), "minor": draw(small)},
        "owing": draw(st.sampled_from(["owed", "forgive"])),
        "segments": list(SEGMENTS),
        "points": draw(lives) | draw(some({"pending_days": st.integers(0, 28)})),
        "caps": draw(some({"points_per_sale": minor, "points_per_day": minor})),
        "earn": draw(_several(earn_rules(known), "earn", are_ranked=True)),
        "multipliers": draw(_several(multipliers(known), "multiplier", are_ranked=True)),
        "stamp_cards": [draw(stamp_cards(known)) | {"id": card} for card in known.cards],
        "rewards": draw(_rewards(known)),
        "milestones": draw(_several(milestones(known), "milestone")),
        "staircases": draw(_several(staircases(known), "staircase")),
        "bonuses": draw(_several(bonuses(known), "bonus")),
        "memberships": [draw(memberships(known)) | {"id": each} for each in known.memberships],
    }
    # Tables that were sampled are shared: whoever changes a document must not change the next one.
    return deepcopy(whole | draw(_ladder(known)))


def some(optional: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Table]:
    """Give a table with any of some settings."""
    return st.fixed_dictionaries({}, optional=optional)


# No wait above is longer than February, so that points never end before they begin.
lives: st.SearchStrategy[Table] = st.sampled_from(
    [{}, {"months": 1}, {"months": 12, "until": "month"}, {"days": 28, "until": "year"}]
)
periods: st.SearchStrategy[Table] = st.sampled_from(
    [
        {"kind": "ever"},
        {"kind": "rolling"},
        {"kind": "rolling", "days": 30},
        {"kind": "rolling", "months": 3, "days": 1},
        *({"kind": "calendar", "unit": unit} for unit in ("day", "week", "month", "quarter")),
        {"kind": "calendar"},
    ]
)


@st.composite
def terms(draw: st.DrawFn, known: Known) -> Table:
    """Give the terms of a rule: mostly none."""
    found: Table = draw(
        some(
            {
                "weekdays": _set_of(WEEKDAYS),
                "hours": st.sampled_from(
                    [[{"from": "17:00", "until": "19:00"}], [{"from": "22:00", "until": "02:00"}]]
                ),
                "valid_from": st.sampled_from(["2026-01-01", "2026-11-20"]),
                "valid_until": st.sampled_from(["2026-11-30", "2027-12-31"]),
                "segments": _set_of(SEGMENTS),
                "code": st.sampled_from(["SPRING", "Be My Guest"]),
            }
        )
        if draw(_seldom)
        else st.just({})
    )
    if draw(_seldom):
        found |= draw(scopes)
    if draw(_seldom) and known.tiers:
        found["tiers"] = draw(_set_of(known.tiers))
    if draw(_seldom) and known.memberships:
        found["memberships"] = list(known.memberships)
    return found


_seldom = st.sampled_from([False, False, True])
scopes: st.SearchStrategy[Table] = st.sampled_from(
    [
        {"categories": ["coffee"]},
        {"products": ["tea"]},
        {"categories": ["food"], "except_products": ["cake"]},
        {"except_categories": ["gifts"]},
    ]
)


@st.composite
def earn_rules(draw: st.DrawFn, known: Known) -> Table:
    """Give an earn rule without its id."""
    paid: dict[str, st.SearchStrategy[Any]] = {
        "carry": st.booleans(),
        "basis": st.sampled_from(["paid", "price"]),
        "tax": st.sampled_from(["included", "excluded"]),
    }
    own = draw(
        st.one_of(
            st.fixed_dictionaries(
                {"kind": st.just("amount"), "points": small, "per_minor": minor}, optional=paid
            ),
            st.fixed_dictionaries(
                {"kind": st.just("percent"), "percent": st.integers(1, 100)}, optional=paid
            ),
            st.fixed_dictionaries({"kind": st.sampled_from(["visit", "flat"]), "points": small}),
            st.fixed_dictionaries({"kind": st.just("item"), "points": small, "pieces": small}),
        )
    )
    more = some(
        {
            "minimum_minor": minor,
            "most_per_sale": minor,
            "most_per_day": minor,
            "exclusive": st.booleans(),
            "pending_days": st.integers(1, 28),
            "life": lives,
        }
    )
    return draw(terms(known)) | own | (draw(more) if draw(_seldom) else {})


@st.composite
def multipliers(draw: st.DrawFn, known: Known) -> Table:
    """Give a multiplier without its id."""
    more = some({"name": names, "exclusive": st.booleans()})
    return draw(terms(known)) | {"percent": draw(st.integers(1, 300))} | draw(more)


@st.composite
def stamp_cards(draw: st.DrawFn, known: Known) -> Table:
    """Give a stamp card without its id."""
    per = draw(st.sampled_from(["visit", "item", "amount"]))
    card = {"name": draw(names), "stamps": draw(small), "per": per}
    if per == "amount":
        card["per_minor"] = draw(minor)
    more = some({"minimum_minor": minor, "life": lives, "most_per_day": small})
    return draw(terms(known)) | card | draw(more)


def gifts(known: Known) -> st.SearchStrategy[Table]:
    """Give a gift that brings something."""
    points = st.fixed_dictionaries({"points": minor})
    if not known.handed_out:
        return points
    vouchers = st.fixed_dictionaries(
        {"reward": st.sampled_from(known.handed_out)}, optional={"points": minor}
    )
    return points | vouchers


@st.composite
def _rewards(draw: st.DrawFn, known: Known) -> list[Table]:
    handed_out = [
        draw(rewards(known, ("fixed", "percent", "product", "donation", "shipping", "access")))
        | {"id": each}
        for each in known.handed_out
    ]
    kinds = ["fixed", "percent", "product", "access", "donation", "shipping", "pay"]
    if known.handed_out:
        kinds += ["choice", "mystery"]
    others = draw(_several(rewards(known, kinds), "reward"))
    return [*handed_out, *others]


@st.composite
def rewards(draw: st.DrawFn, known: Known, kinds: Sequence[str]) -> Table:
    """Give a reward of one of some kinds, without its id."""
    kind = draw(st.sampled_from(list(kinds)))
    more: Table = draw(
        some(
            {
                "exclusive": st.booleans(),
                "minimum_minor": minor,
                "minimum_pieces": small,
                "most_per_sale": small,
                "most_per_day": small,
                "most_per_member": small,
                "stock": small,
                "life": lives,
                "after_days": st.integers(0, 3),
            }
        )
        if draw(_seldom)
        else st.just({})
    )
    found = draw(terms(known)) | {"kind": kind, "name": draw(names)} | more
    if draw(_seldom) and known.tiers:
        # Named levels beside a lowest one may leave nobody.
        found["tier"] = draw(st.sampled_from(known.tiers))
        found.pop("tiers", None)
    if kind != "pay":
        found |= draw(_ways(known, kind))
    return found | draw(_own(known, kind))


def _ways(known: Known, kind: str) -> st.SearchStrategy[Table]:
    """Give how a reward is had."""
    units = ["points", *(f"stamp:{card}" for card in known.cards)]
    cost = st.fixed_dictionaries(
        {
            "cost": st.fixed_dictionaries(
                {"unit": st.sampled_from(units), "amount": st.integers(1, 50)}
            )
        }
    )
    by_itself = st.just({"personal": True} if kind == "choice" else {"automatic": True})
    return st.one_of(cost, cost, by_itself, st.just({"personal": True}))


def _own(known: Known, kind: str) -> st.SearchStrategy[Table]:
    """Give what only one kind of reward has."""
    of = st.fixed_dictionaries
    prize = {"weight": small, "reward": st.sampled_from(known.handed_out or ("none",))}
    blank = {"weight": small, "points": st.integers(0, 9)}
    kinds: dict[str, st.SearchStrategy[Table]] = {
        "fixed": of({"amount_minor": minor}),
        "percent": of(
            {"percent": st.integers(1, 100)}, optional={"maximum_minor": minor, "pieces": small}
        ),
        "product": of({"worth_minor": minor}, optional={"product": st.sampled_from(PRODUCTS)}),
        "choice": of({"options": st.just(list(known.handed_out))}),
        "mystery": of({"prizes": st.tuples(of(prize), of(blank)).map(list)}),
        "access": of({"product": st.sampled_from(PRODUCTS)}),
        "donation": of({"cause": st.just("Trees"), "amount_minor": minor}),
        "shipping": of({}, optional={"maximum_minor": minor}),
        "pay": of(
            {"points": small, "minor": small}, optional={"maximum_percent": st.integers(1, 100)}
        ),
    }
    return kinds[kind]


@st.composite
def _ladder(draw: st.DrawFn, known: Known) -> Table:
    if not known.tiers:
        return {}
    period = draw(periods)
    alike = {"measure": draw(st.sampled_from(["spend", "visits"])), "period": period}
    amounts = sorted(draw(st.sets(st.integers(0, 20_000), min_size=3, max_size=3)))
    tiers = [
        {"id": each, "name": draw(names), "from_amount": amount, **alike}
        | draw(some({"entry": gifts(known)}))
        for each, amount in zip(known.tiers, amounts, strict=False)
    ]
    kept: dict[str, st.SearchStrategy[Any]] = {
        "grace_days": st.integers(0, 40),
        "keep_next_period": st.booleans(),
    }
    levels = {
        "downgrade": st.sampled_from(["reached", "one_step", "never"]),
        "entry": st.sampled_from(["each", "highest"]),
        **({} if period["kind"] == "ever" else kept),
    }
    return {"tiers": tiers, "levels": draw(some(levels))}


@st.composite
def milestones(draw: st.DrawFn, known: Known) -> Table:
    """Give a milestone without its id."""
    found = draw(terms(known)) | {"name": draw(names), "gift": draw(gifts(known))}
    found[draw(st.sampled_from(["at", "every"]))] = draw(minor)
    if draw(st.booleans()):
        measured = st.sampled_from(["spend", "items"])
        return found | {"within": "sale", "measure": draw(measured)}
    return found | {"measure": draw(_measures(found)), "period": draw(periods)}


@st.composite
def staircases(draw: st.DrawFn, known: Known) -> Table:
    """Give a staircase without its id."""
    found = draw(terms(known)) | {"name": draw(names), "period": draw(periods)}
    amounts = sorted(draw(st.sets(minor, min_size=1, max_size=3)))
    steps = [{"from_amount": each, "gift": draw(gifts(known))} for each in amounts]
    return found | {"measure": draw(_measures(found)), "steps": steps}


def _measures(rule: Table) -> st.SearchStrategy[str]:
    scoped = any(name.removeprefix("except_") in ("categories", "products") for name in rule)
    return st.sampled_from(["spend", "visits", "items", *([] if scoped else ["points"])])


@st.composite
def bonuses(draw: st.DrawFn, known: Known) -> Table:
    """Give a bonus without its id."""
    found = {"name": draw(names), "gift": draw(gifts(known))}
    of = st.fixed_dictionaries
    own = st.one_of(
        of({"kind": st.just("welcome")}),
        of({"kind": st.just("birthday"), "days_before": st.integers(0, 14), "member_days": small}),
        of({"kind": st.just("anniversary"), "years": st.sampled_from([[], [1], [1, 5]])}),
        of({"kind": st.just("referral"), "referrer": gifts(known), "minimum_minor": minor}),
        of({"kind": st.just("activity"), "activity": st.sampled_from(["review", "survey"])}),
    )
    more = some({"life": lives, "pending_days": st.integers(1, 28)})
    return found | draw(own) | draw(more)


@st.composite
def memberships(draw: st.DrawFn, known: Known) -> Table:
    """Give a paid membership without its id."""
    found = {"name": draw(names), "fee_minor": draw(minor)}
    length = st.sampled_from([{"months": 12}, {"days": 30}, {"months": 1, "days": 1}])
    more = some({"gift": gifts(known), "refund_unused": st.booleans()})
    return found | draw(length) | draw(more)


def _ids(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name}-{n}" for n in range(1, count + 1))


def _set_of(items: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.sets(st.sampled_from(list(items)), min_size=1).map(sorted)


def _several(
    rules: st.SearchStrategy[Table], name: str, *, are_ranked: bool = False
) -> st.SearchStrategy[list[Table]]:
    """Give up to two rules with ids; those that are ranked have a priority of their own."""

    def numbered(drawn: list[Table]) -> list[Table]:
        ranked = enumerate(drawn, start=1)
        return [
            each | {"id": f"{name}-{n}"} | ({"priority": n} if are_ranked else {})
            for n, each in ranked
        ]

    return st.lists(rules, max_size=2).map(numbered)
