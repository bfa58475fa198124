"""Cuts the bytes of a serial scanner gun into codes: by line ends, by frame marks, by silence."""

from __future__ import annotations

from dataclasses import dataclass

QUIET_MS = 80
MOST_BYTES = 4096
_STX = 0x02
_ENDS = frozenset(b"\r\n\x00\x03")


@dataclass(slots=True)
class Frames:
    """Collects bytes until a code is whole; time is passed in, in milliseconds."""

    bytes_in: bytearray
    last_ms: int = 0
    flooded: bool = False

    def feed(self, data: bytes, now_ms: int) -> list[str]:
        """Take what came and give the codes that became whole, in order."""
        codes = self.rest(now_ms) if data else []
        for one in data:
            if one in _ENDS:
                codes += self._whole()
            elif one == _STX:
                # A frame begins: what stands before it lost its end.
                self._forget()
            elif len(self.bytes_in) < MOST_BYTES:
                self.bytes_in.append(one)
            else:
                # No code is as long: the speed is wrong, or the device is no scanner.
                self.flooded = True
        if data:
            self.last_ms = now_ms
        return codes

    def rest(self, now_ms: int) -> list[str]:
        """Give a code that ended without a mark, when nothing came for a while."""
        return self._whole() if now_ms - self.last_ms >= QUIET_MS else []

    def _whole(self) -> list[str]:
        raw, flooded = bytes(self.bytes_in), self.flooded
        self._forget()
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        return [text] if text.strip() and not flooded else []

    def _forget(self) -> None:
        self.bytes_in.clear()
        self.flooded = False
