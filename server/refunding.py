"""Refunds at the server: wishes find the till that sold, and nothing comes back twice.

The right to take a sale back is that of the till, in the epoch, that recorded it. A wish from
elsewhere goes there; when that epoch has ended, the server judges it itself, with the same
function as a till, in the order in which wishes came (docs/adr/0016).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec

from cards import salecode
from loyalty import accounts, event
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.programme import from_wire, in_force
from loyalty.refunds.refund import Refund, Refunding, refund
from loyalty.refunds.returning import THE_REST, LineBack, Part
from loyalty.standing import Standing
from server.judge import Judged, is_account, is_name
from server.purse import FREE
from server.work import Work
from storage.server import changes, heads, refunds, tenants
from storage.server.heads import OPEN, Head
from storage.server.refunds import DONE, REFUSED, Wish
from sync.sign import verify
from sync.wire import LineBackRow, RefundAnswerRow, RefundRequestRow

WANTED = "refund_wanted"
NOT_DONE = "refund_refused"
BACK = frozenset({"refund", "undo"})
PUT_RIGHT = "put_right"
UNKNOWN_SLIP = "slip_unknown"
UNREADABLE = "refund_line"
EPOCH_MAX = 10**9
MONEY_MAX = 10**15
WANTED_MAX = 500
RETURNED_MAX = 10_000
_PART = re.compile(r"[0-9]{1,400}(/[0-9]{1,400})?")
_CODE = re.compile(r"[a-z_]{1,40}")
_BROKEN = (
    Refusal,
    msgspec.ValidationError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What a sale or a refund whose data contradicts itself raises. It came from a till and was booked,
so that it must never stop a push: that one would come again for ever."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the event of a wish says; without lines and amount all that is left is to come back.

    `device` and `epoch` name who recorded the sale; `slip` is the signed code that proves it,
    which only the till that recorded the sale itself may leave out.
    """

    sale: str
    device: str
    epoch: int
    slip: str = ""
    lines: tuple[LineBack, ...] = ()
    amount_minor: int = 0


def heard(work: Work, head: Head, one: Judged) -> None:
    """Take in what an event that was just booked says of refunds, if anything."""
    if one.type == WANTED:
        _want(work, head, one)
    elif one.type in BACK:
        _came_back(work, head, one)
    elif one.type == NOT_DONE:
        _answered(work, head, one, REFUSED)


def closed(work: Work, head: Head) -> None:
    """Judge what waited for a till in an epoch that has ended."""
    tenant = work.tenant.tenant
    for wish in refunds.waiting_for(work.connection, tenant, head.device, head.epoch):
        _judge(work, wish)


def arrived(work: Work, sales: Iterable[str]) -> None:
    """Judge what waited for sales of ended epochs that have come in only now."""
    for wish in refunds.waiting_of(work.connection, work.tenant.tenant, list(sales)):
        if not _is_open(work, wish.device, wish.epoch):
            _judge(work, wish)


def follow(made: Event, kept: set[tuple[str, str]]) -> None:
    """Add to the refunds that events tell of, as sale and event, what one more event says."""
    if made.type == PUT_RIGHT:
        kept.discard((str(made.data.get("corrects")), str(made.data.get("event"))))
    elif made.type in BACK and (sale := _corrected(made.data)):
        kept.add((sale, made.id))


def request_row(wish: Wish) -> RefundRequestRow:
    """Write a wish for the wire, for whoever decides."""
    return RefundRequestRow(
        wish=wish.wish,
        sale=wish.sale,
        device=wish.device,
        epoch=wish.epoch,
        asker=wish.asker,
        lines=msgspec.convert(wish.part.get("lines", []), list[LineBackRow]),
        amount_minor=wish.part.get("amount_minor", 0),
    )


def answer_row(wish: Wish) -> RefundAnswerRow:
    """Write what became of a wish for the wire, for whoever wished."""
    return RefundAnswerRow(
        wish=wish.wish,
        sale=wish.sale,
        state=wish.state,
        reason=wish.reason,
        money_minor=wish.money_minor,
    )


def _want(work: Work, head: Head, one: Judged) -> None:
    try:
        wanted = msgspec.convert(one.data, Wanted)
    except msgspec.ValidationError:
        return  # a shape of a later version: what it posts is booked, and nobody waits for it
    if not _is_sound(wanted):
        return
    wish = Wish(
        wish=one.event_id,
        sale=wanted.sale,
        device=wanted.device,
        epoch=wanted.epoch,
        asker=head.device,
        part={
            "lines": [
                {
                    "line": back.line,
                    "pieces": back.pieces,
                    "amount_minor": back.amount_minor,
                }
                for back in wanted.lines
            ],
            "amount_minor": wanted.amount_minor,
        },
    )
    if not _is_proven(work, head, wanted):
        _close(work, wish, REFUSED, UNKNOWN_SLIP)
    elif _is_open(work, wanted.device, wanted.epoch):
        refunds.save(work.connection, work.tenant.tenant, wish)
        work.tell(changes.REFUND_REQUEST, wish.wish, wish.device)
    else:
        refunds.save(work.connection, work.tenant.tenant, wish)
        _judge(work, wish)


