"""Plays what happens to one member under a ready programme, and says in words what came of it."""

from dataclasses import dataclass, field

from loyalty import accounts
from loyalty.basket import GOODS, Basket, Claim, Line
from loyalty.benefits.levels import tier_on
from loyalty.book import giving, selling
from loyalty.book.people import Person
from loyalty.book.selling import Sold
from loyalty.book.shop import Shop
from loyalty.days import read
from loyalty.programme import Programme, load_toml
from loyalty.scene import Facts
from tests.programmes.guide import READY


def ready(name: str) -> Programme:
    """Read a ready programme by its name."""
    return load_toml((READY / f"{name}.toml").read_text("utf-8"))


def noon(day: str) -> int:
    """Give a moment in the middle of a business date, wherever the shop is in Europe."""
    return read(f"{day}T11:00:00Z")


def major(amount_minor: int) -> str:
    """Write 250 as 2.50."""
    return f"{amount_minor // 100}.{amount_minor % 100:02}"


def line(
    amount_minor: int, category: str = "", *, product: str = "", kind: str = GOODS, tax: int = 0
) -> Line:
    """Give one line of a receipt."""
    return Line(
        amount_minor=amount_minor, category=category, product=product, kind=kind, tax_minor=tax
    )


@dataclass(slots=True, kw_only=True)
class Story:
    """One member of a shop with a ready programme; everything goes through the shop's rules."""

    programme: Programme
    shop: Shop = field(init=False)
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        """Open the shop on the day on which the programme begins, and let the member join."""
        self.shop = Shop([self.programme], at_us=noon(self.programme.from_day))
        self.person = self.join("anna")

    def join(self, name: str, **facts: object) -> Person:
        """Let somebody join."""
        known = Facts(member=name, joined_day=self.shop.day, **facts)  # type: ignore[arg-type]
        return giving.join(self.shop, name, known)

    def on(self, day: str) -> None:
        """Go on to noon of a business date."""
        self.shop.at_us = noon(day)

    def sell(self, basket: Basket, person: Person | None = None) -> Sold:
        """Close a sale."""
        return selling.sell(self.shop, person or self.person, basket)

    def buy(self, *bought: int | Line, use: tuple[Claim, ...] = ()) -> str:
        """Close a sale of amounts or lines and say what came of it."""
        lines = tuple(line(each) if isinstance(each, int) else each for each in bought)
        return self.said(self.sell(Basket(lines=lines, claims=use)))

    def has(self, unit: str = accounts.POINTS) -> int:
        """Give how much of a unit the member has."""
        return self.shop.standing(self.person.account).amount(unit)

    def level(self, day: str = "") -> str:
        """Give the id of the level that the member has on a day."""
        counters = self.shop.standing(self.person.account).counters
        found = tier_on(self.programme, counters, day or self.shop.day)
        return found.id if found else ""

    def said(self, sold: Sold) -> str:
        """Say what a sale brought, in the words of the guide."""
        made = sold.quote
        words = [f"pays {major(made.to_pay_minor)}"] if made.discount_minor else []
        words += [
            f"{major(each.donated_minor)} goes to {each.why.params['cause']}"
            for each in made.spent
            if each.donated_minor
        ]
        if made.points_given:
            words.append(f"{made.points_given} points")
        words += [
            f"{amount} {'stamp' if amount == 1 else 'stamps'}"
            for card in self.programme.stamp_cards
            if (amount := made.given_of(accounts.stamps(card.id)))
        ]
        words += [
            self.programme.text(reward.name, "en")
            for reward in self.programme.rewards
            for _ in range(made.given_of(accounts.voucher(reward.id)))
        ]
        before, after = made.tier_before, made.tier_after
        if after and (before is None or after.id != before.id):
            words.append(f"the level {self.programme.text(after.name, 'en')}")
        return ", ".join(words) or "nothing yet"
