"""Using a reward: held for the open sale, asked for when this till holds too little."""

from __future__ import annotations

import msgspec

from loyalty.accounts import POINTS
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.offers import Offer, offers
from loyalty.programme import Programme
from storage.records import GrantAsked
from terminal.till import limits, recorder, sale, scene, strip
from terminal.till.desk import Desk, Waiting
from terminal.till.effects import Effect, Send
from terminal.till.line import WISH_MS, Line

ROWS_MAX = 9


def listed(desk: Desk) -> tuple[Offer, ...]:
    """Give the rewards in the order of the screen; the first is the offered one."""
    assert desk.sale is not None
    here = scene.of(desk, desk.sale.member_id, desk.sale.account)
    without = msgspec.structs.replace(desk.sale, reward="")
    try:
        basket = sale.basket(without, here.programme)
    except Refusal:
        basket = Basket()
    return offers(here, basket, can_ask=desk.can_ask)[:ROWS_MAX]


def title(desk: Desk) -> str:
    """Name the held reward."""
    assert desk.sale is not None
    programme = recorder.programme(desk)
    held = programme.reward(desk.sale.reward)
    return programme.text(held.name, desk.words.language)


def use(desk: Desk, line: Line, row: int) -> list[Effect]:
    """F4, or the button of a reward: hold it for this sale.

    Raises Refusal with the reason when it cannot be used; nothing is written here.
    """
    assert desk.sale is not None
    if desk.mark.suspect():
        raise Refusal("clock_suspect")
    rows = listed(desk)
    if row >= len(rows):
        raise Refusal("reward_unknown")
    offer = rows[row]
    if not offer.usable:
        raise Refusal(offer.reason or "not_enough")
    _check_limit(desk, recorder.programme(desk), offer)
    if offer.needs_grant:
        return _wish(desk, line, offer)
    return _hold(desk, offer.reward_id, picked=row > 0)


def release(desk: Desk) -> list[Effect]:
    """Esc on a held reward: it goes back, the sale stays."""
    sale.change(desk, reward="", picked=False, gross=False)
    desk.mode = "member"
    desk.waiting = None
    return strip.note(desk, desk.say("Reward"), desk.say("Not used. It stays with the member."))


def granted(desk: Desk) -> list[Effect]:
    """An answer came while a reward waited for it."""
    waiting = desk.waiting
    if waiting is None or desk.sale is None:
        return []
    desk.waiting = None
    for offer in listed(desk):
        if offer.reward_id == waiting.reward and offer.usable:
            return _hold(desk, waiting.reward, picked=False)
    return refused_here(desk)


def expired(desk: Desk) -> list[Effect]:
    """No answer in time: the till goes on with what it holds."""
    if desk.waiting is None or desk.clock.monotonic_ms() < desk.waiting.deadline_ms:
        return []
    desk.waiting = None
    return refused_here(desk)


def refused_here(desk: Desk) -> list[Effect]:
    """Say that this till cannot pay that out now."""
    desk.mode = "member" if desk.sale is not None else "idle"
    return strip.refused(desk, Refusal("not_enough_here"))


def _check_limit(desk: Desk, programme: Programme, offer: Offer) -> None:
    assert desk.sale is not None
    if not limits.may_use(desk, programme, offer.worth_minor):
        raise Refusal("needs_pin")


def _hold(desk: Desk, reward_id: str, *, picked: bool) -> list[Effect]:
    assert desk.sale is not None
    sale.change(desk, reward=reward_id, picked=picked, gross=bool(desk.sale.typed))
    desk.mode = "redeem"
    strip.put(
        desk,
        "hold",
        desk.say("Set aside"),
        desk.say("Points are only taken when the sale closes. Esc gives them back."),
    )
    return []


def _wish(desk: Desk, line: Line, offer: Offer) -> list[Effect]:
    assert desk.sale is not None
    request_id = recorder.new_id(desk)
    desk.waiting = Waiting(
        request_id=request_id,
        reward=offer.reward_id,
        deadline_ms=desk.clock.monotonic_ms() + WISH_MS,
    )
    request = line.wish(
        GrantAsked(
            request_id=request_id,
            account=desk.sale.account,
            unit=offer.cost_unit or POINTS,
            amount=offer.needs_grant,
        )
    )
    strip.put(desk, "hold", desk.say("One moment"), desk.say("Asking for the points ..."))
    return [Send(request=request)]
