"""What happens between a till and its cash register: messages to the one, orders to the other."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from terminal.till.register_calls import AnyTold
from terminal.till.register_state import RegisterSetting


class RegisterTold(msgspec.Struct, frozen=True, kw_only=True):
    """The register tells or asks something of a sale; the answer names the same ticket."""

    ticket: str
    sale: str
    told: AnyTold


class RegisterRuns(msgspec.Struct, frozen=True, kw_only=True):
    """The register's API listens at `address` (empty: it does not, `problem` says why).

    `folder` is where its files are looked for.
    """

    address: str = ""
    token: str = ""
    folder: str = ""
    problem: str = ""

    def __repr__(self) -> str:
        """Say where it listens, and nothing of the token."""
        return f"RegisterRuns(address={self.address!r}, problem={self.problem!r})"


class RegisterSwitched(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody started this till with a register, whatever was kept; it holds for this run."""

    setting: RegisterSetting


class RegisterAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """Answer what was told under this ticket; `body` is JSON. Sent after what it says is kept."""

    ticket: str
    body: bytes

    def __repr__(self) -> str:
        """Name the ticket only: a member is named in the body."""
        return f"RegisterAnswered(ticket={self.ticket!r})"


class RegisterRefused(msgspec.Struct, frozen=True, kw_only=True):
    """Say why what was told under this ticket was not done."""

    ticket: str
    code: str
    message: str
    details: Mapping[str, object] = {}
    is_outage: bool = False


class RegisterEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Tell the register what happened at the till; `body` is JSON."""

    kind: str
    body: bytes

    def __repr__(self) -> str:
        """Name the kind only: a member is named in the body."""
        return f"RegisterEvent(kind={self.kind!r})"


class RunRegister(msgspec.Struct, frozen=True, kw_only=True):
    """Let the API run as the setting says, or not; `renews` makes a new token first."""

    setting: RegisterSetting
    renews: bool = False


RegisterSaid = RegisterTold | RegisterRuns | RegisterSwitched
RegisterOrder = RegisterAnswered | RegisterRefused | RegisterEvent | RunRegister
