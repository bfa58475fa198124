"""The screens with a member: standing, rewards, the amount, and a reward on hold."""

from __future__ import annotations

from loyalty import accounts, days
from loyalty.accounts import POINTS
from loyalty.benefits.levels import next_tier, tier_on
from loyalty.errors import Refusal
from loyalty.explaining import explain
from loyalty.programme import Programme
from loyalty.quote import Quote
from loyalty.standing import Standing
from terminal.till import (
    camera_state,
    digits,
    draw_quick,
    draw_rewards,
    items,
    paying_part,
    recorder,
    reward,
    roll,
    sale,
)
from terminal.till.desk import Desk, Sale
from terminal.till.screens import (
    Action,
    Frame,
    Hold,
    Member,
    Person,
    Progress,
    Redeem,
    Row,
    SaleBand,
    Stamps,
    TierMark,
    Typed,
    Visit,
)

VISITS_SHOWN = 5
STROKES_MAX = 4
NAME_MOST = 11


def member(desk: Desk, frame: Frame) -> Member:
    """Draw the attached member, with or without an amount typed."""
    open_sale = desk.sale
    assert open_sale is not None
    programme = recorder.programme(desk)
    standing = roll.standing(desk, open_sale.account)
    is_rung = sale.has_amount(open_sale)
    band = _band(desk, programme) if is_rung else None
    enter = Action(key="Enter", label=_enter_label(desk, band), ready=band is not None)
    if open_sale.linked:
        enter = Action(key="", label=desk.say("The cash register closes it"), ready=False)
    elif not is_rung and sale.visits_only(programme):
        enter = Action(key="Enter", label=desk.say("Count the visit"), ready=True)
    clears = is_rung and not open_sale.linked
    esc = Action(key="Esc", label=desk.say("Clear amount") if clears else desk.say("Let go"))
    if desk.asking is not None:
        enter = Action(key="Enter", label=desk.say("PIN is asked"), ready=False)
        esc = Action(key="Esc", label=desk.say("Close the pad"))
    return Member(
        frame=frame,
        person=person(desk, programme, standing),
        progress=_progress(desk, programme, standing),
        stamps=_stamps(desk, programme, standing),
        rewards=draw_rewards.rows(desk, programme),
        typed=_typed(desk, programme),
        currency=desk.words.symbol(),
        visits_title=desk.say("Last visits"),
        visits_points=desk.say("points"),
        visits=_visits(desk, open_sale),
        reader_word=desk.say("Read"),
        camera=camera_state.note(desk),
        let_go=_let_go(desk, open_sale),
        sale=band,
        quick=draw_quick.row(desk, open_sale),
        esc=esc,
        enter=enter,
    )


def redeem(desk: Desk, frame: Frame) -> Redeem:
    """Draw a held reward: what to ring up, what is left to pay, what stays."""
    open_sale = desk.sale
    assert open_sale is not None
    programme = recorder.programme(desk)
    standing = roll.standing(desk, open_sale.account)
    try:
        _, _, quoted = sale.quoted(desk)
    except Refusal as error:
        quoted = None
        trouble = desk.words.refusal(error)
    else:
        trouble = ""
    is_rung = bool(open_sale.typed or open_sale.items)
    label = desk.say("Close the sale") if is_rung else desk.say("Reward only")
    return Redeem(
        frame=frame,
        person=person(desk, programme, standing),
        hold=_hold(desk, programme, standing, quoted, trouble),
        typed=_typed(desk, programme),
        currency=desk.words.symbol(),
        reader_word=desk.say("Read"),
        esc=Action(key="Esc", label=desk.say("No reward")),
        enter=_enter_held(desk, open_sale, label, is_priced=quoted is not None),
    )


def _enter_held(desk: Desk, open_sale: Sale, label: str, *, is_priced: bool) -> Action:
    if open_sale.linked:
        return Action(key="", label=desk.say("The cash register closes it"), ready=False)
    return Action(key="Enter", label=label, ready=is_priced)


def person(desk: Desk, programme: Programme, standing: Standing) -> Person:
    """Say who it is, as much as a cashier may see."""
    open_sale = desk.sale
    assert open_sale is not None
    words = desk.words
    name = roll.short_name(desk, open_sale.member_id)
    points = standing.amount(POINTS)
    owed = standing.owed.get(POINTS, 0)
    visit = words.plural("{n} visit", "{n} visits", standing.visits)
    return Person(
        name=name or desk.say("Member"),
        last_four=f"\u2022\u2022\u2022\u2022 {open_sale.number[-4:]}" if open_sale.number else "",
        tier=tier_mark(desk, programme, standing),
        caption=visit if standing.visits else desk.say("First visit: say welcome"),
        points=words.points(points),
        points_word=words.plural("point", "points", abs(points)),
        worth=f"= {words.money(programme.worth_minor(points))}",
        owed=words.plural("{n} point to make up", "{n} points to make up", owed) if owed else "",
    )


