"""Gives a till the service that shows the customer's screen on tablets."""

from __future__ import annotations

from terminal.commands.surroundings import Surroundings
from terminal.tablet import service
from terminal.till.host import Host

FOLDER = "tablet"


def link(around: Surroundings, host: Host) -> None:
    """Give a host its tablets' side, before it starts."""
    host.use_tablets(
        service.TabletService(
            store=around.store,
            folder=around.folder.till / FOLDER,
            randomness=around.randomness,
            now_us=around.clock.now_us,
            now_ms=around.clock.monotonic_ms,
            post=host.post,
        )
    )
