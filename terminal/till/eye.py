"""The till's eye: cameras to choose from, the shop's gate, and what was seen as messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cards.salecode import is_sale_code
from loyalty import phonecode
from scanner.acceptance import Legacy, member_of
from scanner.camera import Camera, CameraState, CameraTimes, Notice
from scanner.frames import Source
from scanner.gate import Gate
from scanner.legacy import LegacyReader
from scanner.legacy_rules import LegacyCards
from scanner.preview import Preview
from scanner.reader import Reader
from scanner.sightings import Conflict, Found, Left, Rejected, RejectedKind
from scanner.sightings import Scan as Seen
from scanner.zbar import Zbar
from terminal.till.effects import LookThrough
from terminal.till.eye_orders import Choice, EyeOrders
from terminal.till.messages import (
    CameraChanged,
    CardLeft,
    CodeRefused,
    Message,
    Scan,
)


class ShopEye:
    """One camera at a time, out of several sources; posts what it sees."""

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        issuer: str,
        post: Callable[[Message], None],
        choice: Choice | None = None,
        times: CameraTimes | None = None,
    ) -> None:
        """`sources` are tried in the order in which the key goes through them.

        With a `choice` the till orders what is looked through, and nothing is opened before.
        `times` are the patience of the camera.
        """
        assert sources
        self._sources = tuple(sources)
        self._at = 0
        self._post = post
        self._issuer = issuer
        self._reader = Reader()
        self._judge_now = member_of(issuer, also=_is_ours)
        self._camera = Camera(
            self._sources[0],
            gate=Gate(self._judge, holder=phonecode.holder),
            reader=self._reader,
            on_scan=self._scan,
            on_state=self._state,
            on_notice=self._notice,
            times=times,
        )
        self._orders = EyeOrders(self._camera, choice, post) if choice is not None else None

    def start(self) -> None:
        """Begin to look."""
        if self._orders is None:
            self._camera.start()

    def stop(self) -> None:
        """End; returns when its threads have ended or were let go."""
        if self._orders is not None:
            self._orders.stop()
        self._camera.stop()
        self._reader.close()

    def next_source(self) -> None:
        """Look through the next source; with a choice open the same one again."""
        if self._orders is not None:
            self._orders.again()
            return
        self._at = (self._at + 1) % len(self._sources)
        self._camera.switch(self._sources[self._at])

    def look_through(self, order: LookThrough) -> None:
        """Look as the till orders; without a choice nothing changes."""
        if self._orders is not None:
            self._orders.look_through(order)

    def find_cameras(self) -> None:
        """Look for the cameras that are there; returns at once."""
        if self._orders is not None:
            self._orders.find()

    def look_for(self, cards: LegacyCards) -> None:
        """Look for cards that the shop gave out before from now on; from any thread.

        A shop without such cards pays for none of it: no stage, no second process.
        """
        legacy = Legacy(cards=cards, known=_till_decides) if cards.cards else None
        self._judge_now = member_of(self._issuer, also=_is_ours, legacy=legacy)
        self._reader.use_legacy(LegacyReader(cards, bars=Zbar()) if legacy else None)

    def preview(self) -> Preview | None:
        """Give the newest small picture."""
        return self._camera.preview()

    def _judge(self, found: Found) -> RejectedKind | None:
        return self._judge_now(found)

    def _scan(self, seen: Seen) -> None:
        self._post(Scan(text=seen.text, symbology=seen.symbology, source="camera"))

    def _notice(self, notice: Notice) -> None:
        match notice:
            case Left():
                self._post(CardLeft(text=notice.text))
            case Conflict():
                self._post(CodeRefused(kind="conflict"))
            case Rejected():
                self._post(CodeRefused(kind=notice.kind.value, last_four=notice.text_last4))

    def _state(self, state: CameraState) -> None:
        self._post(CameraChanged(state=state.status.value, reason=state.reason))


def _till_decides(found: Found) -> bool:
    """Let every number of a kind of old cards pass to the till; `acceptance.Legacy` says why."""
    del found
    return True


def _is_ours(text: str) -> bool:
    """Whether a QR that is no member number is a slip's, or a phone's; the till judges further."""
    return is_sale_code(text) or phonecode.is_phone_code(text)
