"""What can be expected of the rewards that a member is offered, and why others are not."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.basket import Basket
from loyalty.book import selling
from loyalty.explaining import explain
from loyalty.rewards.offers import Offer
from terminal.scenarios import expecting, saying
from terminal.scenarios.expecting import Check, Difference, Reader, View
from terminal.scenarios.table import Table

_NOT_LISTED = {"usable": False, "why": "not_listed", "listed": False, "vouchers": 0}


def listed(view: View) -> tuple[Offer, ...]:
    """Give what is offered with the basket of a look; at any other time with an empty one."""
    if view.outcome.offers is not None:
        return view.outcome.offers
    if not view.person.name:
        return ()
    found = selling.offered(view.world.shop, view.person, Basket())
    view.world.shop.hand_out()
    return found


def _offers(table: Table, key: str) -> Check:
    """Expect of each reward whether it can be had, or why not, or more in a table."""
    inner = table.inner(key)
    named = inner.rest() if inner else {}
    wanted = {name: _keys(inner, name, value) for name, value in named.items() if inner}
    path = f"{table.path}.{key}"

    def check(view: View) -> list[Difference]:
        seen = {each.reward_id: each for each in listed(view)}
        return [
            found
            for reward, keys in wanted.items()
            for found in _compared(f"{path}.{reward}", keys, _shown(view, seen.get(reward)))
        ]

    return check


def _compared(
    path: str, wanted: Mapping[str, object], so: Mapping[str, object]
) -> list[Difference]:
    found = []
    for name, should in wanted.items():
        got = so.get(name)
        agrees = str(should) in str(got) if name == "says" else should == got
        if not agrees:
            why = str(so.get("says", ""))
            found.append(Difference(path=f"{path}.{name}", expected=should, got=got, why=why))
    return found


def _keys(table: Table, name: str, value: object) -> dict[str, object]:
    if isinstance(value, bool):
        return {"usable": value}
    if isinstance(value, str):
        return {"why": value}
    inner = table.table(value, name)
    found: dict[str, object] = {}
    for key in ("missing", "vouchers", "needs_grant"):
        found |= {key: inner.whole(key)} if inner.has(key) else {}
    for key in ("missing_money", "worth"):
        amount_minor = inner.money(key)
        found |= {} if amount_minor is None else {key: amount_minor}
    for key in ("why", "says"):
        found |= {key: inner.text(key)} if inner.has(key) else {}
    for key in ("usable", "listed"):
        found |= {key: inner.flag(key)} if inner.has(key) else {}
    inner.close()
    return found


def _shown(view: View, offer: Offer | None) -> Mapping[str, object]:
    if offer is None:
        return _NOT_LISTED
    speaking = saying.voice(view.world.shop, view.language)
    return {
        "usable": offer.usable,
        "why": offer.reason or "",
        "listed": True,
        "missing": offer.missing,
        "missing_money": offer.missing_minor,
        "needs_grant": offer.needs_grant,
        "worth": offer.worth_minor,
        "vouchers": offer.vouchers,
        "says": explain.told(offer.why, speaking) if offer.why else "",
    }


def _offered(view: View) -> str:
    found = listed(view)
    return found[0].reward_id if found and found[0].usable else ""


def _next_reward(view: View) -> str:
    to_go = [each for each in listed(view) if each.reason == "not_enough"]

    def distance(offer: Offer) -> tuple[int, int]:
        return offer.missing * 1_000_000 // max(offer.cost_amount, 1), offer.cost_amount

    nearest = min(to_go, key=distance, default=None)
    return nearest.reward_id if nearest else ""


OFFERS: Mapping[str, Reader] = {
    "offers": _offers,
    "offered": expecting.text(_offered),
    "next_reward": expecting.text(_next_reward),
}
