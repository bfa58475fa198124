"""What carries a request to a server: HTTP in a shop, a function call in the simulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as it travels; `query` is encoded and without its `?`."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    timeout_ms: int

    @property
    def target(self) -> str:
        """Give path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer as it travelled; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Sends one request and gives the answer.

    `send` raises Outage `line_down` when nobody answers, `timeout` when nobody answers in time.
    """

    def send(self, sent: Sent) -> Answered:
        """Send a request and wait for its answer."""
        ...

    def close(self) -> None:
        """Close the connections that were kept."""
        ...
