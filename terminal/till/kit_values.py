"""What passes between the counter and whoever makes the launch kit, and where both stand."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from loyalty.boost import NONE, Boost
from loyalty.programme import Programme


class MakeKit(msgspec.Struct, frozen=True, kw_only=True):
    """Make the launch kit in a language; where it lies comes back as a message.

    With a `boost` it is that of a bonus day. `numbers` are those of the joining forms.
    """

    programme: Programme
    language: str
    day: str
    shop: str
    region: str
    boost: Boost = NONE
    numbers: tuple[str, ...] = ()


class KitMade(msgspec.Struct, frozen=True, kw_only=True):
    """The kit lies in a folder, so many files; or why not (`problem`, a code of a refusal)."""

    folder: str = ""
    files: int = 0
    problem: str = ""


@dataclass(slots=True, kw_only=True)
class KitState:
    """Where the kit and the paper forms stand at this counter.

    `language` is that of the next kit, empty for the shop's own; it has so many `forms` with
    numbers of their own, or blank ones. `number` is the form in hand and `kept` its line while a
    guest is served, `day` the date on it (ISO); `entered` are the numbers that were entered since
    `began_ms`.
    """

    language: str = ""
    forms: int = 0
    is_making: bool = False
    folder: str = ""
    files: int = 0
    number: str = ""
    kept: str = ""
    day: str = ""
    began_ms: int = 0
    entered: tuple[str, ...] = ()
