"""Using a reward: held for the open sale, asked for when this till holds too little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from loyalty.accounts import POINTS
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.programme.rewards import PayReward
from loyalty.rewards.offers import Offer, offers
from storage.records import GrantAsked
from sync.exchange import Granted, Reply
from terminal.till import lost_card, pin, proof, recorder, sale, scene, strip
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
        basket = sale.basket(without, here)
    except Refusal:
        basket = Basket()
    found = offers(here, basket, can_ask=desk.can_ask)
    return tuple(row for offer in found for row in _rows(offer))[:ROWS_MAX]


def _rows(offer: Offer) -> Iterator[Offer]:
    """Give a row for each option of a reward that lets the member choose."""
    if not offer.choices:
        yield offer
    for choice in offer.choices:
        yield replace(offer, choices=(choice,))


def name(programme: Programme, language: str, reward_id: str, choice: str = "") -> str:
    """Name a reward, or what was chosen of it."""
    return programme.text(programme.reward(choice or reward_id).name, language)


def title(desk: Desk) -> str:
    """Name the held reward."""
    assert desk.sale is not None
    held = desk.sale
    return name(recorder.programme(desk), desk.words.language, held.reward, held.choice)


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
    return _take(desk, line, rows[row], picked=row > 0)


def resume(desk: Desk, line: Line, reward_id: str, choice: str) -> list[Effect]:
    """Go on with the reward that a PIN was asked for.

    Raises Refusal with the reason when it cannot be used any more.
    """
    for at, offer in enumerate(listed(desk)):
        if (offer.reward_id, "".join(offer.choices)) == (reward_id, choice):
            return _take(desk, line, offer, picked=at > 0)
    raise Refusal("reward_unknown")


def _take(desk: Desk, line: Line, offer: Offer, *, picked: bool) -> list[Effect]:
    if not offer.usable:
        raise Refusal(offer.reason or "not_enough")
    lost_card.refuse_waiting(desk)
    if not proof.of(desk).allows(offer.worth_minor):
        return pin.ask(desk, offer.reward_id, "".join(offer.choices))
    if offer.needs_grant:
        return _wish(desk, line, offer)
    return _hold(desk, offer, picked=picked)


def close(desk: Desk) -> list[Effect]:
    """Close the sale; a held reward that is worth more by now than may be asks for the PIN first.

    Raises what `sale.close` and `pin.ask` raise.
    """
    held = desk.sale
    assert held is not None
    if held.reward:
        _, _, quoted = sale.quoted(desk)
        if not proof.of(desk).allows(proof.worth_minor(held, quoted)):
            return pin.ask(desk, held.reward, held.choice)
    return sale.close(desk)


def release(desk: Desk) -> list[Effect]:
    """Esc on a held reward: it goes back, the sale stays."""
    sale.change(desk, reward="", choice="", picked=False, gross=False, part="", of_sale=False)
    desk.mode = "member"
    desk.waiting = None
    return strip.note(desk, desk.say("Reward"), desk.say("Not used. It stays with the member."))


def granted(desk: Desk, reply: Reply) -> list[Effect]:
    """An answer came while a reward waited for it."""
    waiting = desk.waiting
    if waiting is None or desk.sale is None:
        return []
    desk.waiting = None
    for offer in listed(desk):
        same = (offer.reward_id, "".join(offer.choices)) == (waiting.reward, waiting.choice)
        if same and offer.usable and not offer.needs_grant:
            return _hold(desk, offer, picked=False)
    is_asked = isinstance(reply, Granted) and reply.reply.reason == "asked_back"
    return refused_here(desk, "asked_back" if is_asked else "not_enough_here")


def expired(desk: Desk) -> list[Effect]:
    """No answer in time: the till goes on with what it holds."""
    if desk.waiting is None or desk.clock.monotonic_ms() < desk.waiting.deadline_ms:
        return []
    desk.waiting = None
    return refused_here(desk)


def refused_here(desk: Desk, code: str = "not_enough_here") -> list[Effect]:
    """Say that this till cannot pay that out now."""
    desk.mode = "member" if desk.sale is not None else "idle"
    return strip.refused(desk, Refusal(code))


def _hold(desk: Desk, offer: Offer, *, picked: bool) -> list[Effect]:
    assert desk.sale is not None
    choice = "".join(offer.choices)
    pays = isinstance(offer.reward, PayReward)
    sale.change(
        desk,
        reward=offer.reward_id,
        choice=choice,
        picked=picked,
        gross=sale.has_amount(desk.sale) or pays,
        part="",
        of_sale=False,
    )
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
        choice="".join(offer.choices),
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
