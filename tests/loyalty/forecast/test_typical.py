"""A shop without files: what typical members cost, and the visits that pay for it."""

import pytest

from loyalty.errors import Refusal
from loyalty.explaining.voice import Voice
from loyalty.forecast import sentences
from loyalty.forecast.report import report
from loyalty.forecast.run import Forecast
from loyalty.forecast.typical import BreakEven, Typical, break_even
from loyalty.programme import Programme
from tests.loyalty.documents import programme, reward

CARD = programme(
    stamp_cards=[{"id": "card", "name": "Card", "stamps": 10}],
    rewards=[reward("product", cost={"unit": "stamp:card", "amount": 10})],
)


def worked_out(rules: Programme, typical: Typical, margin: int = 65) -> BreakEven:
    """Run a year of typical sales and work out what pays for them."""
    forecast = Forecast(rules)
    forecast.run(typical.sales(rules))
    found = report(forecast, margin_percent=margin, typical_minor=typical.amount_minor)
    return break_even(typical, found, sample=typical.sample(rules), margin_percent=margin)


def test_a_stamp_card() -> None:
    """72 visits: every eleventh free coffee of 3.00 goes to who had ten stamps before."""
    even = worked_out(CARD, Typical(amount_minor=320, visits=6, members=10))
    assert even.visits_year == 720
    assert even.turnover_year_minor == 230_400
    # 72 stamps are seven cards and two stamps, which are worth 0.60 when they are counted.
    assert 10 * 7 * 300 <= even.cost_year_minor <= 10 * 72 * 30
    assert even.left_minor == 208
    assert even.given_minor == 30
    assert even.stays_minor == 178
    assert even.more_visits_year == -(-even.cost_year_minor // 178)
    assert even.more_visits_month == -(-(even.more_visits_year or 0) // 12)


def test_the_arithmetic_is_said() -> None:
    """In sentences whose figures can be checked by hand."""
    even = worked_out(CARD, Typical(amount_minor=320, visits=6, members=10))
    said = list(sentences.of_typical(even, Voice(say=str, money=CARD.plain_money)))
    assert said[0] == (
        "10 members who each come 6 times a month for 3.20 are 720 visits and 2304.00 a year"
    )
    assert "A visit leaves you 2.08, of which rewards take 0.30: 1.78 stays" in said
    assert f" : 1.78 = {even.more_visits_year} more visits a year pay for it" in said[-1]


def test_many_members_are_a_hundred_times_over() -> None:
    """What 100 members come to stands for 1,000, exactly."""
    few = worked_out(CARD, Typical(amount_minor=320, visits=2, members=100))
    many = worked_out(CARD, Typical(amount_minor=320, visits=2, members=1000))
    assert many.cost_year_minor == 10 * few.cost_year_minor
    assert many.visits_year == 10 * few.visits_year


def test_a_programme_that_gives_all_away_is_never_paid_for() -> None:
    """A coffee of 3.00 for every visit of 3.20 leaves nothing."""
    rules = programme(
        stamp_cards=[{"id": "card", "name": "Card", "stamps": 1}],
        rewards=[reward("product", cost={"unit": "stamp:card", "amount": 1})],
    )
    even = worked_out(rules, Typical(amount_minor=320, visits=6, members=3))
    assert even.more_visits_year is None
    said = list(sentences.of_typical(even, Voice(say=str, money=rules.plain_money)))
    assert said[-1] == "Nothing stays, so no number of visits pays for this programme"


def test_visits_are_spread_over_the_year_and_the_day() -> None:
    """As many as were said, none outside the year, each member at times of their own."""
    typical = Typical(amount_minor=320, visits=3, members=4)
    sales = list(typical.sales(CARD))
    assert len(sales) == 4 * 36
    assert (sales[0].day, sales[-1].day[:4]) == ("2026-01-01", "2026")
    assert [sale.day for sale in sales] == sorted(sale.day for sale in sales)
    assert {sale.member for sale in sales} == {f"member-{number}" for number in range(1, 5)}
    assert len({sale.minute for sale in sales}) > 30
    assert all(480 <= (sale.minute or 0) < 1200 for sale in sales)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount_minor": 0}, "typical_amount"),
        ({"visits": 0}, "typical_visits"),
        ({"visits": 301}, "typical_visits"),
        ({"members": 0}, "typical_members"),
    ],
)
def test_what_no_shop_has_is_refused(wrong: dict[str, int], code: str) -> None:
    """Each figure has its bounds."""
    with pytest.raises(Refusal) as caught:
        Typical(**{"amount_minor": 320, "visits": 6, "members": 10, **wrong}).check()
    assert caught.value.code == code
