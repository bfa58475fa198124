"""The day's own work: lots end, silence ends points, counters are tidied; twice writes once."""

from typing import Any

import pytest

from loyalty import accounts
from loyalty.benefits import daily
from loyalty.benefits.tidying import stale
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.scene import Facts, Scene
from loyalty.settle import settled
from loyalty.standing import Standing
from tests.loyalty.benefit_build import Member, points
from tests.loyalty.build import per_euro, programme

OLD = "019aa000-0000-7000-8000-000000000000"
NEW = "019ab000-0000-7000-8000-000000000000"


def lot(amount: int, last_day: str, event: str = OLD) -> HeldLot:
    """Give a lot that ends on a day."""
    return HeldLot(lot=name(event, last_day), amount=amount)


def scene(
    day: str, rules: Programme | None = None, counters: dict[str, int] | None = None, **facts: Any
) -> Scene:
    """Give the scene of a day."""
    standing = Standing(account="a", balance={"points": 30}, counters=counters or {}, home=True)
    return Scene(programme=rules or programme(), standing=standing, day=day, facts=Facts(**facts))


def test_a_lot_ends_the_day_after_its_last() -> None:
    lots = {"points": (lot(30, "2026-11-22"),)}
    assert daily.drafts(scene("2026-11-22"), lots) == ()
    (draft,) = daily.drafts(scene("2026-11-23"), lots)
    assert (draft.kind, draft.account) == ("expired", "a")
    (posting,) = draft.postings
    assert (posting.debit, posting.credit) == ("m:a:open", accounts.EXPIRED)
    assert (posting.amount, posting.lot) == (30, name(OLD, "2026-11-22"))
    assert draft.whys[0].params == {"unit": "points", "given": 30}


def test_lots_end_in_one_order_whatever_the_order_they_come_in() -> None:
    ended = (lot(1, "2026-01-02", NEW), lot(2, "2026-01-02"), lot(3, "2026-01-01", NEW))
    mugs = (lot(1, "2026-01-05"),)
    one = daily.drafts(scene("2026-11-23"), {"voucher:mug": mugs, "points": ended})
    other = daily.drafts(scene("2026-11-23"), {"points": ended[::-1], "voucher:mug": mugs})
    assert one == other
    assert [(each.unit, each.amount) for each in one[0].postings] == [
        ("points", 3),
        ("points", 2),
        ("points", 1),
        ("voucher:mug", 1),
    ]
    assert [each.params["given"] for each in one[0].whys] == [6, 1]


def test_a_till_ends_what_it_holds() -> None:
    lots = {"points": (lot(30, "2026-11-22"),)}
    (draft,) = daily.drafts(scene("2026-11-23"), lots, part=accounts.HELD)
    assert draft.postings[0].debit == "m:a:held"


def test_what_is_owed_never_grows_when_lots_end() -> None:
    before = scene("2026-11-23")
    (draft,) = daily.drafts(before, {"points": (lot(30, "2026-11-22"), lot(0, "2026-01-01"))})
    after = settled(before.standing, draft.postings)
    assert (after.amount(), after.owed) == (0, {})


def test_an_id_is_the_same_for_the_same_day_and_begins_with_it() -> None:
    lots = {"points": (lot(30, "2026-11-22"),)}
    first, again = (daily.drafts(scene("2026-11-23"), lots)[0].id for _ in range(2))
    assert first == again
    later = daily.drafts(scene("2026-11-24"), lots)[0].id
    assert first[:8] <= later[:8]
    assert first != later


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2027-01-30", []),
        ("2027-01-31", ["inactive"]),
        ("2029-01-01", ["inactive"]),
        ("2029-01-02", ["expired", "inactive"]),
    ],
)
def test_silence_ends_all_points_and_nothing_else(day: str, kinds: list[str]) -> None:
    rules = programme(points={"inactive_days": 90})
    counters = {"visits": 2, "visits/2026-11-01": 1, "visits/2026-11-02": 0}
    kept = lot(3, "9999-12-31")
    lots = {"points": (lot(20, "9999-12-31"), lot(10, "2029-01-01")), "stamp:c": (kept,)}
    drafts = daily.drafts(scene(day, rules, counters), lots)
    assert [each.kind for each in drafts] == kinds
    ended = [posting for each in drafts for posting in each.postings]
    assert sum(each.amount for each in ended) == (30 if kinds else 0)
    assert {each.unit for each in ended} <= {"points"}


def test_who_never_came_is_silent_since_joining() -> None:
    rules = programme(points={"inactive_days": 90})
    lots = {"points": (lot(30, "9999-12-31"),)}
    joined: dict[str, Any] = {"joined_day": "2026-11-01"}
    assert daily.drafts(scene("2027-01-30", rules, **joined), lots) == ()
    assert len(daily.drafts(scene("2027-01-31", rules, **joined), lots)) == 1
    assert daily.drafts(scene("2030-01-31", rules), lots) == ()


def test_a_visit_keeps_points_alive() -> None:
    member = Member(programme(earn=[per_euro()], points={"inactive_days": 30}))
    member.buy(1000, "2026-01-01")
    member.buy(1000, "2026-01-31")
    assert member.run_day("2026-03-02") != ()
    assert member.standing.amount() == 20
    member.run_day("2026-03-03")
    assert (member.standing.amount(), member.standing.owed) == (0, {})


