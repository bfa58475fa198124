"""What can happen to a till: every value that may be posted to its inbox."""

from __future__ import annotations

import msgspec

from sync.exchange import Reply
from sync.wire_snapshot import SnapshotReply
from terminal.till.bring_values import ListSaid
from terminal.till.card_values import CardSaid
from terminal.till.kit_values import KitMade
from terminal.till.logo_values import LogoSaid
from terminal.till.register_told import RegisterSaid
from terminal.till.slip_values import AtHand
from terminal.till.tablet_told import TabletSaid


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """A code was read, by camera, scanner gun or pad. `source` says which."""

    text: str
    symbology: str = "QRCode"
    source: str = "camera"


class CardLeft(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was in view is no longer."""

    text: str


class CodeRefused(msgspec.Struct, frozen=True, kw_only=True):
    """The gate saw a code that cannot be a member here.

    `kind`: other_issuer, product_code, foreign, check_digit, payment_card, conflict.
    """

    kind: str
    last_four: str = ""


class CameraChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The camera is now `starting`, `running`, `lost`, `fault` or `resting`, for `reason`."""

    state: str
    reason: str = ""


class FoundCamera(msgspec.Struct, frozen=True, kw_only=True):
    """A camera that may be chosen: what opens it, and what a person calls it."""

    source: str
    name: str = ""


class CamerasFound(msgspec.Struct, frozen=True, kw_only=True):
    """The cameras that may be chosen now, in the order in which a key goes through them."""

    cameras: tuple[FoundCamera, ...]


class CameraSees(msgspec.Struct, frozen=True, kw_only=True):
    """What the camera says of its picture while it is being set up (scanner.advice)."""

    advice: str = ""
    attempts_a_second: int = 0
    wide_px: int = 0
    high_px: int = 0


class GunChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The serial scanner gun is now `starting`, `running`, `lost`, `fault` or `resting`."""

    state: str
    reason: str = ""


class GunHeard(msgspec.Struct, frozen=True, kw_only=True):
    """A gun that is being measured typed something: as it arrived, with the times between its
    keys; `ending` is Enter, Tab or `none`."""

    text: str
    gaps_ms: tuple[int, ...]
    ending: str


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody typed printable characters. Its repr tells none: they may be a PIN's."""

    text: str

    def __repr__(self) -> str:
        """Say how much was typed."""
        return f"Text({len(self.text)} characters)"


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A named key: Enter, Esc, Backspace, Up, Down, F1 to F12."""

    name: str


class PadKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of the pad on the member's side: "0" to "9", Delete, Cancel, Enter or Later.

    Its repr tells no digit: they are a PIN's.
    """

    name: str

    def __repr__(self) -> str:
        """Name the key, but no digit."""
        return f"PadKey(name={'a digit' if self.name.isdecimal() else self.name!r})"


class DisplayTap(msgspec.Struct, frozen=True, kw_only=True):
    """A button of the member's side was touched: the `action` that its scene gave it."""

    action: str


class DisplayLive(msgspec.Struct, frozen=True, kw_only=True):
    """A member's screen of a `source` ("window", "browser") is there now, or is not any more."""

    source: str
    live: bool


class ScreensFound(msgspec.Struct, frozen=True, kw_only=True):
    """The screens that are plugged in, by name; `here` is the one that the counter stands on."""

    names: tuple[str, ...]
    here: str = ""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the open list was touched; counted from 0."""

    row: int


class UseReward(msgspec.Struct, frozen=True, kw_only=True):
    """The button of a reward was touched; counted from 0, 0 is the offered one."""

    row: int


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """About a second has passed."""


class SyncDue(msgspec.Struct, frozen=True, kw_only=True):
    """The schedule wants a push and a pull."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The server answered, or could not be reached."""

    reply: Reply


class SlipPrinted(msgspec.Struct, frozen=True, kw_only=True):
    """The printer took a slip, or did not (`problem` says why)."""

    problem: str = ""


class PrintersFound(msgspec.Struct, frozen=True, kw_only=True):
    """These printers are at this machine, or known to its system."""

    printers: tuple[AtHand, ...]


class PrinterTried(msgspec.Struct, frozen=True, kw_only=True):
    """A printer took the test slip, or did not; `model` is what it says that it is."""

    model: str = ""
    problem: str = ""


class PinHashed(msgspec.Struct, frozen=True, kw_only=True):
    """A PIN was hashed: it `fits`, or a `verifier` was made of it; `problem` when neither went.

    Both where it fits one that was made under an older pepper.
    """

    job: str
    fits: bool = False
    verifier: str = ""
    problem: str = ""

    def __repr__(self) -> str:
        """Name the job only."""
        return f"PinHashed(job={self.job!r})"


class MembersMoved(msgspec.Struct, frozen=True, kw_only=True):
    """How far the copy of all members is, that this till fetches.

    `state`: making (at the server), fetching, preparing, ready or failed (`code` says why);
    `permille` of all of it is done. Ready, `reply` is what the server said of it and `erased`
    whom it names as erased.
    """

    state: str
    permille: int = 0
    reply: SnapshotReply | None = None
    erased: tuple[str, ...] = ()
    code: str = ""


class PlaceSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What lies at the place of the copies: `made` names the newest whole one, empty for none.

    `epoch` and `seq` are the last line in it; `is_long` says that what came after it is so much
    that another copy is due.
    """

    place: str
    present: bool
    made: str = ""
    epoch: int = 0
    seq: int = 0
    count: int = 0
    is_long: bool = False


class CopyMade(msgspec.Struct, frozen=True, kw_only=True):
    """A copy was made at a place and read back, or it was not (`problem` says why)."""

    place: str
    at_us: int = 0
    problem: str = ""


class LinesKept(msgspec.Struct, frozen=True, kw_only=True):
    """Lines are safe beside the copy `of`, or they are not (`problem` says why)."""

    place: str
    of: str
    problem: str = ""


class FoundPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A stick, a disk or a folder of the network that may take copies."""

    path: str
    name: str
    free_bytes: int = 0


class PlacesFound(msgspec.Struct, frozen=True, kw_only=True):
    """The places that may take copies now, by name."""

    places: tuple[FoundPlace, ...]


Copied = PlaceSeen | CopyMade | LinesKept | PlacesFound

Message = (
    Scan
    | CardLeft
    | CodeRefused
    | CameraChanged
    | CamerasFound
    | CameraSees
    | GunChanged
    | GunHeard
    | Text
    | Key
    | PadKey
    | DisplayTap
    | DisplayLive
    | ScreensFound
    | Pick
    | UseReward
    | Tick
    | SyncDue
    | Answered
    | SlipPrinted
    | PrintersFound
    | PrinterTried
    | PinHashed
    | MembersMoved
    | Copied
    | RegisterSaid
    | TabletSaid
    | ListSaid
    | CardSaid
    | KitMade
    | LogoSaid
)
