"""What the guide says about hard cases is what happens: each sentence with its sale."""

import msgspec
import pytest

from loyalty.accounts import POINTS, stamps, voucher
from loyalty.basket import GIFT_CARD, SHIPPING, Basket, Line, claims
from loyalty.book import giving, selling
from loyalty.book.selling import Sold
from loyalty.errors import Refusal
from loyalty.refunds.returning import THE_REST, Part
from tests.programmes.guide import GUIDE
from tests.programmes.story import Story, line, ready

SAID = " ".join(GUIDE.read_text("utf-8").split())
COFFEES = stamps("coffees")


@pytest.fixture
def story() -> Story:
    """Give a new member of the coffee bar."""
    return Story(programme=ready("coffee-bar"))


def says(sentence: str) -> None:
    """Hold a test to the sentence of the guide that it proves."""
    assert sentence in SAID, sentence


def back(story: Story, sold: Sold, part: Part = THE_REST) -> int:
    """Take a sale or a part of it back and give the money for it."""
    made = selling.take_back(story.shop, sold.written, part, kind=selling.REFUND)
    return made.refund.money_minor


def give(story: Story, points: int) -> None:
    """Let the member have so many points from elsewhere."""
    giving.opening(story.shop, story.person, {POINTS: points})


def test_what_is_left_over_counts_next_time(story: Story) -> None:
    says("3.40 at 4 points for every 1.00 is 13 points, and 0.60 of a point counts at the next")
    assert story.buy(340).startswith("13 points")
    assert story.buy(10).startswith("1 points")


def test_half_a_cent_goes_up(story: Story) -> None:
    says("half a cent up: 10 % of 2.45 is 0.25")
    give(story, 200)
    sold = story.sell(Basket(lines=(line(245), line(1755)), claims=claims("ten-percent")))
    assert [each.amount_minor - each.net_minor for each in sold.quote.lines] == [25, 176]


def test_what_never_gives_points(story: Story) -> None:
    says("what a reward takes off: only what is paid counts")
    says("gift cards that are sold, shipping, and the fee of a membership")
    give(story, 500)
    lines = (line(1000), line(2500, kind=GIFT_CARD), line(595, kind=SHIPPING))
    assert story.sell(Basket(lines=lines, claims=claims("five-off"))).quote.points_given == 20


def test_too_few_points_are_refused_with_what_is_missing(story: Story) -> None:
    says("If there are too few points, the till says how many are missing")
    give(story, 499)
    with pytest.raises(Refusal) as caught:
        story.buy(1000, use=claims("five-off"))
    assert (caught.value.code, caught.value.details["missing"]) == ("not_enough", 1)


def test_what_is_more_than_the_sale_is_lost(story: Story) -> None:
    says("If 5.00 off is more than the sale, the till says so before it is taken; the rest is lost")
    give(story, 500)
    quote = story.sell(Basket(lines=(line(320),), claims=claims("five-off"))).quote
    assert (quote.to_pay_minor, quote.spent[0].unused_minor) == (0, 180)
    assert story.has() == 0


@pytest.mark.parametrize("parts", [(1200,), (1, 2, 3, 594, 600), (599, 601)])
def test_whoever_brings_everything_back_stands_as_before(
    story: Story, parts: tuple[int, ...]
) -> None:
    says("Whoever brings back everything, in one part or in ten, stands where they stood before")
    give(story, 700)
    before = story.shop.standing(story.person.account)
    sold = story.sell(Basket(lines=(line(1700),), claims=claims("five-off")))
    assert story.has() == 700 - 500 + 48
    assert sum(back(story, sold, Part(amount_minor=each)) for each in parts) == 1200
    after = story.shop.standing(story.person.account)
    assert after.balance == {**dict.fromkeys(after.balance, 0), **before.balance}
    assert after.counters == before.counters


def test_points_that_were_used_are_made_up(story: Story) -> None:
    says("If the points of a sale were used before it came back, the member has points to make up")
    sold = story.sell(Basket(lines=(line(12500),)))
    story.buy(500, use=claims("five-off"))
    assert back(story, sold) == 12500
    assert story.has() == -500
    story.buy(2500)
    assert story.has() == -400


def test_the_shop_may_let_it_go() -> None:
    says('With `owing = "forgive"` the shop lets it go')
    kind = msgspec.structs.replace(ready("coffee-bar"), owing="forgive")
    story = Story(programme=kind)
    sold = story.sell(Basket(lines=(line(12500),)))
    story.buy(500, use=claims("five-off"))
    back(story, sold)
    assert story.has() == 0


def test_a_last_day_still_counts() -> None:
    says("Every portion of points has its own last day, and it still counts on that day")
    shop = Story(programme=ready("supermarket"))
    shop.buy(20000)
    last = "2027-01-31"
    standing = shop.shop.standing(shop.person.account)
    assert (standing.spendable(POINTS, last), standing.spendable(POINTS, "2027-02-01")) == (200, 0)


def test_the_level_before_a_sale_decides_what_it_gives(story: Story) -> None:
    says("The level at the beginning of a sale decides what the sale gives")
    sold = story.sell(Basket(lines=(line(15000),)))
    assert (sold.quote.points_given, sold.quote.tier_after) == (600, story.programme.tier("silver"))
    assert story.sell(Basket(lines=(line(1000),))).quote.points_given == 50


def test_using_points_never_lowers_a_level(story: Story) -> None:
    says("Using points never lowers a level. Taking back a sale can.")
    sold = story.sell(Basket(lines=(line(15000),)))
    story.buy(500, use=claims("five-off"))
    assert story.level() == "silver"
    back(story, sold)
    assert story.level() == "bronze"


def test_a_reward_of_ones_own_is_used_first(story: Story) -> None:
    says("A reward that is a member's own is used before points are")
    give(story, 500)
    giving.issue(story.shop, [story.person], "five-off")
    story.buy(1000, use=claims("five-off"))
    assert (story.has() >= 500, story.has(voucher("five-off"))) == (True, 0)


def test_a_day_begins_at_four(story: Story) -> None:
    says("A day begins at `day_start_minutes`, 04:00 where nothing is said")
    story.shop.at_us += 15 * 60 * 60 * 1_000_000
    assert story.shop.day == "2026-01-01"
    story.shop.at_us += 60 * 60 * 1_000_000
    assert story.shop.day == "2026-01-02"


def test_a_full_card_gives_its_reward_and_the_rest_stays(story: Story) -> None:
    says("A full card gives its reward, and what is over begins the next one")
    giving.opening(story.shop, story.person, {COFFEES: 13})
    coffee = Line(amount_minor=300, product="coffee")
    assert story.buy(coffee, use=claims("free-coffee")) == "pays 0.00"
    assert story.has(COFFEES) == 3
