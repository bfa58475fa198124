"""Sales of the past through a programme: what is given, used, ended and left, and what it cost."""

from typing import Any

import pytest

from loyalty.accounts import POINTS, stamps, voucher
from loyalty.basket import Line
from loyalty.forecast.report import Report, report
from loyalty.forecast.run import Forecast
from loyalty.forecast.sold import Sold
from loyalty.programme import Programme
from tests.loyalty.documents import COFFEE_BAR, per_euro, programme, reward


def sale(day: str, amount_minor: int, member: str = "a", **parts: Any) -> Sold:
    """Give one sale."""
    lines = (Line(amount_minor=amount_minor, **parts),)
    return Sold(day=day, minute=600, member=member, lines=lines)


def run(rules: Programme, sales: list[Sold], *, use_percent: int = 100) -> Forecast:
    """Run sales through a programme."""
    forecast = Forecast(rules, use_percent=use_percent)
    forecast.run(sales)
    return forecast


def found(rules: Programme, sales: list[Sold], margin: int | None = None, **how: Any) -> Report:
    """Run sales and put the figures together."""
    return report(run(rules, sales, **how), margin_percent=margin)


FIVE_OFF = programme(
    earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10})], margin_percent=60
)


def test_points_are_given_and_the_best_reward_is_used_at_once() -> None:
    """10 points from 10.00; the next sale takes 5.00 off and earns on what is paid."""
    sales = [sale("2026-01-01", 1000), sale("2026-01-02", 1000), sale("2026-01-03", 300)]
    was = found(FIVE_OFF, sales)
    points = was.units[POINTS]
    assert (points.given, points.used, points.outstanding) == (10 + 5 + 3, 10, 8)
    assert was.reward_cost_minor == 500
    assert was.discount_minor == 500
    assert was.rewards_used == 1
    assert was.cost_of_member_turnover == 2174
    assert (was.sales, was.members, was.turnover_minor) == (3, 1, 2300)


def test_somebody_without_a_card_counts_as_turnover_only() -> None:
    """What the shop sells to strangers makes the reward cost a smaller share of it all."""
    sales = [
        sale("2026-01-01", 1000),
        sale("2026-01-02", 1000, member=""),
        sale("2026-01-02", 1000),
    ]
    was = found(FIVE_OFF, sales)
    assert (was.sales, was.member_sales) == (3, 2)
    assert was.cost_of_member_turnover == 2500
    assert was.cost_of_turnover == 1667


@pytest.mark.parametrize(("use_percent", "used"), [(0, 0), (50, 5), (100, 10)])
def test_how_often_members_use_what_they_can(use_percent: int, used: int) -> None:
    """Evenly spread over the chances, the same in every run."""
    rules = programme(earn=[per_euro(points=10)], rewards=[reward("fixed", cost={"amount": 10})])
    sales = [sale(f"2026-01-{day:02}", 1000) for day in range(1, 12)]
    was = found(rules, sales, use_percent=use_percent)
    assert was.rewards_used == used
    assert found(rules, sales, use_percent=use_percent) == was


def test_points_end_after_their_last_day_and_not_on_it() -> None:
    """Ten days: given on the 1st, they can be used on the 11th, and are gone on the 12th."""
    rules = programme(
        earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10})], points={"days": 10}
    )
    in_time = found(rules, [sale("2026-01-01", 1000), sale("2026-01-11", 1000)])
    assert (in_time.units[POINTS].used, in_time.units[POINTS].expired) == (10, 0)
    late = found(rules, [sale("2026-01-01", 1000), sale("2026-01-12", 1000)])
    assert (late.units[POINTS].used, late.units[POINTS].expired) == (0, 10)


def test_what_ended_counts_in_the_month_in_which_it_ended() -> None:
    """Though the member came back in March only; nobody who stays away is forgotten."""
    rules = programme(earn=[per_euro()], points={"days": 10})
    sales = [
        sale("2026-01-30", 1000),
        sale("2026-01-30", 700, member="gone"),
        sale("2026-03-05", 1000),
    ]
    was = found(rules, sales)
    months = {each.month: each for each in was.months}
    assert months["2026-02"].points_expired == 17
    assert months["2026-02"].points_outstanding == 0
    assert months["2026-03"].points_outstanding == 10
    assert was.units[POINTS].expired == 17


def test_stamps_vouchers_and_levels() -> None:
    """A full card is used at once; a milestone's voucher too; members are counted by level."""
    sales = [sale(f"2026-01-{day:02}", 400) for day in range(1, 13)]
    was = found(COFFEE_BAR, sales)
    assert was.units[stamps("coffees")].used == 10
    gold = programme(
        earn=[per_euro()],
        tiers=[
            {"id": "base", "name": "Base", "from_amount": 0},
            {"id": "gold", "name": "Gold", "from_amount": 2000},
        ],
        milestones=[{"id": "m", "name": "M", "every": 1000, "gift": {"reward": "fixed"}}],
        rewards=[{"kind": "fixed", "id": "fixed", "name": "F", "amount_minor": 100}],
    )
    was = found(gold, [*sales, sale("2026-02-01", 1000), sale("2026-02-01", 100, member="b")])
    assert {each.id: each.members for each in was.tiers} == {"base": 2, "gold": 1}
    assert was.units[voucher("fixed")].given == was.units[voucher("fixed")].used + 1


