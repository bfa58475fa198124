"""The central ledger as one object: every request of a till, without HTTP.

Each method is one transaction; the clock and chance come from outside, so that the simulator
drives the very same class.
"""

from __future__ import annotations

from collections.abc import Callable

from loyalty import event
from loyalty.errors import Corrupt, Outage, Refusal
from server import (
    draws,
    feed,
    granting,
    homes,
    intake,
    moved,
    pairing,
    phone_keys,
    pins,
    recovery,
    terms,
    verify,
)
from server.access import Access
from server.commands.desk import Commands
from server.copies import Room
from server.fleet import Fleet, tell_devices, welcome
from server.keys import PhoneSeeds, Secrets
from server.nightly import Nightly
from server.people import People
from server.phone import Phones
from server.phone_pin import PinDoor
from server.restored import Restored
from server.standings import OwnHead, lost
from server.work import SERVER, Surroundings, Work
from storage.records import Verification
from storage.server import changes, events, heads, purses, settings, tenants
from storage.server.database import Connection, Database
from storage.server.heads import Device
from storage.server.people import PeopleKeys
from storage.server.tenants import Tenant
from sync import pairing as meeting
from sync import wire
from sync.exchange import Pull
from sync.sign import Signer
from sync.wire_secrets import PeppersReply, PeppersRequest

ERASED_MAX = 2_000


