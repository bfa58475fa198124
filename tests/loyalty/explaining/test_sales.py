"""What the engine itself wrote can be read out: sales, refunds and what a day brings."""

from typing import Any

import msgspec
import pytest

from loyalty import accounts
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.benefits.daily import drafts
from loyalty.event import Event
from loyalty.explaining.explain import explained, names, sentence
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme, from_wire
from loyalty.quote import Quote, postings, quote
from loyalty.refunds.refund import Refunding, refund
from loyalty.rewards.asking import Use
from loyalty.rewards.obstacle import not_for_them
from loyalty.rewards.offers import offers
from loyalty.scene import Scene
from loyalty.settle import settled
from loyalty.standing import Standing
from terminal.till.wording import Wording

TUESDAY = "2026-11-24"
SALE = "019ab001-0000-7000-8000-000000000001"
MEMBER = Standing(account="a" * 32, home=True)
SPEND = {"kind": "amount", "id": "spend", "points": 1, "per_minor": 100}
DOUBLE = {
    "id": "tuesday",
    "percent": 50,
    "name": {"en": "double-point Tuesday", "nl": "dubbelepuntendinsdag"},
    "weekdays": ["tue"],
}
COFFEE = {
    "kind": "product", "id": "coffee", "name": {"en": "Free coffee", "nl": "Gratis koffie"},
    "product": "coffee", "worth_minor": 300, "life": {"until": "year"}, "after_days": 1,
}  # fmt: skip
EVERY_VISIT = {
    "id": "visits", "name": {"en": "every visit", "nl": "elk bezoek"}, "measure": "visits",
    "every": 1, "gift": {"reward": "coffee"},
}  # fmt: skip


def rules(**parts: Any) -> Programme:
    """Read a programme of these parts, in English and Dutch."""
    head = {
        "id": "test", "version": 1, "from": "2026-01-01", "name": "Test", "currency": "EUR",
        "time_zone": "Europe/Amsterdam", "languages": ["en", "nl"],
    }  # fmt: skip
    return from_wire(msgspec.json.encode({**head, **parts}))


def sold(programme: Programme, basket: Basket, standing: Standing = MEMBER) -> Quote:
    """Price a sale on a Tuesday."""
    return quote(programme, standing, basket, day=TUESDAY, sale_id=SALE, minute=600)


def said(programme: Programme, data: Any, language: str = "en", **parts: Any) -> str:
    """Say what an event keeps as the till of a shop in Amsterdam does."""
    words = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    return explained(
        data,
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        named=names(programme, language),
        today=TUESDAY,
        **parts,
    ).replace("\N{NO-BREAK SPACE}", " ")


def test_the_example_of_every_explanation() -> None:
    programme = rules(earn=[SPEND], multipliers=[DOUBLE])
    kept = sold(programme, typed(840)).breakdown()
    english = "12 points: 8 for € 8,40, 4 because it is double-point Tuesday"
    assert said(programme, kept) == english
    dutch = "12 punten: 8 voor € 8,40, 4 omdat het dubbelepuntendinsdag is"
    assert said(programme, kept, "nl") == dutch


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (
            {"earn": [{**SPEND, "most_per_day": 5}]},
            "5 of 8 points for € 8,40, the most a day is 5",
        ),
        (
            {"earn": [SPEND], "multipliers": [DOUBLE], "caps": {"points_per_sale": 10}},
            "10 of 12 points: 8 for € 8,40, 2 because it is double-point Tuesday, "  # noqa: ISC004
            "the most in a sale is 10",
        ),
        (
            {"earn": [{**SPEND, "most_per_day": 5, "most_per_sale": 5}]},
            "5 of 8 points for € 8,40, more is not given",
        ),
    ],
)
def test_a_cap_says_what_it_cut(parts: dict[str, Any], text: str) -> None:
    programme = rules(**parts)
    assert said(programme, sold(programme, typed(840)).breakdown()) == text


def test_a_reward_that_a_sale_brings_says_why_and_until_when() -> None:
    programme = rules(earn=[SPEND], rewards=[COFFEE], milestones=[EVERY_VISIT])
    kept = sold(programme, typed(840)).breakdown()
    assert said(programme, kept) == (
        "8 points for € 8,40; "
        "yours: Free coffee for every visit, to be used from tomorrow, until 31 Dec 2026"
    )


