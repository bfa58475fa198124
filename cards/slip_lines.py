"""A slip as lines of so many columns: what stands left, right or in the middle, and the codes.

Whatever draws a slip (as text, as a PDF, for a receipt printer) takes these lines, so that all of
them say the same. Words and figures are never cut: what does not fit goes to the next line, and a
word that fits on no line is a line of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from cards.slip import Slip, SlipCode, SlipLine

_INDENT_COLUMNS = 2
# Figures keep together by these; printers' code pages do not have them, so they end as spaces.
_UNBREAKABLE = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2060", " "))


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: words at the left (`indent` columns in) and at the right, or in the middle.

    `rule` is a line across the paper, `code` a QR in the middle; both have no words. `strong` may
    be drawn bold, `large` twice as high.
    """

    left: str = ""
    right: str = ""
    centre: str = ""
    indent: int = 0
    rule: bool = False
    code: str = ""
    strong: bool = False
    large: bool = False


def slip_lines(slip: Slip, width: int, *, with_codes: bool = True) -> tuple[Line, ...]:
    """Break a slip into lines `width` columns wide; `with_codes` false leaves the QR codes out."""
    blocks = [
        list(_head(slip, width)),
        list(_about(slip, width)),
        list(_figures(slip, width)),
        list(_balance(slip, width)),
        list(_joining(slip, width, with_codes=with_codes)),
        list(_sale_code(slip, width)) if with_codes else [],
        [line for text in slip.closing for line in _centred(text, width)],
    ]
    lines: list[Line] = []
    for block in blocks:
        if block:
            lines += [*([Line(rule=True)] if lines else []), *block]
    return tuple(lines)


def columns(text: str) -> int:
    """Count columns: Chinese and Japanese letters take two, accents on their own none."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _head(slip: Slip, width: int) -> Iterator[Line]:
    for mark in slip.marks:
        yield from _centred(f"*** {mark} ***", width, strong=True)
    yield from _centred(slip.shop, width, strong=True, large=True)
    yield from _centred(slip.head, width, strong=True)


def _about(slip: Slip, width: int) -> Iterator[Line]:
    yield from _beside(SlipLine(label=slip.till, figure=slip.when), width)
    if slip.member:
        yield from _left(slip.member, width)


def _figures(slip: Slip, width: int) -> Iterator[Line]:
    yield from _rows(slip.lines, width)
    yield from _rows(slip.used, width)
    if slip.earned is not None:
        yield from _beside(slip.earned, width)
    for reason in slip.why:
        yield from _left(reason, width, _INDENT_COLUMNS)


def _balance(slip: Slip, width: int) -> Iterator[Line]:
    yield from _rows((row for row in (slip.balance, slip.worth) if row is not None), width)
    if slip.next_reward:
        yield from _left(slip.next_reward, width)


def _joining(slip: Slip, width: int, *, with_codes: bool) -> Iterator[Line]:
    code = slip.joining
    if code is None:
        return
    yield from _centred(code.caption, width)
    if with_codes:
        yield Line(code=code.text)
    yield from _centred(code.digits, width, strong=True)


def _sale_code(slip: Slip, width: int) -> Iterator[Line]:
    if slip.code:
        code = SlipCode(text=slip.code, caption=slip.code_caption)
        yield from _centred(code.caption, width)
        yield Line(code=code.text)


def _rows(rows: Iterable[SlipLine], width: int) -> Iterator[Line]:
    for row in rows:
        yield from _beside(row, width)


def _beside(row: SlipLine, width: int) -> Iterator[Line]:
    """Put a label left and its figure right, on one line if they fit."""
    labels = _wrapped(row.label, width) if row.label else [""]
    figures: list[str] = []
    if row.figure:
        whole = _tidy(row.figure)
        figures = [whole] if columns(whole) <= width else _wrapped(row.figure, width)
    last = labels.pop()
    for label in labels:
        yield Line(left=label, strong=row.strong)
    fits = bool(figures) and columns(last) + 1 + columns(figures[0]) <= width
    figure = figures.pop(0) if fits else ""
    if last or figure:
        yield Line(left=last, right=figure, strong=row.strong)
    for figure in figures:
        yield Line(right=figure, strong=row.strong)


def _left(text: str, width: int, indent: int = 0) -> Iterator[Line]:
    for line in _wrapped(text, width - indent):
        yield Line(left=line, indent=indent)


def _centred(text: str, width: int, *, strong: bool = False, large: bool = False) -> list[Line]:
    return [Line(centre=line, strong=strong, large=large) for line in _wrapped(text, width)]


def _wrapped(text: str, width: int) -> list[str]:
    """Break at ordinary spaces only; the standard textwrap counts wide letters as one column."""
    lines: list[str] = []
    for word in _clean(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and columns(longer) <= width:
            lines[-1] = longer
        elif word:
            lines.append(word)
    return [line.translate(_UNBREAKABLE) for line in lines]


def _tidy(text: str) -> str:
    return _clean(text).translate(_UNBREAKABLE)


def _clean(text: str) -> str:
    """Turn control characters into spaces: a shop's name must never steer a printer."""
    composed = unicodedata.normalize("NFC", text)
    clean = (" " if unicodedata.category(letter) == "Cc" else letter for letter in composed)
    return "".join(clean).strip(" ")
