"""Takes a push: verifies the chain, books each event once, sets aside what cannot be booked.

One transaction a push; the locked row of the device's head makes a repeated push harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import msgspec

from loyalty import event
from loyalty.errors import Refusal
from server import (
    doubled,
    granting,
    homes,
    issued,
    lost_cards,
    owner_set,
    people,
    pins,
    recalling,
    recovery,
    refunding,
    staff,
)
from server.judge import (
    EXISTS,
    FIGURE_LARGE,
    FIGURE_MAX,
    EnrolData,
    Judged,
    judge,
    member_of,
    touched,
)
from server.people import People
from server.work import Work
from storage.records import SHOWN
from storage.server import changes, events, heads, members
from storage.server import people as people_rows
from storage.server.events import EventRow
from storage.server.heads import LEFT, OPEN, Device, Head
from sync.sign import head_message, verify
from sync.wire import BYTES_MAX, EVENTS_MAX, Outcome, PushReply, PushRequest

EPOCHS_AHEAD = 1_000
"""How many epochs a till may be ahead of books that were put back from a backup."""


class _Link(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event at its place in the chain."""

    seq: int
    raw: bytes
    hash: bytes


def push(work: Work, device: Device, request: PushRequest, sealed_by: People) -> PushReply:
    """Take events, person rows and PINs of one till.

    Raises Refusal `batch_too_large`, `body_broken`, `chain_broken` or `signature_wrong` for a
    request that contradicts itself, `conflict` (expected: the next seq) when events are missing
    before it, and `fork` (expected: a seq that differs) when the server keeps other ones.
    """
    _check_size(request)
    check_epoch(device, request.epoch)
    head = _head(work, device, request)
    links = _links(work, head, request)
    _check_signature(device, head, request, links)
    fresh = [link for link in links if link.seq > head.acked_seq]
    outcomes = [
        Outcome(seq=link.seq, outcome=EXISTS) for link in links if link.seq <= head.acked_seq
    ]
    # The tail of a fork comes under a new epoch, with the numbers that it was made with.
    judged = [judge(link.raw, None if head.parent else link.seq) for link in fresh]
    named = set().union(*(touched(one.postings) for one in judged))
    held_before = work.held_lots(head, named) if request.tail else None
    judged = _keep(work, head, list(zip(fresh, judged, strict=True)), named, outcomes)
    kept_people = people.keep(work, sealed_by, request.people)
    kept_pins = pins.keep(work, sealed_by.keys, request.pins)
    kept_visits = pins.keep_visits(work, request.visit_pins)
    kept_staff = staff.keep(work, request.staff)
    if fresh:
        signature = bytes.fromhex(request.signature) if request.signature else b""
        moved = replace(head, acked_seq=fresh[-1].seq, head=fresh[-1].hash, signature=signature)
        heads.advance(work.connection, work.tenant.tenant, head, moved)
        head = moved
        if head.parent or head.state != OPEN:
            refunding.arrived(work, [one.event_id for one in judged if one.event_id])
        if held_before is not None:
            # What its events gave to held: the till began this epoch with nothing.
            work.take_back_lots(head, work.held_lots(head, named) - held_before)
        else:
            _after(work, head, judged)
        recovery.heard(work, head.device)
    work.finish()
    return PushReply(
        epoch=head.epoch,
        acked_seq=head.acked_seq,
        head=head.head.hex(),
        outcomes=outcomes,
        people=kept_people,
        pins=kept_pins,
        visit_pins=kept_visits,
        staff=kept_staff,
        feed_epoch=work.tenant.feed_epoch,
        server_time_us=work.now_us,
    )


def _check_size(request: PushRequest) -> None:
    total = sum(len(bytes(raw)) for raw in request.events)
    if len(request.events) > EVENTS_MAX or (total > BYTES_MAX and len(request.events) > 1):
        raise Refusal(
            "batch_too_large",
            f"a push has at most {EVENTS_MAX} events and {BYTES_MAX} bytes",
            expected=EVENTS_MAX,
            got=len(request.events),
        )
    if request.from_seq < 1:
        raise Refusal("body_broken", "seq begins at 1", path="$.from_seq")


def check_epoch(device: Device, epoch: int) -> None:
    """Raise Refusal `body_broken` for an epoch in which no till can be that went on one by one."""
    most = device.newest_epoch + EPOCHS_AHEAD
    if not 0 < epoch <= most:
        raise Refusal(
            "body_broken",
            f"the epoch of this till is from 1 to {most}",
            path="$.epoch",
            expected=most,
            got=epoch,
        )


def _head(work: Work, device: Device, request: PushRequest) -> Head:
    tenant, epoch = work.tenant.tenant, request.epoch
    head = heads.lock(work.connection, tenant, device.device, epoch)
    if head is not None:
        return head
    if request.from_seq > 1:
        raise Refusal("conflict", "events are missing before these", expected=1)
    # A till that found an old database opens its next epoch by itself, before it has a line.
    older = [
        row.epoch
        for row in heads.all_heads(work.connection, tenant)
        if row.device == device.device and row.epoch < epoch
    ]
    opened = leave_for(work, device, parent=max(older, default=0), epoch=epoch)
    if epoch < device.newest_epoch or device.device in work.recovery.waits:
        # The till went on from here already, or has not said yet what it knows: what it sends is
        # booked, nothing is granted, and it is told to begin anew.
        opened = replace(opened, state=LEFT)
        heads.save(work.connection, tenant, opened)
    return opened


