"""Connects a till to its shop's server, once: keys, identity, first epoch, programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from loyalty.errors import Refusal
from loyalty.programme import Programme, from_wire, in_force
from storage import keys, peppers
from storage.folder import DEMO, Folder
from storage.keys import KeyStore
from storage.records import Page, Position
from sync import client, pairing
from sync.http import HttpTransport, url_of
from sync.sign import Signer
from sync.wire_secrets import PairSecrets
from terminal.till.desk import Shop
from terminal.till.following import IDENTITY
from terminal.till.opening import (
    Identity,
    directory_of,
    keep_identity,
    ledger_of,
    shop,
)
from terminal.till.wording import Wording

FIRST_TILL = "Till 1"
# The language and the telephone region of a shop are asked for in set-up; until somebody has
# answered, they follow from where the programme says that the shop stands.
REGIONS = {
    "Europe/Amsterdam": "NL",
    "Europe/Brussels": "BE",
    "Europe/Stockholm": "SE",
    "Europe/Berlin": "DE",
    "Europe/Vienna": "AT",
    "Europe/Zurich": "CH",
    "Europe/London": "GB",
    "Europe/Dublin": "IE",
    "America/Sao_Paulo": "BR",
    "America/New_York": "US",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Met:
    """What a till has when a server has let it in, before anything of it is kept."""

    seed: bytes
    sealing: bytes
    paired: client.Paired
    url: str


def join(
    folder: Folder,
    store: KeyStore,
    typed: str,
    *,
    name: str = "",
    language: str,
    randomness: Callable[[int], bytes],
    day: str,
    own_server: bool,
    url: str = "",
) -> Identity:
    """Connect this till by a pairing string, or at `url` where it is known how to get there.

    Without a `name` it is the first till. With `own_server` the address is not remembered: the
    shop's own server says where it is each time. Raises as `meet` and `keep`.
    """
    keys.ensure(store, randomness)
    met = meet(typed, name=name or FIRST_TILL, randomness=randomness, url=url)
    return keep(folder, store, met, name=name, language=language, day=day, own_server=own_server)


def meet(typed: str, *, name: str, randomness: Callable[[int], bytes], url: str = "") -> Met:
    """Let a server take this till in; touches no file, so that any thread may do it.

    Raises Refusal `pairing_string`, `pairing_code`, `other_server`; Outage `line_down`,
    `timeout`, `other_server`.
    """
    place = pairing.parse(typed)
    url = url or url_of(place.host, place.port)
    seed, sealing = randomness(keys.SECRET_BYTES), randomness(keys.SECRET_BYTES)
    transport = HttpTransport(url, _identity(url, place, randomness))
    try:
        paired = client.pair(
            transport,
            place,
            signer=Signer(seed),
            sealing_private=sealing,
            name=name,
            randomness=randomness,
        )
    finally:
        transport.close()
    return Met(seed=seed, sealing=sealing, paired=paired, url=url)


def keep(
    folder: Folder,
    store: KeyStore,
    met: Met,
    *,
    name: str,
    language: str,
    day: str,
    own_server: bool,
) -> Identity:
    """Keep who this till is now: its keys, the rules that it was sent, its first epoch.

    Call it after `keys.ensure`, on the thread that has the databases. Raises Outage `disk_*`.
    """
    paired = met.paired
    store.put(keys.DEVICE_SEED, met.seed)
    store.put(keys.SEALING_SEED, met.sealing)
    store.put(keys.TENANT_KEY, bytes.fromhex(paired.secrets.tenant_key))
    keep_peppers(store, paired.secrets)
    reply = paired.reply
    known = Identity(
        device=reply.device,
        tenant=reply.tenant,
        server_url="" if own_server else met.url,
        server_key=paired.identity.server_key.hex(),
    )
    directory = directory_of(folder, store)
    try:
        directory.apply(
            Page(
                cursor="",
                feed_epoch="",
                own=Position(epoch=reply.epoch, seq=0),
                programmes=tuple(bytes(raw) for raw in reply.programmes),
            )
        )
    finally:
        directory.close()
    programme = in_force((from_wire(bytes(raw)) for raw in reply.programmes), day)
    stands_in = shop_of(programme, issuer=reply.issuer, till=name, language=language, folder=folder)
    ledger = ledger_of(folder, store)
    try:
        ledger.begin_epoch(reply.device, reply.epoch, reply.feed_epoch)
        # Last, because it is what says that this till is connected.
        keep_identity(ledger, known, stands_in)
    finally:
        ledger.close()
    return known


def join_again(
    folder: Folder, store: KeyStore, typed: str, *, randomness: Callable[[int], bytes]
) -> Identity:
    """Connect a till to books that came out of a backup and do not know it, under its own key.

    What it holds counts no more, and everything that it recorded is sent again. Raises Refusal
    `not_paired` for a till that never was connected, `device_known` where the books know it, and
    otherwise as `join`.
    """
    if not folder.ledger.exists():
        raise Refusal("not_paired", "this till was never connected: run `pair` without --again")
    ledger = ledger_of(folder, store)
    try:
        text, seed, sealing = (
            ledger.get(IDENTITY),
            store.get(keys.DEVICE_SEED),
            store.get(keys.SEALING_SEED),
        )
        if text is None or seed is None or sealing is None:
            raise Refusal("not_paired", "this till was never connected: run `pair` without --again")
        known = msgspec.json.decode(text, type=Identity)
        stands_in = shop(ledger)
        place = pairing.parse(typed)
        url = url_of(place.host, place.port)
        transport = HttpTransport(url, _identity(url, place, randomness))
        try:
            paired = client.pair(
                transport,
                place,
                signer=Signer(seed),
                sealing_private=sealing,
                name=stands_in.till,
                randomness=randomness,
                again=True,
            )
        finally:
            transport.close()
        store.put(keys.TENANT_KEY, bytes.fromhex(paired.secrets.tenant_key))
        keep_peppers(store, paired.secrets)
        ledger.require_rejoin()
        server_key = paired.identity.server_key.hex()
        moved = msgspec.structs.replace(known, server_url=url, server_key=server_key)
        keep_identity(ledger, moved, stands_in)
    finally:
        ledger.close()
    return moved


def keep_peppers(store: KeyStore, secrets: PairSecrets) -> None:
    """Keep every pepper of the shop; a server of before knows of the first one only."""
    store.put(keys.PEPPER, bytes.fromhex(secrets.pepper))
    for row in secrets.peppers:
        peppers.add(store, row.number, bytes.fromhex(row.secret))


def _identity(url: str, place: pairing.Pairing, randomness: Callable[[int], bytes]) -> bytes:
    """Ask who is there, before the code is said to anybody; gives the server's public key."""
    stranger = HttpTransport(url, is_stranger=True)
    try:
        card, _ = client.meet(stranger, place, randomness)
    finally:
        stranger.close()
    return bytes.fromhex(card.public_key)


def shop_of(programme: Programme, *, issuer: str, till: str, language: str, folder: Folder) -> Shop:
    """Say what a till knows of its shop from the programme that it was sent."""
    spoken = language or programme.languages[0]
    words = Wording(
        spoken,
        currency=programme.currency,
        scale=programme.scale,
        time_zone=programme.time_zone,
    )
    return Shop(
        name=programme.text(programme.name, spoken),
        till=till or words.say("Till {n}", n=1),
        issuer=issuer,
        language=spoken,
        currency=programme.currency,
        scale=programme.scale,
        time_zone=programme.time_zone,
        region=REGIONS.get(programme.time_zone, "NL"),
        day_start_minutes=programme.day_start_minutes,
        demo=folder.kind == DEMO,
    )
