"""Finds members by anything that a person can say of them: name, phone, card, mail, last digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loyalty import finding, ids
from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from loyalty.number import is_valid
from server import people
from server.access import Access
from server.commands import finding as whose
from server.phone_pin import e164
from storage.records import MERGED, PHONE, Member
from storage.server import members, people_index, purses, tenants
from storage.server.database import Connection

PAGE = 50
LOOKED_MAX = 400
"""So many are opened at most for a page; the next one goes on from there."""
TYPED_MAX = 100
DIGITS_MIN = 4
_PHONE_SIGNS = frozenset("+-()./ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One member in a list; of the card only the end, of the account what it has in points."""

    member_id: str
    name: str
    card_end: str
    phone_end: str
    joined_day: str
    status: str
    points: int
    shares: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of members, newest first; `before` begins the next one, empty where none follows."""

    hits: tuple[Hit, ...]
    before: str = ""


def search(access: Access, typed: str, *, before: str = "", status: str = "") -> Found:
    """Give a page of members whom what was typed fits; everybody where nothing was.

    Whole card numbers, phone numbers and mail addresses find exactly; four digits and more find
    the ends of cards and phones; words find names by their beginnings. `status` is one of
    storage.records. Raises Refusal `search_short` for a single letter or fewer than four digits.
    """
    text = typed.strip()[:TYPED_MAX]
    with access.database.read() as connection:
        if not text:
            return _everybody(access, connection, before, status)
        if "@" in text:
            return _by_tokens(access, connection, [finding.of_mail(_key(access), text)], before)
        digits = "".join(each for each in text if each.isascii() and each.isdecimal())
        if digits and all(each.isdecimal() or each in _PHONE_SIGNS for each in text):
            return _by_digits(access, connection, text, digits, before)
        return _by_name(access, connection, text, before)


def _everybody(access: Access, connection: Connection, before: str, status: str) -> Found:
    found = people_index.newest(
        connection, access.tenant, status=status, before=before, limit=PAGE + 1
    )
    last = found[PAGE - 1] if len(found) > PAGE else ""
    kept = members.read(connection, access.tenant, found[:PAGE])
    rows = [kept[each] for each in found[:PAGE] if status or kept[each].status != MERGED]
    return Found(hits=hits(access, connection, rows), before=last)


def _by_digits(
    access: Access, connection: Connection, text: str, digits: str, before: str
) -> Found:
    if is_valid(digits):
        known = whose.find(connection, access.tenant, digits)
        return Found(hits=hits(access, connection, [known] if known else []))
    if len(digits) < DIGITS_MIN:
        raise Refusal(
            "search_short", "type four digits or more of a card or phone", expected=DIGITS_MIN
        )
    tenant = tenants.read(connection, access.tenant)
    assert tenant is not None, "the books made their tenant"
    number = e164(text, tenant.zone)
    if number:
        blind = ids.blind_phone(_key(access), number)
        same = members.with_credential(connection, access.tenant, PHONE, blind)
        if same:
            return Found(hits=hits(access, connection, same))
    tokens = [
        (people_index.CARD, digits[-finding.LAST_DIGITS :]),
        finding.of_phone_end(_key(access), digits),
    ]
    tail = digits.lstrip("0") or digits
    shown: list[Hit] = []
    for _ in range(LOOKED_MAX // PAGE):
        some = _ends(access, connection, tokens, before)
        rows = _members(access, connection, some)
        for hit, card, phone in _with_numbers(access, connection, rows):
            if card.endswith(digits) or phone.endswith(tail):
                shown.append(hit)
                if len(shown) == PAGE:
                    return Found(hits=tuple(shown), before=hit.member_id)
        if len(some) < PAGE:
            return Found(hits=tuple(shown))
        before = some[-1]
    return Found(hits=tuple(shown), before=before)


def _ends(
    access: Access, connection: Connection, tokens: Sequence[finding.Token], before: str
) -> list[str]:
    """Give a page of ids that any of the tokens finds, newest first."""
    found: dict[str, None] = {}
    for token in tokens:
        some = people_index.found(connection, access.tenant, [token], before=before, limit=PAGE)
        found.update(dict.fromkeys(some))
    return sorted(found, reverse=True)[:PAGE]


def _by_name(access: Access, connection: Connection, text: str, before: str) -> Found:
    asked = finding.words(text)
    if not any(len(word) >= finding.LETTERS_MIN for word in asked):
        raise Refusal(
            "search_short", "type two letters or more of a name", expected=finding.LETTERS_MIN
        )
    wanted = [word for word in asked if len(word) >= finding.LETTERS_MIN]
    tokens = finding.of_words(_key(access), wanted)
    return _by_tokens(access, connection, tokens, before, lambda name: finding.fits(asked, name))


def _by_tokens(
    access: Access,
    connection: Connection,
    tokens: Sequence[finding.Token],
    before: str,
    fits: Callable[[str], bool] = lambda _name: True,
) -> Found:
    """Look page by page until one is full: what was found by its beginning is compared whole."""
    shown: list[Hit] = []
    for _ in range(LOOKED_MAX // PAGE):
        some = people_index.found(connection, access.tenant, tokens, before=before, limit=PAGE)
        page = hits(access, connection, _members(access, connection, some))
        for hit in page:
            if fits(hit.name):
                shown.append(hit)
                if len(shown) == PAGE:
                    return Found(hits=tuple(shown), before=hit.member_id)
        if len(some) < PAGE:
            return Found(hits=tuple(shown))
        before = some[-1]
    return Found(hits=tuple(shown), before=before)


def hits(access: Access, connection: Connection, rows: Sequence[Member]) -> tuple[Hit, ...]:
    """Give members as a list shows them, in the order in which they came."""
    return tuple(hit for hit, _, _ in _with_numbers(access, connection, rows))


def _with_numbers(
    access: Access, connection: Connection, rows: Sequence[Member]
) -> list[tuple[Hit, str, str]]:
    ids_ = [row.member_id for row in rows]
    known = {
        each.person_id: each.fields
        for each in people.rows(connection, access.tenant, access.sealed_by, ids_)
    }
    names = sorted({row.account for row in rows})
    points = {
        each.account: each.balance
        for each in purses.balances(connection, access.tenant, names)
        if each.unit == POINTS
    }
    sharing: dict[str, int] = {}
    for each in members.on_account(connection, access.tenant, names) if names else ():
        sharing[each.account] = sharing.get(each.account, 0) + 1
    found = []
    for row in rows:
        fields = known.get(row.member_id, {})
        phone = fields.get("phone", "")
        hit = Hit(
            member_id=row.member_id,
            name=fields.get("name", ""),
            card_end=row.number[-finding.LAST_DIGITS :],
            phone_end=phone[-finding.LAST_DIGITS :],
            joined_day=row.joined_day,
            status=row.status,
            points=points.get(row.account, 0),
            shares=sharing.get(row.account, 0) > 1,
        )
        found.append((hit, row.number, phone))
    return found


def _members(access: Access, connection: Connection, found: Sequence[str]) -> list[Member]:
    kept = members.read(connection, access.tenant, found)
    return [kept[each] for each in found if each in kept and kept[each].status != MERGED]


def _key(access: Access) -> bytes:
    return access.sealed_by.index_key
