"""Random baskets for a programme: what it is about is bought, what it offers is claimed."""

from __future__ import annotations

from hypothesis import strategies as st

from loyalty.basket import GIFT_CARD, GOODS, MEMBERSHIP, SHIPPING, Basket, Claim, Line
from loyalty.programme import ChoiceReward, Programme, Rule
from tests.loyalty.programme.strategies import CATEGORIES, PRODUCTS

_amounts = st.one_of(st.integers(0, 60), st.integers(0, 3_000), st.integers(0, 20_000))


@st.composite
def lines(draw: st.DrawFn, programme: Programme) -> Line:
    """Give one line; some are memberships, gift cards or shipping."""
    kind = draw(st.sampled_from([GOODS] * 6 + [GIFT_CARD, SHIPPING, MEMBERSHIP]))
    if kind == MEMBERSHIP and programme.memberships:
        club = draw(st.sampled_from(programme.memberships))
        return Line(amount_minor=club.fee_minor, kind=kind, product=club.id)
    amount_minor = draw(_amounts)
    return Line(
        amount_minor=amount_minor,
        quantity=draw(st.integers(1, 4)),
        product=draw(st.sampled_from(("", *PRODUCTS, *_products(programme)))),
        category=draw(st.sampled_from(("", *CATEGORIES, *_categories(programme)))),
        kind=GOODS if kind == MEMBERSHIP else kind,
        tax_minor=draw(st.sampled_from([0, amount_minor // 11, amount_minor // 5])),
    )


@st.composite
def claims(draw: st.DrawFn, programme: Programme) -> Claim:
    """Give a claim on some reward of a programme."""
    reward = draw(st.sampled_from(programme.rewards))
    options = reward.options if isinstance(reward, ChoiceReward) else ()
    return Claim(
        reward=reward.id,
        points=draw(st.sampled_from([0, 0, 1, 4, 10])) if reward.id.startswith("pay") else 0,
        choice=draw(st.sampled_from(options)) if options else "",
        pieces=draw(st.sampled_from([0, 0, 1])),
    )


@st.composite
def baskets(draw: st.DrawFn, programme: Programme, *, most_lines: int = 4) -> Basket:
    """Give a basket: bought, claimed, said and typed at random; some are mere check-ins."""
    if draw(st.integers(0, 11)) == 0:
        return Basket(visit=True)
    most_claims = 2 if programme.rewards else 0
    codes = sorted(_codes(programme))
    said = draw(st.lists(st.sampled_from(codes), max_size=1)) if codes else []
    typed = (None, None, None, 0, 2) if programme.stamp_cards else (None,)
    return Basket(
        lines=tuple(draw(st.lists(lines(programme), min_size=1, max_size=most_lines))),
        claims=tuple(draw(claims(programme)) for _ in range(draw(st.integers(0, most_claims)))),
        codes=tuple(said),
        stamps=draw(st.sampled_from(typed)),
    )


def _rules(programme: Programme) -> list[Rule]:
    return [
        *programme.earn,
        *programme.multipliers,
        *programme.stamp_cards,
        *programme.rewards,
        *programme.milestones,
        *programme.staircases,
    ]


def _codes(programme: Programme) -> set[str]:
    return {each.code for each in _rules(programme) if each.code}


def _products(programme: Programme) -> list[str]:
    named = {product for each in _rules(programme) for product in each.products}
    return sorted(named | {str(getattr(each, "product", None) or "") for each in programme.rewards})


def _categories(programme: Programme) -> list[str]:
    return sorted({name for each in _rules(programme) for name in each.categories})
