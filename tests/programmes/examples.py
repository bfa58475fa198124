"""The examples of the guide's reference: where each stands, and the programme it is put into."""

import copy
import tomllib
import typing
from collections.abc import Iterator
from typing import Any

import msgspec

from loyalty.explaining.summary import INDENT, summary
from loyalty.programme import benefits, earn, from_wire, rewards, shapes, terms
from loyalty.programme.scalars import Document
from terminal.commands.programme import speak
from tests.programmes.guide import sections

PLACES: dict[type[Document], str] = {
    shapes.Programme: "the-head",
    shapes.PointWorth: "what-a-point-is-worth",
    shapes.PointsLife: "how-long-points-last",
    shapes.Caps: "the-most-points-for-one-member",
    shapes.Limits: "what-may-be-spent-without-a-pin",
    shapes.CheckIn: "checking-in-without-a-cashier",
    terms.Hours: "hours",
    terms.Ever: "periods",
    terms.Calendar: "a-calendar-period",
    terms.Rolling: "a-rolling-period",
    terms.Life: "how-long-something-lasts",
    benefits.Gift: "gifts",
    earn.EarnAmount: "points-for-an-amount",
    earn.EarnPercent: "points-as-a-part-of-what-is-paid",
    earn.EarnVisit: "points-for-a-visit",
    earn.EarnItem: "points-for-pieces",
    earn.EarnFlat: "the-same-points-for-every-sale",
    earn.Multiplier: "extra-points",
    earn.StampCard: "stamp-cards",
    benefits.Tier: "levels-and-what-reaches-them",
    benefits.Levels: "how-levels-are-kept-and-lost",
    rewards.Cost: "what-a-reward-costs",
    rewards.FixedReward: "money-off",
    rewards.PercentReward: "per-cent-off",
    rewards.ProductReward: "a-free-product",
    rewards.ChoiceReward: "one-of-several",
    rewards.MysteryReward: "a-surprise",
    rewards.Prize: "what-can-come-out",
    rewards.AccessReward: "early-access",
    rewards.DonationReward: "a-gift-to-a-cause",
    rewards.ShippingReward: "free-shipping",
    rewards.PayReward: "paying-with-points",
    benefits.Milestone: "every-so-much",
    benefits.Staircase: "more-for-a-bigger-total",
    benefits.Step: "steps",
    benefits.WelcomeBonus: "for-joining",
    benefits.BirthdayBonus: "for-a-birthday",
    benefits.AnniversaryBonus: "for-a-year-as-a-member",
    benefits.ReferralBonus: "for-bringing-a-friend",
    benefits.ActivityBonus: "for-doing-something",
    benefits.Membership: "paid-memberships",
}
"""Where each part of a programme is written about."""

INSIDE: dict[type[Document], tuple[str, ...]] = {
    shapes.PointWorth: ("point_worth",),
    shapes.PointsLife: ("points",),
    shapes.Caps: ("caps",),
    shapes.Limits: ("limits",),
    shapes.CheckIn: ("check_in",),
    benefits.Levels: ("levels",),
    terms.Hours: ("multipliers", "hours"),
    terms.Calendar: ("milestones", "period"),
    terms.Rolling: ("milestones", "period"),
    terms.Life: ("rewards", "life"),
    benefits.Gift: ("milestones", "gift"),
    rewards.Cost: ("rewards", "cost"),
    rewards.Prize: ("mystery", "prizes"),
    benefits.Step: ("staircases", "steps"),
}
"""Where in a programme the example of a smaller part is put."""

INSTEAD = {"at": "every"}
"""Keys of which only one can be there."""

UNSEEN = {shapes.Programme, terms.Ever}
"""What is not a sentence of its own where members read the rules."""

SECTIONS = sections()

