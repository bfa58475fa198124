"""One sale under any programme: order decides nothing, more is never less, nothing is by chance."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty import event
from loyalty.accounts import POINTS
from loyalty.basket import Basket, Line, typed
from loyalty.book import giving, selling
from loyalty.book.shop import Shop
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.quote import Quote, quote_in
from loyalty.rewards.offers import offers
from loyalty.scene import Facts, Scene
from tests.loyalty.documents import ROOT, per_euro, programme
from tests.loyalty.machine.baskets import baskets
from tests.loyalty.machine.rich import RICH
from tests.loyalty.machine.stories import START, Story, stories

FEW = settings(max_examples=max(settings().max_examples // 3, 1))


def priced(scene: Scene, basket: Basket) -> Quote | str:
    """Price a sale, or give the code with which the rules refuse it."""
    try:
        return quote_in(scene, basket, sale_id="sale")
    except Refusal as refused:
        return refused.code


def unordered(quoted: Quote | str) -> Any:
    """Give a quote with what each line brought about said by the line and not by its number."""
    if isinstance(quoted, str):
        return quoted

    def said(entry: Any) -> str:
        weights = tuple(sorted((str(quoted.lines[line]), part) for line, part in entry.weights))
        return str(msgspec.structs.replace(entry, weights=weights))

    return msgspec.structs.replace(
        quoted,
        lines=tuple(sorted(quoted.lines, key=str)),
        given=tuple(sorted(map(said, quoted.given))),
        spent=tuple(map(said, quoted.spent)),
        counted=tuple(sorted(map(said, quoted.counted))),
    )


@FEW
@given(stories(), st.randoms(use_true_random=False), st.data())
def test_any_order_of_anything_gives_one_result(
    story: Story, chance: Any, data: st.DataObject
) -> None:
    scene = story.shop.scene(story.member)
    basket = data.draw(baskets(scene.programme, most_lines=6))
    codes = (*basket.codes, *(each.upper() for each in basket.codes))
    basket = msgspec.structs.replace(basket, codes=codes)
    mixed: dict[str, Any] = {
        name: list(getattr(basket, name)) for name in ("lines", "claims", "codes")
    }
    for each in mixed.values():
        chance.shuffle(each)
    other = msgspec.structs.replace(basket, **{name: tuple(each) for name, each in mixed.items()})
    quoted = priced(scene, basket)
    assert unordered(priced(scene, other)) == unordered(quoted)
    if isinstance(quoted, Quote):
        assert offers(scene, other) == offers(scene, basket)


def without_rewards(rules: Programme) -> Programme:
    """Give a programme whose rewards come by no sale by themselves.

    A reward that a bigger purchase brings is a rule that says so: from 20.00 on 5.00 off leaves
    less to earn on than 19.99 does. The same is true of a code that takes something off, and of
    rewards on the cheapest of some pieces, which another price makes another piece.
    """
    quiet = [
        msgspec.structs.replace(each, automatic=False, code=None, personal=True)
        for each in rules.rewards
    ]
    return msgspec.structs.replace(rules, rewards=tuple(quiet))


@FEW
@given(stories(without_rewards), st.data())
def test_a_bigger_purchase_never_gives_less(story: Story, data: st.DataObject) -> None:
    scene = story.shop.scene(story.member)
    basket = msgspec.structs.replace(story.basket, claims=())
    at = data.draw(st.integers(0, len(basket.lines)))
    if at == len(basket.lines):
        line = data.draw(st.builds(Line, amount_minor=st.integers(0, 3000)))
        bigger = (*basket.lines, line)
    else:
        line = basket.lines[at]
        line = replace(
            line,
            amount_minor=line.amount_minor + data.draw(st.integers(0, 3000)),
            quantity=line.quantity + data.draw(st.integers(0, 2)),
        )
        bigger = (*basket.lines[:at], line, *basket.lines[at + 1 :])
    larger = msgspec.structs.replace(basket, lines=bigger)
    small, large = priced(scene, basket), priced(scene, larger)
    if isinstance(small, str) or isinstance(large, str):
        assert large in {"amount_absurd", "membership_too_early"}
        return
    for unit in {each.unit for each in (*small.given, *large.given)}:
        assert large.given_of(unit) >= small.given_of(unit), unit


minor_parts = st.lists(st.integers(1, 3000), min_size=1, max_size=8)
carrying = st.lists(
    st.one_of(
        st.builds(per_euro, points=st.integers(1, 30), per_minor=st.integers(1, 900)),
        st.builds(
            lambda percent, basis: {
                "kind": "percent",
                "id": "spend",
                "percent": percent,
                "basis": basis,
            },
            st.integers(1, 100),
            st.sampled_from(["paid", "price"]),
        ),
    ),
    min_size=1,
    max_size=3,
)


@given(minor_parts, carrying, st.integers(1, 900), st.tuples(st.integers(1, 20), st.integers(1, 9)))
def test_a_bill_that_is_split_gives_neither_more_nor_less(
    amounts: list[int], rules: list[dict[str, Any]], per_minor: int, worth: tuple[int, int]
) -> None:
    """What one bill gives, its parts give in all: no rule and no card loses a remainder."""
    split = programme(
        earn=[{**each, "id": f"rule-{n}"} for n, each in enumerate(rules)],
        point_worth={"points": worth[0], "minor": worth[1]},
        stamp_cards=[
            {"id": "card", "name": "C", "stamps": 5, "per": "amount", "per_minor": per_minor}
        ],
    )

    def shop_of(*bills: int) -> dict[str, int]:
        shop = Shop([split], at_us=START)
        member = giving.join(shop, "member", Facts())
        for bill in bills:
            selling.sell(shop, member, typed(bill))
        left = shop.standing("member")
        kept = {unit: amount for unit, amount in left.counters.items() if unit != "visits"}
        return {**left.balance, **kept}

    assert shop_of(*amounts) == shop_of(sum(amounts))


def written_by(rules: Programme) -> bytes:
    """Run a fixed story and give every event as the bytes that it is kept as."""
    shop = Shop([rules], at_us=START, seed=b"seed")
    facts = Facts(
        joined_day="2025-11-20",
        segments=frozenset({"students", "staff", "others"}),
        personal=frozenset(each.id for each in rules.rewards),
    )
    member = giving.join(shop, "member", facts)
    giving.adjust(shop, member, POINTS, 500, reason="opening")
    names = ("tea", "cake", "espresso", "")
    lines = tuple(
        Line(amount_minor=700 * n, quantity=n, product=name, category="coffee" if n % 2 else "")
        for n, name in enumerate(names, start=1)
    )
    sold = selling.sell(shop, member, Basket(lines=lines, codes=("spring",)))
    for reward in rules.rewards:
        giving.issue(shop, [member], reward.id)
    selling.sell(shop, member, Basket(lines=lines[::-1]))
    selling.take_back(shop, sold.written, kind=selling.REFUND)
    return b"\n".join(event.encode(each.event) for each in shop.journal)


def test_the_same_story_is_the_same_bytes_in_any_process() -> None:
    """Sets have another order in every process; no rule may depend on it."""
    code = "from tests.loyalty.test_machine_sales import digest;print(digest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest()


def digest() -> str:
    """Give one figure for all that the story writes under the programmes with everything."""
    return hashlib.sha256(b"".join(map(written_by, RICH))).hexdigest()
