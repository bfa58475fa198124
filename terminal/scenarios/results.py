"""What can be expected of one event: prices, points, vouchers, refusals, sentences, offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.accounts import GIVEN, POINTS, USED, changes, stamps
from loyalty.entries import Given
from loyalty.lots import first_day, last_day
from loyalty.quote import Quote
from loyalty.refunds.refund import Refund
from terminal.scenarios import climbing, expecting, refusing, saying
from terminal.scenarios.expecting import Reader, View
from terminal.scenarios.records import records


def _of_quote(get: Callable[[Quote], int]) -> Callable[[View], int]:
    return lambda view: get(view.outcome.quote) if view.outcome.quote else 0


def _of_refund(get: Callable[[Refund], int]) -> Callable[[View], int]:
    return lambda view: get(view.outcome.refund) if view.outcome.refund else 0


def _prices(view: View) -> list[int]:
    return [line.net_minor for line in view.outcome.quote.lines] if view.outcome.quote else []


def _cuts(view: View) -> list[int]:
    quote = view.outcome.quote
    return [line.amount_minor - line.net_minor for line in quote.lines] if quote else []


def _given(view: View) -> tuple[Given, ...]:
    return view.outcome.quote.given if view.outcome.quote else ()


def _moved(view: View) -> dict[str, int]:
    """Give what an event brought its member in all, by unit, whatever it took."""
    mine = view.person.account
    return _sum(
        (posting.unit, posting.amount)
        for written in view.outcome.written
        for posting in written.event.postings
        if posting.debit == GIVEN
        for change in changes([posting])
        if change.account == mine
    )


def _taken(view: View) -> dict[str, int]:
    return _sum(
        (posting.unit, posting.amount)
        for written in view.outcome.written
        for posting in written.event.postings
        if posting.credit == USED
    )


def _brought(view: View) -> dict[str, int]:
    """Give what was given: by the quote where a sale was priced, else by what was written."""
    quote = view.outcome.quote
    if quote is None:
        return _moved(view)
    return _sum((each.unit, each.amount) for each in quote.given if not each.account)


def _spent(view: View) -> dict[str, int]:
    quote = view.outcome.quote
    if quote is None:
        return _taken(view)
    return _sum((each.unit, each.amount) for each in quote.spent)


def _back(side: str) -> Callable[[View], dict[str, int]]:
    """Sum what a refund took back (credit) or returned (debit), by unit."""

    def get(view: View) -> dict[str, int]:
        postings = view.outcome.refund.postings if view.outcome.refund else ()
        name = GIVEN if side == "credit" else USED
        return _sum((p.unit, p.amount) for p in postings if getattr(p, side) == name)

    return get


def _rules(view: View) -> dict[str, int]:
    quote = view.outcome.quote
    if quote is not None:
        return _sum((each.rule, each.amount) for each in quote.given)
    listed = (each.event.data.get("given", []) for each in view.outcome.written)
    return _sum((each["rule"], each["amount"]) for given in listed for each in given)


def _won(view: View) -> list[dict[str, Any]]:
    """Give the vouchers that an event brought, with their days."""
    return [
        {
            "reward": posting.unit.partition(":")[2],
            "amount": posting.amount,
            "first_day": first_day(posting.lot),
            "last_day": last_day(posting.lot),
        }
        for written in view.outcome.written
        for posting in written.event.postings
        if posting.debit == GIVEN and posting.unit.startswith("voucher:")
    ]


def _new_lots(view: View) -> list[dict[str, Any]]:
    return [
        {
            "amount": posting.amount,
            "unit": posting.unit,
            "first_day": first_day(posting.lot),
            "last_day": last_day(posting.lot),
        }
        for written in view.outcome.written
        for posting in written.event.postings
        if posting.debit == GIVEN and posting.unit == POINTS
    ]


def _spent_lots(view: View) -> list[dict[str, Any]]:
    quote = view.outcome.quote
    return [
        {"amount": lot.amount, "unit": each.unit, "last_day": last_day(lot.lot)}
        for each in (quote.spent if quote else ())
        for lot in each.lots
    ]


def _draws(view: View) -> list[str]:
    """Give what each mystery of a sale brought: a reward, points with their amount, or nothing."""
    quote = view.outcome.quote
    found = [each.why for each in _given(view) if each.why.code == "mystery"]
    shown = [
        str(why.params["prize"]) if why.params["prize"] != POINTS else f"{why.params['given']}"
        for why in found
    ]
    mysteries = {
        each.id for each in view.programme.rewards if type(each).__name__ == "MysteryReward"
    }
    drawn = sum(
        1
        for each in (quote.spent if quote else ())
        if each.reward in mysteries or each.choice in mysteries
    )
    return shown + ["nothing"] * (drawn - len({str(why.params["reward"]) for why in found}))


def _tier_at(side: str) -> Callable[[View], str]:
    def get(view: View) -> str:
        tier = getattr(view.outcome.quote, side) if view.outcome.quote else None
        return tier.id if tier else ""

    return get


def _sum(pairs: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for unit, amount in pairs:
        found[unit] = found.get(unit, 0) + amount
    return found


def _stamp(unit: str) -> str:
    return stamps(unit) if ":" not in unit else unit


RESULTS: Mapping[str, Reader] = {
    "accepted": expecting.flag(lambda view: view.outcome.refusal is None),
    "refused": refusing.refused,
    "total": expecting.money(_of_quote(lambda quote: quote.total_minor)),
    "discount": expecting.money(_of_quote(lambda quote: quote.discount_minor)),
    "due": expecting.money(_of_quote(lambda quote: quote.to_pay_minor)),
    "unused": expecting.money(_of_quote(lambda q: sum(s.unused_minor for s in q.spent))),
    "donated": expecting.money(_of_quote(lambda q: sum(s.donated_minor for s in q.spent))),
    "worth_used": expecting.money(_of_quote(lambda q: sum(s.worth_minor for s in q.spent))),
    "prices": expecting.moneys(_prices),
    "cuts": expecting.moneys(_cuts),
    "earned": expecting.figures(_brought, usual=POINTS),
    "stamped": expecting.figures(_brought, unit=_stamp),
    "used": expecting.figures(_spent, usual=POINTS),
    "by_rule": expecting.figures(_rules),
    "rewards": expecting.names(
        lambda view: [e.reward for e in view.outcome.quote.spent] if view.outcome.quote else []
    ),
    "won": records(_won, "reward"),
    "new_lots": records(_new_lots, "amount"),
    "used_lots": records(_spent_lots, "amount"),
    "draws": expecting.names(_draws),
    "follows": refusing.follows,
    "reasons": expecting.names(lambda view: [each.code for each in saying.whys(view.outcome)]),
    "tier_before": climbing.level(_tier_at("tier_before")),
    "tier_after": climbing.level(_tier_at("tier_after")),
    "says": refusing.says(lambda text, said: any(text in each for each in said)),
    "says_exactly": refusing.says(lambda text, said: text in said),
    "never_says": refusing.says(lambda text, said: not any(text in each for each in said)),
    "money_back": expecting.money(_of_refund(lambda refund: refund.money_minor)),
    "lines_back": expecting.moneys(
        lambda view: view.outcome.refund.data["lines_money_minor"] if view.outcome.refund else []
    ),
    "taken_back": expecting.figures(_back("credit"), usual=POINTS),
    "returned": expecting.figures(_back("debit"), usual=POINTS),
    "forgiven": expecting.figures(
        lambda view: view.outcome.refund.data["forgiven"] if view.outcome.refund else {},
        usual=POINTS,
    ),
    "written": expecting.number(lambda view: len(view.outcome.written)),
}
MONEY = frozenset(
    {
        "total", "discount", "due", "unused", "donated", "worth_used", "prices", "cuts",
        "money_back", "lines_back",
    }
)  # fmt: skip
