"""A reward's row says what it takes, or what stands in its way, in the shop's language."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.accounts import POINTS
from loyalty.assurance import NOTHING_USED, Redeem
from loyalty.rewards.offers import Offer
from loyalty.why import Why, why
from terminal.till import draw_rewards
from terminal.till.desk import Desk
from terminal.till.proof import Proof
from tests.stories.counter import Counter, Shopfront

# The day on which a story begins is a Friday.
TOMORROW = "2026-11-21"

ANYTHING = Proof(permission=Redeem(), used=NOTHING_USED)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shopfront]:
    """Open the demo shop."""
    shop = Shopfront(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def desk(shop: Shopfront) -> Iterator[Desk]:
    """Open its first till, which speaks Dutch."""
    counter = Counter(shop, language="nl")
    yield counter.desk
    counter.close()


def offer(shop: Shopfront, reason: Why | None = None) -> Offer:
    """Give the offer of the first reward, as it stands with something in its way."""
    reward = shop.programme.rewards[0]
    return Offer(
        reward_id=reward.id,
        reward=reward,
        usable=reason is None,
        missing=0,
        missing_minor=0,
        needs_grant=0,
        reason=reason.code if reason else None,
        why=reason,
        worth_minor=500,
        cost_unit=POINTS,
        cost_amount=500,
    )


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (why("reward_not_yet", day=TOMORROW), "Geldig vanaf morgen"),
        (why("wrong_weekday", weekdays="tue,wed"), "Alleen op dinsdag en woensdag"),
        (why("wrong_hour", hours="16:00-18:00"), "Alleen van 16:00 tot 18:00"),
        (why("reward_tier", tier="gold", name="Gold"), "Vanaf niveau Goud"),
        (why("used_today", most=1), "Op voor vandaag: één keer per dag"),
        (why("stock_gone"), "Geen meer over"),
        (why("owed", unit="points", missing=5), "Eerst punten inhalen"),
        (why("not_enough_here", unit="points", missing=5), "Niet zonder internet"),
    ],
)
def test_what_stands_in_the_way_is_said_in_the_row(
    shop: Shopfront, desk: Desk, reason: Why, text: str
) -> None:
    note, icon = draw_rewards._note(desk, shop.programme, offer(shop, reason), ANYTHING)
    assert (note, icon) == (text, "prohibit")


def test_a_row_says_what_the_reward_takes(shop: Shopfront, desk: Desk) -> None:
    costs = offer(shop)
    assert draw_rewards.cost(costs, desk.words) == "500 punten = €\N{NO-BREAK SPACE}5,00"
    stamps = replace(costs, cost_unit="stamp:coffees", cost_amount=1)
    assert draw_rewards.cost(stamps, desk.words) == "1 stempel"
    assert draw_rewards.cost(replace(costs, vouchers=2), desk.words) == "Van jou: 2"
    assert draw_rewards.cost(replace(costs, cost_amount=0), desk.words) == ""
