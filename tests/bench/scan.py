"""Measures the reading of member cards: how many frames, at what cost, beside plain libraries.

Without a folder the frames are rendered here, by a simulator of our own: figures of different
simulators must not be mixed. Every frame is shown to us and to the baselines in turn.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from stdnum.iso7064 import mod_97_10

from loyalty import number
from scanner import symbology
from scanner.acceptance import Judge, member_of
from scanner.aiming import read_in_box
from scanner.box import Box
from scanner.decode import Stage, decode, look
from scanner.gate import Gate
from scanner.image import Image, grey_of
from scanner.reader import Reader
from scanner.rendering import Presentation, Renderer
from scanner.sightings import Found, Rejected, RejectedKind, Scan
from tests.bench.scan_peers import WANTED, peers
from tests.bench.scan_samples import HARD, TYPICAL, Sample, rendered, stored, strangers

Result = TypeVar("Result")

SEED = 20_261_122
FRAME_MS = 66
BASELINE_EVERY = 5
IDLE_FRAMES = 60
# Frames read, per cent, typical and hard; of Code 128 over the sizes of card together.
READ_GOALS = {
    "QR-card-20mm": (100, 85),
    "QR-card-15mm": (100, 65),
    "C128-card": (98, 65),
    "QR-phone-number": (100, 97),
    "QR-phone-token": (99, 90),
}
CPU_CARD_MS_MAX = 10
CPU_IDLE_MS_MAX = 20
RATIO_GOAL = 1.0
_PERCENT = 100
_AGREEING = 2


@dataclass(slots=True)
class Row:
    """The counts of one card at one difficulty."""

    frames: int = 0
    read: int = 0
    sequences: int = 0
    any: int = 0
    two_agreeing: int = 0
    accepted: int = 0
    live_accepted: int = 0
    wrong_accepted: int = 0
    cpu_ms: list[float] = field(default_factory=list)
    live_cpu_ms: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the row with its times as mean and 95th percentile."""
        return {
            "frames": self.frames,
            "read": self.read,
            "sequences": self.sequences,
            "any": self.any,
            "two_agreeing": self.two_agreeing,
            "accepted": self.accepted,
            "live_accepted": self.live_accepted,
            "wrong_accepted": self.wrong_accepted,
            "cpu_ms": {"mean": mean(self.cpu_ms), "p95": p95(self.cpu_ms)},
            "live_cpu_ms": {"mean": mean(self.live_cpu_ms), "p95": p95(self.live_cpu_ms)},
        }


@dataclass(slots=True)
class Tally:
    """What a decoder read of the frames that all decoders saw."""

    frames: int = 0
    read: int = 0
    wrong: int = 0
    by_difficulty: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    cpu_ms: list[float] = field(default_factory=list)

    def add(self, texts: set[str], sample: Sample, cpu_ms: float) -> None:
        """Count one frame."""
        hit = sample.text in texts
        self.frames += 1
        self.read += hit
        self.wrong += bool(texts - {sample.text})
        self.by_difficulty[sample.difficulty].append(hit)
        self.cpu_ms.append(cpu_ms)

    def as_json(self) -> dict[str, Any]:
        """Give the counts, and what share of each difficulty was read in per cent."""
        shares = {
            f"{difficulty} %": round(_PERCENT * sum(hits) / len(hits), 1)
            for difficulty, hits in sorted(self.by_difficulty.items())
        }
        return {
            "frames": self.frames,
            "read": self.read,
            **shares,
            "wrong": self.wrong,
            "cpu_ms": mean(self.cpu_ms),
        }


def run(
    frames: Path | None = None,
    *,
    format: str = "auto",  # noqa: A002 - the command line's word
    full: bool = False,
    seed: int = SEED,
) -> dict[str, Any]:
    """Measure on a folder with a manifest.csv, or on rendered frames of a seed.

    `format` "auto" ignores the issuer and takes long tokens as they are; "member" is the gate of
    the demo shop. A folder that does not exist gives `{"bench", "skipped"}`.
    """
    import cv2

    if frames is not None and not (frames / "manifest.csv").is_file():
        return {"bench": "scan", "skipped": "no samples"}
    cv2.setNumThreads(1)
    began_s = time.monotonic()
    samples = rendered(seed, full=full) if frames is None else stored(frames)
    rows, tallies = _measure(samples, format, full=full)
    idle_ms, idle_wrong = _idle(seed)
    named, foreign_wrong = _foreign(seed)
    beside = {"nothing in view": idle_wrong, "foreign codes": foreign_wrong}
    ours = tallies.pop("ours")
    figures = _figures(rows, idle_ms, beside)
    figures |= {f"foreign codes: {kind}": {"value": count} for kind, count in named.items()}
    figures |= {
        f"ours, frames of the baselines, {name}": {"value": value}
        for name, value in ours.as_json().items()
        if name != "frames"
    }
    missing = {name: {"skipped": "not installed"} for name in WANTED if name not in tallies}
    ratio = round(ours.read / max(1, *(tally.read for tally in tallies.values())), 3)
    return {
        "bench": "scan",
        "samples": "rendered" if frames is None else "stored",
        "seed": seed,
        "figures": figures,
        "rows": {f"{card} {difficulty}": row.as_json() for (card, difficulty), row in rows.items()},
        "same_frames": ours.as_json(),
        "baseline": {name: tally.as_json() for name, tally in tallies.items()} | missing,
        "ratio": ratio,
        "goal": RATIO_GOAL,
        "met": ratio >= RATIO_GOAL and all(one.get("met", True) for one in figures.values()),
        "seconds": round(time.monotonic() - began_s, 1),
    }


