"""The quote: everything one sale does to a member, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from loyalty import accounts
from loyalty.basket import GOODS, MEMBERSHIP, Basket
from loyalty.benefits import counting, membership
from loyalty.benefits.due import SaleSeen, due
from loyalty.benefits.gifts import NOTHING
from loyalty.benefits.levels import tier_on
from loyalty.boost import Boosted, prepared
from loyalty.earning.earned import earned
from loyalty.earning.plan import Plan
from loyalty.entries import Counted, Given, Spent
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.explaining.explain import sentence
from loyalty.postings import of_entries
from loyalty.programme import Programme, Tier
from loyalty.rewards.discount import Pricing
from loyalty.rewards.purse import Purse
from loyalty.rewards.taking import Taken, take_rewards
from loyalty.scene import NOBODY_KNOWN, Facts, Scene
from loyalty.settle import counters_after, settled
from loyalty.standing import Standing
from loyalty.why import Why

MOST_MAJOR = 10_000_000


class PricedLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the basket as it is paid: before rewards, after them, and its part in points."""

    amount_minor: int
    net_minor: int
    quantity: int = 1
    product: str = ""
    category: str = ""
    kind: str = GOODS


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """One priced sale. Amounts in minor units; `before` is None without a member.

    `lines` stand in the order of the basket. `follows` are benefits that this sale brings but
    that this till may not give: whoever holds the member's home gives them later. `moved` are
    the postings of all that under the id `sale_id`. `boost` is what was on just then.
    """

    total_minor: int
    discount_minor: int
    to_pay_minor: int
    lines: tuple[PricedLine, ...] = ()
    given: tuple[Given, ...] = ()
    spent: tuple[Spent, ...] = ()
    counted: tuple[Counted, ...] = ()
    follows: tuple[Why, ...] = ()
    tier_before: Tier | None = None
    tier_after: Tier | None = None
    before: Standing | None = None
    moved: tuple[Posting, ...] = ()
    sale_id: str = ""
    boost: Boosted | None = None

    @property
    def after(self) -> Standing | None:
        """Give the member's standing after the sale; worked out anew each time it is asked for."""
        return None if self.before is None else settled(self.before, self.moved)

    @property
    def points_before(self) -> int:
        """Give the member's points before the sale."""
        return 0 if self.before is None else self.before.amount()

    @property
    def points_after(self) -> int:
        """Give the member's points after the sale."""
        return self.points_before + self.points_given - self.points_spent

    @property
    def points_given(self) -> int:
        """Give the points that the sale gives the member in all."""
        return self.given_of(accounts.POINTS)

    @property
    def points_spent(self) -> int:
        """Give the points that its rewards cost in all."""
        return self.spent_of(accounts.POINTS)

    @property
    def donated_minor(self) -> int:
        """Give what the shop gives to causes with this sale."""
        return sum(each.donated_minor for each in self.spent)

    def given_of(self, unit: str) -> int:
        """Give how much of a unit the sale gives its member."""
        return sum(each.amount for each in self.given if each.unit == unit and not each.account)

    def spent_of(self, unit: str) -> int:
        """Give how much of a unit its rewards cost."""
        return sum(each.amount for each in self.spent if each.unit == unit)

    def breakdown(self) -> dict[str, object]:
        """Give what an event's data keeps: which rule gave what, which reward took what.

        A refund of a part reads it back, so it holds the lines and what each brought about.
        """
        written = msgspec.json.encode(
            {
                "total_minor": self.total_minor,
                "discount_minor": self.discount_minor,
                "to_pay_minor": self.to_pay_minor,
                "lines": self.lines,
                "given": self.given,
                "spent": self.spent,
                "counted": self.counted,
                "follows": self.follows,
            }
        )
        whole: dict[str, object] = msgspec.json.decode(written)
        if self.boost is not None:
            whole["boost"] = msgspec.to_builtins(self.boost)
        return whole