def leave_for(work: Work, device: Device, *, parent: int, epoch: int, awaits_seq: int = 0) -> Head:
    """Open an epoch of a device and end the one before it: it starts with no rights.

    The one before gives back what it held once it has come in up to `awaits_seq`.
    """
    tenant = work.tenant.tenant
    heads.open_epoch(
        work.connection,
        tenant,
        device,
        epoch=epoch,
        parent=parent,
        genesis=event.genesis(device.device, epoch),
    )
    left = heads.lock(work.connection, tenant, device.device, parent) if parent else None
    if left is not None and left.state == OPEN:
        left = replace(left, state=LEFT, awaits_seq=awaits_seq)
        heads.save(work.connection, tenant, left)
        recovery.take_back(work, left)
    opened = heads.lock(work.connection, tenant, device.device, epoch)
    assert opened is not None
    return opened


def _links(work: Work, head: Head, request: PushRequest) -> list[_Link]:
    """Chain the events to what is kept; refuse a gap, a fork and a batch that does not join."""
    first = request.from_seq
    if first > head.acked_seq + 1:
        raise Refusal(
            "conflict",
            "events are missing before these",
            expected=head.acked_seq + 1,
            got=first,
        )
    kept = {head.acked_seq: head.head}
    if first <= head.acked_seq:
        kept |= events.hashes(
            work.connection,
            work.tenant.tenant,
            head.device,
            head.epoch,
            from_seq=first - 1,
            to_seq=min(head.acked_seq, first + len(request.events) - 1),
        )
    kept[0] = event.genesis(head.device, head.epoch)
    previous = kept[first - 1]
    if _hash(request.previous) != previous:
        raise Refusal("fork", "the server keeps other events before these", expected=first - 1)
    links = []
    for seq, raw in enumerate(request.events, first):
        body = bytes(raw)
        previous = event.link(previous, body)
        if kept.get(seq, previous) != previous:
            raise Refusal("fork", "the server keeps another event here", expected=seq)
        links.append(_Link(seq=seq, raw=body, hash=previous))
    if request.head and _hash(request.head) != previous:
        raise Refusal("chain_broken", "the events do not lead to the head that was sent")
    return links


def _check_signature(
    device: Device, head: Head, request: PushRequest, links: Sequence[_Link]
) -> None:
    if not request.signature or not links:
        return
    last = links[-1]
    message = head_message(head.device, head.epoch, last.seq, last.hash)
    if not verify(device.public_key, message, _hash(request.signature)):
        raise Refusal("signature_wrong", "the head is not signed by this till")


def _keep(
    work: Work,
    head: Head,
    fresh: Sequence[tuple[_Link, Judged]],
    named: AbstractSet[str],
    outcomes: list[Outcome],
) -> list[Judged]:
    """Keep events and add what became of each; give them as they were judged by the figures too."""
    if fresh:
        work.take_turn()
    wanted = [one.event_id for _, one in fresh if one.event_id]
    known = events.known_ids(work.connection, work.tenant.tenant, wanted)
    work.shelf.fetch(named)
    kept = []
    for link, said in fresh:
        # An event that comes a second time under a new epoch is booked once, by its id.
        again = said.event_id in known
        known |= {said.event_id} - {""}
        is_large = not again and work.largest(said.postings) > FIGURE_MAX
        one = said.set_aside(FIGURE_LARGE) if is_large else said
        kept.append(one)
        outcome = EXISTS if again else one.outcome
        work.keep(
            EventRow(
                device=head.device,
                epoch=head.epoch,
                seq=link.seq,
                event_id=one.event_id,
                type=one.type,
                day=one.day,
                outcome=outcome,
                reason="" if again else one.reason,
                postings=() if again else one.postings,
                raw=link.raw,
                hash=link.hash,
                received_us=work.now_us,
                is_first=not again,
                about=one.about,
            ),
            one.made,
        )
        if again:
            # The till adds it to figures that have it already, until it hears newer ones.
            work.tell_figures(one.postings)
        else:
            _heard(work, head, one)
        reason = None if again else one.reason or None
        outcomes.append(Outcome(seq=link.seq, outcome=outcome, reason=reason))
    return kept


def _heard(work: Work, head: Head, one: Judged) -> None:
    """Do what an event asks for beside its postings."""
    if one.enrolled is not None:
        _enrol(work, one.enrolled, one.day)
    if one.replaced is not None:
        lost_cards.replace(work, one.replaced)
    doubled.heard(work, one)
    if one.data:
        refunding.heard(work, head, one)
        homes.returned(work, head, one)
        owner_set.heard(work, one)
        issued.heard(work, one)


def _enrol(work: Work, enrolled: EnrolData, day: str) -> None:
    tenant = work.tenant.tenant
    member, credentials = member_of(enrolled, day)
    # A card that two tills gave a member each leads to one account, which may have been merged.
    work.shelf.fetch([member.account])
    member = replace(member, account=work.shelf.book.root(member.account))
    if people_rows.erased(work.connection, tenant, [member.member_id]):
        credentials = tuple(each for each in credentials if each.kind in SHOWN)
    if not members.read(work.connection, tenant, [member.member_id]):
        members.save(work.connection, tenant, [member])
        members.save_credentials(work.connection, tenant, credentials)
        work.tell(changes.MEMBER, member.member_id)


def _after(work: Work, head: Head, judged: Sequence[Judged]) -> None:
    """Grant what a till is likely to need next; take back what an ended epoch still made."""
    recalling.answered(work, head, judged)
    if head.state == OPEN and work.may_hold(head.device):
        here = recalling.stays(judged)
        homes.follow(work, head, here)
        granting.follow(work, head, here)
    elif head.state == LEFT:
        recovery.take_back(work, head)


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Refusal("body_broken", "a hash is written in hexadecimal digits") from error
