"""What can be sent and what cannot, and by which words that is said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from loyalty.errors import Refusal
from server.books import Books
from server.messages.campaigns import DONE, RUNNING, STOPPED
from server.messages.consents import Choices, bit, flags
from server.messages.quiet import Manners, is_quiet
from server.messages.templates import Text
from server.messages.triggers import Expiring, Monthly, Welcome
from tests.server.messages.shop import NOON_US, messages_of, news
from tests.server.shop import NOW_US


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("Hi {nmae}", "field_unknown", "{nmae}"),
        ("Hi {name.__class__}", "field_unknown", "name.__class__"),
        ("Hi {name!r}", "text_broken", "name in braces"),
        ("Hi {name:>10}", "text_broken", "name in braces"),
        ("Hi {", "text_broken", "brace stands alone"),
        ("Only {last_day}", "field_unknown", "{last_day}"),
        (" ", "text_missing", "subject and a text"),
        ("x" * 5_000, "text_long", "4000"),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused(
    books: Books, body: str, code: str, said: str
) -> None:
    messages = messages_of(books)
    with pytest.raises(Refusal) as told:
        messages.preview(news(texts={"en": Text(subject="s", body=body)}), "en", NOW_US)
    assert told.value.code == code
    assert said in told.value.message


def test_a_preview_speaks_each_language(books: Books) -> None:
    messages = messages_of(books)
    campaign = news(
        trigger=Expiring(),
        purpose="reminders",
        texts={
            "en": Text(subject="{expiring} points", body="End on {last_day}, {{really}}"),
            "nl": Text(subject="{expiring} punten", body="Tot {last_day}"),
        },
    )
    dutch = messages.preview(campaign, "nl", NOW_US)
    assert dutch.subject == "150 punten"
    assert dutch.body.startswith("Tot 18 november 2026\n\n-- \n")
    assert "herinneren" in dutch.body
    swedish = messages.preview(campaign, "sv", NOW_US)
    assert swedish.body.startswith("End on 18 November 2026, {really}")


def test_without_a_public_address_only_what_needs_no_link_back(books: Books) -> None:
    messages = messages_of(books, public="")
    with pytest.raises(Refusal, match="public address") as told:
        messages.campaigns.check(news())
    assert told.value.code == "public_missing"
    reminder = news(trigger=Monthly(), purpose="reminders")
    assert "tell us in the shop" in messages.preview(reminder, "en", NOW_US).body
    with pytest.raises(Refusal, match="link"):
        messages.campaigns.check(
            replace(reminder, texts={"en": Text(subject="s", body="See {link}")})
        )
    with pytest.raises(Refusal, match="other kind"):
        messages.campaigns.check(news(trigger=Welcome(), purpose="reminders"))


def test_a_campaign_is_changed_by_one_and_moved_by_its_rules(books: Books) -> None:
    campaigns = messages_of(books).campaigns
    first = campaigns.save(news(), NOW_US)
    second = campaigns.save(replace(first, name="Second"), NOW_US)
    with pytest.raises(Refusal) as told:
        campaigns.save(replace(first, name="Third"), NOW_US)
    assert (told.value.code, told.value.details["expected"]) == ("changed_meanwhile", 2)
    running = campaigns.move(second.id, second.version, RUNNING)
    with pytest.raises(Refusal, match="goes out already"):
        campaigns.save(replace(running, name="Late"), NOW_US)
    stopped = campaigns.move(running.id, running.version, STOPPED)
    with pytest.raises(Refusal, match="cannot do that"):
        campaigns.move(stopped.id, stopped.version, DONE)
    with pytest.raises(Refusal, match="not there any more"):
        campaigns.save(news(segment_id="gone"), NOW_US)
    for body, form_id in (("Tell us", "f"), ("{question}", "")):
        asks = news(texts={"en": Text(subject="s", body=body)}, form_id=form_id)
        with pytest.raises(Refusal):
            campaigns.save(asks, NOW_US)


def test_what_counts_is_the_newest_word() -> None:
    told = {"email": "a@example.org", "phone": "+31"}
    both = bit("email", "news") | bit("sms", "news") | bit("push", "news")
    assert flags(told, {"news": "2026-01-02"}) == both
    assert flags(told, {"email": "2026-01-02"}) == bit("email", "news")
    assert flags({}, {"news": "2026-01-02"}) == bit("push", "news")
    stopped = Choices(stopped={"news": "2026-01-02"})
    assert flags(told, {"news": "2026-01-02"}, stopped) == 0
    assert flags(told, {"news": "2026-01-03"}, stopped) == both
    assert flags(told, {"email": "2026-01-01"}, stopped) == 0
    gone = Choices(undeliverable={"email": 3})
    assert flags(told, {"news": "2026-01-02"}, gone, 3) == both & ~bit("email", "news")
    assert flags(told, {"news": "2026-01-02"}, gone, 4) == both


def test_quiet_hours_are_those_of_the_shops_clock() -> None:
    # Noon in London is one o'clock in Amsterdam.
    assert is_quiet(
        Manners(quiet_from_minute=780, quiet_to_minute=840), NOON_US, "Europe/Amsterdam"
    )
    assert not is_quiet(Manners(quiet_from_minute=780, quiet_to_minute=840), NOON_US, "UTC")
    assert is_quiet(Manners(quiet_from_minute=1_200, quiet_to_minute=800), NOON_US, "UTC")
