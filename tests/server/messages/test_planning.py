"""Who gets a message for what happened to them, who is left out, and what it brought about."""

from __future__ import annotations

from msgspec.structs import replace

from loyalty import lots
from loyalty.accounts import GIVEN, POINTS, open_
from loyalty.event import Posting
from server.books import Books
from server.messages.campaigns import is_left_out
from server.messages.conditions import Segment, Visits
from server.messages.desk import Messages
from server.messages.quiet import DAY_US
from server.messages.templates import Text
from server.messages.triggers import (
    AfterVisit,
    Asleep,
    Birthday,
    Expiring,
    Monthly,
    TierReached,
    Trigger,
    Welcome,
    WithinReach,
)
from storage.server import outgoing
from tests.server.messages.postbox import receiving
from tests.server.messages.shop import (
    NOON_US,
    Counter,
    account,
    by_mail,
    messages_of,
    news,
    start,
)
from tests.server.shop import DAY, NOW_US

REMIND = {"purpose": "reminders"}
AGREED = {"news": "2026-01-01", "reminders": "2026-01-01", "profiling": "2026-01-01"}


def gets(messages: Messages, trigger: Trigger, text: str = "x", **more: object) -> dict[str, str]:
    """Run a campaign for an occasion; give the last line of the text by who got it."""
    with receiving() as (box, port):
        by_mail(messages, port)
        written = {"en": Text(subject="s", body=text)}
        start(messages, news(trigger=trigger, texts=written, **more))
        messages.round(lambda: NOON_US)
        messages.round(lambda: NOON_US)
    return {
        letter["To"].partition("@")[0]: letter.get_content().splitlines()[0]
        for letter in box.letters
    }


def test_each_occasion_finds_whom_it_is_about(books: Books) -> None:
    till = Counter(books)
    people = [
        till.join("joined", data={"joined": DAY}),
        till.join("born", birthday="11-18", consents=AGREED, data={"joined": "2026-01-01"}),
        till.join("ending", consents=AGREED, data={"joined": "2026-01-01"}),
        till.join("near", consents=AGREED, data={"joined": "2026-01-01"}),
        till.join("away", consents=AGREED, data={"joined": "2026-01-01"}),
        till.join("came", consents=AGREED, data={"joined": "2026-01-01"}),
    ]
    till.earn(account("ending"), 30, "2026-11-25")
    till.earn(account("near"), 45)
    for days_ago in (190, 197):
        till.buy("away", days_ago=days_ago)
    till.buy("came", days_ago=1)
    till.push(people=people)
    assert gets(messages_of(books), Welcome(after_days=0)) == {"joined": "x"}
    again = messages_of(books)
    again.put_manners(replace(again.manners(), every_days=1))
    for trigger, text, more, wanted in (
        (Birthday(), "x", {}, {"born": "x"}),
        (
            Expiring(ahead_days=14),
            "{expiring} on {last_day}",
            REMIND,
            {"ending": "30 on 25 November 2026"},
        ),
        (WithinReach(percent=80), "{missing} to {reward}", REMIND, {"near": "5 to Off"}),
        (Asleep(), "x", {}, {"away": "x"}),
        (AfterVisit(after_days=1), "x", {}, {"came": "x"}),
        (TierReached(), "x", REMIND, {}),
        (Monthly(day_of_month=17), "x", REMIND, {}),
    ):
        assert gets(again, trigger, text, **more) == wanted, trigger


def test_a_tenth_is_left_out_and_the_effect_measured(books: Books) -> None:
    till = Counter(books)
    names = [f"m{at:03}" for at in range(160)]
    till.push(people=[till.join(name) for name in names])
    messages = messages_of(books)
    group = messages.segments.save(Segment(segment_id="", name="All", condition=Visits()))
    with receiving() as (box, port):
        by_mail(messages, port)
        sent = start(messages, news(leaves_out=True, segment_id=group.segment_id))
        assert messages.forecast(sent, NOW_US).left_out == sum(
            is_left_out(sent.id, name) for name in names
        )
        messages.round(lambda: NOON_US)
    left = [name for name in names if is_left_out(sent.id, name)]
    got = {letter["To"].partition("@")[0] for letter in box.letters}
    assert got == set(names) - set(left)
    assert 5 <= len(left) <= 30
    # Everybody who got it comes once more than the others, some of them twice.
    for at, name in enumerate(sorted(got)):
        till.buy(name)
        if at % 3 == 0:
            till.buy(name)
    for name in left[::3]:
        till.buy(name)
    till.push()
    effect = messages.effect(sent.id)
    assert (effect.got, effect.left_out, effect.is_over) == (len(got), len(left), False)
    if len(left) >= 10:
        assert effect.visits is not None
        assert effect.visits.from_milli < effect.visits.difference_milli < effect.visits.to_milli
        assert effect.visits.from_milli > 0
        assert effect.visits.got_milli == (len(got) + (len(got) + 2) // 3) * 1_000 // len(got)
    before = messages.effect(sent.id)
    messages.round(lambda: NOON_US + 29 * DAY_US)
    for name in names:
        till.buy(name)
    till.push()
    after = messages.effect(sent.id)
    assert after.is_over
    assert after.visits == before.visits


def test_planning_again_plans_nobody_twice(books: Books) -> None:
    from server.messages import planning, watching

    till = Counter(books)
    till.push(people=[till.join("anna"), till.join("ben")])
    messages, access = messages_of(books), books.access()
    sent = start(messages, news())
    watching.follow(access)
    for _ in range(2):
        assert planning.plan_campaign(access, sent, NOON_US) in (0, 2)
    with access.database.read() as connection:
        rows = outgoing.page(connection, access.tenant, sent.id, ("planned",))
    assert [row.member_id for row in rows] == ["anna", "ben"]
    assert planning.plan_day(access, NOON_US) == 0


def test_points_of_a_household_are_counted_once(books: Books) -> None:
    """A lot that ends is the account's: each who shares it may hear of it, with one sum."""
    till = Counter(books)
    people = [till.join(name, consents=AGREED) for name in ("anna", "ben")]
    lot = lots.name(till.new_id(), "2026-11-20")
    for _ in range(2):
        till.record(
            "sale",
            Posting(debit=GIVEN, credit=open_(account("anna")), unit=POINTS, amount=7, lot=lot),
        )
    till.push(people=people)
    books.commands().household("h1", "anna", ["ben"], NOW_US)
    found = gets(messages_of(books), Expiring(ahead_days=5), "{expiring}", **REMIND)
    assert found == {"anna": "14", "ben": "14"}