def _is_sound(wanted: Wanted) -> bool:
    """Say whether a wish can be kept, and told to a till in a page that it can still read."""
    numbers = [wanted.amount_minor]
    for back in wanted.lines:
        numbers += [back.line, back.pieces, back.amount_minor]
    return (
        is_name(wanted.sale)
        and is_name(wanted.device)
        and 0 < wanted.epoch <= EPOCH_MAX
        and len(wanted.lines) <= WANTED_MAX
        and all(abs(number) <= MONEY_MAX for number in numbers)
    )


def _is_proven(work: Work, head: Head, wanted: Wanted) -> bool:
    if not wanted.slip:
        return wanted.device == head.device
    try:
        signed = salecode.read(wanted.slip, issuer=work.tenant.issuer)
    except Refusal:
        return False
    terms = signed.terms
    if (terms.sale, terms.device, terms.epoch) != (wanted.sale, wanted.device, wanted.epoch):
        return False
    printed = heads.device(work.connection, work.tenant.tenant, terms.device)
    return printed is not None and salecode.verify(
        signed, lambda signature, message: verify(printed.public_key, message, signature)
    )


def _is_open(work: Work, device: str, epoch: int) -> bool:
    head = heads.read(work.connection, work.tenant.tenant, device, epoch)
    return head is None or head.state == OPEN


def _judge(work: Work, wish: Wish) -> None:
    """Decide a wish whose till cannot; it waits on while the sale has not come in.

    In a recovery it waits too: the till may have answered after the backup was made.
    """
    if work.recovery.active:
        return
    # Without a slip a till may only name what it sold itself.
    raw = work.raw_of(wish.sale, wish.device)
    if raw is None:
        return
    earlier = refunds.of_sale(work.connection, work.tenant.tenant, wish.sale)
    answer = next((said for said in earlier.values() if said.get("wish") == wish.wish), None)
    if answer is not None:
        # Books that were put back may hear of a till's answer before they hear of the wish.
        _close(work, wish, DONE, "", _money_minor(answer))
        return
    try:
        sold = event.decode(raw)
        if sold.type != "sale":
            raise Refusal("sale_unknown", "only a sale can be taken back")
        back = _back(work, sold, earlier, _part(wish))
    except _BROKEN as error:
        _close(work, wish, REFUSED, error.code if isinstance(error, Refusal) else UNREADABLE)
        return
    _book(work, back, {"wish": wish.wish, "asker": wish.asker})
    _close(work, wish, DONE, "", back.money_minor)


def _book(work: Work, back: Refund, said: dict[str, Any]) -> None:
    data = {**back.data, **said}
    made = work.new_id()
    work.put_back_expired(back.postings, made)
    work.entail("refund", back.postings, data, event_id=made)
    sale = str(back.data["corrects"])
    refunds.record(work.connection, work.tenant.tenant, sale, made, data)


def _back(work: Work, sold: Event, earlier: Mapping[str, Mapping[str, Any]], part: Part) -> Refund:
    """Give a refund as the server books it: from what is free, and the rest is owed or forgiven."""
    documents = tenants.programmes(work.connection, work.tenant.tenant)
    raw = documents.get(sold.programme)
    programme = from_wire(raw) if raw else in_force(map(from_wire, documents.values()), work.day)
    account = sold.data.get("account", "")
    if not isinstance(account, str) or not is_account(account or "none"):
        raise Refusal("sale_unknown", "a sale names its member's account, or none")
    sides = (side for each in sold.postings for side in (each.debit, each.credit))
    named = {side.split(":")[1] for side in sides if side.startswith("m:")} | {account}
    work.shelf.fetch(named)
    renamed = {name: work.shelf.book.root(name) for name in named}
    back = refund(
        Refunding(
            programme=programme,
            sale=sold,
            account=account,
            standings=_standings(work, renamed),
            renamed=renamed,
            day=work.day,
            earlier=list(earlier.values()),
        ),
        part,
    )
    return Refund(
        postings=tuple(map(_free, back.postings)), money_minor=back.money_minor, data=back.data
    )


def _standings(work: Work, renamed: Mapping[str, str]) -> dict[str, Standing]:
    """Give what is free as what is here: what is not here is where a programme forgives.

    Each account that goes on once, also where a sale names it by several of its names.
    """
    book = work.shelf.book
    return {
        name: Standing(
            account=name,
            held={unit: book.purse(name, unit).held(FREE) for unit in book.units(name)},
        )
        for name in sorted(set(renamed.values()))
    }


