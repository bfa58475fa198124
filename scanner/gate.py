"""Lets a code through when enough frames agree on it, and says so once; pure, time is passed in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scanner import symbology
from scanner.acceptance import Judge
from scanner.sightings import (
    Conflict,
    Found,
    GateEvent,
    Left,
    Rejected,
    RejectedKind,
    Scan,
)

_LAST_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTimes:
    """How long things count, in milliseconds, and how many frames must agree."""

    window_ms: int = 1_000
    again_ms: int = 2_000
    left_ms: int = 1_000
    agreeing_others: int = 2
    agreeing_qr: int = 1


@dataclass(slots=True)
class _Track:
    """What is remembered of one text: when it was seen lately, and what was said about it."""

    symbology: str
    verdict: RejectedKind | None
    sure: bool = False
    seen_ms: deque[int] = field(default_factory=deque)
    last_ms: int = 0
    told_ms: int | None = None
    present: bool = False


class Gate:
    """Turns what frames show into scans, refusals, conflicts and departures."""

    def __init__(
        self,
        judge: Judge,
        *,
        source: str = "camera",
        times: GateTimes | None = None,
        holder: Callable[[str], str] = str,
    ) -> None:
        """Begin with nothing in view; `source` is written into every scan.

        `holder` names whose a text is: two texts of one holder, such as a phone's code and the
        next one, are no conflict.
        """
        self._judge = judge
        self._holder = holder
        self._source = source
        self._times = times or GateTimes()
        self._tracks: dict[str, _Track] = {}
        self._in_conflict = False

    def look(self, found: Sequence[Found], now_ms: int) -> list[GateEvent]:
        """Take what one frame shows (or nothing) and give what follows from it, in order.

        Call it for every frame that was decoded, also for empty ones, and as time passes without
        frames; `now_ms` never goes back.
        """
        seen = self._strongest(found)
        for text, one in seen.items():
            self._see(text, one, now_ms)
        events = self._departures(now_ms)
        candidates = [
            text
            for text, track in self._tracks.items()
            if track.verdict is None and self._lately(track, now_ms)
        ]
        if len({self._holder(text) for text in candidates}) > 1:
            if not self._in_conflict:
                self._in_conflict = True
                events.append(Conflict(at_ms=now_ms))
            return events
        self._in_conflict = False
        if candidates:
            # Only a frame that shows the card can let it through: when a conflict ends by time,
            # the other card may have gone already.
            for text in candidates:
                events += self._accept(text, now_ms) if text in seen else []
        else:
            events += self._refuse(now_ms)
        return events

    @property
    def in_view(self) -> frozenset[str]:
        """Texts that were accepted and have not left yet."""
        return frozenset(text for text, track in self._tracks.items() if track.present)

    def _strongest(self, found: Sequence[Found]) -> dict[str, Found]:
        """Keep one reading a text; a QR speaks for itself, so it wins over bars on one card."""
        best: dict[str, Found] = {}
        for one in found:
            if one.text not in best or one.symbology == symbology.QR_CODE:
                best[one.text] = one
        return best

    def _see(self, text: str, found: Found, now_ms: int) -> None:
        track = self._tracks.get(text)
        if track is None:
            track = _Track(symbology=found.symbology, verdict=self._judge(found))
            self._tracks[text] = track
        elif found.symbology != track.symbology and symbology.QR_CODE in {
            found.symbology,
            track.symbology,
        }:
            # The same text in another symbology is judged again: bars may not carry what a QR may.
            track.symbology = symbology.QR_CODE
            track.verdict = self._judge(
                Found(text=text, symbology=symbology.QR_CODE, corners=found.corners)
            )
        track.sure = track.sure or found.sure
        track.seen_ms.append(now_ms)
        track.last_ms = now_ms

    def _lately(self, track: _Track, now_ms: int) -> bool:
        """Drop sightings that are older than the window, and say whether any is left."""
        while track.seen_ms and now_ms - track.seen_ms[0] > self._times.window_ms:
            track.seen_ms.popleft()
        return bool(track.seen_ms)

    def _agreed(self, track: _Track) -> bool:
        one = track.symbology == symbology.QR_CODE and track.sure
        enough = self._times.agreeing_qr if one else self._times.agreeing_others
        return len(track.seen_ms) >= enough

    def _accept(self, text: str, now_ms: int) -> list[GateEvent]:
        track = self._tracks[text]
        if track.present or not self._agreed(track):
            return []
        if track.told_ms is not None and now_ms - track.told_ms < self._times.again_ms:
            return []
        track.present, track.told_ms = True, now_ms
        return [Scan(text=text, symbology=track.symbology, source=self._source, at_ms=now_ms)]

    def _refuse(self, now_ms: int) -> list[GateEvent]:
        """Name the codes that are not ours, each once while it is in view."""
        events: list[GateEvent] = []
        for text, track in self._tracks.items():
            if track.verdict is None or track.told_ms is not None:
                continue
            if self._lately(track, now_ms) and self._agreed(track):
                track.told_ms = now_ms
                events.append(Rejected(kind=track.verdict, text_last4=text[-_LAST_SHOWN:]))
        return events

    def _departures(self, now_ms: int) -> list[GateEvent]:
        """Forget what has been out of view long enough, and say which accepted cards those are."""
        events: list[GateEvent] = []
        for text, track in list(self._tracks.items()):
            if now_ms - track.last_ms <= self._times.left_ms:
                continue
            if track.present:
                track.present = False
                events.append(Left(text=text))
            told_lately = (
                track.told_ms is not None and now_ms - track.told_ms < self._times.again_ms
            )
            if not told_lately:
                del self._tracks[text]
        return events
