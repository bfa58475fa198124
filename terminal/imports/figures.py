"""Reads amounts as people write them: decimal comma or point, thousands, a currency beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

COMMA = ","
POINT = "."
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2})?", re.ASCII)
_AMOUNT = re.compile(
    r"(?P<bracket>\()?\s*(?P<sign>[-+\u2212])?\s*(?P<before>[^\W\d_]{0,3}\.?[$€£¥]?)\s*"
    r"(?P<inner>[-+\u2212])?\s*"
    r"(?P<figures>[0-9][0-9.,'\u2019\s]*|[.,][0-9]+)"
    r"(?P<after>[^\W\d_]{0,4}\.?|[$€£¥])\s*(?P<trailing>[-\u2212])?(?:,?-)?\s*\)?"
)
_GROUP_DIGITS = 3
_SPACES = re.compile(r"[\s'\u2019]")


def decimal_mark(text: str) -> str:
    """Give the decimal mark that an amount proves, or nothing when it proves none."""
    if _PLAIN.fullmatch(text):
        return text[-3] if text[-3:-2] in (COMMA, POINT) else text[-2:-1].strip("0123456789-")
    figures = _figures(text)
    points, commas = figures.count(POINT), figures.count(COMMA)
    if points and commas:
        return POINT if figures.rfind(POINT) > figures.rfind(COMMA) else COMMA
    if points + commas != 1:
        # Several of one mark group thousands, so the other one is the decimal.
        return "" if not points + commas else (COMMA if points else POINT)
    mark = POINT if points else COMMA
    whole, _, rest = figures.partition(mark)
    is_group = len(rest) == _GROUP_DIGITS and 0 < len(whole) <= _GROUP_DIGITS and whole != "0"
    return "" if is_group else mark


def mark_of(proofs: Counter[str], *, separator: str) -> str:
    """Decide the decimal mark of a whole file; where nothing proves one, by its separator."""
    proven = {mark: proofs[mark] for mark in (COMMA, POINT) if proofs[mark]}
    if proven:
        return max(proven, key=proven.__getitem__)
    return POINT if separator == COMMA else COMMA


def proofs(texts: Iterable[str]) -> Counter[str]:
    """Count what decimal marks amounts prove."""
    return Counter(decimal_mark(text) for text in texts)


def minor(text: str, *, scale: int, mark: str) -> int | None:
    """Read an amount into minor units; None when it is none, or finer than the currency.

    The amount's own marks count first: 1.234,50 and 3,20 are what they are in any file.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    figures = _SPACES.sub("", found["figures"])
    own = decimal_mark(figures) or mark
    whole, _, rest = figures.rpartition(own) if own in figures else (figures, "", "")
    other = COMMA if own == POINT else POINT
    if own in whole or other in rest or not _is_grouped(whole, other):
        return None
    rest = rest.ljust(scale, "0")
    if rest[scale:].strip("0"):
        return None
    amount = int((whole.replace(other, "") or "0") + rest[:scale])
    signs = (found["sign"], found["inner"], found["trailing"])
    return -amount if found["bracket"] or any(s in ("-", "\u2212") for s in signs if s) else amount


def whole_pieces(text: str) -> int | None:
    """Read a quantity; what is weighed is one piece. None when it is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    thousandths = minor(text.replace(COMMA, POINT), scale=6, mark=POINT)
    if thousandths is None:
        return None
    pieces, rest = divmod(abs(thousandths), 10**6)
    count = 1 if rest else pieces
    return -count if thousandths < 0 else count


def _figures(text: str) -> str:
    found = _AMOUNT.fullmatch(text)
    return _SPACES.sub("", found["figures"]) if found else ""


def _is_grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    if not groups:
        return True
    return 0 < len(first) <= _GROUP_DIGITS and all(len(each) == _GROUP_DIGITS for each in groups)