def _part(wish: Wish) -> Part:
    lines = msgspec.convert(wish.part.get("lines", []), tuple[LineBack, ...])
    return Part(lines=lines, amount_minor=int(wish.part.get("amount_minor", 0)))


def _came_back(work: Work, head: Head, one: Judged) -> None:
    """Keep what a till took back; what was taken back before is put right."""
    sale = _corrected(one.data)
    if not sale:
        return  # from before parts were kept: nobody could wish for anything then
    tenant = work.tenant.tenant
    others = refunds.of_sale(work.connection, tenant, sale)
    total = _lines([*others.values(), one.data])
    if any(part > 1 for part in total.values()):
        work.entail(
            PUT_RIGHT,
            map(_back_again, one.postings),
            {"event": one.event_id, "corrects": sale, "because": "refunded_twice"},
        )
        _answered(work, head, one, REFUSED, "already_reversed")
        _the_rest(work, sale, others, total)
        return
    refunds.record(work.connection, tenant, sale, one.event_id, one.data)
    _answered(work, head, one, DONE)


def _the_rest(
    work: Work, sale: str, others: Mapping[str, Mapping[str, Any]], total: Mapping[int, Fraction]
) -> None:
    """Take back what was not yet, where the doubled refund was about all of the sale."""
    before = _lines(others.values())
    raw = work.raw_of(sale)
    if (
        raw is None
        or any(part < 1 for part in total.values())
        or total.keys() == {line for line, part in before.items() if part >= 1}
    ):
        return
    try:
        rest = _back(work, event.decode(raw), others, THE_REST)
    except _BROKEN:
        return  # who is asked to take back the rest sees why it cannot be
    _book(work, rest, {"because": "the_rest"})


def _corrected(data: Mapping[str, Any]) -> str:
    """Name the sale of which a refund says readably what came back; empty when it does not."""
    sale, said = data.get("corrects"), data.get("returned")
    if not isinstance(sale, str) or not is_name(sale) or not isinstance(said, list):
        return ""
    lines = [each[0] for each in said if _is_part(each)]
    is_readable = 0 < len(lines) == len(said) == len(set(lines)) <= RETURNED_MAX
    return sale if is_readable else ""


def _is_part(said: object) -> bool:
    """Say whether something is a line's number and a part of it, written as refunds write it.

    A number with an exponent would fill the memory before it is anything.
    """
    match said:
        case [int(line), str(part)] if line >= 0 and _PART.fullmatch(part):
            whole, _, parts = part.partition("/")
            return 0 < int(whole) <= int(parts or 1)
    return False


def _lines(said: Iterable[Mapping[str, Any]]) -> dict[int, Fraction]:
    total: dict[int, Fraction] = {}
    for data in said:
        for line, part in data["returned"]:
            total[line] = total.get(line, Fraction(0)) + Fraction(part)
    return total


def _answered(work: Work, head: Head, one: Judged, state: str, reason: str = "") -> None:
    """Close the wish that an event of its decider answers; nobody else's word counts."""
    wish_id = one.data.get("wish")
    if not isinstance(wish_id, str) or not is_name(wish_id):
        return
    said = one.data.get("reason", "")
    if state == REFUSED and not reason:
        reason = said if isinstance(said, str) and _CODE.fullmatch(said) else UNREADABLE
    for wish in refunds.read(work.connection, work.tenant.tenant, [wish_id]):
        if wish.state == refunds.WAITS and wish.device == head.device:
            _close(work, wish, state, reason, _money_minor(one.data))


def _money_minor(said: Mapping[str, Any]) -> int:
    money_minor = said.get("money_minor", 0)
    return money_minor if isinstance(money_minor, int) and abs(money_minor) <= MONEY_MAX else 0


def _close(work: Work, wish: Wish, state: str, reason: str, money_minor: int = 0) -> None:
    kept = replace(wish, state=state, reason=reason, money_minor=money_minor)
    refunds.save(work.connection, work.tenant.tenant, kept)
    work.tell(changes.REFUND_ANSWER, wish.wish, wish.asker)


def _free(posting: Posting) -> Posting:
    """Name the part that the server books by itself where a till would name what it holds."""
    return msgspec.structs.replace(
        posting, debit=_open(posting.debit), credit=_open(posting.credit)
    )


def _back_again(posting: Posting) -> Posting:
    return msgspec.structs.replace(
        posting, debit=_open(posting.credit), credit=_open(posting.debit)
    )


def _open(name: str) -> str:
    if name in accounts.SHOP_ACCOUNTS or not name.endswith(f":{accounts.HELD}"):
        return name
    return accounts.open_(name.split(":")[1])
