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
from terminal.till import recorder, redirects, refund_wish, roll, sale, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

ROWS_MAX = 20


def rows(desk: Desk) -> tuple[SaleRow, ...]:
    """Give the last sales of this till."""
    return desk.ledger.recent_sales(ROWS_MAX)


def open_list(desk: Desk) -> list[Effect]:
    """F7: the journal, the newest sale chosen."""
    sale.clear(desk)
    desk.mode = "refund"
    sentence = desk.say("Taking back is a new line that names the old one.")
    return strip.note(desk, desk.say("Take back"), sentence)


def open_slip(desk: Desk, text: str) -> list[Effect]:
    """A slip was scanned: choose its sale, or ask whether to take back what is not in the list.

    Raises Refusal `slip_broken`, `slip_other_shop` or `slip_unknown`.
    """
    signed = read_code(text, issuer=desk.shop.issuer)
    refund_wish.check(desk, signed)
    for at, row in enumerate(rows(desk)):
        if row.sale == signed.terms.sale:
            effects = open_list(desk)
            desk.chosen = at
            return effects
    return refund_wish.ask(desk, text, signed.terms)


def slip_answered(desk: Desk, text: str, *, yes: bool) -> list[Effect]:
    """Enter or Esc to a slip's sale. Raises as `take_back` and `refund_wish.wish`."""
    if not yes:
        return strip.note(desk, "", "")
    terms = read_code(text, issuer=desk.shop.issuer).terms
    stored = desk.ledger.event(terms.sale)
    if stored is None:
        return refund_wish.wish(desk, refund_wish.of_slip(terms, text))
    return take_back(desk, _row(stored), "refund")


def chosen(desk: Desk) -> SaleRow | None:
    """Give the sale that is chosen in the journal."""
    listed = rows(desk)
    return listed[desk.chosen] if desk.chosen < len(listed) else None


def refund(desk: Desk) -> list[Effect]:
    """Enter in the journal: take back the chosen sale, whole."""
    row = chosen(desk)
    if row is None:
        raise Refusal("nothing_to_undo")
    effects = take_back(desk, row, "refund")
    desk.mode = "idle"
    desk.chosen = 0
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


def take_back(desk: Desk, row: SaleRow, kind: str) -> list[Effect]:
    """Record the reversal of one sale by adding what takes it back.

    A sale of an earlier epoch of this till is taken back by the server, so it is wished for.
    Raises Refusal `already_reversed` or what `refund_wish.wish` raises.
    """
    stored = desk.ledger.event(row.sale)
    if row.reversed or stored is None:
        raise Refusal("already_reversed")
    head = desk.ledger.head()
    if stored.epoch != head.epoch or desk.ledger.needs_rejoin():
        asked = refund_wish.Asked(
            sale=row.sale,
            device=head.device,
            epoch=stored.epoch,
            amount_minor=row.amount_minor,
        )
        return refund_wish.wish(desk, asked)
    back = reverse(desk, row, kind)
    return strip.saved(
        desk,
        desk.say(
            "Taken back: {points} points, sale {amount}",
            points=desk.words.signed(-row.points),
            amount=desk.words.money(back.money_minor),
        ),
    )


def reverse(
    desk: Desk,
    row: SaleRow,
    kind: str,
    *,
    part: Part = THE_REST,
    event_id: str = "",
    wish: str = "",
    told: Callable[[Refund, str], Told] | None = None,
) -> Refund:
    """Record that a sale of this epoch, or a part of it, comes back.

    The open sale goes on where a wish asked for it, or where the cash register `told` it: that
    makes of the refund and its event's id what is kept of it.

    Raises Refusal `already_reversed` and the other codes of `loyalty.refunds.refund.refund`.
    """
    stored = desk.ledger.event(row.sale)
    if stored is None:
        raise Refusal("sale_unknown", "this till never made that sale")
    earlier = [event.decode(each.raw).data for each in desk.ledger.corrections(row.sale)]
    back = refund_of(_refunding(desk, row, event.decode(stored.raw), earlier), part)
    said: dict[str, Any] = {"wish": wish} if wish else {}
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


def row_of(desk: Desk, sale_id: str) -> SaleRow:
    """Give a sale of this till by its id, however old. Raises Refusal `sale_unknown`."""
    stored = desk.ledger.event(sale_id)
    if stored is None:
        raise Refusal("sale_unknown", "this till never made that sale")
    return _row(stored)


def _row(stored: StoredEvent) -> SaleRow:
    made = event.decode(stored.raw)
    if made.type != "sale":
        raise Refusal("sale_unknown", "that is no sale")
    account = str(made.data.get("account", ""))
    mine = [
        each.delta
        for each in changes(made.postings)
        if (each.account, each.unit) == (account, POINTS)
    ]
    return SaleRow(
        sale=made.id,
        at=made.at,
        day=made.day,
        type=made.type,
        account=account,
        amount_minor=int(made.data.get("to_pay_minor", 0)),
        given=sum(delta for delta in mine if delta > 0),
        taken=-sum(delta for delta in mine if delta < 0),
        reversed=False,
    )


def _refunding(
    desk: Desk, row: SaleRow, made: Event, corrections: Sequence[Mapping[str, Any]]
) -> Refunding:
    """Gather what decides over taking a sale back: its terms, and where its accounts stand."""
    sides = (side for each in made.postings for side in (each.debit, each.credit))
    named = {side.split(":")[1] for side in sides if side.startswith("m:")} | {row.account}
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
