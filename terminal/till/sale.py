"""The open sale: whose it is, what was typed, what it would do, and its closing."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from loyalty.accounts import VISITS, came, earned_on
from loyalty.basket import Basket, Claim, typed
from loyalty.entries import Counted
from loyalty.programme import EarnVisit, Programme
from loyalty.quote import Quote, also_counting, postings, quote_in
from loyalty.rewards.typed_total import total_of_paid
from loyalty.scene import Scene
from loyalty.standing import Standing
from storage.records import Member, Told
from terminal.till import (
    digits,
    display_visit,
    items,
    own_rights,
    paying_part,
    proof,
    recorder,
    roll,
    scene,
    strip,
)
from terminal.till.desk import Desk, Forgotten, Sale
from terminal.till.display_state import forget
from terminal.till.effects import Effect, Print
from terminal.till.slips import sale_slip

FORGOTTEN_MS = 15 * 60 * 1000
REMEMBERED_MAX = 5


def begin(desk: Desk, member: Member, shown: str) -> None:
    """Bind a member to a new sale, or to the one that is open at the cash register.

    What was waiting as an amount becomes its amount.
    """
    linked = desk.register.sales.current
    desk.sale = Sale(
        member_id=member.member_id,
        account=member.account,
        number=member.number,
        shown=shown,
        opened_us=desk.clock.now_us(),
        shown_us=desk.clock.now_us(),
        linked=linked is not None,
        lines=linked.lines if linked else (),
    )
    desk.asking = None
    forget(desk.guest)
    desk.mode = "member"
    desk.old_cards = ()
    desk.question = None
    desk.waiting = None
    desk.sale_left_ms = None
    desk.touched_ms = desk.clock.monotonic_ms()


def change(desk: Desk, **fields: object) -> None:
    """Replace fields of the open sale."""
    assert desk.sale is not None
    desk.sale = msgspec.structs.replace(desk.sale, **fields)


def drop(desk: Desk, *, forgotten: bool = False) -> None:
    """Let the member go. Nothing was written, so nothing has to be undone.

    `forgotten` says that nobody asked for it: the strip remembers them for a while.
    """
    sale = desk.sale
    if sale is not None and forgotten:
        name = (
            roll.short_name(desk, sale.member_id) or f"\u2022\u2022\u2022\u2022 {sale.number[-4:]}"
        )
        until_ms = desk.clock.monotonic_ms() + FORGOTTEN_MS
        desk.forgotten = (*desk.forgotten, Forgotten(name=name, until_ms=until_ms))
        desk.forgotten = desk.forgotten[-REMEMBERED_MAX:]
    forget(desk.guest)
    clear(desk)


def clear(desk: Desk) -> None:
    """Reset the counter to idle."""
    desk.sale = None
    desk.asking = None
    desk.mode = "idle"
    desk.typed = ""
    desk.question = None
    desk.waiting = None
    desk.found = ()
    desk.chosen = 0
    desk.enrol_number = ""
    desk.lookup_key = ""
    desk.old_cards = ()
    desk.journal_of = desk.moving = desk.amount_told = desk.overlay = ""
    desk.items = ()


def stamps_only(programme: Programme) -> bool:
    """Say whether digits are a count of stamps, because nothing is earned on money."""
    return not programme.earn and bool(programme.stamp_cards)


def has_amount(sale: Sale) -> bool:
    """Say whether there is an amount: typed or rung up here, or told by the cash register."""
    return bool(sale.typed or sale.items or (sale.linked and sale.lines))


def visits_only(programme: Programme) -> bool:
    """Say whether coming in is what counts, so that Enter without an amount is a check-in."""
    on_visits = any(isinstance(rule, EarnVisit) for rule in programme.earn) or any(
        each.measure == "visits" for each in programme.milestones
    )
    on_money = any(not isinstance(rule, EarnVisit) for rule in programme.earn)
    return on_visits and not on_money and not programme.stamp_cards


def basket(sale: Sale, here: Scene) -> Basket:
    """Give a sale's basket as typed. Raises Refusal when what is typed is no amount."""
    programme = here.programme
    if sale.linked:
        return Basket(lines=sale.lines, claims=_claims(sale, programme))
    if stamps_only(programme):
        counted = str(items.stamps(sale.items) or 1)
        return Basket(
            stamps=digits.amount_minor(sale.typed or counted, 0),
            claims=_claims(sale, programme),
        )
    if sale.items:
        rung = items.lines(sale.items, sale.typed, programme)
        return Basket(lines=rung, claims=_claims(sale, programme))
    if not sale.reward and not sale.typed and visits_only(programme):
        return Basket(visit=True)
    if not sale.reward:
        return typed(digits.amount_minor(sale.typed, programme.scale))
    amount = digits.amount_minor(sale.typed, programme.scale) if sale.typed else 0
    if not (sale.gross and sale.typed):
        amount = total_of_paid(programme, _claims(sale, programme), amount, scene=here)
    if not amount:
        return Basket(claims=_claims(sale, programme))
    return msgspec.structs.replace(typed(amount), claims=_claims(sale, programme))


