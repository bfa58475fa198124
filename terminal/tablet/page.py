"""Makes the tablet's page of its three files: the words, and the look of the counter as CSS."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from terminal.tablet.pictures import Pictures

STATIC = Path(__file__).parent / "static"
STYLE_FILE = Path(__file__).resolve().parents[2] / "assets" / "style" / "counter.toml"
TYPES = "pad_"


class Page:
    """What is sent to any browser that asks: it holds nothing of anybody.

    Its `pictures` are for those that were let in.
    """

    def __init__(
        self, *, language: str, shop: str, words: Mapping[str, str], style: Path = STYLE_FILE
    ) -> None:
        """`words` are already said in `language`. Raises OSError without the files."""
        said = {name: escape(word) for name, word in words.items()}
        page = Template((STATIC / "screen.html").read_text("utf-8"))
        spoken = language.replace("_", "-")
        self._html = page.substitute(said, language=spoken, shop=escape(shop)).encode()
        document = tomllib.loads(style.read_text("utf-8"))
        self._css = (variables(document) + (STATIC / "screen.css").read_text("utf-8")).encode()
        self._icon = (STATIC / "icon.svg").read_bytes()
        self.pictures = Pictures()
        self._js = (STATIC / "screen.js").read_bytes()

    def files(self) -> Mapping[str, tuple[bytes, str]]:
        """Give content and kind of everything, by its path."""
        return {
            "/": (self._html, "text/html"),
            "/screen.css": (self._css, "text/css"),
            "/screen.js": (self._js, "text/javascript"),
            "/icon.svg": (self._icon, "image/svg+xml"),
        }


def variables(document: Mapping[str, Any]) -> str:
    """Write the counter's tokens as CSS variables: colours by day and night, the pad's type."""
    light = "".join(_colours(document["colour"]["light"]))
    dark = "".join(_colours(document["colour"]["dark"]))
    sizes = "".join(_sizes(document))
    return (
        f":root{{color-scheme:light dark;{light}{sizes}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )


def _colours(named: Mapping[str, str]) -> Iterator[str]:
    for name, colour in named.items():
        yield f"--{name.replace('_', '-')}:{colour};"


def _sizes(document: Mapping[str, Any]) -> Iterator[str]:
    for name, role in document["type"].items():
        if name.startswith(TYPES):
            said = name.replace("_", "-")
            yield f"--{said}:{role['px']};--{said}-line:{role['line']};"
            yield f"--{said}-weight:{role['weight']};--{said}-tracking:{role['tracking']}em;"
    for name, value in document["size"].items():
        if name.startswith(TYPES):
            yield f"--{name.replace('_', '-')}:{value};"
    (hertz, long_ms), *_ = document["sound"]["key"]
    yield f"--sound-key-hz:{hertz};--sound-key-ms:{long_ms};"
    yield f"--sound-volume:{document['sound']['volume']};"
