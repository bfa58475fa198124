"""Who may give what counts over several tills: the member's home right, and how it moves.

It lies with the server or with one till in one epoch (docs/adr/0017). It goes where the member
shops, comes back when another till needs it, and what is due is given by whoever has it. A shop
with one till lends it the home of every account at once, under the account EVERY.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from loyalty.accounts import WHOLE_SHOP
from loyalty.benefits.due import due
from loyalty.benefits.gifts import Due
from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.ids import RANDOM_BYTES, uuid7
from loyalty.postings import of_entries
from loyalty.programme import Programme, in_force
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from server import terms
from server.commands import uniting
from server.judge import Judged, is_name
from server.purse import holder
from server.work import SERVER, Work
from storage.records import Member
from storage.server import changes, heads, homes, members, redirects
from storage.server.database import Connection
from storage.server.heads import OPEN, Head
from storage.server.homes import EVERY, Home
from storage.server.redirects import Redirect
from sync.wire import HomeRow

LENT = "home"
RETURN = "home_return"
BACK = "home_back"
WAITING_MAX = 500
Owners = Mapping[str, Member | None]
NOBODY_YET: Owners = MappingProxyType({})


class Lent(NamedTuple):
    """A home that is lent, and to whom."""

    home_id: str
    holder: str


def follow(work: Work, head: Head, accounts: Collection[str]) -> None:
    """Give what is due where the server has the home, then lend it to the till that just sold.

    A home that another till has is asked back, and so is one of the till's own where something
    is due that it could not see.
    """
    tenant = work.tenant.tenant
    every = homes.read(work.connection, tenant, [EVERY]).get(EVERY)
    if work.is_alone():
        if every is None or not every.device:
            lend(work, head, EVERY)
        return
    if every is not None and every.device:
        work.tell(changes.HOME_RECALL, every.home_id, every.device)
    work.shelf.fetch(accounts)
    torn = _torn(work.connection, tenant)
    roots = {work.shelf.book.root(name) for name in set(accounts) - {WHOLE_SHOP}}
    names = sorted(roots - torn)
    kept = homes.read(work.connection, tenant, names)
    owners = _owners(work, names)
    moved = []
    for account in names:
        home = kept.get(account)
        if (home is None or not home.device) and every is not None and every.device:
            moved.append(_wanted(work, homes.nobody(account), head))
        elif home is None or not home.device:
            give_due(work, account, owners)
            moved.append(_lent(work, head, account))
        elif (home.device, home.epoch) != (head.device, head.epoch) or _is_due(
            work, account, owners
        ):
            moved.append(_wanted(work, home, head))
    homes.save_all(work.connection, tenant, moved)


def lend(work: Work, head: Head, account: str) -> None:
    """Let a till in its epoch give what counts over several tills, by an event of the server."""
    homes.save(work.connection, work.tenant.tenant, _lent(work, head, account))


def _lent(work: Work, head: Head, account: str) -> Home:
    """Do so, and leave it to the caller to keep it."""
    home = Home(
        account=account,
        home_id=work.new_id(),
        device=head.device,
        epoch=head.epoch,
        feed_epoch=work.tenant.feed_epoch,
    )
    said = {"account": account, "device": head.device, "epoch": head.epoch}
    work.act(LENT, (), said, event_id=home.home_id)
    work.tell(changes.HOME, home.home_id, head.device)
    return home


def lend_all_at_once(work: Work, head: Head) -> None:
    """Lend the only till of a shop the home of every account, so that it needs no line."""
    if work.may_hold(head.device):
        follow(work, head, ())


def returned(work: Work, head: Head, one: Judged) -> None:
    """Take a home back that its till returned; give what is due, and lend it to whoever waits."""
    if one.type != RETURN:
        return
    named = one.data.get("home")
    if not isinstance(named, str) or not is_name(named):
        return
    found = homes.by_ids(work.connection, work.tenant.tenant, [named])
    own = (head.device, head.epoch)
    _came_back(work, [home for home in found if (home.device, home.epoch) == own])


def closed(work: Work, head: Head) -> None:
    """Take every home back from an epoch that has ended."""
    found = homes.held_by(work.connection, work.tenant.tenant, head.device, head.epoch)
    work.shelf.fetch([home.account for home in found])  # all at once: they may be very many
    for home in found:
        said = {"home": home.home_id, "account": home.account}
        work.act(BACK, (), said)
    _came_back(work, found)


def at_server(connection: Connection, tenant: str, accounts: Iterable[str]) -> set[str]:
    """Give those of the accounts whose home is at the server, and whose counters are whole."""
    names = set(accounts) - _torn(connection, tenant)
    kept = homes.read(connection, tenant, [*names, EVERY])
    every = kept.get(EVERY)
    if every is not None and every.device:
        return set()
    return {name for name in names if name not in kept or not kept[name].device}


def follow_event(made: Event, who: str, kept: dict[str, Lent]) -> None:
    """Keep, by account, which home is lent to whom, as one more event of `who` says it."""
    if made.type == LENT and who == SERVER:
        said = made.data
        kept[str(said["account"])] = Lent(made.id, holder(said["device"], said["epoch"]))
    elif made.type in (RETURN, BACK):
        account, home = str(made.data.get("account", "")), made.data.get("home")
        lent = kept.get(account)
        if lent is not None and lent.home_id == home and who in (SERVER, lent.holder):
            del kept[account]


def row(connection: Connection, tenant: str, home: Home) -> HomeRow:
    """Write a home for the wire, with the place that the till must have heard up to."""
    if home.account == EVERY:
        position = 0
    else:
        position = changes.position_of(connection, tenant, changes.ACCOUNT, home.account)
    return HomeRow(
        home=home.home_id,
        account=home.account,
        device=home.device,
        epoch=home.epoch,
        feed_epoch=home.feed_epoch,
        position=position,
    )


def _wanted(work: Work, home: Home, head: Head) -> Home:
    if home.device:
        work.tell(changes.HOME_RECALL, home.home_id, home.device)
    return homes.wanted_by(home, f"{head.device}.{head.epoch}")


def _came_back(work: Work, found: Sequence[Home]) -> None:
    tenant = work.tenant.tenant
    for home in found:
        homes.save(work.connection, tenant, homes.nobody(home.account))
    if work.recovery.active or not found:
        return  # what is due is given, and the home lent, at the member's next purchase
    settle(work)
    torn = _torn(work.connection, tenant)
    for home in found:
        is_every = home.account == EVERY
        # Whoever is not among the first who wait gets it at the next purchase.
        waiting = homes.waiting(work.connection, tenant, WAITING_MAX) if is_every else [home]
        for each in waiting:
            _pass_on(work, each, torn)


def _torn(connection: Connection, tenant: str) -> set[str]:
    """Give the accounts whose counters wait to be added up: nobody gets their homes meanwhile."""
    found = redirects.unjoined(connection, tenant)
    return {
        name for each in found for name in (each.key, each.target, _root(connection, tenant, each))
    }


def _root(connection: Connection, tenant: str, each: Redirect) -> str:
    return redirects.now(connection, tenant, redirects.ACCOUNT, each.target)


def settle(work: Work) -> None:
    """Add the counters of merged accounts up where both homes are back by now."""
    connection, tenant, whole = work.connection, work.tenant.tenant, set[str]()
    for each in redirects.unjoined(connection, tenant):
        if not uniting.ask_back(work, each.key, each.target):
            uniting.join(work, each.key, each.target)
            whole.add(_root(connection, tenant, each))
    # Others may still wait to be added to the same account: then it gets what is due with them.
    for account in sorted(at_server(connection, tenant, whole)) if whole else ():
        give_due(work, account)


def _pass_on(work: Work, home: Home, torn: Collection[str]) -> None:
    """Give what is due, and lend the home to the till that waits for it, if one does."""
    tenant = work.tenant.tenant
    work.shelf.fetch([home.account])
    if home.account in torn or work.shelf.book.root(home.account) != home.account:
        homes.save(work.connection, tenant, homes.nobody(home.account))
        return
    give_due(work, home.account)
    device, _, epoch = home.wanted.rpartition(".")
    head = heads.read(work.connection, tenant, device, int(epoch)) if device else None
    if head is not None and head.state == OPEN:
        lend(work, head, home.account)
    elif home.wanted:
        homes.save(work.connection, tenant, homes.nobody(home.account))


def _owners(work: Work, accounts: Collection[str]) -> Owners:
    """Look up whose accounts these are, all at once; of several the one who joined first."""
    if _programme(work) is None:
        return {}
    found = members.on_account(work.connection, work.tenant.tenant, sorted(accounts))
    first = {each.account: each for each in sorted(found, key=_member_id, reverse=True)}
    return {account: first.get(account) for account in accounts}


def _member_id(member: Member) -> str:
    return member.member_id


def _is_due(work: Work, account: str, owners: Owners) -> bool:
    found = _due(work, account, owners)
    return found is not None and bool(found[1].given)


def give_due(work: Work, account: str, owners: Owners = NOBODY_YET) -> None:
    """Give what is due in an account whose home is here: once, under ids that say what for.

    `owners` are those that were looked up before.
    """
    found = _due(work, account, owners)
    if found is None:
        return
    scene, brought = found
    ids = [*(each.benefit for each in brought.given), *(each.unit for each in brought.counted)]
    counters = scene.standing.counters
    named = f"benefit/{account}/" + "/".join(f"{name}={counters.get(name, 0)}" for name in ids)
    event_id = uuid7(work.now_us, hashlib.sha256(named.encode()).digest()[:RANDOM_BYTES])
    postings = of_entries(account, event_id, given=brought.given, counted=brought.counted)
    if postings:
        data = {
            "account": account,
            "given": msgspec.to_builtins(brought.given),
            "counted": msgspec.to_builtins(brought.counted),
        }
        work.act("benefit", postings, data, event_id=event_id)


def _due(work: Work, account: str, owners: Owners) -> tuple[Scene, Due] | None:
    """Work out what is due in an account now; birthdays come with the store-day, not with sales."""
    programme = _programme(work)
    if programme is None:
        return None
    work.shelf.fetch([account])
    if account in owners:
        member = owners[account]
    else:
        member = members.by_account(work.connection, work.tenant.tenant, account)
    scene = Scene(
        programme=programme,
        standing=Standing(
            account=account,
            counters=work.shelf.book.counters_of(account),
            home=True,
        ),
        facts=Facts(
            member=member.member_id if member else "",
            joined_day=member.joined_day if member else "",
            blocked=member is not None and member.status == "blocked",
        ),
        day=work.day,
    )
    found = due(scene, scene.standing)
    return (scene, found) if found.given or found.counted else None


def _programme(work: Work) -> Programme | None:
    """Give the programme in force where it has anything that counts over several tills."""
    try:
        found = in_force(terms.known(work), work.day)
    except Refusal:
        return None
    brings = found.milestones or found.staircases or found.bonuses
    return found if brings or any(tier.entry for tier in found.tiers) else None