def quote(
    programme: Programme,
    standing: Standing | None,
    basket: Basket,
    *,
    day: str,
    sale_id: str,
    minute: int | None = None,
    facts: Facts = NOBODY_KNOWN,
    shop: Mapping[str, int] | None = None,
    seed: bytes = b"",
) -> Quote:
    """Work out one sale on a business date (ISO); `standing` is None for one without a member.

    `minute`, `facts`, `shop` and `seed` are those of `Scene`. Raises Refusal `amount_negative`,
    `amount_absurd`, `quantity`, `member_needed`, `member_blocked`, `reward_unknown`,
    `code_unknown`, and the codes of `purse.obstacle`, `earning.earned` and `membership.sold`.
    """
    if standing is None:
        check_amounts(programme, basket)
        return _without_member(basket, blocked=False)
    scene = Scene(
        programme=programme,
        standing=standing,
        facts=facts,
        day=day,
        minute=minute,
        shop=shop or {},
        seed=seed,
    )
    return quote_in(scene, basket, sale_id=sale_id)


def quote_in(scene: Scene, basket: Basket, *, sale_id: str) -> Quote:
    """Work out one sale of the member of a scene; raises what `quote` raises."""
    standing, programme = scene.standing, scene.programme
    total_minor = check_amounts(programme, basket)
    if scene.facts.blocked:
        return _without_member(basket, blocked=True)
    if scene.boost is not None and scene.boost.code in dict(prepared(programme)):
        # A version that no longer has what was turned on gives nothing for it, and refuses nothing.
        basket = msgspec.structs.replace(basket, codes=(*basket.codes, scene.boost.code))
    plan = scene.plan
    if plan is None:
        plan = Plan.of(programme)
        scene = msgspec.structs.replace(scene, plan=plan)
    tier = level(plan, standing.counters, scene.day)
    pricing = Pricing(basket)
    taken = _taken(scene, basket, pricing, tier) if _may_take(plan, basket) else []
    spent = tuple([each.spent for each in taken])
    given, counted = earned(scene, basket, pricing, tier=tier)
    visited = is_visit(basket)
    counted += counting.counted(scene, basket, pricing, given, visited=visited)
    earnings = given
    sold, runs = membership.sold(scene, basket) if basket.lines else ((), ())
    for each in taken:
        given, counted = (*given, *each.given), (*counted, *each.counted)
    given, counted = given + sold, counted + runs
    moved = of_entries(standing.account, sale_id, spent=spent, given=given, counted=counted)
    counters = counters_after(standing, moved)
    brought = NOTHING
    if plan.brings:
        after = Standing(account=standing.account, counters=counters, home=standing.home)
        sale = SaleSeen(
            pricing=pricing, given=earnings, codes=basket.codes, visited=visited, tier=tier
        )
        brought = due(scene, after, sale=sale)
    if brought.given or brought.counted:
        given, counted = (*given, *brought.given), (*counted, *brought.counted)
        moved = of_entries(standing.account, sale_id, spent=spent, given=given, counted=counted)
        counters = counters_after(standing, moved)
    discount_minor = sum([each.discount_minor for each in spent])
    return Quote(
        total_minor=total_minor,
        discount_minor=discount_minor,
        to_pay_minor=total_minor - discount_minor,
        lines=_lines(basket, pricing),
        given=given,
        spent=spent,
        counted=counted,
        follows=brought.follows,
        tier_before=tier,
        tier_after=level(plan, counters, scene.day),
        before=standing,
        moved=moved,
        sale_id=sale_id,
        boost=scene.boost,
    )


def also_counting(quoted: Quote, more: Iterable[Counted]) -> Quote:
    """Let a priced sale of a member count something besides what its programme counts."""
    extra = tuple(more)
    if not extra or quoted.before is None:
        return quoted
    counted = (*quoted.counted, *extra)
    moved = of_entries(
        quoted.before.account,
        quoted.sale_id,
        spent=quoted.spent,
        given=quoted.given,
        counted=counted,
    )
    return msgspec.structs.replace(quoted, counted=counted, moved=moved)


def level(plan: Plan, counters: Mapping[str, int], day: str) -> Tier | None:
    """Give the level that counters give on a day; where nothing is ever lost it is looked up."""
    if plan.ladder is None:
        return tier_on(plan.programme, counters, day)
    for counter, least, tier in plan.ladder:
        if counters.get(counter, 0) >= least:
            return tier
    return None


