"""A whole entry is one sentence: what came, why, from when, until when, and what went."""

import msgspec
import pytest

from loyalty.accounts import POINTS, voucher
from loyalty.entries import Given, Spent
from loyalty.event import Posting
from loyalty.explaining.explain import earned, explained, names
from loyalty.explaining.voice import english
from loyalty.why import Why, why
from terminal.till.wording import Wording
from tests.loyalty.explain_build import BAR, BASE, FREE, GIFT, TODAY, points

FOR_EIGHT = why("earn_amount", base_minor=840, points=1, per_minor=100, major_minor=100, given=8)
TUESDAY = why(
    "multiplier", rule="tuesday", name="double-point Tuesday", timed=1, percent=50, given=4
)


def read_out(*entries: Given | Spent, postings: tuple[Posting, ...] = (), **data: object) -> str:
    """Say an entry as an event keeps it, in English."""
    kept = {
        **data,
        "given": [each for each in entries if isinstance(each, Given)],
        "spent": [each for each in entries if isinstance(each, Spent)],
    }
    return explained(
        msgspec.json.decode(msgspec.json.encode(kept)),
        say=str,
        plural=english,
        money=BAR.plain_money,
        day=lambda day: f"{day[8:]}.{day[5:7]}.",
        named=names(BAR, "en"),
        today=TODAY,
        postings=postings,
    )


def test_a_sale_is_said_as_the_sum_of_its_parts() -> None:
    said = read_out(points(8, FOR_EIGHT), points(4, TUESDAY))
    assert said == "12 points: 8 for 8.40, 4 because it is double-point Tuesday"


def test_one_part_needs_no_sum() -> None:
    assert read_out(points(8, FOR_EIGHT)) == "8 points for 8.40"
    assert read_out(points(1, why("earn_visit", given=1))) == "1 point for the visit"


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (why("earn_percent", base_minor=840, given=8), "8 points for 8.40"),
        (why("earn_item", pieces=1, given=8), "8 points for 1 item"),
        (why("earn_item", pieces=2, given=8), "8 points for 2 items"),
        (why("earn_flat", given=8), "8 points for this sale"),
        (why("multiplier", percent=100, given=8), "8 points because points count double"),
        (why("multiplier", percent=200, given=8), "8 points because points count three times"),
        (why("multiplier", percent=50, given=8), "8 points because there are 50 % more points"),
        (why("multiplier", name="Fruit", percent=50, given=8), "8 points for Fruit"),
        (why("multiplier_tier", tier="gold", given=8), "8 points for level Gold"),
        (why("tier_entry", tier="gold", given=8), "8 points for reaching level Gold"),
        (why("milestone", **GIFT), "8 points for Tenth visit"),
        (why("welcome", **GIFT), "8 points for joining"),
        (why("birthday", **GIFT), "8 points for the birthday"),
        (why("anniversary", **GIFT), "8 points for another year as a member"),
        (why("referral_friend", **GIFT), "8 points for coming with a friend"),
        (why("mystery", reward="five-off", given=8), "8 points drawn with 5.00 off"),
        (why("membership", membership="club", name="Club"), "8 points for Club"),
    ],
)
def test_each_reason_is_a_part_of_the_sentence(reason: Why, text: str) -> None:
    assert read_out(points(8, reason)) == text


@pytest.mark.parametrize(
    ("cap", "end"),
    [
        ({"most": 5, "most_per": "day"}, "the most a day is 5"),
        ({"most": 5, "most_per": "sale"}, "the most in a sale is 5"),
        ({}, "more is not given"),
    ],
)
def test_what_was_cut_is_said_beside_what_it_would_have_been(
    cap: dict[str, int | str], end: str
) -> None:
    reason = why(FOR_EIGHT.code, **{**FOR_EIGHT.params, "capped_from": 8, "given": 5}, **cap)
    assert read_out(points(5, reason)) == f"5 of 8 points for 8.40, {end}"


def test_points_that_begin_later_say_when() -> None:
    said = read_out(points(8, FOR_EIGHT, first_day="2026-11-23"))
    assert said == "8 points for 8.40, to be used from tomorrow"


def test_stamps_and_rewards_follow_the_points() -> None:
    stamp = why("stamps", card="coffees", name="Koffies", given=1)
    free = Given(
        rule="tenth",
        unit=voucher("free-coffee"),
        amount=1,
        first_day="2026-11-23",
        last_day="2026-12-31",
        why=why("milestone", **FREE),
    )
    five = why("reward", reward="five-off", unit="points", cost=500, unused_minor=0)
    assert read_out(
        Given(rule="coffees", unit="stamp:coffees", amount=1, why=stamp),
        free,
        points(8, FOR_EIGHT),
        Spent(reward="five-off", unit=POINTS, amount=500, discount_minor=500, why=five),
    ) == (
        "8 points for 8.40; 1 stamp on Coffees; "
        "yours: Free coffee for Tenth visit, to be used from tomorrow, until 31.12.; "
        "used: 5.00 off for 500 points"
    )


