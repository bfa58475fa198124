"""Multipliers: what they raise, in which order, on which lines, and where they are floored."""

from loyalty.scene import Facts
from tests.loyalty.earn_build import amount, basket, earn, line, more, rules

TIERS = [
    {"id": "silver", "name": {"en": "Silver", "nl": "Zilver"}, "from_amount": 100},
    {"id": "gold", "name": "Gold", "from_amount": 200},
]


def test_multipliers_multiply_the_sum_and_floor_last() -> None:
    programme = rules(
        earn=[amount(), amount(id="half", per_minor=200)],
        multipliers=[more("more", 25), more("double", 100, priority=5)],
    )
    # 15 + 7 = 22; doubled 44; a quarter more 55. Floors on the way would lose a point.
    got = earn(programme, basket(1599))
    assert list(got.by_rule.items()) == [("spend", 15), ("half", 7), ("double", 22), ("more", 11)]
    third = rules(earn=[amount()], multipliers=[more("a", 50), more("b", 50)])
    assert earn(third, basket(100)).points == 2
    assert earn(third, basket(300)).by_rule == {"spend": 3, "a": 1, "b": 2}


def test_of_exclusive_multipliers_the_best_counts_beside_the_others() -> None:
    programme = rules(
        earn=[amount()],
        multipliers=[
            more("low", 50, exclusive=True, priority=3),
            more("high", 100, exclusive=True),
            more("plain", 10),
        ],
    )
    assert earn(programme, basket(1000)).by_rule == {"spend": 10, "high": 10, "plain": 2}


def test_the_best_exclusive_multiplier_is_the_one_that_gives_most_on_these_lines() -> None:
    programme = rules(
        earn=[amount()],
        multipliers=[
            more("lunch", 300, exclusive=True, categories=["lunch"]),
            more("all", 100, exclusive=True),
        ],
    )
    assert earn(programme, basket(line(100, "lunch"), 1000)).by_rule == {"spend": 11, "all": 11}
    assert earn(programme, basket(line(500, "lunch"), 900)).by_rule == {"spend": 14, "lunch": 15}


def test_of_equal_exclusive_multipliers_priority_and_then_the_id_decides() -> None:
    alike = [more("c", 100, exclusive=True), more("b", 100, exclusive=True)]
    programme = rules(earn=[amount()], multipliers=alike)
    assert earn(programme, basket(100)).by_rule == {"spend": 1, "b": 1}
    first = more("d", 100, exclusive=True, priority=1)
    programme = rules(earn=[amount()], multipliers=[*alike, first])
    assert earn(programme, basket(100)).by_rule == {"spend": 1, "d": 1}


def test_a_multiplier_for_a_category_raises_only_what_was_earned_on_it() -> None:
    programme = rules(earn=[amount()], multipliers=[more("lunch", 100, categories=["lunch"])])
    got = earn(programme, basket(500, line(1000, "lunch")))
    assert got.by_rule == {"spend": 15, "lunch": 10}
    assert got.of("lunch").weights == ((1, 1000),)
    assert earn(programme, basket(500)).by_rule == {"spend": 5}
    without = more("rest", 100, except_categories=["lunch"])
    got = earn(rules(earn=[amount()], multipliers=[without]), basket(500, line(1000, "lunch")))
    assert got.by_rule == {"spend": 15, "rest": 5}


def test_fractions_of_several_rules_and_lines_are_floored_once() -> None:
    # 3.60 + 2.40 is 6 points; 3.6 of them doubled are 9.6.
    lunch = more("lunch", 100, categories=["lunch"])
    programme = rules(earn=[amount()], multipliers=[lunch])
    sale = basket(line(360, "lunch"), 240)
    assert earn(programme, sale).by_rule == {"spend": 6, "lunch": 3}
    # Two such rules have 7.2 doubled: 19.2, and not twice 9.
    twice = rules(earn=[amount(), amount(id="also")], multipliers=[lunch])
    assert earn(twice, sale).points == 19


def test_multipliers_with_different_lines_multiply_where_they_meet() -> None:
    programme = rules(
        earn=[amount()],
        multipliers=[
            more("all", 100),
            more("lunch", 50, categories=["lunch"]),
            more("tea", 100, products=["tea"]),
        ],
    )
    sale = basket(line(1000, "lunch", product="tea"), line(1000, "lunch"), 1000)
    # 10 x 2 x 1.5 x 2 + 10 x 2 x 1.5 + 10 x 2
    got = earn(programme, sale)
    assert got.points == 60 + 30 + 20
    assert got.by_rule == {"spend": 30, "all": 30, "lunch": 20, "tea": 30}


def test_a_line_more_takes_nothing_from_the_lines_that_are_multiplied() -> None:
    programme = rules(earn=[amount()], multipliers=[more("lunch", 100, categories=["lunch"])])
    alone = earn(programme, basket(line(100, "lunch")))
    # In proportion to the money, 0.67 of the one point would be the lunch's.
    beside = earn(programme, basket(line(100, "lunch"), 50))
    assert alone.by_rule == beside.by_rule == {"spend": 1, "lunch": 1}


def test_the_kept_remainder_is_multiplied_with_the_point_that_it_completes() -> None:
    programme = rules(earn=[amount()], multipliers=[more("lunch", 100, categories=["lunch"])])
    got = earn(programme, basket(line(150, "lunch")), {"carry:spend/100": 50})
    assert got.by_rule == {"spend": 2, "lunch": 2}


