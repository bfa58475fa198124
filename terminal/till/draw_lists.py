"""The screens with lists and forms: find, new member, take back."""

from __future__ import annotations

from loyalty import days
from loyalty import number as numbers
from loyalty.accounts import POINTS
from storage.records import SaleRow
from terminal.till import draw_member, journal, old_cards, recorder, roll
from terminal.till import find as finding
from terminal.till.desk import Desk
from terminal.till.screens import (
    Action,
    Candidate,
    Enrol,
    Find,
    Frame,
    JournalRow,
    Refund,
    Row,
    Typed,
)


def find(desk: Desk, frame: Frame) -> Find:
    """Draw the search with who was found so far."""
    candidates = tuple(_candidate(desk, member_id, at) for at, member_id in enumerate(desk.found))
    chosen = candidates[desk.chosen].name if candidates else ""
    headline, caption = _found_words(desk)
    return Find(
        frame=frame,
        typed=Typed(
            text=desk.typed,
            hint=desk.say("Phone, name or last four"),
            icon="magnifying-glass",
        ),
        headline=headline,
        caption=caption,
        candidates=candidates,
        chosen=desk.chosen,
        advice_title=desk.say("Ask for the first name."),
        advice=desk.say("Without the card a member earns, and uses small rewards only."),
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(
            key="Enter",
            label=desk.say("Take {name}", name=chosen) if chosen else desk.say("Take"),
            ready=bool(candidates),
        ),
    )


def _found_words(desk: Desk) -> tuple[str, str]:
    """Say how many were found, and how to choose among them or to go on."""
    count = len(desk.found)
    if not count:
        nobody = desk.say("Nobody found yet") if desk.typed else desk.say("Find a member")
        return nobody, desk.say(
            "Type the phone number, a name, or the last four digits of phone or card."
        )
    if count >= roll.FOUND_MAX:
        return desk.say("More than fit here"), desk.say(
            "Type one more, or choose with up and down and Enter."
        )
    many = desk.words.plural("{n} member found", "{n} members found", count)
    if finding.picks_by_digit(desk):
        return many, desk.say("Press the number of the row, or choose with up, down and Enter.")
    return many, desk.say("Up and down choose. Enter takes the chosen one.")


def enrol(desk: Desk, frame: Frame) -> Enrol:
    """Draw the form of a new member; everything on it is optional."""
    number = desk.enrol_number
    return Enrol(
        frame=frame,
        headline=desk.say("New member"),
        caption=_enrol_caption(desk),
        card_caption=_card_caption(desk),
        number=numbers.grouped(number) if number else "",
        starts_with="",
        phone_label=desk.say("Phone \u2013 optional, finds them without the card"),
        typed=Typed(text=desk.typed, hint=desk.say("Phone number"), icon="phone"),
        advice=desk.say(
            "Name, e-mail and news are the member's own choice, later, on their own phone."
        )
        if desk.typed
        else desk.say(
            "Without a phone or a name a lost card cannot be replaced. Both may come later."
        ),
        esc=Action(key="Esc", label=desk.say("Not now")),
        enter=Action(key="Enter", label=desk.say("Start membership")),
    )


def _enrol_caption(desk: Desk) -> str:
    if desk.enrol_number:
        return desk.say("Hand over the card. That is all.")
    if desk.old_cards:
        return desk.say("The card they have goes on.")
    return desk.say("No card needed: a photo of the slip is the card.")


def _card_caption(desk: Desk) -> str:
    number = desk.enrol_number
    if number:
        last_four = f"\u2022\u2022\u2022\u2022 {number[-4:]}"
        return desk.say("Card {card}, never used", card=last_four)
    if desk.old_cards:
        return desk.say("Earlier card {card}", card=old_cards.ending(desk.old_cards))
    return ""


def refund(desk: Desk, frame: Frame) -> Refund:
    """Draw the journal beside the sale that is to be taken back."""
    rows = journal.rows(desk)
    row = rows[desk.chosen] if desk.chosen < len(rows) else None
    return Refund(
        frame=frame,
        title=desk.say("Take back"),
        rows=tuple(_journal_row(desk, one) for one in rows),
        chosen=desk.chosen,
        caption=desk.say("Today at this till. Up and down choose, older ones by slip."),
        detail_title=_detail_title(desk, row),
        amount=desk.words.money(row.amount_minor) if row else "",
        lines=_detail(desk, row),
        after=_after(desk, row),
        esc=Action(key="Esc", label=desk.say("Close")),
        enter=Action(
            key="Enter",
            label=desk.say("Take back {amount}", amount=desk.words.money(row.amount_minor))
            if row
            else desk.say("Take back"),
            ready=row is not None and not row.reversed,
        ),
    )


def _candidate(desk: Desk, member_id: str, at: int) -> Candidate:
    member = roll.member(desk, member_id)
    account = member.account if member else ""
    programme = recorder.programme(desk)
    last = desk.ledger.recent_sales(1, account) if account else ()
    number = member.number if member else ""
    name = roll.short_name(desk, member_id) or desk.say("No name")
    return Candidate(
        key=str(at + 1),
        name=name,
        phone=roll.masked_phone(desk, member_id) or f"\u2022\u2022\u2022\u2022 {number[-4:]}",
        tier=draw_member.tier_mark(desk, programme, roll.standing(desk, account)),
        seen=desk.words.day(last[0].day) if last else "",
    )


def _time(desk: Desk, row: SaleRow) -> str:
    return desk.words.time(days.read(row.at))


def _card(desk: Desk, row: SaleRow) -> tuple[str, str]:
    member = journal.member_of(desk, row)
    if member is None:
        return desk.say("Member"), ""
    name = roll.short_name(desk, member.member_id)
    return f"\u2022\u2022\u2022\u2022 {member.number[-4:]}", name


def _journal_row(desk: Desk, row: SaleRow) -> JournalRow:
    card, name = _card(desk, row)
    return JournalRow(
        time=_time(desk, row),
        card=card,
        name=name,
        amount=desk.words.money(row.amount_minor),
        points=desk.words.signed(row.points),
        taken_back=row.reversed,
    )


def _detail_title(desk: Desk, row: SaleRow | None) -> str:
    if row is None:
        return desk.say("Nothing to take back yet")
    card, name = _card(desk, row)
    return desk.say("Sale {time} \u00b7 {who}", time=_time(desk, row), who=name or card)


def _detail(desk: Desk, row: SaleRow | None) -> tuple[Row, ...]:
    if row is None:
        return ()
    if row.reversed:
        return (Row(label=desk.say("Already taken back"), figure=""),)
    words = desk.words
    label = desk.say("Takes back") if row.points >= 0 else desk.say("Gives back")
    return (
        Row(label=desk.say("Sale"), figure=words.money(row.amount_minor)),
        Row(label=label, figure=words.signed(-row.points), second=desk.say("points")),
    )


def _after(desk: Desk, row: SaleRow | None) -> Row | None:
    if row is None or row.reversed:
        return None
    words = desk.words
    programme = recorder.programme(desk)
    points = roll.standing(desk, row.account).amount(POINTS) - row.points
    return Row(
        label=desk.say("Balance after"),
        figure=words.points(points),
        second=f"= {words.money(programme.worth_minor(points))}",
        strong=True,
    )
