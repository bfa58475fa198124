"""Cards that the shop gave out before: which there are, whose a number is, and new ones."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum import ean

from loyalty import number as numbers
from loyalty.errors import Refusal
from scanner import symbology
from scanner.legacy_rules import LegacyCards, cards_of, keys
from storage.ports import Directory
from storage.records import Member
from terminal.till import roll, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.messages import Scan

SETTING = "cards"
WAITS_MS = 60_000
_OWN_KINDS = frozenset({"", symbology.QR_CODE, symbology.CODE_128})
_PRODUCT_LENGTHS = frozenset({8, 12, 13})


def setting(directory: Directory) -> LegacyCards:
    """Give the kinds of cards that the shop takes beside its own; none when it takes none."""
    text = directory.setting(SETTING)
    if not text:
        return LegacyCards()
    try:
        return cards_of(text.encode())
    except Refusal:
        # A later version's kinds: better none than cards that are taken for others.
        return LegacyCards()


def keys_of(desk: Desk, message: Scan) -> tuple[str, ...]:
    """Give what a scan may be found by as such a card; empty when it cannot be one.

    A number of our own comes first where the reader does not name the symbology.
    """
    if message.symbology in _OWN_KINDS and numbers.is_valid(message.text):
        return ()
    return keys(desk.cards, message.text, message.symbology)


def refuse_others(message: Scan) -> None:
    """Name a code that cannot be ours. Raises Refusal `product_code` or `foreign`.

    Our own cards are QR and Code 128 and nothing else, so digits in another symbology are no
    number of ours however they look.
    """
    text, kind = message.text, message.symbology
    is_product = kind in symbology.PRODUCT or (
        not kind and len(text) in _PRODUCT_LENGTHS and text.isdecimal() and ean.is_valid(text)
    )
    if is_product:
        raise Refusal("product_code")
    if kind not in _OWN_KINDS:
        raise Refusal("foreign")


def whose(desk: Desk, found: tuple[str, ...]) -> Member | None:
    """Give the member who has this card, or None for a number that nobody here knows.

    Raises Refusal `legacy_unclear` when a gun does not say which of two kinds it read and each
    is somebody else's.
    """
    known = [roll.by_old_card(desk, key) for key in found]
    members = {member.member_id: member for member in known if member is not None}
    if len(members) > 1:
        raise Refusal("legacy_unclear")
    return next(iter(members.values()), None)


def unknown(desk: Desk, found: tuple[str, ...]) -> list[Effect]:
    """Say that nobody has this card, and keep it for a new member."""
    desk.old_cards, desk.old_cards_ms = found, desk.clock.monotonic_ms()
    return strip.refused(desk, Refusal("legacy_unknown"))


def waiting(desk: Desk) -> tuple[str, ...]:
    """Give the card that was just shown and is nobody's; it waits a minute and no longer."""
    is_fresh = desk.clock.monotonic_ms() - desk.old_cards_ms <= WAITS_MS
    return desk.old_cards if is_fresh else ()


def ending(found: tuple[str, ...]) -> str:
    """Give the last four characters of a card, for the screen; empty without one."""
    return f"\u2022\u2022\u2022\u2022 {found[0][-4:]}" if found else ""


def taken(desk: Desk, found: tuple[str, ...]) -> Iterator[Member]:
    """Give the members who have these cards by now."""
    return (one for key in found if (one := roll.by_old_card(desk, key)) is not None)
