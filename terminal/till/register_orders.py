"""What the cash register's side is told after anything happened at the counter."""

from __future__ import annotations

import msgspec

from loyalty.errors import Outage
from terminal.till import register_sales, register_views
from terminal.till.desk import Desk
from terminal.till.register_replies import HoldReply, Reply, TakenBack
from terminal.till.register_state import RegisterSetting
from terminal.till.register_told import RegisterEvent, RegisterOrder, RegisterRuns, RunRegister

KEPT = "register"


def restore(desk: Desk) -> None:
    """Know again whether the register is on, and what was open."""
    raw = desk.ledger.get(KEPT)
    if raw:
        register_sales.change(desk, setting=msgspec.json.decode(raw, type=RegisterSetting))
    register_sales.restore(desk)


def switch(desk: Desk, setting: RegisterSetting, *, keeps: bool) -> None:
    """Let the API run as this says from now on; `keeps` also after the next start."""
    if keeps:
        desk.ledger.put(KEPT, msgspec.json.encode(setting).decode())
    register_sales.change(desk, setting=setting)
    if not setting.is_on:
        register_sales.change(desk, address="", token="", folder="", problem="")
        current = desk.register.sales.current
        if current is not None:
            register_sales.drop(desk, current.name)


def heard(desk: Desk, message: RegisterRuns) -> None:
    """Note where the API listens, or why it does not."""
    register_sales.change(
        desk,
        address=message.address,
        token=message.token,
        folder=message.folder,
        problem=message.problem,
    )


def due(desk: Desk) -> list[RegisterOrder]:
    """Give what is to be told now: another setting, and what changed at the counter."""
    register = desk.register
    orders: list[RegisterOrder] = []
    if register.setting != register.ordered:
        register_sales.change(desk, ordered=register.setting)
        orders.append(RunRegister(setting=register.setting))
    backs, desk.taken_back = desk.taken_back, ()
    if not register.setting.is_on:
        return orders
    for event_id in backs:
        told = desk.ledger.register.of_event(event_id)
        if told is not None:
            reply = TakenBack(sale=told.sale, event=event_id)
            orders.append(_event("taken_back", reply))
    return [*orders, *_changed(desk)]


def _changed(desk: Desk) -> list[RegisterOrder]:
    register, sale = desk.register, desk.sale
    member = sale.member_id if sale else ""
    reward = f"{sale.reward}/{sale.choice}" if sale and sale.reward else ""
    if (member, reward) == (register.member, register.reward):
        return []
    orders: list[RegisterOrder] = []
    try:
        if register.reward and register.reward != reward:
            orders.append(_event("hold_released", HoldReply(sale=_name(desk), state="free")))
        if member != register.member:
            kind = "member_attached" if member else "member_detached"
            orders.append(_event(kind, register_views.state(desk)))
        if reward and register.reward != reward:
            current = register.sales.current
            orders.append(
                _event("hold_set", register_views.hold(desk, current))
                if current
                else _event("hold_set", register_views.state(desk))
            )
    except Outage:
        return []  # the disk says no; it is told with the next thing that happens
    register_sales.change(desk, member=member, reward=reward)
    return orders


def _name(desk: Desk) -> str:
    current = desk.register.sales.current
    return current.name if current else ""


def _event(kind: str, reply: Reply) -> RegisterEvent:
    return RegisterEvent(kind=kind, body=msgspec.json.encode(reply))
