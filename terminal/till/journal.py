"""What was recorded at this till, and taking it back: F8 for the last, F7 or a slip for any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cards.salecode import read as read_code
from loyalty import event
from loyalty.accounts import POINTS, changes
from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.refunds.refund import Refund, Refunding
from loyalty.refunds.refund import refund as refund_of
from loyalty.refunds.returning import THE_REST, Part
from storage.records import Member, SaleRow, StoredEvent, Told
from storage.redirects import ACCOUNT
from terminal.till import allowed, digits, recorder, redirects, refund_wish, roll, sale, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

ROWS_MAX = 20
MOVED_TO = "moved_to"
"""What the reversal of a sale says that goes on as another one: its id."""


def rows(desk: Desk) -> tuple[SaleRow, ...]:
    """Give the last sales of this till, or of the one member whose journal is open."""
    return desk.ledger.recent_sales(ROWS_MAX, desk.journal_of)


def open_list(desk: Desk, account: str = "") -> list[Effect]:
    """F7: the journal, the newest sale chosen; of one member where `account` says so."""
    sale.clear(desk)
    desk.mode = "refund"
    desk.journal_of = account
    sentence = desk.say("Taking back is a new line that names the old one.")
    return strip.note(desk, desk.say("Take back"), sentence)


def choose(desk: Desk, row: int) -> None:
    """Choose a row by touch or by the arrows; what was typed was about the other one."""
    at = min(max(row, 0), max(len(rows(desk)) - 1, 0))
    desk.typed = desk.typed if at == desk.chosen else ""
    desk.chosen = at
    desk.question = None


def typed(desk: Desk, text: str) -> list[Effect]:
    """Digits are the amount of the part that comes back; nothing is written before Enter."""
    if not all(char.isdecimal() or char in ".," for char in text):
        return strip.refused(desk, Refusal("amount_broken"))
    desk.typed = (desk.typed + text)[: digits.TYPED_MAX]
    desk.question = None
    return []


def part(desk: Desk) -> Part:
    """Say how much of the chosen sale comes back: the typed amount, or all that is left.

    Raises Refusal `amount_broken`, `amount_absurd` or `refund_nothing`.
    """
    if not desk.typed:
        return THE_REST
    amount_minor = digits.amount_minor(desk.typed, desk.shop.scale)
    if not amount_minor:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    return Part(amount_minor=amount_minor)


def open_slip(desk: Desk, text: str) -> list[Effect]:
    """A slip was scanned: choose its sale, or ask whether to take back what is not in the list.

    Raises Refusal `slip_broken`, `slip_other_shop` or `slip_unknown`.
    """
    signed = read_code(text, issuer=desk.shop.issuer)
    refund_wish.check(desk, signed)
    desk.journal_of = ""
    now = goes_on(desk, signed.terms.sale)
    for at, row in enumerate(rows(desk)):
        if row.sale == now:
            effects = open_list(desk)
            desk.chosen = at
            return effects
    return refund_wish.ask(desk, text, signed.terms)


def goes_on(desk: Desk, sale_id: str) -> str:
    """Name the sale that a sale was moved to, as far as this till knows; itself where it stands."""
    for stored in desk.ledger.corrections(sale_id):
        moved_to = event.decode(stored.raw).data.get(MOVED_TO)
        if isinstance(moved_to, str):
            return goes_on(desk, moved_to)
    return sale_id


def slip_answered(desk: Desk, text: str, *, yes: bool) -> list[Effect]:
    """Enter or Esc to a slip's sale. Raises as `take_back` and `refund_wish.wish`."""
    if not yes:
        return strip.note(desk, "", "")
    terms = read_code(text, issuer=desk.shop.issuer).terms
    stored = desk.ledger.event(goes_on(desk, terms.sale))
    if stored is None:
        asked = refund_wish.of_slip(terms, text)
        return allowed.taking_back(
            desk, asked.amount_minor, lambda here, by: refund_wish.wish(here, asked, by)
        )
    return take_back(desk, _row(desk, stored), "refund")


def chosen(desk: Desk) -> SaleRow | None:
    """Give the sale that is chosen in the journal."""
    listed = rows(desk)
    return listed[desk.chosen] if desk.chosen < len(listed) else None


def refund(desk: Desk) -> list[Effect]:
    """Enter in the journal: take back the chosen sale, whole or the typed part of it."""
    row = chosen(desk)
    if row is None:
        raise Refusal("nothing_to_undo")
    effects = take_back(desk, row, "refund", part=part(desk))
    if desk.crew.wanted is None:
        sale.clear(desk)
    return effects


def undo(desk: Desk) -> list[Effect]:
    """F8: take back the last sale that still stands."""
    for row in rows(desk):
        if not row.reversed:
            return take_back(desk, row, "undo")
    raise Refusal("nothing_to_undo")


def member_of(desk: Desk, row: SaleRow) -> Member | None:
    """Find whose sale this was; the event itself names the member."""
    stored = desk.ledger.event(row.sale)
    if stored is None:
        return None
    return roll.member(desk, str(event.decode(stored.raw).data.get("member", "")))


def take_back(desk: Desk, row: SaleRow, kind: str, *, part: Part = THE_REST) -> list[Effect]:
    """Record the reversal of one sale, or a part of it, by adding what takes it back.

    A sale of an earlier epoch of this till is taken back by the server, so it is wished for.
    More than a cashier may asks for somebody who may, and is done then. Raises Refusal
    `already_reversed` or what `reverse` and `refund_wish.wish` raise.
    """
    if row.is_gone or desk.ledger.event(row.sale) is None:
        raise Refusal("already_reversed")
    planned(desk, row, part)  # what cannot be done asks nobody

    def act(here: Desk, by: dict[str, str]) -> list[Effect]:
        return _take_back(here, row, kind, part, by)

    return allowed.taking_back(desk, part.amount_minor or row.left_minor, act)


