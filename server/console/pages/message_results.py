"""What became of a message: how many went, whether it helped, and what nobody knows."""

from __future__ import annotations

from collections import Counter

from server.console.audit import Note
from server.console.kit import notices
from server.console.kit.controls import Field, button
from server.console.kit.figures import Tile, tiles
from server.console.kit.parts import panel, row, text
from server.console.kit.tables import Column, Rows, table
from server.console.page import Visit
from server.console.pages.message_words import OCCASIONS, STATES
from server.console.wording import moment, money
from server.messages.campaigns import Campaign
from server.messages.effect import MILLI, Effect, Gain
from storage.server.outgoing import (
    BOUNCED,
    LEFT_OUT,
    NOT_KNOWN,
    PLANNED,
    REFUSED,
    SENT,
    SKIPPED,
    Outgoing,
)


async def results(visit: Visit, campaign: Campaign) -> None:
    """Draw them."""
    post, say = visit.desk.post, visit.say
    counts: Counter[str] = Counter()
    for (state, _), count in (await visit.read(lambda: post.tally(campaign.id))).items():
        counts[state] += count
    with panel(campaign.name):
        text(f"{say(OCCASIONS[type(campaign.trigger)])} \u2013 {say(STATES[campaign.state])}", "p")
    words = (
        (SENT, say("Sent")),
        (PLANNED, say("Still to go")),
        (LEFT_OUT, say("Left out to compare")),
        (REFUSED, say("Refused")),
        (BOUNCED, say("Came back")),
        (NOT_KNOWN, say("Not known")),
        (SKIPPED, say("Not sent after all")),
    )
    tiles([Tile(name=word, value=visit.words.number(counts[state])) for state, word in words])
    effect = await visit.read(lambda: post.effect(campaign.id))
    _, programme = await visit.read(visit.desk.terms)
    _effect(visit, effect, programme.currency, programme.scale)
    listed = await visit.read(lambda: post.not_known(campaign.id))
    if listed:
        _not_known(visit, listed, programme.time_zone)
    if visit.may("messages.write"):
        _came_back(visit)


def _effect(visit: Visit, effect: Effect, currency: str, scale: int) -> None:
    say = visit.say

    def mean(milli: int) -> str:
        sign = "\u2212" if milli < 0 else ""
        whole, rest = divmod(abs(milli) // 10, MILLI // 10)
        return f"{sign}{whole}.{rest:02}"

    def worth(milli: int) -> str:
        return money(visit.words, milli // MILLI, currency, scale)

    def tile(name: str, gain: Gain | None, written: object) -> Tile:
        if gain is None:
            note = say("It takes ten members in each group who agreed that purchases are used.")
            return Tile(name=name, value=say("Not known"), note=note)
        assert callable(written)
        return Tile(
            name=name,
            value=str(written(gain.difference_milli)),
            note=say(
                "Most likely between {low} and {high} for each member.",
                low=written(gain.from_milli),
                high=written(gain.to_milli),
            ),
        )

    with panel(say("Did it help?")):
        text(
            say(
                "Those who got it ({got}) against those left out ({left}), for four weeks.",
                got=visit.words.number(effect.got),
                left=visit.words.number(effect.left_out),
            ),
            "p",
        )
    tiles(
        [
            tile(say("More visits"), effect.visits, mean),
            tile(say("More money"), effect.spend, worth),
        ]
    )


def _not_known(visit: Visit, listed: list[Outgoing], zone: str) -> None:
    columns: list[Column[Outgoing]] = [
        Column(head="Message-ID", cell=lambda each: each.message_id),
        Column(
            head=visit.say("Handed over"),
            cell=lambda each: moment(visit.words, each.at_us, zone),
        ),
    ]
    with panel(visit.say("Nobody knows whether these arrived; they are not sent again")):
        table(visit, visit.say("Not known"), columns, Rows(rows=listed), "")


def _came_back(visit: Visit) -> None:
    with panel(visit.say("A mail came back")):
        field = Field(visit.say("Its Message-ID"), most=200)

        async def enter() -> None:
            await visit.act(
                "messages.write",
                Note(what="message_bounced"),
                lambda: visit.desk.post.bounced(field.value),
            )
            notices.say(visit.say("Noted. Nothing more goes to this address."))

        with row():
            button(visit, visit.say("Note it"), enter)
