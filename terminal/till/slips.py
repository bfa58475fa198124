"""What the till prints: made from what was committed, worded in the member's own language."""

from __future__ import annotations

import msgspec

from cards.salecode import ACCOUNT_HINT_DIGITS, Terms, make
from cards.slip import Slip, SlipCode, SlipLine
from loyalty import number as numbers
from loyalty.accounts import POINTS
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.explaining import explain
from loyalty.quote import Quote
from loyalty.rewards import offers
from storage.records import Member
from terminal.till import journal, pad_open, recorder, roll, scene
from terminal.till.desk import Desk, Sale
from terminal.till.slip_head import base, marks
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
        base(desk, words, sale_id, sale.number),
        lines=(SlipLine(label=words.say("Sale"), figure=words.money(quoted.to_pay_minor)),),
        earned=SlipLine(
            label=words.say("Points"), figure=words.signed(quoted.points_given), strong=True
        ),
        why=why,
        used=used,
        balance=SlipLine(label=words.say("Your points"), figure=words.points(quoted.points_after)),
        worth=SlipLine(label=words.say("Worth"), figure=worth),
        next_reward=_next(desk, words, sale.member_id, sale.account),
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
        base(desk, words, "", member.number),
        lines=(SlipLine(label=words.say("Welcome")),),
        joining=joining if with_code else None,
        closing=() if roll.person(desk, member.member_id) else (_anonymous(words),),
    )


def _anonymous(words: Wording) -> str:
    return words.say("Without your phone number a lost card cannot be replaced.")


def copy_slip(desk: Desk, account: str) -> Slip | None:
    """F5: say again what stands; None when there is nothing yet.

    The slip that this till made last is printed again whole, also that of a new member or of the
    day; of an older sale there is what the journal knows, without the code for a refund.
    """
    newest = desk.newest_slip
    if newest is not None and not newest.sale and not account:
        words = desk.words
        return msgspec.structs.replace(newest, copy=True, marks=(*newest.marks, words.say("Copy")))
    listed = desk.ledger.recent_sales(1 if account else LOOKED_AT, account)
    row = next((one for one in listed if one.account), None)
    if row is None:
        return None
    member = journal.member_of(desk, row)
    words = pad_open.words_for(desk, member.member_id if member else "")
    standing = _standing(desk, words, row.account)
    if newest is not None and newest.sale == row.sale and not row.reversed:
        return _again(desk, newest, words, standing)
    short = msgspec.structs.replace(
        base(desk, words, row.sale, member.number if member else ""),
        lines=(SlipLine(label=words.say("Sale"), figure=words.money(row.amount_minor)),),
        earned=SlipLine(label=words.say("Points"), figure=words.signed(row.points)),
        next_reward=_next(desk, words, member.member_id if member else "", row.account),
    )
    return _again(desk, short, words, standing)


def _again(desk: Desk, slip: Slip, words: Wording, standing: tuple[SlipLine, SlipLine]) -> Slip:
    """Say that a slip is a copy; what it says of the balance is what stands now."""
    return msgspec.structs.replace(
        slip,
        copy=True,
        marks=(*marks(desk, words), words.say("Copy")),
        balance=standing[0],
        worth=standing[1],
    )


def _standing(desk: Desk, words: Wording, account: str) -> tuple[SlipLine, SlipLine]:
    balance = roll.standing(desk, account).amount()
    worth = recorder.programme(desk).worth_minor(balance)
    return (
        SlipLine(label=words.say("Your points"), figure=words.points(balance)),
        SlipLine(label=words.say("Worth"), figure=words.money(worth)),
    )


def _next(desk: Desk, words: Wording, member_id: str, account: str) -> str:
    """Say which reward is the nearest, and how far it is; empty where none is ahead."""
    if not account:
        return ""
    here = scene.of(desk, member_id, account)
    try:
        offer = offers.next_reward(here, Basket())
    except Refusal:
        # What is said here is of the next visit: it never stands in the way of this sale.
        return ""
    if offer is None:
        return ""
    name = here.programme.text(here.programme.reward(offer.reward_id).name, words.language)
    if offer.cost_unit == POINTS:
        togo = words.plural("{n} point to go", "{n} points to go", offer.missing)
    else:
        togo = words.plural("{n} stamp to go", "{n} stamps to go", offer.missing)
    return words.say("Next: {reward}, {togo}", reward=name, togo=togo)
