"""Every figure can be read out, in the reader's language."""

import pytest

from loyalty.basket import typed
from loyalty.explain import amount, earned, names, sentence
from loyalty.quote import quote
from loyalty.why import Why, why
from tests.loyalty.build import COFFEE_BAR, DAY, SALE, member

BASE = {"base_minor": 1250, "points": 4, "per_minor": 100, "major_minor": 100, "given": 50}
PER = {"base_minor": 1250, "points": 1, "per_minor": 500, "major_minor": 100, "given": 2}


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (why("earn_amount", carried=0, **BASE), "12.50 x 4 = 50"),
        (why("earn_amount", carried=7, **BASE), "12.50 x 4 + rest = 50"),
        (why("earn_amount", carried=0, **PER), "12.50 at 1 per 5.00 = 2"),
        (
            why("earn_amount", carried=7, **PER),
            "12.50 at 1 per 5.00 + rest = 2",
        ),
        (why("multiplier", percent=100, given=50), "extra points +100 % = 50"),
        (
            why("multiplier_tier", tier="silver", name="Zilver", percent=25, given=12),
            "Silver +25 % = 12",
        ),
        (
            why("multiplier_tier", tier="old", name="Oud", percent=25, given=12),
            "Oud +25 % = 12",
        ),
        (why("stamps", card="coffees", name="Koffies", given=1), "Coffees: 1 stamp"),
        (why("stamps", card="teas", name="Teas", given=2), "Teas: 2 stamps"),
        (
            why("reward", reward="five-off", unit="points", cost=500, unused_minor=0),
            "5.00 off for 500 points",
        ),
        (
            why("reward", reward="five-off", unit="points", cost=500, unused_minor=180),
            "5.00 off for 500 points, 1.80 of it not used",
        ),
        (
            why("reward", reward="gone", unit="stamp:coffees", cost=10, unused_minor=0),
            "gone for 10 stamps",
        ),
        (why("not_enough", unit="points", missing=60), "60 points to go"),
        (why("not_enough", unit="points", missing=1), "1 point to go"),
        (why("not_enough", unit="stamp:coffees", missing=2), "2 stamps to go"),
        (
            why("not_enough_here", unit="points", missing=60),
            "60 points more can be paid out once the internet is back",
        ),
        (
            why("owed", unit="points", missing=60),
            "first there are points to make up, 60 points more can be paid out after that",
        ),
        (
            why("reward_minimum", minimum_minor=2000, missing_minor=750),
            "from 20.00, 7.50 more",
        ),
        (why("reward_minimum", minimum_minor=0, missing_minor=1), "needs an amount"),
        (why("reward_not_yet", day="2026-11-23"), "valid from 23.11."),
        (why("reward_over", day="2026-11-21"), "was valid until 21.11."),
        (why("reward_tier", tier="gold", name="Goud"), "from level Gold"),
        (why("reward_items"), "not on these items"),
        (why("nothing_left"), "nothing is left to pay"),
        (why("from a later release", x=1), "from a later release"),
    ],
)
def test_a_reason_is_one_sentence(reason: Why, text: str) -> None:
    said = sentence(
        reason,
        say=str,
        money=COFFEE_BAR.plain_money,
        named=names(COFFEE_BAR, "en"),
        day=lambda day: f"{day[8:]}.{day[5:7]}.",
    )
    assert said == text


DUTCH = {
    "{base} x {points} = {given}": "{base} maal {points} = {given}",
    "{tier} +{percent} % = {given}": "{tier} +{percent} % = {given}",
    "{count} stamp": "{count} stempel",
    "{count} stamps": "{count} stempels",
    "{missing} to go": "nog {missing}",
}


def test_a_sale_in_dutch() -> None:
    standing = member(840, 7, spend_minor=38640)
    quoted = quote(COFFEE_BAR, standing, typed(1250), day=DAY, sale_id=SALE)
    said = earned(
        quoted.given,
        say=DUTCH.__getitem__,
        money=lambda minor: f"{minor // 100},{minor % 100:02}",
        named=names(COFFEE_BAR, "nl"),
    )
    assert said == "12,50 maal 4 = 50, Zilver +25 % = 12"


def test_without_a_language_the_shops_own_names_are_used() -> None:
    reason = why("multiplier_tier", tier="silver", name="Zilver", percent=25, given=12)
    assert sentence(reason, say=str, money=str) == "Zilver +25 % = 12"


def test_amounts_have_their_word() -> None:
    assert amount("points", 2, say=str) == "2 points"
    assert amount("stamp:coffees", 1, say=DUTCH.__getitem__) == "1 stempel"