def _measure(
    samples: Iterator[Sample], rules: str, *, full: bool
) -> tuple[dict[tuple[str, str], Row], dict[str, Tally]]:
    """Show every sample to the full cascade, the live reader and, now and then, the baselines."""
    rows: dict[tuple[str, str], Row] = defaultdict(Row)
    decoders = peers()
    shown = 0
    tallies = {name: Tally() for name in ("ours", *decoders)}
    for sequence in _by_sequence(samples):
        first = sequence[0]
        row = rows[(first.card, first.difficulty)]
        judge = _judge(rules, first.card)
        found = []
        for sample in sequence:
            codes, cpu_ms = _timed(decode, sample.grey)
            found.append(codes)
            row.cpu_ms.append(cpu_ms)
            shown += 1
            if full or shown % BASELINE_EVERY == 0:
                tallies["ours"].add({one.text for one in codes}, sample, cpu_ms)
                for name, decoder in decoders.items():
                    tallies[name].add(*_swapped(_timed(decoder, sample.grey), sample))
        _count(row, judge, found, first.text)
        row.live_accepted += _live(row, judge, sequence)
    return dict(rows), tallies


def _swapped(timed: tuple[set[str], float], sample: Sample) -> tuple[set[str], Sample, float]:
    return timed[0], sample, timed[1]


def _timed(work: Callable[[Image], Result], grey: Image) -> tuple[Result, float]:
    began_s = time.thread_time()
    result = work(grey)
    return result, (time.thread_time() - began_s) * 1000


def _count(row: Row, judge: Judge, found: list[list[Found]], text: str) -> None:
    """Count a sequence as the cascade read it, and what a gate makes of that."""
    hits = [any(one.text == text and judge(one) is None for one in codes) for codes in found]
    row.frames += len(found)
    row.read += sum(hits)
    row.sequences += 1
    row.any += any(hits)
    row.two_agreeing += sum(hits) >= _AGREEING
    gate = Gate(judge)
    scans = {
        event.text
        for place, codes in enumerate(found)
        for event in gate.look(codes, place * FRAME_MS)
        if isinstance(event, Scan)
    }
    row.accepted += text in scans
    row.wrong_accepted += len(scans - {text})


def _live(row: Row, judge: Judge, sequence: list[Sample]) -> bool:
    """Read a sequence as the running camera does, in its box and within its budget a frame."""
    reader, gate = Reader(), Gate(judge)
    scans = set[str]()
    for place, sample in enumerate(sequence):
        codes, cpu_ms = _timed(partial(read_in_box, box=Box(), read=reader.read), sample.grey)
        row.live_cpu_ms.append(cpu_ms)
        events = gate.look(codes, place * FRAME_MS)
        scans |= {event.text for event in events if isinstance(event, Scan)}
    row.wrong_accepted += len(scans - {sequence[0].text})
    return sequence[0].text in scans