def test_a_reward_for_ever_has_no_last_day() -> None:
    free = Given(rule="x", unit=voucher("free-coffee"), amount=1, why=why("welcome", **FREE))
    assert read_out(free) == "yours: Free coffee for joining"


def test_what_a_friend_gets_is_said_as_theirs() -> None:
    theirs = points(50, why("referral", **GIFT), account="b" * 32)
    said = read_out(points(8, FOR_EIGHT), theirs)
    assert (
        said
        == "8 points for 8.40; for the friend who brought them: 50 points for bringing a friend"
    )


def test_a_refund_says_what_went_and_what_came_back() -> None:
    spent = Spent(reward="five-off", unit=POINTS, amount=500, why=why("reward"))
    said = read_out(points(8, FOR_EIGHT), points(4, TUESDAY), spent, corrects="sale")
    assert said == "taken back: 12 points; given back: 500 points"


def test_a_refund_names_the_money_that_is_handed_back() -> None:
    gone = posting("m:a:held", "shop:given", 8)
    said = read_out(postings=(gone,), corrects="sale", money_minor=840)
    assert said == "taken back: 8 points; money handed back: 8.40"


def test_what_another_till_has_to_give_follows() -> None:
    later = msgspec.to_builtins([why("milestone", **FREE)])
    said = read_out(points(8, FOR_EIGHT), follows=later)
    assert said == "8 points for 8.40; follows later: Tenth visit: Free coffee"


def test_what_was_put_right_by_hand_keeps_its_unit() -> None:
    reason = why("adjusted", reason="card left at home", given=2)
    stamps = Given(rule="adjust", unit="stamp:coffees", amount=2, why=reason)
    assert read_out(stamps) == "2 stamps by hand: card left at home"
    before = Given(rule="opening", unit=POINTS, amount=9, why=why("opening", given=9))
    assert read_out(before) == "9 points brought along at the start"


def test_what_was_taken_by_hand_is_said_in_its_unit() -> None:
    taken = msgspec.to_builtins(why("adjusted", reason="typed twice", given=-2))
    moved = (posting("m:a:held", "shop:used", 2, "stamp:coffees"),)
    assert read_out(why=taken, postings=moved) == "-2 stamps by hand: typed twice"


def posting(debit: str, credit: str, amount: int, unit: str = POINTS) -> Posting:
    return Posting(debit=debit, credit=credit, unit=unit, amount=amount)


@pytest.mark.parametrize(
    ("postings", "text"),
    [
        ([posting("m:a:held", "shop:given", 8), posting("m:a:open", "shop:given", 4)],
         "taken back: 12 points"),
        ([posting("shop:used", "m:a:held", 10, "stamp:coffees")], "given back: 10 stamps"),
        ([posting("m:a:open", "shop:expired", 1)], "past the last day: 1 point"),
        ([posting("shop:given", "m:a:open", 5), posting("m:a:count", "shop:counted", 5, "spend"),
          posting("shop:given", "m:a:open", 1, "voucher:free-coffee")],
         "given: 5 points and Free coffee"),
        ([], "no points this time"),
    ],
)  # fmt: skip
def test_an_entry_without_reasons_is_said_by_its_postings(
    postings: list[Posting], text: str
) -> None:
    assert read_out(postings=tuple(postings), corrects="sale") == text


def test_what_time_brings_is_said_by_its_reasons() -> None:
    ended = [why("expired", unit="points", given=12), why("expired", unit="stamp:coffees", given=1)]
    whys = msgspec.to_builtins(ended)
    assert read_out(whys=whys) == "12 points past the last day; 1 stamp past the last day"


def test_data_of_a_later_version_falls_back_to_the_postings() -> None:
    said = explained(
        {"given": "in another shape"},
        say=str,
        plural=english,
        money=str,
        postings=[posting("shop:given", "m:a:open", 5)],
    )
    assert said == "given: 5 points"


def test_a_sentence_in_german_has_german_plurals_money_and_days() -> None:
    words = Wording("de", currency="EUR", scale=2, time_zone="Europe/Berlin")
    kept = {"given": [points(1, FOR_EIGHT, first_day="2026-12-06")]}
    said = explained(
        msgspec.to_builtins(kept),
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        today=TODAY,
    )
    assert said == "1 Punkt für 8,40\u00a0€, nutzbar ab 6. Dez. 2026"


DUTCH = {
    "{base} x {points} = {given}": "{base} maal {points} = {given}",
    "{tier} +{percent} % = {given}": "{tier} +{percent} % = {given}",
}


def test_points_in_dutch() -> None:
    given = (
        points(50, why("earn_amount", carried=0, **BASE)),
        points(12, why("multiplier_tier", tier="silver", name="Silver", percent=25, given=12)),
        Given(rule="coffees", unit="stamp:coffees", amount=1, why=why("stamps", given=1)),
        # What a friend gets is not among the member's own points.
        points(50, why("referral", **GIFT), account="b" * 32),
    )
    said = earned(
        given,
        say=DUTCH.__getitem__,
        money=lambda minor: f"{minor // 100},{minor % 100:02}",
        named=names(BAR, "nl"),
    )
    assert said == "12,50 maal 4 = 50, Zilver +25 % = 12"
