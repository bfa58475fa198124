"""The camera of a till: keeps a source open, decodes its newest frame, says how it is doing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from scanner.camera_profile import CameraProfile
from scanner.frames import ENDED, Source
from scanner.gate import Gate
from scanner.grabber import CRASHED, Grabbed, Grabber
from scanner.mailbox import OneSlot
from scanner.pace import Pace
from scanner.preview import Preview
from scanner.reader import Reader
from scanner.sight import Sight
from scanner.sightings import Conflict, Left, Rejected, Scan
from scanner.video_node import BUSY, MISSING
from scanner.watch import FROZEN, STALLED, FrameWatch, WatchTimes, glimpse

_log = logging.getLogger(__name__)

Notice: TypeAlias = Rejected | Conflict | Left


class Status(Enum):
    """How a camera is doing."""

    STARTING = "starting"
    RUNNING = "running"
    LOST = "lost"
    FAULT = "fault"
    RESTING = "resting"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraState:
    """The status, why, and of which source.

    `reason` is empty while all is well, else missing, busy (with another program), denied (to this
    user), ended, stalled, frozen or black (LOST), crashed or decoder (FAULT), asleep, stopped or
    abandoned (RESTING).
    """

    status: Status
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraTimes:
    """The camera's patience, in milliseconds."""

    watch: WatchTimes = field(default_factory=WatchTimes)
    attempt_ms: int = 80
    tick_ms: int = 100
    opening_ms: int = 30_000
    backoff_ms: tuple[int, ...] = (250, 500, 1_000, 2_000, 5_000)
    settled_ms: int = 3_000
    stop_ms: int = 2_000


def monotonic_ms() -> int:
    """Give the device clock: milliseconds that never go back."""
    return time.monotonic_ns() // 1_000_000


