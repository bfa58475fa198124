"""What was recorded at this till, and taking it back: F8 for the last, F7 for any."""

from __future__ import annotations

from cards.salecode import read as read_code
from loyalty import event
from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.refunds.refund import Refunding
from loyalty.refunds.refund import refund as refund_of
from storage.records import Member, SaleRow
from terminal.till import recorder, roll, sale, strip
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
    """A slip was scanned: choose its sale, if this till made it."""
    terms = read_code(text, issuer=desk.shop.issuer).terms
    for at, row in enumerate(rows(desk)):
        if row.sale == terms.sale:
            effects = open_list(desk)
            desk.chosen = at
            return effects
    if desk.ledger.event(terms.sale) is None:
        raise Refusal("not_here_refund")
    effects = open_list(desk)
    desk.found = (terms.sale,)
    return effects


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

    Raises Refusal `already_reversed`, or `not_here_refund` for a sale of another epoch.
    """
    if row.reversed or desk.ledger.corrected_by(row.sale) is not None:
        raise Refusal("already_reversed")
    stored = desk.ledger.event(row.sale)
    if stored is None or stored.epoch != desk.ledger.head().epoch:
        raise Refusal("not_here_refund")
    made = event.decode(stored.raw)
    back = refund_of(_refunding(desk, row, made))
    recorder.record(
        desk,
        kind=kind,
        event_id=recorder.new_id(desk),
        data={**back.data, "account": row.account, "amount_minor": row.amount_minor},
        postings=back.postings,
        account=row.account,
        sale=row.sale,
        corrects=row.sale,
        amount_minor=-back.money_minor,
    )
    return strip.saved(
        desk,
        desk.say(
            "Taken back: {points} points, sale {amount}",
            points=desk.words.signed(-row.points),
            amount=desk.words.money(back.money_minor),
        ),
    )


def _refunding(desk: Desk, row: SaleRow, made: Event) -> Refunding:
    """Gather what decides over taking a sale back: its terms, and where its accounts stand."""
    sides = (side for each in made.postings for side in (each.debit, each.credit))
    named = {side.split(":")[1] for side in sides if side.startswith("m:")} | {row.account}
    version = next((one for one in desk.programmes if one.version == made.programme), None)
    return Refunding(
        programme=version or recorder.programme(desk),
        sale=made,
        account=row.account,
        standings={account: roll.standing(desk, account) for account in sorted(named)},
        day=desk.day(),
    )
