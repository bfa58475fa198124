"""What the till prints: made from what was committed, worded in the member's own language."""

from __future__ import annotations

import msgspec

from cards.salecode import ACCOUNT_HINT_DIGITS, Terms, make
from cards.slip import Slip, SlipCode, SlipLine
from loyalty import days
from loyalty import number as numbers
from loyalty.explaining import explain
from loyalty.quote import Quote
from storage.records import Member
from terminal.till import journal, pad_open, recorder, roll
from terminal.till.desk import Desk, Sale
from terminal.till.wording import Wording

LOOKED_AT = 20
"""How many sales are looked through for the last one that has a member."""


def sale_slip(desk: Desk, sale: Sale, sale_id: str, quoted: Quote) -> Slip:
    """Make the slip of a closed sale, with the signed code that a refund is made from."""
    words = pad_open.words_for(desk, sale.member_id)
    programme = recorder.programme(desk)
    head = desk.ledger.head()
    terms = Terms(
        issuer=desk.shop.issuer,
        sale=sale_id,
        account_hint=sale.account[:ACCOUNT_HINT_DIGITS],
        device=head.device,
        epoch=head.epoch,
        day=desk.day(),
        programme=programme.version,
        amount_minor=quoted.to_pay_minor,
        given=quoted.points_given,
        spent=quoted.points_spent,
    )
    named = explain.names(programme, words.language)
    why = tuple(
        explain.sentence(
            given.why,
            say=words.say,
            plural=words.plural,
            money=words.money,
            number=words.points,
            day=words.date,
            named=named,
        )
        for given in quoted.given
        if not given.account
    )
    used = tuple(
        SlipLine(
            label=programme.text(programme.reward(spent.reward).name, words.language),
            figure=words.signed_money(-spent.discount_minor) if spent.discount_minor else "",
        )
        for spent in quoted.spent
    )
    worth = words.money(programme.worth_minor(quoted.points_after))
    return msgspec.structs.replace(
        _base(desk, words, sale_id, sale.number),
        lines=(SlipLine(label=words.say("Sale"), figure=words.money(quoted.to_pay_minor)),),
        earned=SlipLine(
            label=words.say("Points"), figure=words.signed(quoted.points_given), strong=True
        ),
        why=why,
        used=used,
        balance=SlipLine(label=words.say("Your points"), figure=words.points(quoted.points_after)),
        worth=SlipLine(label=words.say("Worth"), figure=worth),
        code=make(terms, sign=desk.sign),
        code_caption=words.say("Keep this slip to take the sale back"),
    )


def joining_slip(desk: Desk, member: Member, *, with_code: bool) -> Slip:
    """Make the slip of a new member: the number and, without a card, the code itself."""
    words = pad_open.words_for(desk, member.member_id)
    joining = SlipCode(
        text=member.number,
        caption=words.say("This is your card. A photo of it works too."),
        digits=numbers.grouped(member.number),
    )
    return msgspec.structs.replace(
        _base(desk, words, "", member.number),
        lines=(SlipLine(label=words.say("Welcome")),),
        joining=joining if with_code else None,
        closing=() if roll.person(desk, member.member_id) else (_anonymous(words),),
    )


def _anonymous(words: Wording) -> str:
    return words.say("Without your phone number a lost card cannot be replaced.")


def copy_slip(desk: Desk, account: str) -> Slip | None:
    """F5: say again what stands; None when there is nothing yet."""
    newest = desk.ledger.recent_sales(1 if account else LOOKED_AT, account)
    row = next((one for one in newest if one.account), None)
    if row is None:
        return None
    member = journal.member_of(desk, row)
    words = pad_open.words_for(desk, member.member_id if member else "")
    programme = recorder.programme(desk)
    balance = roll.standing(desk, row.account).amount()
    return msgspec.structs.replace(
        _base(desk, words, row.sale, ""),
        copy=True,
        marks=(*_marks(desk, words), words.say("Copy")),
        lines=(SlipLine(label=words.say("Sale"), figure=words.money(row.amount_minor)),),
        earned=SlipLine(label=words.say("Points"), figure=words.signed(row.points)),
        balance=SlipLine(label=words.say("Your points"), figure=words.points(balance)),
        worth=SlipLine(
            label=words.say("Worth"), figure=words.money(programme.worth_minor(balance))
        ),
    )


def _marks(desk: Desk, words: Wording) -> tuple[str, ...]:
    if desk.shop.training:
        return (words.say("TRAINING"),)
    return (words.say("DEMO"),) if desk.shop.demo else ()


def _base(desk: Desk, words: Wording, sale_id: str, number: str) -> Slip:
    now_us = desk.clock.now_us()
    local = days.local(now_us, desk.shop.time_zone)
    return Slip(
        sale=sale_id,
        language=words.language,
        shop=desk.shop.name,
        till=desk.shop.till,
        head=words.say("Loyalty slip - not a receipt"),
        when=f"{words.date(local.date().isoformat())} {words.time(now_us)}",
        marks=_marks(desk, words),
        member=f"\u2022\u2022\u2022\u2022 {number[-4:]}" if number else "",
    )