YEAR = {"kind": "calendar", "unit": "year"}
BASE: dict[str, Any] = {
    "id": "base",
    "version": 1,
    "from": "2026-01-01",
    "name": "Base",
    "currency": "EUR",
    "time_zone": "Europe/Dublin",
    "segments": ["trade"],
    "earn": [{"kind": "amount", "id": "base-earn", "points": 2, "per_minor": 100}],
    "multipliers": [{"id": "base-more", "name": "Happy hour", "percent": 100}],
    "stamp_cards": [{"id": "teas", "name": "Teas", "stamps": 10, "reward": "free-tea"}],
    "tiers": [
        {"id": "basic", "name": "Basic", "from_amount": 0, "period": YEAR},
        {"id": "silver", "name": "Silver", "from_amount": 30000, "period": YEAR},
        {"id": "gold", "name": "Gold", "from_amount": 75000, "period": YEAR},
    ],
    "rewards": [
        {
            "kind": "fixed",
            "id": "base-off",
            "name": "2.00 off",
            "amount_minor": 200,
            "cost": {"amount": 200},
        },
        {
            "kind": "fixed",
            "id": "five-off",
            "name": "5.00 off",
            "amount_minor": 500,
            "cost": {"amount": 450},
        },
        {
            "kind": "product",
            "id": "free-cappuccino",
            "name": "Free cappuccino",
            "product": "cappuccino",
            "worth_minor": 350,
            "cost": {"amount": 360},
        },
        {
            "kind": "product",
            "id": "free-coffee",
            "name": "Free coffee",
            "product": "coffee",
            "worth_minor": 300,
            "cost": {"unit": "stamp:coffees", "amount": 10},
        },
        {
            "kind": "product",
            "id": "free-tea",
            "name": "Free tea",
            "product": "tea",
            "worth_minor": 300,
            "cost": {"unit": "stamp:teas", "amount": 10},
        },
    ],
    "milestones": [{"id": "base-mile", "name": "Well done", "at": 10000, "gift": {"points": 50}}],
    "memberships": [{"id": "base-friends", "name": "Friends", "fee_minor": 100, "months": 12}],
    "staircases": [
        {
            "id": "base-stairs",
            "name": "Year bonus",
            "steps": [{"from_amount": 9, "gift": {"points": 1}}],
        }
    ],
}
BASE["stamp_cards"].append({"id": "coffees", "name": "Cups", "stamps": 10, "reward": "free-coffee"})
BASE["memberships"].append({"id": "friends", "name": "Club", "fee_minor": 100, "months": 6})


def documents(start: Any) -> Iterator[type[Document]]:
    """Give every struct that a type can hold, itself first."""
    if isinstance(start, type) and issubclass(start, Document):
        yield start
        for item in msgspec.structs.fields(start):
            if item.type is not start:
                yield from documents(item.type)
        return
    for part in typing.get_args(start):
        yield from documents(part)


def put(document: dict[str, Any], snippet: dict[str, Any]) -> None:
    """Put an example into a document: parts with an id replace those with the same one."""
    for name, value in snippet.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            whole = {each["id"]: each for each in document.get(name, [])}
            document[name] = list((whole | {each["id"]: each for each in value}).values())
        else:
            document[name] = value


def with_example(struct: type[Document], line: str) -> dict[str, Any]:
    """Give a whole programme with the section's example and one more line in it."""
    document, snippet = copy.deepcopy(BASE), SECTIONS[PLACES[struct]].snippet()
    extra = tomllib.loads(line)
    for key in extra.keys() & INSTEAD.keys():
        for each in snippet[next(iter(snippet))]:
            del each[INSTEAD[key]]
    place = INSIDE.get(struct, ())
    if not place:
        for value in [snippet] if struct is shapes.Programme else next(iter(snippet.values())):
            value.update(extra)
        put(document, snippet)
    elif len(place) == 1:
        (table,) = snippet.values()
        document[place[0]] = table | extra
    else:
        put_inside(document, place, snippet, extra)
    return document


def put_inside(
    document: dict[str, Any], place: tuple[str, ...], snippet: dict[str, Any], extra: dict[str, Any]
) -> None:
    """Put the example of a smaller part into the first part of its kind."""
    (value,) = snippet.values()
    if isinstance(value, list):
        value[0].update(extra)
    else:
        value.update(extra)
    if place[0] == "mystery":
        mystery = SECTIONS["a-surprise"].snippet()
        mystery["rewards"][0][place[1]] = value
        put(document, mystery)
        return
    hosts = document[place[0]]
    hosts[0][place[1]] = value


def read(document: dict[str, Any]) -> None:
    """Read a document as the program does. Raises ProgrammeInvalid with all that is wrong."""
    from_wire(msgspec.json.encode(document))


def read_by_members(document: dict[str, Any]) -> list[str]:
    """Give the sentences in which a member reads a programme, without its headings."""
    programme = from_wire(msgspec.json.encode(document))
    words = speak(programme, "en")
    lines = summary(
        programme,
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        language=words.language,
    )
    return [line.strip() for line in lines if line.startswith(INDENT)]


def added_for_members(struct: type[Document]) -> list[str]:
    """Give the sentences that the example of a part adds to what members read."""
    without = read_by_members(BASE)
    return [each for each in read_by_members(with_example(struct, "")) if each not in without]


ALL = list(dict.fromkeys(documents(shapes.Programme)))
