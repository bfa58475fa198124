"""Where slips go: into a file as text or PDF, to a printer of the system, or nowhere."""

from __future__ import annotations

import msgspec

TEXT = "text"
PDF = "pdf"
SYSTEM = "system"
NONE = "none"
WAYS = (TEXT, PDF, SYSTEM, NONE)


class Slips(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the WAYS; `printer` names the one of the system."""

    way: str = TEXT
    printer: str = ""
