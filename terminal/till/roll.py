"""The roll of members: whoever the server told of, and whoever this till enrolled itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from loyalty import accounts, ids
from loyalty import pin as rules
from loyalty.standing import Standing
from storage.records import CARD, CARD_LOST, LEGACY, PHONE, VISIT_PIN, Member, Person, Pin, Position
from terminal.till import homes, phone, redirects
from terminal.till.desk import Desk

FOUND_MAX = 9
SIZE_KEPT_MS = 60_000
NOWHERE = Position(epoch=0, seq=0)


def member(desk: Desk, member_id: str) -> Member | None:
    """Find a member by id, the server's word first."""
    return _now(desk, desk.directory.member(member_id) or desk.ledger.member(member_id))


def by_number(desk: Desk, number: str) -> Member | None:
    """Find the member whose card this is."""
    return _by(desk, CARD, number)


def is_lost(desk: Desk, number: str) -> bool:
    """Say whether another card has taken the place of this one."""
    both = (desk.directory, desk.ledger)
    return any(one.member_by(CARD_LOST, number) is not None for one in both)


def by_old_card(desk: Desk, key: str) -> Member | None:
    """Find the member who has this card of before; `key` is `SYMBOLOGY:NUMBER`."""
    return _by(desk, LEGACY, key)


def by_phone(desk: Desk, phone_e164: str) -> Member | None:
    """Find a member by phone number; only its blind index is looked up."""
    key = ids.blind_phone(desk.tenant_key, phone_e164)
    return _by(desk, PHONE, key)


def by_visit_pin(desk: Desk, key: str) -> Member | None:
    """Find the member who has this visit PIN, by its blind index."""
    return _by(desk, VISIT_PIN, key)


def pin(desk: Desk, member_id: str) -> Pin | None:
    """Find what a member's PIN is checked with: the higher version, the server's of two alike."""
    known = (desk.directory.pin(member_id), desk.ledger.pin(member_id))
    return max((one for one in known if one), key=lambda one: one.version, default=None)


def all_by_phone(desk: Desk, phone_e164: str) -> tuple[str, ...]:
    """Give ids of everybody with this phone number, whom the blind index names first.

    There is more than one when two tills enrolled somebody with it while they could not see
    each other, and when members at home share a number.
    """
    key = ids.blind_phone(desk.tenant_key, phone_e164)
    both = (desk.directory.member_by(PHONE, key), desk.ledger.member_by(PHONE, key))
    first = [redirects.member(desk, one) for one in both]
    ending_alike = phoned(desk, phone_e164.removeprefix("+"))
    same = [one for one in ending_alike if _has_phone(desk, one, phone_e164)]
    return tuple(dict.fromkeys((*(one.member_id for one in first if one), *same)))


def near_phone(desk: Desk, phone_e164: str) -> tuple[str, ...]:
    """Give ids of members whose number differs by one digit, or by two that are swapped."""
    near = (by_phone(desk, other) for other in phone.neighbours(phone_e164))
    return tuple(dict.fromkeys(one.member_id for one in near if one is not None))[:FOUND_MAX]


def ending(desk: Desk, digits: str) -> tuple[str, ...]:
    """Give ids of members whose card number ends in these digits."""
    found = (
        *desk.directory.members_ending(digits, FOUND_MAX),
        *desk.ledger.members_ending(digits, FOUND_MAX),
    )
    return tuple(dict.fromkeys(found))[:FOUND_MAX]


def phoned(desk: Desk, digits: str) -> tuple[str, ...]:
    """Give ids of people whose phone number ends in these digits."""
    found = (
        *desk.directory.people_phoned(digits, FOUND_MAX),
        *desk.ledger.people_phoned(digits, FOUND_MAX),
    )
    return tuple(dict.fromkeys(found))[:FOUND_MAX]


def named(desk: Desk, words: str) -> tuple[str, ...]:
    """Give ids of people whose name has words that begin like these."""
    found = (
        *desk.directory.people_named(words, FOUND_MAX),
        *desk.ledger.people_named(words, FOUND_MAX),
    )
    return tuple(dict.fromkeys(found))[:FOUND_MAX]


def person(desk: Desk, member_id: str) -> Person | None:
    """Find personal data, the newer version of the two databases."""
    known = (desk.directory.person(member_id), desk.ledger.person(member_id))
    return max((one for one in known if one), key=lambda one: one.version, default=None)


def standing(desk: Desk, account: str) -> Standing:
    """Give where an account stands: the server's figures plus own events since then.

    Own events on an account that goes on as this one count as well.
    """
    account = redirects.account(desk, account)
    said = desk.directory.standing(account)
    effect: Counter[str] = Counter()
    for name in (account, *redirects.former(desk, account)):
        effect.update(desk.ledger.effect(name, said.own if said else NOWHERE))
    balance: Counter[str] = Counter(said.balance if said else {})
    counters: Counter[str] = Counter(said.counters if said else {})
    for unit, delta in effect.items():
        (balance if accounts.is_value(unit) else counters)[unit] += delta
    return Standing(
        account=account,
        balance=dict(balance),
        held=desk.ledger.held(account),
        owed=dict(said.owed) if said else {},
        counters=dict(counters),
        home=homes.is_here(desk, account, said),
    )


def size(desk: Desk) -> int:
    """Count the members, as far as it decides how long a PIN for coming in has to be.

    Looked up once a minute: the pad asks whenever it is drawn.
    """
    now_ms = desk.clock.monotonic_ms()
    count, at_ms = desk.members
    if not at_ms or now_ms - at_ms > SIZE_KEPT_MS:
        count = desk.directory.members_count(rules.LONG_MEMBERS_MAX + 1)
        desk.members = (count, now_ms)
    return count


def short_name(desk: Desk, member_id: str) -> str:
    """Give a name as a cashier may see it: first name and initial, or empty."""
    known = person(desk, member_id)
    words = known.name.split() if known else []
    if len(words) < 2:  # noqa: PLR2004
        return words[0] if words else ""
    return " ".join([words[0], *words[1:-1], words[-1][0].upper() + "."])


def masked_phone(desk: Desk, member_id: str) -> str:
    """Give a phone number of which only country and last two digits can be read."""
    known = person(desk, member_id)
    return phone.masked(known.phone) if known and known.phone else ""


def _by(desk: Desk, kind: str, key: str) -> Member | None:
    return _now(desk, desk.directory.member_by(kind, key) or desk.ledger.member_by(kind, key))


def _now(desk: Desk, found: Member | None) -> Member | None:
    """Give who this is now, and the account that goes on for theirs."""
    known = redirects.member(desk, found)
    if known is None:
        return None
    account = redirects.account(desk, known.account)
    if account != known.account:
        known = replace(known, account=account)
    own = desk.ledger.member(known.member_id)
    if own is not None and own.number != known.number:
        # This till replaced the card, and the server has not said so yet.
        is_older = desk.ledger.member_by(CARD_LOST, known.number) is not None
        known = replace(known, number=own.number) if is_older else known
    return known


def _has_phone(desk: Desk, member_id: str, phone_e164: str) -> bool:
    known = person(desk, member_id)
    return known is not None and known.phone == phone_e164
