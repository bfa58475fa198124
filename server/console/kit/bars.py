"""Bars: how often each of a few answers was given, as a table whose rows are drawn as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.console.kit.parts import element, heading, text

WIDTH, HEIGHT = 320, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One answer: its name, how often, and that as a person reads it."""

    name: str
    value: int
    written: str


def bars(title: str, shown: Sequence[Bar], *, heads: tuple[str, str]) -> None:
    """Put a table under a heading; `heads` are those of the names and of the numbers."""
    most = max((bar.value for bar in shown), default=0) or 1
    heading(title, 3)
    with element("div", "scroll", role="region", aria_label=title, tabindex="0"), element("table"):
        text(title, "caption", "unseen")
        with element("thead"), element("tr"):
            text(heads[0], "th", scope="col")
            text(heads[1], "th", "number", scope="col")
            element("td")
        with element("tbody"):
            for bar in shown:
                with element("tr"):
                    text(bar.name, "th", scope="row")
                    text(bar.written, "td", "number")
                    with element("td"):
                        _drawn(-(-bar.value * WIDTH // most))


def _drawn(width: int) -> None:
    with element(
        "svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", width="160", height=HEIGHT, aria_hidden="true"
    ):
        element("rect", "bar", x=0, y=2, width=width, height=HEIGHT - 4, rx=3)
