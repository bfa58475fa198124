"""Errors that say whose move is next.

* LoyaltyError
  + Refusal   the rules say no: show why, nothing was written
  + Outage    the world failed (disk, line, device): retry on our own schedule
  + Corrupt   an invariant broke: stop, keep everything, never caught below main
"""

from __future__ import annotations


class LoyaltyError(Exception):
    """The root of everything that Regulars raises on purpose."""

    def __init__(self, code: str, message: str = "", **details: object) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message or code
        self.details = details

    def as_json(self) -> dict[str, object]:
        """Give the one error shape of command line, HTTP and local API."""
        shown = {key: value for key, value in self.details.items() if value is not None}
        return {"error": {"code": self.code, "message": self.message, **shown}}


class Refusal(LoyaltyError):
    """The rules say no; nothing was written and the caller may try something else."""


class Outage(LoyaltyError):
    """The world failed; the same request may succeed later."""


class Corrupt(LoyaltyError):
    """Something that cannot be true is true; stop and keep every byte."""
