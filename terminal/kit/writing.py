"""Writes a kit into a folder, whole or not at all, and makes it on a thread for the counter."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cards.kit.values import Kit, Look
from loyalty.errors import LoyaltyError, Outage, Refusal
from terminal.kit.asked import Asked
from terminal.kit.making import kit_of
from terminal.till.kit_values import KitMade, MakeKit

LOGO_BYTES_MAX = 8 * 1024 * 1024
_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_STOP_S = 5.0
_ORDERS_MAX = 4
_UNFINISHED = ".unfinished"


def read_logo(path: Path) -> bytes:
    """Read the shop's logo. Raises Refusal `kit_logo` where it is no PNG or JPEG."""
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(LOGO_BYTES_MAX + 1)
    except OSError as error:
        raise Refusal(
            "kit_logo", f"the logo {path} cannot be read: {error.strerror}", path=str(path)
        ) from error
    if len(data) > LOGO_BYTES_MAX or not data.startswith(_SIGNS):
        raise Refusal(
            "kit_logo",
            f"the logo {path} is no PNG or JPEG of at most 8 MB",
            path=str(path),
        )
    return data


def write(kit: Kit, look: Look, folder: Path) -> tuple[Path, ...]:
    """Write every file of a kit into a folder, and give their paths.

    They appear together: what was there under their names is replaced only when all are drawn.
    Raises Outage `kit_disk`, Refusal as `cards.kit.files.files` does.
    """
    from cards.drawing.fonts import Fonts
    from cards.kit.files import files

    aside = folder / _UNFINISHED
    try:
        aside.mkdir(parents=True, exist_ok=True)
        names = []
        for name, data in files(kit, look, Fonts()):
            (aside / name).write_bytes(data)
            names.append(name)
        for name in names:
            (aside / name).replace(folder / name)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}"
        raise Outage("kit_disk", message) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(aside)
    return tuple(folder / name for name in names)


def put(path: Path, data: bytes) -> Path:
    """Write one more file of a kit, and give its path. Raises Outage `kit_disk`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Outage("kit_disk", f"{path} cannot be written: {error.strerror}") from error
    return path


def folder_name(asked: Asked) -> str:
    """Give what the folder of a kit is called: its language and day, and that it is a bonus."""
    bonus = "-bonus" if asked.is_bonus_day else ""
    return f"{asked.language}{bonus}-{asked.day}"


class KitThread:
    """Makes one kit after the other; whoever comes to the counter is served meanwhile."""

    def __init__(
        self,
        post: Callable[[KitMade], None],
        folder: Path,
        look: Callable[[], Look],
        link: Callable[[], str],
    ) -> None:
        """Kits go into `folder`; `look` gives the shop's colours, `link` its members' page."""
        self._post = post
        self._folder = folder
        self._look = look
        self._link = link
        self._orders: queue.Queue[MakeKit | None] = queue.Queue(_ORDERS_MAX)
        self._thread = threading.Thread(target=self._run, name="kits", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: MakeKit) -> None:
        """Take an order; its answer is posted."""
        with suppress(queue.Full):
            self._orders.put_nowait(order)

    def stop(self) -> None:
        """End; a kit that is being written is not waited for long."""
        with suppress(queue.Full):
            self._orders.put_nowait(None)
        if self._thread.ident is not None:
            self._thread.join(_STOP_S)

    def answer(self, order: MakeKit) -> KitMade:
        """Carry out one order, whatever comes of it."""
        asked = Asked(
            programme=order.programme,
            language=order.language,
            day=order.day,
            shop=order.shop,
            region=order.region,
            link=self._link(),
            boost=order.boost,
            numbers=order.numbers,
        )
        folder = self._folder / folder_name(asked)
        try:
            written = write(kit_of(asked), self._look(), folder)
        except LoyaltyError as error:
            return KitMade(problem=error.code)
        return KitMade(folder=str(folder), files=len(written))

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._post(self.answer(order))
