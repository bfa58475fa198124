"""Groups, messages and questions, walked with axe and worked with as a manager does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from server.messages.desk import Messages
from tests.server.console.browser import Chromium, Seen, walk
from tests.server.messages.postbox import receiving
from tests.server.messages.shop import NOON_US, Counter, by_mail, messages_of
from tests.server.shop import NOW_US

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = "<img src=x onerror=document.title='mine'>{{1+1}}"


@pytest.fixture
def post(console: Seen) -> Messages:
    """Give the messages of the console's shop, with three members."""
    books = console.desk.books
    till = Counter(books)
    people = [till.join("anna"), till.join("ben"), till.join("cleo", consents={})]
    for days_ago in (3, 10, 17):
        till.buy("anna", days_ago=days_ago)
    till.push(people=people)
    messages = messages_of(books)
    console.guard.desk = replace(console.desk, messages=messages)
    return messages


def say(page: Page, sentence: str) -> None:
    """Wait until the page says something."""
    page.get_by_role("status").get_by_text(sentence).first.wait_for()


@pytest.mark.slow
def test_a_group_is_built_with_its_count_beside_it(
    console: Seen, post: Messages, chromium: Chromium
) -> None:
    def wrong(page: Page) -> None:
        page.get_by_role("button", name="Add a condition").click()
        page.get_by_label("From").fill("-1")
        page.get_by_role("alert").get_by_text("whole numbers").wait_for()

    page = console.open("manager", "/segments/new")
    say(page, "3 members")
    page.get_by_label("Name of the group").fill(EVIL)
    page.get_by_role("button", name="Add a condition").click()
    say(page, "1 member")
    say(page, "1 member is not looked at")
    page.get_by_label("From").fill("4")
    say(page, "0 members")
    page.get_by_label("Not so").check()
    say(page, "2 members")
    page.get_by_role("button", name="Save").click()
    say(page, "Saved.")
    segment = post.segments.all()[0]
    assert segment.name == EVIL
    console.go(page, f"/segments/{segment.segment_id}")
    assert page.get_by_label("Not so").is_checked()
    walk(console, "/segments")
    walk(console, "/segments/new", role="manager", mistake=wrong)
    assert console.open("analyst", "/segments/new").get_by_role("button", name="Save").count() == 0


@pytest.mark.slow
def test_a_message_is_written_looked_at_tried_started_and_told_about(
    console: Seen, post: Messages, chromium: Chromium
) -> None:
    def wrong(page: Page) -> None:
        page.get_by_label("Name, for you only").fill("Spring")
        page.get_by_label("Subject").fill("Hello")
        page.get_by_label("Text", exact=True).fill("Dear {nmae}")
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("alert").get_by_text("{nmae}").wait_for()

    walk(console, "/messages/new", mistake=wrong)
    with receiving() as (box, port):
        by_mail(post, port)
        page = console.open("manager", "/messages/new")
        wrong(page)
        page.get_by_label("Text", exact=True).fill("Dear {name}, you have {points}.")
        page.get_by_label("Leave one in ten out").uncheck()
        page.get_by_role("button", name="Look at it").click()
        say(page, "It would go to 2 members today at most.")
        say(page, "Dear Anna de Vries, you have 1,840.")
        page.get_by_role("button", name="Send it to yourself").click()
        page.get_by_role("dialog").get_by_label("Address").fill("me@example.org")
        page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
        say(page, "It was handed over.")
        page.get_by_role("button", name="Start", exact=True).click()
        dialog = page.get_by_role("dialog", name="Start this message?")
        dialog.get_by_role("button", name="Start").click()
        page.get_by_role("heading", name="Did it help?").wait_for()
        assert post.round(lambda: NOON_US) == 2
    sent = post.campaigns.all()[0]
    assert box.letters[0]["To"] == "me@example.org"
    walk(console, f"/messages/{sent.id}")
    walk(console, "/messages")
    page = console.open("analyst", f"/messages/{sent.id}")
    assert page.get_by_role("button", name="Note it").count() == 0


@pytest.mark.slow
def test_how_messages_leave_is_set_by_the_owner(
    console: Seen, post: Messages, chromium: Chromium
) -> None:
    def wrong(page: Page) -> None:
        page.get_by_label("Mail server").fill("mail.example.org")
        page.get_by_label("Sender's address").fill("nobody")
        page.get_by_role("button", name="Save how messages leave").click()
        page.get_by_role("alert").get_by_text("address that the mail comes from").wait_for()

    walk(console, "/sending", mistake=wrong)
    page = console.open("owner", "/sending")
    wrong(page)
    page.get_by_label("Sender's address").fill("shop@example.org")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Save how messages leave").click()
    say(page, "Saved.")
    assert post.ways().sender == "shop@example.org"
    page.get_by_label("Days between two messages").fill("14")
    page.get_by_role("button", name="Save quiet hours").click()
    page.wait_for_timeout(0)
    say(page, "Saved.")
    assert console.open("manager", "/sending").get_by_role("button", name="Save").count() == 0


@pytest.mark.slow
def test_questions_are_asked_and_their_answers_shown(
    console: Seen, post: Messages, chromium: Chromium
) -> None:
    def ask(page: Page) -> None:
        page.get_by_role("button", name="New questions").click()
        page.get_by_role("dialog").wait_for()

    page = console.open("manager", "/feedback")
    ask(page)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("alert").get_by_text("1 to 80").wait_for()
    page.get_by_label("Name, for you only").fill("Visit")
    page.get_by_label("Text of question 1").fill("How was it?")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="How was it?").wait_for()
    form = post.feedback.all()[0]
    post.feedback.answer_on_page("phone", "anna", form.form_id, ["5"], NOW_US)
    walk(console, "/feedback", role="manager", dialog=ask)
    page = console.open("analyst", "/feedback")
    say(page, "1 answer")
