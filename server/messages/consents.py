"""What a member agreed to hear, on which way, and what they took back.

A consent stands in the person's row with its day, as the till, a form or a list brought it. What a
member says later, by a link or on their page, stands beside it; the newer of the two counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

Purpose = Literal["news", "reminders"]
Channel = Literal["email", "sms", "push"]
NEWS: Final = "news"
REMINDERS: Final = "reminders"
PROFILING: Final = "profiling"
"""Being chosen by what one buys. Without it nothing that comes from purchases is looked at."""
PURPOSES: Final[tuple[Purpose, ...]] = (NEWS, REMINDERS)
CHANNELS: Final[tuple[Channel, ...]] = ("email", "sms", "push")
ADDRESS: Final[Mapping[Channel, str]] = {"email": "email", "sms": "phone", "push": "push"}
"""In which field of a person the address for a way stands; a push goes to the member's own id."""

MAY_PROFILE: Final = 1
_BITS: Final[Mapping[tuple[Channel, Purpose], int]] = {
    (channel, purpose): 2 << (2 * at + side)
    for at, channel in enumerate(CHANNELS)
    for side, purpose in enumerate(PURPOSES)
}


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a member said to us about messages, by its day.

    `stopped` has purposes and ways that were taken back, `agreed` those that were given,
    `undeliverable` the ways whose address did not exist in that version of the person's row.
    `every_days` is how many days are to lie between two messages at least; 0 leaves it to the shop.
    """

    stopped: dict[str, str] = {}
    agreed: dict[str, str] = {}
    undeliverable: dict[str, int] = {}
    every_days: int = 0


NOTHING_SAID: Final = Choices()


def flags(
    fields: Mapping[str, str],
    consents: Mapping[str, str],
    choices: Choices = NOTHING_SAID,
    version: int = 0,
) -> int:
    """Say in bits what may be sent on which way, and whether purchases may be looked at.

    `fields`, `consents` and `version` are those of the person's row.
    """
    given = MAY_PROFILE if agrees(PROFILING, consents, choices) else 0
    for (channel, purpose), bit in _BITS.items():
        has_address = channel == "push" or bool(fields.get(ADDRESS[channel]))
        bounced = choices.undeliverable.get(channel, -1) >= version
        if has_address and not bounced and _wants(purpose, (channel,), consents, choices):
            given |= bit
    return given


def bit(channel: Channel, purpose: Purpose) -> int:
    """Give the flag that says that this may be sent on this way."""
    return _BITS[channel, purpose]


def agrees(name: str, consents: Mapping[str, str], choices: Choices) -> bool:
    """Say whether the newest word about this is a yes; on the same day a no counts."""
    return _wants(name, CHANNELS, consents, choices)


def _wants(
    name: str, ways: Sequence[Channel], consents: Mapping[str, str], choices: Choices
) -> bool:
    # What is said at the till covers every way; a list says "email: yes" of news by mail alone.
    told = (name, *ways) if name == NEWS else (name,)
    yes = max(choices.agreed.get(name, ""), *(consents.get(one, "") for one in told))
    return yes > choices.stopped.get(name, "")
