"""What happens under each ready programme, told as the rows of the guide's tables."""

from collections.abc import Iterator

from loyalty import accounts
from loyalty.basket import GIFT_CARD, MEMBERSHIP, SHIPPING, Basket, Claim, claims
from loyalty.book import selling
from tests.programmes.story import Story, line, major

Told = Iterator[tuple[str, str]]


def coffee_bar(story: Story) -> Told:
    """Points, a stamp card and three levels."""
    yield "buys for 3.20", story.buy(320)
    yield "buys for 2.40, below 2.50", story.buy(240)
    for _ in range(9):
        story.buy(320)
    coffee = line(300, product="coffee")
    yield "has ten stamps and buys a coffee for 3.00", story.buy(coffee, use=claims("free-coffee"))
    yield "buys for 115.60: now 150.00 in all", story.buy(11560)
    yield "then buys for 10.00", story.buy(1000)
    yield "uses 500 points on 12.00", story.buy(1200, use=claims("five-off"))
    yield "buys for 333.00: now 500.00 in all", story.buy(33300)
    yield "then buys for 10.00 again", story.buy(1000)


def clothing_shop(story: Story) -> Told:
    """Points that wait, levels by the year, a birthday, early access."""
    story.on("2026-02-02")
    yield "buys for 89.95", story.buy(8995)
    points = story.shop.standing(story.person.account)
    early, late = (points.spendable("points", f"2026-02-{day}") for day in (15, 16))
    yield "can use those points", f"{early} after 13 days, {late} after 14"
    story.on("2026-03-14")
    new = line(10000, "new-collection")
    yield "buys for 100.00, new collection, in its first two weeks", story.buy(new)
    story.on("2026-03-15")
    yield "the day after", story.buy(new)
    yield "buys for 10.05: now 300.00 in the year", story.buy(1005)
    yield "then buys for 100.00", story.buy(10000)
    yield "is silver", f"through {last_day_of(story, 'silver')}"
    yield "buys for 350.00: now 750.00 in the year", story.buy(35000)
    yield "then buys for 100.00 once more", story.buy(10000)
    story.on("2026-08-24")
    jacket = line(12000, product="autumn-2026")
    yield (
        "buys two jackets of the autumn collection a week early, 240.00",
        story.buy(jacket, jacket),
    )


def last_day_of(story: Story, level: str) -> str:
    """Give the last day on which the member has a level, if nothing more is bought."""
    days = (
        f"{year}-{month:02}-{day:02}"
        for year in (2026, 2027, 2028)
        for month, length in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)
        for day in range(1, length + 1)
    )
    return max(day for day in days if day >= story.shop.day and story.level(day) == level)


def supermarket(story: Story) -> Told:
    """Five off the next purchase every hundred; points, three times for fresh goods."""
    first = (line(2430), line(1000, "fruit-and-vegetables"), line(800, "tobacco"))
    yield "buys for 42.30: 10.00 of it fruit and vegetables, 8.00 tobacco", story.buy(*first)
    yield "buys a gift card for 25.00", story.buy(line(2500, kind=GIFT_CARD))
    yield "buys for 70.00: now 104.30 in all without tobacco", story.buy(7000)
    yield "uses it on a purchase of 30.00", story.buy(3000, use=claims("five-off-next"))
    story.buy(5100)
    pay = (Claim(reward="pay-with-points", points=200),)
    yield "pays 1.00 of 20.00 with 200 points", story.buy(2000, use=pay)


def gym(story: Story) -> Told:
    """Visits that are counted at the door, and a friend."""
    came = ""
    for day in range(1, 13):
        story.on(f"2026-01-{day:02}")
        came = story.said(story.sell(Basket(visit=True)))
    yield "comes the twelfth time in a month", came
    for at in range(38):
        story.on(f"2026-{2 + at // 10:02}-{1 + at % 10:02}")
        came = story.said(story.sell(Basket(visit=True)))
    yield "comes the fiftieth time", came
    took = story.sell(Basket(visit=True, claims=claims("smoothie")))
    worth_minor = sum(each.worth_minor for each in took.quote.spent)
    yield "takes the smoothie", f"{major(worth_minor)} worth of it for nothing"
    friend = story.join("bo", referred_by=story.person.account)
    smoothies = accounts.voucher("smoothie")
    bought = story.sell(Basket(lines=(line(2500),)), friend).quote
    each = (story.has(smoothies), bought.given_of(smoothies))
    yield (
        "brings a friend who buys a pass for 25.00",
        f"{each[0]} smoothie, and {each[1]} for the friend",
    )


def web_and_store(story: Story) -> Told:
    """Levels by the number of purchases in twelve months; shipping that comes by itself."""
    shipping = line(595, kind=SHIPPING)
    orders = 0

    def order(until: int) -> str:
        nonlocal orders
        said = ""
        while orders < until:
            orders += 1
            story.on(f"2026-{1 + orders // 28:02}-{1 + orders % 28:02}")
            said = story.buy(2000)
        return said

    yield "buys for the fourth time in twelve months, 20.00", order(4)
    yield "then orders for 45.00 with 5.95 shipping", story.buy(4500, shipping)
    yield "then orders for 35.00 with 5.95 shipping", story.buy(3500, shipping)
    orders += 2
    yield "buys for the tenth time, 20.00", order(10)
    yield "then orders for 30.00 with 5.95 shipping", story.buy(3000, shipping)
    orders += 1
    yield "buys for the twentieth time, 20.00", order(20)
    platinum = last_day_of(story, "platinum")
    yield (
        "buys nothing more",
        f"platinum through {platinum}, gold through {last_day_of(story, 'gold')}",
    )


def paid_membership(story: Story) -> Told:
    """A fee once a year, and what friends get for it."""
    story.on("2026-01-10")
    yield "buys for 50.00 without being a friend", story.buy(5000)
    fee = line(4800, product="friends", kind=MEMBERSHIP)
    became = story.sell(Basket(lines=(fee,)))
    yield "pays 48.00 and becomes a friend", story.said(became)
    yield "buys for 50.00, of which 10.00 spirits", story.buy(4000, line(1000, "spirits"))
    story.on("2026-07-10")
    back = selling.take_back(story.shop, became.written, kind=selling.REFUND)
    yield "stops on 10 July", f"gets {major(back.refund.money_minor)} back"


def builders_merchant(story: Story) -> Told:
    """One per cent without tax, and more for a bigger total of a quarter."""
    yield "buys for 1210.00, of which 210.00 tax", story.buy(line(121000, tax=21000))
    yield "buys for 1290.00: now 2500.00 in the quarter", story.buy(129000)
    yield "buys for 7500.00: now 10,000.00", story.buy(750000)
    yield "buys for 15,000.00: now 25,000.00", story.buy(1500000)
    story.on("2026-04-01")
    yield "buys for 2500.00 in the next quarter", story.buy(250000)
    pay = (Claim(reward="pay-with-points", points=50000),)
    yield "pays 500.00 of 1000.00 with 50,000 points", story.buy(100000, use=pay)


def charity(story: Story) -> Told:
    """Points that become money for a cause."""
    yield "buys for 50.00", story.buy(5000)
    yield "buys for 75.00: now 500 points", story.buy(7500)
    yield "gives them to the food bank", story.buy(use=claims("food-bank"))
    yield "buys for 25.00: now 150.00 in all", story.buy(2500)
    choice = (Claim(reward="your-cause", choice="lifeboats"),)
    yield "chooses the lifeboats", story.buy(use=choice)
