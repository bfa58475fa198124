"""Draws the journal: the last sales, what taking one back does, and what a scan does."""

from __future__ import annotations

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from loyalty.refunds.refund import Refund as Back
from storage.records import SaleRow
from terminal.till import journal, move, recorder, roll
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, JournalRow, Refund, Row, Typed

NOTHING = "\u2013"


def refund(desk: Desk, frame: Frame) -> Refund:
    """Draw the journal beside the sale that is to be taken back, or moved."""
    rows = journal.rows(desk)
    row = rows[desk.chosen] if desk.chosen < len(rows) else None
    back, trouble = _planned(desk, row)
    return Refund(
        frame=frame,
        title=_title(desk),
        rows=tuple(_journal_row(desk, one) for one in rows),
        chosen=desk.chosen,
        caption=desk.say("Up and down choose. Older ones: scan the slip."),
        detail_title=_detail_title(desk, row),
        typed=_typed(desk, row) if desk.question is None else None,
        currency=desk.words.symbol(),
        lines=_lines(desk, row, back if desk.question is None else None),
        after=_after(desk, row, back) if desk.question is None else None,
        note=trouble or _note(desk, row),
        is_warning=bool(trouble),
        **_ends(desk, row, back),
    )


def _ends(desk: Desk, row: SaleRow | None, back: Back | None) -> dict[str, Action]:
    """Say what Esc and Enter do; while the strip asks something they answer that."""
    asked = desk.question
    if asked is None:
        label = _enter_label(desk, row, back)
        return {
            "esc": Action(key="Esc", label=desk.say("Close")),
            "enter": Action(key="Enter", label=label, ready=back is not None),
        }
    member = roll.member(desk, asked.number) if asked.kind == move.LATE else None
    yes = desk.say("Give to {name}", name=move.name_of(desk, member)) if member else ""
    return {
        "esc": Action(key="Esc", label=desk.say("No")),
        "enter": Action(key="Enter", label=yes or desk.say("Yes")),
    }


def _planned(desk: Desk, row: SaleRow | None) -> tuple[Back | None, str]:
    """Give what Enter would do, or why it would not."""
    if row is None or row.is_gone:
        return None, ""
    try:
        return journal.planned(desk, row, journal.part(desk)), ""
    except Refusal as error:
        return None, desk.words.refusal(error)


def _title(desk: Desk) -> str:
    return desk.say("Their sales here") if desk.journal_of else desk.say("Sales of this till")


def _time(desk: Desk, row: SaleRow) -> str:
    sold_us = move.sold_us(desk, row)
    return desk.words.time(sold_us) if row.day == desk.day() else desk.words.day(row.day)


def _short_time(desk: Desk, row: SaleRow) -> str:
    """Say when it was sold in as few signs as a column of the list takes."""
    return _time(desk, row) if row.day == desk.day() else desk.words.short_day(row.day)


def _who(desk: Desk, row: SaleRow) -> tuple[str, str]:
    """Say whose sale it is: the card, and the name where there is one."""
    if not row.account:
        return desk.say("No member"), ""
    member = journal.member_of(desk, row)
    if member is None:
        return desk.say("Member"), ""
    name = roll.short_name(desk, member.member_id)
    return f"\u2022\u2022\u2022\u2022 {member.number[-4:]}", name


def _journal_row(desk: Desk, row: SaleRow) -> JournalRow:
    card, name = _who(desk, row)
    return JournalRow(
        time=_short_time(desk, row),
        card=card,
        name=name,
        amount=desk.words.money(row.amount_minor),
        points=desk.words.signed(row.points) if row.account else NOTHING,
        taken_back=row.is_gone,
    )


def _detail_title(desk: Desk, row: SaleRow | None) -> str:
    if row is None:
        return desk.say("Nothing to take back yet")
    card, name = _who(desk, row)
    return desk.say("Sale {time} \u00b7 {who}", time=_time(desk, row), who=name or card)


def _typed(desk: Desk, row: SaleRow | None) -> Typed | None:
    if row is None or row.is_gone:
        return None
    left = desk.words.money(row.left_minor)
    hint = desk.say("All of it: {amount}", amount=left)
    if not desk.typed:
        return Typed(text="", hint=hint)
    try:
        text = desk.words.money(journal.part(desk).amount_minor)
    except Refusal:
        text = desk.typed
    return Typed(text=text, hint=hint, meaning=desk.say("of {amount}", amount=left))


def _lines(desk: Desk, row: SaleRow | None, back: Back | None) -> tuple[Row, ...]:
    if row is None:
        return ()
    if row.is_gone:
        has_moved = journal.goes_on(desk, row.sale) != row.sale
        word = desk.say("Moved to another card") if has_moved else desk.say("Already taken back")
        return (Row(label=word, figure=""),)
    words = desk.words
    lines = [Row(label=desk.say("Sale"), figure=words.money(row.amount_minor))]
    if row.returned_minor:
        label = desk.say("Taken back before")
        lines.append(Row(label=label, figure=words.money(row.returned_minor)))
    if back is not None and row.account:
        lines += _effects(desk, row, back)
    return tuple(lines)


def _effects(desk: Desk, row: SaleRow, back: Back) -> list[Row]:
    """Say what goes and what comes, points first, then stamps."""
    effect = {POINTS: 0, **journal.effect_of(desk, row, back)}
    cards = {accounts.stamps(card.id): card for card in recorder.programme(desk).stamp_cards}
    found = []
    for unit, delta in effect.items():
        label = desk.say("Gives back") if delta > 0 else desk.say("Takes back")
        figure = desk.words.signed(delta)
        if unit == POINTS:
            word = desk.words.plural("point", "points", abs(delta))
            found.append(Row(label=label, figure=figure, second=word))
        elif unit in cards:
            word = desk.words.plural("stamp", "stamps", abs(delta))
            found.append(Row(label=label, figure=figure, second=word))
    return found


def _after(desk: Desk, row: SaleRow | None, back: Back | None) -> Row | None:
    if row is None or back is None or not row.account:
        return None
    words = desk.words
    delta = journal.effect_of(desk, row, back).get(POINTS, 0)
    points = roll.standing(desk, row.account).amount(POINTS) + delta
    return Row(
        label=desk.say("Balance after"),
        figure=words.points(points),
        second=f"= {words.money(recorder.programme(desk).worth_minor(points))}",
        strong=True,
    )


def _note(desk: Desk, row: SaleRow | None) -> str:
    """Say what the scan of a card does now."""
    if desk.question is not None and desk.strip is not None:
        return desk.strip.sentence
    if row is None or row.is_gone:
        return ""
    left = move.minutes_left(desk, row)
    if not left or row.reversed:
        return ""
    if row.account:
        return desk.words.plural(
            "Wrong member? Scan the right card: {n} minute left.",
            "Wrong member? Scan the right card: {n} minutes left.",
            left,
        )
    return desk.words.plural(
        "Late card? Scan it, and this sale is theirs: {n} minute left.",
        "Late card? Scan it, and this sale is theirs: {n} minutes left.",
        left,
    )


def _enter_label(desk: Desk, row: SaleRow | None, back: Back | None) -> str:
    if row is None or back is None:
        return desk.say("Take back")
    return desk.say("Take back {amount}", amount=desk.words.money(back.money_minor))
