"""Opens a case for a low mark, so that somebody at the head office answers the member."""

from __future__ import annotations

import logging
from collections.abc import Callable

from loyalty.errors import Refusal
from server.access import Access
from server.commands.sealed_notes import Story
from server.helping import casework
from server.messages.feedback import LowMark
from storage.server.database import Connection

MARK_MAX = 5
LOG = logging.getLogger("regulars.server")


def opener(access: Access) -> Callable[[Connection, LowMark], None]:
    """Give what hears of low marks, in the transaction that keeps the answer.

    A mark of somebody who is not to be known opens nothing. A case that cannot be opened (three
    wait already, or the person was erased) never costs the answer.
    """

    def hear(connection: Connection, low: LowMark) -> None:
        if not low.member_id:
            return
        work = access.begin(connection, low.at_us)
        story = Story(text=f"{low.name}: {low.mark} / {MARK_MAX}")
        try:
            casework.send(work, access.sealed_by, low.member_id, story)
        except Refusal as refusal:
            LOG.info("no case for a low mark: %s", refusal.code)
        work.finish()

    return hear
