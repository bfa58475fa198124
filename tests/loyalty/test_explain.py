"""Every figure can be read out, in the reader's language."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from loyalty import explain_given, explain_obstacles, explain_parts
from loyalty.accounts import POINTS, voucher
from loyalty.entries import Given, Spent
from loyalty.event import Posting
from loyalty.explain import SENTENCES, amount, earned, explained, names, sentence
from loyalty.explain_voice import Teller, Voice, english
from loyalty.programme import Programme, load_toml
from loyalty.why import Why, why
from terminal.till.wording import LANGUAGES, Wording

ROOT = Path(__file__).parents[2]
BAR = load_toml((ROOT / "assets/programmes/coffee-bar.toml").read_text("utf-8"))
TODAY = "2026-11-22"
BASE = {"base_minor": 1250, "points": 4, "per_minor": 100, "major_minor": 100, "given": 50}
PER = {"base_minor": 1250, "points": 1, "per_minor": 500, "major_minor": 100, "given": 2}
GIFT: dict[str, int | str] = {"rule": "tenth", "name": "Tenth visit", "given": 50, "reward": ""}
FREE = {**GIFT, "given": 1, "reward": "free-coffee"}


def plain(reason: Why, rules: Programme = BAR) -> str:
    """Say a reason in English, with plain figures."""
    return sentence(
        reason,
        say=str,
        money=rules.plain_money,
        named=names(rules, "en"),
        day=lambda day: f"{day[8:]}.{day[5:7]}.",
        today=TODAY,
    )


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


# What a forecast says to an owner has words of its own, beside what it works out.
TOLD_ELSEWHERE = {
    ROOT / "loyalty/protection.py",
    ROOT / "loyalty/protection_text.py",
    *(ROOT / "loyalty/forecast").rglob("*.py"),
}
# Names under which the rules keep a code until they make a reason of it.
KEPT_AS = {"code", "because"}


def reasons_in_the_rules() -> Iterator[tuple[str, str]]:
    """Give every code that the rules build a reason of, and where they do."""
    for path in sorted({*(ROOT / "loyalty").rglob("*.py")} - TOLD_ELSEWHERE):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            for part in codes(node):
                for code in literals(part):
                    yield code, str(path.relative_to(ROOT))


def codes(node: ast.AST) -> Iterator[ast.expr]:
    """Give the expressions that hold a code: arguments of a reason, and what is kept for one."""
    if isinstance(node, ast.Call):
        if ast.unparse(node.func) in {"why", "Why"}:
            yield from node.args[:1]
        if ast.unparse(node.func) not in {"Refusal", "Outage", "Corrupt"}:
            yield from (each.value for each in node.keywords if each.arg in KEPT_AS)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id in KEPT_AS:
                yield node.value
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
                yield from (value for name, value in pairs if ast.unparse(name) in KEPT_AS)


def literals(part: ast.expr) -> tuple[str, ...]:
    """Give the texts that an expression may be."""
    if isinstance(part, ast.IfExp):
        return literals(part.body) + literals(part.orelse)
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return (part.value,)
    return ()


def test_every_code_of_the_rules_has_a_sentence() -> None:
    """A new reason without words would be read out as `wrong_weekday`."""
    found = dict(reasons_in_the_rules())
    assert {"multiplier_tier", "not_enough", "owed", "milestone", "birthday"} <= found.keys()
    assert {code: where for code, where in found.items() if code not in SENTENCES} == {}


# Modules whose functions return codes, with one that each of them must be found to return.
RETURNED = {"conditions": "wrong_weekday", "plan": "earn_flat"}


@pytest.mark.parametrize(("module", "known"), RETURNED.items())
def test_every_code_that_is_returned_has_a_sentence(module: str, known: str) -> None:
    """`conditions.missing` and `plan` hand their codes on as texts."""
    returned: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / f"loyalty/{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Return) and node.value is not None:
            value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
            returned |= {each for each in literals(value) if "_" in each}
    assert known in returned
    assert returned <= SENTENCES


class _Every(dict[str, int | str]):
    """Params that have everything: a figure where a figure is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        if key == "day":
            return "2026-12-31"
        if key in {"weekdays", "hours"}:
            return "tue,wed" if key == "weekdays" else "16:00-18:00"
        return 7 if default == 0 else f"<{key}>"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_reason_can_be_said_in_every_language(code: str, language: str) -> None:
    words = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    voice = Voice(
        say=words.say, plural=words.plural, money=words.money, day=words.date, number=words.points
    )
    reason = Why(code=code, params=_Every())
    tables = (explain_given.LINES, explain_obstacles.OBSTACLES, explain_parts.PARTS)
    tellers = [table[code] for table in tables if code in table]
    assert tellers
    for teller in tellers:
        said = teller(Teller(reason, voice))
        assert said
        assert "{" not in said


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


def test_without_a_language_the_shops_own_names_are_used() -> None:
    reason = why("multiplier_tier", tier="silver", name="Zilver", percent=25, given=12)
    assert sentence(reason, say=str, money=str) == "Zilver +25 % = 12"


def test_amounts_have_their_word() -> None:
    assert amount("points", 2, plural=english) == "2 points"
    words = Wording("nl", currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    assert amount("stamp:coffees", 1, plural=words.plural) == "1 stempel"
    assert amount("points", 1840, plural=words.plural) == "1.840 punten"


# Whole entries.

FOR_EIGHT = why("earn_amount", base_minor=840, points=1, per_minor=100, major_minor=100, given=8)
TUESDAY = why(
    "multiplier", rule="tuesday", name="double-point Tuesday", timed=1, percent=50, given=4
)


def points(amount: int, reason: Why, **parts: Any) -> Given:
    """Give points for a reason."""
    return Given(rule="rule", unit=POINTS, amount=amount, why=reason, **parts)


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


def test_what_was_chosen_stands_behind_the_choice() -> None:
    chosen = why("reward", reward="gone", choice="free-coffee", unit="points", cost=50)
    assert plain(chosen) == "gone: Free coffee for 50 points"


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


def test_the_tables_are_told_by_functions_of_their_own_module() -> None:
    """A teller that two codes share says the same for both; none is left that nobody reaches."""
    for module in (explain_given, explain_obstacles, explain_parts):
        tables = [each for each in vars(module).values() if isinstance(each, MappingProxyType)]
        reached = {teller.__name__ for table in tables for teller in table.values()}
        written = {
            name
            for name, each in inspect.getmembers(module, inspect.isfunction)
            if each.__module__ == module.__name__
        }
        called = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Call)
        }
        assert written <= reached | called
