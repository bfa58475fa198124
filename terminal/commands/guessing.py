"""Says how likely a random guess hits a member's PIN where members check in by themselves."""

from __future__ import annotations

from loyalty import pin
from loyalty.programme import from_wire
from terminal.commands.surroundings import Surroundings
from terminal.till import opening

RISK_MAX = pin.TEN_THOUSAND // 100


def of_shop(around: Surroundings) -> tuple[str, bool]:
    """Give the sentence for the owner, and whether the risk is below one in a hundred."""
    directory = opening.directory_of(around.folder, around.store)
    try:
        programmes = [from_wire(raw) for raw in directory.programmes()]
        members = directory.members_count(pin.LONG_MEMBERS_MAX + 1)
    finally:
        directory.close()
    if not programmes or programmes[-1].check_in is None:
        return "members do not check in by themselves", True
    return sentence(members), pin.guess_bound(members) <= RISK_MAX


def sentence(members: int) -> str:
    """Say how long a PIN for coming in is in a shop of so many members, and what a guess finds."""
    hits = pin.guess_bound(members)
    digits = pin.visit_pin_digits(members)
    length = f"PINs of {digits} digits"
    if pin.needs_phone_end(members):
        length = f"the last four digits of the phone and a PIN of {digits}"
    if not hits:
        return f"{length}; there is nobody yet whom a guess could hit"
    tries = pin.TEN_THOUSAND // hits
    return f"{length}; a random guess would hit a member in 1 of {tries} tries at most"
