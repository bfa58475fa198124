"""What the till answers at each address, as data: the OpenAPI page is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from terminal.till.register_calls import (
    AnyTold,
    HoldReleased,
    HoldWanted,
    LinesGiven,
    QuoteWanted,
    SaleClosed,
    SaleOpened,
    SaleRefunded,
    SaleVoided,
    StateWanted,
)
from terminal.till.register_replies import (
    HoldReply,
    QuoteReply,
    RefundReply,
    Reply,
    SaleReply,
    StateReply,
    TakenBack,
)

GET: Final = "GET"
POST: Final = "POST"
PUT: Final = "PUT"
DELETE: Final = "DELETE"
SALES: Final = "/v1/sales/{sale}"
EVENTS: Final = "/v1/events"
DOCUMENT: Final = "/openapi.json"
PAGE: Final = "/"


class Wrong(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong: `code` for programs, `message` for their makers; where, and what was there."""

    code: str
    message: str
    path: str = ""
    expected: Any = None
    got: Any = None


class ErrorReply(msgspec.Struct, frozen=True, kw_only=True):
    """The one shape of every error."""

    error: Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An address with one method: what is told there, what is answered, how it is refused."""

    method: str
    path: str
    about: str
    told: type[AnyTold]
    reply: type[Reply]
    codes: tuple[str, ...] = ()

    @property
    def has_body(self) -> bool:
        """Say whether the request carries what is told."""
        return self.method in (POST, PUT)


_NAMED: Final = ("sale_unknown", "sale_closed", "sale_void")
_LINES: Final = ("amount_negative", "amount_absurd", "quantity", "tax_absurd", "currency_other")
CALLS: Final = (
    Call(
        method=GET,
        path="/v1/state",
        about="Say who is attached and which sale is open.",
        told=StateWanted,
        reply=StateReply,
    ),
    Call(
        method=PUT,
        path=SALES,
        about="Open a sale, or bring one back to the counter that was put aside.",
        told=SaleOpened,
        reply=SaleReply,
        codes=(*_LINES, "sale_void"),
    ),
    Call(
        method=PUT,
        path=f"{SALES}/lines",
        about="Give all lines of an open sale as they are now.",
        told=LinesGiven,
        reply=SaleReply,
        codes=(*_LINES, *_NAMED),
    ),
    Call(
        method=GET,
        path=f"{SALES}/quote",
        about="Say what the open sale would do, and which rewards there are.",
        told=QuoteWanted,
        reply=QuoteReply,
        codes=_NAMED,
    ),
    Call(
        method=PUT,
        path=f"{SALES}/hold",
        about="Set a reward aside; the member's PIN is asked for where it is needed.",
        told=HoldWanted,
        reply=HoldReply,
        codes=(*_NAMED, "member_needed", "reward_unknown", "not_enough", "reward_minimum"),
    ),
    Call(
        method=DELETE,
        path=f"{SALES}/hold",
        about="Give the reward back to the member.",
        told=HoldReleased,
        reply=HoldReply,
        codes=(*_NAMED, "member_needed"),
    ),
    Call(
        method=POST,
        path=f"{SALES}/close",
        about="Tell that a sale was paid; it need not have been opened before.",
        told=SaleClosed,
        reply=SaleReply,
        codes=(*_LINES, "total_differs", "sale_differs", "sale_void"),
    ),
    Call(
        method=POST,
        path=f"{SALES}/void",
        about="Give a sale up; a closed one is taken back whole.",
        told=SaleVoided,
        reply=SaleReply,
        codes=("sale_unknown", "already_reversed"),
    ),
    Call(
        method=POST,
        path=f"{SALES}/refund",
        about="Take a closed sale back, or a part of it.",
        told=SaleRefunded,
        reply=RefundReply,
        codes=(
            "sale_unknown",
            "amount_negative",
            "currency_other",
            "already_reversed",
            "refund_too_much",
            "refund_line",
            "refund_differs",
        ),
    ),
)
EVENT_KINDS: Final[dict[str, type[Reply]]] = {
    "state": StateReply,
    "member_attached": StateReply,
    "member_detached": StateReply,
    "hold_set": HoldReply,
    "hold_released": HoldReply,
    "sale_closed": SaleReply,
    "taken_back": TakenBack,
}
"""What an event of each kind carries; `state` comes first, whenever somebody begins to listen."""
