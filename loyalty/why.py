"""Why: a reason as a value, which an event can keep and a screen can say in any language."""

from __future__ import annotations

import msgspec


class Why(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reason: a code and the figures and words that its sentence needs."""

    code: str
    params: dict[str, int | str] = {}


def why(code: str, **params: int | str) -> Why:
    """Build a reason from keyword arguments."""
    return Why(code=code, params=params)
