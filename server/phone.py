"""What a member's phone may ask: to come in, what stands on the card, and codes ahead of time.

A code is made for a moment that is still to come, because the phone has to
show it where there is no network.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace

from loyalty import accounts, days, ids, pin
from loyalty.errors import Refusal
from loyalty.phonecode import PhoneCode, signed_message, step_at, write
from loyalty.programme import Programme, from_wire, in_force
from server import people, wallet_figures
from server.keys import PhoneSeeds
from server.people import People
from server.phone_keys import AHEAD_STEPS
from server.phone_pin import Outcome, PinDoor, Wish, e164
from server.wallet_figures import Holding
from storage.records import CARD, PHONE, Member
from storage.server import members, phone, phone_keys, pins, purses, tenants
from storage.server.database import Connection, Database
from storage.server.phone import Session
from storage.server.tenants import Tenant
from sync.sign import Signer

HOUR_US = 3_600 * 1_000_000
DAY_US = 24 * HOUR_US
LINK_US = DAY_US
SESSION_US = 180 * DAY_US
RENEW_US = DAY_US
_LINK_BYTES = 16
_SESSION_BYTES = 32
_BY_PIN = "p."
"""What the secrets of phones that came in by PIN begin with; no other secret has a dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A phone that came in: its secret, and until when it may come back without a link."""

    token: str
    ends_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """How full a stamp card is."""

    name: str
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What a member's page shows; `renewed` asks the phone to keep its secret for longer."""

    number: str
    shop: str
    zone: str
    language: str
    points: int
    stamps: tuple[Stamps, ...]
    has_pin: bool = False
    renewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The texts of consecutive steps, the first of them that of `first_step`."""

    number: str
    first_step: int
    texts: tuple[str, ...]


class Phones:
    """Lets members' phones in and makes their codes; each method is one transaction."""

    def __init__(
        self,
        *,
        database: Database,
        tenant: str,
        sealed_by: People,
        seeds: PhoneSeeds,
        randomness: Callable[[int], bytes],
        tenant_key: bytes,
        door: PinDoor,
    ) -> None:
        self._database = database
        self._tenant = tenant
        self._people = sealed_by
        self._seeds = seeds
        self._randomness = randomness
        self._tenant_key = tenant_key
        self._door = door

    def make_link(self, number: str, now_us: int) -> str:
        """Make the secret of a one-time link for whoever has this card.

        Raises Refusal `member_unknown`.
        """
        token = self._token(_LINK_BYTES)
        with self._database.write() as connection:
            member = members.by_credential(connection, self._tenant, CARD, number)
            if member is None or not _may_come_in(member):
                raise Refusal("member_unknown", "the server knows no member with this card")
            phone.forget_ended(connection, self._tenant, now_us)
            phone.put_link(connection, self._tenant, token, member.member_id, now_us + LINK_US)
        return token

    def is_link(self, token: str, now_us: int) -> bool:
        """Say whether a link would let somebody in; looking does not use it up."""
        with self._database.read() as connection:
            return phone.link(connection, self._tenant, token, now_us) is not None

    def come_in(self, link: str, now_us: int) -> Visit | None:
        """Use a link up; None when it was used, has ended or never was."""
        with self._database.write() as connection:
            member_id = phone.link(connection, self._tenant, link, now_us, lock_row=True)
            if member_id is None:
                return None
            phone.drop_link(connection, self._tenant, link)
            return self._let_in(connection, member_id, now_us)

    def come_in_by_pin(self, phone_typed: str, typed: str, now_us: int) -> Visit | None:
        """Let whoever has this phone number in, when the PIN is theirs.

        None for an unknown number, a wrong or locked PIN and for none, after the same work. Of
        members who share a number it is the first that joined. Raises Outage `server_busy`.
        """
        with self._database.read() as connection:
            zone = self._read(connection).zone
            blind = ids.blind_phone(self._tenant_key, e164(phone_typed, zone))
            member = members.by_credential(connection, self._tenant, PHONE, blind)
        if member is not None and not (_may_come_in(member) and pin.is_pin(typed)):
            member = None
        if not self._door.opens(member, typed, now_us) or member is None:
            return None
        with self._database.write() as connection:
            return self._let_in(connection, member.member_id, now_us, _BY_PIN)

    def asks_current_pin(self, token: str) -> bool:
        """Say whether this phone came in by PIN, and so has to say it again to change it."""
        return token.startswith(_BY_PIN)

    def choose_pin(self, token: str, wish: Wish, now_us: int) -> Outcome | None:
        """Give the member of this phone a new PIN; None when it has to come in first.

        A phone that came in by a link from the shop needs no current PIN: this is also how a
        locked or forgotten one is replaced. Raises Outage `server_busy`.
        """
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
        if found is None:
            return None
        asks = self.asks_current_pin(token)
        return self._door.choose(found[1], wish, now_us, asks_current=asks)

    def member_of(self, token: str, now_us: int) -> Member | None:
        """Give whose phone this is; None when it has to come in first."""
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
        return found[1] if found else None

    def proves(self, token: str, typed: str, now_us: int) -> bool:
        """Say whether a phone may change what matters: it came by a link, or knows the PIN.

        A wrong PIN counts towards the lock of the day. Raises Outage `server_busy`.
        """
        member = self.member_of(token, now_us)
        if member is None:
            return False
        return not self.asks_current_pin(token) or self._door.opens(member, typed, now_us)

    def shop(self, language: str, now_us: int) -> str:
        """Give the shop's name as its programme says it."""
        with self._database.read() as connection:
            programme = _programme(connection, self._read(connection), now_us)
        return programme.text(programme.name, language) if programme else ""

    def leave(self, token: str) -> None:
        """Let a phone go."""
        with self._database.write() as connection:
            phone.drop_session(connection, self._tenant, token)

    def face(self, token: str, spoken: str, now_us: int) -> CardFace | None:
        """Give what the page of this phone shows; None when it has to come in first.

        `spoken` is the phone's language; one that the member told the shop goes before it.
        """
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
            if found is None:
                return None
            session, member = found
            shown = self._face(connection, member, spoken, now_us)
        if session.ends_us - now_us > SESSION_US - RENEW_US:
            return shown
        longer = Session(
            member_id=session.member_id, made_us=session.made_us, ends_us=now_us + SESSION_US
        )
        with self._database.write() as connection:
            phone.put_session(connection, self._tenant, token, longer)
        return replace(shown, renewed=True)

    def member(self, token: str, now_us: int) -> Member | None:
        """Give whose phone this is; None when it has to come in first."""
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
        return found[1] if found else None

    def holding(self, token: str, spoken: str, now_us: int) -> Holding | None:
        """Give what this phone's card in a wallet shows; None when it has to come in first."""
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
            return self._holding(connection, found[1], spoken, now_us) if found else None

    def holding_of(self, number: str, spoken: str, now_us: int) -> Holding:
        """Give what the card in a wallet shows of whoever has this number.

        Raises Refusal `member_unknown`.
        """
        with self._database.read() as connection:
            member = members.by_credential(connection, self._tenant, CARD, number)
            able = member is not None and _may_come_in(member)
            found = self._holding(connection, member, spoken, now_us) if member and able else None
        if found is None:
            raise Refusal("member_unknown", "the server knows no member with this card")
        return found

    def codes(self, token: str, now_us: int) -> Codes | None:
        """Make the codes of the next twelve hours; None when the phone has to come in first."""
        with self._database.read() as connection:
            found = self._who(connection, token, now_us)
            newest = phone_keys.read(connection, self._tenant)[0]
        if found is None:
            return None
        number, first = found[1].number, step_at(now_us)
        sign = Signer(self._seeds.of(newest.key_id)).sign

        def text(step: int) -> str:
            signature = sign(signed_message(newest.key_id, number, step))
            return write(
                PhoneCode(key_id=newest.key_id, number=number, step=step, signature=signature)
            )

        texts = tuple(text(step) for step in range(first, first + AHEAD_STEPS))
        return Codes(number=number, first_step=first, texts=texts)

    def _let_in(self, connection: Connection, member_id: str, now_us: int, way: str = "") -> Visit:
        made = Visit(token=way + self._token(_SESSION_BYTES), ends_us=now_us + SESSION_US)
        session = Session(member_id=member_id, made_us=now_us, ends_us=made.ends_us)
        phone.put_session(connection, self._tenant, made.token, session)
        return made

    def _who(
        self, connection: Connection, token: str, now_us: int
    ) -> tuple[Session, Member] | None:
        session = phone.session(connection, self._tenant, token, now_us)
        if session is None:
            return None
        member = members.read(connection, self._tenant, [session.member_id]).get(session.member_id)
        return (session, member) if member is not None and _may_come_in(member) else None

    def _holding(
        self, connection: Connection, member: Member, spoken: str, now_us: int
    ) -> Holding | None:
        programme = _programme(connection, self._read(connection), now_us)
        if programme is None:
            return None
        return wallet_figures.read(
            connection,
            self._tenant,
            programme,
            member,
            language=self._language(connection, member, spoken),
            serial=ids.pass_serial(self._tenant_key, member.member_id),
            now_us=now_us,
        )

    def _language(self, connection: Connection, member: Member, spoken: str) -> str:
        rows = people.rows(connection, self._tenant, self._people, [member.member_id])
        return (rows[0].fields.get("language", "") if rows else "") or spoken

    def _face(self, connection: Connection, member: Member, spoken: str, now_us: int) -> CardFace:
        tenant = self._read(connection)
        programme = _programme(connection, tenant, now_us)
        balance = {
            row.unit: row.balance
            for row in purses.balances(connection, self._tenant, [member.account])
        }
        language = self._language(connection, member, spoken)
        return CardFace(
            number=member.number,
            shop=programme.text(programme.name, language) if programme else "",
            zone=tenant.zone,
            language=language,
            points=balance.get(accounts.POINTS, 0),
            stamps=_stamps(programme, balance, language),
            has_pin=any(
                kept.verifier
                for kept in pins.read(
                    connection, self._tenant, self._people.keys, [member.member_id]
                )
            ),
        )

    def _read(self, connection: Connection) -> Tenant:
        tenant = tenants.read(connection, self._tenant)
        assert tenant is not None
        return tenant

    def _token(self, size: int) -> str:
        return base64.urlsafe_b64encode(self._randomness(size)).decode().rstrip("=")


def _may_come_in(member: Member) -> bool:
    return bool(member.number) and member.status == "active"


def _programme(connection: Connection, tenant: Tenant, now_us: int) -> Programme | None:
    known = [from_wire(raw) for raw in tenants.programmes(connection, tenant.tenant).values()]
    day = days.business_date(now_us, tenant.zone).isoformat()
    begun = [each for each in known if each.from_day <= day]
    return in_force(begun, day) if begun else None


def _stamps(
    programme: Programme | None, balance: dict[str, int], language: str
) -> tuple[Stamps, ...]:
    if programme is None:
        return ()
    return tuple(
        Stamps(
            name=programme.text(card.name, language),
            count=balance.get(accounts.stamps(card.id), 0),
            of=card.stamps,
        )
        for card in programme.stamp_cards
    )