def _take_back(desk: Desk, row: SaleRow, kind: str, part: Part, by: dict[str, str]) -> list[Effect]:
    stored = desk.ledger.event(row.sale)
    assert stored is not None
    if not is_ours(desk, stored):
        asked = refund_wish.Asked(
            sale=row.sale,
            device=desk.ledger.head().device,
            epoch=stored.epoch,
            amount_minor=part.amount_minor or row.left_minor,
            part_minor=part.amount_minor,
        )
        return refund_wish.wish(desk, asked, by)
    back = reverse(desk, row, kind, part=part, by=by)
    # What it brought is not so any more, and may still stand on the member's side.
    desk.guest.visit = None
    return strip.saved(
        desk,
        desk.say(
            "Taken back: {points} points, sale {amount}",
            points=desk.words.signed(effect_of(desk, row, back).get(POINTS, 0)),
            amount=desk.words.money(back.money_minor),
        ),
    )


def is_ours(desk: Desk, stored: StoredEvent) -> bool:
    """Say whether the right to take an event of this till back is still this till's own."""
    return stored.epoch == desk.ledger.head().epoch and not desk.ledger.needs_rejoin()


def effect_of(desk: Desk, row: SaleRow, back: Refund) -> Mapping[str, int]:
    """Sum by unit what a refund does to the account of its sale."""
    account = redirects.account(desk, row.account)
    total: dict[str, int] = {}
    for each in changes(back.postings):
        if each.account == account:
            total[each.unit] = total.get(each.unit, 0) + each.delta
    return total


def reverse(
    desk: Desk,
    row: SaleRow,
    kind: str,
    *,
    part: Part = THE_REST,
    event_id: str = "",
    wish: str = "",
    by: Mapping[str, str] | None = None,
    told: Callable[[Refund, str], Told] | None = None,
) -> Refund:
    """Record that a sale of this epoch, or a part of it, comes back.

    The open sale goes on where a wish asked for it, or where the cash register `told` it: that
    makes of the refund and its event's id what is kept of it. `by` says who allowed it.

    Raises Refusal `already_reversed` and the other codes of `loyalty.refunds.refund.refund`.
    """
    back = planned(desk, row, part)
    said: dict[str, Any] = {"wish": wish} if wish else {}
    said |= {"override": by} if by else {}
    event_id = event_id or recorder.new_id(desk)
    kept = (told(back, event_id),) if told else ()
    if kept:
        said["register"] = {kept[0].kind: kept[0].name, "sale": kept[0].sale}
    recorder.record(
        desk,
        keeps_sale=bool(wish or told),
        register=kept,
        kind=kind,
        event_id=event_id,
        data={**back.data, "account": row.account, "amount_minor": row.amount_minor, **said},
        postings=back.postings,
        account=row.account,
        sale=row.sale,
        corrects=row.sale,
        amount_minor=-back.money_minor,
    )
    return back


def planned(desk: Desk, row: SaleRow, part: Part = THE_REST) -> Refund:
    """Say what taking a sale of this till back would do; raises as `reverse`."""
    stored = desk.ledger.event(row.sale)
    if stored is None:
        raise Refusal("sale_unknown", "this till never made that sale")
    earlier = [event.decode(each.raw).data for each in desk.ledger.corrections(row.sale)]
    return refund_of(_refunding(desk, row, event.decode(stored.raw), earlier), part)


def row_of(desk: Desk, sale_id: str) -> SaleRow:
    """Give a sale of this till by its id, however old. Raises Refusal `sale_unknown`."""
    stored = desk.ledger.event(sale_id)
    if stored is None:
        raise Refusal("sale_unknown", "this till never made that sale")
    return _row(desk, stored)


def _row(desk: Desk, stored: StoredEvent) -> SaleRow:
    made = event.decode(stored.raw)
    if made.type != "sale":
        raise Refusal("sale_unknown", "that is no sale")
    account = str(made.data.get("account", ""))
    mine = [
        each.delta
        for each in changes(made.postings)
        if (each.account, each.unit) == (account, POINTS)
    ]
    later = [event.decode(each.raw) for each in desk.ledger.corrections(made.id)]
    back_minor = sum(int(each.data.get("money_minor", 0)) for each in later)
    return SaleRow(
        sale=made.id,
        at=made.at,
        day=made.day,
        type=made.type,
        account=account,
        amount_minor=int(made.data.get("to_pay_minor", 0)),
        given=sum(delta for delta in mine if delta > 0),
        taken=-sum(delta for delta in mine if delta < 0),
        reversed=back_minor > 0,
        returned_minor=back_minor,
    )


def _refunding(
    desk: Desk, row: SaleRow, made: Event, corrections: Sequence[Mapping[str, Any]]
) -> Refunding:
    """Gather what decides over taking a sale back: its terms, and where its accounts stand."""
    sides = (side for each in made.postings for side in (each.debit, each.credit))
    named = {side.split(":")[1] for side in sides if side.startswith("m:")} | {row.account} - {""}
    version = next((one for one in desk.programmes if one.version == made.programme), None)
    # Each account that goes on once, also where the sale names it by several of its names.
    known = desk.directory.redirects(ACCOUNT)
    renamed = {account: redirects.last(known, account) for account in named}
    return Refunding(
        programme=version or recorder.programme(desk),
        sale=made,
        account=row.account,
        standings={name: roll.standing(desk, name) for name in sorted(set(renamed.values()))},
        renamed=renamed,
        day=desk.day(),
        earlier=[data for data in corrections if "returned" in data],
    )
