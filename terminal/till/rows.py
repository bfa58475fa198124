"""Turns what is stored into what is sent, and what came into what is stored."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from loyalty.event import decode, link
from loyalty.lots import HeldLot
from loyalty.phonecode import PhoneKey
from storage.records import (
    VISIT_PIN,
    Act,
    Batch,
    Credential,
    Grant,
    Home,
    Member,
    Page,
    Person,
    PersonOut,
    Pin,
    Position,
    RefundAnswer,
    ServerStanding,
    ShopDevice,
)
from sync import wire
from sync.sign import head_message


def push(batch: Batch, device: str, sign: Callable[[bytes], bytes]) -> wire.PushRequest:
    """Turn a batch into a push; the events stay the bytes that they are, the head is signed."""
    head = _head(batch)
    last_seq = batch.from_seq + len(batch.events) - 1
    signed = sign(head_message(device, batch.epoch, last_seq, head)) if batch.events else b""
    return wire.PushRequest(
        epoch=batch.epoch,
        from_seq=batch.from_seq,
        previous=batch.previous.hex(),
        head=head.hex(),
        signature=signed.hex(),
        tail=batch.is_tail,
        events=[msgspec.Raw(raw) for raw in batch.events],
        people=[person_row(out) for out in batch.people],
        pins=[pin_row(pin) for pin in batch.pins],
        visit_pins=[
            wire.CredentialRow(kind=VISIT_PIN, key=key, member_id=member_id)
            for member_id, key in batch.visit_pins
        ],
    )


def _head(batch: Batch) -> bytes:
    head = batch.previous
    for raw in batch.events:
        head = link(head, raw)
    return head


def person_row(out: PersonOut) -> wire.PersonRow:
    """Turn a person row on its way out into the wire's."""
    known = out.person
    fields = {
        "name": known.name,
        "phone": known.phone,
        "email": known.email,
        "language": known.language,
        "birthday": known.birthday,
    }
    return wire.PersonRow(
        person_id=known.person_id,
        version=known.version,
        fields={name: value for name, value in fields.items() if value},
        consents=dict(known.consents),
        blind=dict(out.blind),
    )


def pin_row(pin: Pin) -> wire.PinRow:
    """Turn a PIN on its way out into the wire's."""
    return wire.PinRow(
        member_id=pin.member_id, version=pin.version, verifier=pin.verifier, pepper=pin.pepper
    )


def grant(row: wire.GrantRow) -> Grant:
    """Turn the wire's grant into the ledger's."""
    return Grant(
        grant_id=row.grant_id,
        request_id=row.request_id,
        device=row.device,
        epoch=row.epoch,
        feed_epoch=row.feed_epoch,
        account=row.account,
        unit=row.unit,
        lots=tuple(HeldLot(lot=lot.lot, amount=lot.amount) for lot in row.lots),
    )


def standing(row: wire.StandingRow) -> ServerStanding:
    """Turn the wire's standing into the directory's."""
    return ServerStanding(
        account=row.account,
        position=row.position,
        own=Position(epoch=row.own.epoch, seq=row.own.seq),
        balance=row.balance,
        owed=row.owed,
        counters=row.counters,
    )


def member(row: wire.MemberRow) -> Member:
    """Turn the wire's member into the directory's."""
    return Member(
        member_id=row.member_id,
        account=row.account,
        number=row.number,
        joined_day=row.joined_day,
        status=row.status,
    )


def person(row: wire.PersonRow) -> Person:
    """Turn the wire's person row into the directory's."""
    known = row.fields
    return Person(
        person_id=row.person_id,
        version=row.version,
        name=known.get("name", ""),
        phone=known.get("phone", ""),
        email=known.get("email", ""),
        language=known.get("language", ""),
        birthday=known.get("birthday", ""),
        consents=row.consents,
    )


def pin(row: wire.PinRow) -> Pin:
    """Turn the wire's PIN into the directory's."""
    return Pin(
        member_id=row.member_id, version=row.version, verifier=row.verifier, pepper=row.pepper
    )


def credential(row: wire.CredentialRow) -> Credential:
    """Turn the wire's credential into the directory's."""
    return Credential(kind=row.kind, key=row.key, member_id=row.member_id)


def phone_key(row: wire.PhoneKeyRow) -> PhoneKey:
    """Turn the wire's key of phones' codes into the directory's."""
    return PhoneKey(
        key_id=row.key_id, public=bytes.fromhex(row.public_key), last_step=row.last_step
    )


def home(row: wire.HomeRow) -> Home:
    """Turn the wire's home into the ledger's."""
    return Home(
        home_id=row.home,
        account=row.account,
        device=row.device,
        epoch=row.epoch,
        feed_epoch=row.feed_epoch,
        position=row.position,
    )


def device(row: wire.DeviceRow) -> ShopDevice:
    """Turn the wire's till of the shop into the directory's."""
    return ShopDevice(device=row.device, name=row.name, public=bytes.fromhex(row.public_key))


def refund_answer(row: wire.RefundAnswerRow) -> RefundAnswer:
    """Turn the wire's answer to a wish into the directory's."""
    return RefundAnswer(
        wish=row.wish,
        sale=row.sale,
        state=row.state,
        reason=row.reason,
        money_minor=row.money_minor,
    )


def act(row: wire.ActRow) -> Act:
    """Turn what the owner had done into a row; the server reads it when it comes back."""
    raw = bytes(row.event)
    return Act(event_id=decode(raw).id, raw=raw, seal=bytes.fromhex(row.seal))


def page(reply: wire.PullReply) -> Page:
    """Turn a pull's answer into a page for the directory."""
    return Page(
        cursor=reply.cursor,
        feed_epoch=reply.feed_epoch,
        own=Position(epoch=reply.own.epoch, seq=reply.own.seq),
        standings=tuple(map(standing, reply.standings)),
        members=tuple(map(member, reply.members)),
        credentials=tuple(map(credential, reply.credentials)),
        people=tuple(map(person, reply.people)),
        programmes=tuple(bytes(raw) for raw in reply.programmes),
        erased=tuple(reply.erased),
        phone_keys=tuple(map(phone_key, reply.phone_keys)),
        pins=tuple(map(pin, reply.pins)),
        visit_pins=tuple(map(credential, reply.visit_pins)),
        settings=reply.settings,
        devices=tuple(map(device, reply.devices)),
        refund_answers=tuple(map(refund_answer, reply.refund_answers)),
        redirects=reply.redirects,
        merged=reply.merged,
        acts=tuple(map(act, reply.acts)),
    )
