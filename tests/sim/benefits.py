"""What may be given once over all tills: by whoever has the member's home, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sim.faults import need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.ports import Ledger
    from tests.sim.auditor import Auditor
    from tests.sim.purses import Key
    from tests.sim.till_end import TillEnd

ONCE = "issued:"
IN_ALL = "/-"
"""The end of the counter that says how many gifts of a rule there were in all."""
EVERY = "*"


def is_gift(unit: str) -> bool:
    """Say whether a counter tells of one gift, which is given once."""
    return unit.startswith(ONCE) and not unit.endswith(IN_ALL)


def once(book: Mapping[Key, int], gifts: Iterable[Key]) -> None:
    """Each gift was given at most once, whatever till or server gave it."""
    for account, unit in sorted(gifts):
        need(book[account, unit] <= 1, "given_twice", account, unit, book[account, unit])


def by_home(name: str, ledger: Ledger, account: str, data: Mapping[str, Any]) -> None:
    """A till gives what is given once only where it has the home of the account."""
    gifts = [row["benefit"] for row in data.get("given", ()) if row["benefit"]]
    is_here = ledger.home(account) is not None or ledger.home(EVERY) is not None
    need(is_here or not gifts, "gave_without_home", name, account, gifts)


def home(till: TillEnd, auditor: Auditor, account: str) -> None:
    """A till has the home of an account only while the server has lent it to that till."""
    found = till.files.home(account)
    truth = till.truth
    if found is None:
        return
    need(not till.files.needs_rejoin(), "home_without_epoch", till.name, account, found)
    may_hold = auditor.may_hold(truth.device, truth.disk.epoch, truth.disk.feed)
    if truth.others or not may_hold or auditor.is_beside(truth):
        return  # it has not heard yet that its epoch ended, or has to end
    lent = auditor.homes.get(found[0])
    mine = (account, truth.device, truth.disk.epoch)
    need(lent == mine, "home_elsewhere", till.name, found, "is lent to", lent, "not", mine)
