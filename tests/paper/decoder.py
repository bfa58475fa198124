"""A receipt printer's head: reads ESC/POS as it comes, byte by byte, and keeps what it prints.

It knows the commands that our slips use and refuses every other, so that a stray byte is a
failure here and not a strange letter on somebody's paper. It stands on nothing of the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

ESC, FS, GS, DLE, LF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A
PAGES = {
    **dict(enumerate(("cp860", "cp863", "cp865"), 3)),
    **dict(enumerate(("cp1252", "cp866", "cp852", "cp858"), 16)),
    **dict(enumerate(("cp1250", "cp1251", "cp1253", "cp1254"), 45)),
    **dict(
        zip(
            (0, 2, 13, 14, 33, 51),
            ("cp437", "cp850", "cp857", "cp737", "cp775", "cp1257"),
            strict=True,
        )
    ),
}


@dataclass(frozen=True)
class Style:
    """How letters look when they are printed."""

    page: int = 0
    is_bold: bool = False
    is_tall: bool = False
    is_wide: bool = False
    align: int = 0


@dataclass(frozen=True)
class Words:
    """A line of letters."""

    text: str
    style: Style


@dataclass(frozen=True)
class Raster:
    """A picture, a bit a dot, rows one after the other."""

    width_bytes: int
    rows: int
    bits: bytes
    align: int


@dataclass(frozen=True)
class Qr:
    """A QR code that the printer draws itself."""

    text: str
    dots: int
    level: str
    align: int


@dataclass(frozen=True)
class Feed:
    """Empty lines."""

    lines: int


@dataclass(frozen=True)
class Cut:
    """The end of a slip."""


Printed = Words | Raster | Qr | Feed | Cut


@dataclass
class Head:
    """Takes bytes, in any pieces, and keeps what was printed; answers what asks for an answer."""

    answer: Callable[[bytes], None] = lambda _: None
    status: dict[int, int] = field(default_factory=lambda: {1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12})
    name: str = ""
    printed: list[Printed] = field(default_factory=list)
    is_single_bytes: bool = False
    _rest: bytes = b""
    _line: bytes = b""
    _style: Style = field(default_factory=Style)
    _code: dict[str, str] = field(default_factory=dict)

    def feed(self, data: bytes) -> None:
        """Take some bytes; half a command waits for its other half."""
        self._rest += data
        while self._rest:
            used = self._next(self._rest)
            if not used:
                return
            self._rest = self._rest[used:]

    @property
    def is_idle(self) -> bool:
        """Say whether every byte was understood and every line ended."""
        return not self._rest and not self._line

    def texts(self) -> list[str]:
        """Give the lines of letters."""
        return [each.text for each in self.printed if isinstance(each, Words)]

    def _next(self, data: bytes) -> int:
        first = data[0]
        if first == LF:
            self._end_line()
            return 1
        if first in (ESC, FS, GS, DLE):
            return self._command(data)
        assert first >= 0x20, f"a stray control character {first:#x}"
        self._line += data[:1]
        return 1

    def _command(self, data: bytes) -> int:
        if len(data) < 2:
            return 0
        kind = bytes(data[:2])
        if kind in (b"\x1d(", b"\x1dv"):
            return self._long(kind, data)
        simple = {b"\x1b@": 2, b"\x1c.": 2}
        length = simple.get(kind, 3)
        if len(data) < length:
            return 0
        self._short(kind, data[2] if length > 2 else 0)
        return length

    def _short(self, kind: bytes, n: int) -> None:
        match kind:
            case b"\x1b@":
                assert not self._line, "a slip begins in the middle of a line"
                self._style, self.is_single_bytes = Style(), False
            case b"\x1c.":
                self.is_single_bytes = True
            case b"\x1bR":
                assert n == 0
            case b"\x1bt":
                assert n in PAGES, f"code page {n}"
                assert not self._line, "the page changes within a line"
                self._style = replace(self._style, page=n)
            case b"\x1b!":
                assert n in (0, 0x10, 0x30), n
                tall, wide = bool(n & 0x10), bool(n & 0x20)
                self._style = replace(self._style, is_tall=tall, is_wide=wide, is_bold=False)
            case b"\x1bE":
                self._style = replace(self._style, is_bold=bool(n & 1))
            case b"\x1ba":
                assert n in (0, 1)
                assert not self._line
                self._style = replace(self._style, align=n)
            case _:
                self._moved(kind, n)

    def _moved(self, kind: bytes, n: int) -> None:
        match kind:
            case b"\x1bd":
                self.printed.append(Feed(n))
            case b"\x1dV":
                assert n in (0, 1)
                self.printed.append(Cut())
            case b"\x10\x04":
                self.answer(bytes((self.status[n],)))
            case b"\x1dI":
                assert n == 67
                self.answer(b"_" + self.name.encode() + b"\0" if self.name else b"")
            case _:
                raise AssertionError(f"an unknown command {kind!r}")

    def _long(self, kind: bytes, data: bytes) -> int:
        if kind == b"\x1dv":
            if len(data) < 8:
                return 0
            assert data[2:4] == b"0\0"
            wide, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
            if len(data) < 8 + wide * rows:
                return 0
            bits = bytes(data[8 : 8 + wide * rows])
            self.printed.append(Raster(wide, rows, bits, self._style.align))
            return 8 + wide * rows
        if len(data) < 5:
            return 0
        assert data[2:3] == b"k"
        length = int.from_bytes(data[3:5], "little")
        if len(data) < 5 + length:
            return 0
        self._code_part(bytes(data[5 : 5 + length]))
        return 5 + length

    def _code_part(self, said: bytes) -> None:
        assert said[:1] == b"1", "a code that is no QR"
        what, value = said[1], said[2:]
        match what:
            case 65:
                assert value[:1] == b"2", "another QR than model 2"
            case 67:
                self._code["dots"] = str(value[0])
            case 69:
                self._code["level"] = "LMQH"[value[0] - 48]
            case 80:
                self._code["text"] = value[1:].decode("ascii")
            case 81:
                made = self._code
                self.printed.append(
                    Qr(made["text"], int(made["dots"]), made["level"], self._style.align)
                )
            case _:
                raise AssertionError(f"an unknown part of a code {what}")

    def _end_line(self) -> None:
        if any(byte >= 0x80 for byte in self._line):
            assert self.is_single_bytes, "two bytes would be read as one Chinese sign"
        text = self._line.decode(PAGES[self._style.page])
        self._line = b""
        self.printed.append(Words(text, self._style))
