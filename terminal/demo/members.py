"""The regulars of the demo shop: invented people with fixed cards and habits."""

from __future__ import annotations

from pathlib import Path

import msgspec

from loyalty import number

CAST_FILE = Path(__file__).parents[2] / "assets" / "demo" / "members.toml"


class Regular(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who comes back: one visit every `every` days, the latest `last` days ago.

    `minor` are the amounts that they pay in turn; `uses` names the rewards that they take as soon
    as they have them; `phone` is E.164 or empty.
    """

    name: str
    language: str
    digits: str
    visits: int
    every: int
    last: int
    minor: tuple[int, ...]
    phone: str = ""
    uses: tuple[str, ...] = ("free-coffee",)

    def number(self, issuer: str) -> str:
        """Give the number on the card."""
        return number.make(issuer, self.digits)

    def days_ago(self, visit: int) -> int:
        """Say how many days ago a visit was, counted from 0."""
        return self.last + (self.visits - 1 - visit) * self.every

    def amount_minor(self, visit: int) -> int:
        """Say what was paid at a visit, counted from 0."""
        return self.minor[visit % len(self.minor)]


class _Pile(msgspec.Struct, frozen=True, kw_only=True):
    digits: tuple[str, ...]


class _Cast(msgspec.Struct, frozen=True, kw_only=True):
    member: tuple[Regular, ...]
    pile: _Pile


def regulars() -> tuple[Regular, ...]:
    """Give everybody."""
    return _cast().member


def named(first_name: str) -> Regular:
    """Find somebody by first name. Raises StopIteration when there is nobody."""
    return next(one for one in regulars() if one.name.split()[0] == first_name)


def numbers(issuer: str) -> tuple[str, ...]:
    """Give the numbers on their cards, for a shop with these issuer digits."""
    return tuple(one.number(issuer) for one in regulars())


def pile(issuer: str) -> tuple[str, ...]:
    """Give the numbers of cards that nobody has yet."""
    return tuple(number.make(issuer, digits) for digits in _cast().pile.digits)


def _cast() -> _Cast:
    return msgspec.toml.decode(CAST_FILE.read_bytes(), type=_Cast)
