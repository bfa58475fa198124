"""What passes between the counter and whoever looks at pictures for the shop's logo."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from terminal.till.bring_values import FoundList
from terminal.till.kit_values import MakeKit


class FindLogos(msgspec.Struct, frozen=True, kw_only=True):
    """Say which pictures there are, and how the logo that is in use looks."""

    kit: MakeKit
    number: str
    design: str


class LookAtLogo(msgspec.Struct, frozen=True, kw_only=True):
    """Look at a picture: whether it can be drawn, and how it looks on a card, a slip, a poster.

    `kit` and `number` are what these say beside it, `design` is the one of the card.
    """

    path: str
    kit: MakeKit
    number: str
    design: str


class UseLogo(msgspec.Struct, frozen=True, kw_only=True):
    """Let this picture be the shop's logo: a copy of it is kept."""

    path: str


class DropLogo(msgspec.Struct, frozen=True, kw_only=True):
    """Let the shop have no logo any more."""


class LogosFound(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures that were found, newest first; `pictures` show the logo in use, if any."""

    files: tuple[FoundList, ...]
    pictures: tuple[bytes, ...] = ()


class LogoSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture is like: its size in dots and how it looks (PNG), or `problem` says why not.

    A drawing (SVG) has the size that it is kept in.
    """

    path: str
    wide_px: int = 0
    high_px: int = 0
    pictures: tuple[bytes, ...] = ()
    problem: str = ""


class LogoKept(msgspec.Struct, frozen=True, kw_only=True):
    """The logo is now the file `logo`, or there is none; `problem` says why nothing changed."""

    logo: str = ""
    problem: str = ""


LogoOrder = FindLogos | LookAtLogo | UseLogo | DropLogo
LogoSaid = LogosFound | LogoSeen | LogoKept


@dataclass(slots=True, kw_only=True)
class LogoState:
    """Where choosing a logo stands.

    `stage`: files, typing (where a file lies), reading or seen. `opened_by` is the mode that this
    was opened from; `pictures` show the logo that is in use.
    """

    stage: str = "files"
    opened_by: str = ""
    files: tuple[FoundList, ...] = ()
    seen: LogoSeen | None = None
    pictures: tuple[bytes, ...] = ()
