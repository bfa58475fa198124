"""Lets tills in: a code for fifteen minutes and five tries, and the device's first epoch."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace

import msgspec

from loyalty import event
from loyalty.errors import Refusal
from server import homes, number_places, peppers, recovery
from server.commands import again
from server.intake import check_epoch, leave_for
from server.keys import Secrets
from server.standings import lost, place_of
from server.work import Work
from storage.peppers import FIRST
from storage.server import heads, tenants
from storage.server.database import Connection
from storage.server.heads import LEFT, Device, Head
from storage.server.tenants import PairingCode, Tenant
from sync import pairing
from sync.wire import PairReply, PairRequest, RejoinReply, RejoinRequest
from sync.wire_secrets import PairSecrets, PeppersReply, PeppersRequest

CODE_LIFE_US = 15 * 60 * 1_000_000
TRIES = 5
KEY_BYTES = 32
NAME_MAX = 100
TILLS_MAX = 100_000
SEQ_MAX = 10**12


def make_code(
    connection: Connection, tenant: str, randomness: Callable[[int], bytes], now_us: int
) -> str:
    """Make a code that lets one till in."""
    code = pairing.code(randomness(pairing.CODE_LENGTH))
    tenants.put_code(
        connection,
        tenant,
        PairingCode(code=code, ends_us=now_us + CODE_LIFE_US, tries_left=TRIES),
    )
    return code


def redeem(
    connection: Connection, tenant: str, server_key: bytes, request: PairRequest, now_us: int
) -> Device | None:
    """Turn a proof into a device; None after a wrong one, which costs every code a try.

    The same till may ask again while its code lives, because the answer may have been lost.
    Raises Refusal `body_broken` for keys that are none, `device_known` for a key in use and
    `device_lost` for that of a till that was declared lost.
    """
    public_key = _key(request.public_key)
    name = f"t{hashlib.sha256(public_key).hexdigest()[:15]}"
    code = _matching(
        connection,
        tenant,
        server_key=server_key,
        public_key=public_key,
        proof=request.proof,
        now_us=now_us,
    )
    if code is None or code.device not in ("", name):
        return None
    tenants.put_code(connection, tenant, replace(code, device=name))
    known = heads.device(connection, tenant, name, lock_row=True)
    if known is not None:
        if code.device != name:
            raise Refusal("device_known", "this key belongs to a till that is connected")
        if heads.is_lost(connection, tenant, known):
            raise lost()  # its code may still live, and the answer would tell it every secret
        return known
    made = Device(
        device=name,
        name="".join(filter(str.isprintable, request.name))[:NAME_MAX],
        public_key=public_key,
        newest_epoch=1,
        paired_us=now_us,
    )
    heads.add_device(connection, tenant, made, event.genesis(name, 1))
    return made


def reply(
    connection: Connection,
    tenant: Tenant,
    secrets: Secrets,
    device: Device,
    request: PairRequest,
    *,
    nonce: bytes,
    now_us: int,
) -> PairReply:
    """Tell a new till who it is, with the tenant's keys sealed for it alone."""
    known = secrets.peppers.known()
    plain = PairSecrets(
        tenant_key=secrets.tenant_key.hex(),
        pepper=known[FIRST].hex(),
        peppers=peppers.rows(known),
    )
    sealed = pairing.seal(
        secrets.sealing_private,
        _key(request.sealing_key),
        nonce,
        msgspec.json.encode(plain),
        device.device,
    )
    documents = tenants.programmes(connection, tenant.tenant).values()
    return PairReply(
        device=device.device,
        epoch=device.newest_epoch,
        tenant=tenant.tenant,
        issuer=tenant.issuer,
        feed_epoch=tenant.feed_epoch,
        sealed=sealed.hex(),
        programmes=[msgspec.Raw(document) for document in documents],
        server_time_us=now_us,
    )


def give_peppers(
    work: Work, secrets: Secrets, device: str, epoch: int, request: PeppersRequest
) -> PeppersReply:
    """Give a till the peppers that it has not. Raises as `server.peppers.answer`, and `rejoin`."""
    place_of(work.connection, work.tenant.tenant, device, epoch)
    return peppers.answer(work, secrets.peppers, secrets.sealing_private, device, request)


def rejoin(work: Work, device: Device, request: RejoinRequest) -> RejoinReply:
    """Begin a new epoch of a till whose disk is a copy or an old one; it holds no rights.

    Every call gives another epoch, because two copies of a disk must never share one. A lost
    answer costs an empty epoch. Raises Refusal `body_broken` as `intake.check_epoch`, or for ends
    of chains that no till can have.
    """
    check_epoch(device, request.epoch)
    ends = request.ends or {request.epoch: request.last_seq}
    if request.tills > TILLS_MAX or not all(
        0 < epoch <= request.epoch and 0 <= seq <= SEQ_MAX for epoch, seq in ends.items()
    ):
        raise Refusal("body_broken", "no till has chains that end there", path="$.ends")
    # A restored server may not know the till's newest epoch: then it leaves the one before.
    known = [
        head
        for head in heads.all_heads(work.connection, work.tenant.tenant)
        if head.device == device.device and head.epoch <= request.epoch
    ]
    parent = max((head.epoch for head in known), default=0)
    opened: Head = leave_for(
        work,
        device,
        parent=parent,
        epoch=max(device.newest_epoch, request.epoch) + 1,
        awaits_seq=ends.get(parent, 0),
    )
    for head in known:
        # One that was left before may end earlier on the disk that is there now. Not later: what
        # was recorded since spends nothing, and another copy's end may never come.
        if head.state == LEFT and head.awaits_seq > ends.get(head.epoch, head.awaits_seq):
            _await(work, head, ends[head.epoch])
    if device.device in work.recovery.waits:
        again.told(work, request)
    kept = recovery.claimed(work, device.device, ends, request.tills)
    homes.lend_all_at_once(work, opened)
    number_places.give(work)
    work.finish()
    return RejoinReply(
        epoch=opened.epoch,
        kept=kept,
        feed_epoch=work.tenant.feed_epoch,
        server_time_us=work.now_us,
    )


def _await(work: Work, left: Head, awaits_seq: int) -> None:
    tenant = work.tenant.tenant
    locked = heads.lock(work.connection, tenant, left.device, left.epoch)
    if locked is not None and locked.state == LEFT:
        waits = replace(locked, awaits_seq=awaits_seq)
        heads.save(work.connection, tenant, waits)
        recovery.take_back(work, waits)


def _matching(
    connection: Connection,
    tenant: str,
    *,
    server_key: bytes,
    public_key: bytes,
    proof: str,
    now_us: int,
) -> PairingCode | None:
    alive = []
    for code in tenants.codes(connection, tenant):
        if code.ends_us < now_us:
            tenants.drop_code(connection, tenant, code.code)
        else:
            alive.append(code)
    for code in alive:
        expected = pairing.proof(code.code, server_key, public_key)
        if hmac.compare_digest(expected.encode(), proof.encode()):
            return code
    for code in alive:
        if code.tries_left > 1:
            tenants.put_code(connection, tenant, replace(code, tries_left=code.tries_left - 1))
        else:
            tenants.drop_code(connection, tenant, code.code)
    return None


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal("body_broken", "a key is 64 hexadecimal digits", path="$.public_key")
    return key
