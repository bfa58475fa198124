"""Grants: who may spend what, given ahead where a member shops and on request.

Earliest expiry first, from what is free, nothing while something is owed (DESIGN.md section 6).
What is short is asked back from the tills that hold it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from loyalty import limits
from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from loyalty.lots import HeldLot
from loyalty.programme import PayReward, Programme, in_force
from server import recalling, standings
from server import terms as rules
from server.judge import AMOUNT_MAX
from server.purse import Purse, choose, holder
from server.work import Work
from storage.records import Grant
from storage.server import grants, settings
from storage.server.grants import Answer
from storage.server.heads import Head
from sync.wire import GrantLot, GrantReply, GrantRequest, GrantRow

COMMON_REWARDS = 2


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
    if not work.may_hold(device):
        return _reply(work, None, "recovering")
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
        given = _given(purse, request.unit, request.amount, work.day)
        if given:
            grant = work.grant(head, request.account, request.unit, given, request.request_id)
            reason = ""
        missing = request.amount - sum(lot.amount for lot in given)
        # Under the name of today: that is where other tills hold it after a merge.
        asked = missing > 0 and recalling.ask_back(work, head, account, request.unit, missing)
        reason = "asked_back" if asked and not given else reason
    answer = Answer(
        device=device,
        request_id=request.request_id,
        grant_id=grant.grant_id if grant else "",
        reason=reason,
    )
    grants.remember(work.connection, tenant, answer)
    work.finish()
    return _reply(work, grant, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What a till is granted of one unit before it asks.

    `cap` is how much at most, None is everything; `least` what the cheapest reward costs, under
    which a right is of no use; `whole` says that no part of that is granted.
    """

    cap: int | None
    least: int = 1
    whole: bool = False

    def wanted(self, held: int, free: int) -> int:
        """Give how much more a till is granted that holds so much."""
        top = held + free if self.cap is None else min(self.cap, held + free)
        if self.whole and self.cap is not None:
            top -= top % self.least
        return max(top - held, 0)


EVERYTHING = Ahead(cap=None)
VOUCHERS = Ahead(cap=None, whole=True)


def follow(work: Work, head: Head, accounts: AbstractSet[str]) -> None:
    """Grant ahead in the accounts whose members were just at a till, up to the owner's cap.

    A till that is the only one gets everything: nobody else could need it. What is too little for
    the cheapest reward is asked back from where the member shopped before.
    """
    alone = work.is_alone()
    ahead = {} if alone else _ahead(work)
    mine = holder(head.device, head.epoch)
    work.shelf.fetch(accounts := set(accounts))
    book = work.shelf.book
    for account, units in book.units_of({book.root(name) for name in accounts}):
        for unit in units:
            purse = work.shelf.book.purse(account, unit)
            terms = EVERYTHING if alone else _of(ahead, unit)
            wanted = terms.wanted(purse.total(mine), purse.total()) if terms else 0
            given = choose(purse, wanted, work.day)
            if given:
                work.grant(head, account, unit, given, "")
            if terms and not alone and not purse.owed:
                _call_back(work, head, account, unit, terms)


def _call_back(work: Work, head: Head, account: str, unit: str, terms: Ahead) -> None:
    """Ask back what a member who shops here now needs for one reward, where that is enough."""
    purse = work.shelf.book.purse(account, unit)
    held = purse.total(holder(head.device, head.epoch))
    least = min(terms.least, purse.balance if terms.cap is None else terms.cap)
    if held < least <= purse.balance:
        recalling.ask_back(work, head, account, unit, least - held)


def _of(ahead: dict[str, Ahead], unit: str) -> Ahead | None:
    return VOUCHERS if unit.startswith("voucher:") else ahead.get(unit)


def _given(purse: Purse, unit: str, wanted: int, day: str) -> tuple[HeldLot, ...]:
    """Choose what a wish is granted; of stamps and vouchers all of it or nothing."""
    given = choose(purse, wanted, day)
    is_short = sum(lot.amount for lot in given) < wanted
    return () if is_short and unit != POINTS else given


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
    return {unit: sum(costs[:COMMON_REWARDS]) for unit, costs in _costs(programme).items()}


def _costs(programme: Programme) -> dict[str, list[int]]:
    costs: dict[str, list[int]] = {}
    for reward in programme.rewards:
        if reward.cost is not None:
            costs.setdefault(reward.cost.unit, []).append(reward.cost.amount)
        elif isinstance(reward, PayReward):
            costs.setdefault(POINTS, []).append(max(reward.minimum_points, reward.points))
    return {unit: sorted(each) for unit, each in costs.items()}


def _ahead(work: Work) -> dict[str, Ahead]:
    """Give the terms of each unit: the owner's cap, or else the programme's."""
    tenant = work.tenant.tenant
    kept = settings.read(work.connection, tenant, [limits.SETTING]).get(limits.SETTING, "")
    owners = limits.read(kept).ahead
    try:
        programme = in_force(rules.known(work), work.day)
    except Refusal:
        return {}  # no version is in force yet, so that there is no reward to pay out
    caps = caps_of(programme)
    return {
        unit: Ahead(
            cap=caps[unit] if owners is None else owners.of(unit),
            least=costs[0],
            whole=unit != POINTS,
        )
        for unit, costs in _costs(programme).items()
    }


def _reply(work: Work, grant: Grant | None, reason: str) -> GrantReply:
    return GrantReply(
        grant=row(grant) if grant else None,
        reason=reason or None,
        feed_epoch=work.tenant.feed_epoch,
        server_time_us=work.now_us,
    )
