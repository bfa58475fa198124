"""The screen that connects tablets, as a frozen value."""

from __future__ import annotations

from terminal.till.camera_values import MenuRow
from terminal.till.screens import Screen


class TabletSetUp(Screen, frozen=True, kw_only=True, tag="tablet"):
    """Tablets are being connected: what can be chosen, and the code with its QR while it lasts.

    `modules` are the rows of the QR, True where it is dark; `address` and `code` are for whoever
    types them; `fingerprint` is compared with what the browser shows of the certificate.
    """

    headline: str
    caption: str
    rows: tuple[MenuRow, ...]
    chosen: int
    modules: tuple[tuple[bool, ...], ...] = ()
    how: str = ""
    address: str = ""
    code: str = ""
    fingerprint_title: str = ""
    fingerprint: tuple[str, ...] = ()
    warning: str = ""

    def __repr__(self) -> str:
        """Tell no code."""
        return f"TabletSetUp({self.headline!r})"
