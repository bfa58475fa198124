"""Judges one pushed event: is it understood, and may its postings be booked?

An event that may not be booked is set aside and kept; the chain goes on (nothing blocks).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from loyalty import accounts, event
from loyalty.accounts import COUNT, COUNTED, HELD, OPEN, SHOP_ACCOUNTS
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from storage.records import CARD, LEGACY, PHONE, Credential, Member

CREATED = "created"
EXISTS = "exists"
QUARANTINED = "quarantined"

ENROL = "enrol"
REPLACED = "card_replaced"
READ = frozenset(
    {
        *("refund_wanted", "refund_refused", "refund", "undo"),
        *("home_return", "owner_set", "cards_issued"),
    }
)
"""The types whose data the server reads after booking; of the others it keeps the bytes only."""
AMOUNT_MAX = 10**12
POSTINGS_MAX = 500
FIGURE_MAX = 10**15
"""What a till's events may bring any figure to: far above a shop, and far below 2^63."""
FIGURE_LARGE = "figure_large"
_BOTH = frozenset({OPEN, HELD})
_COUNTERS = frozenset({COUNT})
_FROM_OPEN = f":{OPEN}"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:~/-]{0,149}")
_OLD_CARD = re.compile(r"[0-9A-Za-z]{1,16}:.{1,64}")
OLD_CARDS_MAX = 8
SECONDS_MAX = 10**11
_ACCOUNT = re.compile(r"[0-9A-Za-z_-]{1,64}")


class EnrolData(msgspec.Struct, frozen=True, kw_only=True):
    """What the event of an enrolment says."""

    member: str
    account: str
    number: str = ""
    phone_index: str | None = None
    old_cards: tuple[str, ...] = ()
    joined: str = ""


class ReplacedData(msgspec.Struct, frozen=True, kw_only=True):
    """What the event of a lost card says; `waits_until_s` is 0 for a card that pays at once."""

    member: str
    number: str
    old: str = ""
    waits_until_s: int = 0


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of an event: `postings` are booked, `reason` sets it aside.

    `data` is the event's for the types that the server reads (READ), otherwise empty; `made` is
    what was decoded, for the figures.
    """

    event_id: str = ""
    type: str = ""
    day: str = ""
    postings: tuple[Posting, ...] = ()
    reason: str = ""
    enrolled: EnrolData | None = None
    replaced: ReplacedData | None = None
    data: dict[str, Any] = {}
    made: Event | None = None

    @property
    def outcome(self) -> str:
        """Say `created` or `quarantined`."""
        return QUARANTINED if self.reason else CREATED

    @property
    def about(self) -> tuple[str, ...]:
        """Name the members and accounts that it is about besides those of its postings."""
        joined = (self.enrolled.member, self.enrolled.account) if self.enrolled else ()
        return (*joined, self.replaced.member) if self.replaced else joined

    def set_aside(self, reason: str) -> Judged:
        """Give it as an event that is kept and does nothing."""
        return Judged(event_id=self.event_id, type=self.type, day=self.day, reason=reason)


class Move(NamedTuple):
    """What a posting does to a member's account; `holder` is set for the part `held`.

    A tuple, because a push makes thousands, and a frozen dataclass takes four times as long.
    """

    account: str
    part: str
    unit: str
    lot: str
    delta: int
    holder: str = ""


def judge(raw: bytes, seq: int | None) -> Judged:
    """Judge the bytes of an event at a place in a till's chain.

    `seq` None stands for the tail of a fork, which keeps the numbers it was made with.
    """
    try:
        made = event.decode(raw)
    except (Refusal, RecursionError):
        return Judged(reason="event_shape")
    if not (is_name(made.id) and is_name(made.type) and _is_day(made.day)):
        return Judged(reason="event_shape")
    judged = Judged(event_id=made.id, type=made.type, day=made.day)
    reason = "seq_wrong" if seq not in (None, made.seq) else why_not(made.postings)
    if reason:
        return judged.set_aside(reason)
    judged = replace(judged, postings=made.postings, made=made)
    if made.type in READ:
        return replace(judged, data=made.data)
    if made.type == REPLACED:
        replaced = _replaced(made)
        return replace(judged, replaced=replaced, reason="" if replaced else "card_data")
    if made.type != ENROL:
        return judged
    enrolled = _enrolled(made)
    if enrolled is None:
        return replace(judged, reason="enrol_data")
    return replace(judged, enrolled=enrolled)


def why_not(postings: tuple[Posting, ...]) -> str:
    """Say why a till's postings may not be booked; empty when they may."""
    if len(postings) > POSTINGS_MAX:
        return "postings_many"
    return next(filter(None, map(_why_not, postings)), "")


