"""Messages: every campaign with what became of it, and the way to a new one."""

from __future__ import annotations

from collections import Counter

from server.console.kit.parts import element, icon, link, panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Page, Visit
from server.console.pages.message_words import OCCASIONS, STATES
from server.console.wording import mark
from server.messages.campaigns import Campaign
from server.messages.desk import Messages
from storage.server.outgoing import BOUNCED, NOT_KNOWN, REFUSED, SENT

NEW = "new"


async def draw(visit: Visit) -> None:
    """List the campaigns."""
    post = visit.desk.post
    campaigns = await visit.read(lambda: _counted(post))
    ways = await visit.read(post.ways)
    _links(visit)
    if not (ways.host or ways.sms_url or ways.push_url):
        _say(visit.say("No way out is set yet. Say how messages leave before you start one."))
    if not post.public:
        _say(
            visit.say(
                "Members cannot reach a page of this server. So only reminders can go: news and"
                " questions need a link back."
            )
        )

    def name(each: tuple[Campaign, Counter[str]]) -> None:
        link(each[0].name, f"/messages/{each[0].id}")

    def number(*states: str) -> Column[tuple[Campaign, Counter[str]]]:
        head = visit.say("Sent") if SENT in states else visit.say("Not arrived")
        if NOT_KNOWN in states:
            head = visit.say("Not known")
        return Column(
            head=head,
            cell=lambda each: visit.words.number(sum(each[1][state] for state in states)),
            number=True,
        )

    columns: list[Column[tuple[Campaign, Counter[str]]]] = [
        Column(head=visit.say("Message"), cell=name),
        Column(
            head=visit.say("When"),
            cell=lambda each: visit.say(OCCASIONS[type(each[0].trigger)]),
        ),
        Column(head=visit.say("State"), cell=lambda each: visit.say(STATES[each[0].state])),
        number(SENT),
        number(REFUSED, BOUNCED),
        number(NOT_KNOWN),
    ]
    with panel():
        nothing = visit.say("No message was written yet.")
        table(visit, visit.say("Messages"), columns, Rows(rows=campaigns), nothing)


def _counted(post: Messages) -> list[tuple[Campaign, Counter[str]]]:
    listed = []
    for campaign in post.campaigns.all():
        counts: Counter[str] = Counter()
        for (state, _), count in post.tally(campaign.id).items():
            counts[state] += count
        listed.append((campaign, counts))
    return listed


def _links(visit: Visit) -> None:
    """Lead to a new message, and to what messages are made of: a small shop's menu is short."""
    with row():
        if visit.may("messages.write"):
            link(visit.say("New message"), f"/messages/{NEW}", "button primary")
        for path, word, right in (
            ("/segments", visit.say("Groups"), "segments.see"),
            ("/feedback", visit.say("Questions"), "feedback.see"),
            ("/sending", visit.say("How messages leave"), "messages.see"),
        ):
            if visit.may(right):
                link(word, path, "button")


def _say(sentence: str) -> None:
    with element("p", "notice warning"):
        icon("warning")
        text(sentence)


PAGE = Page(
    path="/messages", name=mark("Messages"), icon="messages", right="messages.see", draw=draw
)
