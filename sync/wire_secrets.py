"""The shapes in which secrets of a shop travel, and the peppers of PINs (docs/protocol.md)."""

from __future__ import annotations

import msgspec

from sync.wire import Whole

PEPPER_SETTING = "pepper"
"""The setting of a shop that names the pepper under which PINs are kept from now on."""


class PepperRow(msgspec.Struct, frozen=True, kw_only=True):
    """One of the shop's peppers; hexadecimal."""

    number: Whole
    secret: str

    def __repr__(self) -> str:
        """Leave the secret out."""
        return f"PepperRow(number={self.number})"


class PepperSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """Peppers on their way between a till and its server."""

    peppers: list[PepperRow]


class PairSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """Keys that a till of this tenant needs; hexadecimal. `pepper` is the first of `peppers`."""

    tenant_key: str
    pepper: str
    peppers: list[PepperRow] = []

    def __repr__(self) -> str:
        """Show nothing of them."""
        return "PairSecrets()"


class PeppersRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A till says which peppers it `has` in its key store, and asks for the others.

    `sealed` holds PepperSecrets for the server: those that it lacks, after it was put back.
    """

    sealing_key: str
    has: list[Whole]
    sealed: str = ""


class PeppersReply(msgspec.Struct, frozen=True, kw_only=True):
    """`sealed` holds PepperSecrets for the till's sealing key only, "" when it has all of them.

    `lacks` are those that the till has and the server has not.
    """

    sealing_key: str
    sealed: str
    lacks: list[int] = []
    server_time_us: int