def test_joining_is_the_first_sale() -> None:
    """The welcome is given with it, once."""
    rules = programme(
        earn=[per_euro()],
        bonuses=[{"kind": "welcome", "id": "w", "name": "W", "gift": {"points": 7}}],
    )
    was = found(rules, [sale("2026-01-01", 100), sale("2026-02-01", 100)])
    assert was.units[POINTS].given == 7 + 2


def test_time_brings_what_it_brings() -> None:
    """An anniversary a year later is given with the first sale after it, and can be used."""
    rules = programme(
        earn=[per_euro()],
        bonuses=[{"kind": "anniversary", "id": "y", "name": "Y", "gift": {"points": 50}}],
        rewards=[reward("fixed", cost={"amount": 50})],
    )
    sales = [sale("2026-01-01", 100), sale("2027-01-03", 1000), sale("2027-01-04", 1000)]
    was = found(rules, sales)
    assert was.units[POINTS].used == 50
    assert was.units[POINTS].given == 1 + 50 + 5 + 10


def test_a_stock_is_shared_by_all_members() -> None:
    """One piece in all: the second member cannot have it."""
    rules = programme(earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10}, stock=1)])
    sales = [sale(day, 1000, member=who) for day in ("2026-01-01", "2026-01-02") for who in "ab"]
    assert found(rules, sales).rewards_used == 1


def test_what_is_owed_is_worth_its_dearest_use() -> None:
    """8 points at 0.50 are 4.00."""
    was = found(FIVE_OFF, [sale("2026-01-01", 800)])
    assert was.liability_minor == 400


def test_a_percentage_off_one_huge_sale_does_not_make_the_debt_huge() -> None:
    """Ten points are 5.00 off, or 10 % off whatever somebody buys, which is nobody's debt."""
    ten = reward("percent", id="ten", percent=10, cost={"amount": 10})
    both = programme(earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10}), ten])
    huge = [sale("2026-01-01", 100_000), sale("2026-01-02", 800, member="b")]
    assert report(run(both, huge, use_percent=0)).units[POINTS].worth_minor == 1008 * 50
    alone = programme(earn=[per_euro()], rewards=[ten])
    assert report(run(alone, huge, use_percent=0)).units[POINTS].worth_minor > 1008 * 50


def test_unused_points_are_foreseen_by_their_age() -> None:
    """Members use in their first month or never: what is older than that is lost."""
    rules = programme(earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10})])
    sales = [sale("2026-01-01", 500, member=f"once-{number}") for number in range(10)]
    sales += [sale(f"2026-06-{day:02}", 1000, member="regular") for day in range(1, 29)]
    forecast = run(rules, sales)
    points = report(forecast).units[POINTS]
    # The fifty of those who never came back are old; the regular's last are young.
    assert points.lost >= 50
    assert points.outstanding - points.lost <= 10
    assert points.expected_minor == (points.outstanding - points.lost) * 50


def test_points_that_end_soon_are_lost_sooner() -> None:
    """A life table stops at the last day: nobody uses what has ended."""
    ever = programme(earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10})])
    short = programme(
        earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10})], points={"days": 31}
    )
    sales = [
        sale("2026-01-01", 1000),
        sale("2026-02-20", 1000),
        sale("2026-02-20", 500, member="b"),
    ]
    assert found(short, sales).breakage_share > found(ever, sales).breakage_share


@pytest.mark.parametrize(
    ("worth", "margin", "verdict"),
    [(400, 60, "within"), (620, 60, "exceeds"), (620, 70, "within"), (620, None, "unstated")],
)
def test_the_verdict(worth: int, margin: int | None, verdict: str) -> None:
    """Against the margin that was said; without one nothing is blessed."""
    rules = programme(
        earn=[per_euro()], rewards=[reward("fixed", cost={"amount": 10}, amount_minor=worth)]
    )
    assert found(rules, [sale("2026-01-01", 1000)], margin).verdict == verdict


def test_the_programmes_own_margin_counts_where_none_is_said() -> None:
    """50 % given back of what is paid is within 60 and over 40."""
    assert found(FIVE_OFF, [sale("2026-01-01", 1000)]).margin_percent == 60
    assert found(FIVE_OFF, [sale("2026-01-01", 1000)]).verdict == "within"
    assert found(FIVE_OFF, [sale("2026-01-01", 1000)], 40).verdict == "exceeds"


def test_what_the_sales_themselves_cost_is_held_to_the_margin() -> None:
    """A welcome worth more than anybody buys: no rate shows it, the sales do."""
    rules = programme(
        bonuses=[{"kind": "welcome", "id": "w", "name": "W", "gift": {"points": 10}}],
        rewards=[reward("fixed", cost={"amount": 10})],
    )
    was = found(rules, [sale("2026-01-01", 600)], 60)
    assert was.verdict == "exceeds"
    assert was.arithmetic[-1].code == "forecast_over"


def test_a_sale_that_no_shop_has_is_counted_apart() -> None:
    """It is refused by the rules, as at a till."""
    was = found(FIVE_OFF, [sale("2026-01-01", 10**12), sale("2026-01-02", 100)])
    assert was.refused == {"amount_absurd": 1}
    assert was.units[POINTS].given == 1


def test_a_run_without_a_member() -> None:
    """Nothing is divided by nothing."""
    was = found(FIVE_OFF, [sale("2026-01-01", 100, member="")])
    assert (was.cost_of_member_turnover, was.members, was.verdict) == (0, 0, "within")
