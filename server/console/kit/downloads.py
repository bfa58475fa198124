"""Gives somebody a file to keep, made at this moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nicegui import ui


def give_json(content: Mapping[str, Any], name: str) -> None:
    """Let the browser keep a document under a name."""
    written = json.dumps(content, ensure_ascii=False, indent=1)
    ui.download.content(written, name, "application/json")