def test_birthdays_and_anniversaries_come_with_the_day_and_once() -> None:
    bonuses = [
        {"kind": kind, "id": kind, "name": kind, "gift": {"points": 5}}
        for kind in ("birthday", "anniversary")
    ]
    rules = programme(bonuses=bonuses)
    member = Member(rules, birthday="11-22", joined_day="2025-11-23")
    for day in daily.missed("2026-11-20", "2026-11-24"):
        drafts = member.run_day(day)
        assert member.run_day(day) == ()
        if day in {"2026-11-22", "2026-11-23"}:
            assert [each.kind for each in drafts] == ["benefit"]
    assert member.standing.amount() == 10
    assert points(member.buy(100, "2026-11-24")) == 0


def test_missed_days_come_in_order() -> None:
    assert list(daily.missed("2028-02-27", "2028-03-01")) == [
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
    ]
    assert list(daily.missed("2028-03-01", "2028-03-01")) == []


def test_a_lot_of_a_benefit_has_the_name_of_its_draft() -> None:
    rules = programme(
        bonuses=[{"kind": "birthday", "id": "b", "name": "B", "gift": {"points": 5}}],
        points={"days": 30},
    )
    (draft,) = daily.drafts(scene("2026-11-22", rules, birthday="11-22"), {})
    given = next(each for each in draft.postings if each.unit == "points")
    assert given.lot == name(draft.id, "2026-12-22")
    assert [each.code for each in draft.whys] == ["birthday"]


RULES = programme(
    points={"inactive_days": 365},
    tiers=[
        {"id": "gold", "name": "G", "from_amount": 100, "period": {"kind": "rolling", "days": 30}}
    ],
    milestones=[
        {"id": "ms", "name": "M", "gift": {"points": 1}, "at": 5, "measure": "items",
         "period": {"kind": "calendar", "unit": "month"}},
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "is_stale"),
    [
        ("spend", False),
        ("spend/2026-10-24", False),
        ("spend/2026-10-23", True),
        ("spend/2026-11", True),
        ("spend/2026", True),
        ("visits/2026-01-05", False),
        ("visits/2026-01-04", True),
        ("count:ms/2026-11", False),
        ("count:ms/2026-10", False),
        ("count:ms/2026-09", True),
        ("count:gone/2026-11", True),
        ("count:gone", False),
        ("carry:spend/2026", False),
        ("carry:spend/100", False),
        ("cap:spend/2026-11-21", True),
        ("cap:spend/2026-11-22", False),
        ("cap:all/2026-11-21", True),
        ("stampcap:card/2026-11-21", True),
        ("used:mug/2026-11-21", True),
        ("used:mug", False),
        ("drawn:box", False),
        ("pass:club/2025-11-22~2026-11-21", True),
        ("pass:club/2025-11-23~2026-11-22", False),
        ("issued:milestone/ms/2026-10/1", False),
        ("issued:milestone/ms/2026-09/1", True),
        ("issued:milestone/old/-/1", False),
        ("issued:entry/gold/2026-10-24", False),
        ("issued:entry/gold/2026-10-23", True),
        ("issued:birthday/b/m1/2025", False),
        ("issued:birthday/b/m1/2024", True),
        ("issued:activity/a/m1/2026-W46", False),
        ("issued:activity/a/m1/2026-W45", True),
        ("issued:activity/a/m1/-", False),
        ("issued:anniversary/a/m1/3", False),
        ("issued:welcome/w/m1", False),
        ("issued:referral/r/abc", False),
        ("due:welcome/w/m1", True),
        ("due:welcome/w/m2", False),
        ("reached:gold", False),
        ("qualified:r", False),
        ("unknown:thing/2020", False),
    ],
)
def test_only_what_nobody_can_need_is_dropped(unit: str, *, is_stale: bool) -> None:
    counters = {unit: 1, "visits/2026-01-05": 1, "issued:welcome/w/m1": 1}
    assert (unit in stale(RULES, counters, "2026-11-22")) is is_stale


def test_dropping_takes_a_counter_to_zero_from_either_side() -> None:
    counters = {"spend/2020": 5, "spend/2021": -2, "spend/2022": 0, "spend": 3}
    before = scene("2026-11-22", None, counters)
    (draft,) = daily.drafts(before, {})
    after = settled(before.standing, draft.postings)
    assert {unit: n for unit, n in after.counters.items() if n} == {"spend": 3}
    assert (draft.kind, draft.whys) == ("tidied", ())


def test_history_stays_short_over_years() -> None:
    """A member who comes every third day has no more counters after four years than after two."""
    rules = programme(
        earn=[per_euro(most_per_day=50)],
        tiers=[{"id": "gold", "name": "G", "from_amount": 100, "entry": {"points": 1},
                "period": {"kind": "rolling", "days": 60}}],
        milestones=[
            {"id": "m", "name": "M", "gift": {"points": 1}, "every": 300,
             "period": {"kind": "calendar", "unit": "month"}},
        ],
    )  # fmt: skip
    member = Member(rules)
    sizes = []
    for number, day in enumerate(daily.missed("2023-12-31", "2027-12-31")):
        if number % 3 == 0:
            member.buy(90, day)
        if number % 7 == 0:
            member.run_day(day)
        if day.endswith("-12-31"):
            member.run_day(day)
            sizes.append(len(member.counters))
    assert max(sizes[1:]) <= sizes[0] + 3
