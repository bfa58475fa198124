"""Every figure can be read out, in the reader's language."""

import pytest

from loyalty.explaining.explain import amount, sentence
from loyalty.explaining.voice import english
from loyalty.why import Why, why
from terminal.till.wording import Wording
from tests.loyalty.explain_build import BASE, FREE, GIFT, PER, plain


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (why("earn_amount", carried=0, **BASE), "12.50 x 4 = 50"),
        (why("earn_amount", carried=7, **BASE), "12.50 x 4 + rest = 50"),
        (why("earn_amount", carried=0, capped_from=60, **BASE), "12.50 x 4 = 50 of 60"),
        (why("earn_amount", carried=0, **PER), "12.50 at 1 per 5.00 = 2"),
        (why("earn_amount", carried=7, **PER), "12.50 at 1 per 5.00 + rest = 2"),
        (why("earn_percent", base_minor=1250, percent=5, carried=0, given=62), "5 % of 12.50 = 62"),
        (
            why("earn_percent", base_minor=1250, percent=5, carried=3, given=62),
            "5 % of 12.50 + rest = 62",
        ),
        (why("earn_visit", given=5), "visit = 5"),
        (why("earn_item", pieces=3, points=5, per_pieces=1, given=15), "3 x 5 = 15"),
        (why("earn_item", pieces=6, points=5, per_pieces=3, given=10), "6 at 5 for every 3 = 10"),
        (why("earn_flat", given=10), "this sale = 10"),
        (why("multiplier", percent=100, given=50), "extra points +100 % = 50"),
        (
            why("multiplier", rule="x", name="double-point Tuesday", percent=100, given=50),
            "double-point Tuesday +100 % = 50",
        ),
        (
            why("multiplier_tier", tier="silver", name="Zilver", percent=25, given=12),
            "Silver +25 % = 12",
        ),
        (why("multiplier_tier", tier="old", name="Oud", percent=25, given=12), "Oud +25 % = 12"),
        (why("stamps", card="coffees", name="Koffies", given=1), "Coffees: 1 stamp"),
        (why("stamps", card="teas", name="Teas", given=2), "Teas: 2 stamps"),
        (why("milestone", **GIFT), "Tenth visit: 50 points"),
        (why("milestone", **FREE), "Tenth visit: Free coffee"),
        (why("staircase", **FREE), "Tenth visit: Free coffee"),
        (
            why("tier_entry", tier="gold", name="Goud", given=2, reward="free-coffee"),
            "Gold: 2 x Free coffee",
        ),
        (why("welcome", **GIFT), "Tenth visit: 50 points"),
        (why("birthday", **GIFT), "Tenth visit: 50 points"),
        (why("anniversary", **GIFT), "Tenth visit: 50 points"),
        (why("referral", **GIFT), "Tenth visit: 50 points"),
        (why("referral_friend", **GIFT), "Tenth visit: 50 points"),
        (why("activity", **GIFT), "Tenth visit: 50 points"),
        (
            why("mystery", reward="draw", prize="free-coffee", given=1),
            "drawn with draw: Free coffee",
        ),
        (why("mystery", reward="draw", prize="", given=25), "drawn with draw: 25 points"),
        (why("mystery", reward="draw", prize="", given=0), "drawn with draw: nothing this time"),
        (
            why("membership", membership="club", name="Club", given=100, reward=""),
            "Club: 100 points",
        ),
        (
            why("membership_runs", membership="club", name="Club", day="2027-11-21"),
            "Club runs until 21.11.",
        ),
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
        (why("reward", reward="five-off", unit="", cost=0, unused_minor=0), "5.00 off"),
        (
            why("reward", reward="five-off", unit="voucher:five-off", cost=1, unused_minor=180),
            "5.00 off, 1.80 of it not used",
        ),
        (
            why("donation", reward="gift", name="A gift", cause="the lifeboat", donated_minor=250),
            "A gift: 2.50 goes to the lifeboat",
        ),
        (why("pay", reward="pay", points=250, discount_minor=250), "2.50 paid with 250 points"),
        (why("expired", unit="points", given=1), "1 point past the last day"),
        (
            why("inactive", unit="points", given=9),
            "9 points ended after a long time without a visit",
        ),
        (
            why("adjusted", unit="points", given=9, reason="spilt cup"),
            "9 points by hand: spilt cup",
        ),
        (
            why("adjusted", unit="stamp:coffees", given=1, reason=""),
            "1 stamp by hand",
        ),
        (why("moved", unit="points", given=9), "9 points moved from another card"),
        (why("opening", unit="points", given=9), "9 points brought along at the start"),
    ],
)
def test_what_was_given_or_taken_is_one_sentence(reason: Why, text: str) -> None:
    assert plain(reason) == text


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (why("reward_not_yet", day="2026-11-24"), "valid from 24.11."),
        (why("reward_not_yet", day="2026-11-23"), "valid from tomorrow"),
        (why("voucher_not_yet", day="2026-11-23"), "valid from tomorrow"),
        (why("reward_over", day="2026-11-20"), "was valid until 20.11."),
        (why("reward_over", day="2026-11-21"), "was valid until yesterday"),
        (why("wrong_weekday", weekdays="tue,wed"), "only on Tuesday and Wednesday"),
        (why("wrong_weekday", weekdays="mon tue wed thu fri"), "only on Monday to Friday"),
        (
            why("wrong_weekday", weekdays="mon,wed,thu,fri"),
            "only on Monday and Wednesday to Friday",
        ),
        (why("wrong_weekday", weekdays="mon,wed,sat"), "only on Monday, Wednesday and Saturday"),
        (why("wrong_hour", hours="16:00-18:00"), "only from 16:00 to 18:00"),
        (
            why("wrong_hour", hours="08:00-09:00,16:00-18:00"),
            "only from 08:00 to 09:00 or from 16:00 to 18:00",
        ),
        (why("wrong_level", tier="gold", name="Goud"), "only for level Gold"),
        (
            why("wrong_level", tier="silver,gold", name="Zilver, Goud"),
            "only for level Silver or Gold",
        ),
        (why("wrong_level", tier="gold,gone", name="Goud, Weg"), "only for level Goud, Weg"),
        (why("wrong_segment"), "only for members who were invited to it"),
        (why("wrong_membership", membership="club", name="Club"), "only with Club"),
        (why("not_personal"), "only for members who were given it in person"),
        (why("code_needed"), "only with its code"),
        (why("reward_tier", tier="gold", name="Goud"), "from level Gold"),
        (why("no_voucher"), "not among the member's own rewards yet"),
        (why("not_enough", unit="points", missing=60), "60 points to go"),
        (why("not_enough", unit="points", missing=1), "1 point to go"),
        (why("not_enough", unit="stamp:coffees", missing=2), "2 stamps to go"),
        (
            why("not_enough", unit="voucher:free-coffee", missing=1),
            "not among the member's own rewards yet",
        ),
        (
            why("not_enough_here", unit="points", missing=60),
            "60 points more can be paid out once the internet is back",
        ),
        (
            why("owed", unit="points", missing=60),
            "first there are points to make up, 60 points more can be paid out after that",
        ),
        (why("reward_minimum", minimum_minor=2000, missing_minor=750), "from 20.00, 7.50 more"),
        (why("reward_minimum", minimum_minor=0, missing_minor=1), "needs an amount"),
        (why("reward_pieces", missing=1), "1 more item is needed"),
        (why("reward_pieces", missing=2), "2 more items are needed"),
        (why("reward_items"), "not on these items"),
        (why("nothing_left"), "nothing is left to pay"),
        (why("used_up", most=1), "used up: once a member"),
        (why("used_up", most=3), "used up: 3 times a member"),
        (why("used_today", most=1), "used up for today: once a day"),
        (why("used_today", most=2), "used up for today: 2 times a day"),
        (why("used_in_sale", most=1), "only once in a sale"),
        (why("used_in_sale", most=2), "only 2 times in a sale"),
        (why("stock_gone"), "none left"),
        (why("not_with_others"), "not together with another reward"),
        (why("choice_needed"), "first choose which one"),
        (why("choice_unknown"), "this is not one of those to choose from"),
        (why("points_minimum", minimum=100), "from 100 points at once"),
        (why("points_too_many", most=1), "at most 1 point on this sale"),
        (why("points_too_many", most=0), "too little is to pay for that"),
        (why("seed_missing"), "can be drawn once this till has been on the internet"),
        (why("member_blocked"), "this member is blocked"),
        (why("from a later release", x=1), "from a later release"),
    ],
)
def test_why_a_reward_cannot_be_had_is_one_sentence(reason: Why, text: str) -> None:
    assert plain(reason) == text


def test_what_was_chosen_stands_behind_the_choice() -> None:
    chosen = why("reward", reward="gone", choice="free-coffee", unit="points", cost=50)
    assert plain(chosen) == "gone: Free coffee for 50 points"


def test_without_a_language_the_shops_own_names_are_used() -> None:
    reason = why("multiplier_tier", tier="silver", name="Zilver", percent=25, given=12)
    assert sentence(reason, say=str, money=str) == "Zilver +25 % = 12"


def test_amounts_have_their_word() -> None:
    assert amount("points", 2, plural=english) == "2 points"
    words = Wording("nl", currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    assert amount("stamp:coffees", 1, plural=words.plural) == "1 stempel"
    assert amount("points", 1840, plural=words.plural) == "1.840 punten"