def tier_mark(desk: Desk, programme: Programme, standing: Standing) -> TierMark | None:
    """Give the member's level as one to four strokes."""
    tier = tier_on(programme, standing.counters, desk.day())
    if tier is None:
        return None
    strokes = min([one.id for one in programme.tiers].index(tier.id) + 1, STROKES_MAX)
    return TierMark(name=programme.text(tier.name, desk.words.language), strokes=strokes)


def _progress(desk: Desk, programme: Programme, standing: Standing) -> Progress | None:
    ahead = next_tier(programme, standing.counters, desk.day())
    if ahead is None:
        return None
    tier, missing = ahead
    name = programme.text(tier.name, desk.words.language)
    show = desk.words.money if tier.measure == "spend" else desk.words.points
    done = tier.from_amount - missing
    return Progress(
        title=desk.say("{amount} to {tier}", amount=show(missing), tier=name),
        caption=desk.say("{done} of {whole}", done=show(done), whole=show(tier.from_amount)),
        done=done,
        whole=tier.from_amount,
    )


def _stamps(desk: Desk, programme: Programme, standing: Standing) -> tuple[Stamps, ...]:
    drawn = []
    for card in programme.stamp_cards:
        have = standing.amount(accounts.stamps(card.id))
        missing = max(card.stamps - have, 0)
        # A full card stays full on the screen; stamps beyond it are on the next one.
        shown = min(max(have, 0), card.stamps)
        name = programme.text(card.name, desk.words.language)
        full = desk.words.plural(
            "{n} more, then one is free", "{n} more, then one is free", missing
        )
        drawn.append(
            Stamps(
                title=desk.say("{have} of {whole} {name}", have=have, whole=card.stamps, name=name),
                caption=full if missing else desk.say("The next one is free"),
                have=shown,
                whole=card.stamps,
            )
        )
    return tuple(drawn)


def _band(desk: Desk, programme: Programme) -> SaleBand | None:
    try:
        _, _, quoted = sale.quoted(desk)
    except Refusal:
        return None
    words = desk.words
    points = quoted.points_given
    named = explain.names(programme, words.language)
    return SaleBand(
        title=desk.say("Sale"),
        amount=words.money(quoted.total_minor),
        amount_caption=_discounted(desk, quoted) or items.told(desk),
        earns_title=desk.say("Earns"),
        earns=words.signed(points) if points else "0",
        earns_worth=desk.say("points = {money}", money=words.money(programme.worth_minor(points))),
        why=explain.earned(
            quoted.given,
            say=words.say,
            plural=words.plural,
            money=words.money,
            number=words.points,
            named=named,
        ),
        after_title=desk.say("New balance"),
        after=words.points(quoted.points_after),
        after_worth=f"= {words.money(programme.worth_minor(quoted.points_after))}",
    )


def _discounted(desk: Desk, quoted: Quote) -> str:
    """Say what a promotion that applies by itself takes off, so that it is rung up."""
    if not quoted.discount_minor:
        return ""
    return desk.say(
        "DISCOUNT {amount}, to pay {rest}",
        amount=desk.words.money(quoted.discount_minor),
        rest=desk.words.money(quoted.to_pay_minor),
    )


def _enter_label(desk: Desk, band: SaleBand | None) -> str:
    if band is None or band.earns == "0":
        return desk.say("Give points")
    return desk.say("Give {points} points", points=band.earns.lstrip("+"))


def _typed(desk: Desk, programme: Programme) -> Typed:
    assert desk.sale is not None
    if desk.asking is not None and not desk.shop.pad_keys:
        hint = desk.say("Digits go to the member's pad")
        return Typed(text="", hint=hint, icon="lock-key")
    if desk.sale.linked:
        total_minor = sum(line.amount_minor for line in desk.sale.lines)
        money = desk.words.money(total_minor) if total_minor else ""
        hint = desk.say("From the cash register")
        return Typed(text=money, hint=hint, meaning=hint if money else "", icon="cash-register")
    text, hint = desk.sale.typed, _hint(desk, desk.sale)
    if paying_part.is_typed(desk.sale, programme):
        text = desk.sale.part
        hint = desk.say("Pay with points (all that fit)")
        hint = desk.say("Pay with points") if text else hint
    if sale.stamps_only(programme):
        hint = desk.say("Stamps")
        return Typed(text=text, hint=hint, meaning=desk.say("Stamps {n}", n=text))
    if not text:
        return Typed(text="", hint=hint)
    if digits.digit_count(text) >= digits.LIKE_PHONE_DIGITS:
        return Typed(text=text, hint=hint, meaning=desk.say("Looks like a phone number"))
    try:
        money = desk.words.money(digits.amount_minor(text, programme.scale))
    except Refusal as error:
        return Typed(text=text, hint=hint, meaning=desk.words.refusal(error))
    return Typed(text=money, hint=hint, meaning=hint)


