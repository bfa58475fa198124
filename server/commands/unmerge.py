"""Two who were made one by mistake become two again, as far as it can be proven.

Nobody can say which of the later sales was whose. What the merge itself moved stands in its
event: that goes back as far as it is still there and no till holds it. The second one gets an
account and an id of their own, because tills believe for ever that the old ones go on as the
other, and the name, phone and mail that were forgotten in the merge have to be told again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from loyalty import accounts
from loyalty.accounts import COUNTED
from loyalty.errors import Refusal
from loyalty.event import Event, Posting, decode
from server.commands.asking import Answer
from server.commands.uniting import JOINED, MERGE, ONCE
from server.purse import FREE
from server.work import SERVER, Work
from storage.records import CARD, Member
from storage.server import changes, histories, members, redirects

UNMERGE = "unmerge"
_SUFFIX = ".unmerge"
_LOOK = 200


def id_of(event_id: str) -> str:
    """Name the event that takes a merge back: there can be one only."""
    return f"{event_id}{_SUFFIX}"


def unmerge(work: Work, event_id: str) -> Answer:
    """Take a merge back; gives what went back and what is `left_out` of it, by unit.

    Raises Refusal `unmerge_unknown` and `unmerge_done`.
    """
    raw = work.raw_of(event_id, SERVER)
    merge = decode(raw) if raw is not None else None
    if merge is None or merge.type != MERGE:
        raise Refusal("unmerge_unknown", "this is no merge of two members")
    if work.raw_of(id_of(event_id)) is not None:
        raise Refusal("unmerge_done", "these two were parted already")
    tenant, connection = work.tenant.tenant, work.connection
    kept_id = redirects.now(connection, tenant, redirects.MEMBER, merge.data["into"])
    dropped_id = merge.data["member"]
    both = members.read(connection, tenant, [kept_id, dropped_id])
    kept, dropped = both[kept_id], both[dropped_id]
    own = work.new_id().replace("-", "")
    made = Member(
        member_id=work.new_id(),
        account=own,
        number=dropped.number if _has_card(work, dropped.number, kept) else "",
        joined_day=dropped.joined_day,
    )
    work.shelf.fetch([kept.account, own])
    moved = list(_value(work, merge, kept.account, own))
    counted = list(_counters(work, merge, kept.account, own))
    wanted, back = _by_unit(merge.postings, merge), _by_unit(moved, None)
    data = {"member": made.member_id, "account": own, "from": kept.account, "with": kept_id}
    work.act(UNMERGE, [*moved, *counted], {**data, "undoes": event_id}, event_id=id_of(event_id))
    members.save(connection, tenant, [made])
    if made.number:
        members.give_card(connection, tenant, made.number, kept_id, made.member_id)
    work.tell(changes.MEMBER, made.member_id)
    work.tell(changes.MEMBER, kept_id)
    return {
        "member": made.member_id,
        "account": own,
        "kept": kept_id,
        "card": made.number[-4:],
        "back": dict(back),
        "left_out": {unit: n - back[unit] for unit, n in wanted.items() if n > back[unit]},
    }


def _has_card(work: Work, number: str, kept: Member) -> bool:
    """Say whether a card finds who was kept, and is not the one that they carry now."""
    if not number or number == kept.number:
        return False
    found = members.by_credential(work.connection, work.tenant.tenant, CARD, number)
    return found is not None and found.member_id == kept.member_id


def _by_unit(postings: tuple[Posting, ...] | list[Posting], merge: Event | None) -> Counter[str]:
    """Add up what went to who was kept; with a merge, without what was owed."""
    found: Counter[str] = Counter()
    for each in postings:
        owed = merge is not None and each.credit == accounts.open_(merge.data["from"])
        if accounts.is_value(each.unit) and not owed:
            found[each.unit] += each.amount
    return found


def _value(work: Work, merge: Event, source: str, target: str) -> Iterator[Posting]:
    """Move what the merge moved back, of the same lots, as far as it is free."""
    wanted: Counter[tuple[str, str]] = Counter()
    for each in merge.postings:
        if accounts.is_value(each.unit) and each.lot:
            wanted[each.unit, each.lot] += each.amount
    book = work.shelf.book
    for (unit, lot), amount in sorted(wanted.items()):
        free = {held.lot: held.amount for held in book.purse(source, unit).held(FREE)}
        part = min(amount, free.get(lot, 0))
        if part:
            yield Posting(
                debit=accounts.open_(source),
                credit=accounts.open_(target),
                unit=unit,
                amount=part,
                lot=lot,
            )


def _counters(work: Work, merge: Event, source: str, target: str) -> Iterator[Posting]:
    """Move counters back as they joined; what was given once stays given to both."""
    moved = _joined(work, merge)
    now = work.shelf.book.counters_of(work.shelf.book.counting(source))
    for unit, amount in sorted(moved.items()):
        is_once = unit.startswith(ONCE)
        back = amount if is_once else min(amount, now.get(unit, 0))
        debit = COUNTED if is_once else accounts.count(source)
        if back > 0:
            yield Posting(debit=debit, credit=accounts.count(target), unit=unit, amount=back)


def _joined(work: Work, merge: Event) -> Mapping[str, int]:
    """Give what the counters of who was dropped were when they joined; empty when they have not."""
    old, tenant = merge.data["from"], work.tenant.tenant
    places = histories.read(work.connection, tenant, [old], before=0, limit=_LOOK)
    for past in places:
        made = decode(past.raw)
        if past.device == SERVER and made.type == JOINED and made.data["from"] == old:
            return {
                each.unit: each.amount
                for each in made.postings
                if each.debit == accounts.count(old)
            }
    return {}