class Books:
    """The books of one tenant."""

    def __init__(
        self,
        *,
        database: Database,
        people_keys: PeopleKeys,
        tenant: str,
        secrets: Secrets,
        randomness: Callable[[int], bytes],
        phone_seeds: PhoneSeeds | None = None,
    ) -> None:
        """Keep books in open files; without `phone_seeds` members' phones show no codes."""
        self.signer = Signer(secrets.signing_seed)
        self._database = database
        self._people = People(keys=people_keys, index_key=secrets.tenant_key)
        self._tenant = tenant
        self._secrets = secrets
        self._surroundings = Surroundings(signer=self.signer, randomness=randomness)
        self._phone_seeds = phone_seeds

    def create(self, *, issuer: str, zone: str, programmes: tuple[bytes, ...], now_us: int) -> None:
        """Make the tenant with its first programme. Does nothing when it is there already.

        Raises Outage `database_newer` when a newer program made it.
        """
        feed_epoch = self._surroundings.randomness(8).hex()
        made = Tenant(tenant=self._tenant, issuer=issuer, zone=zone, feed_epoch=feed_epoch)
        with self._database.write() as connection:
            found = tenants.read(connection, self._tenant)
            if found is not None:
                tenants.check_version(found)
                if not found.moved_to:
                    self._begin_phones(connection, now_us)
                    work = self._work(connection, now_us)
                    tell_devices(work)
                    work.finish()
                return
            tenants.create(connection, made, now_us)
            changes.begin(connection, self._tenant)
            server = Device(
                device=SERVER,
                name=SERVER,
                public_key=self.signer.public,
                newest_epoch=1,
                paired_us=now_us,
            )
            heads.add_device(connection, self._tenant, server, event.genesis(SERVER, 1))
            work = Work(connection, made, now_us, self._surroundings)
            for document in programmes:
                terms.put(work, document)
            work.finish()
            self._begin_phones(connection, now_us)

    def phones(self) -> Phones | None:
        """Give what members' phones may ask; None where the shop has no keys for their codes."""
        if self._phone_seeds is None:
            return None
        door = PinDoor(
            database=self._database,
            tenant=self._tenant,
            keys=self._people.keys,
            secrets=self._secrets,
            begin=self._work,
        )
        return Phones(
            database=self._database,
            tenant=self._tenant,
            sealed_by=self._people,
            seeds=self._phone_seeds,
            randomness=self._surroundings.randomness,
            tenant_key=self._secrets.tenant_key,
            door=door,
        )

    def access(self) -> Access:
        """Give what a part that is none of this class's needs of the books."""
        return Access(
            database=self._database,
            sealed_by=self._people,
            tenant=self._tenant,
            begin=self._work,
            randomness=self._surroundings.randomness,
        )

    def commands(self) -> Commands:
        """Give what an owner can have done here: merge, adjust, block, erase and so on."""
        return Commands(self.access())

    def fleet(self) -> Fleet:
        """Give what the owner asks of the tills of this shop."""
        return Fleet(self._database, self._tenant, self._work, self._secrets.peppers)

    def restored(self) -> Restored:
        """Give what is asked of books that were put back from a backup."""
        return Restored(self._database, self._tenant, self._work, self._surroundings.randomness)

    def copy_room(self) -> Room:
        """Give what copies for new tills are made of (`server.copies`)."""
        return Room(
            database=self._database,
            sealed_by=self._people,
            tenant=self._tenant,
            randomness=self._surroundings.randomness,
            seal=self.signer.sign,
        )

    def nightly(self) -> Nightly:
        """Give what runs a business date: lots that end, silence, counters."""
        return Nightly(self.access(), at_home=homes.at_server)

    def make_phone_link(self, number: str, now_us: int) -> str:
        """Make the secret of a phone's link. Raises `member_unknown`, `keys_missing`."""
        phones = self.phones()
        if phones is None:
            raise Outage("keys_missing", "this server keeps no keys for phones' codes")
        return phones.make_link(number, now_us)

    def rotate_phone_key(self, now_us: int, *, at_once: bool) -> int:
        """Sign phones' codes with a new key from now on, and give its id.

        What phones hold already still counts for twelve hours, unless `at_once`, which is for a
        key that somebody else may have. Raises Outage `keys_missing`.
        """
        if self._phone_seeds is None:
            raise Outage("keys_missing", "this server keeps no keys for phones' codes")
        with self._database.write() as connection:
            work = self._work(connection, now_us)
            work.take_turn()
            key_id = phone_keys.rotate(work, self._phone_seeds, at_once=at_once)
            work.finish()
        return key_id

    def put_programme(self, document: bytes, now_us: int) -> None:
        """Add a version of the programme and send it to every till.

        Raises ProgrammeInvalid, and Refusal `programme_exists` for a version that is there.
        """
        with self._database.write() as connection:
            work = self._work(connection, now_us)
            work.take_turn()
            terms.put(work, document)
            work.finish()

    def put_setting(self, name: str, value: str, now_us: int) -> None:
        """Keep a setting of the shop and send it to every till; an empty text takes it back."""
        with self._database.write() as connection:
            work = self._work(connection, now_us)
            settings.put(connection, self._tenant, name, value)
            work.tell(changes.SETTING, name)
            work.finish()

    def setting(self, name: str) -> str:
        """Give a setting of the shop; empty when there is none."""
        with self._database.read() as connection:
            return settings.read(connection, self._tenant, [name]).get(name, "")

    def draw_seed(self, month: str, now_us: int) -> tuple[bytes, bool]:
        """Give a month's seed (`2026-11`) and whether it is over. Raises `programme_none`."""
        with self._database.read() as connection:
            tenant, key = self._read(connection), self._secrets.tenant_key
            return draws.seed(connection, tenant, key, month, now_us)

    def card(self, now_us: int) -> wire.ServerCard:
        """Say who this server is, to anybody."""
        return wire.ServerCard(
            tenant=self._tenant,
            public_key=self.signer.public.hex(),
            sealing_key=meeting.sealing_public(self._secrets.sealing_private).hex(),
            server_time_us=now_us,
        )

    def make_code(self, now_us: int) -> str:
        """Make a pairing code: fifteen minutes, five tries, one till."""
        with self._database.write() as connection:
            return pairing.make_code(
                connection, self._tenant, self._surroundings.randomness, now_us
            )

    def pair(self, request: wire.PairRequest, now_us: int) -> wire.PairReply:
        """Let a till in. Raises Refusal `pairing_code`, `device_known`, `body_broken`."""
        nonce = self._surroundings.randomness(meeting.NONCE_BYTES)
        with self._database.write() as connection:
            device = pairing.redeem(connection, self._tenant, self.signer.public, request, now_us)
            if device is not None:
                work = self._work(connection, now_us)
                if device.paired_us == now_us:
                    recovery.paired(work, device, again=request.again)
                welcome(work, device)
                work.finish()
                return pairing.reply(
                    connection,
                    self._read(connection),
                    self._secrets,
                    device,
                    request,
                    nonce=nonce,
                    now_us=now_us,
                )
        # Raised outside, so that the try that was used up stays used up.
        raise Refusal("pairing_code", "the pairing code is wrong or has ended: make a new one")

    def device_key(self, device: str) -> bytes | None:
        """Give the public key of a till; None when it is not paired."""
        with self._database.read() as connection:
            found = heads.device(connection, self._tenant, device)
        return None if found is None or device == SERVER else found.public_key

    def push(self, device: str, request: wire.PushRequest, now_us: int) -> wire.PushReply:
        """Take events and person rows. Raises as `server.intake.push`."""
        with self._database.write() as connection:
            # The device before anything else: a request of the same till waits here.
            pushing = self._device(connection, device)
            work = self._work(connection, now_us)
            reply = intake.push(work, pushing, request, self._people)
        self.commands().do_again(work)
        return reply

    def pull(self, device: str, asked: Pull, now_us: int) -> wire.PullReply:
        """Give what changed after a cursor. Raises Refusal `refeed` or `rejoin`."""
        own = OwnHead(epoch=asked.epoch, seq=asked.seq, hash=asked.head)
        with self._database.read() as connection:
            tenant = self._read(connection)
            return feed.pull(
                connection,
                tenant,
                sealed_by=self._people,
                device=device,
                cursor=asked.cursor,
                own=own,
                seal=self.signer.sign,
                now_us=now_us,
            )

    def grant(
        self, device: str, request: wire.GrantRequest, own: OwnHead, now_us: int
    ) -> wire.GrantReply:
        """Answer a wish for the right to pay out more. Raises Refusal `rejoin`."""
        with self._database.write() as connection:
            return granting.ask(self._work(connection, now_us), device, request, own)

    def lookup(
        self, device: str, epoch: int, request: wire.LookupRequest, now_us: int
    ) -> wire.LookupReply:
        """Find a member whom a till has never seen. Raises Refusal `rejoin`."""
        with self._database.read() as connection:
            tenant = self._read(connection)
            return feed.lookup(
                connection,
                tenant,
                sealed_by=self._people,
                device=device,
                request=request,
                epoch=epoch,
                now_us=now_us,
            )

    def peppers(
        self, device: str, epoch: int, request: PeppersRequest, now_us: int
    ) -> PeppersReply:
        """Give a till the peppers that it has not. Raises Refusal `rejoin`, and `device_lost`."""
        with self._database.write() as connection:
            # While it is asked nobody declares this till lost, which makes a pepper not for it.
            self._device(connection, device)
            work = self._work(connection, now_us)
            return pairing.give_peppers(work, self._secrets, device, epoch, request)

    def rejoin(self, device: str, request: wire.RejoinRequest, now_us: int) -> wire.RejoinReply:
        """Begin a new epoch of a till."""
        with self._database.write() as connection:
            leaving = self._device(connection, device)
            waits = recovery.status(connection, self._tenant).active
            work = self._work(connection, now_us)
            reply = pairing.rejoin(work, leaving, request)
        if waits and request.erased:
            # Who was erased after the backup: the tills know it, the books that came back do not.
            self.commands().erase_again(now_us, request.erased[:ERASED_MAX])
        self.commands().do_again(work)
        return reply

    def reset_pin(self, number: str, now_us: int) -> int:
        """Take a card's PIN away; give the version of it. Raises Refusal `member_unknown`."""
        with self._database.write() as connection:
            work = self._work(connection, now_us)
            made = pins.reset(work, self._people.keys, number)
            work.finish()
        return made.version

    def verify(self) -> Verification:
        """Rebuild everything that can be rebuilt from the events, and compare."""
        with self._database.read() as connection:
            return verify.verify(connection, self._tenant)

    def balances(self) -> dict[tuple[str, str], int]:
        """Give every balance and counter by account and unit."""
        with self._database.read() as connection:
            rows = purses.balances(connection, self._tenant)
        return {(row.account, row.unit): row.balance for row in rows}

    def quarantined(self) -> dict[str, int]:
        """Count what was set aside, by reason."""
        with self._database.read() as connection:
            return events.quarantined(connection, self._tenant)

    def count_tills(self) -> int:
        """Count the tills that are paired."""
        with self._database.read() as connection:
            return heads.count_tills(connection, self._tenant, SERVER)

    def connections(self) -> int:
        """Count the connections to the database in use."""
        return self._database.connections()

    def check(self) -> None:
        """Raise an Outage unless both databases answer and are of this program's version."""
        self._database.check()
        self._people.keys.check()

    def close(self) -> None:
        """Close both files."""
        self._database.close()
        self._people.keys.close()

    def _begin_phones(self, connection: Connection, now_us: int) -> None:
        if self._phone_seeds is not None:
            work = self._work(connection, now_us)
            phone_keys.begin(work, self._phone_seeds)
            work.finish()

    def _work(self, connection: Connection, now_us: int) -> Work:
        return Work(connection, self._read(connection), now_us, self._surroundings)

    def _read(self, connection: Connection) -> Tenant:
        found = tenants.read(connection, self._tenant)
        if found is None:
            raise Corrupt("tenant_missing", "the database holds no such shop")
        moved.check(found)
        return found

    def _device(self, connection: Connection, device: str) -> Device:
        found = heads.lock_device(connection, self._tenant, device)
        if found is None or device == SERVER:
            raise Refusal("device_unknown", "this till is not connected to this server")
        if found[1]:
            raise lost()
        return found[0]
