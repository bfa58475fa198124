"""Draws a slip as lines of text, for a terminal, a file, or a printer of 48 or 32 columns.

Words and figures are never cut: what does not fit goes to the next line, and what fits on no
line stands out over the edge. So does a QR code that is wider than the paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from cards.code import qr_lines
from cards.slip import Slip, SlipCode, SlipLine

WIDE_PAPER_COLUMNS = 48
NARROW_PAPER_COLUMNS = 32
_INDENT = "  "
# Figures keep together by these; printers' code pages do not have them, so they end as spaces.
_UNBREAKABLE = ("\u00a0", "\u202f", "\u2007", "\u2060")


def render_text(slip: Slip, width: int = WIDE_PAPER_COLUMNS, *, with_codes: bool = True) -> str:
    """Draw a slip `width` columns wide; `with_codes` false leaves the QR codes out."""
    blocks = [
        list(_head(slip, width)),
        list(_about(slip, width)),
        list(_figures(slip, width)),
        list(_balance(slip, width)),
        list(_joining(slip, width, with_codes=with_codes)),
        list(_sale_code(slip, width)) if with_codes else [],
        [line for text in slip.closing for line in _centred(text, width)],
    ]
    rule = "-" * width
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += [*([rule] if lines else []), *block]
    return "".join(f"{_plain(line).rstrip()}\n" for line in lines)


def _head(slip: Slip, width: int) -> Iterator[str]:
    for mark in slip.marks:
        yield from _centred(f"*** {mark} ***", width)
    yield from _centred(slip.shop, width)
    yield from _centred(slip.head, width)


def _about(slip: Slip, width: int) -> Iterator[str]:
    yield from _beside(slip.till, slip.when, width)
    if slip.member:
        yield from _wrapped(slip.member, width)


def _figures(slip: Slip, width: int) -> Iterator[str]:
    yield from _rows(slip.lines, width)
    yield from _rows(slip.used, width)
    if slip.earned is not None:
        yield from _rows((slip.earned,), width)
    for reason in slip.why:
        yield from (_INDENT + line for line in _wrapped(reason, width - len(_INDENT)))


def _balance(slip: Slip, width: int) -> Iterator[str]:
    yield from _rows((row for row in (slip.balance, slip.worth) if row is not None), width)
    if slip.next_reward:
        yield from _wrapped(slip.next_reward, width)


def _joining(slip: Slip, width: int, *, with_codes: bool) -> Iterator[str]:
    code = slip.joining
    if code is None:
        return
    yield from _centred(code.caption, width)
    if with_codes:
        yield from _drawn(code, width)
    yield from _centred(code.digits, width)


def _sale_code(slip: Slip, width: int) -> Iterator[str]:
    if slip.code:
        yield from _centred(slip.code_caption, width)
        yield from _drawn(SlipCode(text=slip.code), width)


def _drawn(code: SlipCode, width: int) -> Iterator[str]:
    lines = qr_lines(code.text)
    margin = " " * max(0, (width - len(lines[0])) // 2)
    yield from (margin + line for line in lines)


def _rows(rows: Iterable[SlipLine], width: int) -> Iterator[str]:
    for row in rows:
        yield from _beside(row.label, row.figure, width)


def _beside(label: str, figure: str, width: int) -> Iterator[str]:
    """Put a label left and its figure right, on one line if they fit."""
    lines = _wrapped(label, width) if label else [""]
    if not figure:
        yield from lines
        return
    right = [_tidy(figure)]
    if _columns(right[0]) > width:
        right = _wrapped(figure, width)
    if _columns(lines[-1]) + 1 + _columns(right[0]) <= width:
        gap = width - _columns(lines[-1]) - _columns(right[0])
        lines[-1] += " " * gap + right.pop(0)
    yield from lines
    yield from (" " * (width - _columns(line)) + line for line in right)


def _centred(text: str, width: int) -> list[str]:
    return [" " * ((width - _columns(line)) // 2) + line for line in _wrapped(text, width)]


def _wrapped(text: str, width: int) -> list[str]:
    """Break at ordinary spaces only; the standard textwrap counts wide letters as one column."""
    lines: list[str] = []
    for word in _tidy(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _columns(longer) <= width:
            lines[-1] = longer
        elif word:
            lines.append(word)
    return lines


def _tidy(text: str) -> str:
    """Turn control characters into spaces: a shop's name must never steer a printer."""
    composed = unicodedata.normalize("NFC", text)
    clean = (" " if unicodedata.category(letter) == "Cc" else letter for letter in composed)
    return "".join(clean).strip(" ")


def _plain(line: str) -> str:
    for letter in _UNBREAKABLE:
        line = line.replace(letter, " ")
    return line


def _columns(text: str) -> int:
    """Count columns: Chinese and Japanese letters take two, accents on their own none."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
