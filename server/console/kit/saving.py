"""Hands a file to the browser, which saves it; it travels over the page's own line."""

from __future__ import annotations

from typing import Final

from nicegui import ui

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def save(name: str, content: bytes, kind: str) -> None:
    """Save bytes as a file of a name and a media type."""
    ui.download(content, name, kind)
