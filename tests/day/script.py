"""The script of the day: what is done at each step, and what both sides must say then."""

from __future__ import annotations

import shlex
from pathlib import Path

import msgspec

SCRIPT = Path(__file__).parent / "day.toml"


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step: `do` are acts of hands, `counter` and `member` texts that must be seen then.

    A text that begins with `!` must not be there. `name` is the picture's; without one none is
    kept. `tells` says in a sentence what happened.
    """

    do: list[str]
    tells: str = ""
    name: str = ""
    counter: list[str] = []
    member: list[str] = []

    @property
    def acts(self) -> list[list[str]]:
        """Give the words of each act."""
        return [shlex.split(act) for act in self.do]

    @property
    def wanted(self) -> dict[str, list[str]]:
        """Give what has to be seen, by side."""
        return {name: [t for t in texts if t[0] != "!"] for name, texts in self._sides()}

    @property
    def gone(self) -> dict[str, list[str]]:
        """Give what must not be seen, by side."""
        return {name: [t[1:] for t in texts if t[0] == "!"] for name, texts in self._sides()}

    def _sides(self) -> list[tuple[str, list[str]]]:
        return [("counter", self.counter), ("member", self.member)]


class _Day(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    step: list[Step]


def steps(path: Path = SCRIPT) -> list[Step]:
    """Read a script. Raises msgspec.ValidationError when it is not one."""
    return msgspec.toml.decode(path.read_bytes(), type=_Day).step