class Camera:
    """Reads member codes from a source until it is stopped.

    Callbacks come from the camera's own thread (the last state from whoever stops it) and should
    only post. Two threads work: one
    reads frames flat out, one takes the newest, decodes it and judges the source's health.
    """

    def __init__(
        self,
        source: Source,
        profile: CameraProfile | None = None,
        *,
        gate: Gate,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[CameraState], None],
        on_notice: Callable[[Notice], None] | None = None,
        times: CameraTimes | None = None,
        clock: Callable[[], int] = monotonic_ms,
        reader: Reader | None = None,
    ) -> None:
        """Prepare; nothing is opened before `start`. The gate belongs to the camera from now.

        Of the profile the camera takes box and mirror, and whether to begin asleep; the source
        has the rest of it (`chosen.source_for`).
        """
        profile = profile or CameraProfile()
        self._gate = gate
        self._sight = Sight(reader or Reader(), profile)
        self._on_scan = on_scan
        self._on_state = on_state
        self._on_notice = on_notice
        self._times = times or CameraTimes()
        self._clock = clock
        self._pace = Pace(self._times.attempt_ms)
        # Orders, written by any thread.
        self._source = source
        self._awake = not profile.rests
        self._awake_ms: int | None = None
        self._stopping = threading.Event()
        self._asked = threading.Event()
        # All below belongs to the decoding thread.
        self._state: CameraState | None = None
        self._preview: OneSlot[Preview] = OneSlot()
        self._looked_through = source
        self._idle = False
        self._rest_ms: int | None = None
        self._grabber: Grabber | None = None
        self._past: list[Grabber] = []
        self._watch: FrameWatch | None = None
        self._frozen_mark: int | None = None
        self._begun_ms = 0
        self._reopen_ms = 0
        self._failures = 0
        self._running_ms: int | None = None
        self._thread = threading.Thread(target=self._run, name="camera-decode", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> bool:
        """End both threads and say whether they have ended.

        A driver that keeps a read for ever is let go after `stop_ms`, with the reason
        `abandoned`; such a thread cannot keep the program from ending.
        """
        self._stopping.set()
        self._asked.set()
        due_ms = self._clock() + self._times.stop_ms
        if self._thread.ident is not None:
            self._thread.join(self._times.stop_ms / 1000)
        ended = not self._thread.is_alive()
        for grabber in self._past:
            ended = grabber.wait(max(0, due_ms - self._clock()) / 1000) and ended
        if not ended:
            _log.warning("a read of %s does not return; its thread was let go", self._source.name)
        self._say(Status.RESTING, "stopped" if ended else "abandoned")
        return ended

    def switch(self, source: Source, profile: CameraProfile | None = None) -> None:
        """Go on with another source, awake; from any thread, returns at once."""
        self._source = source
        if profile is not None:
            self._sight.profile = profile
        self.wake()

    def adjust(self, profile: CameraProfile) -> None:
        """Take another box or mirror from the next frame on, without opening anything anew."""
        self._sight.profile = profile

    def advise(self, *, on: bool) -> None:
        """Judge the picture twice a second for the set-up screen, see `Preview.advice`."""
        self._sight.advises = on

    def rest(self) -> None:
        """Close the source until `wake`; from any thread, returns at once."""
        self._awake = False
        self._asked.set()

    def wake(self, for_ms: int | None = None) -> None:
        """Look again; from any thread, returns at once.

        With `for_ms` the camera rests again that long after the first picture; asked again in the
        meantime, after the last time. Without, it goes on until `rest`.
        """
        self._awake_ms = for_ms
        self._awake = True
        self._asked.set()

    def preview(self) -> Preview | None:
        """Give the newest small picture; None while there is none to show."""
        return self._preview.peek()

    @property
    def state(self) -> CameraState | None:
        """The state that was said last; None before `start`."""
        return self._state

    def _run(self) -> None:
        self._asked.set()
        while not self._stopping.is_set():
            try:
                self._step()
            except Exception:  # noqa: BLE001 - nothing may end this thread in silence
                # The last line of defence of this thread; see Grabber for the other one.
                _log.exception("the camera's decoding thread crashed")
                self._fail(Status.FAULT, CRASHED)
                self._rest_until(self._reopen_ms)
        self._drop()

    def _step(self) -> None:
        """Do one round: follow orders, see to the source, decode what came."""
        if self._asked.is_set():
            self._asked.clear()
            self._obey()
        if self._rest_ms is not None and self._clock() >= self._rest_ms:
            self._doze()
        if self._idle:
            self._asked.wait(self._times.tick_ms / 1000)
            self._judge_nothing()
            return
        if self._grabber is None:
            self._rest_until(self._reopen_ms)
            self._open()
            return
        grabbed = self._grabber.slot.take(self._times.tick_ms / 1000)
        if grabbed is None:
            self._judge_nothing()
        else:
            self._work(grabbed)
        self._check()

    def _obey(self) -> None:
        """Rest, go on looking, or look through the source that is wanted now."""
        if self._stopping.is_set():
            return
        if not self._awake:
            self._doze()
            return
        for_ms = self._awake_ms
        running = self._running_ms is not None
        # Opening takes seconds on some systems, and does not count as looking.
        opening_ms = 0 if running else self._times.opening_ms
        self._rest_ms = None if for_ms is None else self._clock() + opening_ms + for_ms
        if self._grabber is not None and self._looked_through is self._source:
            return
        self._drop()
        self._failures, self._reopen_ms, self._idle = 0, 0, False
        self._say(Status.STARTING)

    def _doze(self) -> None:
        """Close the source until the next order."""
        self._drop()
        self._idle, self._rest_ms = True, None
        self._say(Status.RESTING, "asleep")

    def _open(self) -> None:
        if self._asked.is_set() or self._stopping.is_set():
            return
        source = self._looked_through = self._source
        self._begun_ms = self._clock()
        self._watch = None
        self._grabber = Grabber(source, self._clock)
        self._grabber.start()

    def _work(self, grabbed: Grabbed) -> None:
        """Decode one frame and tell what it shows; then wait for the next attempt's time."""
        began_ms = self._clock()
        watch = self._watch_of(began_ms)
        watch.saw(glimpse(grabbed.frame), grabbed.at_ms)
        self._pace.began(began_ms)
        try:
            found, preview = self._sight.look(
                grabbed,
                spare=self._pace.spare,
                attempts_a_second=self._pace.attempts_a_second,
            )
            self._preview.put(preview)
        except Exception:  # noqa: BLE001 - a decoder's bug is a state, not an end
            # One picture that a decoder chokes on must not end reading, nor pass unseen.
            if self._state is None or self._state.status is not Status.FAULT:
                _log.exception("decoding a frame failed")
            self._say(Status.FAULT, "decoder")
            self._judge_nothing()
        else:
            if watch.good:
                self._well(began_ms)
            for event in self._gate.look(found, began_ms):
                self._tell(event)
        self._pace.ended(self._clock() - began_ms)
        self._rest_until(self._pace.due_ms)

    def _judge_nothing(self) -> None:
        """Let time pass for the gate, so that a card leaves also when the camera has gone."""
        for event in self._gate.look((), self._clock()):
            self._tell(event)

    def _tell(self, event: Scan | Notice) -> None:
        if isinstance(event, Scan):
            self._on_scan(event)
        elif self._on_notice is not None:
            self._on_notice(event)

    def _check(self) -> None:
        """See whether the source has ended, hangs or shows nothing, and then open it anew."""
        grabber = self._grabber
        if grabber is None:
            return
        now_ms = self._clock()
        if grabber.ended is not None:
            reason = grabber.ended
            if reason == BUSY and any(not past.wait(0) for past in self._past):
                # The program that has the device is this one: an old read still hangs in it.
                reason = STALLED
            self._fail(Status.FAULT if reason == CRASHED else Status.LOST, reason)
        elif grabber.opened_ms is None:
            if now_ms - self._begun_ms > self._times.opening_ms:
                self._fail(Status.LOST, MISSING)
        else:
            watch = self._watch_of(grabber.opened_ms)
            trouble = watch.trouble(now_ms)
            if trouble is not None:
                self._frozen_mark = watch.mark if trouble == FROZEN else None
                self._fail(Status.LOST, trouble)

    def _watch_of(self, now_ms: int) -> FrameWatch:
        if self._watch is None:
            live = self._looked_through.live
            self._watch = FrameWatch(
                self._times.watch, live=live, now_ms=now_ms, mark=self._frozen_mark
            )
        return self._watch

    def _well(self, now_ms: int) -> None:
        self._say(Status.RUNNING)
        if self._running_ms is None:
            self._running_ms = now_ms
            if self._rest_ms is not None and self._awake_ms is not None:
                self._rest_ms = now_ms + self._awake_ms
        elif now_ms - self._running_ms > self._times.settled_ms:
            self._failures = 0

    def _fail(self, status: Status, reason: str) -> None:
        """Say what is wrong, let the source go, and set the time of the next try."""
        self._say(status, reason)
        self._drop()
        if reason == ENDED and not self._looked_through.live:
            # A film that is over is not a camera that went away: it is not begun again.
            self._idle, self._rest_ms = True, None
        steps = self._times.backoff_ms
        self._reopen_ms = self._clock() + steps[min(self._failures, len(steps) - 1)]
        self._failures += 1

    def _drop(self) -> None:
        self._past = [grabber for grabber in self._past if not grabber.wait(0)]
        self._preview.clear()
        self._running_ms = None
        if self._grabber is not None:
            self._grabber.stop_soon()
            self._past.append(self._grabber)
            self._grabber = None

    def _say(self, status: Status, reason: str = "") -> None:
        state = CameraState(status=status, source=self._source.name, reason=reason)
        if state != self._state:
            self._state = state
            self._on_state(state)

    def _rest_until(self, due_ms: int) -> None:
        """Wait, but not longer than an order or the end needs; the gate's time goes on."""
        while (left_ms := due_ms - self._clock()) > 0:
            if self._stopping.is_set() or self._asked.wait(
                min(left_ms, self._times.tick_ms) / 1000
            ):
                return
            if self._grabber is None:
                self._judge_nothing()