def _hint(desk: Desk, open_sale: Sale) -> str:
    """Say what amount is typed here."""
    if not open_sale.reward and open_sale.items:
        return desk.say("Amount with {items}", items=items.told(desk))
    if not open_sale.reward:
        return desk.say("Amount of this sale")
    if open_sale.gross or open_sale.items:
        return desk.say("Amount before discount")
    return desk.say("Paid (after discount)")


def _visits(desk: Desk, open_sale: Sale) -> tuple[Visit, ...]:
    drawn = tuple(
        Visit(
            date=desk.words.visit_day(
                days.local(days.read(row.at), desk.shop.time_zone).date().isoformat()
            ),
            amount=desk.words.money(row.amount_minor),
            points=desk.words.signed(row.points),
        )
        for row in desk.ledger.recent_sales(2 * VISITS_SHOWN, open_sale.account)
        if not row.reversed
    )
    return drawn[:VISITS_SHOWN]


def _let_go(desk: Desk, open_sale: Sale) -> Action:
    name = roll.short_name(desk, open_sale.member_id).partition(" ")[0]
    # A long name would leave no room for what is to be done.
    is_named = 0 < len(name) <= NAME_MOST
    if open_sale.typed:
        label = desk.say("Not {name}? Scan the other card", name=name)
        return Action(key="", label=label if is_named else desk.say("Wrong? Scan the other card"))
    label = desk.say("Not {name}? Let go", name=name)
    return Action(key="Esc", label=label if is_named else desk.say("Wrong? Let go"))


def _hold(
    desk: Desk, programme: Programme, standing: Standing, quoted: Quote | None, trouble: str
) -> Hold:
    assert desk.sale is not None
    words = desk.words
    return Hold(
        chip=desk.say("Set aside"),
        headline=reward.title(desk),
        caption=_cost_caption(desk, programme, standing),
        instruction_title=desk.say("On the till"),
        instruction=trouble or _instruction(desk, quoted),
        warning=_unused(desk, quoted),
        sale_title=desk.say("This sale"),
        sale=_sale_rows(desk, quoted),
        to_pay_label=desk.say("To pay"),
        to_pay=words.money(quoted.to_pay_minor) if quoted else "",
        points_title=desk.say("Points after this sale"),
        points=_point_rows(desk, quoted, standing),
        after=_after(desk, programme, quoted, standing),
        waiting=desk.waiting is not None,
    )


def _cost_caption(desk: Desk, programme: Programme, standing: Standing) -> str:
    assert desk.sale is not None
    held = programme.reward(desk.sale.reward)
    vouchers = standing.amount(accounts.voucher(held.id))
    if vouchers > 0 or held.cost is None:
        return desk.say("Yours: {n}", n=desk.words.points(vouchers)) if vouchers > 0 else ""
    return desk.say(
        "{cost} of {have} points" if held.cost.unit == POINTS else "{cost} of {have} stamps",
        cost=desk.words.points(held.cost.amount),
        have=desk.words.points(standing.amount(held.cost.unit)),
    )


def _instruction(desk: Desk, quoted: Quote | None) -> str:
    if quoted is None or not quoted.discount_minor:
        return desk.say("{reward} for 0", reward=reward.title(desk))
    return desk.say("DISCOUNT {amount}", amount=desk.words.money(quoted.discount_minor))


def _unused(desk: Desk, quoted: Quote | None) -> str:
    """Say what becomes of the part of a fixed reward that is larger than the sale."""
    assert desk.sale is not None
    if quoted is None or (not desk.sale.typed and not desk.sale.items):
        return ""
    unused_minor = sum(
        each.unused_minor for each in quoted.spent if each.reward == desk.sale.reward
    )
    if not unused_minor:
        return ""
    return desk.say(
        "{amount} of it is more than this sale and is lost. Esc keeps the whole reward.",
        amount=desk.words.money(unused_minor),
    )


def _sale_rows(desk: Desk, quoted: Quote | None) -> tuple[Row, ...]:
    if quoted is None:
        return ()
    words = desk.words
    return (
        Row(label=desk.say("Sale"), figure=words.money(quoted.total_minor)),
        Row(label=reward.title(desk), figure=words.signed_money(-quoted.discount_minor)),
    )


def _point_rows(desk: Desk, quoted: Quote | None, standing: Standing) -> tuple[Row, ...]:
    words = desk.words
    rows = [Row(label=desk.say("Now"), figure=words.points(standing.amount(POINTS)))]
    if quoted is not None:
        rows.append(Row(label=desk.say("Spent"), figure=words.signed(-quoted.points_spent)))
        label = desk.say("Earned on {amount}", amount=words.money(quoted.to_pay_minor))
        rows.append(Row(label=label, figure=words.signed(quoted.points_given)))
    return tuple(rows)


def _after(desk: Desk, programme: Programme, quoted: Quote | None, standing: Standing) -> Row:
    words = desk.words
    points = quoted.points_after if quoted else standing.amount(POINTS)
    return Row(
        label=words.plural("{n} point", "{n} points", points),
        figure=f"= {words.money(programme.worth_minor(points))}",
        strong=True,
    )
