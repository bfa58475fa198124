"""What other tills recorded, on the wire (docs/protocol.md tells a stranger)."""

from __future__ import annotations

import msgspec


class LineRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event about an account that another device recorded."""

    device: str
    event: msgspec.Raw