def _claims(sale: Sale, programme: Programme) -> tuple[Claim, ...]:
    """Give the held reward, if there is one, with what the member chose."""
    if not sale.reward:
        return ()
    points = paying_part.points(sale, programme)
    return (Claim(reward=sale.reward, choice=sale.choice, points=points),)


def quoted(desk: Desk, sale_id: str = "") -> tuple[Programme, Standing, Quote]:
    """Price the open sale as it stands. Raises Refusal when it cannot close like this."""
    assert desk.sale is not None
    here = scene.of(desk, desk.sale.member_id, desk.sale.account)
    held = priced(desk, desk.sale, basket(desk.sale, here), here, sale_id)
    return here.programme, here.standing, held


def priced(desk: Desk, sale: Sale, bought: Basket, here: Scene, sale_id: str) -> Quote:
    """Price a sale, with what it counts because of how its member was identified and came in.

    Raises Refusal when it cannot close like this.
    """
    made = quote_in(here, bought, sale_id=sale_id)
    more = (*proof.counted(desk, sale, made), *_came(here, made), *_visit(desk, here, made))
    return also_counting(made, more)


def _came(here: Scene, made: Quote) -> tuple[Counted, ...]:
    """Count that somebody came in today, where members check in by themselves only once."""
    is_visit = any(each.unit == VISITS for each in made.counted)
    if here.programme.check_in is None or not is_visit:
        return ()
    return (Counted(unit=came(here.day), delta=1),)


def _visit(desk: Desk, here: Scene, made: Quote) -> tuple[Counted, ...]:
    """Count a visit that earned something, where the owner limits how many there are in a day."""
    if not desk.limits.counter.earning_visits or not made.given:
        return ()
    return (Counted(unit=earned_on(here.day), delta=1),)


def write(
    desk: Desk,
    sale: Sale,
    made: Quote,
    programme: Programme,
    sale_id: str,
    *,
    told: tuple[Told, ...] = (),
) -> None:
    """Record a priced sale in one transaction, with what the cash register told of it.

    Raises what storage.ports.Ledger.commit raises; then nothing was written.
    """
    recorder.record(
        desk,
        kind="sale",
        event_id=sale_id,
        data=data(sale, made) | ({"register": {"sale": told[0].name}} if told else {}),
        register=told,
        postings=own_rights.booked(
            desk, sale, postings(made, sale.account, sale_id, programme), sale_id
        ),
        account=sale.account,
        sale=sale_id,
        amount_minor=made.to_pay_minor,
    )


def close(desk: Desk, told: Callable[[Quote, str], Told] | None = None) -> list[Effect]:
    """Close the open sale: one transaction, then the slip, then the counter is free.

    `told` makes of the priced sale and its id what is kept of a cash register's telling.

    Raises Refusal when it cannot close, and Outage when the disk says no; the sale stays.
    """
    sale = desk.sale
    assert sale is not None
    sale_id = recorder.new_id(desk)
    programme, _, quoted_sale = quoted(desk, sale_id)
    kept = (told(quoted_sale, sale_id),) if told else ()
    write(desk, sale, quoted_sale, programme, sale_id, told=kept)
    slip = sale_slip(desk, sale, sale_id, quoted_sale)
    effects = strip.saved(desk, summary(desk, sale, quoted_sale))
    # The guest may have put the card away before the amount was typed.
    not_again(desk, sale.number, desk.sale_left_ms)
    clear(desk)
    display_visit.begin(desk, sale, quoted_sale)
    return [*effects, Print(slip=slip)]


def not_again(desk: Desk, number: str, left_ms: int | None) -> None:
    """Remember whose card was done with, so that it is not attached again while it lies there."""
    if desk.closed_number != number:
        # The card before this one may still lie under it.
        desk.earlier_number, desk.earlier_left_ms = desk.closed_number, desk.left_ms
    desk.closed_number = number
    desk.closed_ms = desk.clock.monotonic_ms()
    desk.left_ms = left_ms


def data(sale: Sale, quoted_sale: Quote) -> dict[str, object]:
    """Give what a sale's event keeps: whose it is, how that was known, what brought what about."""
    return {
        "member": sale.member_id,
        "account": sale.account,
        **proof.data(sale),
        "tier": quoted_sale.tier_before.id if quoted_sale.tier_before else "",
        **({"override": sale.allowed} if sale.allowed else {}),
        **quoted_sale.breakdown(),
    }


def who(desk: Desk, sale: Sale) -> str:
    """Name the member of a sale as the strip may: short name, or the last four."""
    name = roll.short_name(desk, sale.member_id)
    last_four = f"\u2022\u2022\u2022\u2022 {sale.number[-4:]}" if sale.number else ""
    return " ".join(part for part in (name, last_four) if part) or desk.say("the member")


def summary(desk: Desk, sale: Sale, quoted_sale: Quote) -> str:
    """Say in one line what a closed sale did."""
    words = desk.words
    change = quoted_sale.points_after - quoted_sale.points_before
    return words.plural(
        "{points} points to {member} \u00b7 sale {amount} \u00b7 now {n} point",
        "{points} points to {member} \u00b7 sale {amount} \u00b7 now {n} points",
        quoted_sale.points_after,
        points=words.signed(change),
        member=who(desk, sale),
        amount=words.money(quoted_sale.to_pay_minor),
    )
