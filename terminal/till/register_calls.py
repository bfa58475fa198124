"""What a cash register tells and asks of the till: the shapes of its local API.

Amounts are integers in minor units (1250 is 12.50 in EUR). `terminal.register` reads them from
HTTP and from files; the till alone decides what they mean.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

NAME = r"^[A-Za-z0-9._:-]{1,64}$"
LINES_MAX = 500
Name = Annotated[
    str, Meta(pattern=NAME, description="A number or name of the cash register's own.")
]
Text = Annotated[str, Meta(max_length=64)]


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything that is told: a name that is not known is a mistake."""


class SoldLine(Told, frozen=True, kw_only=True):
    """One line of a sale: the price of all its pieces, before any reward, tax included."""

    amount_minor: int
    quantity: int = 1
    product: Text = ""
    category: Text = ""
    kind: Literal["goods", "gift_card", "shipping", "membership"] = "goods"
    tax_minor: int = 0


Lines = Annotated[tuple[SoldLine, ...], Meta(max_length=LINES_MAX)]


class SaleOpened(Told, frozen=True, kw_only=True):
    """A sale begins at the register, or is taken up again. `currency` is checked where given."""

    lines: Lines = ()
    currency: Text = ""


class LinesGiven(Told, frozen=True, kw_only=True):
    """All lines of an open sale as they are now; what was there before is replaced."""

    lines: Lines
    currency: Text = ""


class SaleClosed(Told, frozen=True, kw_only=True):
    """A sale was paid. `total_minor` is its amount before rewards: what its lines add up to.

    `lines` replace those that were told before; without any, the total is one line.
    """

    total_minor: int
    lines: Lines = ()
    currency: Text = ""


class SaleVoided(Told, frozen=True, kw_only=True):
    """A sale is given up; one that was closed before is taken back whole."""


class LineBack(Told, frozen=True, kw_only=True):
    """What comes back of a line (counted from 0): so many pieces, or money; else all of it."""

    line: int
    pieces: int = 0
    amount_minor: int = 0


class SaleRefunded(Told, frozen=True, kw_only=True):
    """A closed sale comes back: lines, or an amount as it was paid, or else all that is left.

    `refund` is the register's own number of this refund.
    """

    refund: Name
    lines: Annotated[tuple[LineBack, ...], Meta(max_length=LINES_MAX)] = ()
    amount_minor: int = 0
    currency: Text = ""


class HoldWanted(Told, frozen=True, kw_only=True):
    """A reward is to be set aside for the open sale; `choice` where the member chooses."""

    reward: Text
    choice: Text = ""


class HoldReleased(Told, frozen=True, kw_only=True):
    """The reward goes back to the member; the sale goes on."""


class QuoteWanted(Told, frozen=True, kw_only=True):
    """What the open sale would do, and which rewards there are."""


class StateWanted(Told, frozen=True, kw_only=True):
    """Who is attached, and which sale is open."""


AnyTold = (
    SaleOpened
    | LinesGiven
    | SaleClosed
    | SaleVoided
    | SaleRefunded
    | HoldWanted
    | HoldReleased
    | QuoteWanted
    | StateWanted
)
