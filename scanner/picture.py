"""Reads one picture file with full effort and says whether a shop would accept what is in it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loyalty.errors import Refusal
from scanner import symbology
from scanner.acceptance import Legacy, member_of
from scanner.decode import decode, read
from scanner.frames import picture_of
from scanner.image import as_image, grey_of
from scanner.legacy_rules import bare, fits
from scanner.sightings import Found, RejectedKind

if TYPE_CHECKING:
    from scanner.image import Image

NOTHING = "nothing_found"
CONFLICT = "conflict"
UNKNOWN = "card_unknown"
_SMALL_PX = 1200
_BORDER_PX = 24


class Formats(Enum):
    """What is looked for: what a member may show, or every symbology that cards carry."""

    MEMBER = "member"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodeResult:
    """What a file holds.

    `accepted` is a member number of sixteen digits, or that of an older card which the shop knows;
    without one, `why` is `nothing_found`, `conflict`, `card_unknown` for an older card that nobody
    has, or the value of a RejectedKind.
    """

    file: str
    found: tuple[Found, ...]
    accepted: str | None
    why: str | None
    ms: int

    def as_json(self) -> dict[str, Any]:
        """Give the line of the command line's `decode`."""
        return {
            "file": self.file,
            "found": [
                {
                    "text": one.text,
                    "symbology": one.symbology,
                    "corners": [[round(x), round(y)] for x, y in one.corners],
                }
                for one in self.found
            ],
            "accepted": self.accepted,
            "why": self.why,
            "ms": self.ms,
        }


def read_file(
    path: Path,
    formats: Formats = Formats.MEMBER,
    *,
    issuer: str | None = None,
    legacy: Legacy | None = None,
) -> DecodeResult:
    """Read a picture file; `issuer` None accepts the numbers of any shop, `legacy` older cards.

    Raises Refusal `no_file` or `not_a_picture`, each with the path.
    """
    began = time.monotonic_ns()
    try:
        picture = picture_of(path)
    except OSError as error:
        raise Refusal("no_file", f"{path} cannot be read", path=str(path)) from error
    if picture is None:
        raise Refusal("not_a_picture", f"{path} is not a picture", path=str(path))
    grey = grey_of(picture)
    found = decode(grey) if formats is Formats.MEMBER else read_all(grey)
    accepted, why = judged(found, issuer, legacy)
    return DecodeResult(
        file=str(path),
        found=tuple(found),
        accepted=accepted,
        why=why,
        ms=(time.monotonic_ns() - began) // 1_000_000,
    )


def read_all(grey: Image) -> list[Found]:
    """Find codes of every symbology, trying harder while nothing is found."""
    import cv2

    found = read(grey, symbology.ALL)
    if found:
        return found
    even = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(grey)
    found = read(as_image(even), symbology.ALL)
    if found:
        return found
    found = decode(grey)
    if found:
        return found
    # A symbol cut without its quiet zone is found once there is white around it.
    framed = cv2.copyMakeBorder(
        grey,
        _BORDER_PX,
        _BORDER_PX,
        _BORDER_PX,
        _BORDER_PX,
        cv2.BORDER_CONSTANT,
        value=255,
    )
    scale = 2.0 if max(grey.shape) <= _SMALL_PX else 1.0
    grown = cv2.resize(framed, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return [
        Found(
            text=one.text,
            symbology=one.symbology,
            corners=tuple((x / scale - _BORDER_PX, y / scale - _BORDER_PX) for x, y in one.corners),
        )
        for one in read(as_image(grown), symbology.ALL)
    ]


def judged(
    found: list[Found], issuer: str | None, legacy: Legacy | None = None
) -> tuple[str | None, str | None]:
    """Give the one member number among codes, or why there is none."""
    if not found:
        return None, NOTHING
    judge = member_of(issuer, legacy=legacy)
    verdicts = {bare(one): judge(one) for one in found}
    members = [text for text, verdict in verdicts.items() if verdict is None]
    if len(members) > 1:
        return None, CONFLICT
    if members:
        return members[0], None
    if legacy is not None and any(fits(legacy.cards, one) for one in found):
        return None, UNKNOWN
    kinds = [kind for kind in verdicts.values() if kind is not None]
    # The most telling reason first: the enum lists them in that order.
    order = list(RejectedKind)
    return None, min(kinds, key=order.index).value
