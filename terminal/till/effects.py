"""What a till wants done: every value that the engine's answer may hold."""

from __future__ import annotations

import msgspec

from cards.slip import Slip
from scanner.camera_profile import CameraProfile
from scanner.legacy_rules import LegacyCards
from storage.later import Part
from sync.exchange import Request
from terminal.till.bring_values import ListOrder
from terminal.till.card_values import CardOrder
from terminal.till.kit_values import MakeKit
from terminal.till.logo_values import LogoOrder
from terminal.till.register_told import RegisterOrder
from terminal.till.screens_any import AnyScreen
from terminal.till.screens_display import AnyDisplay
from terminal.till.slip_values import Slips
from terminal.till.tablet_told import TabletOrder


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """Draw this screen."""

    screen: AnyScreen


class ShowPad(msgspec.Struct, frozen=True, kw_only=True):
    """Draw this on the member's side; `elsewhere` says that a tablet shows it as well."""

    pad: AnyDisplay
    elsewhere: bool = False


class UseDisplay(msgspec.Struct, frozen=True, kw_only=True):
    """Let the member's side stand there from now on, with pictures of a folder between members.

    `where`: auto (a second screen where there is one), none, turned (this screen, turned), or
    the name of a screen. `folder` is empty without pictures; a Slide names a file in it.
    """

    where: str = "auto"
    folder: str = ""


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """Print this slip. It is sent only after what it says has been committed."""

    slip: Slip


class UseSlips(msgspec.Struct, frozen=True, kw_only=True):
    """Let slips go there from now on."""

    slips: Slips


class TryPrinter(msgspec.Struct, frozen=True, kw_only=True):
    """Ask the printer of `slips` what it is, and print this; the answer comes as a message."""

    slips: Slips
    slip: Slip

    def slips_for(self, model: str) -> Slips:
        """Say where slips go, now that the printer has said its model; empty: it did not."""
        return msgspec.structs.replace(self.slips, model=model)


class FindPrinters(msgspec.Struct, frozen=True, kw_only=True):
    """Say which printers the system has; the answer comes as a message."""


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """Play found, saved, warning or refused."""

    name: str


class Send(msgspec.Struct, frozen=True, kw_only=True):
    """Ask the server; the answer comes back as a message."""

    request: Request


class UseCamera(msgspec.Struct, frozen=True, kw_only=True):
    """Switch to the next camera source: the real one, then the recorded one."""


class HashPin(msgspec.Struct, frozen=True, kw_only=True):
    """Hash a PIN away from the till's thread; the answer comes back as a message.

    `keyed` is the PIN mixed with the shop's pepper and its member; a `verifier` to compare it
    with, or None to make one. `anew` is the PIN mixed with a newer pepper: when it was the right
    one, another verifier is made of it.
    """

    job: str
    keyed: bytes
    verifier: str | None = None
    anew: bytes | None = None

    def __repr__(self) -> str:
        """Name the job only."""
        return f"HashPin(job={self.job!r})"


class UseCards(msgspec.Struct, frozen=True, kw_only=True):
    """Let the camera look for the cards that the shop gave out before; none without kinds."""

    cards: LegacyCards


class Train(msgspec.Struct, frozen=True, kw_only=True):
    """Go on in the shop to practise in, or in the real one; `anew` wipes the former first."""

    on: bool
    anew: bool = False


class FetchMembers(msgspec.Struct, frozen=True, kw_only=True):
    """Fetch a copy of all members from the server, away from the till's thread.

    `epoch`, `seq` and `head` say where the till's own chain ends. How far it is comes back as
    messages.
    """

    epoch: int
    seq: int
    head: str


class DropMembers(msgspec.Struct, frozen=True, kw_only=True):
    """Delete a copy that is not needed any more, here and at the server."""

    name: str


Seen = Show | ShowPad | UseDisplay | Print | Sound
"""What somebody watches, hears or holds in the hand."""


class FindCameras(msgspec.Struct, frozen=True, kw_only=True):
    """Say which cameras may be chosen; the answer comes as a message."""


class LookThrough(msgspec.Struct, frozen=True, kw_only=True):
    """Look as this profile says, from now on; `rests` closes the camera until the next order.

    `sets_up` asks for what the camera says of its picture.
    """

    profile: CameraProfile
    sets_up: bool = False
    rests: bool = False


class LookAtPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Look what copies of a till lie at a place; the answer comes as a message.

    `begins` makes its folder there: from then on a place without one is not the place.
    """

    place: str
    device: str
    begins: bool = False


class MakeCopy(msgspec.Struct, frozen=True, kw_only=True):
    """Copy everything to a place; the answer comes as a message."""

    place: str
    device: str


class KeepLines(msgspec.Struct, frozen=True, kw_only=True):
    """Write what was recorded after the copy `of` beside it; the answer comes as a message.

    `begins` writes the file anew. Its repr tells nothing: there may be names in it.
    """

    place: str
    device: str
    of: str
    begins: bool
    parts: tuple[Part, ...]

    def __repr__(self) -> str:
        """Say how much it is."""
        return f"KeepLines(of={self.of!r}, {len(self.parts)} parts)"


class FindPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """Say which places may take copies; the answer comes as a message."""


Copying = LookAtPlace | MakeCopy | KeepLines | FindPlaces

Effect = (
    Show
    | ShowPad
    | UseDisplay
    | Print
    | UseSlips
    | FindPrinters
    | TryPrinter
    | Sound
    | Send
    | HashPin
    | UseCamera
    | UseCards
    | FindCameras
    | LookThrough
    | FetchMembers
    | DropMembers
    | Train
    | Copying
    | RegisterOrder
    | TabletOrder
    | ListOrder
    | CardOrder
    | MakeKit
    | LogoOrder
)