def _may_take(plan: Plan, basket: Basket) -> bool:
    """Say whether a sale may take a reward at all: one was asked for, or some apply silently."""
    return plan.applies or bool(basket.claims or basket.codes)


def _taken(scene: Scene, basket: Basket, pricing: Pricing, tier: Tier | None) -> list[Taken]:
    purse = Purse(scene.standing, scene.day)
    taken, blocked = take_rewards(scene, basket, pricing=pricing, purse=purse, tier=tier)
    if blocked is not None:
        raise refusal(scene.programme, blocked)
    return taken


def postings(
    quoted: Quote, account: str, sale_id: str, programme: Programme
) -> tuple[Posting, ...]:
    """Give the postings of a quoted sale; `sale_id` is the event's id and names the new lots.

    One posting per account, unit and lot: which rule gave how much stands in the breakdown.
    """
    if quoted.before is not None and (quoted.before.account, quoted.sale_id) == (account, sale_id):
        return quoted.moved
    known = units(programme)
    assert all(each.unit in known for each in quoted.given), quoted.given
    return of_entries(
        account, sale_id, spent=quoted.spent, given=quoted.given, counted=quoted.counted
    )


def units(programme: Programme) -> frozenset[str]:
    """Give the units that members can have under a programme."""
    return frozenset(
        [
            accounts.POINTS,
            *(accounts.stamps(card.id) for card in programme.stamp_cards),
            *(accounts.voucher(reward.id) for reward in programme.rewards),
        ]
    )


def check_amounts(programme: Programme, basket: Basket) -> int:
    """Give the amount of a basket, or refuse what no sale has.

    Raises Refusal `amount_negative`, `amount_absurd`, `quantity`, `tax_absurd`.
    """
    total_minor = 0
    for line in basket.lines:
        total_minor += line.amount_minor
        if line.amount_minor < 0:
            raise Refusal("amount_negative", "an amount cannot be negative", got=line.amount_minor)
        if line.quantity < 1:
            raise Refusal("quantity", "a line has at least one piece", got=line.quantity)
        if not 0 <= line.tax_minor <= line.amount_minor:
            raise Refusal("tax_absurd", "the tax is a part of the amount", got=line.tax_minor)
    most_minor = MOST_MAJOR * 10**programme.scale
    if total_minor > most_minor:
        shown = programme.plain_money(most_minor)
        raise Refusal("amount_absurd", f"an amount is at most {shown}", got=total_minor)
    return total_minor


def refusal(programme: Programme, reason: Why) -> Refusal:
    """Turn a reason into the refusal that carries it: its code, its figures as details."""
    text = sentence(reason, say=str, money=programme.plain_money)
    return Refusal(reason.code, text, **reason.params)


def _without_member(basket: Basket, *, blocked: bool) -> Quote:
    sells = any(line.kind == MEMBERSHIP for line in basket.lines)
    if basket.claims or basket.stamps or basket.visit or sells:
        if blocked:
            raise Refusal("member_blocked", "this member is blocked")
        raise Refusal("member_needed", "rewards, stamps and memberships need a member")
    return Quote(
        total_minor=basket.total_minor,
        discount_minor=0,
        to_pay_minor=basket.total_minor,
        lines=_lines(basket, Pricing(basket)),
    )


def is_visit(basket: Basket) -> bool:
    """Say whether a basket is a visit: goods that cost something, or a check-in."""
    for line in basket.lines:
        if line.amount_minor and line.kind == GOODS:
            return True
    return basket.visit


def _lines(basket: Basket, pricing: Pricing) -> tuple[PricedLine, ...]:
    net_minor: Sequence[int] = pricing.net
    if len(net_minor) > 1:
        net_minor = list(net_minor)
        for place, number in enumerate(pricing.index):
            net_minor[number] = pricing.net[place]
    return tuple(
        [
            PricedLine(
                amount_minor=line.amount_minor,
                net_minor=net,
                quantity=line.quantity,
                product=line.product,
                category=line.category,
                kind=line.kind,
            )
            for line, net in zip(basket.lines, net_minor, strict=True)
        ]
    )
