"""What the pad on the member's side is asking at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from terminal.till.pad_screen import PadKind
from terminal.till.secret import NO_DIGITS, Digits

USE = "use"
CHANGE = "change"
NEW = "new"
VISIT = "visit"
COME = "come"
REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question of the pad; digits of its answer come in one after the other.

    `purpose`: use (a reward needs the PIN), change (the old PIN before a new one), new (a PIN of
    a member who has none), visit (a PIN for coming in), come (somebody checks in), replace (a new
    card takes the place of a lost one; its number stands in `choice`). `of` is how
    many digits are wanted, `first` what was chosen the first time, `phone_end` the end of the
    phone number that a visit PIN is looked for with. `reward` and `choice` say what goes on
    afterwards; `job` names the hashing that is under way, `refused` counts wishes for a new PIN
    that were not taken.
    """

    kind: PadKind
    purpose: str
    of: int
    until_ms: int
    typed: Digits = NO_DIGITS
    first: Digits = NO_DIGITS
    phone_end: Digits = NO_DIGITS
    reward: str = ""
    choice: str = ""
    note: str = ""
    wrong: bool = False
    job: str = ""
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A PIN that is being hashed, and whose it is; kept until the answer, whoever still waits.

    `pepper` is what a new verifier is made under.
    """

    member_id: str
    account: str
    version: int
    checks: bool
    pepper: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that the pad says for a moment, in the member's language."""

    headline: str
    until_ms: int
    language: str
    caption: str = ""
    note: str = ""
    celebrates: bool = False
    wrong: bool = False
