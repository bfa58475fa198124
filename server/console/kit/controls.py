"""Buttons, fields, choices and files: each with its name beside it and its mistake under it.

What stands in a field is told as it is typed. A field's value is never sent back while somebody
types, so nothing they wrote is lost when another part of the page changes.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from loyalty.errors import Refusal
from server.console.kit.notices import Handler, guarded
from server.console.kit.parts import column, element, icon, script, text
from server.console.wording import mark

if TYPE_CHECKING:
    from server.console.page import Visit

FILE_MAX_BYTES = 600_000
Told = Callable[[str], Awaitable[None]]
_VALUE = "(e) => emit(e.target.value)"
_CHECKED = "(e) => emit(e.target.checked)"
_FILE = (
    "(e) => { const file = e.target.files[0]; if (!file) return;"
    " if (file.size > %d) { emit(file.name, null); return; }"
    " const reader = new FileReader();"
    " reader.onload = () => emit(file.name, reader.result.split(',')[1] || '');"
    " reader.readAsDataURL(file); }"
)


def button(
    visit: Visit,
    word: str,
    handler: Handler,
    *,
    kind: str = "",
    picture: str = "",
    label: str = "",
) -> Element:
    """Put a button: `kind` is "", `primary`, `quiet` or `harmful`; `label` says more than `word`.

    While its handler runs it does nothing a second time.
    """
    made = element("button", f"button {kind}", type="button", aria_label=label or None)
    with made:
        if picture:
            icon(picture)
        text(word)
    busy = [False]
    safe = guarded(visit, handler)

    async def once() -> None:
        if not busy[0]:
            busy[0] = True
            try:
                await safe()
            finally:
                busy[0] = False

    made.on("click", once, js_handler="() => emit()")
    return made


class Field:
    """One line or several that somebody types, with a name, a hint and a mistake."""

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        kind: str = "text",
        hint: str = "",
        lines: int = 1,
        most: int = 500,
        told: Told | None = None,
        visit: Visit | None = None,
        **props: object,
    ) -> None:
        """`kind` is an input's type; `told` is called as it is typed, and needs `visit`."""
        self.value = value
        self._most = most
        tag = "input" if lines == 1 else "textarea"
        with column("field") as self.around:
            self._label = text(label, "label")
            if hint:
                self._hint = text(hint, "p", "hint")
            shape = {"type": kind} if lines == 1 else {"rows": lines}
            self.element = element(
                tag, "input", maxlength=most, autocomplete="off", **shape, **props
            )
            # The property, not the attribute: see the module's own words.
            self.element.props[".defaultValue"] = value
            self._mistake = text("", "p", "mistake", hidden="")
        self._label.props["for"] = f"c{self.element.id}"
        named = [f"c{self._hint.id}"] if hint else []
        self._named = named
        if named:
            self.element.props["aria-describedby"] = " ".join(named)
        self._told = guarded_value(visit, told) if told and visit else None
        self.element.on("input", self._typed, js_handler=_VALUE)

    async def _typed(self, event: Any) -> None:
        self.value = str(event.args or "")[: self._most]
        if self._told is not None:
            await self._told(self.value)

    def put(self, value: str) -> None:
        """Put another text into it."""
        self.value = value
        script(self.element, f"it.value = {json.dumps(value)}")

    def wrong(self, sentence: str) -> None:
        """Show a mistake under it, or with "" none."""
        self._mistake.set_text(sentence)
        props = self.element.props
        if sentence:
            self._mistake.props.pop("hidden", None)
            props["aria-invalid"] = "true"
            props["aria-describedby"] = " ".join([*self._named, f"c{self._mistake.id}"])
        else:
            self._mistake.props["hidden"] = ""
            props.pop("aria-invalid", None)
            props["aria-describedby"] = " ".join(self._named) or None
        self._mistake.update()
        self.element.update()


class Choice:
    """One of several, each a value and its word."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        hint: str = "",
        told: Told | None = None,
        visit: Visit | None = None,
    ) -> None:
        """`value` is chosen first; `told` is called with another choice, and needs `visit`."""
        self._known = [each for each, _ in options]
        self.value = value if value in self._known or not options else self._known[0]
        with column("field"):
            self._label = text(label, "label")
            named = text(hint, "p", "hint") if hint else None
            self.element = element(
                "select", "input", aria_describedby=f"c{named.id}" if named else None
            )
            with self.element:
                for each, word in options:
                    chosen = each == self.value
                    text(word, "option", value=each, selected=chosen)
        self._label.props["for"] = f"c{self.element.id}"
        self._told = guarded_value(visit, told) if told and visit else None
        self.element.on("change", self._chosen, js_handler=_VALUE)

    async def _chosen(self, event: Any) -> None:
        if event.args in self._known:
            self.value = str(event.args)
            if self._told is not None:
                await self._told(self.value)


class Check:
    """Yes or no."""

    def __init__(
        self,
        label: str,
        *,
        value: bool = False,
        told: Callable[[bool], Awaitable[None]] | None = None,
        visit: Visit | None = None,
    ) -> None:
        """`told` is called with a change, and needs `visit`."""
        self.value = value
        with element("label", "check"):
            self.element = element("input", type="checkbox", checked=value)
            text(label)
        self._told = guarded_value(visit, told) if told and visit else None
        self.element.on("change", self._changed, js_handler=_CHECKED)

    async def _changed(self, event: Any) -> None:
        self.value = event.args is True
        if self._told is not None:
            await self._told(self.value)


class File:
    """A file of at most 600 kB that somebody chooses."""

    def __init__(
        self,
        visit: Visit,
        label: str,
        came: Callable[[str, bytes], Awaitable[None]],
        *,
        accept: str = "",
        hint: str = "",
    ) -> None:
        """`came` gets the name and the bytes; what they are is for it to check."""
        self._visit = visit
        self._came = came
        with column("field"):
            self._label = text(label, "label")
            named = text(hint, "p", "hint") if hint else None
            self.element = element(
                "input",
                "input file",
                type="file",
                accept=accept or None,
                aria_describedby=f"c{named.id}" if named else None,
            )
        self._label.props["for"] = f"c{self.element.id}"
        self.element.on("change", self._chosen, js_handler=_FILE % FILE_MAX_BYTES)

    async def _chosen(self, event: Any) -> None:
        async def take() -> None:
            name, content = _file(event.args)
            await self._came(name, content)

        await guarded(self._visit, take)()


def guarded_value(
    visit: Visit, told: Callable[[Any], Awaitable[None]]
) -> Callable[[Any], Awaitable[None]]:
    """Give a handler of a value whose refusals are shown instead of raised."""

    async def run(value: Any) -> None:
        async def once() -> None:
            await told(value)

        await guarded(visit, once)()

    return run


def _file(args: object) -> tuple[str, bytes]:
    match args:
        case [str() as name, str() as coded]:
            try:
                return name[:200], base64.b64decode(coded, validate=True)
            except binascii.Error:
                pass
        case [str(), None]:
            raise Refusal("file_large", mark("This file is too large: choose one below 600 kB."))
        case _:
            pass
    raise Refusal("file_broken", mark("This file could not be read: choose it again."))
