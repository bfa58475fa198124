"""Looks at pictures for the shop's logo and keeps one, on a thread: a slow stick stops nobody."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from loyalty.errors import LoyaltyError
from storage import failures
from terminal.kit import logo, logo_pictures
from terminal.kit.logo import Rasterise
from terminal.making.whole_file import written
from terminal.till import shop_logo
from terminal.till.bring_values import FoundList
from terminal.till.logo_values import (
    DropLogo,
    FindLogos,
    LogoKept,
    LogoOrder,
    LogoSaid,
    LogoSeen,
    LogosFound,
    LookAtLogo,
    UseLogo,
)

ENDINGS: Final = frozenset({".png", ".jpg", ".jpeg", ".svg"})
_ORDERS_MAX: Final = 4
_STOP_S: Final = 5.0


def is_picture(path: Path) -> bool:
    """Say whether a file may be a logo, by its name."""
    return path.suffix.casefold() in ENDINGS


class LogoThread:
    """One thread, one picture at a time; what comes of it is posted."""

    def __init__(
        self,
        post: Callable[[LogoSaid], None],
        *,
        root: Path,
        find: Callable[[], tuple[FoundList, ...]],
        rasterise: Rasterise,
    ) -> None:
        """The logo lies in `root`; `find` gives the pictures of sticks and downloads."""
        self._post = post
        self._root = root
        self._find = find
        self._rasterise = rasterise
        self._orders: queue.Queue[LogoOrder | None] = queue.Queue(_ORDERS_MAX)
        self._thread = threading.Thread(target=self._run, name="logos", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: LogoOrder) -> None:
        """Take an order; its answer is posted."""
        with suppress(queue.Full):
            self._orders.put_nowait(order)

    def stop(self) -> None:
        """End; a picture that is being looked at is not waited for long."""
        with suppress(queue.Full):
            self._orders.put_nowait(None)
        if self._thread.ident is not None:
            self._thread.join(_STOP_S)

    def answer(self, order: LogoOrder) -> LogoSaid:
        """Carry out one order, whatever comes of it."""
        match order:
            case FindLogos():
                return self._found(order)
            case LookAtLogo():
                return self._looked(order)
            case UseLogo():
                return self._used(Path(order.path))
            case DropLogo():
                return self._dropped()

    def _found(self, order: FindLogos) -> LogosFound:
        shown: tuple[bytes, ...] = ()
        kept = shop_logo.logo_bytes(self._root)
        if kept:
            with suppress(LoyaltyError):
                shown = logo_pictures.pictures(kept, order.kit, order.number, order.design)
        return LogosFound(files=self._find(), pictures=shown)

    def _looked(self, order: LookAtLogo) -> LogoSeen:
        try:
            ready = logo.read(Path(order.path), self._rasterise)
            shown = logo_pictures.pictures(ready.data, order.kit, order.number, order.design)
        except LoyaltyError as error:
            return LogoSeen(path=order.path, problem=error.code)
        return LogoSeen(
            path=order.path, wide_px=ready.wide_px, high_px=ready.high_px, pictures=shown
        )

    def _used(self, path: Path) -> LogoKept:
        try:
            ready = logo.read(path, self._rasterise)
            place = self._root / ready.name
            with written(place) as (file, _):
                file.write(ready.data)
            # Only now: with the disk full the logo of before is still there.
            shop_logo.drop(self._root, ready.name)
        except LoyaltyError as error:
            return LogoKept(problem=error.code)
        except OSError as error:
            return LogoKept(problem=failures.of_os(error, self._root).code)
        return LogoKept(logo=str(place))

    def _dropped(self) -> LogoKept:
        try:
            shop_logo.drop(self._root)
        except OSError as error:
            return LogoKept(problem=failures.of_os(error, self._root).code)
        return LogoKept()

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._post(self.answer(order))
