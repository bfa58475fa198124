"""What the scanner sees and says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Corners: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One code in one picture: its text, symbology and corners (top left, clockwise, pixels).

    One that is not `sure` is the likeliest reading of a bad picture and counts with a second one.
    """

    text: str
    symbology: str
    corners: Corners = ()
    sure: bool = True


class RejectedKind(Enum):
    """Why a code that was read cannot be a member here."""

    OTHER_ISSUER = "other_issuer"
    PRODUCT_CODE = "product_code"
    FOREIGN = "foreign"
    CHECK_DIGIT = "check_digit"
    PAYMENT_CARD = "payment_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A code that the gate lets through; `at_ms` is on the device's monotonic clock."""

    text: str
    symbology: str
    source: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A code was read clearly and is not for us; only its last four characters are told."""

    kind: RejectedKind
    text_last4: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two different cards are in view: ask for one."""

    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An accepted code has been out of view for the gate's time."""

    text: str


GateEvent: TypeAlias = Scan | Rejected | Conflict | Left
