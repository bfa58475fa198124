"""Reads the records of a text table file: encoding, separator, quotes over several lines."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from loyalty.errors import Refusal

SEPARATORS = (";", "\t", ",")
_CHUNK_BYTES = 1 << 20
_LINES_MAX = 50
_LINE_MAX = 1_000_000
"""Characters of a line; a longer one is no row of a table, and is passed over in pieces."""
_LONG = "\0long"
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CLOSED = "x"


class Record(NamedTuple):
    """One record: its place in the file as a spreadsheet counts rows, from 1, and its cells.

    `is_broken` says that a quotation mark in it was never closed; its cell is the whole line.
    `is_long` says that it is longer than any row, and was not read.
    """

    row: int
    cells: list[str]
    is_broken: bool = False
    is_long: bool = False


def encoding_of(path: Path) -> str:
    """Give the encoding of a file: by its mark, else UTF-8 if all of it is, else Windows's.

    Raises Refusal `file_unreadable`, `file_empty`, `file_spreadsheet`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
            if not head:
                raise Refusal("file_empty", f"there is nothing in {path.name}", got=path.name)
            if head.startswith(_SPREADSHEETS):
                message = f"{path.name} is a spreadsheet: save it as CSV first"
                raise Refusal("file_spreadsheet", message, got=path.name)
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            file.seek(0)
            return _by_bytes(iter(lambda: file.read(_CHUNK_BYTES), b""))
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror}"
        raise Refusal("file_unreadable", message, got=path.name) from error


def _by_bytes(chunks: Iterable[bytes]) -> str:
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    windows = codecs.getincrementaldecoder("cp1252")()
    is_windows = True
    for chunk in chunks:
        try:
            if utf8 is not None:
                utf8.decode(chunk)
        except UnicodeDecodeError:
            utf8 = None
        try:
            windows.decode(chunk)
        except UnicodeDecodeError:
            is_windows = False
    try:
        if utf8 is not None:
            utf8.decode(b"", final=True)
            return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    return "cp1252" if is_windows else "latin-1"


def separator_of(path: Path, encoding: str) -> str:
    """Give the separator of a table: what its first lines have most of, outside quotes."""
    counts = dict.fromkeys(SEPARATORS, 0)
    with path.open(encoding=encoding, newline="") as file:
        for at, line in enumerate(_bounded(file)):
            if at == 0 and line[:4].casefold() == "sep=" and line[4:5] in counts:
                return line[4]
            outside = "".join(line.split('"')[::2])
            for each in SEPARATORS:
                counts[each] += outside.count(each)
            if at >= _LINES_MAX:
                break
    return max(SEPARATORS, key=counts.__getitem__)


def records(path: Path, *, encoding: str, separator: str) -> Iterator[Record]:
    """Read record by record, never more of the file than one record at a time.

    Blank rows are passed over, but counted. A quotation mark that is not closed within fifty
    lines spoils its own line only.
    """
    with path.open(encoding=encoding, newline="") as file:
        for row, (text, is_broken) in enumerate(_whole(_bounded(file), separator), start=1):
            if text == _LONG:
                yield Record(row=row, cells=[""], is_long=True)
                continue
            if row == 1 and text[:4].casefold() == "sep=":
                continue
            if is_broken:
                yield Record(row=row, cells=[text.rstrip("\r\n")], is_broken=True)
                continue
            cells = _parsed(text, separator)
            if any(cells):
                yield Record(row=row, cells=cells)


def _bounded(file: IO[str]) -> Iterator[str]:
    """Give line by line; of one that is too long no more than a sign that it is."""
    while line := file.readline(_LINE_MAX):
        if len(line) < _LINE_MAX or line.endswith("\n"):
            yield line
            continue
        while line and not line.endswith("\n"):
            line = file.readline(_LINE_MAX)
        yield _LONG


def _parsed(text: str, separator: str) -> list[str]:
    try:
        rows = list(csv.reader([text], delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return [text]
    return [cell.strip() for cell in rows[0]] if rows else []


def _whole(lines: Iterator[str], separator: str) -> Iterator[tuple[str, bool]]:
    """Join the lines of which one record is made."""
    waiting: list[str] = []
    while True:
        line = waiting.pop(0) if waiting else next(lines, "")
        if not line:
            return
        if line.count('"') % 2 == 0 or _is_closed(line, separator):
            yield line, False
            continue
        joined, read = line, 0
        while read < _LINES_MAX:
            if read == len(waiting):
                waiting.append(next(lines, ""))
            joined += waiting[read]
            read += 1
            if not waiting[read - 1] or _is_closed(joined, separator):
                break
        if _is_closed(joined, separator):
            del waiting[:read]
            yield joined, False
        else:
            waiting = [each for each in waiting if each]
            yield line, True


def _is_closed(text: str, separator: str) -> bool:
    """Say whether a record is over: a quote inside an unquoted cell opens nothing."""
    try:
        return len(list(csv.reader([text, _CLOSED], delimiter=separator))) == 2  # noqa: PLR2004
    except csv.Error:
        return False
