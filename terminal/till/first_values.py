"""What the first start of a till hears, wants done and carries to the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from loyalty.errors import LoyaltyError
from sync.discovery import Found
from sync.pairing import Pairing
from terminal.till.effects import Show, Sound
from terminal.till.messages import Message
from terminal.till.screens import Strip

Step = Literal["which", "code", "name", "joining"]


class ShopsFound(msgspec.Struct, frozen=True, kw_only=True):
    """The shops that say on the network that they are here, by name."""

    shops: tuple[Found, ...]


class NotJoined(msgspec.Struct, frozen=True, kw_only=True):
    """The shop did not take this till in, or could not be reached."""

    error: LoyaltyError


Heard = Message | ShopsFound | NotJoined


class FindShops(msgspec.Struct, frozen=True, kw_only=True):
    """Look for shops on the network; the answer comes as a message."""


class JoinShop(msgspec.Struct, frozen=True, kw_only=True):
    """Connect this till to a shop under a name. Its repr tells nothing: there is a code in it."""

    place: Pairing
    name: str

    def __repr__(self) -> str:
        """Say which shop it is."""
        return f"JoinShop({self.place.fingerprint})"


class BeginShop(msgspec.Struct, frozen=True, kw_only=True):
    """This is the first till: begin the books of the shop on this computer."""


Wanted = Show | Sound | FindShops | JoinShop | BeginShop


@dataclass(slots=True, kw_only=True)
class Asked:
    """What was answered so far; `code` and `name` are typed, `place` is what the code says."""

    language: str
    is_language_chosen: bool = False
    step: Step = "which"
    chosen: int = 0
    shops: tuple[Found, ...] = ()
    is_looking: bool = False
    has_looked: bool = False
    code: str = field(default="", repr=False)
    name: str = ""
    place: Pairing | None = field(default=None, repr=False)
    strip: Strip | None = None
