"""A ledger in memory against what its events' bytes say."""

from __future__ import annotations

from typing import Any

from loyalty.event import decode
from storage import rebuild
from storage.journal_rows import posting_rows
from storage.rebuild import GrantedLot, Standing
from storage.records import Position, Verification


def verify(self: Any) -> Verification:
    """Rebuild everything that can be rebuilt, and compare."""
    places: list[tuple[int, int]] = sorted(self._entries)
    everywhere = sorted([*places, *self._carried])
    return rebuild.verify(
        rebuild.Kept(
            chains=tuple(self._chains[epoch] for epoch in sorted(self._chains)),
            events=(
                Standing(
                    stored=self._stored(p),
                    event_id=decode(self._stored(p).raw).id,
                    is_carried=p in self._carried,
                )
                for p in everywhere
            ),
            postings=(
                row
                for p in places
                for row in posting_rows(p[0], p[1], decode(self._entries[p].raw).postings)
            ),
            grants=(
                GrantedLot(epoch=grant.epoch, account=grant.account, unit=grant.unit, lot=lot)
                for grant in self._granted.values()
                for lot in grant.lots
            ),
            held=self._held,
            outbox=(Position(epoch=p[0], seq=p[1]) for p in sorted(self._outbox)),
            without_rights=self._needs_rejoin,
            homes_taken=frozenset(self.homes),
            homes=frozenset(self.homes) - self.homes_back,
        )
    )
