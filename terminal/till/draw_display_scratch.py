"""Draws a mystery that was drawn: what lies under the field, and how likely each prize was."""

from __future__ import annotations

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.programme import Programme
from loyalty.programme.rewards import MysteryReward, Prize
from loyalty.rewards.drawing import odds
from terminal.till import recorder, training
from terminal.till.desk import Desk
from terminal.till.display_state import Visit
from terminal.till.screens_display import DisplayButton, Scratch
from terminal.till.wording import Wording

ODDS_SHOWN = 4


def scratch(desk: Desk, ended: Visit, spoken: Wording) -> Scratch:
    """Draw the field; the draw itself was made when the sale closed."""
    programme = recorder.programme(desk)
    drawn = programme.reward(ended.drew)
    assert isinstance(drawn, MysteryReward)
    prize = _won(programme, ended, spoken)
    nothing = spoken.say("Nothing this time")
    left_ms = ended.until_ms - desk.clock.monotonic_ms()
    chances = tuple(
        spoken.say(
            "{prize}: {weight} in {of}",
            prize=_name(programme, each.prize, spoken) or nothing,
            weight=spoken.points(each.weight),
            of=spoken.points(each.of),
        )
        for each in odds(drawn)
    )
    return Scratch(
        shop=desk.shop.name,
        language=spoken.language,
        plate=training.plate(desk),
        headline=spoken.say("Scratch it"),
        caption=spoken.say("With a finger, or touch Show."),
        title=spoken.say("You win") if prize else programme.text(drawn.name, spoken.language),
        prize=prize or nothing,
        odds=chances[:ODDS_SHOWN],
        show=DisplayButton(action="show", label=spoken.say("Show"), icon="eye"),
        open=ended.is_open,
        won=bool(prize),
        seconds_left=max(-(-left_ms // 1000), 0),
        seconds_whole=ended.whole_ms // 1000,
    )


def _won(programme: Programme, ended: Visit, spoken: Wording) -> str:
    """Say what the draw brought; empty for nothing."""
    parts = []
    for each in ended.quote.given:
        if each.why.code != "mystery":
            continue
        if each.unit == POINTS:
            parts.append(spoken.plural("{n} point", "{n} points", each.amount))
        else:
            reward_id = each.unit.removeprefix(accounts.voucher(""))
            parts.append(programme.text(programme.reward(reward_id).name, spoken.language))
    return ", ".join(parts)


def _name(programme: Programme, prize: Prize, spoken: Wording) -> str:
    parts = []
    if prize.reward is not None:
        parts.append(programme.text(programme.reward(prize.reward).name, spoken.language))
    if prize.points:
        parts.append(spoken.plural("{n} point", "{n} points", prize.points))
    return ", ".join(parts)
