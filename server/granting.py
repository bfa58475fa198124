"""Grants: who may spend what, given ahead where a member shops and on request.

Earliest expiry first, from what is free, nothing while something is owed (DESIGN.md section 6).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from loyalty.programme import PayReward, Programme, from_wire, in_force
from server import standings
from server.purse import choose, holder
from server.work import SERVER, Work
from storage.records import Grant
from storage.server import grants, heads, tenants
from storage.server.grants import Answer
from storage.server.heads import Head
from sync.wire import GrantLot, GrantReply, GrantRequest, GrantRow

COMMON_REWARDS = 2
AMOUNT_MAX = 10**12


def ask(work: Work, device: str, request: GrantRequest, own: standings.OwnHead) -> GrantReply:
    """Answer a wish for a grant; the same request_id gets the same answer for ever.

    Raises Refusal `rejoin` when the till is not where its chain ends here, `body_broken`.
    """
    tenant = work.tenant.tenant
    if not 0 < request.amount <= AMOUNT_MAX or not request.request_id:
        raise Refusal("body_broken", "a grant has an id and an amount", path="$.amount")
    # The head is locked before the answer is looked up: two connections may ask at once.
    head = standings.open_head(work, device, own)
    before = grants.answer_to(work.connection, tenant, device, request.request_id)
    if before is not None:
        found = grants.read(work.connection, tenant, [before.grant_id])
        return _reply(work, found.get(before.grant_id), before.reason)
    work.shelf.fetch([request.account])
    book = work.shelf.book
    account = book.root(request.account)
    purse = book.purses.get((account, request.unit))
    grant, reason = None, "nothing_free"
    if not book.knows(account):
        reason = "unknown_account"
    elif purse is not None and purse.owed:
        reason = "owed"
    elif purse is not None:
        given = choose(purse, request.amount, work.day)
        if given:
            grant = work.grant(head, request.account, request.unit, given, request.request_id)
            reason = ""
    answer = Answer(
        device=device,
        request_id=request.request_id,
        grant_id=grant.grant_id if grant else "",
        reason=reason,
    )
    grants.remember(work.connection, tenant, answer)
    work.finish()
    return _reply(work, grant, reason)


def follow(work: Work, head: Head, accounts: AbstractSet[str]) -> None:
    """Grant ahead in the accounts that a till just sold to, up to the cap of the programme.

    A till that is the only one gets everything: nobody else could need it.
    """
    tills = heads.count_tills(work.connection, work.tenant.tenant, SERVER)
    caps = {} if tills == 1 else _caps(work)
    work.shelf.fetch(accounts := set(accounts))
    book = work.shelf.book
    for account, units in book.units_of({book.root(name) for name in accounts}):
        for unit in units:
            purse = work.shelf.book.purse(account, unit)
            whole = tills == 1 or unit.startswith("voucher:")
            cap = purse.total() if whole else caps.get(unit, 0)
            held = 0 if whole else purse.total(holder(head.device, head.epoch))
            given = choose(purse, cap - held, work.day)
            if given:
                work.grant(head, account, unit, given, "")


def row(grant: Grant) -> GrantRow:
    """Write a grant for the wire."""
    return GrantRow(
        grant_id=grant.grant_id,
        request_id=grant.request_id,
        device=grant.device,
        epoch=grant.epoch,
        feed_epoch=grant.feed_epoch,
        account=grant.account,
        unit=grant.unit,
        lots=[GrantLot(lot=lot.lot, amount=lot.amount) for lot in grant.lots],
    )


def caps_of(programme: Programme) -> dict[str, int]:
    """Give how much of each unit a till is granted ahead: what its two cheapest rewards cost."""
    costs: dict[str, list[int]] = {}
    for reward in programme.rewards:
        if reward.cost is not None:
            costs.setdefault(reward.cost.unit, []).append(reward.cost.amount)
        elif isinstance(reward, PayReward):
            costs.setdefault(POINTS, []).append(max(reward.minimum_points, reward.points))
    return {unit: sum(sorted(each)[:COMMON_REWARDS]) for unit, each in costs.items()}


def _caps(work: Work) -> dict[str, int]:
    documents = tenants.programmes(work.connection, work.tenant.tenant).values()
    try:
        return caps_of(in_force(map(read_programme, documents), work.day))
    except Refusal:
        return {}  # no version is in force yet, so that there is no reward to pay out


@lru_cache(maxsize=64)
def read_programme(document: bytes) -> Programme:
    """Read a version of the programme, once for all requests."""
    # A version never changes, and reading one costs more than all the rest of a small push.
    return from_wire(document)


def _reply(work: Work, grant: Grant | None, reason: str) -> GrantReply:
    return GrantReply(
        grant=row(grant) if grant else None,
        reason=reason or None,
        feed_epoch=work.tenant.feed_epoch,
        server_time_us=work.now_us,
    )