def test_a_remainder_below_zero_is_made_up_by_the_multiplied_lines_and_never_taken_away() -> None:
    programme = rules(earn=[amount()], multipliers=[more("lunch", 100, categories=["lunch"])])
    owing = {"carry:spend/100": -150}
    assert earn(programme, basket(line(100, "lunch"), 100), owing).by_rule == {}
    assert earn(programme, basket(line(100, "lunch"), 200), owing).by_rule == {"spend": 1}


def test_capped_points_are_multiplied_after_their_cap() -> None:
    programme = rules(
        earn=[amount(most_per_sale=10)], multipliers=[more("lunch", 100, categories=["lunch"])]
    )
    got = earn(programme, basket(line(600, "lunch"), 1000))
    assert got.by_rule == {"spend": 10, "lunch": 6}
    got = earn(programme, basket(line(2000, "lunch"), 1000))
    assert got.by_rule == {"spend": 10, "lunch": 10}


def test_points_for_coming_are_earned_on_no_line_and_points_for_lines_on_them() -> None:
    programme = rules(
        earn=[
            {"kind": "visit", "id": "came", "points": 5},
            {"kind": "flat", "id": "flat", "points": 3, "categories": ["lunch"]},
            {"kind": "item", "id": "piece", "points": 1, "pieces": 2},
        ],
        multipliers=[more("lunch", 100, categories=["lunch"])],
    )
    got = earn(programme, basket(line(100, "lunch", quantity=2), line(100, quantity=2)))
    assert got.by_rule == {"came": 5, "flat": 3, "piece": 2, "lunch": 3 + 1}
    everything = rules(earn=programme_earn(), multipliers=[more("all", 100)])
    assert earn(everything, basket(100)).by_rule == {"came": 5, "all": 5}


def programme_earn() -> list[dict[str, object]]:
    """Give a rule that gives points for coming."""
    return [{"kind": "visit", "id": "came", "points": 5}]


def test_a_level_bonus_is_named_after_the_level() -> None:
    tiered = more("bonus", 25, tiers=["silver", "gold"])
    programme = rules(
        languages=["nl", "en"],
        name={"nl": "Test"},
        earn=[amount()],
        tiers=[
            {"id": "silver", "name": {"nl": "Zilver"}, "from_amount": 100},
            TIERS[1] | {"name": {"nl": "Goud"}},
        ],
        multipliers=[tiered],
    )
    got = earn(programme, basket(1000), tier="silver")
    assert got.by_rule == {"spend": 10, "bonus": 2}
    assert (got.of("bonus").why.code, got.of("bonus").why.params) == (
        "multiplier_tier",
        {"rule": "bonus", "tier": "silver", "name": "Zilver", "percent": 25, "given": 2},
    )
    assert earn(programme, basket(1000)).by_rule == {"spend": 10}


def test_a_multiplier_says_its_name_and_the_whole_points_it_raises_by() -> None:
    programme = rules(
        earn=[amount()],
        tiers=TIERS[1:],
        multipliers=[
            more("tuesday", 100, name="Double Tuesday", weekdays=["tue"], priority=1),
            more("quiet", 10),
            more("gold", 10, name="Gold bonus", tiers=["gold"]),
        ],
    )
    got = earn(programme, basket(1000), day="2026-11-24", tier="gold")
    assert got.of("tuesday").why.params["name"] == "Double Tuesday"
    assert got.by_rule == {"spend": 10, "tuesday": 10, "gold": 2, "quiet": 2}
    assert got.of("quiet").why.params == {"rule": "quiet", "percent": 10, "given": 2, "name": ""}
    assert (got.of("gold").why.code, got.of("gold").why.params["name"]) == (
        "multiplier",
        "Gold bonus",
    )
    assert "tuesday" not in earn(programme, basket(1000)).by_rule


def test_a_multiplier_can_be_for_some_members_only() -> None:
    programme = rules(
        segments=["students"],
        earn=[amount()],
        multipliers=[
            more("students", 50, segments=["students"]),
            more("yours", 100, personal=True),
            more("coded", 100, code="twice"),
        ],
    )
    assert earn(programme, basket(1000)).by_rule == {"spend": 10}
    student = Facts(segments=frozenset({"students"}))
    assert earn(programme, basket(1000), facts=student).by_rule == {"spend": 10, "students": 5}
    chosen = Facts(personal=frozenset({"yours"}))
    assert earn(programme, basket(1000), facts=chosen).by_rule == {"spend": 10, "yours": 10}
    assert earn(programme, basket(1000, codes=("Twice",))).by_rule == {"spend": 10, "coded": 10}


def test_extra_points_begin_and_end_with_the_points_they_raise() -> None:
    double = [more("double", 100)]
    one = rules(
        points={"days": 30}, earn=[amount(life={"days": 9}, pending_days=2)], multipliers=double
    )
    assert {(each.first_day, each.last_day) for each in earn(one, basket(100)).given} == {
        ("2026-11-24", "2026-12-01")
    }
    two = rules(
        points={"days": 30},
        earn=[amount(life={"days": 9}), amount(id="other", life={"days": 8})],
        multipliers=double,
    )
    assert earn(two, basket(100)).of("double").last_day == "2026-12-22"


def test_weights_of_several_rules_are_compared_in_points() -> None:
    programme = rules(
        earn=[amount(), {"kind": "item", "id": "piece", "points": 10, "categories": ["lunch"]}],
        multipliers=[more("all", 100)],
    )
    got = earn(programme, basket(500, line(500, "lunch")))
    assert got.of("all").weights == ((0, 5000), (1, 15_000))
