"""The shop's scanner gun: set up by three printed codes, kept with the till's settings."""

from __future__ import annotations

import msgspec

from scanner.wedge_calibration import CODES, DIGITS_CODE, LONG_CODE, Heard, finding, profile_of
from scanner.wedge_profile import GunProfile
from scanner.wedge_run import read
from storage.ports import Ledger
from terminal.till import own_codes, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Sound
from terminal.till.messages import GunChanged, GunHeard, Scan

PROFILE = "scanner_gun"
MODE = "gun"
LOST = ("lost", "fault")
NEEDED = (DIGITS_CODE, LONG_CODE)
"""The bars, which every gun reads; a gun without a camera cannot read the third code."""


def profile(ledger: Ledger) -> GunProfile:
    """Give the profile of this till's gun; the usual one until somebody measured it."""
    text = ledger.get(PROFILE)
    if not text:
        return GunProfile()
    try:
        return msgspec.json.decode(text, type=GunProfile)
    except msgspec.MsgspecError:
        # A later version's profile; the gun is measured again in a minute.
        return GunProfile()


def changed(desk: Desk, message: GunChanged) -> list[Effect]:
    """Note how the serial gun does, and say it once when it is lost."""
    was, desk.gun_state = desk.gun_state, message.state
    if message.state in LOST and was not in LOST:
        advice = desk.say("Plug the scanner gun in again. Everything else goes on.")
        if message.reason == "denied":
            advice = desk.say(
                "This computer does not let Regulars use the gun. Ask whoever set it up."
            )
        if message.reason == "busy":
            advice = desk.say("Another program uses the scanner gun. Close that program.")
        strip.put(desk, "device_lost", desk.say("Scanner gun lost"), advice)
    return []


def open_set_up(desk: Desk) -> list[Effect]:
    """Begin to measure the gun."""
    desk.mode, desk.typed, desk.tried, desk.gun_strange = MODE, "", (), False
    return strip.note(desk, desk.say("Scanner gun"), desk.say("Scan the codes of the page."))


def as_scan(desk: Desk, message: GunHeard) -> Scan | None:
    """Give the scan of a member's code: whoever stands at the counter goes before the set-up."""
    known = own_codes.knows(desk.shop.issuer)
    known_cards = own_codes.knows_cards(desk.cards.cards)
    code = read(message.text, known, known_cards)
    is_ours = known(code.text) or known_cards(code.text)
    if not is_ours or code.text in CODES:
        return None
    return Scan(text=code.text, symbology=code.symbology, source="wedge")


def heard(desk: Desk, message: GunHeard) -> list[Effect]:
    """Take what the gun typed while it is being measured."""
    if desk.mode != MODE:
        return []
    one = Heard(text=message.text, gaps_ms=message.gaps_ms, ending=message.ending)
    found = finding(one)
    desk.gun_strange = found is None
    if found is None:
        return [Sound(name="refused")]
    others = tuple(before for before in desk.tried if before.code != found.code)
    desk.tried = (*others, found)
    return [Sound(name="found")]


def is_enough(desk: Desk) -> bool:
    """Say whether the codes that every gun can read have been read."""
    return {*NEEDED} <= {one.code for one in desk.tried}


def save(desk: Desk) -> list[Effect]:
    """Keep what was measured; raises Outage when it cannot be kept."""
    if not is_enough(desk):
        return []
    measured = profile_of(desk.tried)
    desk.ledger.put(PROFILE, msgspec.json.encode(measured).decode())
    desk.gun, desk.mode, desk.tried = measured, "idle", ()
    return strip.saved(desk, desk.say("The scanner gun is set up."))


def again(desk: Desk) -> None:
    """Forget what was heard and begin again."""
    desk.tried, desk.gun_strange = (), False


def leave(desk: Desk) -> list[Effect]:
    """Go back to the counter; what was kept before stays."""
    desk.mode, desk.tried = "idle", ()
    return strip.note(desk, desk.say("Scanner gun"), desk.say("Nothing was changed."))
