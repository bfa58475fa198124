"""The smallest parts: an element of the page, a text that is nothing but text, an icon.

Everything is plain HTML: what a browser and a screen reader know already needs no script. What a
member, a till or a form wrote is given as `content` here and nowhere else, so it is only text.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from cards.code import QR_QUIET_MODULES, qr_modules
from server.console.kit.icons import PATHS


def element(tag: str, kind: str = "", **props: object) -> Element:
    """Put an element on the page; `with` it to put others inside.

    `kind` is its classes of `look.css`; `props` are attributes, `_` written as `-` (`for_` is
    `for`), and those that are None or False are left out.
    """
    made: Element = ui.element(tag)
    return _with(made, kind, props)


def text(content: str, tag: str = "span", kind: str = "", **props: object) -> TextElement:
    """Put a text on the page, whoever wrote it."""
    made = TextElement(tag=tag, text=content)
    _with(made, kind, props)
    return made


def icon(name: str, kind: str = "") -> None:
    """Draw an icon, which a screen reader passes over."""
    with element(
        "svg",
        f"icon {kind}",
        viewBox="0 0 24 24",
        fill="none",
        stroke="currentColor",
        stroke_width="1.7",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
    ):
        element("path", d=PATHS[name])


def link(content: str, to: str, kind: str = "link") -> TextElement:
    """Put a link to another page of the console."""
    return text(content, "a", kind, href=to)


def heading(content: str, level: int = 2) -> TextElement:
    """Put a heading; a page's own is level 1 and made by the frame."""
    return text(content, f"h{level}")


def panel(title: str = "", kind: str = "") -> AbstractContextManager[Element]:
    """Open a panel, a surface with a heading."""
    made = element("section", f"panel {kind}")
    if title:
        with made:
            heading(title)
    return made


def row(kind: str = "") -> Element:
    """Open a line of parts that wraps on a phone."""
    return element("div", f"line {kind}")


def column(kind: str = "") -> Element:
    """Open a column of parts."""
    return element("div", f"stack {kind}")


def qr(content: str, name: str) -> None:
    """Draw a QR, black on white in every theme; what it says is to be given as text beside it."""
    rows = qr_modules(content)
    side = len(rows) + 2 * QR_QUIET_MODULES
    path = "".join(
        f"M{QR_QUIET_MODULES + column} {QR_QUIET_MODULES + line}h1v1h-1z"
        for line, modules in enumerate(rows)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    with element("svg", "qr", viewBox=f"0 0 {side} {side}", role="img", aria_label=name):
        element("path", fill="#fff", d=f"M0 0h{side}v{side}H0z")
        element("path", fill="#000", d=path)


def script(element: Element, body: str) -> None:
    """Do something to an element in the browser: `it` in `body`, which holds nobody's text."""
    ui.run_javascript(f"(it => {{ if (it) {{ {body} }} }})(getHtmlElement({element.id}))")


def _with(made: Element, kind: str, props: dict[str, Any]) -> Element:
    if kind:
        made.classes(kind)
    for name, value in props.items():
        if value is not None and value is not False:
            # Never a ":" or "." in front: those would be run as a script, or set a property.
            made.props[name.rstrip("_").replace("_", "-")] = value
    return made
