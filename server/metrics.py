"""What a server counts about itself, in the text format that Prometheus reads.

Figures and codes only: no till, no member and no address is named.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_REQUESTS = "regulars_requests_total"
_SECONDS = "regulars_request_seconds"
_EVENTS = "regulars_events_total"
_GAUGES: Final = {
    "regulars_tills": "Tills that are connected.",
    "regulars_requests_waiting": "Requests that wait or are being answered.",
    "regulars_database_connections": "Connections to the database in use.",
}


class Metrics:
    """Counts requests, how long they took, and what became of events."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int, str]] = Counter()
        self._slots: dict[str, list[int]] = {}
        self._seconds: Counter[str] = Counter()
        self._events: Counter[str] = Counter()

    def answered(self, route: str, status: int, code: str, seconds: float) -> None:
        """Count one request; `code` is that of an error, or empty."""
        slot = bisect_left(BUCKETS_S, seconds)
        with self._lock:
            self._requests[route, status, code] += 1
            self._slots.setdefault(route, [0] * (len(BUCKETS_S) + 1))[slot] += 1
            self._seconds[route] += seconds  # type: ignore[assignment]

    def took(self, outcomes: Mapping[str, int]) -> None:
        """Count events by what became of them."""
        with self._lock:
            self._events.update(outcomes)

    def text(self, gauges: Mapping[str, int]) -> str:
        """Write everything down; `gauges` are the figures of this moment, by their names."""
        with self._lock:
            return "".join(f"{line}\n" for line in self._lines(gauges))

    def _lines(self, gauges: Mapping[str, int]) -> Iterator[str]:
        yield from _head(_REQUESTS, "counter", "Requests by address, status and error code.")
        for (route, status, code), count in sorted(self._requests.items()):
            labels = _labels(route=route, status=str(status), code=code)
            yield f"{_REQUESTS}{labels} {count}"
        yield from _head(_SECONDS, "histogram", "How long requests took.")
        for route, slots in sorted(self._slots.items()):
            total = 0
            for bound, count in zip((*map(str, BUCKETS_S), "+Inf"), slots, strict=True):
                total += count
                yield f"{_SECONDS}_bucket{_labels(route=route, le=bound)} {total}"
            yield f"{_SECONDS}_sum{_labels(route=route)} {self._seconds[route]:.6f}"
            yield f"{_SECONDS}_count{_labels(route=route)} {total}"
        yield from _head(_EVENTS, "counter", "Events that tills sent, by what became of them.")
        for outcome, count in sorted(self._events.items()):
            yield f"{_EVENTS}{_labels(outcome=outcome)} {count}"
        for name, value in gauges.items():
            yield from _head(name, "gauge", _GAUGES[name])
            yield f"{name} {value}"


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def _labels(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items()) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
