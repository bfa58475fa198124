"""Programmes in which everything happens soon: every kind of rule with small numbers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from loyalty.programme import Programme, load_toml
from tests.loyalty.documents import ROOT, bonus, per_euro, programme, reward, tier
from tests.loyalty.programme.strategies import programmes

READY = [
    load_toml(path.read_text("utf-8")) for path in sorted((ROOT / "assets/programmes").glob("*"))
]
LEVELS = [
    {"grace_days": 3, "downgrade": "one_step", "entry": "highest"},
    {"downgrade": "never"},
    {"keep_next_period": True},
    {},
]
MONTH = {"kind": "calendar", "unit": "month"}
WEEK = {"kind": "rolling", "days": 7}
COFFEES = {"unit": "stamp:coffees", "amount": 3}


def rich(**parts: Any) -> dict[str, Any]:
    """Give the parts of a programme that has a bit of everything."""
    return {
        "points": {"days": 20, "pending_days": 2},
        "point_worth": {"points": 10, "minor": 7},
        "caps": {"points_per_day": 400},
        "earn": [
            per_euro(points=3),
            {"kind": "percent", "id": "tea", "percent": 4, "categories": ["coffee"]},
            per_euro(id="low", points=1, exclusive=True, life={"days": 9}, pending_days=1),
            per_euro(id="high", points=9, exclusive=True, priority=2, minimum_minor=1500),
            {"kind": "visit", "id": "visit", "points": 2, "most_per_day": 4},
            {"kind": "item", "id": "item", "points": 5, "pieces": 2, "products": ["cake"]},
            {"kind": "flat", "id": "flat", "points": 7, "code": "SPRING"},
        ],
        "multipliers": [
            {"id": "late", "percent": 50, "hours": [{"from": "22:00", "until": "02:00"}]},
            {"id": "cake", "percent": 30, "products": ["cake"], "priority": 1},
            {"id": "members", "percent": 20, "memberships": ["club"]},
        ],
        "stamp_cards": [
            {"id": "coffees", "name": "C", "stamps": 3, "per": "item", "categories": ["coffee"]},
            {"id": "money", "name": "M", "stamps": 4, "per": "amount", "per_minor": 700},
            {"id": "days", "name": "D", "stamps": 2, "most_per_day": 1, "life": {"days": 5}},
        ],
        "tiers": [
            tier("base", 0, measure="visits", period=WEEK),
            tier("silver", 2, measure="visits", period=WEEK, entry={"points": 11}),
            tier("gold", 4, measure="visits", period=WEEK, entry={"reward": "gift"}),
        ],
        "rewards": [
            reward("fixed", id="gift", cost=None, personal=True, life={"days": 6}, after_days=1),
            reward("fixed", amount_minor=333, most_per_member=2),
            reward("percent", percent=15, maximum_minor=250, most_per_day=1),
            reward("product", product="tea", most_per_sale=2, stock=3),
            reward("product", id="stamped", cost=COFFEES, product="espresso"),
            reward("percent", id="three", cost=None, automatic=True, minimum_pieces=3, pieces=1),
            reward("choice", options=["fixed", "product"], most_per_member=3),
            reward("mystery", prizes=[{"weight": 1, "points": 3}, {"weight": 2, "reward": "gift"}]),
            reward("donation", exclusive=True),
            reward("shipping", tier="silver"),
            reward("access", product="cake", cost=None, most_per_member=2),
            reward("pay", points=2, minor=1, maximum_percent=60, minimum_points=4),
        ],
        "milestones": [
            {"id": "every", "name": "E", "gift": {"points": 4}, "every": 900, "measure": "spend"},
            {"id": "at", "name": "A", "gift": {"reward": "gift"}, "at": 3, "measure": "visits"},
            {"id": "cakes", "name": "K", "gift": {"points": 1}, "every": 2, "measure": "items"}
            | {"products": ["cake"], "period": WEEK},
            {"id": "large", "name": "L", "gift": {"points": 9}, "at": 3000, "within": "sale"},
        ],
        "staircases": [
            {"id": "steps", "name": "S", "period": MONTH, "measure": "points"}
            | {"steps": [{"from_amount": 30 * n, "gift": {"points": n}} for n in (1, 3, 9)]}
        ],
        "bonuses": [
            bonus("welcome"),
            bonus("birthday", days_before=2),
            bonus("anniversary"),
            bonus("referral", referrer={"points": 8}, minimum_minor=500, most=1),
            bonus("activity", activity="review", once="month"),
        ],
        "memberships": [
            {"id": "club", "name": "C", "fee_minor": 900, "days": 5, "gift": {"points": 6}}
        ],
        "segments": ["students"],
        **parts,
    }


RICH = [
    programme(**rich(levels=each, owing=owing, points=points))
    for each, owing, points in zip(
        LEVELS,
        ["owed", "forgive", "owed", "owed"],
        [{"days": 20, "pending_days": 2}, {}, {"months": 1, "inactive_days": 9}, {"days": 3}],
        strict=True,
    )
]

any_programmes: st.SearchStrategy[Programme] = st.one_of(
    st.sampled_from(RICH), st.sampled_from(RICH), st.sampled_from(READY), programmes()
)
