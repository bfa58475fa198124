"""What a message brought about: those who got it against those who were left out to compare.

Everybody's visits and money since the message was planned are counted until four weeks later, and
only of members who agreed that their purchases are looked at. The interval holds the true
difference in 19 of 20 cases (normal approximation of the difference of two means).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import isqrt
from typing import Final

from server.access import Access
from server.messages.quiet import DAY_US
from storage.server import members, outgoing, shopped
from storage.server.database import Connection
from storage.server.outgoing import LEFT_OUT, NOT_KNOWN, SENT, UNMEASURED, Outgoing
from storage.server.shopped import Shopped

WATCH_DAYS: Final = 28
PAGE: Final = 500
GROUP_MIN: Final = 10
"""Fewer in one of the groups say nothing."""
MILLI: Final = 1_000
_Z_MILLI: Final = 1_960


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """A mean for each of those who got it, of those left out, and the difference, in thousandths.

    `from_milli` through `to_milli` is the interval of the difference.
    """

    got_milli: int
    left_out_milli: int
    from_milli: int
    to_milli: int

    @property
    def difference_milli(self) -> int:
        """Give how much more those have who got it."""
        return self.got_milli - self.left_out_milli


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What is known: sizes of both groups, who is not looked at, and the gains if there are any.

    `visits` and `spend` (in thousandths of the smallest unit of money) are None while a group is
    too small to say. `is_over` says that four weeks have passed for everybody.
    """

    got: int
    left_out: int
    not_looked_at: int
    is_over: bool
    visits: Gain | None
    spend: Gain | None


@dataclass(slots=True)
class _Sum:
    """Adds figures and their squares up."""

    size: int = 0
    whole: int = 0
    squares: int = 0

    def add(self, figure: int) -> None:
        self.size += 1
        self.whole += figure
        self.squares += figure * figure

    def mean_milli(self) -> int:
        return self.whole * MILLI // self.size

    def error_square(self) -> tuple[int, int]:
        """Give the square of the standard error of the mean as a fraction."""
        spread = self.size * self.squares - self.whole * self.whole
        return spread, self.size * self.size * (self.size - 1)


def measure(access: Access, campaign_id: str) -> Effect:
    """Compare the groups of a campaign as they stand now."""
    groups = {SENT: (_Sum(), _Sum()), LEFT_OUT: (_Sum(), _Sum())}
    not_looked_at, is_over = 0, True
    with access.database.read() as connection:
        for page in _pages(connection, access.tenant, campaign_id):
            now = _now(connection, access.tenant, page)
            for row in page:
                if row.visits_before == UNMEASURED:
                    not_looked_at += 1
                    continue
                is_over &= row.visits_after != UNMEASURED
                visits, spend = _gained(row, now.get(row.member_id))
                side = groups[LEFT_OUT if row.state == LEFT_OUT else SENT]
                side[0].add(visits)
                side[1].add(spend)
    got, left = groups[SENT], groups[LEFT_OUT]
    return Effect(
        got=got[0].size,
        left_out=left[0].size,
        not_looked_at=not_looked_at,
        is_over=is_over and bool(got[0].size),
        visits=_gain(got[0], left[0]),
        spend=_gain(got[1], left[1]),
    )


def close(access: Access, now_us: int, stop: Callable[[], bool] = lambda: False) -> int:
    """Keep the figures of messages whose four weeks are over; give how many that were."""
    done = 0
    while not stop():
        with access.database.write() as connection:
            page = outgoing.to_measure(
                connection, access.tenant, now_us - WATCH_DAYS * DAY_US, PAGE
            )
            now = _now(connection, access.tenant, page)
            for row in page:
                stands = now.get(row.member_id, Shopped(account=""))
                outgoing.move(
                    connection,
                    access.tenant,
                    row,
                    row.state,
                    # What was taken back since leaves no more than there was.
                    visits_after=max(stands.visits, 0),
                    spend_after_minor=max(stands.spend_minor, 0),
                )
        done += len(page)
        if len(page) < PAGE:
            break
    return done


def _pages(connection: Connection, tenant: str, campaign_id: str) -> Iterable[list[Outgoing]]:
    after = ("", "")
    while True:
        page = outgoing.page(
            connection,
            tenant,
            campaign_id,
            (SENT, NOT_KNOWN, LEFT_OUT),
            after=after,
            limit=PAGE,
        )
        if page:
            yield page
            after = (page[-1].member_id, page[-1].occasion)
        if len(page) < PAGE:
            return


def _now(connection: Connection, tenant: str, page: Iterable[Outgoing]) -> dict[str, Shopped]:
    """Give what these members bought in all, by member."""
    found = members.read(connection, tenant, [row.member_id for row in page])
    bought = shopped.read(connection, tenant, {one.account for one in found.values()})
    return {
        name: replace(bought.get(one.account, Shopped(account="")), account=one.account)
        for name, one in found.items()
    }


def _gained(row: Outgoing, now: Shopped | None) -> tuple[int, int]:
    if row.visits_after != UNMEASURED:
        visits, spend = row.visits_after, row.spend_after_minor
    else:
        visits = now.visits if now else row.visits_before
        spend = now.spend_minor if now else row.spend_before_minor
    return visits - row.visits_before, spend - row.spend_before_minor


def _gain(got: _Sum, left: _Sum) -> Gain | None:
    if min(got.size, left.size) < GROUP_MIN:
        return None
    (top, below), (top_left, below_left) = got.error_square(), left.error_square()
    # The square root of a sum of two fractions, in millionths so that nothing is lost on the way.
    square = (top * below_left + top_left * below) * MILLI**4 // (below * below_left)
    margin = isqrt(square) * _Z_MILLI // MILLI // MILLI
    difference = got.mean_milli() - left.mean_milli()
    return Gain(
        got_milli=got.mean_milli(),
        left_out_milli=left.mean_milli(),
        from_milli=difference - margin,
        to_milli=difference + margin,
    )