def test_a_reward_that_follows_is_said_to_follow() -> None:
    programme = rules(earn=[SPEND], rewards=[COFFEE], milestones=[EVERY_VISIT])
    away = Standing(account="a" * 32)
    kept = sold(programme, typed(840), away).breakdown()
    assert said(programme, kept, "nl") == (
        "8 punten voor € 8,40; volgt later: elk bezoek: Gratis koffie"
    )


def test_a_refund_says_what_went_back() -> None:
    five = {
        "kind": "fixed", "id": "five", "name": "5.00 off", "amount_minor": 500,
        "cost": {"amount": 100},
    }  # fmt: skip
    programme = rules(earn=[SPEND], rewards=[five])
    lot = HeldLot(lot=name("019aa000-0000-7000-8000-000000000000"), amount=100)
    rich = Standing(
        account="a" * 32, balance={accounts.POINTS: 100}, held={accounts.POINTS: (lot,)}, home=True
    )
    basket = Basket(lines=(Line(amount_minor=1000),), claims=claims("five"))
    made = sold(programme, basket, rich)
    kept = made.breakdown()
    assert said(programme, kept) == "5 points for € 5,00; used: 5.00 off for 100 points"
    moved = postings(made, rich.account, SALE, programme)
    event = Event(
        id=SALE, seq=1, at="2026-11-24T10:00:00Z", day=TUESDAY, clock="ok", type="sale",
        actor="cashier:default", programme=1, postings=moved, data=kept,
    )  # fmt: skip
    after = settled(rich, moved)
    back = refund(
        Refunding(
            programme=programme,
            sale=event,
            account=rich.account,
            standings={rich.account: after},
            day=TUESDAY,
        )
    )
    assert said(programme, back.data, postings=back.postings) == (
        "taken back: 5 points; given back: 100 points; money handed back: € 5,00"
    )


def test_points_that_ended_say_so() -> None:
    programme = rules(earn=[SPEND])
    lots = {accounts.POINTS: (HeldLot(lot=name(SALE, "2026-11-23"), amount=12),)}
    ended = drafts(Scene(programme=programme, standing=MEMBER, day=TUESDAY), lots)
    kept = {"whys": msgspec.to_builtins(ended[0].whys)}
    assert said(programme, kept) == "12 points past the last day"


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ({"weekdays": ["tue", "wed"], "valid_from": "2026-11-25"}, "valid from tomorrow"),
        ({"valid_until": "2026-11-23"}, "was valid until yesterday"),
        ({"weekdays": ["wed", "thu"]}, "only on Wednesday and Thursday"),
        ({"hours": [{"from": "16:00", "until": "18:00"}]}, "only from 16:00 to 18:00"),
        ({"personal": True}, "only for members who were given it in person"),
        ({"code": "TEA"}, "only with its code"),
    ],
)
def test_why_a_reward_cannot_be_used_is_said_of_what_the_rules_answer(
    terms: dict[str, Any], text: str
) -> None:
    programme = rules(rewards=[{**COFFEE, "cost": {"amount": 10}, **terms}])
    reward = programme.rewards[0]
    scene = Scene(programme=programme, standing=MEMBER, day=TUESDAY, minute=600)
    reason = not_for_them(
        Use(reward=reward, effect=reward, claim=Claim(reward=reward.id)), scene, None, ()
    )
    assert reason is not None
    assert sentence(reason, say=str, money=str, today=TUESDAY) == text


def test_every_reward_that_cannot_be_used_says_why() -> None:
    cost = {"amount": 10}
    programme = rules(
        rewards=[
            {**COFFEE, "id": "dear", "cost": cost},
            {**COFFEE, "id": "later", "cost": cost, "valid_from": "2027-01-01"},
            {**COFFEE, "id": "big", "cost": {"amount": 1}, "minimum_minor": 2000},
        ]
    )
    lot = HeldLot(lot=name("019aa000-0000-7000-8000-000000000000"), amount=8)
    some = Standing(
        account="a" * 32, balance={accounts.POINTS: 8}, held={accounts.POINTS: (lot,)}, home=True
    )
    scene = Scene(programme=programme, standing=some, day=TUESDAY, minute=600)
    listed = {each.reward_id: each for each in offers(scene, typed(1250))}
    texts = {
        each: sentence(offer.why, say=str, money=programme.plain_money, today=TUESDAY)
        for each, offer in listed.items()
        if offer.why is not None
    }
    assert texts == {
        "dear": "2 points to go",
        "later": "valid from 2027-01-01",
        "big": "from 20.00, 7.50 more",
    }
