"""A serial scanner gun as the till's device: what it reads and how it does, as messages."""

from __future__ import annotations

from collections.abc import Callable

from scanner.serial_gun import GunState, GunTimes, SerialGun
from scanner.serial_ports import GunPort
from scanner.wedge_run import read
from terminal.till import own_codes
from terminal.till.messages import GunChanged, Message, Scan

SERIAL = "serial"


class ShopGun:
    """One serial gun; posts what it reads."""

    def __init__(
        self,
        port: GunPort,
        *,
        issuer: str,
        post: Callable[[Message], None],
        times: GunTimes | None = None,
    ) -> None:
        """`port` is looked for as long as the till runs."""
        self._post = post
        self._knows = own_codes.knows(issuer)
        self._gun = SerialGun(port, on_code=self._code, on_state=self._state, times=times)

    def start(self) -> None:
        """Begin to listen."""
        self._gun.start()

    def stop(self) -> None:
        """End; returns when its thread has ended or was let go."""
        self._gun.stop()

    def _code(self, text: str) -> None:
        code = read(text, self._knows)
        self._post(Scan(text=code.text, symbology=code.symbology, source=SERIAL))

    def _state(self, state: GunState) -> None:
        self._post(GunChanged(state=state.status.value, reason=state.reason))
