"""What comes back of a sale: how much of each line, exactly, and the money to hand back.

The returned part of a line is an exact fraction from 0 to 1, so that any number of parts in any
order adds up. Money is rounded down over everything returned of a line up to now, which closes
each line at exactly what was paid for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import msgspec

from loyalty.basket import GOODS, MEMBERSHIP
from loyalty.benefits import membership
from loyalty.entries import Weights
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.rewards.discount import spread

WHOLE = Fraction(1)
NOTHING = Fraction(0)


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as a sale's event keeps it; `net_minor` is what was paid for it."""

    amount_minor: int
    net_minor: int
    quantity: int = 1
    product: str = ""
    category: str = ""
    kind: str = GOODS


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBack:
    """What comes back of one line: so many pieces, or so much of the money paid for it.

    Lines are numbered from 0 as in the basket. With neither, all that is left of the line.
    """

    line: int
    pieces: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What comes back at once: some lines, or an amount of the whole sale, or else all the rest."""

    lines: tuple[LineBack, ...] = ()
    amount_minor: int = 0


THE_REST = Part()


def lines_of(data: Mapping[str, Any]) -> tuple[SoldLine, ...]:
    """Read the lines of a sale from its event's data.

    A sale without any (a check-in, or one recorded before lines were kept) counts as one line.
    """
    lines = msgspec.convert(data.get("lines", []), tuple[SoldLine, ...])
    paid_minor = int(data.get("to_pay_minor", 0))
    whole = SoldLine(amount_minor=int(data.get("total_minor", paid_minor)), net_minor=paid_minor)
    return lines or (whole,)


def done(count: int, earlier: Iterable[Mapping[str, Any]]) -> tuple[Fraction, ...]:
    """Add up what the data of earlier refunds say came back of each of `count` lines."""
    parts = [NOTHING] * count
    for data in earlier:
        for line, fraction in data["returned"]:
            parts[line] += Fraction(fraction)
    return tuple(parts)


def after(lines: Sequence[SoldLine], before: Sequence[Fraction], part: Part) -> list[Fraction]:
    """Give what has come back of each line once a part has too.

    Raises Refusal `already_reversed` when nothing is left, `refund_line` for a line that is not
    there, `refund_nothing` for a part of nothing, `refund_whole` for a part of a membership and
    `refund_too_much` for more than is left.
    """
    if all(fraction == WHOLE for fraction in before):
        raise Refusal("already_reversed", "everything of this sale has come back already")
    if part.amount_minor < 0:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    if part.amount_minor:
        return _spread(lines, before, part.amount_minor)
    if not part.lines:
        return [WHOLE] * len(lines)
    now = list(before)
    for back in part.lines:
        if not 0 <= back.line < len(lines):
            raise Refusal("refund_line", f"this sale has no line {back.line + 1}", got=back.line)
        now[back.line] = _one(lines[back.line], now[back.line], back)
    return now


def money_minor(line: SoldLine, returned: Fraction) -> int:
    """Give the money that goes back for a returned part of a line."""
    return int(line.net_minor * returned)


def unused_minor(programme: Programme, line: SoldLine, passes: Sequence[str], day: str) -> int:
    """Give what goes back for the days of a membership line that are not used on a business date.

    `passes` are the units of what it runs over, `pass:<membership>/<first>~<last>`, each paid for
    with the same part of the line.
    """
    back_minor = 0
    for at, unit in enumerate(passes):
        first, _, last = unit.rpartition("/")[2].partition("~")
        upto_minor = line.net_minor * (at + 1) // len(passes)
        paid_minor = upto_minor - line.net_minor * at // len(passes)
        back_minor += membership.unused_minor(programme, line.product, first, last, day, paid_minor)
    return back_minor


def share(weights: Weights, lines: Sequence[SoldLine], returned: Sequence[Fraction]) -> Fraction:
    """Give the part of an entry that a refund reverses: weighted as its lines brought it about.

    Without weights it is the part of the money that came back; of a sale that cost nothing, of
    its prices, and where those are nothing too, of its pieces.
    """
    total = sum(weight for _, weight in weights)
    if total:
        return sum((returned[line] * weight for line, weight in weights), NOTHING) / total
    by_line = (
        [line.net_minor for line in lines],
        [line.amount_minor for line in lines],
        [line.quantity for line in lines],
    )
    for amounts in by_line:
        if any(amounts):
            parts = zip(returned, amounts, strict=True)
            return sum((part * amount for part, amount in parts), NOTHING) / sum(amounts)
    return WHOLE


def _one(line: SoldLine, before: Fraction, back: LineBack) -> Fraction:
    if back.pieces < 0 or back.amount_minor < 0:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    if before == WHOLE:
        raise Refusal("refund_too_much", "this line has come back already", line=back.line)
    now = WHOLE
    if back.pieces:
        now = before + Fraction(back.pieces, line.quantity)
    elif back.amount_minor:
        now = _by_amount(line, before, back.amount_minor)
    if now > WHOLE:
        raise Refusal("refund_too_much", "more than is left of this line", line=back.line)
    if line.kind == MEMBERSHIP and now != WHOLE:
        raise Refusal("refund_whole", "a membership comes back as a whole", line=back.line)
    return now


def _by_amount(line: SoldLine, before: Fraction, amount_minor: int) -> Fraction:
    """Measured against what is left, exactly this amount goes back, whatever came back before."""
    left_minor = line.net_minor - money_minor(line, before)
    if amount_minor > left_minor:
        raise Refusal("refund_too_much", "more than is left of this line", most=left_minor)
    return before + (WHOLE - before) * Fraction(amount_minor, left_minor)


def _spread(
    lines: Sequence[SoldLine], before: Sequence[Fraction], amount_minor: int
) -> list[Fraction]:
    """Spread an amount of the whole sale over its lines in proportion of what is left of each."""
    left = [
        0 if line.kind == MEMBERSHIP else line.net_minor - money_minor(line, fraction)
        for line, fraction in zip(lines, before, strict=True)
    ]
    if amount_minor > sum(left):
        raise Refusal("refund_too_much", "more than is left of this sale", most=sum(left))
    now = []
    for line, fraction, part, whole in zip(
        lines, before, spread(amount_minor, left), left, strict=True
    ):
        if line.kind == MEMBERSHIP:
            now.append(fraction)
        elif whole:
            now.append(_by_amount(line, fraction, part))
        else:
            # A line that was given for nothing comes back as far as the money of the others.
            now.append(fraction + (WHOLE - fraction) * Fraction(amount_minor, sum(left)))
    return now