def _idle(seed: int) -> tuple[list[float], int]:
    """Let the running camera look at empty counters; give the times and what it accepted."""
    import numpy as np

    reader, gate, times = Reader(), Gate(member_of(None)), []
    scans = 0
    for counter in range(3):
        renderer = Renderer(np.random.default_rng(seed + counter))
        for place in range(IDLE_FRAMES // 3):
            grey = grey_of(renderer.frame(None, Presentation()))
            codes, cpu_ms = _timed(partial(read_in_box, box=Box(), read=reader.read), grey)
            times.append(cpu_ms)
            events = gate.look(codes, (counter * IDLE_FRAMES + place) * FRAME_MS)
            scans += sum(isinstance(event, Scan) for event in events)
    return times, scans


def _foreign(seed: int) -> tuple[dict[str, int], int]:
    """Show codes that are no member numbers; give how each was named, and what was accepted."""
    named: Counter[str] = Counter()
    scans = 0
    judge = member_of(number.DEMO_ISSUER)
    for sequence in strangers(seed):
        reader, gate = Reader(), Gate(judge)
        kinds = set[str]()
        for place, grey in enumerate(sequence):
            whole = Gate(judge)
            codes = [*decode(grey), *look(grey, Stage.RETAIL)]
            # The same frame twice, so that bars too have their two frames.
            seen = [*whole.look(codes, 0), *whole.look(codes, FRAME_MS)]
            seen += gate.look(reader.read(grey), place * FRAME_MS)
            scans += sum(isinstance(event, Scan) for event in seen)
            kinds |= {event.kind.value for event in seen if isinstance(event, Rejected)}
        named.update(sorted(kinds) or ["not read"])
    return dict(sorted(named.items())), scans


def _figures(
    rows: dict[tuple[str, str], Row], idle_ms: list[float], wrong_beside: dict[str, int]
) -> dict[str, dict[str, Any]]:
    figures = _read(rows)
    for (card, difficulty), row in rows.items():
        name = f"{card} {difficulty}"
        if difficulty == TYPICAL:
            accepted = round(_PERCENT * row.live_accepted / row.sequences, 1)
            seen = round(_PERCENT * row.any / row.sequences, 1)
            figures[f"{name} sequences read %"] = _at_least(seen, _PERCENT)
            figures[f"{name} sequences accepted live %"] = {"value": accepted}
    wrong = sum(row.wrong_accepted for row in rows.values())
    figures["wrong_accepted"] = _at_most(wrong, 0)
    for name, scans in wrong_beside.items():
        figures[f"wrong_accepted, {name}"] = _at_most(scans, 0)
    full_ms = [ms for row in rows.values() for ms in row.cpu_ms]
    typical_ms = [
        ms for (_, difficulty), row in rows.items() if difficulty == TYPICAL for ms in row.cpu_ms
    ]
    live_ms = [ms for row in rows.values() for ms in row.live_cpu_ms]
    figures["cpu_ms card, typical, whole cascade"] = _at_most(mean(typical_ms), CPU_CARD_MS_MAX)
    figures["cpu_ms card, all, whole cascade"] = {"value": mean(full_ms)}
    figures["cpu_ms card, all, live"] = _at_most(mean(live_ms), CPU_CARD_MS_MAX)
    figures["cpu_ms card, all, live p95"] = {"value": p95(live_ms)}
    figures["cpu_ms idle, live"] = _at_most(mean(idle_ms), CPU_IDLE_MS_MAX)
    figures["cpu_ms idle, live p95"] = {"value": p95(idle_ms)}
    return figures


def _read(rows: dict[tuple[str, str], Row]) -> dict[str, dict[str, Any]]:
    """Give what share of frames was read, of each card and of each kind that has a goal."""
    shares = {f"{card} {difficulty}": [row] for (card, difficulty), row in rows.items()}
    goals: dict[str, float] = {}
    for kind, (typical, hard) in READ_GOALS.items():
        for difficulty, goal in ((TYPICAL, typical), (HARD, hard)):
            of_kind = [
                row
                for (card, found), row in rows.items()
                if found == difficulty and card.startswith(kind)
            ]
            if of_kind:
                shares[f"{kind} {difficulty}"] = of_kind
                goals[f"{kind} {difficulty}"] = goal
    figures = {}
    for name, counted in shares.items():
        frames = sum(row.frames for row in counted)
        share = round(_PERCENT * sum(row.read for row in counted) / frames, 1)
        goal_of = goals.get(name)
        figures[f"{name} read %"] = (
            {"value": share} if goal_of is None else _at_least(share, goal_of)
        )
    return figures


def _at_least(value: float, goal: float) -> dict[str, Any]:
    return {"value": value, "goal": goal, "met": value >= goal}


def _at_most(value: float, goal: float) -> dict[str, Any]:
    return {"value": value, "goal": goal, "met": value <= goal}


def mean(times: list[float]) -> float:
    """Give the mean, rounded; 0 of nothing."""
    return round(statistics.fmean(times), 2) if times else 0.0


def p95(times: list[float]) -> float:
    """Give the 95th percentile, rounded; 0 of nothing."""
    return round(sorted(times)[int(0.95 * (len(times) - 1))], 2) if times else 0.0


def _judge(rules: str, card: str) -> Judge:
    """Give the rules by which a row counts."""
    if rules == "member":
        return member_of(number.DEMO_ISSUER)

    def any_issuer(found: Found) -> RejectedKind | None:
        if found.symbology not in {symbology.QR_CODE, symbology.CODE_128}:
            return RejectedKind.FOREIGN
        if card.endswith("-token"):
            long = found.symbology == symbology.QR_CODE and len(found.text) > number.LENGTH
            return None if long else RejectedKind.FOREIGN
        shaped = len(found.text) == number.LENGTH and found.text.isascii()
        if not (shaped and found.text.isdecimal()):
            return RejectedKind.FOREIGN
        return None if mod_97_10.is_valid(found.text) else RejectedKind.CHECK_DIGIT

    return any_issuer


def _by_sequence(samples: Iterator[Sample]) -> Iterator[list[Sample]]:
    """Group neighbours that belong to one presentation."""
    kept: list[Sample] = []
    for sample in samples:
        if kept and _key(kept[-1]) != _key(sample):
            yield kept
            kept = []
        kept.append(sample)
    if kept:
        yield kept


def _key(sample: Sample) -> tuple[str, str, int]:
    return sample.card, sample.difficulty, sample.sequence