def moves(postings: tuple[Posting, ...], holder: str) -> list[Move]:
    """Give what postings do, in the order in which rights are booked: held, then open.

    Of each part what goes out comes before what comes in. `holder` is who made the event; a
    server's event names its holders itself.
    """
    # Four lists in their order: sorting with a key took longer than all the rest here.
    turns: tuple[list[Move], ...] = ([], [], [], [])
    for posting in postings:
        for name, sign in ((posting.debit, -1), (posting.credit, 1)):
            if name in SHOP_ACCOUNTS:
                continue
            account, part, named = _parts(name)
            spender = (named or holder) if part == HELD else ""
            turns[(part == OPEN) * 2 + (sign > 0)].append(
                Move(account, part, posting.unit, posting.lot, sign * posting.amount, spender)
            )
    return [*turns[0], *turns[1], *turns[2], *turns[3]]


def touched(postings: tuple[Posting, ...]) -> set[str]:
    """Give the members' accounts that postings name."""
    names = {posting.debit for posting in postings}
    names.update([posting.credit for posting in postings])
    return {_parts(name)[0] for name in names - SHOP_ACCOUNTS}


def member_of(enrolled: EnrolData, day: str) -> tuple[Member, tuple[Credential, ...]]:
    """Make the member and the credentials that an enrolment gives.

    Who comes from another system joined before; nobody joins later than on the event's day.
    """
    joined = enrolled.joined
    member = Member(
        member_id=enrolled.member,
        account=enrolled.account,
        number=enrolled.number,
        joined_day=joined if _is_day(joined) and joined <= day else day,
    )
    shown = []
    if enrolled.number:
        shown.append((CARD, enrolled.number))
    if enrolled.phone_index:
        shown.append((PHONE, enrolled.phone_index))
    shown += [(LEGACY, key) for key in enrolled.old_cards]
    return member, tuple(
        Credential(kind=kind, key=key, member_id=enrolled.member) for kind, key in shown
    )


def _why_not(posting: Posting) -> str:
    debit, credit, unit = posting.debit, posting.credit, posting.unit
    if not 0 < posting.amount <= AMOUNT_MAX or debit == credit:
        return "unbalanced"
    if not (_is_account(debit) and _is_account(credit)):
        return "account_foreign"
    if not _is_unit(unit) or (posting.lot and not is_name(posting.lot)):
        return "unit_unknown"
    parts = {_parts(name)[1] for name in (debit, credit) if name not in SHOP_ACCOUNTS}
    if parts == _BOTH and debit.endswith(_FROM_OPEN):
        return "right_taken"  # a right comes from the server or from an earn, never by itself
    if accounts.is_value(unit):
        fits = COUNT not in parts and COUNTED not in (debit, credit)
    else:
        fits = parts <= _COUNTERS
    return "" if fits else "unit_unknown"


# A push names the same accounts and units again and again; what they are does not change.


@lru_cache(maxsize=16_384)
def _is_account(name: str) -> bool:
    if not accounts.is_known(name):
        return False
    return name in SHOP_ACCOUNTS or is_account(name.split(":")[1])


@lru_cache(maxsize=1_024)
def _is_unit(unit: str) -> bool:
    return is_name(unit)


@lru_cache(maxsize=16_384)
def _parts(name: str) -> tuple[str, str, str]:
    """Take a member's account name apart: account, part, and who holds it where it says so."""
    _, account, part, *named = name.split(":")
    return account, part, named[0] if named else ""


def _enrolled(made: Event) -> EnrolData | None:
    data: dict[str, Any] = made.data
    try:
        enrolled = msgspec.convert(data, EnrolData)
    except msgspec.ValidationError:
        return None
    texts = (enrolled.member, enrolled.number or "0", enrolled.phone_index or "0")
    if not all(map(is_name, texts)) or not is_account(enrolled.account):
        return None
    if len(enrolled.old_cards) > OLD_CARDS_MAX or not all(map(_is_old_card, enrolled.old_cards)):
        return None
    return enrolled


def _replaced(made: Event) -> ReplacedData | None:
    try:
        replaced = msgspec.convert(made.data, ReplacedData)
    except msgspec.ValidationError:
        return None
    named = map(is_name, (replaced.member, replaced.number, replaced.old or "0"))
    is_time = 0 <= replaced.waits_until_s <= SECONDS_MAX
    return replaced if all(named) and is_time and replaced.number != replaced.old else None


def _is_old_card(key: str) -> bool:
    return key.isprintable() and _OLD_CARD.fullmatch(key) is not None


def is_name(text: str) -> bool:
    """Say whether a text may name something: short, and of characters that any database takes."""
    return _NAME.fullmatch(text) is not None


def is_account(text: str) -> bool:
    """Say whether a text may name a member's account."""
    return _ACCOUNT.fullmatch(text) is not None


@lru_cache(maxsize=1_024)
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
