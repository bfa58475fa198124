"""Draws the codes of the member page, with a pen that is made once and when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from cards import phone_screen
from cards.code import QR_QUIET_MODULES, qr_modules


class Drawing:
    """Draws codes; thread-safe."""

    def __init__(self) -> None:
        self._pen: phone_screen.Pen | None = None
        self._preparing = False
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def prepare(self) -> None:
        """Make the pen on a thread of its own, so that whoever comes next need not wait."""
        with self._lock:
            if self._pen is not None or self._preparing:
                return
            self._preparing = True
        threading.Thread(target=self._made, name="pen", daemon=True).start()

    def _made(self) -> phone_screen.Pen:
        with self._making:
            if self._pen is None:
                self._pen = phone_screen.make_pen()
            return self._pen

    def rotating(self, texts: Iterable[str]) -> tuple[int, bytes]:
        """Give the side of each code and all of their modules, one code after the other."""
        pen = self._made()
        return phone_screen.SIDE, b"".join(phone_screen.drawn_packed(pen, text) for text in texts)

    def plain(self, number: str) -> tuple[int, bytes]:
        """Give the side and the modules of a card's own code."""
        return phone_screen.static_packed(number)

    def svg(self, number: str) -> str:
        """Draw a card's own code for a browser without scripts."""
        rows = qr_modules(number)
        side = len(rows) + 2 * QR_QUIET_MODULES
        dark = "".join(
            f"M{QR_QUIET_MODULES + column} {QR_QUIET_MODULES + row}h1v1h-1z"
            for row, modules in enumerate(rows)
            for column, is_dark in enumerate(modules)
            if is_dark
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
            f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
            f'<path d="{dark}"/></svg>'
        )
