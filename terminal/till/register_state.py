"""The linked cash register as a till knows it: whether it is on, and which sales are open."""

from __future__ import annotations

import msgspec

from loyalty.basket import Line

PORT = 8734
OWN_FOLDER = "*"
"""The folder that is watched where nobody named another: inside the data folder."""


class RegisterSetting(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: whether registers may talk to this till, at which port, and a folder."""

    is_on: bool = False
    port: int = PORT
    folder: str = ""


class OpenSale(msgspec.Struct, frozen=True, kw_only=True):
    """A sale that is open at the register, by its own number, with its lines so far."""

    name: str
    lines: tuple[Line, ...] = ()

    @property
    def total_minor(self) -> int:
        """Give its amount before rewards."""
        return sum(line.amount_minor for line in self.lines)


class OpenSales(msgspec.Struct, frozen=True, kw_only=True):
    """The sale at the counter, and those that the register put aside meanwhile."""

    current: OpenSale | None = None
    parked: tuple[OpenSale, ...] = ()


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the register. `token` opens the API, so a repr does not tell it.

    `ordered` is the setting that the API runs with; `address` is where it listens. `member` and
    `reward` are what the register was told of last.
    """

    setting: RegisterSetting = RegisterSetting()
    ordered: RegisterSetting = RegisterSetting()
    sales: OpenSales = OpenSales()
    address: str = ""
    token: str = ""
    folder: str = ""
    problem: str = ""
    member: str = ""
    reward: str = ""

    def __repr__(self) -> str:
        """Say where it listens."""
        return f"Linked(address={self.address!r})"
