"""Asks tills for rights back that another till needs; what a till answers is an event of its own.

Nothing moves here: only a holder lowers what it holds (DESIGN.md section 6).
"""

from __future__ import annotations

from collections.abc import Iterable

from loyalty.accounts import HELD
from server.judge import Judged, moves, touched
from server.purse import holder
from server.work import Work
from storage.server import changes, recalls
from storage.server.heads import Head
from storage.server.recalls import Recall

RETURN = "return"
EXPIRE = "expire"
AWAY = frozenset({RETURN, EXPIRE})
"""Events that say nothing about where a member shops."""


def ask_back(work: Work, head: Head, account: str, unit: str, missing: int) -> bool:
    """Ask every other till that holds some of it for what is missing; False when nobody does.

    All are asked, because some may be away; whoever gives back more than was needed is granted
    it again at the member's next purchase there.
    """
    purse = work.shelf.book.purse(account, unit)
    mine = holder(head.device, head.epoch)
    asked = []
    for who in purse.holders():
        if who == mine:
            continue
        device, _, epoch = who.rpartition(".")
        recall = Recall(
            device=device,
            epoch=int(epoch),
            account=account,
            unit=unit,
            amount=min(missing, purse.total(who)),
        )
        asked.append(recall)
        work.tell(changes.RECALL, recall.key, device)
    recalls.save(work.connection, work.tenant.tenant, asked)
    return bool(asked)


def answered(work: Work, head: Head, judged: Iterable[Judged]) -> None:
    """Forget what a till was asked for and has answered."""
    done = {
        (move.account, move.unit)
        for one in judged
        if one.type == RETURN
        for move in moves(one.postings, "")
        if move.part == HELD
    }
    recalls.forget(
        work.connection,
        work.tenant.tenant,
        [
            Recall(device=head.device, epoch=head.epoch, account=account, unit=unit)
            for account, unit in sorted(done)
        ],
    )


def closed(work: Work, head: Head) -> None:
    """Forget what a till was asked for in an epoch that has ended: it holds nothing there."""
    connection, tenant = work.connection, work.tenant.tenant
    left = recalls.of_epoch(connection, tenant, head.device, head.epoch)
    recalls.forget(connection, tenant, left)


def tidy(work: Work) -> None:
    """Forget what tills were asked for and hold nothing of any more."""
    connection, tenant = work.connection, work.tenant.tenant
    recalls.forget(connection, tenant, recalls.unanswerable(connection, tenant))


def stays(judged: Iterable[Judged]) -> set[str]:
    """Name the accounts of members who were at the till that sent these events.

    Whoever wished for a refund did so at another till.
    """
    here = (one for one in judged if one.type not in AWAY and not one.data.get("wish"))
    return set().union(*(touched(one.postings) for one in here))
