"""Drafts by two people, forecasts on own sales, notice, a second person, publishing and recall."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from loyalty.errors import Refusal
from loyalty.programme import ProgrammeInvalid, from_wire, in_force, load_toml
from server import terms
from server.publishing import form, refusals, release, telling
from server.publishing.desk import COMING, NOW, RECALLED, goal_of
from server.publishing.drafting import Contradiction, understood
from server.publishing.goals import QUESTIONS
from server.publishing.rules import Rules
from server.publishing.wording import LANGUAGES, voice
from storage.server.publications import CHANGES, PRIVACY, TERMS
from tests.server.publishing.shop import COFFEE_BAR, LATER, TODAY, Counter
from tests.server.shop import NOW_US

TOMORROW = (date.fromisoformat(TODAY) + timedelta(days=1)).isoformat()
IN_A_MONTH = (date.fromisoformat(TODAY) + timedelta(days=30)).isoformat()
BETTER = ("points = 4", "points = 5")
WORSE = ("points = 4", "points = 3")


def test_the_second_of_two_people_is_told_and_loses_nothing(counter: Counter) -> None:
    """What they wrote is kept aside, and both see line by line what is different."""
    desk = counter.desk
    draft = desk.begin("Autumn", "olga", NOW_US)
    first = desk.draft(draft.draft)
    text = first.newest.document
    mine = desk.save(draft.draft, first.edit, text.replace(*BETTER), "olga", NOW_US)
    assert not isinstance(mine, Contradiction)
    theirs = desk.save(draft.draft, first.edit, text.replace(*WORSE), "piet", NOW_US + 1)
    assert isinstance(theirs, Contradiction)
    assert theirs.theirs.editor == "olga"
    assert theirs.lines == ("- points = 5", "+ points = 3")
    assert desk.draft(draft.draft).newest.document == text.replace(*BETTER)
    kept = [each for each in desk.edits(draft.draft) if each.aside]
    assert [(each.editor, each.document) for each in kept] == [("piet", text.replace(*WORSE))]
    # Having seen it, the second saves again from what the first wrote.
    again = desk.save(draft.draft, theirs.theirs.edit, text.replace(*WORSE), "piet", NOW_US + 2)
    assert not isinstance(again, Contradiction)
    assert desk.draft(draft.draft).newest.editor == "piet"


def test_publish_send_and_recall(counter: Counter) -> None:
    """A better rule begins tomorrow; recalled, the rules of today go on, and tills hear of both."""
    desk = counter.desk
    name = counter.change(*BETTER)
    prepared = desk.prepare(name, TOMORROW, NOW_US)
    assert (prepared.losses, prepared.earliest) == ((), TOMORROW)
    sent = desk.publish(prepared, "olga", NOW_US)
    assert sent.published is not None
    assert [each.state for each in desk.versions(NOW_US)][:2] == [COMING, NOW]
    assert desk.drafts() == ()
    told = counter.till.pull()
    assert [from_wire(bytes(each)).version for each in told.programmes] == [1, 2, 3]
    back = desk.recall(3, "olga", NOW_US)
    assert (back.version, back.from_day) == (4, TOMORROW)
    states = {each.programme.version: each.state for each in desk.versions(NOW_US)}
    assert states == {1: "past", 2: NOW, 3: RECALLED, 4: COMING}
    with counter.books.access().database.read() as connection:
        known = terms.versions(connection, "shop")
    later = in_force(known, LATER)
    assert (later.version, later.earn) == (4, in_force(known, TODAY).earn)
    for version, code in ((3, "recall_again"), (2, "recall_begun"), (9, "version_unknown")):
        with pytest.raises(Refusal) as refused:
            desk.recall(version, "olga", NOW_US)
        assert refused.value.code == code


def test_a_change_for_the_worse_is_counted_and_announced(counter: Counter) -> None:
    """Before the notice is over it is refused; who loses what is said in every language."""
    desk = counter.desk
    counter.enrol("m0", 600, 40_000)
    counter.enrol("m1", 100, 90_000)
    name = counter.change("amount = 500 }", "amount = 700 }")
    early = desk.prepare(name, TOMORROW, NOW_US)
    (loss,) = early.losses
    assert (loss.loss.id, loss.members, loss.out_of_reach) == ("five-off", 2, 1)
    with pytest.raises(Refusal) as refused:
        desk.publish(early, "olga", NOW_US)
    assert (refused.value.code, refused.value.details["expected"]) == (
        "programme_notice",
        IN_A_MONTH,
    )
    said = refusals.refusal(refused.value, voice(early.before, "nl"))
    assert "18 dec 2026" in said
    sent = desk.publish(desk.prepare(name, IN_A_MONTH, NOW_US), "olga", NOW_US)
    assert sent.published is not None
    for language in LANGUAGES:
        texts = desk.texts(3, language)
        assert set(texts) == {TERMS, PRIVACY, CHANGES}
        assert len(set(texts.values())) == len(texts)
    assert "From 18 Dec 2026 the rules change" in desk.texts(3, "en")[CHANGES]
    assert desk.versions(NOW_US)[0].said.losses == early.losses


def test_the_owner_sets_the_notice(counter: Counter) -> None:
    name = counter.change(*WORSE)
    counter.desk.settle(Rules(notice_days=3), NOW_US)
    assert counter.desk.prepare(name, TOMORROW, NOW_US).earliest == "2026-11-21"
    with pytest.raises(Refusal, match="365"):
        counter.desk.settle(Rules(notice_days=400), NOW_US)


def test_the_past_and_the_margin_stay(counter: Counter) -> None:
    """Nothing begins today, nothing is published that is the same, invalid or too dear."""
    desk = counter.desk
    cases = (
        (counter.change(*BETTER), TODAY, "programme_past"),
        (counter.change('id = "shop"', 'id = "shop" '), TOMORROW, "programme_same"),
        (counter.change("points = 4", "points = 400"), TOMORROW, "programme_margin"),
        (counter.change(*BETTER), "2026-01-05", "programme_order"),
        (counter.change(*BETTER), "soon", "programme_day"),
    )
    for name, day, code in cases:
        with pytest.raises(Refusal) as refused:
            desk.publish(desk.prepare(name, day, NOW_US), "olga", NOW_US)
        assert refused.value.code == code
    with pytest.raises(ProgrammeInvalid):
        desk.prepare(counter.change("points = 4", "points = 0"), TOMORROW, NOW_US)


def test_what_was_looked_at_is_what_is_sent(counter: Counter) -> None:
    """A draft that was saved in between, or another version, is looked at again."""
    desk = counter.desk
    name = counter.change(*BETTER)
    seen = desk.prepare(name, TOMORROW, NOW_US)
    opened = desk.draft(name)
    desk.save(name, opened.edit, opened.newest.document + "\n# more\n", "piet", NOW_US)
    with pytest.raises(Refusal) as refused:
        desk.publish(seen, "olga", NOW_US)
    assert refused.value.code == "draft_moved"
    other = desk.prepare(counter.change("percent = 25", "percent = 30"), TOMORROW, NOW_US)
    seen = desk.prepare(name, TOMORROW, NOW_US)
    desk.publish(other, "piet", NOW_US)
    with pytest.raises(Refusal, match="another version"):
        desk.publish(seen, "olga", NOW_US)


def test_a_second_person_over_the_limit(counter: Counter) -> None:
    """Without sales nobody knows the cost, so it waits too; the same person cannot agree."""
    desk = counter.desk
    desk.settle(Rules(cost_limit_minor=1), NOW_US)
    name = counter.change(*BETTER)
    sent = desk.publish(desk.prepare(name, TOMORROW, NOW_US), "olga", NOW_US)
    assert sent.published is None
    assert sent.waits is not None
    assert sent.waits.month_cost_minor is None
    with pytest.raises(Refusal) as refused:
        desk.second(name, "olga", NOW_US)
    assert refused.value.code == "second_same"
    row = desk.second(name, "piet", NOW_US)
    assert (row.publisher, row.seconder, row.version) == ("olga", "piet", 3)
    with pytest.raises(Refusal) as refused:
        desk.second(name, "piet", NOW_US)
    assert refused.value.code == "second_none"


def test_an_edit_takes_the_wish_back(counter: Counter) -> None:
    desk = counter.desk
    desk.settle(Rules(cost_limit_minor=1), NOW_US)
    name = counter.change(*BETTER)
    desk.publish(desk.prepare(name, TOMORROW, NOW_US), "olga", NOW_US)
    opened = desk.draft(name)
    desk.save(name, opened.edit, opened.newest.document + "# more\n", "olga", NOW_US)
    with pytest.raises(Refusal) as refused:
        desk.second(name, "piet", NOW_US)
    assert refused.value.code == "second_none"


def test_the_forecast_is_of_the_shops_own_sales(counter: Counter) -> None:
    """The same sales under both versions; what was taken back is left out."""
    counter.sell()
    gone = counter.sale(TODAY, "m0", 99_999)
    late = counter.sale("2026-11-17", "m0", 50_000)
    counter.undo(late)
    counter.till.push()
    assert gone
    name = counter.change(*BETTER)
    found = counter.desk.prepare(name, LATER, NOW_US).forecast
    assert found is not None
    # 14 days of sales: 4, 5, 6 and 7 euros, and 3 euros to nobody.
    assert (found.sales, found.member_sales, found.members, found.undone) == (70, 56, 4, 1)
    assert (found.was.points_given, found.now.points_given) == (1232, 1540)
    assert found.was.reached == 4
    assert found.was.own_cost_minor == found.was.cost_minor * 35 // 100
    assert found.now.cost_minor >= found.was.cost_minor > 0
    for language in LANGUAGES:
        lines = list(telling.forecast(found, voice(counter.desk.current(NOW_US), language)))
        assert len(lines) == 9


def test_without_sales_it_is_said(counter: Counter) -> None:
    """Nothing is made up where nobody bought."""
    assert counter.desk.prepare(counter.change(*BETTER), LATER, NOW_US).forecast is None
    said = telling.no_sales(counter.desk.past(NOW_US), voice(counter.desk.current(NOW_US), "en"))
    assert "from 19 Aug 2026 to 17 Nov 2026" in said


@pytest.mark.parametrize("has_sales", [True, False])
def test_what_should_change(counter: Counter, *, has_sales: bool) -> None:
    """Each answer is a draft that can be published as it is, with a goal where sales say one."""
    if has_sales:
        counter.sell()
    desk = counter.desk
    for asked in QUESTIONS:
        draft = desk.propose(asked, asked, "olga", NOW_US)
        prepared = desk.prepare(draft.draft, LATER, NOW_US)
        assert prepared.losses == (), asked
        release.check(prepared, TODAY, Rules())
        goal = goal_of(desk.draft(draft.draft).draft)
        assert goal is not None
        assert (goal.now is not None) == has_sales, asked
        for language in LANGUAGES:
            assert telling.goal(goal, voice(prepared.before, language))
    if has_sales:
        rules = understood(desk.draft(draft.draft).newest.document)[0]
        assert rules is not None
        assert rules.tiers[-1].id == "best"


def test_form_and_document_are_one(counter: Counter) -> None:
    """A figure of the form is written into the document, a rule can go, nonsense is refused."""
    document = counter.desk.draft(counter.change(*BETTER)).newest.document
    found = {each.path: each for part in form.parts(document, "nl") for each in part.fields}
    assert found["rewards.0.amount_minor"].value == "5.00"
    assert found["rewards.0.name"].value == "5,00 korting"
    assert found["points.months"].value == ""
    for path, typed in (
        ("rewards.0.amount_minor", "6,5"),
        ("rewards.0.name", "Zes vijftig korting"),
        ("rewards.0.cost.amount", "650"),
        ("rewards.0.life.days", "30"),
        ("points.months", "24"),
        ("caps.points_per_day", "900"),
    ):
        document = form.changed(document, path, typed, "nl")
    rules, problems = understood(document)
    assert not problems
    assert rules is not None
    reward = rules.reward("five-off")
    assert (reward.amount_minor, reward.cost.amount) == (650, 650)  # type: ignore[union-attr]
    assert rules.text(reward.name, "nl") == "Zes vijftig korting"
    assert rules.text(reward.name, "en") == "5.00 off"
    assert (rules.points.months, rules.caps.points_per_day) == (24, 900)
    without_life = form.changed(document, "rewards.0.life.days", "", "nl")
    assert "life" not in without_life
    assert (
        len(form.parts(form.without(document, "multipliers.0"), "nl"))
        == len(form.parts(document, "nl")) - 1
    )
    for path, typed in (("rewards.0.amount_minor", "-1"), ("earn.0.points", "1.5"), ("no", "1")):
        with pytest.raises(Refusal):
            form.changed(document, path, typed, "nl")
    assert form.parts("this is = = no toml", "nl") == ()


def test_every_refusal_has_a_sentence() -> None:
    """Whoever is refused reads why in their own language, and what to do."""
    raised = set()
    for path in Path(release.__file__).parent.glob("*.py"):
        raised |= set(re.findall(r'(?:Refusal|_too_soon)\(\s*"(\w+)"', path.read_text("utf-8")))
    assert raised == set(refusals.SENTENCES) - {"programme_invalid"}
    rules = load_toml(COFFEE_BAR)
    for code in refusals.SENTENCES:
        error = Refusal(code, expected="2026-12-01", got=3)
        said = {refusals.refusal(error, voice(rules, each)) for each in LANGUAGES}
        assert len(said) == len(LANGUAGES), code
        assert not any("{" in each for each in said)
